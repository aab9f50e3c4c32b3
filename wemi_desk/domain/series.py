"""When an activity meets: once, every week or two, every month on its weekday, or on days that somebody chose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import count

from wemi_desk.domain.days import rome_instant, rome_time
from wemi_desk.domain.errors import InvalidFieldError

MOST_DATES = 60
_HORIZON = timedelta(days=8 * 366)
"""A series of sixty months with some left out ends before this."""
_HOLIDAYS = "holidays"
HolidayName = Callable[[date], str]
"""The name of a holiday; empty for a day that is none."""
EXCEPTION = "exception"


class Rhythm(StrEnum):
    """How often."""

    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """As somebody says it: from a day on, so many meetings or until a day, with days on which there is none.

    *times* counts meetings that take place: a day that is left out is made up for at the end, unless *until_on* comes
    first. A month that has no fifth Tuesday has its last.
    """

    rhythm: Rhythm = Rhythm.ONCE
    first_on: date
    times: int | None = 1
    until_on: date | None = None
    chosen: tuple[date, ...] = ()
    left_out: tuple[date, ...] = ()
    skips_holidays: bool = False

    def __post_init__(self) -> None:
        if self.times is not None and not 1 <= self.times <= MOST_DATES:
            raise InvalidFieldError("times", "out_of_range", low=1, high=MOST_DATES)
        if self.until_on is not None and self.until_on < self.first_on:
            raise InvalidFieldError("until", "before_first", day=self.first_on)
        if self.times is None and self.until_on is None and self.rhythm is not Rhythm.CHOSEN:
            raise InvalidFieldError("times", "required")

    @property
    def coded(self) -> str:
        """As the activity keeps it: what is needed to say it again for another term."""
        return f"{self.rhythm.value} {_HOLIDAYS}" if self.skips_holidays else self.rhythm.value


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A day on which there is no meeting; *why* is the name of the holiday, or ``exception``."""

    day: date
    why: str


@dataclass(frozen=True, slots=True)
class SeriesDays:
    """The days of a series; *holidays* names those meetings that fall on one all the same."""

    days: tuple[date, ...]
    left_out: tuple[LeftOut, ...] = ()
    holidays: tuple[LeftOut, ...] = ()


def read_rhythm(coded: str) -> tuple[Rhythm, bool]:
    """What :attr:`Series.coded` says; an unknown rhythm of a newer desk is one of chosen days."""
    word, _space, rest = coded.partition(" ")
    known = Rhythm(word) if word in set(Rhythm) else Rhythm.CHOSEN if word else Rhythm.ONCE
    return known, _HOLIDAYS in rest.split()


def days_of(series: Series, holiday: HolidayName) -> SeriesDays:
    """Lay the series out. Raises InvalidFieldError when nothing of it is left, or it would never end."""
    kept: list[date] = []
    out: list[LeftOut] = []
    feasts: list[LeftOut] = []
    for day in _candidates(series):
        if len(kept) == (series.times or MOST_DATES + 1):
            break
        name = holiday(day)
        if day in series.left_out:
            out.append(LeftOut(day, EXCEPTION))
        elif name and series.skips_holidays:
            out.append(LeftOut(day, name))
        else:
            kept.append(day)
            feasts += [LeftOut(day, name)] if name else []
    if len(kept) > MOST_DATES:
        raise InvalidFieldError("until", "too_many", most=MOST_DATES)
    if not kept:
        raise InvalidFieldError("rhythm", "no_day_left")
    return SeriesDays(tuple(kept), tuple(out), tuple(feasts))


def instants_of(days: tuple[date, ...], at: time) -> tuple[datetime, ...]:
    """The same clock time in Rome on each day. Raises InvalidFieldError for an hour that a day does not have."""
    made = tuple(rome_instant(day, at) for day in days)
    for day, instant in zip(days, made, strict=True):
        if rome_time(instant).time() != at:
            raise InvalidFieldError("time", "missing_hour", day=day)
    return made


def is_monthly_last(day: date) -> bool:
    """Whether a series every month from *day* on means the last such weekday of the month."""
    return day.day > 28


def place_in_month(day: date) -> int:
    """1 for the first Tuesday, 2 for the second; 5 is the last."""
    return 5 if is_monthly_last(day) else (day.day - 1) // 7 + 1


def weekday_of_month(year: int, month: int, weekday: int, place: int) -> date:
    """The *place*-th weekday of a month, 5 for the last."""
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (min(place, 4) - 1))
    after = day + timedelta(days=7)
    return after if place == 5 and after.month == month else day


def _candidates(series: Series) -> Iterator[date]:
    """Every day the rhythm gives, until the end that was said."""
    last = series.until_on or series.first_on + _HORIZON
    if series.rhythm is Rhythm.CHOSEN:
        yield from sorted({series.first_on, *series.chosen})
        return
    for day in _steps(series):
        if day > last:
            return
        yield day


def _steps(series: Series) -> Iterator[date]:
    first = series.first_on
    if series.rhythm is Rhythm.ONCE:
        yield first
    elif series.rhythm is Rhythm.MONTHLY:
        for months in count(first.month - 1):
            yield weekday_of_month(first.year + months // 12, months % 12 + 1, first.weekday(), place_in_month(first))
    else:
        weeks = 2 if series.rhythm is Rhythm.FORTNIGHTLY else 1
        for step in count():
            yield first + timedelta(weeks=weeks * step)
