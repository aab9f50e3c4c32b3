"""Volunteers: neighbours who lend a hand. No operators, no login: they get the sheet of the activity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType
from uuid import UUID, uuid5

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.courses import ActivityDateId, ActivityId
from wemi_desk.domain.errors import InvalidFieldError

VolunteerId = NewType("VolunteerId", UUID)
VolunteerHoursId = NewType("VolunteerHoursId", UUID)
MOST_MINUTES_A_DAY = 16 * 60
_NAMESPACE = UUID("6d1f5c2e-3a58-5c40-9f0e-6c1d0f4b7a11")


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer:
    """*skills* are codes of the list of activity types; *until_on* is the last day they could be asked; *withdrawn_at*
    when the registration was a mistake."""

    id: VolunteerId
    citizen_id: CitizenId
    space_code: str
    since_on: date
    until_on: date | None = None
    skills: tuple[str, ...] = ()
    skills_text: str = ""
    availability_text: str = ""
    created_at: datetime
    created_by: UUID
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.until_on is not None and self.until_on < self.since_on:
            raise InvalidFieldError("until", "before_since", day=self.since_on)

    def is_active(self, day: date) -> bool:
        """Whether they can be asked on *day*."""
        if self.withdrawn_at is not None:
            return False
        return self.since_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerHours:
    """Time given on a day. Of a meeting that was held it is made by the program, one record per meeting and person."""

    id: VolunteerHoursId
    volunteer_id: VolunteerId
    citizen_id: CitizenId
    space_code: str
    worked_on: date
    minutes: int
    activity_id: ActivityId | None = None
    date_id: ActivityDateId | None = None
    created_at: datetime
    created_by: UUID
    cancelled_at: datetime | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.minutes <= MOST_MINUTES_A_DAY:
            raise InvalidFieldError("hours", "out_of_range", low=1, high=MOST_MINUTES_A_DAY // 60)


@dataclass(frozen=True, slots=True)
class VolunteerFigures:
    """Indicators of a period: people with at least one hour written down, and how much in all."""

    active: int
    minutes: int


def volunteer_id(citizen_id: CitizenId, space_code: str) -> VolunteerId:
    """One per person and space: two desks that register the same person make one record."""
    return VolunteerId(uuid5(_NAMESPACE, f"{citizen_id}|{space_code}"))


def hours_id(date_id: ActivityDateId, volunteer: VolunteerId) -> VolunteerHoursId:
    """One per meeting and volunteer, also when two desks close the meeting."""
    return VolunteerHoursId(uuid5(date_id, f"hours|{volunteer}"))


def figures_of(hours: Iterable[VolunteerHours], first: date, last: date) -> VolunteerFigures:
    """What counts from *first* to *last*; who is written down twice as a person counts once."""
    counted = [one for one in hours if one.cancelled_at is None and first <= one.worked_on <= last]
    return VolunteerFigures(len({one.citizen_id for one in counted}), sum(one.minutes for one in counted))
