"""When a space receives: weekly hours with the days on which they hold, and the days that are otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NewType
from uuid import UUID

from wemi_desk.domain.days import rome_instant, rome_time
from wemi_desk.domain.errors import InvalidFieldError

OpeningSlotId = NewType("OpeningSlotId", UUID)
OpeningExceptionId = NewType("OpeningExceptionId", UUID)

DAY_MINUTES = 24 * 60
MOST_DAYS = 400
Span = tuple[int, int]
"""From and to in minutes of the wall clock in Rome: what a clock change leaves alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningSlot:
    """Every week on one *weekday* (0 is Monday), as long as it holds; several make a day with a pause."""

    id: OpeningSlotId
    space_code: str
    weekday: int
    from_minute: int
    to_minute: int
    valid_from: date | None = None
    valid_to: date | None = None
    created_at: datetime
    created_by: UUID
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise InvalidFieldError("weekday", "out_of_range", low=0, high=6)
        check_span(self.from_minute, self.to_minute)
        check_days(self.valid_from, self.valid_to)

    @property
    def span(self) -> Span:
        return self.from_minute, self.to_minute

    def holds_on(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return self.withdrawn_at is None and begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningException:
    """Days that are otherwise: closed for those hours, or open for them, also where the week says closed."""

    id: OpeningExceptionId
    space_code: str
    first_on: date
    last_on: date
    is_open: bool = False
    from_minute: int = 0
    to_minute: int = DAY_MINUTES
    reason: str = ""
    created_at: datetime
    created_by: UUID
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        check_span(self.from_minute, self.to_minute)
        check_days(self.first_on, self.last_on)
        if (self.last_on - self.first_on).days > MOST_DAYS:
            raise InvalidFieldError("last_on", "too_far", days=MOST_DAYS)

    @property
    def span(self) -> Span:
        return self.from_minute, self.to_minute

    def holds_on(self, day: date) -> bool:
        return self.withdrawn_at is None and self.first_on <= day <= self.last_on


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDay:
    """One day of a space: *spans* in which it receives, and why they are not those of the week."""

    day: date
    spans: tuple[Span, ...]
    holiday: str = ""
    reason: str = ""
    is_in_service: bool = True

    @property
    def minutes(self) -> int:
        return length(self.spans)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Everything that says when one space receives; *since* and *until* are the days of the space itself."""

    slots: tuple[OpeningSlot, ...] = ()
    exceptions: tuple[OpeningException, ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def is_known(self) -> bool:
        """Whether anybody has written the hours: without them nothing can be outside of them."""
        return any(one.withdrawn_at is None for one in self.slots)

    def on(self, day: date, holidays: Mapping[date, str]) -> OpenDay:
        """A holiday closes what the week says; an opening that was written for that very day stands all the same."""
        if (self.since and day < self.since) or (self.until and day > self.until):
            return OpenDay(day=day, spans=(), is_in_service=False)
        own = [one for one in self.exceptions if one.holds_on(day)]
        spans: tuple[Span, ...] = ()
        if day not in holidays:
            spans = united(one.span for one in self.slots if one.weekday == day.weekday() and one.holds_on(day))
        spans = without(spans, (one.span for one in own if not one.is_open))
        spans = united((*spans, *(one.span for one in own if one.is_open)))
        reasons = dict.fromkeys(one.reason for one in own if one.reason)
        return OpenDay(day=day, spans=spans, holiday=holidays.get(day, ""), reason=", ".join(reasons))


def check_span(from_minute: int, to_minute: int) -> None:
    """Raise InvalidFieldError unless it is a stretch of one day."""
    if not 0 <= from_minute < DAY_MINUTES:
        raise InvalidFieldError("from", "unreadable")
    if not 0 < to_minute <= DAY_MINUTES:
        raise InvalidFieldError("to", "unreadable")
    if to_minute <= from_minute:
        raise InvalidFieldError("to", "before_from")


def check_days(first: date | None, last: date | None) -> None:
    """Raise InvalidFieldError when the last day lies before the first."""
    if first is not None and last is not None and last < first:
        raise InvalidFieldError("last_on", "before_from")


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted, with those that touch made one."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return tuple(found)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of *spans*."""
    left = list(united(spans))
    for begin, end in united(taken):
        left = [
            piece for low, high in left for piece in ((low, min(high, begin)), (max(low, end), high))
            if piece[0] < piece[1]
        ]  # fmt: skip
    return tuple(left)


def common(spans: Iterable[Span], others: Iterable[Span]) -> tuple[Span, ...]:
    """What lies in both."""
    mine = united(spans)
    return without(mine, without(((0, DAY_MINUTES),), others))


def length(spans: Iterable[Span]) -> int:
    """Minutes of spans that do not overlap."""
    return sum(end - begin for begin, end in spans)


def is_within(span: Span, spans: Iterable[Span]) -> bool:
    """Whether one of *spans* holds the whole of it."""
    return any(begin <= span[0] and span[1] <= end for begin, end in united(spans))


def instant_of(day: date, minute: int) -> datetime:
    """The instant at which clocks in Rome show that minute; midnight at the end is the next day's beginning."""
    whole, rest = divmod(minute, DAY_MINUTES)
    return rome_instant(day + timedelta(days=whole), time(*divmod(rest, 60)))


def is_on_the_clock(day: date, minute: int) -> bool:
    """False in the hour that the last Sunday of March leaves out."""
    shown = rome_time(instant_of(day, minute))
    return shown.hour * 60 + shown.minute == minute % DAY_MINUTES


def span_of(starts_at: datetime, minutes: int) -> tuple[date, Span]:
    """The day in Rome and the wall-clock stretch of something that goes on for *minutes*."""
    begin = rome_time(starts_at)
    at = begin.hour * 60 + begin.minute
    return begin.date(), (at, at + minutes)


def meet(one: Span, other: Span) -> bool:
    """Whether both go on at some minute."""
    return one[0] < other[1] and other[0] < one[1]
