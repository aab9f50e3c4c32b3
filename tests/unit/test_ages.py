"""Ages on a stated day."""

import ast
from datetime import date
from pathlib import Path

import pytest

from wemi_desk.domain.ages import age_on, months_after, plausible_births, readings
from wemi_desk.domain.errors import InvalidFieldError

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 21)


def test_a_birthday_counts_from_its_own_day():
    assert age_on(date(2008, 11, 22), TODAY) == 17
    assert age_on(date(2008, 11, 21), TODAY) == 18


def test_born_on_29_february_grows_older_on_1_march_of_common_years():
    birth = date(2008, 2, 29)
    assert age_on(birth, date(2026, 2, 28)) == 17
    assert age_on(birth, date(2026, 3, 1)) == 18
    assert age_on(birth, date(2028, 2, 29)) == 20


def test_a_birth_after_the_reference_day_has_no_age():
    with pytest.raises(InvalidFieldError) as caught:
        age_on(date(2026, 11, 22), TODAY)
    assert (caught.value.field, caught.value.reason) == ("birth_on", "future")


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 1, 15), 6, date(2026, 7, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
    ],
)
def test_months_end_on_the_last_day_when_the_month_is_shorter(day, months, expected):
    assert months_after(day, months) == expected


def test_months_beyond_the_calendar_are_a_field_error():
    with pytest.raises(InvalidFieldError):
        months_after(date(9999, 12, 1), 6)


def test_a_context_settles_the_century_only_when_one_reading_fits():
    births = readings(24, 5, 3)
    assert plausible_births(births, TODAY) == (date(1924, 5, 3), date(2024, 5, 3))
    assert plausible_births(births, TODAY, max_age=17) == (date(2024, 5, 3),)
    assert plausible_births(births, TODAY, min_age=75) == (date(1924, 5, 3),)
    assert plausible_births(births, TODAY, min_age=20, max_age=30) == births


def test_nobody_is_older_than_the_plausible_age():
    assert plausible_births(readings(5, 1, 1), TODAY) == (date(2005, 1, 1),)


def test_nothing_reads_the_clock_for_a_day_outside_the_clock_gateway():
    """An age needs a reference date: `date.today()` and friends would make one up."""
    silent = ("today", "now", "utcnow")
    offenders = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for room in ("domain", "services", "sync")
        for path in (ROOT / "wemi_desk" / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in silent
        and isinstance(node.value, ast.Name)
        and node.value.id in ("date", "datetime")
    ]
    assert offenders == []


def test_every_function_that_gives_an_age_takes_a_reference_date():
    functions = [
        (path.name, node)
        for path in (ROOT / "wemi_desk" / "domain").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name in ("age_on", "birth_dates", "plausible_births")
    ]
    assert len(functions) >= 4
    assert [name for name, node in functions if "reference_on" not in {arg.arg for arg in node.args.args}] == []
