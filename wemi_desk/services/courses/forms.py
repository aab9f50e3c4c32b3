"""What is typed to plan an activity or to book a workstation, read and judged field by field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.courses import COURSE, LEAST_MINUTES, MOST_DATES, MOST_MINUTES, MOST_PLACES
from wemi_desk.domain.days import rome_instant
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.typed_times import read_typed_time
from wemi_desk.domain.workstations import MOST_MINUTES as LONGEST_TURN
from wemi_desk.domain.workstations import WorkstationId
from wemi_desk.services.courses.planning import ActivityForm, Meetings
from wemi_desk.services.courses.words import topic_codes
from wemi_desk.services.courses.workstations import TurnForm


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedActivity:
    """An activity and its meetings as they stand in the form."""

    title: str
    kind: str = COURSE
    topic: str = ""
    capacity: str = ""
    room: str = ""
    leader_id: UUID | None = None
    day: date | None = None
    time: str = ""
    minutes: str = ""
    weeks: str = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTurn:
    """A turn as it stands in the form; without a time it begins now."""

    workstation_id: WorkstationId | None
    citizen_id: CitizenId | None = None
    first_name: str = ""
    day: date | None = None
    time: str = ""
    minutes: str = ""


def activity_of(typed: TypedActivity) -> ActivityForm:
    """Raises InvalidFieldError for the first field that is not right."""
    competences, domains = topic_codes(typed.topic)
    title, room = (" ".join(text.split()) for text in (typed.title, typed.room))
    if not title:
        raise InvalidFieldError("title", "required")
    if not competences:
        raise InvalidFieldError("topic", "required")
    return ActivityForm(
        kind=typed.kind, title=title, topic=typed.topic, competences=competences, domains=domains,
        capacity=number("capacity", typed.capacity, 1, MOST_PLACES), room=room,
        leader_id=typed.leader_id,
    )  # fmt: skip


def meetings_of(typed: TypedActivity) -> Meetings:
    """Raises InvalidFieldError for the first field that is not right."""
    starts_at = instant_of(typed.day, typed.time)
    minutes = number("minutes", typed.minutes, LEAST_MINUTES, MOST_MINUTES)
    return Meetings(starts_at, minutes, number("weeks", typed.weeks, 1, MOST_DATES))


def turn_of(typed: TypedTurn) -> TurnForm:
    """Raises InvalidFieldError for the first field that is not right."""
    if typed.workstation_id is None:
        raise InvalidFieldError("workstation", "required")
    if typed.citizen_id is None and not typed.first_name.strip():
        raise InvalidFieldError("first_name", "required")
    return TurnForm(
        workstation_id=typed.workstation_id, citizen_id=typed.citizen_id, first_name=typed.first_name.strip(),
        starts_at=instant_of(typed.day, typed.time) if typed.time.strip() else None,
        minutes=number("minutes", typed.minutes, LEAST_MINUTES, LONGEST_TURN),
    )  # fmt: skip


def instant_of(day: date | None, typed_time: str) -> datetime:
    """A wall-clock time in Rome. Raises InvalidFieldError."""
    if day is None:
        raise InvalidFieldError("day", "unreadable")
    at: time | None = read_typed_time(typed_time)
    if at is None:
        raise InvalidFieldError("time", "unreadable")
    return rome_instant(day, at)


def number(field: str, typed: str, low: int, high: int) -> int:
    """A whole number within bounds. Raises InvalidFieldError."""
    bare = typed.strip()
    value = int(bare) if bare.isdecimal() and len(bare) <= 6 else -1
    if not low <= value <= high:
        raise InvalidFieldError(field, "out_of_range", low=low, high=high)
    return value
