"""An operator typing in the real window, to be killed: says "typed" after the last key and goes on waiting.

    python -m tests.end_to_end.window_typist FOLDER contact|registration TEXT
"""

import os
import sys
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer

from tests.access_screens import FakeAccess
from tests.counter_window import found_practice, opened_desk
from wemi_desk import bootstrap, guards
from wemi_desk.config import Profile
from wemi_desk.ui.app import Console, Doors, make_application
from wemi_desk.ui.background import ThreadRunner
from wemi_desk.ui.driver import Typist

KEY_MS = 25


def main(folder, form, text):
    folder = Path(folder)
    found_practice(folder)
    application = make_application(["typist"])
    profile = Profile(folder, practice=True)
    profile.practice_mark.touch()  # or nobody would believe that its secrets are a palestra's
    open_desk = partial(bootstrap.open_desk, profile)
    doors = Doors(prepare=lambda: None, access=FakeAccess(), open_desk=open_desk)
    console = Console(ThreadRunner(), doors)
    console.entered.connect(lambda: begin(console, form, text))
    console.start()
    guards.guard_ui_thread()
    console.enter(opened_desk())
    application.exec()


def begin(console, form, text):
    work = console.work
    if form == "contact":
        work.counter.visit.open_anonymous()
        work.panes.contact.note.editor.setFocus()
    else:
        work.register()
    typist, rest = Typist(), list(text)
    keys = QTimer(console, interval=KEY_MS)

    def press():
        if rest:
            typist.type_text(rest.pop(0))
        else:
            keys.stop()
            os.write(1, b"typed\n")

    keys.timeout.connect(press)
    QTimer.singleShot(300, keys.start)


if __name__ == "__main__":
    main(*sys.argv[1:])
