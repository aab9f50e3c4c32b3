import pytest
from PySide6.QtCore import QObject, QTimer

from wemi_desk.ui.steps import Steps


@pytest.fixture
def owner(qapp):
    owner = QObject()
    yield owner
    owner.deleteLater()


def test_each_step_has_a_turn_of_its_own(qtbot, owner):
    seen, steps = [], Steps(owner)

    def first():
        seen.append("first")
        QTimer.singleShot(0, lambda: seen.append("something else"))

    steps.start([first, lambda: seen.append("second"), lambda: seen.append("third")])
    assert seen == []
    assert steps.are_left
    qtbot.waitUntil(lambda: len(seen) == 4)
    assert seen.index("something else") < seen.index("third")
    assert not steps.are_left


def test_what_is_left_can_be_done_at_once_or_forgotten(qtbot, owner):
    seen, steps = [], Steps(owner)
    steps.start([lambda: seen.append(1), lambda: seen.append(2)])
    steps.finish()
    assert seen == [1, 2]
    steps.start([lambda: seen.append(3)])
    steps.forget()
    steps.finish()
    assert seen == [1, 2]


def test_a_step_that_fails_takes_those_after_it_along(qtbot, owner):
    seen, steps = [], Steps(owner)
    steps.start([lambda: 1 / 0, lambda: seen.append("stands on the first")])
    with pytest.raises(ZeroDivisionError):
        steps.finish()
    assert not steps.are_left
    assert seen == []
