"""Who works when at which space, who is away, and where nobody covers the opening hours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import NewType
from uuid import UUID, uuid5

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.openings import (
    DAY_MINUTES,
    MOST_DAYS,
    OpenDay,
    Span,
    check_days,
    check_span,
    common,
    length,
    united,
    without,
)

ShiftId = NewType("ShiftId", UUID)
LeaveId = NewType("LeaveId", UUID)
_SHIFTS = UUID("5a3c7d52-6e0b-4a86-9a67-1f6f3b0f3c41")


def shift_id(space_code: str, operator_id: UUID, day: date, span: Span) -> ShiftId:
    """The same shift planned, or copied, at two desks is one record."""
    return ShiftId(uuid5(_SHIFTS, f"{space_code}|{operator_id}|{day.isoformat()}|{span[0]}|{span[1]}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One operator at one space, on one day, by the clock on the wall. Another stretch is another shift."""

    id: ShiftId
    space_code: str
    operator_id: UUID
    day: date
    from_minute: int
    to_minute: int
    created_at: datetime
    created_by: UUID
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        check_span(self.from_minute, self.to_minute)

    @property
    def span(self) -> Span:
        return self.from_minute, self.to_minute

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None

    def meets(self, other: Shift) -> bool:
        """The same operator in two shifts at once, be it at two spaces."""
        same = self.operator_id == other.operator_id and self.day == other.day and self.id != other.id
        return same and self.from_minute < other.to_minute and other.from_minute < self.to_minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """An operator is away. Why is nobody's business here: an illness is health data."""

    id: LeaveId
    space_code: str
    operator_id: UUID
    first_on: date
    last_on: date
    from_minute: int = 0
    to_minute: int = DAY_MINUTES
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


@dataclass(frozen=True, slots=True)
class Hole:
    """Hours of opening on one day in which nobody has a shift."""

    day: date
    span: Span


def working(shifts: Iterable[Shift], leaves: Sequence[Leave], operator_id: UUID, day: date) -> tuple[Span, ...]:
    """When somebody is there: their shifts without their leave."""
    mine = [one.span for one in shifts if one.stands and one.operator_id == operator_id and one.day == day]
    return without(mine, away(leaves, operator_id, day))


def away(leaves: Iterable[Leave], operator_id: UUID, day: date) -> tuple[Span, ...]:
    """When somebody is not there."""
    return united(one.span for one in leaves if one.operator_id == operator_id and one.holds_on(day))


def covered(shifts: Sequence[Shift], leaves: Sequence[Leave], day: date) -> tuple[Span, ...]:
    """When at least one operator is there."""
    people = {one.operator_id for one in shifts if one.stands and one.day == day}
    return united(span for one in people for span in working(shifts, leaves, one, day))


def holes(days: Iterable[OpenDay], shifts: Sequence[Shift], leaves: Sequence[Leave]) -> tuple[Hole, ...]:
    """Where nobody covers the opening hours."""
    return tuple(
        Hole(one.day, span) for one in days for span in without(one.spans, covered(shifts, leaves, one.day))
    )


def hours_covered(days: Iterable[OpenDay], shifts: Sequence[Shift], leaves: Sequence[Leave]) -> tuple[int, int]:
    """Minutes of opening with at least one shift, over minutes of opening (wemi.md 12)."""
    both = [(length(common(one.spans, covered(shifts, leaves, one.day))), one.minutes) for one in days]
    return sum(one for one, _all in both), sum(every for _one, every in both)


def overlapping(shifts: Iterable[Shift]) -> tuple[tuple[Shift, Shift], ...]:
    """Shifts of one operator that go on at the same time."""
    standing = sorted((one for one in shifts if one.stands), key=lambda one: (one.day, one.from_minute, one.id.bytes))
    return tuple(pair for pair in combinations(standing, 2) if pair[0].meets(pair[1]))


def a_week_later(shifts: Iterable[Shift], leaves: Sequence[Leave], weeks: int = 1) -> tuple[tuple[Shift, date], ...]:
    """Each standing shift with the day to copy it to; days on which its operator is away for all of it are left out."""
    ahead = timedelta(weeks=weeks)
    wanted = ((one, one.day + ahead) for one in shifts if one.stands)
    return tuple((one, day) for one, day in wanted if without((one.span,), away(leaves, one.operator_id, day)))
