"""The computers where people are helped: who sits where since when, and places booked ahead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import NewType
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError

WorkstationId = NewType("WorkstationId", UUID)
TurnId = NewType("TurnId", UUID)

BOOKED, SEATED, DONE, MISSED, CANCELLED = "booked", "seated", "done", "missed", "cancelled"
_STEPS = {
    BOOKED: {SEATED, MISSED, CANCELLED},
    SEATED: {DONE, BOOKED, CANCELLED},
    DONE: {SEATED},
    MISSED: {BOOKED, SEATED},
    CANCELLED: {BOOKED, SEATED},
}
TAKING = frozenset((BOOKED, SEATED))
IN_TIME, ENDING, OVER = "in_time", "ending", "over"
NEARLY = timedelta(minutes=5)
LEAST_MINUTES, MOST_MINUTES = 5, 8 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Workstation:
    """One computer for the public; *is_assisted* when somebody sits beside, and it can be booked."""

    id: WorkstationId
    space_code: str
    name: str
    is_assisted: bool = True
    created_at: datetime
    created_by: UUID
    retired_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InvalidFieldError("name", "required")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkstationTurn:
    """One person's time at a workstation: booked ahead, or seated at once. A first name at most where nobody is
    registered; *minutes* are what was agreed, and may be made more."""

    id: TurnId
    workstation_id: WorkstationId
    space_code: str
    citizen_id: CitizenId | None = None
    first_name: str = ""
    purpose: str = ""
    starts_at: datetime
    minutes: int
    state: str = BOOKED
    seated_at: datetime | None = None
    left_at: datetime | None = None
    created_at: datetime
    created_by: UUID
    changed_at: datetime
    changed_by: UUID

    def __post_init__(self) -> None:
        if not LEAST_MINUTES <= self.minutes <= MOST_MINUTES:
            raise InvalidFieldError("minutes", "out_of_range", low=LEAST_MINUTES, high=MOST_MINUTES)

    @property
    def ends_at(self) -> datetime:
        """When the agreed time is up; who sits has it from the moment of sitting down."""
        return (self.seated_at or self.starts_at) + timedelta(minutes=self.minutes)

    def moved(self, state: str, *, at: datetime, by: UUID) -> WorkstationTurn:
        """In its next *state*; raises InvalidFieldError when the step does not exist."""
        if state not in _STEPS.get(self.state, ()):
            raise InvalidFieldError("state", "no_such_step", current=self.state, wanted=state, by=self.changed_by)
        seated = self.seated_at if self.state in (SEATED, DONE) else at
        return replace(
            self, state=state, seated_at=seated if state in (SEATED, DONE) else None,
            left_at=at if state == DONE else None, changed_at=at, changed_by=by,
        )  # fmt: skip

    def longer(self, minutes: int, *, at: datetime, by: UUID) -> WorkstationTurn:
        """With more time."""
        return replace(self, minutes=self.minutes + minutes, changed_at=at, changed_by=by)

    def takes(self, begin: datetime, end: datetime) -> bool:
        """Whether the workstation is this person's at some time between two instants."""
        return self.state in TAKING and (self.seated_at or self.starts_at) < end and begin < self.ends_at


def time_left(turn: WorkstationTurn, now: datetime) -> timedelta:
    """Until the agreed time is up; negative afterwards."""
    return turn.ends_at - now


def time_sign(turn: WorkstationTurn, now: datetime) -> str:
    """in_time, ending (five minutes are left), over: for the operator's eyes, nobody is sent away."""
    left = time_left(turn, now)
    return OVER if left <= timedelta(0) else ENDING if left <= NEARLY else IN_TIME


def in_the_way(
    turns: Iterable[WorkstationTurn], begin: datetime, minutes: int, but: TurnId | None = None
) -> WorkstationTurn | None:
    """The first turn of one workstation that a new one from *begin* would meet."""
    end = begin + timedelta(minutes=minutes)
    meeting = [one for one in turns if one.id != but and one.takes(begin, end)]
    return min(meeting, key=lambda one: (one.starts_at, one.id.bytes), default=None)


def free_from(turns: Iterable[WorkstationTurn], begin: datetime, minutes: int) -> datetime:
    """The first instant from *begin* at which one workstation is free for so long."""
    waiting = list(turns)
    while (met := in_the_way(waiting, begin, minutes)) is not None:
        begin = met.ends_at
    return begin


def double_booked(turns: Iterable[WorkstationTurn]) -> tuple[tuple[WorkstationTurn, WorkstationTurn], ...]:
    """Turns that two desks gave without knowing of each other: both stay, and the operators are told."""
    taking = sorted((one for one in turns if one.state in TAKING), key=lambda one: (one.starts_at, one.id.bytes))
    return tuple(
        (one, other) for one, other in combinations(taking, 2)
        if one.workstation_id == other.workstation_id and one.takes(other.starts_at, other.ends_at)
    )  # fmt: skip
