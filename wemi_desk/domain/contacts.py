"""The commonest act of the day: somebody came, called or wrote."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NewType
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError

ContactId = NewType("ContactId", UUID)
NOTE_LIMIT = 500
MOST_NEEDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One contact, anonymous unless *citizen_id* is set. Born once: a correction is a new one that *corrects* it.

    Codes come from the lists of ``resources/reference/contact_lists.json``.
    """

    id: ContactId
    space_code: str
    operator_id: UUID
    started_at: datetime
    duration_band: str = "to_5"
    duration_typed: bool = False
    channel: str = "desk"
    appointment: str = "walk_in"
    first_time: str = "unknown"
    asking_for: str = "self"
    age_band: str = "not_recorded"
    gender: str = "not_recorded"
    municipio: str = "unknown"
    language: str = "it"
    mediation: str = "none"
    reason: str | None = None  # the quick-contact shortcut that was pressed
    needs: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    service_text: str = ""
    outcome: str = "solved"
    note: str = ""
    entered_later: bool = False
    citizen_id: CitizenId | None = None
    batch_id: UUID | None = None
    corrects: ContactId | None = None
    recorded_at: datetime

    def __post_init__(self) -> None:
        if not self.needs:
            raise InvalidFieldError("needs", "required")
        if len(self.needs) > MOST_NEEDS:
            raise InvalidFieldError("needs", "too_many", limit=MOST_NEEDS)
        if not self.answers:
            raise InvalidFieldError("answers", "required")
        if len(self.note) > NOTE_LIMIT:
            raise InvalidFieldError("note", "too_long", limit=NOTE_LIMIT, actual=len(self.note))
        if self.started_at > self.recorded_at:
            raise InvalidFieldError("started_at", "in_future")

    def in_place_of(self, wrong: ContactId, new_id: ContactId, at: datetime) -> Contact:
        """A new contact that says the same and takes the place of *wrong*."""
        return replace(self, id=new_id, corrects=wrong, recorded_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCancellation:
    """A contact that does not count: undone or mistaken. It stays visible, with who and when."""

    id: UUID
    contact_id: ContactId
    reason: str
    cancelled_at: datetime
    cancelled_by: UUID


# Minutes above which the next band begins (contact_lists.json, duration_band).
_BANDS = ((5, "to_5"), (15, "6_15"), (30, "16_30"), (60, "31_60"))


def duration_band(minutes: float) -> str:
    """The band of a conversation of *minutes*."""
    return next((band for most, band in _BANDS if minutes <= most), "over_60")
