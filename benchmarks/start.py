"""From process start to the lock screen painted, against a bare PySide6 window, taken in turns in one run.

With ``--frozen PROGRAM`` also that program, in turns with the command of the checkout that it was built from.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from wemi_desk.bootstrap import prepare_practice
from wemi_desk.config import Profile

NAME = "start"
LIMITS = {
    "lock screen, times a bare window": 4.0, "frozen: lock screen painted ms": 700, "frozen, times unfrozen": 1.2,
}  # fmt: skip

_BARE = """
from PySide6.QtWidgets import QApplication, QWidget
class Bare(QWidget):
    def paintEvent(self, event):
        print("painted", flush=True)
        QApplication.quit()
application = QApplication([])
window = Bare()
window.resize(1366, 768)
window.show()
application.exec()
"""
_DESK = """
import sys
from pathlib import Path
from wemi_desk.config import Profile
from wemi_desk import launch
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
def painted():
    print("painted", flush=True)
    QTimer.singleShot(0, QApplication.quit)
launch.run(Profile(Path(sys.argv[1]), True), painted=painted)
"""


def run(scale):
    """Medians in milliseconds of nine starts each (three at the small scale), and their ratio."""
    times = 3 if scale == "small" else 9
    with tempfile.TemporaryDirectory() as folder:
        profile = Profile(Path(folder) / "palestra", practice=True)
        prepare_practice(profile)
        bare, desk = [], []
        for _ in range(times):
            bare.append(_painted_after(_BARE))
            desk.append(_painted_after(_DESK, str(profile.folder)))
        program = os.environ.get("WEMI_BENCH_FROZEN")
        beside = _beside_frozen(program, Path(folder) / "home", times) if program else {}
    bare_ms, desk_ms = statistics.median(bare), statistics.median(desk)
    return {
        "bare window painted ms": round(bare_ms),
        "lock screen painted ms": round(desk_ms),
        "lock screen, times a bare window": round(desk_ms / bare_ms, 2),
        **beside,
    }


def _beside_frozen(program, home, times):
    """Both as an operator starts them, with the palestra of one empty account; the first start of each is not counted.

    Twice as many as of the others: the ratio is near its limit.
    """
    home.mkdir()
    account = {"HOME": str(home), "XDG_DATA_HOME": str(home / "share")}
    words = ["run", "--practice", "--until-painted"]
    commands = {"frozen": [program, *words], "unfrozen": [sys.executable, "-m", "wemi_desk", *words]}
    taken = {name: [] for name in commands}
    for turn in range(2 * times + 1):
        for name, command in commands.items():
            taken[name].append(_until_painted(command, account))
        if not turn:
            taken = {name: [] for name in commands}
    frozen, unfrozen = (statistics.median(taken[name]) for name in commands)
    return {
        "frozen: lock screen painted ms": round(frozen), "unfrozen: lock screen painted ms": round(unfrozen),
        "frozen, times unfrozen": round(frozen / unfrozen, 2),
    }  # fmt: skip


def _painted_after(program, *arguments):
    return _until_painted([sys.executable, "-c", program, *arguments], {})


def _until_painted(command, account):
    began = perf_counter()
    with subprocess.Popen(command, env=os.environ | account, stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline()
        spent = (perf_counter() - began) * 1000
    assert line.strip() == "painted", line
    return spent
