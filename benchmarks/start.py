"""From process start to the lock screen painted, against a bare PySide6 window, taken in turns in one run."""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from wemi_desk.bootstrap import prepare_practice
from wemi_desk.config import Profile

NAME = "start"
LIMITS = {"lock screen, times a bare window": 4.0}

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
    bare_ms, desk_ms = statistics.median(bare), statistics.median(desk)
    return {
        "bare window painted ms": round(bare_ms),
        "lock screen painted ms": round(desk_ms),
        "lock screen, times a bare window": round(desk_ms / bare_ms, 2),
    }


def _painted_after(program, *arguments):
    began = perf_counter()
    with subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        return (perf_counter() - began) * 1000
