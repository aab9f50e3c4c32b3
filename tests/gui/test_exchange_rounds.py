import pytest

from tests.runners import HeldRunner, ImmediateRunner
from tests.screens import NOW
from tests.session_screens import counter
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.errors import StorageError
from wemi_desk.domain.exchange_news import FLUSH_AND_WIPE, ExchangeNews
from wemi_desk.domain.sync_state import SyncState
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.exchange_news_words import broken_words, news_words, order_words
from wemi_desk.ui.exchange_rounds import AFTER_SAVE_MS, ExchangeRounds


class Centre:
    """Counts who calls; brings what it is told to bring."""

    def __init__(self):
        self.calls, self.stopped, self.paces, self.brings, self.error = 0, 0, [], ExchangeNews(), None

    def state(self):
        return SyncState(NOW)

    def exchange(self):
        self.calls += 1
        if self.error is not None:
            raise self.error
        return self.brings

    def pause_s(self, *, active):
        self.paces.append(active)
        return 30.0 if active else 300.0

    def stop(self):
        self.stopped += 1


@pytest.fixture
def centre():
    return Centre()


def rounds(centre, runner=None):
    made = ExchangeRounds(centre, runner or ImmediateRunner(), ChangeBus())
    made.seen = []
    made.state_changed.connect(made.seen.append)
    return made


def test_a_session_begins_with_an_exchange_and_goes_on_every_half_minute(qapp, centre):
    made = rounds(centre)
    made.start()
    assert centre.calls == 1
    assert made._next.interval() == 30_000
    assert centre.paces == [True]
    assert len(made.seen) == 1


def test_a_desk_that_nobody_touches_talks_less(qapp, centre):
    made = rounds(centre)
    made._touched = type("Long", (), {"elapsed": staticmethod(lambda: 180_000), "restart": lambda _self: None})()
    made.start()
    assert made._next.interval() == 300_000


def test_a_save_is_sent_soon_and_many_saves_only_once(qapp, centre):
    made = rounds(centre)
    made.start()
    for _ in range(5):
        made._changes.changed.emit(Changes.of("outbox", "contacts"))
    assert made._next.interval() == AFTER_SAVE_MS
    assert centre.calls == 1
    made._next.timeout.emit()
    assert centre.calls == 2


def test_what_the_exchange_brought_is_shown_and_does_not_begin_another_one(qapp, centre):
    made, told = rounds(centre), []
    made._changes.changed.connect(told.append)
    centre.brings = ExchangeNews(changed=frozenset({"outbox", "citizens"}))
    made.start()
    assert [one.kinds for one in told] == [{"outbox", "citizens"}]
    assert made._next.interval() == 30_000


def test_one_at_a_time_and_what_was_wanted_meanwhile_follows(qapp, centre):
    runner = HeldRunner()
    made = rounds(centre, runner)
    made.start()
    made.exchange_now()
    made.exchange_now()
    assert centre.calls == 0
    runner.release()
    assert centre.calls == 1
    runner.release_all()
    assert centre.calls == 2


def test_an_exchange_that_fails_is_told_and_tried_again(qapp, centre):
    made, errors = rounds(centre), []
    made.failed.connect(errors.append)
    centre.error = StorageError()
    made.start()
    assert len(errors) == 1
    assert made._next.isActive()
    assert not made.is_under_way


def test_a_lock_ends_it(qapp, centre):
    made = rounds(centre)
    made.start()
    made.stop()
    assert centre.stopped == 1
    assert not made._next.isActive()
    assert not made._minute.isActive()


def test_orders_and_news_have_their_sentences():
    assert order_words(ExchangeNews()) == ""
    assert order_words(ExchangeNews(order=FLUSH_AND_WIPE)).startswith("Postazione disattivata")
    assert news_words(ExchangeNews()) == ()
    (words,) = news_words(ExchangeNews(recovering=True))
    assert words.startswith("Il sistema centrale è tornato da una copia")
    assert len(news_words(ExchangeNews(healed=1, new_identity=True, erased=2))) == 3


def test_an_exchange_that_died_three_times_in_a_row_is_told_in_a_sentence(qtbot):  # S23
    opened = []
    window = counter(opened.append)
    qtbot.addWidget(window)
    (work,) = opened
    said = []
    for faults in (2, 3, 4, 0, 3):
        work.window.banner.show_words("", "info")
        work.exchange._show(SyncState(now=NOW, faults=faults))
        said.append("già" in work.window.banner.words)
    assert said == [False, True, False, False, True]
    assert "già 3 volte di seguito" in broken_words(3)
