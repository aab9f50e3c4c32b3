import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from tests.keyboard import show, window_with
from wemi_desk.ui.digit_mode import DIGITS, ENTER, DigitMode
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.keyboard import Keyboard
from wemi_desk.ui.scanner import Scanner
from wemi_desk.ui.shortcuts import Shortcut, Shortcuts

CODE = "RSSMRA85T10A562S"
NUMERIC = "8001234567890"


class Desk(QObject):
    """A box, a strip that is open, and the whole chain of stations."""

    def __init__(self, qtbot):
        super().__init__()
        self.scanner, self.shortcuts = Scanner(), Shortcuts()
        self.digits = DigitMode(self.scanner)
        self.keyboard = Keyboard(self.scanner.take, self.digits.take, self.shortcuts.take)
        self.box, self.button = QLineEdit(), QPushButton("1 Informazioni")
        self.strip = window_with(self.button)
        show(qtbot, window_with(self.box, self.strip))
        self.heard, self.rest, self.codes = [], [], []
        self.scanner.scanned.connect(lambda found: self.codes.append(found.value))
        self.keyboard.install()
        self.digits.open(self.strip, self.heard.append, keys=DIGITS + "*" + ENTER, rest=self.to_box)
        self.button.setFocus()

    def to_box(self, text):
        self.digits.close(self.strip)
        self.box.setFocus()
        self.box.setText(text)
        self.rest.append(text)


@pytest.fixture
def desk(qtbot):
    desk = Desk(qtbot)
    yield desk
    desk.keyboard.remove()


def test_a_digit_is_a_command_after_the_readers_gap(qtbot, desk):
    Typist().press("3")
    assert desk.heard == []
    qtbot.waitUntil(lambda: desk.heard == ["3"])


def test_digits_at_a_persons_pace_are_commands_one_by_one(qtbot, desk):
    typist = Typist()
    for key in ("*", "5", "Return"):
        typist.press(key)
    assert desk.heard == ["*", "5", ENTER]


def test_the_keypad_counts_too(qtbot, desk):
    Typist().press("Num+7")
    qtbot.waitUntil(lambda: desk.heard == ["7"])


def test_a_fast_person_loses_no_digit(qtbot, desk):
    Typist(pause_ms=40).type_text("*5\n")
    assert desk.heard == ["*", "5", ENTER]


@pytest.mark.parametrize("ending", ["\n", "\t", ""])
@pytest.mark.parametrize("code", [CODE, NUMERIC, CODE[::-1], "85T10A562SRSSMRA"])
def test_no_digit_of_a_scan_is_a_command(qtbot, desk, code, ending):
    Typist().scan(code, ending=ending)
    desk.digits.settle()
    assert desk.heard == []
    assert desk.rest == []
    assert desk.box.text() == ""


def test_a_scan_while_a_strip_is_open_is_still_a_scan(qtbot, desk):
    Typist().scan(CODE)
    assert desk.codes == [CODE]
    assert QApplication.focusWidget() is desk.button
    Typist().press("2")
    qtbot.waitUntil(lambda: desk.heard == ["2"])


def test_any_other_key_goes_to_the_box(qtbot, desk):
    typist = Typist()
    typist.type_text("r")
    qtbot.waitUntil(lambda: desk.rest == ["r"])
    desk.box.setCursorPosition(1)
    typist.type_text("ossi")
    assert desk.box.text() == "rossi"
    assert desk.heard == []


def test_a_shortcut_works_while_a_strip_is_open_and_comes_after_the_digit(qtbot, desk):
    desk.shortcuts.register(Shortcut.UNDO, lambda: desk.heard.append("undo"), owner=desk)
    typist = Typist(pause_ms=20)
    typist.press("1")
    typist.press("Ctrl+Z")
    assert desk.heard == ["1", "undo"]


def test_digits_in_the_box_are_characters_unless_the_strip_listens_anywhere(qtbot, desk):
    desk.box.setFocus()
    Typist().type_text("333")
    assert desk.box.text() == "333"
    desk.digits.open(desk.strip, desk.heard.append, anywhere=True)
    Typist().type_text("2a")
    qtbot.waitUntil(lambda: desk.heard == ["2"])
    assert desk.box.text() == "333a"


def test_a_strip_that_is_hidden_hears_nothing(qtbot, desk):
    desk.digits.open(desk.strip, desk.heard.append, anywhere=True)
    desk.strip.hide()
    desk.box.setFocus()
    Typist().type_text("12")
    assert (desk.heard, desk.box.text()) == ([], "12")


def test_space_and_enter_still_press_a_button_of_a_strip_without_enter(qtbot, desk):
    pressed = []
    desk.button.clicked.connect(lambda: pressed.append(1))
    desk.digits.open(desk.strip, desk.heard.append, rest=desk.to_box)
    Typist().press("Space")
    assert pressed == [1]
    assert desk.heard == desk.rest == []
