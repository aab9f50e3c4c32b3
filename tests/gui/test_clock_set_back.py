"""The computer's clock is set back: it is said on the screen, and what is written keeps its order and its day."""

from datetime import UTC, datetime, timedelta

import pytest

from wemi_desk.gateways.clock import RawClock, SystemClock
from wemi_desk.persistence import tables
from wemi_desk.ui.timekeeping import Timekeeping

WRONG = "Orologio sbagliato di 40 minuti"


@pytest.fixture
def set_back(monkeypatch):
    """The clock of the computer, wrong from now on."""

    def wrong_by(**span):
        monkeypatch.setattr(RawClock, "now", lambda _clock: datetime.now(UTC) - timedelta(**span))

    return wrong_by


def shown(counter):
    return counter.window.bar.sync.shown


def recorded(counter):
    return sorted(row.recorded_at for row in counter.rows(tables.CONTACT))


def test_a_clock_set_back_while_somebody_works_is_said_and_not_believed(counter, set_back):
    counter.press("F9", "1")
    first = recorded(counter)[-1]
    assert shown(counter).words != WRONG
    set_back(minutes=40, seconds=30)
    counter.work.time.tick()
    counter.settle()
    assert (shown(counter).words, shown(counter).icon, shown(counter).spoken) == (WRONG, "it-clock", WRONG)
    counter.press("F9", "2")
    last = counter.last_contact()
    assert last.recorded_at > first
    assert datetime.now(UTC) - last.recorded_at < timedelta(minutes=5)
    assert shown(counter).words == WRONG  # an act in between does not hide it


def test_a_clock_put_right_again_is_not_spoken_of(counter, set_back):
    set_back(minutes=40, seconds=30)
    counter.work.time.tick()
    counter.settle()
    set_back(minutes=0)
    counter.work.time.tick()
    counter.settle()
    assert "Orologio" not in shown(counter).words


def test_a_few_minutes_are_nobodys_business(counter, set_back):
    set_back(minutes=4)
    counter.work.time.tick()
    counter.settle()
    assert "Orologio" not in shown(counter).words


def test_a_clock_set_back_while_the_desk_was_locked_is_said_at_once(counter, set_back):
    counter.press("F9", "1")
    before = recorded(counter)
    counter.press("Ctrl+L")
    counter.settle()
    set_back(days=2, hours=1)
    counter.enter()
    assert shown(counter).words == "Orologio sbagliato di 2 giorni"
    counter.press("F9", "2")
    after = recorded(counter)
    assert len(after) == len(before) + 1
    assert after[-1] > before[-1]
    assert counter.last_contact().recorded_at == after[-1]  # it stands in today's list, not in that of two days ago


def test_trusted_time_goes_on_while_the_clock_is_behind(set_back, monkeypatch):
    beats = iter(range(0, 10_000, 1_000))
    monkeypatch.setattr(RawClock, "monotonic_ms", lambda _clock: next(beats))
    clock = SystemClock(datetime.now(UTC) + timedelta(hours=1))
    instants = [clock.now() for _ in range(3)]
    assert instants[1] - instants[0] == instants[2] - instants[1] == timedelta(seconds=1)
    assert timedelta(minutes=59) < clock.behind() < timedelta(minutes=61)


def test_the_time_is_kept_each_minute_so_that_a_later_start_knows_it(counter, monkeypatch):
    kept = []
    counter.work.time.deleteLater()
    time = Timekeeping(SystemClock(), lambda: kept.append(1), counter.runner, counter.work)
    counter.settle()
    time.tick()
    counter.settle()
    assert kept == [1, 1]
