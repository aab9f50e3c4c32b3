"""What the next colleague must know: who left it, and who has read it when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NewType
from uuid import UUID

from wemi_desk.domain.errors import InvalidFieldError

HandoverNoteId = NewType("HandoverNoteId", UUID)
NOTE_LIMIT = 500
KEPT_DAYS = 30
"""So long a note is shown to somebody who has not read it, and listed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody has read a note."""

    operator_id: UUID
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverNote:
    """Words for whoever comes next at one space. *read_by* holds an operator and an instant each, as text: two desks
    add theirs without a word against each other."""

    id: HandoverNoteId
    space_code: str
    text: str
    read_by: tuple[str, ...] = ()
    created_at: datetime
    created_by: UUID
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise InvalidFieldError("text", "required")

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The first of each reader, the oldest first; what cannot be understood is nobody's."""
        found: dict[UUID, Reading] = {}
        for one in sorted((r for r in map(_reading, self.read_by) if r is not None), key=lambda one: one.read_at):
            found.setdefault(one.operator_id, one)
        return tuple(found.values())

    def is_news_for(self, operator_id: UUID, now: datetime) -> bool:
        """Whether somebody else wrote it lately and this operator has not read it."""
        if self.withdrawn_at is not None or self.created_by == operator_id:
            return False
        return self.created_at >= now - timedelta(days=KEPT_DAYS) and not self.was_read_by(operator_id)

    def was_read_by(self, operator_id: UUID) -> bool:
        return any(one.operator_id == operator_id for one in self.readings)

    def read(self, operator_id: UUID, at: datetime) -> HandoverNote:
        """With this reader; a second reading changes nothing."""
        if self.was_read_by(operator_id):
            return self
        return replace(self, read_by=(*self.read_by, f"{operator_id} {at.astimezone(UTC).isoformat()}"))


def _reading(text: str) -> Reading | None:
    who, _space, when = text.partition(" ")
    try:
        at = datetime.fromisoformat(when)
        return Reading(UUID(who), at) if at.tzinfo is not None else None
    except ValueError:
        return None
