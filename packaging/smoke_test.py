"""What was built, tried as a newcomer has it: an empty user, no Python, no checkout.

    python packaging/smoke_test.py PROGRAM [--short]

Each part of the program is used once; then the frozen program plays its own tour (first start, unlock, registering,
contact, application and its PDF/A, Facilita's file, lock, two desks and their centre) offscreen, and starts under a
real X server where there is one. ``--short`` leaves the tour out.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FORBIDDEN = re.compile(
    r"qvnc|qml|gtk|chardet|numpy|psycopg|keyrings.alt|pytest|qwayland|Qt6Network|(^|/)libX11\.so|(^|/)libglib-2", re.I
)
STARTS = 5


def main() -> int:
    """0 when everything did what it should."""
    program = Path(sys.argv[1]).resolve()
    trials = [_nothing_foreign, _every_part, _no_remote_screen, _starts]
    if "--short" not in sys.argv:
        trials.append(_tour)
    faults = 0
    for trial in trials:
        with _newcomer() as home:
            began = time.monotonic()
            try:
                said = trial(program, home)
            except (AssertionError, subprocess.SubprocessError, OSError, ValueError) as error:
                faults += 1
                said = f"FAILED: {error}"
            print(f"{trial.__name__.strip('_')}: {said} ({time.monotonic() - began:.1f} s)", flush=True)
    return 1 if faults else 0


@contextmanager
def _newcomer() -> Iterator[dict[str, str]]:
    """The environment of somebody who has nothing but a home."""
    with tempfile.TemporaryDirectory(prefix="wemi-smoke-") as home:
        yield {"HOME": home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen", "TMPDIR": home}


def _nothing_foreign(program: Path, _home: dict[str, str]) -> str:
    names = [str(one.relative_to(program.parent)) for one in program.parent.rglob("*")]
    found = [name for name in names if FORBIDDEN.search(name)]
    assert not found, found[:5]
    return f"{len(names)} files, none that should not be there"


def _every_part(program: Path, home: dict[str, str]) -> str:
    done = subprocess.run(
        [str(program), "self-test", "--json"], env=home, capture_output=True, text=True, timeout=120, check=False
    )
    parts = json.loads(done.stdout)["parts"]
    wrong = [f"{one['name']}: {one['answer']}" for one in parts if not one["ok"]]
    assert not wrong, wrong
    assert done.returncode == 0, done.stderr[-300:]
    return f"{len(parts)} parts"


def _no_remote_screen(program: Path, home: dict[str, str]) -> str:
    """The screen of a desk is never offered to a network."""
    done = subprocess.run(
        [str(program), "run", "--practice"], env=home | {"QT_QPA_PLATFORM": "vnc"}, capture_output=True, timeout=60,
        check=False,
    )
    assert done.returncode != 0, "it started"
    return "refused"


def _starts(program: Path, home: dict[str, str]) -> str:
    """From nothing to the painted unlock screen; the first time makes the palestra in the background."""
    seconds = []
    for _time in range(STARTS):
        began = time.monotonic()
        with subprocess.Popen(
            [str(program), "run", "--practice", "--until-painted"], env=home, stdout=subprocess.PIPE, text=True
        ) as running:
            line = running.stdout.readline() if running.stdout else ""
            seconds.append(time.monotonic() - began)
        assert "painted" in line, line
    return "unlock screen after " + ", ".join(f"{one:.2f}" for one in seconds) + " s"


def _tour(program: Path, home: dict[str, str]) -> str:
    out = Path(home["HOME"]) / "tour"
    done = subprocess.run(
        [str(program), "tour", "--quick", "--out", str(out)], env=home, capture_output=True, text=True, timeout=1800,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-600:]
    pictures, papers = len(list(out.rglob("*.png"))), len(list(out.rglob("*.pdf")))
    return f"{pictures} screens, {papers} documents"


if __name__ == "__main__":
    if shutil.which("sh") is None or os.name == "nt":
        sys.exit("This script tries the Linux program; packaging/windows says how the Windows one is tried.")
    sys.exit(main())
