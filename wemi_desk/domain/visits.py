"""Who is at the desk now: one visit at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.drafts import DraftId
from wemi_desk.domain.queue import TicketId


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An open conversation; *id* is also the name of its draft. Anonymous until a person is opened."""

    id: DraftId
    opened_at: datetime
    citizen_id: CitizenId | None = None
    ticket_id: TicketId | None = None
