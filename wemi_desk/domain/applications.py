"""An application for a measure: the desk's until it is submitted, then the centre's (sync.md 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId

ApplicationId = NewType("ApplicationId", UUID)
DESK_STATES = ("draft", "ready")
QUEUED = "queued"
"""At the desk alone: handed over for sending, not presented yet."""
LIVE_STATES = ("submitted", "waiting", "granted")
"""One of these per measure and beneficiary, and no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One applicant, one beneficiary, one measure. What the centre decides stands in the fields after *created_by*."""

    id: ApplicationId
    space_code: str
    citizen_id: CitizenId
    beneficiary_id: CitizenId
    measure_code: str
    asked_cents: int = 0
    state: str = "draft"  # draft · ready · submitted · waiting · granted · rejected · duplicate · withdrawn
    created_at: datetime
    created_by: UUID
    receipt_number: str | None = None
    submitted_at: datetime | None = None
    granted_cents: int = 0
    outcome: str = ""
    duplicate_of: UUID | None = None

    @property
    def is_the_desks(self) -> bool:
        """It can still be edited here."""
        return self.state in DESK_STATES
