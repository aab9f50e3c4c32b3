"""One widget under the whole input chain; F12 prints which shortcuts arrived and ends.

python tests/end_to_end/shortcuts_window.py "line edit"
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtWidgets import QApplication

from tests.keyboard import WIDGETS, state, window_with
from wemi_desk.ui.desk_input import DeskInput
from wemi_desk.ui.shortcuts import Shortcut


def main(kind):
    application = QApplication([])
    desk, heard = DeskInput(), []
    for shortcut in Shortcut:
        desk.shortcuts.register(shortcut, lambda s=shortcut: heard.append(s), owner=desk)
    desk.install()
    desk.unlock()
    widget = WIDGETS[kind]()
    window = window_with(widget)
    window.setWindowTitle("prova tasti")
    window.show()
    widget.setFocus()
    before = state(widget)

    def report():
        figures = {
            "kind": kind,
            "heard": len(set(heard)) + 1,
            "of": len(Shortcut),
            "missing": [s.keys for s in Shortcut if s not in heard and s is not Shortcut.BLANK],
            "untouched": state(widget) == before,
        }
        print(json.dumps(figures, ensure_ascii=False), flush=True)
        desk.remove()
        application.quit()

    desk.shortcuts.register(Shortcut.BLANK, report, owner=widget)
    application.exec()


main(sys.argv[1])
