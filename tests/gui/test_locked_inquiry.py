from tests.runners import HeldRunner
from wemi_desk.ui.locked_inquiry import LockedInquiry


def test_a_locked_desk_asks_at_once_and_one_question_at_a_time(qapp):
    asked = []
    runner = HeldRunner()
    inquiry = LockedInquiry(lambda: asked.append(1) or "", runner)
    inquiry.start()
    inquiry.ask()
    runner.release_all()
    assert len(asked) == 1


def test_an_order_is_told_while_locked_and_not_when_somebody_works_again(qapp):
    runner, orders = HeldRunner(), []
    inquiry = LockedInquiry(lambda: "lock", runner)
    inquiry.ordered.connect(orders.append)
    inquiry.start()
    runner.release_all()
    assert orders == ["lock"]
    inquiry.ask()
    inquiry.stop()
    runner.release_all()
    assert orders == ["lock"]


def test_a_desk_without_a_centre_asks_nobody(qapp):
    runner = HeldRunner()
    inquiry = LockedInquiry(None, runner)
    inquiry.start()
    inquiry.ask()
    runner.release_all()
