from PySide6.QtWidgets import QLineEdit, QPushButton

from tests.keyboard import show, window_with
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.keyboard import Keyboard
from wemi_desk.ui.keystrokes import Keystrokes
from wemi_desk.ui.scanner import Scanner

CODE = "RSSMRA85T10A562S"


def _counted(qtbot, act, widget):
    scanner, counter = Scanner(), Keystrokes()
    scanner.taken.connect(counter.scan_taken)
    keyboard = Keyboard(counter.take, scanner.take)
    show(qtbot, window_with(widget))
    widget.setFocus()
    keyboard.install()
    try:
        act(Typist())
    finally:
        keyboard.remove()
    return counter.scans, counter.keys


def test_every_physical_key_counts_one(qtbot):
    def act(typist):
        typist.press("Ctrl+P")
        typist.press("Ctrl+Shift+N")
        typist.type_text("Rossi")

    assert _counted(qtbot, act, QLineEdit()) == (0, 2 + 3 + 6)


def test_a_key_that_a_button_passes_on_counts_once(qtbot):
    assert _counted(qtbot, lambda typist: typist.type_text("abc"), QPushButton()) == (0, 3)


def test_a_scan_counts_one_scan(qtbot):
    def act(typist):
        typist.scan(CODE)
        typist.press("1")
        typist.press("Ctrl+Return")

    assert _counted(qtbot, act, QLineEdit()) == (1, 3)


def test_a_task_begins_at_zero(qtbot):
    counter = Keystrokes()
    counter.keys, counter.scans = 5, 1
    counter.reset()
    assert (counter.keys, counter.scans) == (0, 0)
