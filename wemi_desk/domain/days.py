"""Days are Roman: what counts as today, and where a day begins (duties: Europe/Rome on screen, UTC in storage)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wemi_desk.domain.errors import InvalidFieldError

OLDEST = 120  # years: nobody at a desk is older (identification.md 2)
_ROME = "Europe/Rome"


def rome_day(instant: datetime) -> date:
    """The day in Rome of an aware instant."""
    return instant.astimezone(ZoneInfo(_ROME)).date()


def bounds(day: date) -> tuple[datetime, datetime]:
    """First instant of *day* in Rome and of the day after, in UTC (23, 24 or 25 hours apart)."""
    return _midnight(day), _midnight(day + timedelta(days=1))


def rome_instant(day: date, at: time) -> datetime:
    """The UTC instant of a wall-clock time in Rome."""
    return datetime.combine(day, at, ZoneInfo(_ROME)).astimezone(UTC)


def _midnight(day: date) -> datetime:
    return rome_instant(day, time())


def parse_birth(text: str, today: date) -> tuple[date | None, int | None]:
    """A birth date, or only its year, as people say it: 12/03/1958, 12.3.58, 120358, 12031958, 1958.

    Two-digit years mean the latest year not after *today*. Raises InvalidFieldError("birth", reason).
    """
    digits = [part for part in re.split(r"\D+", text.strip()) if part]
    if not digits:
        return None, None
    if len(digits) == 1:
        digits = _split_run(digits[0])
    if len(digits) == 1:
        return None, _plausible_year(int(digits[0]), today)
    if len(digits) != 3:
        raise InvalidFieldError("birth", "shape")
    day, month, year = (int(part) for part in digits)
    try:
        born = date(_full_year(year, len(digits[2]), today), month, day)
    except ValueError:
        raise InvalidFieldError("birth", "no_such_day") from None
    if born > today:
        raise InvalidFieldError("birth", "in_future")
    _plausible_year(born.year, today)
    return born, None


def _split_run(run: str) -> list[str]:
    if len(run) in (6, 8):
        return [run[:2], run[2:4], run[4:]]
    if len(run) == 4:
        return [run]
    raise InvalidFieldError("birth", "shape")


def _full_year(year: int, digits: int, today: date) -> int:
    if digits > 2:
        return year
    return 2000 + year if 2000 + year <= today.year else 1900 + year


def _plausible_year(year: int, today: date) -> int:
    if year > today.year:
        raise InvalidFieldError("birth", "in_future")
    if year < today.year - OLDEST:
        raise InvalidFieldError("birth", "too_old", limit=OLDEST)
    return year
