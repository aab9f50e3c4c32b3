"""Ages in full years, always on a stated day."""

from __future__ import annotations

from datetime import date, timedelta

from wemi_desk.domain.errors import InvalidFieldError

MAX_PLAUSIBLE_AGE = 120


def age_on(birth_on: date, reference_on: date) -> int:
    """Full years on *reference_on*; who was born on 29 February turns a year older on 1 March of common years."""
    if birth_on > reference_on:
        raise InvalidFieldError("birth_on", "future", birth_on=birth_on)
    not_yet = (reference_on.month, reference_on.day) < (birth_on.month, birth_on.day)
    return reference_on.year - birth_on.year - not_yet


def months_after(day: date, months: int) -> date:
    """The same day *months* later, or the last day of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise InvalidFieldError("date", "range", year=year)
    return real_date(year, month + 1, day.day) or date(year, month + 2, 1) - timedelta(days=1)


def readings(year_in_century: int, month: int, day: int) -> tuple[date, ...]:
    """The real dates that a two-digit year may mean, oldest first (1900s and 2000s only)."""
    found = (real_date(century + year_in_century, month, day) for century in (1900, 2000))
    return tuple(reading for reading in found if reading is not None)


def real_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def plausible_births(
    births: tuple[date, ...],
    reference_on: date,
    min_age: int | None = None,
    max_age: int | None = None,
) -> tuple[date, ...]:
    """Those of *births* that a living person can have, oldest first.

    The ages of a measure settle the century only when exactly one reading fits them;
    otherwise every plausible reading is returned and a person must choose.
    """
    plausible = tuple(
        birth for birth in births if birth <= reference_on and age_on(birth, reference_on) <= MAX_PLAUSIBLE_AGE
    )
    fitting = tuple(birth for birth in plausible if _fits(age_on(birth, reference_on), min_age, max_age))
    return fitting if len(fitting) == 1 else plausible


def _fits(age: int, min_age: int | None, max_age: int | None) -> bool:
    return (min_age is None or age >= min_age) and (max_age is None or age <= max_age)
