import pytest

from tests.runners import HeldRunner, ImmediateRunner
from wemi_desk.domain.errors import NoLineError
from wemi_desk.domain.exchange_news import FLUSH_AND_WIPE, LOCK, REKEY, REVOKED, WIPE_NOW, ExchangeNews
from wemi_desk.ui.exchange_news_words import news_words, order_words
from wemi_desk.ui.locked_inquiry import LockedInquiry
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


@pytest.mark.parametrize("order", [LOCK, REVOKED])
def test_a_locked_desk_says_why_and_keeps_everything(qapp, order):
    desk = Desk()
    assert order_words(ExchangeNews(order=order))
    obeying(desk).obey(order, "perché", 3)
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


def test_another_data_key_locks_nobody_and_is_told_by_the_lock_screen(qapp):
    desk = Desk()
    obeying(desk).obey_while_locked(REKEY)
    assert desk.done == ["look again"]
    assert order_words(ExchangeNews(new_key=7)) == ""
    assert any("blocca e rientra" in one for one in news_words(ExchangeNews(new_key=7)))


def rounds(ask, runner=None):
    made, heard = LockedInquiry(ask, runner or ImmediateRunner()), []
    made.ordered.connect(heard.append)
    made.heard = heard
    return made


def test_a_locked_desk_asks_at_once_and_every_ten_minutes_whether_it_is_still_enrolled(qapp):
    answers = iter(["", WIPE_NOW])
    made = rounds(lambda: next(answers))
    made.start()
    assert made.heard == []
    assert made._timer.interval() == 10 * 60 * 1000
    made._timer.timeout.emit()
    assert made.heard == [WIPE_NOW]


def test_without_a_line_nothing_is_said_and_the_next_round_asks_again(qapp):
    def ask():
        raise NoLineError

    made = rounds(ask)
    made.start()
    assert made.heard == []
    assert made._timer.isActive()


def test_a_desk_without_a_centre_asks_nobody(qapp):
    made = rounds(None)
    made.start()
    assert not made._timer.isActive()


def test_an_answer_that_comes_after_the_unlock_is_not_heeded(qapp):
    runner = HeldRunner()
    made = rounds(lambda: WIPE_NOW, runner)
    made.start()
    made.stop()
    runner.release_all()
    assert made.heard == []
