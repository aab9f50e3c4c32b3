"""What an operator sees of an update: a calm page while it is installed, one sentence when a version went back."""

from contextlib import suppress
from threading import Event, Thread

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

from tests.runners import ImmediateRunner
from wemi_desk import launch
from wemi_desk.domain.errors import NewVersionFailedError, ReleaseRefusedError
from wemi_desk.domain.releases import Version
from wemi_desk.ui.background import ThreadRunner
from wemi_desk.ui.gone_back import tell_gone_back
from wemi_desk.ui.installing import installing, show_while
from wemi_desk.ui.leaving import Leaving
from wemi_desk.ui.widgets.message_bar import MessageBar


class Door:
    def __init__(self):
        self.reads = 0

    def told(self):
        self.reads += 1


class Application:
    ended = False

    def quit(self):
        self.ended = True


def test_the_page_says_how_long_and_that_nothing_is_lost(qtbot):
    page = installing("0.2.0")
    qtbot.addWidget(page)
    words = " ".join(one.text() for one in page.findChildren(QLabel))
    assert "0.2.0" in words
    assert "non si perde niente" in words


def test_what_prevented_an_installation_comes_back_and_the_window_closes(qtbot):
    prevented = ReleaseRefusedError("space")
    assert show_while("0.2.0", ImmediateRunner(), lambda: prevented) is prevented
    assert show_while("0.2.0", ImmediateRunner(), lambda: None) is None
    later = []
    QTimer.singleShot(1, lambda: later.append(True))
    qtbot.waitUntil(lambda: bool(later))


def test_the_work_is_waited_for_even_when_the_page_is_closed(qtbot, qapp):
    runner = ThreadRunner()
    go_on = Event()
    QTimer.singleShot(1, qapp.closeAllWindows)
    QTimer.singleShot(30, go_on.set)
    try:
        assert show_while("0.2.0", runner, lambda: None if go_on.wait(20) else ReleaseRefusedError("late")) is None
    finally:
        runner.shutdown()


def test_whoever_enters_reads_once_that_a_version_went_back(qtbot):
    bar, door = MessageBar(), Door()
    qtbot.addWidget(bar)
    tell_gone_back(Version(0, 2, 0), door, bar, ImmediateRunner())
    assert "0.2.0" in bar.accessibleName()
    assert "i dati ci sono tutti" in bar.accessibleName()
    assert door.reads == 1


def _refused(leaving):
    with suppress(NewVersionFailedError):
        launch._open(None, None, None, leaving)


def test_a_version_that_cannot_open_the_store_leaves_once_that_was_read(qtbot, monkeypatch):
    def fail(*_words):
        raise NewVersionFailedError("0012", "RuntimeError")

    application = Application()
    leaving = Leaving(application, milliseconds=1)
    monkeypatch.setattr("wemi_desk.bootstrap.open_desk", fail)
    lane = Thread(target=_refused, args=(leaving,))
    lane.start()
    lane.join()
    qtbot.waitUntil(lambda: application.ended)
    assert leaving.asked
