"""Activities of the palestra: three that meet weekly from next week on, so that this one is free to practise in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.courses import (
    DIGITAL_TYPE,
    GATHERING,
    GROUP,
    PLACE,
    Activity,
    ActivityDate,
    ActivityDateId,
    ActivityId,
    Enrolment,
    enrolment_id,
    monday_of,
)
from wemi_desk.domain.openings import instant_of
from wemi_desk.domain.series import HolidayName, Rhythm, Series, days_of
from wemi_desk.services.practice import OPERATORS, SPACE

_WEEKS = 4


@dataclass(frozen=True, slots=True)
class _Told:
    """*weekday* counts from Monday; *people* of the palestra are enrolled."""

    title: str
    kind: str
    activity_type: str
    weekday: int
    minute: int
    minutes: int
    room: str
    capacity: int
    people: int
    led_by_text: str = ""
    topic: str = ""
    competences: tuple[str, ...] = ()
    target: str = ""


_TOLD = (
    _Told("Primi passi con SPID", GROUP, DIGITAL_TYPE, 1, 15 * 60, 90, "Sala corsi", 8, 6,
          topic="DIG-09", competences=("9",)),
    _Told("Leggere insieme", GATHERING, "reading", 2, 10 * 60, 90, "Sala grande", 12, 4,
          led_by_text="volontari della biblioteca", target="bambini con chi li accompagna"),
    _Told("Italiano per ricominciare", GATHERING, "italian_course", 3, 9 * 60 + 30, 120, "Sala corsi", 10, 3,
          led_by_text="scuola di italiano della cooperativa"),
)  # fmt: skip


def practice_activities(
    ids: Callable[[], UUID], today: date, people: Sequence[Citizen], holiday: HolidayName
) -> Mapping[str, Sequence[Any]]:
    """Records by kind."""
    first = monday_of(today) + timedelta(days=7)
    made_at = instant_of(today - timedelta(days=7), 9 * 60)
    activities = [_activity(ActivityId(ids()), told, made_at) for told in _TOLD]
    told_of = list(zip(activities, _TOLD, strict=True))
    dates = [
        _date(ActivityDateId(ids()), activity, told, day, made_at)
        for activity, told in told_of
        for day in days_of(_series(first + timedelta(days=told.weekday)), holiday).days
    ]
    enrolments, start = list[Enrolment](), 0
    for activity, told in told_of:
        enrolments += [
            _enrolment(activity, person, made_at + timedelta(minutes=number))
            for number, person in enumerate(people[start : start + told.people])
        ]
        start += told.people
    return {"activity": activities, "activity_date": dates, "activity_enrolment": enrolments}


def _series(first_on: date) -> Series:
    return Series(rhythm=Rhythm.WEEKLY, first_on=first_on, times=_WEEKS, skips_holidays=True)


def _activity(activity_id: ActivityId, told: _Told, made_at: datetime) -> Activity:
    return Activity(
        id=activity_id, space_code=SPACE.code, kind=told.kind, title=told.title, topic=told.topic,
        competences=told.competences, capacity=told.capacity, room=told.room,
        leader_id=None if told.led_by_text else OPERATORS[0].id, led_by_text=told.led_by_text,
        activity_type=told.activity_type, target=told.target, series=_series(made_at.date()).coded, created_at=made_at,
        created_by=OPERATORS[1].id,
    )  # fmt: skip


def _date(
    date_id: ActivityDateId, activity: Activity, told: _Told, day: date, made_at: datetime
) -> ActivityDate:
    return ActivityDate(
        id=date_id, activity_id=activity.id, space_code=SPACE.code, starts_at=instant_of(day, told.minute),
        minutes=told.minutes, room=told.room, leader_id=activity.leader_id, led_by_text=told.led_by_text,
        created_at=made_at, created_by=OPERATORS[1].id,
    )  # fmt: skip


def _enrolment(activity: Activity, person: Citizen, when: datetime) -> Enrolment:
    citizen_id = CitizenId(person.id)
    return Enrolment(
        id=enrolment_id(activity.id, citizen_id), activity_id=activity.id, citizen_id=citizen_id,
        space_code=SPACE.code, enrolled_at=when, enrolled_by=OPERATORS[0].id, told=PLACE,
    )  # fmt: skip
