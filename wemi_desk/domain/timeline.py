"""Everything that happened to one person, newest first, one line each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One line: *kind* and *codes* say what happened, the interface finds the words."""

    at: datetime
    kind: str
    """contact, notice, print, referral, orientation, call_back, merge, application, paperwork, enrolment,
    presence, appointment, shared_request, shared_place, registration, change or draft"""
    object_id: UUID
    operator_id: UUID
    state: str  # done | draft | referred | cancelled | open
    codes: tuple[str, ...] = ()
    text: str = ""
    cancelled_at: datetime | None = None
    cancelled_by: UUID | None = None
    data: dict[str, str] = field(default_factory=dict)
    held: str = ""
    """Why the centre does not have it yet: *waiting*, *refused* or *set_aside*; empty once received."""
