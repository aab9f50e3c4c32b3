"""Amounts as people type them; nobody's ISEE is guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.money import MOST_CENTS, euro, read_euro
from wemi_desk.ui.error_text import error_text


@pytest.mark.parametrize("typed", [
    "12.345,67", "12345.67", "12,345.67", "12345,67", "€ 12.345,67", "12 345,67", "€12.345,67", "12.345,67 euro",
    "EUR 12345,67", "12\u00a0345,67", "12\u202f345.67", " 12.345,67\t",
])  # fmt: skip
def test_one_amount_in_every_way_people_write_it(typed):
    assert read_euro(typed) == 1_234_567


@pytest.mark.parametrize(("typed", "cents"), [
    ("€ 12 345", 1_234_500), ("12.345", 1_234_500), ("27000", 2_700_000), ("0", 0), ("0,00", 0), ("0,5", 50),
    ("12,", 1_200), ("1.234.567,8", 123_456_780), ("1,234,567", 123_456_700), ("000,10", 10), ("27000,01", 2_700_001),
    ("99.999.999,99", MOST_CENTS),
])  # fmt: skip
def test_whole_euros_and_parts_of_them(typed, cents):
    assert read_euro(typed) == cents


@pytest.mark.parametrize(("typed", "code"), [
    ("", "not_a_number"), ("   ", "not_a_number"), ("boh", "not_a_number"), ("€", "not_a_number"),
    ("12e3", "not_a_number"), ("١٢", "not_a_number"), ("1/2", "not_a_number"), (",50", "not_a_number"),
    ("-5", "negative"), ("- 12.345,67", "negative"), ("€ -3", "negative"), ("−8", "negative"),
    ("12,345", "ambiguous"), ("0.345", "ambiguous"), ("1.23.456", "ambiguous"), ("1 2345", "ambiguous"),
    ("12.345.67", "ambiguous"), ("1,2,3", "ambiguous"), ("12.345,67,8", "ambiguous"),
    ("12345,678", "too_many_decimals"), ("12.345,6789", "too_many_decimals"), ("1234.567", "too_many_decimals"),
    ("100.000.000", "too_large"), ("9" * 40, "too_large"), ("9" * 5000, "too_large"),
])  # fmt: skip
def test_what_cannot_be_said_is_refused_with_its_reason(typed, code):
    with pytest.raises(InvalidFieldError) as refused:
        read_euro(typed)
    assert (refused.value.field, refused.value.reason) == ("amount", code)
    assert error_text(refused.value) != "Questo dato non va bene: ricontrolla."


def test_amounts_are_written_as_italians_read_them():
    assert [euro(cents) for cents in (0, 5, 1_234_567, -150)] == ["€ 0,00", "€ 0,05", "€ 12.345,67", "-€ 1,50"]


@given(st.integers(0, MOST_CENTS))
@settings(max_examples=150)
def test_what_is_written_reads_back(cents):
    assert read_euro(euro(cents)) == cents
