"""The pictures of the manual, made by the tour of this checkout: ``python packaging/figures.py OUT``.

The clock stands at one minute of one working day and identifiers are counted: two builds have the same pictures.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Lock
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parent.parent
MOMENT = datetime(2026, 11, 24, 8, 41, tzinfo=UTC)


def main() -> int:
    """0 when every picture of the manual was made."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    stop_the_clock()
    from wemi_desk import tour

    return tour.run(Path(sys.argv[1]), figures_only=True)


def stop_the_clock() -> None:
    """Every place of the program that asks the computer for the time, or for something at random that is shown."""
    stopped = int(MOMENT.timestamp())
    time.time, time.time_ns = (lambda: float(stopped)), (lambda: stopped * 1_000_000_000)
    from wemi_desk.gateways import clock
    from wemi_desk.ui import manual_door, public_screen, words
    from wemi_desk.ui.screens.unlock import view_model

    for module in (words, public_screen, view_model):
        module.datetime = SimpleNamespace(now=lambda _zone: MOMENT)
    manual_door.manual_pictures = lambda: None  # one of them shows the manual: an earlier tour's would be in it
    clock.RawClock.now = lambda _self: MOMENT
    clock.RawClock.monotonic_ms = lambda _self: 0
    numbers, one_by_one = count(), Lock()

    def counted(size: int) -> bytes:
        with one_by_one:
            return hashlib.sha256(str(next(numbers)).encode()).digest()[:size]

    clock.secrets = SimpleNamespace(token_bytes=counted)


if __name__ == "__main__":
    sys.exit(main())
