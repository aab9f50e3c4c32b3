"""The console of a palestra that says on standard output what becomes of its window; it is minimised at first.

python -m tests.end_to_end.raised_window FOLDER
"""

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from wemi_desk import launch
from wemi_desk.config import Profile
from wemi_desk.ui.shell.window import MainWindow

WORD = "minimised"


class Witness(QObject):
    def __init__(self, window):
        super().__init__(window)
        self.window, self.hidden = window, False
        window.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.WindowStateChange and watched is self.window:
            self.tell()
        return False

    def tell(self):
        if self.window.isMinimized():
            self.hidden = True
            print(WORD, flush=True)
        elif self.hidden:
            self.hidden = False
            page = self.window.stage.current
            print(f"forward {type(page).__name__}", flush=True)
            QTimer.singleShot(0, self.window.showMinimized)


def painted():
    (window,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]
    Witness(window)
    window.showMinimized()


if __name__ == "__main__":
    sys.exit(launch.run(Profile(Path(sys.argv[1]), practice=True), painted=painted))
