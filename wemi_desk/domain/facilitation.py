"""A sitting of digital help and who was there (paperwork.md 2; facilita.md 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NewType
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError

SessionId = NewType("SessionId", UUID)
AttendanceId = NewType("AttendanceId", UUID)
INDIVIDUAL = "A"
ABOUT_PERSON = ("education", "occupation", "citizenship")
"""Answers in our own finer codes that say who somebody is, and are the same at the next sitting."""
MOST_MINUTES = 23 * 60 + 59


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilitationSession:
    """One sitting: its true minutes and what it was about. *kind*, *competences* and *domains* are codes of Facilita's
    SE3, SE5 and SE6, which come from the type of paperwork and may be changed."""

    id: SessionId
    space_code: str
    operator_id: UUID
    starts_at: datetime
    minutes: int
    kind: str = INDIVIDUAL
    competences: tuple[str, ...]
    domains: tuple[str, ...] = ()
    title: str
    """Short name of what it was about, without anybody's data."""
    local_number: str
    """One of its own per desk and year, whatever the case of its letters."""
    case_id: UUID | None = None
    """The matter (PaperworkCase) it was about; *other_case_ids* those that shared its minutes, counted once."""
    other_case_ids: tuple[UUID, ...] = ()
    course_id: UUID | None = None
    entered_after: bool = False
    """Its time was typed later, not measured."""
    cancelled_at: datetime | None = None
    """Written by mistake: it counts nowhere."""

    def __post_init__(self) -> None:
        if not 1 <= self.minutes <= MOST_MINUTES:
            raise InvalidFieldError("minutes", "out_of_range", low=1, high=MOST_MINUTES)
        if not self.competences:
            raise InvalidFieldError("competences", "required")


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilitationAttendance:
    """One person at one sitting; None is somebody who gave no name. *answers* are ES columns that were asked."""

    id: AttendanceId
    session_id: SessionId
    citizen_id: CitizenId | None = None
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cancelled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """What Facilita asks about one person, in our own finer codes; *answers* are ES columns that were asked."""

    attendance_id: AttendanceId
    citizen_id: CitizenId
    surname: str
    given_name: str
    fiscal_code: str | None
    birth_date: date | None
    education: str = "not_provided"
    occupation: str = "not_provided"
    citizenship: str = "not_provided"
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
