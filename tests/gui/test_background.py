import gc
import threading
from weakref import ref

import pytest
from PySide6.QtCore import QObject

from tests.runners import HeldRunner, ImmediateRunner
from wemi_desk.domain.errors import NoAnswerError
from wemi_desk.ui.background import LatestOnly, ThreadRunner

LANES = ["store", "network", "paper", "keys"]


@pytest.fixture
def hold():
    """An event that ends whatever work waits on it, also when the test fails."""
    event = threading.Event()
    yield event
    event.set()


@pytest.mark.parametrize("lane", LANES)
def test_work_runs_elsewhere_and_done_runs_here(threads, qtbot, lane):
    seen = {}
    owner = QObject()
    threads.run(
        threading.get_ident,
        owner=owner,
        done=lambda ident: seen.update(work=ident, done=threading.get_ident()),
        failed=pytest.fail,
        lane=lane,
    )
    qtbot.waitUntil(lambda: "done" in seen)
    assert seen["done"] == threading.get_ident() != seen["work"]


@pytest.mark.parametrize("lane", ["store", "paper", "keys"])
def test_serial_lanes_keep_order_and_use_one_thread(threads, qtbot, lane):
    order, idents = [], set()
    owner = QObject()

    def work(number):
        idents.add(threading.get_ident())
        return number

    for number in range(20):
        threads.run(lambda n=number: work(n), owner=owner, done=order.append, failed=pytest.fail, lane=lane)
    qtbot.waitUntil(lambda: len(order) == 20)
    assert order == list(range(20))
    assert len(idents) == 1


def test_network_calls_do_not_wait_for_each_other(threads, qtbot, hold):
    owner, seen = QObject(), []
    threads.run(hold.wait, owner=owner, done=seen.append, failed=pytest.fail, lane="network")
    threads.run(lambda: "quick", owner=owner, done=seen.append, failed=pytest.fail, lane="network")
    qtbot.waitUntil(lambda: seen == ["quick"])


def test_a_slow_paper_does_not_hold_the_store(threads, qtbot, hold):
    owner, seen = QObject(), []
    threads.run(hold.wait, owner=owner, done=seen.append, failed=pytest.fail, lane="paper")
    threads.run(lambda: "saved", owner=owner, done=seen.append, failed=pytest.fail)
    qtbot.waitUntil(lambda: seen == ["saved"])


def test_errors_come_back_as_objects(threads, qtbot):
    caught = []
    owner = QObject()
    threads.run(lambda: 1 / 0, owner=owner, done=pytest.fail, failed=caught.append)
    qtbot.waitUntil(lambda: len(caught) == 1)
    assert isinstance(caught[0], ZeroDivisionError)


def test_nothing_is_delivered_to_a_closed_screen(threads, qtbot, hold):
    owner = QObject()
    threads.run(hold.wait, owner=owner, done=pytest.fail, failed=pytest.fail)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    hold.set()
    _settle(threads, qtbot)


def test_a_screen_that_fell_silent_is_told_nothing_and_its_save_is_done(threads, qtbot, hold):
    owner, other, saved, told, end = QObject(), QObject(), [], [], []
    threads.run(hold.wait, owner=owner, done=told.append, failed=told.append)
    threads.run(lambda: saved.append("done"), owner=owner, done=told.append, failed=told.append)
    threads.run(lambda: None, owner=other, done=end.append, failed=pytest.fail)
    owner.blockSignals(True)
    hold.set()
    qtbot.waitUntil(lambda: len(end) == 1)
    assert (saved, told) == (["done"], [])


def test_a_save_is_done_even_when_its_screen_has_closed(threads, qtbot, hold):
    saved, owner = [], QObject()
    threads.run(hold.wait, owner=owner, done=lambda _: None, failed=pytest.fail)
    threads.run(lambda: saved.append("contact"), owner=owner, done=pytest.fail, failed=pytest.fail)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    hold.set()
    _settle(threads, qtbot)
    assert saved == ["contact"]


def test_cancelling_an_owner_drops_its_queue_and_its_answers_only(threads, qtbot, hold):
    started, worked, answered = threading.Event(), [], []
    mine, theirs = QObject(), QObject()

    def slow():
        started.set()
        hold.wait()

    threads.run(slow, owner=mine, done=pytest.fail, failed=pytest.fail)
    threads.run(lambda: worked.append("mine"), owner=mine, done=pytest.fail, failed=pytest.fail)
    threads.run(lambda: "theirs", owner=theirs, done=answered.append, failed=pytest.fail)
    started.wait(5)
    threads.cancel(mine)
    hold.set()
    qtbot.waitUntil(lambda: answered == ["theirs"])
    assert worked == []


