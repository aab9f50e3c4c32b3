"""One widget under the whole input chain; F12 prints what the reader did to it and ends.

python tests/end_to_end/scanner_window.py "line edit"
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtWidgets import QApplication

from tests.keyboard import WIDGETS, state, window_with
from wemi_desk.ui.desk_input import DeskInput
from wemi_desk.ui.shortcuts import Shortcut


class Gaps:
    """The time between two characters, as the window system tells it: the least, and that of nine in ten."""

    def __init__(self):
        self.all, self._last = [], 0

    def take(self, event, _widget):
        if event.text():
            self.all.append(event.timestamp() - self._last)
            self._last = event.timestamp()
        return False


def main(kind):
    application = QApplication([])
    desk, gaps, heard, faults = DeskInput(), Gaps(), [], []
    desk.sounds.enabled = False
    desk.scanner.scanned.connect(lambda found: heard.append(found.value))
    desk.scanner.failed.connect(lambda fault: faults.append(fault.name))
    desk.keyboard._stations.insert(0, gaps.take)
    desk.install()
    desk.unlock()
    widget = WIDGETS[kind]()
    window = window_with(widget)
    window.setWindowTitle("prova lettore")
    window.resize(500, 300)
    window.show()
    widget.setFocus()
    before = state(widget)

    def report():
        figures = {
            "kind": kind,
            "scans": len(heard),
            "codes": sorted(set(heard)),
            "faults": faults,
            "taken": desk.keystrokes.scans,
            "restored": state(widget) == before,
            "characters": len(gaps.all),
            "gaps_ms": [min(gaps.all), sorted(gaps.all)[len(gaps.all) * 9 // 10]],
        }
        print(json.dumps(figures, ensure_ascii=False), flush=True)
        desk.remove()
        application.quit()

    desk.shortcuts.register(Shortcut.BLANK, report, owner=desk)
    application.exec()


main(sys.argv[1])
