"""One line of what goes to the centre, and the three lists it can stand in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class OutboxList(StrEnum):
    """Where an act stands now."""

    WAITING = "waiting"
    TO_CHECK = "to_check"
    SENT_TODAY = "sent_today"


_NONE = UUID(int=0)


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One act, without its content: what it was about stays in the record. Fields are those of the outbox."""

    number: int
    kind: str
    verb: str
    made_at: datetime
    acked_at: datetime | None
    verdict: str | None
    verdict_reason: str | None
    id: UUID = _NONE
    record_id: UUID = _NONE
    subject_id: UUID | None = None
    operator_id: UUID = _NONE
    space_code: str = ""
    set_aside_at: datetime | None = None
    set_aside_by: UUID | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: UUID | None = None
    note: str = ""
    """Why it was set aside or withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxCounts:
    """How many acts stand in each list, and how many were made today."""

    waiting: int
    to_check: int
    sent_today: int
    made_today: int

    def of(self, which: OutboxList) -> int:
        """The length of one list."""
        return {
            OutboxList.WAITING: self.waiting,
            OutboxList.TO_CHECK: self.to_check,
            OutboxList.SENT_TODAY: self.sent_today,
        }[which]
