"""Series of days: rhythms, ends, exceptions, holidays, the change of the hour; and days typed on one line."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.day_lists import read_day_list
from wemi_desk.domain.days import rome_time
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.series import MOST_DATES, LeftOut, Rhythm, Series, days_of, instants_of, read_rhythm
from wemi_desk.gateways.holidays import MilanHolidays

MONDAY = date(2026, 11, 23)
HOLIDAY = MilanHolidays().name


def laid_out(holiday=lambda _day: "", **said):
    return days_of(Series(**{"first_on": MONDAY, "rhythm": Rhythm.WEEKLY} | said), holiday)


def test_the_holidays_are_those_of_milan():
    assert HOLIDAY(date(2026, 12, 7)) == "Sant'Ambrogio"
    assert HOLIDAY(date(2025, 10, 4)) == ""
    assert "Francesco" in HOLIDAY(date(2026, 10, 4))
    assert ", " in HOLIDAY(date(2026, 11, 1))  # two on one day
    assert HOLIDAY(MONDAY) == ""


def test_a_weekly_series_skips_sant_ambrogio_and_makes_up_for_it():
    found = laid_out(HOLIDAY, times=4, skips_holidays=True)
    assert [f"{day:%d/%m}" for day in found.days] == ["23/11", "30/11", "14/12", "21/12"]
    assert found.left_out == (LeftOut(date(2026, 12, 7), "Sant'Ambrogio"),)


def test_a_holiday_that_is_not_skipped_is_told():
    found = laid_out(HOLIDAY, times=4)
    assert [one.day for one in found.holidays] == [date(2026, 12, 7)]
    assert len(found.days) == 4


def test_until_a_day_with_exceptions():
    found = laid_out(times=None, until_on=date(2026, 12, 31), left_out=(date(2026, 12, 14),))
    assert [f"{day:%d/%m}" for day in found.days] == ["23/11", "30/11", "07/12", "21/12", "28/12"]
    assert [one.why for one in found.left_out] == ["exception"]


def test_every_two_weeks_and_every_month_on_its_weekday():
    assert [f"{day:%d/%m}" for day in laid_out(rhythm=Rhythm.FORTNIGHTLY, times=3).days] == ["23/11", "07/12", "21/12"]
    found = laid_out(rhythm=Rhythm.MONTHLY, times=4).days
    assert [f"{day:%a %d/%m}" for day in found] == ["Mon 23/11", "Mon 28/12", "Mon 25/01", "Mon 22/02"]


def test_a_monthly_series_that_begins_on_the_31_is_the_last_such_day_of_each_month():
    found = laid_out(rhythm=Rhythm.MONTHLY, first_on=date(2026, 8, 31), times=6).days
    assert [f"{day:%d/%m}" for day in found] == ["31/08", "28/09", "26/10", "30/11", "28/12", "25/01"]


def test_chosen_days_stand_in_order_and_once():
    found = laid_out(rhythm=Rhythm.CHOSEN, times=None, chosen=(date(2027, 1, 9), MONDAY, date(2026, 12, 3)))
    assert found.days == (MONDAY, date(2026, 12, 3), date(2027, 1, 9))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"times": 0}, "times"), ({"times": 61}, "times"), ({"times": None}, "times"),
        ({"times": None, "until_on": date(2026, 11, 22)}, "until"),
        ({"times": None, "until_on": date(2028, 12, 31)}, "until"),
        ({"times": 1, "until_on": MONDAY, "left_out": (MONDAY,)}, "rhythm"),
    ],
)
def test_a_series_without_an_end_or_without_a_day_is_refused(said, field):
    with pytest.raises(InvalidFieldError) as refused:
        laid_out(**said)
    assert refused.value.field == field


@pytest.mark.parametrize("first", [date(2026, 3, 23), date(2026, 10, 19)])
def test_a_series_keeps_its_hour_when_the_time_changes(first):
    instants = instants_of(laid_out(first_on=first, times=3).days, time(16, 30))
    assert {f"{rome_time(one):%H:%M}" for one in instants} == {"16:30"}
    assert {after - before for before, after in pairwise(instants)} != {timedelta(days=7)}


def test_an_hour_that_a_day_does_not_have_is_refused_and_one_that_it_has_twice_is_the_first():
    with pytest.raises(InvalidFieldError) as refused:
        instants_of((date(2027, 3, 21), date(2027, 3, 28)), time(2, 30))
    assert (refused.value.field, refused.value.reason) == ("time", "missing_hour")
    (twice,) = instants_of((date(2026, 10, 25),), time(2, 30))
    assert rome_time(twice).utcoffset() == timedelta(hours=2)


@settings(max_examples=60)
@given(
    st.sampled_from([Rhythm.WEEKLY, Rhythm.FORTNIGHTLY, Rhythm.MONTHLY]), st.integers(0, 800), st.integers(1, 30),
    st.sets(st.integers(0, 300), max_size=8),
)
def test_a_series_has_as_many_meetings_as_were_said_all_on_its_weekday_and_none_on_a_day_left_out(
    rhythm, shift, times, out
):
    first = MONDAY + timedelta(days=shift)
    left_out = tuple(first + timedelta(days=one) for one in out)
    found = laid_out(rhythm=rhythm, first_on=first, times=times, left_out=left_out)
    assert len(found.days) == times
    assert {day.weekday() for day in found.days} == {first.weekday()}
    assert list(found.days) == sorted(set(found.days))
    assert not set(found.days) & set(left_out)


def test_what_an_activity_keeps_of_its_series_is_read_back():
    for rhythm in Rhythm:
        said = Series(rhythm=rhythm, first_on=MONDAY, times=2, skips_holidays=True)
        assert read_rhythm(said.coded) == (rhythm, True)
    assert read_rhythm("") == (Rhythm.ONCE, False)
    assert read_rhythm("lunar holidays") == (Rhythm.CHOSEN, True)


def test_days_on_one_line_take_the_year_that_comes():
    found = read_day_list("chosen", "15/12, 1/12 e 12/1  12/1/27; 3.2.2027", MONDAY)
    assert found == (date(2026, 12, 1), date(2026, 12, 15), date(2027, 1, 12), date(2027, 2, 3))
    assert read_day_list("chosen", "  ", MONDAY) == ()


@pytest.mark.parametrize(("typed", "reason"), [
    ("31/11", "no_such_day"), ("domani", "no_day"), ("1/12 " * (MOST_DATES + 1), "too_many"), ("29/2", "no_such_day"),
])  # fmt: skip
def test_a_day_that_does_not_exist_is_told(typed, reason):
    with pytest.raises(InvalidFieldError) as refused:
        read_day_list("chosen", typed, MONDAY)
    assert refused.value.reason == reason
