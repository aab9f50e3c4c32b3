"""What was printed, never its content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRecord:
    """One paper that left the desk: kind and object, no content (interface.md 15)."""

    id: UUID
    space_code: str
    kind: str
    object_id: UUID | None
    citizen_id: CitizenId | None
    operator_id: UUID
    printed_at: datetime
