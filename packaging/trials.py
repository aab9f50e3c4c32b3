"""One trial after the other, a line each; what this machine cannot try is named at the end, never passed over."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Sequence


class NotTriedError(Exception):
    """This machine cannot do it; the words say what it lacks."""


def needs(*tools: str) -> None:
    """Raise NotTriedError for the first tool that is not on this machine."""
    for tool in tools:
        if shutil.which(tool) is None:
            raise NotTriedError(f"{tool} is missing")


def play(trials: Sequence[tuple[str, Callable[[], str]]]) -> int:
    """Play all of them; 1 when one failed."""
    failed, untried = 0, []
    for name, trial in trials:
        began = time.monotonic()
        try:
            said = trial()
        except NotTriedError as lack:
            untried.append(f"{name}: {lack}")
            continue
        except (AssertionError, subprocess.SubprocessError, OSError, ValueError, LookupError) as error:
            failed += 1
            said = f"FAILED: {error} {_output(error)}"
        print(f"{name}: {said} ({time.monotonic() - began:.1f} s)", flush=True)
    for lack in untried:
        print(f"NOT TRIED ON THIS MACHINE: {lack}", flush=True)
    return 1 if failed else 0


def _output(error: Exception) -> str:
    """The end of what a failed program said."""
    said = [getattr(error, name, None) or "" for name in ("stdout", "stderr")]
    return " ".join(one.decode(errors="replace") if isinstance(one, bytes) else one for one in said)[-1500:]
