import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.keyboard import show, window_with
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.idle import IdleLock, SystemLock, session_path
from wemi_desk.ui.keyboard import Keyboard


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def idle(qapp, clock):
    idle = IdleLock(idle_s=180, clock=clock, wall=lambda: 0.0)
    idle.said = []
    idle.warned.connect(idle.said.append)
    idle.reprieved.connect(lambda: idle.said.append("here"))
    idle.expired.connect(lambda: idle.said.append("lock"))
    idle.start()
    yield idle
    idle.stop()


def _live(idle, clock, until):
    while clock.now < until:
        clock.now += 1
        idle.check()


def test_the_last_twenty_seconds_are_counted_and_then_the_desk_locks_once(idle, clock):
    _live(idle, clock, 400)
    assert idle.said == [*range(20, 0, -1), "lock"]
    assert not idle.running


def test_whoever_moves_in_time_is_not_locked_out(idle, clock):
    _live(idle, clock, 170)
    idle.touch()
    _live(idle, clock, 300)
    assert idle.said == [*range(20, 9, -1), "here"]


def test_a_touch_without_a_warning_says_nothing(idle, clock):
    _live(idle, clock, 100)
    idle.touch()
    assert idle.said == []


def test_a_locked_desk_counts_nothing(idle, clock):
    idle.stop()
    _live(idle, clock, 400)
    assert idle.said == []


def test_a_computer_that_slept_is_locked_at_once(qapp, clock):
    wall, said = Clock(), []
    idle = IdleLock(clock=clock, wall=wall)
    idle.expired.connect(lambda: said.append("lock"))
    idle.start()
    wall.now = 3600
    idle.check()
    assert said == ["lock"]


def test_a_clock_set_back_does_not_keep_the_desk_open(qapp, clock):
    wall, said = Clock(), []
    wall.now = 10_000
    idle = IdleLock(clock=clock, wall=wall)
    idle.expired.connect(lambda: said.append("lock"))
    idle.start()
    wall.now, clock.now = 0, 181
    idle.check()
    assert said == ["lock"]


def test_every_key_and_every_movement_counts_as_somebody(qtbot, qapp):
    line, keyboard, touched = QLineEdit(), Keyboard(), []
    window = show(qtbot, window_with(line))
    keyboard.active.connect(lambda: touched.append(1))
    keyboard.install()
    try:
        Typist().press("Shift")
        assert len(touched) == 1
        QTest.mouseMove(window.windowHandle(), QPointF(5, 5).toPoint())
        QTest.mouseMove(window.windowHandle(), QPointF(9, 9).toPoint())
        qtbot.waitUntil(lambda: len(touched) > 1)
        before = len(touched)
        QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton)
        assert len(touched) > before
    finally:
        keyboard.remove()


def test_sleep_session_lock_and_screen_saver_lock_the_desk(qapp):
    system, said = SystemLock(), []
    system.locked.connect(lambda: said.append(1))
    system.going(True)
    system.lock()
    assert len(said) == 2
    system.going(False)
    assert len(said) == 2


def test_a_system_without_a_bus_is_fine(qapp, monkeypatch):
    monkeypatch.setattr("sys.platform", "win32")
    assert SystemLock().listen() is False


@pytest.mark.parametrize(
    ("session", "path"),
    [
        ("", ""),
        ("c2", "/org/freedesktop/login1/session/c2"),
        ("31", "/org/freedesktop/login1/session/_331"),
        ("a-1", "/org/freedesktop/login1/session/a_2d1"),
    ],
)
def test_the_session_is_named_as_the_login_service_names_it(monkeypatch, session, path):
    monkeypatch.setenv("XDG_SESSION_ID", session)
    assert session_path() == path
