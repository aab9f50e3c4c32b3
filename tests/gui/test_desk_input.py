import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.keyboard import show, window_with
from wemi_desk.ui.desk_input import DeskInput
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.idle import warning_text
from wemi_desk.ui.shortcuts import Shortcut

CODE = "RSSMRA85T10A562S"
BADGE = "OP7K3M9Q2"


@pytest.fixture
def desk(qapp):
    desk = DeskInput()
    desk.sounds.enabled = False
    desk.heard = []
    desk.scanner.scanned.connect(lambda found: desk.heard.append(found.value))
    for shortcut in (Shortcut.QUICK_CONTACT, Shortcut.HELP):
        desk.shortcuts.register(shortcut, lambda s=shortcut: desk.heard.append(s), owner=desk)
    desk.install()
    yield desk
    desk.remove()


@pytest.fixture
def window(qtbot, desk):
    line, other = QLineEdit(), QLineEdit()
    show(qtbot, window_with(line, other))
    desk.regions.order(line, other)
    line.setFocus()
    return line, other


def _work():
    typist = Typist()
    typist.scan(CODE)
    typist.scan(BADGE)
    for keys in ("F9", "F1", "Ctrl+Tab"):
        typist.press(keys)


def test_a_desk_begins_locked_and_hears_badges_and_help_only(desk, window):
    _work()
    assert desk.heard == [BADGE, Shortcut.HELP]
    assert QApplication.focusWidget() is window[1]
    assert not desk.idle.running


def test_an_unlocked_desk_hears_everything_and_counts_time_and_keys(desk, window):
    desk.unlock()
    _work()
    assert desk.heard == [CODE, BADGE, Shortcut.QUICK_CONTACT, Shortcut.HELP]
    assert desk.idle.running
    assert (desk.keystrokes.scans, desk.keystrokes.keys) == (2, 4)


def test_a_lock_empties_the_clipboard(desk, window):
    desk.unlock()
    desk.clipboard.copy("RSSMRA85T10A562S")
    desk.lock()
    assert QApplication.clipboard().text() == ""


def test_the_lock_is_announced_once_and_again_after_a_reprieve(desk, window):
    said = []
    desk.announcer.said.connect(lambda text, urgent: said.append((text, urgent)))
    desk.unlock()
    for left_s in (20, 19, 18):
        desk.idle.warned.emit(left_s)
    desk.idle.reprieved.emit()
    desk.idle.warned.emit(20)
    assert said == [("La postazione si blocca tra 20 secondi: premi un tasto per continuare", True)] * 2
    assert "1 secondo:" in warning_text(1)
