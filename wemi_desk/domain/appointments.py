"""An hour promised to somebody: booked, arrived, done, missed or called off; and the hours that are still free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NewType
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.openings import Span, instant_of, span_of

AppointmentId = NewType("AppointmentId", UUID)

BOOKED, ARRIVED, DONE, NO_SHOW, CANCELLED = "booked", "arrived", "done", "no_show", "cancelled"
STATUSES = (BOOKED, ARRIVED, DONE, NO_SHOW, CANCELLED)
_STEPS = {
    BOOKED: {ARRIVED, NO_SHOW, CANCELLED},
    ARRIVED: {DONE, BOOKED, CANCELLED},
    DONE: {ARRIVED},
    NO_SHOW: {BOOKED, ARRIVED},
    CANCELLED: {BOOKED},
}
TAKING = frozenset((BOOKED, ARRIVED, DONE))
"""Who has, or had, the hour: nobody else can have it without a word."""
LEAST_MINUTES, MOST_MINUTES, USUAL_MINUTES = 5, 8 * 60, 30
FARTHEST = timedelta(days=366)
TOLD, NO_ANSWER = "told", "no_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """*operator_id* None: whoever is free. Of somebody who is not registered there is a name as told, and maybe a
    telephone. *reason* is a code of ``quick_contact`` and becomes the queue's, *type_code* a kind of paperwork.
    *is_walk_in*: given on the spot, without a booking; it never counts as missed. *doubts* were accepted in booking."""

    id: AppointmentId
    space_code: str
    operator_id: UUID | None = None
    starts_at: datetime
    minutes: int = USUAL_MINUTES
    reason: str = ""
    type_code: str = ""
    citizen_id: CitizenId | None = None
    name: str = ""
    phone: str = ""
    language: str = ""
    note: str = ""
    channel: str = "desk"
    is_walk_in: bool = False
    status: str = BOOKED
    doubts: tuple[str, ...] = ()
    arrived_at: datetime | None = None
    ticket_id: UUID | None = None
    reminded: str = ""
    reminded_at: datetime | None = None
    reminded_by: UUID | None = None
    created_at: datetime
    created_by: UUID
    changed_at: datetime
    changed_by: UUID

    def __post_init__(self) -> None:
        if not LEAST_MINUTES <= self.minutes <= MOST_MINUTES:
            raise InvalidFieldError("minutes", "out_of_range", low=LEAST_MINUTES, high=MOST_MINUTES)
        if self.status not in STATUSES:
            raise InvalidFieldError("status", "unknown_code", code=self.status)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def day(self) -> date:
        """In Rome."""
        return span_of(self.starts_at, self.minutes)[0]

    @property
    def span(self) -> Span:
        """By the clock on the wall."""
        return span_of(self.starts_at, self.minutes)[1]

    @property
    def is_expected(self) -> bool:
        return self.status == BOOKED

    @property
    def takes_time(self) -> bool:
        return self.status in TAKING

    def moved(self, status: str, *, at: datetime, by: UUID) -> Appointment:
        """In its next *status*; raises InvalidFieldError when the step does not exist."""
        if status not in _STEPS[self.status]:
            raise InvalidFieldError("status", "no_such_step", current=self.status, wanted=status, by=self.changed_by)
        arrived = self.arrived_at if status == DONE else at if status == ARRIVED else None
        ticket = self.ticket_id if status in (ARRIVED, DONE) else None
        return replace(self, status=status, arrived_at=arrived, ticket_id=ticket, changed_at=at, changed_by=by)

    def reminded_of(self, result: str, *, at: datetime, by: UUID) -> Appointment:
        """Somebody called about it."""
        return replace(self, reminded=result, reminded_at=at, reminded_by=by, changed_at=at, changed_by=by)

    def meets(self, begin: datetime, end: datetime) -> bool:
        """Whether its time is given away at some moment between two instants."""
        return self.takes_time and self.starts_at < end and begin < self.ends_at


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """An hour that can be promised: with whom, when, for how long."""

    operator_id: UUID | None
    starts_at: datetime
    minutes: int


def in_the_way(
    appointments: Iterable[Appointment], operator_id: UUID | None, begin: datetime, minutes: int,
    but: AppointmentId | None = None,
) -> Appointment | None:
    """The first appointment of the same operator that a new one would meet; with whoever is free, nobody is met."""
    end = begin + timedelta(minutes=minutes)
    meeting = [
        one for one in appointments
        if one.id != but and operator_id is not None and one.operator_id == operator_id and one.meets(begin, end)
    ]  # fmt: skip
    return min(meeting, key=lambda one: (one.starts_at, one.id.bytes), default=None)


def double_booked(appointments: Iterable[Appointment]) -> tuple[tuple[Appointment, Appointment], ...]:
    """Hours of one operator that two people have: given by two desks that did not know, or with a word. Both stay."""
    found: list[tuple[Appointment, Appointment]] = []
    going_on: dict[UUID, list[Appointment]] = {}
    for one in sorted(appointments, key=lambda one: (one.starts_at, one.id.bytes)):
        if one.operator_id is None or not one.takes_time:
            continue
        beside = [other for other in going_on.get(one.operator_id, ()) if other.ends_at > one.starts_at]
        found.extend((other, one) for other in beside)
        going_on[one.operator_id] = [*beside, one]
    return tuple(found)


def free_in_day(
    day: date, spans: Iterable[Span], taken: Sequence[Appointment], minutes: int, step: int, after: datetime
) -> Iterator[datetime]:
    """Beginnings at which somebody with these *spans* has *minutes* on their hands, in steps from the span's begin.

    A stretch after an appointment begins where that ends, so that no quarter of an hour is lost.
    """
    for begin, end in spans:
        minute = begin
        while minute + minutes <= end:
            at = instant_of(day, minute)
            until = at + timedelta(minutes=minutes)
            met = max((one.ends_at for one in taken if one.meets(at, until)), default=None)
            if met is not None:
                minute = max(minute + 1, span_of(met, 0)[1][0] if span_of(met, 0)[0] == day else end)
                continue
            if at >= after:
                yield at
            minute += step


def missed_share(appointments: Iterable[Appointment]) -> tuple[int, int]:
    """Missed over booked (wemi.md 12): who came without a booking and what was called off are not booked."""
    counted = [one for one in appointments if not one.is_walk_in and one.status != CANCELLED]
    return sum(one.status == NO_SHOW for one in counted), len(counted)
