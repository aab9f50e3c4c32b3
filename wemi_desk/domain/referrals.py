"""Sending somebody on to another service, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wemi_desk.domain.catalogue import ProviderId, ServiceId
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.contacts import ContactId

CLOSED = frozenset({"closed"})
"""Nothing is to be followed any more; who was refused or not reached stays in sight until somebody closes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A referral out of (or into) the space; codes from ``destination`` and ``referral_status``."""

    id: UUID
    space_code: str
    contact_id: ContactId | None = None
    citizen_id: CitizenId | None = None
    destination: str
    service_text: str = ""
    reason: str = ""
    direction: str = "out"
    status: str = "sent"
    due_on: date | None = None
    sent_at: datetime
    answered_at: datetime | None = None
    answer_note: str = ""
    service_id: ServiceId | None = None
    provider_id: ProviderId | None = None
    handed_over: str = ""
    """Papers or data that went along, in words."""
    feedback_due_on: date | None = None
    """When the person is asked how it went; *due_on* is when the other service should have answered."""
    outcome: str = ""
    sent_by: UUID | None = None
    cancelled_at: datetime | None = None
