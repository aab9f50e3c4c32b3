"""What was built, tried as a newcomer has it: an empty user, no Python, no checkout.

    python packaging/smoke_test.py PROGRAM [--short]

Each part of the program is used once; stores of every earlier schema are opened; the first minutes are played under a
real X server; then the program plays its own tour offscreen (first start, unlocking, registering, contact, application
and its PDF/A, Facilita's file, lock, two desks and their centre). ``--short`` leaves the tour out.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from trials import needs, play
from update_trial import Updates

FORBIDDEN = re.compile(
    r"qvnc|qml|gtk|chardet|numpy|psycopg|keyrings.alt|pytest|qwayland|Qt6Network|(^|/)libX11\.so|(^|/)libglib-2", re.I
)
STARTS = 5
WORK = 3
EARLIER = Path(__file__).resolve().parent / "earlier_stores.py"


def main() -> int:
    """0 when everything did what it should."""
    program = Path(sys.argv[1]).resolve()
    trials = [_nothing_foreign, _licences, _every_part, _no_remote_screen, _starts, _earlier_schemas, _under_x]
    trials += [_updates, _tour]
    if "--short" in sys.argv:
        trials.remove(_tour)
    return play([(trial.__name__.strip("_"), partial(_as_newcomer, trial, program)) for trial in trials])


def _as_newcomer(trial: Callable[[Path, dict[str, str]], str], program: Path) -> str:
    with _newcomer() as home:
        return trial(program, home)


@contextmanager
def _newcomer() -> Iterator[dict[str, str]]:
    """The environment of somebody who has nothing but a home."""
    with tempfile.TemporaryDirectory(prefix="wemi-smoke-") as home:
        yield {"HOME": home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen", "TMPDIR": home}


def _nothing_foreign(program: Path, _home: dict[str, str]) -> str:
    names = [str(one.relative_to(program.parent)) for one in program.parent.rglob("*")]
    found = [name for name in names if FORBIDDEN.search(name) and not name.startswith("licences/")]
    assert not found, found[:5]
    return f"{len(names)} files, none that should not be there"


def _licences(program: Path, _home: dict[str, str]) -> str:
    """Every part of the list says its licence, and the text of each is inside."""
    folder = program.parent / "licences"
    parts = json.loads((program.parent / "wemi-desk.sbom.json").read_text(encoding="utf-8"))["components"]
    assert all(one["licenses"] for one in parts), "a part without a licence"
    index = (folder / "INDEX.txt").read_text(encoding="utf-8")
    texts = re.findall(r"^    (.+)$", index, re.MULTILINE)
    unsaid = [one["name"] for one in parts if f"\n{one['name']} " not in index and f"\n{one['name']}:" not in index]
    assert not unsaid, unsaid
    empty = [name for name in texts if not (folder / name).stat().st_size]
    assert not empty, empty
    return f"{len(parts)} parts, {len(set(texts))} texts"


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


def _earlier_schemas(program: Path, home: dict[str, str]) -> str:
    """A palestra with a morning's unsent work, as each earlier schema left it: opened, and no row is missing."""
    data = Path(home["HOME"]) / ".local" / "share" / "wemi-desk"
    today, made = data / "practice", Path(home["HOME"]) / "earlier"
    before = _counted(program, home, WORK)
    found = json.loads(_said(sys.executable, EARLIER, "make", today, made))
    for revision in found:
        shutil.rmtree(today, ignore_errors=True)
        shutil.move(made / revision, today)
        now = _counted(program, home, 0)
        assert now == before, (revision, before, now)
        shutil.move(today, made / revision)
    after = json.loads(_said(sys.executable, EARLIER, "count", *[made / revision for revision in found]))
    for revision, rows in found.items():
        kept = after[revision]
        lost = {name: (count, kept.get(name)) for name, count in rows.items() if kept.get(name, -1) < count}
        assert not lost, (revision, lost)
    rows = sum(found[max(found)].values())
    return f"{len(found)} schemas, up to {rows} rows, {before['people']} people and {before['unsent']} acts each time"


def _counted(program: Path, home: dict[str, str], people: int) -> dict[str, int]:
    words = [program, "self-test", "--practice", "--work", people]
    counted: dict[str, int] = json.loads(_said(*words, **home).splitlines()[-1])
    return counted


def _said(*words: object, **environment: str) -> str:
    done = subprocess.run(
        [str(one) for one in words], env=environment or None, check=True, capture_output=True, text=True, timeout=300
    )
    return done.stdout


def _under_x(program: Path, home: dict[str, str]) -> str:
    """Come in, register somebody, lock, close, in a window that an X server draws."""
    needs("Xvfb")
    with _screen() as display:
        own = home | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        out = Path(home["HOME"]) / "tour"
        _said(program, "tour", "--quick", "--first-minute", "--out", out, **own)
    pictures = sorted(one.name for one in out.glob("*.png"))
    assert pictures, "nothing was drawn"
    return f"came in, registered a person, locked, closed; {len(pictures)} screens"


@contextmanager
def _screen() -> Iterator[str]:
    """An X server of our own, on a number that it chooses itself; no network."""
    words = ["Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        number = server.stdout.readline().strip() if server.stdout else ""
        try:
            assert number, "no X server"
            yield f":{number}"
        finally:
            server.terminate()


def _updates(program: Path, home: dict[str, str]) -> str:
    """A newer version with unsent work aboard, one that is not whole, one that does not start."""
    return Updates(program, home).told()


def _tour(program: Path, home: dict[str, str]) -> str:
    out = Path(home["HOME"]) / "tour"
    done = subprocess.run(
        [str(program), "tour", "--quick", "--out", str(out)], env=home, capture_output=True, text=True, timeout=1800,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-600:]
    pictures, papers = len(list(out.rglob("*.png"))), list(out.rglob("*.pdf"))
    unarchived = [one.name for one in papers if b"pdfaid" not in one.read_bytes()]
    assert papers
    assert not unarchived, f"not PDF/A: {unarchived}"
    told = json.loads((out / "tour.json").read_text(encoding="utf-8"))
    facilita = [note for note in told["notes"] if note.startswith("Facilita:")]
    assert facilita, "no file for Facilita"
    return f"{pictures} screens, {len(papers)} documents, all PDF/A; {'; '.join(facilita)}"


if __name__ == "__main__":
    if shutil.which("sh") is None or os.name == "nt":
        sys.exit("This script tries the Linux program; packaging/windows says how the Windows one is tried.")
    sys.exit(main())
