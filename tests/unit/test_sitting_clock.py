"""The timer of a visit: one matter at a time, no minute twice, nothing scolded."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.sitting_clock import SittingClock

BEGAN = datetime(2026, 11, 22, 9, tzinfo=UTC)
SPID, FSE = UUID(int=1), UUID(int=2)


def at(minutes):
    return BEGAN + timedelta(minutes=minutes)


def test_turning_to_another_matter_stops_the_first():
    clock = SittingClock().turned_to(SPID, at(0)).turned_to(FSE, at(12)).turned_to(SPID, at(20))
    assert clock.minutes(at(25)) == {SPID: 17, FSE: 8}
    assert clock.began_at == BEGAN


def test_a_stop_counts_nothing_and_the_same_matter_goes_on():
    clock = SittingClock().turned_to(SPID, at(0)).stopped(at(5)).turned_to(SPID, at(30))
    assert clock.minutes(at(32)) == {SPID: 7}
    assert clock.stopped(at(32)).stopped(at(90)).minutes(at(99)) == {SPID: 7}


def test_what_was_written_down_leaves_the_clock():
    clock = SittingClock().turned_to(SPID, at(0)).turned_to(FSE, at(9)).without(FSE, at(12))
    assert (clock.running, clock.minutes(at(60))) == (None, {SPID: 9})
    assert SittingClock().turned_to(SPID, at(0)).without(FSE, at(1)).running == SPID


def test_a_computer_whose_clock_is_set_back_takes_no_time_away():
    clock = SittingClock().turned_to(SPID, at(10)).turned_to(FSE, at(5)).turned_to(SPID, at(6))
    assert clock.seconds(FSE, at(6)) == 60
    assert clock.minutes(at(0)) == {SPID: 1, FSE: 1}


def test_some_seconds_are_a_minute():
    assert SittingClock().turned_to(SPID, at(0)).minutes(at(0)) == {SPID: 1}


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 900)), min_size=1, max_size=12))
def test_together_the_matters_have_the_whole_visit_and_no_minute_more(turns):
    clock, now = SittingClock(), BEGAN
    for matter, seconds in turns:
        clock = clock.turned_to(UUID(int=matter + 1), now)
        now += timedelta(seconds=seconds)
    minutes = clock.minutes(now)
    whole = round((now - BEGAN) / timedelta(minutes=1))
    assert whole <= sum(minutes.values()) <= whole + len(minutes)
    for matter, count in minutes.items():
        assert abs(count * 60 - clock.seconds(matter, now)) <= 60
