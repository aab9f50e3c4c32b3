"""Dates as people type them at a counter: 12/3/58, 120358, 12 03 1958, or a year alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_SEPARATED = re.compile(r"(\d{1,2})\D+(\d{1,2})\D+(\d{4}|\d{2})")
_SOLID = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_YEAR = re.compile(r"(\d{4})")
_OLDEST = 130


@dataclass(frozen=True, slots=True)
class TypedDate:
    """What was understood: a day, or a year alone; with two digits of the year, maybe two centuries."""

    year: int
    month: int | None = None
    day: int | None = None
    other_year: int | None = None
    """The other century that is as plausible, to be asked about."""

    @property
    def as_date(self) -> date | None:
        """The day, unless only a year is known or the century is open."""
        if self.month is None or self.day is None or self.other_year is not None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def shown(self) -> str:
        """dd/mm/yyyy, or yyyy."""
        if self.month is None or self.day is None:
            return f"{self.year:04}"
        return f"{self.day:02}/{self.month:02}/{self.year:04}"

    def with_year(self, year: int) -> TypedDate:
        """The same day once the century is settled."""
        return TypedDate(year, self.month, self.day)


def read_typed_date(text: str, today: date, *, past: bool = True) -> TypedDate | None:
    """Understand *text*, or return None. *past*: a birth or another day that cannot lie after *today*."""
    text = text.strip()
    year_alone = _YEAR.fullmatch(text)
    if year_alone:
        year = int(text)
        return TypedDate(year) if _plausible(year, today, past=past) else None
    match = _SEPARATED.fullmatch(text) or _SOLID.fullmatch(text)
    if match is None:
        return None
    day, month = int(match[1]), int(match[2])
    years = [year for year in _years(match[3], today, past=past) if _real(year, month, day, today, past=past)]
    if not years:
        return None
    return TypedDate(years[0], month, day, years[1] if len(years) > 1 else None)


def _years(digits: str, today: date, *, past: bool) -> list[int]:
    if len(digits) == 4:
        return [int(digits)]
    this_century = today.year - today.year % 100
    two = int(digits)
    if past:
        return [this_century - 100 + two, this_century + two]
    return [this_century + two]


def _real(year: int, month: int, day: int, today: date, *, past: bool) -> bool:
    if not _plausible(year, today, past=past):
        return False
    try:
        found = date(year, month, day)
    except ValueError:
        return False
    return not past or found <= today


def _plausible(year: int, today: date, *, past: bool) -> bool:
    return today.year - _OLDEST <= year <= (today.year if past else today.year + 20)