def test_shutdown_finishes_the_saves_that_wait(qapp, hold):
    runner, saved, owner = ThreadRunner(), [], QObject()
    runner.run(hold.wait, owner=owner, done=lambda _: None, failed=pytest.fail)
    for number in range(5):
        runner.run(lambda n=number: saved.append(n), owner=owner, done=lambda _: None, failed=pytest.fail)
    hold.set()
    runner.shutdown()
    assert saved == [0, 1, 2, 3, 4]


def test_nothing_starts_after_shutdown(qapp):
    runner, started = ThreadRunner(), []
    runner.shutdown()
    runner.run(lambda: started.append(1), owner=runner, done=pytest.fail, failed=pytest.fail)
    runner.shutdown()
    assert started == []


def test_a_keyring_that_never_answers_gives_an_error_and_frees_the_lane(qtbot, hold):
    runner, owner, seen = ThreadRunner(keys_limit_s=0.02), QObject(), []
    runner.run(hold.wait, owner=owner, done=pytest.fail, failed=seen.append, lane="keys")
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert isinstance(seen[0], NoAnswerError)
    runner._limits = {}
    runner.run(lambda: "key", owner=owner, done=seen.append, failed=pytest.fail, lane="keys")
    qtbot.waitUntil(lambda: seen[1:] == ["key"])
    hold.set()
    runner.shutdown()


def test_a_late_answer_after_the_time_limit_is_dropped(qtbot, hold):
    runner, owner, seen = ThreadRunner(keys_limit_s=0.02), QObject(), []
    runner.run(hold.wait, owner=owner, done=pytest.fail, failed=seen.append, lane="keys")
    qtbot.waitUntil(lambda: len(seen) == 1)
    hold.set()
    _settle(runner, qtbot)
    assert len(seen) == 1
    runner.shutdown()


def test_what_an_answer_carried_is_not_held_until_the_time_limit(threads, qtbot):
    class Key:
        """Stands for what opens the store."""

    owner, seen = QObject(), []
    threads.run(Key, owner=owner, done=lambda key: seen.append(ref(key)), failed=seen.append, lane="keys")
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.waitUntil(lambda: gc.collect() >= 0 and seen[0]() is None)


def test_only_the_newest_search_is_answered():
    runner, owner, seen = HeldRunner(), QObject(), []
    search = LatestOnly(runner, owner)
    for text in ("r", "ro", "ros", "rossi"):
        search.run(lambda t=text: t, done=seen.append, failed=pytest.fail)
    assert len(runner.jobs) == 1
    runner.release()
    assert seen == []
    runner.release()
    assert seen == ["rossi"]
    assert runner.jobs == []


def test_a_search_that_was_forgotten_is_not_answered_and_the_next_one_is():
    runner, owner, seen = HeldRunner(), QObject(), []
    search = LatestOnly(runner, owner)
    search.run(lambda: "rossi", done=seen.append, failed=pytest.fail)
    search.forget()
    runner.release()
    search.run(lambda: "bianchi", done=seen.append, failed=pytest.fail)
    runner.release()
    assert seen == ["bianchi"]


def test_a_failed_search_does_not_stop_the_next_one():
    seen, errors = [], []
    search = LatestOnly(ImmediateRunner(), QObject())
    search.run(lambda: 1 / 0, done=seen.append, failed=errors.append)
    search.run(lambda: "rossi", done=seen.append, failed=errors.append)
    assert seen == ["rossi"]
    assert len(errors) == 1


def test_a_search_started_by_an_answer_runs_too():
    runner, seen = ImmediateRunner(), []
    search = LatestOnly(runner, QObject())

    def first(text):
        seen.append(text)
        search.run(lambda: "second", done=seen.append, failed=pytest.fail)

    search.run(lambda: "first", done=first, failed=pytest.fail)
    assert seen == ["first", "second"]


def _settle(runner, qtbot):
    """Wait until the lanes that were used have delivered everything before this call."""
    ticks, survivor = [], QObject()
    for lane in ("store", "keys"):
        runner.run(lambda: None, owner=survivor, done=ticks.append, failed=pytest.fail, lane=lane)
    qtbot.waitUntil(lambda: len(ticks) == 2)
