"""One cell of a catalogue file, however it was written."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain import catalogue_cells as cells
from wemi_desk.domain.catalogue_cells import CellError


@pytest.mark.parametrize(("written", "cents"), [
    ("24,50", 2450), ("24.5", 2450), ("€ 24,50", 2450), ("24,50 €/ora", 2450), ("12 euro l'ora", 1200), (24.5, 2450),
    ("1.234,50", 123450), ("1.234", 123400), (8, 800), ("gratis", 0), ("", None), ("-", None), (9.99, 999), (0.285, 29),
    ("EUR 7", 700), ("35 euro a seduta", 3500), ("60€ al mese", 6000), (None, None),
])  # fmt: skip
def test_a_price_is_cents_however_it_is_written(written, cents):
    assert cells.read_price(written) == cents


@pytest.mark.parametrize(("written", "why"), [
    ("dieci", "price_not_a_number"), ("-5", "price_negative"), (-5.0, "price_negative"), ("12,345", "price_ambiguous"),
    (date(2026, 5, 12), "price_is_day"), (float("inf"), "price_negative"), (1e9, "price_too_large"),
    ("1,2345", "price_too_many_decimals"), ("da 12 a 15", "price_not_a_number"),
])  # fmt: skip
def test_what_is_no_price_is_told_apart(written, why):
    with pytest.raises(CellError, match=why):
        cells.read_price(written)


@pytest.mark.parametrize("written", [
    "31/12/2026", "31-12-2026", "31.12.26", "2026-12-31", "2026-12-31T00:00:00", "31 dicembre 2026", "31 dic 2026",
    "31/12/2026 00:00", datetime(2026, 12, 31, 10, 5, tzinfo=UTC), date(2026, 12, 31), "46387", 46387, 46387.0,
])  # fmt: skip
def test_a_day_is_understood_in_every_local_writing(written):
    assert cells.read_day(written) == date(2026, 12, 31)


@pytest.mark.parametrize(("written", "why"), [
    ("12/25/2026", "no_such_day"), ("30/02/2027", "no_such_day"), ("domani", "not_a_day"), ("2026", "not_a_day"),
])  # fmt: skip
def test_what_is_no_day_is_told_apart(written, why):
    with pytest.raises(CellError, match=why):
        cells.read_day(written)


@pytest.mark.parametrize(("written", "ages"), [
    ("0-3", (0, 3)), ("da 6 a 11 anni", (6, 11)), ("over 65", (65, None)), ("6+", (6, None)), ("fino a 14", (None, 14)),
    ("", (None, None)), ("tutti", (None, None)), ("18 anni", (18, None)), ("0 – 12 mesi", None),
])  # fmt: skip
def test_ages_are_read_from_one_cell(written, ages):
    if ages is None:
        with pytest.raises(CellError, match="not_ages"):
            cells.read_ages(written)
    else:
        assert cells.read_ages(written) == ages


@pytest.mark.parametrize(("written", "municipi"), [
    ("1, 4 e 9", ("1", "4", "9")), ("Municipio 3", ("3",)), ("1-3", ("1", "2", "3")), (4, ("4",)), (4.0, ("4",)),
    ("tutti", ()), ("", ()), (1.4, ("1", "4")), ("zona 2/5", ("2", "5")), ("9|1", ("1", "9")), ("1-9", ()),
])  # fmt: skip
def test_municipi_are_read_as_people_list_them(written, municipi):
    assert cells.read_municipi(written) == municipi


@pytest.mark.parametrize("written", ["12", "0", "centro", "4-2", "1,10"])
def test_what_is_no_municipio_is_refused(written):
    with pytest.raises(CellError, match="not_municipio"):
        cells.read_municipi(written)


def test_what_a_spreadsheet_made_of_ages_and_municipi_is_said():
    with pytest.raises(CellError, match="ages_is_day"):
        cells.read_ages(date(2026, 3, 6))
    with pytest.raises(CellError, match="municipi_is_day"):
        cells.read_municipi(datetime(2026, 4, 1, tzinfo=UTC))


@pytest.mark.parametrize(("cell", "why"), [
    ('=HYPERLINK("x")', "formula"), ("#N/D", "formula_fault"), (cells.MERGED, "merged"), ("perchÃ©", "garbled"),
    ("citt\ufffd", "garbled"),
])  # fmt: skip
def test_a_cell_that_no_column_takes_is_said(cell, why):
    with pytest.raises(CellError, match=why):
        cells.refuse_spoilt(cell)


@pytest.mark.parametrize("whole", ["Città", "È gratis", "+39 000 000", "-", "@casa", "Ã", "="])
def test_what_only_looks_odd_is_taken(whole):
    cells.refuse_spoilt(whole)


def test_a_telephone_that_became_a_number_is_a_telephone_again():
    assert cells.read_text(3330000001.0, 40) == "3330000001"
    assert cells.read_text(80000000001, 40) == "80000000001"
    for spoilt in ("3,33E+09", 1e16):
        with pytest.raises(CellError, match="spoilt_number"):
            cells.read_text(spoilt, 40)


def test_a_text_is_refused_rather_than_cut():
    assert cells.read_text("  à" * 3, 40) == "à  à  à"
    with pytest.raises(CellError, match="too_long"):
        cells.read_text("a" * 41, 40)


@pytest.mark.parametrize(
    ("cell", "value"), [("Sì", True), ("x", True), (1, True), ("no", False), ("", False), (True, True)]
)
def test_yes_and_no_are_read_as_people_tick(cell, value):
    assert cells.read_yes(cell) is value
    with pytest.raises(CellError, match="not_yes_no"):
        cells.read_yes("forse")


def test_several_codes_are_each_taken_once():
    choices = {"italiano": "it", "inglese": "en"}
    assert cells.read_choices("Italiano, inglese; italiano", choices) == ("it", "en")
    with pytest.raises(CellError, match="not_in_list"):
        cells.read_choices("Italiano, klingon", choices)


@settings(max_examples=200)
@given(st.text(alphabet="'=+-@ab＝＋ \t", max_size=6))
def test_escaping_is_undone_and_leaves_no_formula(text):
    written = cells.escaped(text)
    assert cells.unescaped(written) == text
    assert not written.startswith(("=", "+", "-", "@", "\t", "＝", "＋"))


@settings(max_examples=100)
@given(st.one_of(st.text(max_size=12), st.floats(), st.integers(), st.booleans(), st.dates(), st.none()))
def test_no_cell_breaks_a_reader(cell):
    for reader in (
        cells.read_price,
        cells.read_day,
        cells.read_ages,
        cells.read_municipi,
        cells.read_yes,
        cells.read_cents,
    ):
        with suppress(CellError):
            reader(cell)
