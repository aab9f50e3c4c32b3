import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from tests.keyboard import show, window_with
from wemi_desk.ui.announce import Announcer
from wemi_desk.ui.clipboard import SecretClipboard
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.keyboard import Keyboard
from wemi_desk.ui.sounds import Sounds


@pytest.fixture
def clipboard(qapp):
    clipboard = SecretClipboard()
    yield clipboard
    QGuiApplication.clipboard().clear()


def test_a_copied_secret_is_marked_and_goes_away(qtbot, clipboard):
    clipboard._expiry.setInterval(1)
    clipboard.copy("abc-def")
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "abc-def"
    assert bytes(data.data("x-kde-passwordManagerHint")) == b"secret"
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")


def test_the_lock_takes_back_what_is_ours(clipboard):
    clipboard.copy("abc-def")
    clipboard.clear_if_ours()
    assert QGuiApplication.clipboard().text() == ""


def test_what_another_program_copied_stays(clipboard):
    clipboard.copy("abc-def")
    QGuiApplication.clipboard().setText("lista della spesa")
    clipboard.clear_if_ours()
    assert QGuiApplication.clipboard().text() == "lista della spesa"


@pytest.fixture
def announcer(qapp):
    announcer = Announcer()
    announcer.heard = []
    announcer.said.connect(lambda text, urgent: announcer.heard.append((text, urgent)))
    return announcer


def test_messages_are_said_at_once_when_nobody_types(announcer):
    announcer.announce("Contatto registrato")
    announcer.announce("")
    announcer.announce("Codice letto male", urgent=True)
    assert announcer.heard == [("Contatto registrato", False), ("Codice letto male", True)]


def test_polite_messages_wait_for_a_pause_and_are_said_once(qtbot, announcer):
    line, keyboard = QLineEdit(), Keyboard(announcer.take)
    show(qtbot, window_with(line))
    announcer._pause.setInterval(30)
    keyboard.install()
    try:
        Typist().type_text("r")
        for _ in range(3):
            announcer.announce("Forse è già registrata: 1 persona")
        announcer.announce("Blocco tra 20 secondi", urgent=True)
        assert announcer.heard == [("Blocco tra 20 secondi", True)]
        qtbot.waitUntil(lambda: len(announcer.heard) == 2)
    finally:
        keyboard.remove()
    assert announcer.heard[1] == ("Forse è già registrata: 1 persona", False)


def test_a_screen_reader_that_listens_gets_the_announcement(qtbot, announcer, monkeypatch):
    show(qtbot, window_with(QLineEdit()))
    sent = []
    monkeypatch.setattr("wemi_desk.ui.announce.screen_reader_active", lambda: True)
    monkeypatch.setattr("wemi_desk.ui.announce.QAccessible.updateAccessibility", sent.append)
    announcer.announce("Registrato", urgent=True)
    assert sent[0].politeness().name == "Assertive"


def test_a_qt_without_announcements_is_fine(qtbot, announcer, monkeypatch):
    show(qtbot, window_with(QLineEdit()))
    monkeypatch.setattr("wemi_desk.ui.announce.screen_reader_active", lambda: True)
    monkeypatch.delattr("PySide6.QtGui.QAccessibleAnnouncementEvent")
    announcer.announce("Registrato")
    assert announcer.heard == [("Registrato", False)]


def test_one_beep_is_good_and_two_are_bad(qtbot):
    beeps = []
    sounds = Sounds(beep=lambda: beeps.append(1))
    sounds.good()
    assert len(beeps) == 1
    sounds._second.setInterval(1)
    sounds.bad()
    qtbot.waitUntil(lambda: len(beeps) == 3)


def test_sounds_can_be_off(qapp):
    beeps = []
    sounds = Sounds(beep=lambda: beeps.append(1))
    sounds.enabled = False
    sounds.good()
    sounds.bad()
    sounds._second.stop()
    assert beeps == []
