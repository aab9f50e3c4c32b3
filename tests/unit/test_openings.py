"""When a space receives: the week, the days that are otherwise, holidays, and the clock in March and October."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.openings import (
    DAY_MINUTES,
    OpeningException,
    OpeningHours,
    OpeningSlot,
    common,
    instant_of,
    is_on_the_clock,
    length,
    span_of,
    united,
    without,
)

AT, BY = datetime(2026, 11, 1, tzinfo=UTC), UUID(int=1)
MONDAY = date(2026, 11, 23)
SPANS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 60)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=8
)


def slot(weekday=0, begin=540, end=780, **more):
    return OpeningSlot(id=UUID(int=7), space_code="VEN", weekday=weekday, from_minute=begin, to_minute=end,
                       created_at=AT, created_by=BY, **more)  # fmt: skip


def exception(first, last=None, **more):
    return OpeningException(id=UUID(int=9), space_code="VEN", first_on=first, last_on=last or first, created_at=AT,
                            created_by=BY, **more)  # fmt: skip


def test_a_day_with_a_pause_has_two_stretches():
    hours = OpeningHours((slot(), slot(begin=840, end=1020)))
    assert hours.on(MONDAY, {}).spans == ((540, 780), (840, 1020))
    assert hours.on(date(2026, 11, 24), {}).spans == ()


def test_hours_hold_only_on_their_days():
    hours = OpeningHours((slot(valid_from=date(2026, 11, 30)),))
    assert hours.on(MONDAY, {}).spans == ()
    assert hours.on(date(2026, 11, 30), {}).spans == ((540, 780),)


def test_a_holiday_closes_and_an_opening_written_for_it_stands():
    ambrogio = date(2026, 12, 7)
    names = {ambrogio: "Sant'Ambrogio"}
    hours = OpeningHours((slot(),))
    assert hours.on(ambrogio, names).spans == ()
    assert hours.on(ambrogio, names).holiday == "Sant'Ambrogio"
    opened = OpeningHours((slot(),), (exception(ambrogio, is_open=True, from_minute=600, to_minute=720),))
    assert opened.on(ambrogio, names).spans == ((600, 720),)


def test_a_closing_may_take_only_some_hours():
    hours = OpeningHours((slot(),), (exception(MONDAY, from_minute=600, to_minute=660, reason="Riunione"),))
    day = hours.on(MONDAY, {})
    assert (day.spans, day.reason, day.minutes) == (((540, 600), (660, 780)), "Riunione", 180)


def test_a_space_that_moved_receives_nobody_afterwards():
    hours = OpeningHours((slot(),), until=date(2026, 11, 22))
    assert not hours.on(MONDAY, {}).is_in_service


@pytest.mark.parametrize(("begin", "end", "reason"), [(540, 540, "before_from"), (-1, 60, "unreadable"),
                                                      (540, 26 * 60, "unreadable")])  # fmt: skip
def test_hours_that_are_none_are_refused(begin, end, reason):
    with pytest.raises(InvalidFieldError) as refused:
        slot(begin=begin, end=end)
    assert refused.value.reason == reason


def test_nine_is_nine_on_both_sides_of_a_clock_change():
    assert instant_of(date(2027, 3, 27), 540) == datetime(2027, 3, 27, 8, tzinfo=UTC)
    assert instant_of(date(2027, 3, 28), 540) == datetime(2027, 3, 28, 7, tzinfo=UTC)
    assert instant_of(date(2026, 10, 25), 540) == datetime(2026, 10, 25, 8, tzinfo=UTC)
    assert span_of(datetime(2027, 3, 28, 7, tzinfo=UTC), 30) == (date(2027, 3, 28), (540, 570))


def test_the_hour_that_march_leaves_out_is_on_no_clock():
    assert not is_on_the_clock(date(2027, 3, 28), 150)
    assert is_on_the_clock(date(2027, 3, 28), 180)
    assert is_on_the_clock(date(2026, 10, 25), 150)


@settings(max_examples=60)
@given(SPANS, SPANS)
def test_what_is_left_and_what_is_common_make_the_whole(some, others):
    left, both = without(some, others), common(some, others)
    assert united((*left, *both)) == united(some)
    assert length(left) + length(both) == length(united(some))
    assert common(left, others) == ()
    assert all(0 <= begin < end <= DAY_MINUTES for begin, end in left)
