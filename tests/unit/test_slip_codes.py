"""The code of a slip: A–Z and 0–9, checked, and found by the day it holds."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.box import QueryKind, recognise, recognise_scan
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.slip_codes import days_of, is_slip_code, slip_code
from wemi_desk.domain.slips import printable_code

OLDEST = date(2020, 1, 1)
INSTANTS = st.dates(date(2020, 1, 1), date(2039, 12, 31)).map(lambda day: datetime.combine(day, time(23, 30), UTC))


@settings(max_examples=60)
@given(st.uuids(), INSTANTS)
def test_the_box_and_the_reader_know_every_slip_code(contact_id, began_at):
    code = slip_code(contact_id, began_at)
    assert printable_code(code)
    assert is_slip_code(code)
    assert recognise(code).kind is recognise_scan(f"*{code}*").kind is QueryKind.OWN_CODE


@settings(max_examples=60)
@given(st.uuids(), INSTANTS, st.integers(0, 4000))
def test_the_day_of_the_contact_is_among_the_days_of_its_code(contact_id, began_at, later):
    today = began_at.date() + timedelta(days=later)
    days = days_of(slip_code(contact_id, began_at), today, OLDEST)
    assert began_at.date() in days
    assert list(days) == sorted(days, reverse=True)
    assert days[0] <= today + timedelta(days=1)


@settings(max_examples=100)
@given(st.uuids(), INSTANTS, st.integers(1, 8), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(contact_id, began_at, place, more):
    code = slip_code(contact_id, began_at)
    wrong = code[:place] + str((int(code[place]) + more) % 10) + code[place + 1:]
    with pytest.raises(InvalidFieldError, match="check_letter"):
        days_of(wrong, began_at.date(), OLDEST)


@settings(max_examples=100)
@given(st.uuids(), INSTANTS, st.integers(1, 7))
def test_two_digits_swapped_are_noticed(contact_id, began_at, place):
    code = slip_code(contact_id, began_at)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2:]
    if swapped != code:
        with pytest.raises(InvalidFieldError, match="check_letter"):
            days_of(swapped, began_at.date(), OLDEST)


@pytest.mark.parametrize("code", ["V20241187K", "WDVEN261121001", "", "A1234567K", "RSSMRA58C52F205N"])
def test_a_code_of_another_paper_is_not_a_slips(code):
    with pytest.raises(InvalidFieldError, match="unknown"):
        days_of(code, date(2026, 11, 22), OLDEST)


def test_thousands_of_contacts_of_a_day_hardly_ever_share_a_code(ids):
    codes = {slip_code(ids(), datetime(2026, 11, 22, tzinfo=UTC)) for _ in range(2_000)}
    assert len(codes) >= 1_998
