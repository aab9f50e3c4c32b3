"""Who waits: small, optional, every step can be undone for the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NewType
from uuid import UUID

from wemi_desk.domain.errors import InvalidFieldError

TicketId = NewType("TicketId", UUID)
FIRST_NAME_LIMIT = 30

WAITING, CALLED, SERVING, DONE, NO_ANSWER, GONE = "waiting", "called", "serving", "done", "no_answer", "gone"
_STEPS = {
    WAITING: {CALLED, GONE},
    CALLED: {SERVING, WAITING, NO_ANSWER, GONE},
    SERVING: {DONE, WAITING},
    NO_ANSWER: {WAITING, CALLED, GONE},
    DONE: set[str](),
    GONE: {WAITING},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueTicket:
    """One person waiting today; a first name at most, never a surname (interface.md 11). *due_at* is the hour of the
    appointment of who came with one."""

    id: TicketId
    space_code: str
    day: date
    letter: str
    number: int
    reason: str | None = None
    first_name: str = ""
    arrived_at: datetime
    state: str = WAITING
    changed_at: datetime
    changed_by: UUID
    due_at: datetime | None = None
    appointment_id: UUID | None = None

    @property
    def code(self) -> str:
        """What is called aloud: A12."""
        return f"{self.letter}{self.number}"

    def moved(self, state: str, *, at: datetime, by: UUID) -> QueueTicket:
        """The ticket in its next *state*; raises InvalidFieldError when the step does not exist."""
        if state not in _STEPS[self.state]:
            raise InvalidFieldError("state", "no_such_step", current=self.state, wanted=state, by=self.changed_by)
        return replace(self, state=state, changed_at=at, changed_by=by)


def in_turn(tickets: Iterable[QueueTicket], now: datetime) -> tuple[QueueTicket, ...]:
    """In the order of being called: whose hour has come first, then by arrival (interface.md 11)."""
    def turn(one: QueueTicket) -> tuple[bool, datetime, bytes]:
        is_due = one.due_at is not None and one.due_at <= now
        return not is_due, one.due_at if is_due and one.due_at else one.arrived_at, one.id.bytes

    return tuple(sorted(tickets, key=turn))
