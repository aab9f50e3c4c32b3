"""One line of what goes to the centre, and the three lists it can stand in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OutboxList(StrEnum):
    """Where an act stands now."""

    WAITING = "waiting"
    TO_CHECK = "to_check"
    SENT_TODAY = "sent_today"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One act, without its content: what it was about stays in the record."""

    number: int
    kind: str
    verb: str
    made_at: datetime
    acked_at: datetime | None
    verdict: str | None
    verdict_reason: str | None


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
