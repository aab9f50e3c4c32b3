from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wemi_desk.domain.typed_dates import TypedDate, read_typed_date

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(("text", "expected"), [
    ("12/3/58", TypedDate(1958, 3, 12)), ("120358", TypedDate(1958, 3, 12)), ("12031958", TypedDate(1958, 3, 12)),
    ("12.03.1958", TypedDate(1958, 3, 12)), ("1958", TypedDate(1958)), ("29/2/2024", TypedDate(2024, 2, 29)),
    ("12/03/25", TypedDate(1925, 3, 12, 2025)), ("22/11/26", TypedDate(1926, 11, 22, 2026)),
    ("23/11/26", TypedDate(1926, 11, 23))])
def test_a_birth_date_is_understood_however_it_is_typed(text, expected):
    assert read_typed_date(text, TODAY) == expected


@pytest.mark.parametrize("text", ["", "29/2/2023", "31/04/1980", "0/1/1980", "23/11/2026", "1850", "ieri", "12/3"])
def test_what_is_no_birth_date_is_left_alone(text):
    assert read_typed_date(text, TODAY) is None


def test_a_day_to_come_is_taken_where_one_may_be_meant():
    assert read_typed_date("3/2/27", TODAY, past=False) == TypedDate(2027, 2, 3)


@given(st.dates(date(1900, 1, 1), TODAY))
def test_what_is_written_out_is_read_back(day):
    found = read_typed_date(f"{day:%d/%m}/{day.year:04}", TODAY)
    assert found is not None
    assert found.as_date == day
    assert read_typed_date(found.shown, TODAY) == found
