import pytest

from tests.runners import ImmediateRunner
from wemi_desk.domain.exchange_news import FLUSH_AND_WIPE, LOCK, WIPE_NOW
from wemi_desk.ui.obeying import Obeying


class Desk:
    def __init__(self, error=None):
        self.done, self.error = [], error

    def disable(self, *, unsent_work):
        self.done.append(("disable", unsent_work))
        if self.error is not None:
            raise self.error


def obeying(desk):
    return Obeying(desk, ImmediateRunner(), lambda: desk.done.append("lock"), desk.done.append,
                   lambda: desk.done.append("look again"))


def test_a_locked_desk_says_why_and_keeps_everything(qapp):
    desk = Desk()
    obeying(desk).obey(LOCK, "perché", 3)
    assert desk.done == ["lock", "perché"]


@pytest.mark.parametrize(("order", "unsent", "keeps"), [
    (FLUSH_AND_WIPE, 0, False), (FLUSH_AND_WIPE, 2, True), (WIPE_NOW, 2, False)])
def test_a_desk_out_of_service_locks_first_and_then_lets_its_keys_go(qapp, order, unsent, keeps):
    desk = Desk()
    obeying(desk).obey(order, "perché", unsent)
    assert desk.done == ["lock", "perché", ("disable", keeps), "look again"]


def test_a_keyring_that_does_not_answer_leaves_the_desk_locked(qapp):
    desk = Desk(OSError())
    obeying(desk).obey(WIPE_NOW, "perché", 0)
    assert desk.done[-1] == "look again"
