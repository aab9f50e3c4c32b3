"""An update of a desk with 100,000 people, from the archive that was downloaded to the first opening by the newer one.

With real processes: unpacked (as large as the real program), each part tried, the store copied, migrated with a
migration that writes a row for each person, its log looked at. The city is made once and kept in ``out``.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests.end_to_end.update_killing import INSTALL, LOOK
from tests.end_to_end.update_programs import make_ready, make_tree
from tests.update_world import BASE, NEWER, ROOT
from wemi_desk.config import default_profile
from wemi_desk.persistence.migrations import LATEST

NAME = "update"
LIMITS = {"update without the download s": 60.0, "records missing": 0}
PEOPLE = 100_000
PROGRAM_BYTES = 181_000_000


def run(scale):
    """Seconds; 5,000 people at the small scale."""
    count = PEOPLE if scale == "full" else PEOPLE // 20
    with tempfile.TemporaryDirectory() as folder:
        return _measured(Path(folder), _city(count), count)


def _measured(folder, city, count):
    home = folder / "home"
    shutil.copytree(city, home)
    program = make_tree(folder / "package", BASE)
    make_tree(folder / "newer", NEWER, ballast=PROGRAM_BYTES, quick=False)
    profile = default_profile(practice=True, environ={"HOME": str(home)})
    make_ready(profile.updates, folder / "newer", NEWER)
    usual, before = _timed(program, home, LOOK)
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    installing, _none = _timed(program, home, INSTALL)
    opening, after = _timed(program, home, LOOK)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    if after["version"] != NEWER or not after["log"]:
        raise AssertionError(after)
    return {
        "people in the store": after["people"],
        "store MB": round(profile.store.stat().st_size / 1e6),
        "an opening before s": round(usual, 1),
        "installing s": round(installing, 1),
        "first opening s": round(opening, 1),
        "update without the download s": round(installing + opening, 1),
        "of the processor s": round(ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime, 1),
        "records missing": before["people"] - after["people"] + before["unsent"] - after["unsent"],
    }


def _timed(program, home, words):
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(home), "TMPDIR": str(home), "QT_QPA_PLATFORM": "offscreen"}
    began = perf_counter()
    done = subprocess.run([str(program), *words], env=environ, stdout=subprocess.PIPE, text=True, check=True)
    seconds = perf_counter() - began
    last = done.stdout.strip().splitlines()[-1]
    return seconds, json.loads(last) if last.startswith("{") else None


def _city(count):
    """The home of an account whose palestra has *count* people more."""
    kept = ROOT / "out" / "benchmarks" / f"city-{LATEST}-{count}"
    if not kept.exists():
        part = kept.with_name(kept.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        profile = default_profile(practice=True, environ={"HOME": str(part)})
        profile.folder.mkdir(parents=True)
        words = f"from benchmarks.window import _city; _city({str(profile.folder)!r}, {count})"
        environ = os.environ | {"PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", words], check=True, stdout=subprocess.DEVNULL, env=environ)
        part.rename(kept)
    return kept
