"""Promises to call back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId

CallBackId = NewType("CallBackId", UUID)
RESULTS = ("reached", "no_answer", "postponed", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack:
    """One promise: whom, by when, why; *result* is empty while it is open."""

    id: CallBackId
    space_code: str
    citizen_id: CitizenId
    contact_id: UUID | None = None
    due_on: date
    reason: str = ""
    tries: int = 0
    result: str | None = None
    closed_at: datetime | None = None
    created_at: datetime
    created_by: UUID

    @property
    def is_open(self) -> bool:
        """True until somebody closes it."""
        return self.closed_at is None
