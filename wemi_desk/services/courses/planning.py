"""Plan activities with their dates, and read the week and one meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.courses import (
    CANCELLED,
    COURSE,
    HELD,
    PLANNED,
    Activity,
    ActivityDate,
    ActivityDateId,
    ActivityId,
    Clash,
    Presence,
    Standing,
    clashes,
    monday_of,
    present,
    standings,
    weekly,
)
from wemi_desk.domain.days import bounds
from wemi_desk.domain.errors import InvalidFieldError, RecordMissingError
from wemi_desk.domain.facilitation import ABOUT_PERSON
from wemi_desk.domain.names import fitting
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("courses", "timeline", "outbox")
TITLE_LIMIT, ROOM_LIMIT, NOTE_LIMIT, REASON_LIMIT = 80, 60, 500, 200
DAYS_SHOWN = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityForm:
    """What is said of an activity as a whole; its codes are those of the whole group."""

    kind: str = COURSE
    title: str
    topic: str = ""
    competences: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    capacity: int
    room: str = ""
    leader_id: UUID | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Meetings:
    """When: the same weekday and time for so many weeks."""

    starts_at: datetime
    minutes: int
    times: int = 1


@dataclass(frozen=True, slots=True)
class Planned:
    """An activity as written, its new dates, and what clashes with them."""

    activity: Activity
    dates: tuple[ActivityDate, ...]
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLine:
    """One meeting in the week: places taken, people who wait, people present, people somebody must call."""

    date: ActivityDate
    activity: Activity
    taken: int
    waiting: int
    present: int
    to_tell: int
    is_clashing: bool

    @property
    def free(self) -> int:
        return max(0, self.activity.capacity - self.taken)


@dataclass(frozen=True, slots=True)
class LessonPerson:
    """Somebody on the list of a meeting; without a standing: came and was not enrolled. *answers* are what they said
    about themselves; None where nobody asks."""

    citizen: Citizen
    standing: Standing | None
    presence: Presence | None
    answers: Mapping[str, tuple[str, ...]] | None = None

    @property
    def lacks_answers(self) -> bool:
        """The row of this person would not leave for Facilita, or say less."""
        return self.answers is not None and any(not self.answers.get(name) for name in ABOUT_PERSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One meeting with its people, those with a place first, then who waits, then who came unasked."""

    activity: Activity
    date: ActivityDate
    number: int
    dates: tuple[ActivityDate, ...]
    people: tuple[LessonPerson, ...]
    clashes: tuple[Clash, ...] = field(default=())

    @property
    def taken(self) -> int:
        return sum(one.standing is not None and one.standing.has_place for one in self.people)

    @property
    def present(self) -> int:
        """Everybody who is there, with a name or without."""
        return sum(one.presence is not None for one in self.people) + self.date.unnamed


class CoursePlanning:
    """Activities of this space."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def plan(self, form: ActivityForm, meetings: Meetings) -> Planned:
        """A new activity with its dates. Raises InvalidFieldError; a clash is told, and does not stop."""
        self._session.require("serve")
        with self._store.work() as work:
            activity = Activity(
                id=ActivityId(self._session.ids()), space_code=self._session.space.code,
                created_at=self._session.clock.now(), created_by=self._session.operator.id, **_fields(form),
            )  # fmt: skip
            work.records(Activity).add(activity)
            dates = self._add(work, activity, meetings)
            found = _clashing(work, dates)
            work.commit()
        return Planned(activity, dates, found)

    def replan(self, activity_id: ActivityId, form: ActivityForm) -> Activity:
        """Say it anew. With fewer places the last to enrol wait, and somebody must tell them."""
        self._session.require("serve")
        with self._store.work() as work:
            activity = replace(work.records(Activity).get(activity_id), **_fields(form))
            work.records(Activity).replace(activity)
            work.commit()
        return activity

    def move_date(
        self, date_id: ActivityDateId, starts_at: datetime, minutes: int, room: str, leader_id: UUID | None
    ) -> Planned:
        """Another time, room or leader for one meeting."""
        self._session.require("serve")
        with self._store.work() as work:
            before = work.activity_dates.get(date_id)
            if before.state != PLANNED:
                raise InvalidFieldError("state", before.state)
            room = fitting("room", room, ROOM_LIMIT)
            moved = replace(before, starts_at=starts_at, minutes=minutes, room=room, leader_id=leader_id)
            work.activity_dates.replace(moved)
            found = _clashing(work, (moved,))
            activity = work.records(Activity).get(moved.activity_id)
            work.commit()
        return Planned(activity, (moved,), found)

    def cancel_date(self, date_id: ActivityDateId, reason: str) -> ActivityDate:
        """It does not take place; everybody enrolled must be told. Raises InvalidFieldError once it was held."""
        return self._turn(date_id, CANCELLED, PLANNED, fitting("reason", reason, REASON_LIMIT))

    def restore_date(self, date_id: ActivityDateId) -> ActivityDate:
        """It takes place after all."""
        return self._turn(date_id, PLANNED, CANCELLED, "")

    def week(self, day: date) -> Sequence[DateLine]:
        """The meetings from the Monday of *day* to Sunday."""
        begin, end = bounds(monday_of(day))[0], bounds(monday_of(day) + timedelta(days=DAYS_SHOWN - 1))[1]
        with self._store.reading() as work:
            return _lines(work, work.activity_dates.between(begin, end))

    def lesson(self, date_id: ActivityDateId) -> Lesson:
        """One meeting with its people. Raises RecordMissingError."""
        with self._store.reading() as work:
            return lesson_of(work, work.activity_dates.get(date_id))

    def of_citizen(self, citizen_id: CitizenId) -> Sequence[tuple[Activity, Standing]]:
        """What this person is enrolled for, and where they stand."""
        with self._store.reading() as work:
            mine = work.enrolments.of_citizen(citizen_id)
            activities = work.activity_dates.activities([one.activity_id for one in mine])
            every = work.enrolments.of(list(activities))
        found = {one.id for one in mine}
        return [
            (activity, standing)
            for activity_id, activity in activities.items()
            for standing in standings(every[activity_id], activity.capacity)
            if standing.enrolment.id in found
        ]

    def _turn(self, date_id: ActivityDateId, state: str, before: str, reason: str) -> ActivityDate:
        self._session.require("serve")
        with self._store.work() as work:
            meeting = work.activity_dates.get(date_id)
            if meeting.state != before:
                raise InvalidFieldError("state", meeting.state)
            meeting = replace(meeting, state=state, reason=reason)
            work.activity_dates.replace(meeting)
            work.commit()
        return meeting

    def _add(self, work: UnitOfWork, activity: Activity, meetings: Meetings) -> tuple[ActivityDate, ...]:
        made = tuple(
            ActivityDate(
                id=ActivityDateId(self._session.ids()), activity_id=activity.id, space_code=activity.space_code,
                starts_at=starts_at, minutes=meetings.minutes, room=activity.room, leader_id=activity.leader_id,
                created_at=self._session.clock.now(), created_by=self._session.operator.id,
            )
            for starts_at in weekly(meetings.starts_at, meetings.times)
        )  # fmt: skip
        for one in made:
            work.activity_dates.add(one)
        return made


def standing_activity(work: UnitOfWork, activity_id: ActivityId) -> Activity:
    """One that was not cancelled. Raises RecordMissingError, InvalidFieldError."""
    activity = work.records(Activity).get(activity_id)
    if activity.cancelled_at is not None:
        raise InvalidFieldError("state", CANCELLED)
    return activity


def lesson_of(work: UnitOfWork, meeting: ActivityDate) -> Lesson:
    """One meeting with its people."""
    activity = work.records(Activity).find(meeting.activity_id)
    if activity is None:
        raise RecordMissingError("activity")
    dates = tuple(work.activity_dates.of(activity.id))
    alive = [one for one in dates if one.state != CANCELLED or one.id == meeting.id]
    around = work.activity_dates.between(meeting.starts_at - timedelta(hours=12), meeting.ends_at)
    return Lesson(
        activity=activity, date=meeting, number=1 + [one.id for one in alive].index(meeting.id), dates=dates,
        people=_people(work, activity, meeting), clashes=_about(clashes(around), {meeting.id}),
    )  # fmt: skip


def _people(work: UnitOfWork, activity: Activity, meeting: ActivityDate) -> tuple[LessonPerson, ...]:
    placed = standings(work.enrolments.of([activity.id])[activity.id], activity.capacity)
    here = {one.citizen_id: one for one in present(work.presences.of([meeting.id])[meeting.id])}
    ids = [one.enrolment.citizen_id for one in placed]
    guests = [one for one in here if one not in ids]
    found = {one.id: one for one in work.citizens.by_ids([*ids, *guests])}
    said = _answers(work, meeting)
    enrolled = [
        LessonPerson(found[one], standing, here.get(one), said.get(one))
        for one, standing in zip(ids, placed, strict=True) if one in found
    ]  # fmt: skip
    return (*enrolled, *(LessonPerson(found[one], None, here[one], said.get(one)) for one in guests if one in found))


def _answers(work: UnitOfWork, meeting: ActivityDate) -> Mapping[UUID, Mapping[str, tuple[str, ...]]]:
    """Of everybody at the sitting that a held meeting was."""
    if meeting.session_id is None:
        return {}
    attended = work.paperwork.sittings.attended([meeting.session_id])[meeting.session_id]
    return {one.citizen_id: one.answers for one in attended if one.citizen_id is not None}


def _fields(form: ActivityForm) -> dict[str, Any]:
    return {
        "kind": form.kind, "title": fitting("title", form.title, TITLE_LIMIT), "topic": form.topic,
        "competences": form.competences, "domains": form.domains, "capacity": form.capacity,
        "room": fitting("room", form.room, ROOM_LIMIT), "leader_id": form.leader_id,
        "note": fitting("note", form.note, NOTE_LIMIT),
    }  # fmt: skip


def _clashing(work: UnitOfWork, dates: tuple[ActivityDate, ...]) -> tuple[Clash, ...]:
    around: dict[UUID, ActivityDate] = {}
    for one in dates:
        near = work.activity_dates.between(one.starts_at - timedelta(hours=12), one.ends_at)
        around |= {other.id: other for other in near}
    return _about(clashes(list(around.values())), {one.id for one in dates})


def _about(found: tuple[Clash, ...], ids: set[ActivityDateId]) -> tuple[Clash, ...]:
    return tuple(one for one in found if one.one.id in ids or one.other.id in ids)


def _lines(work: UnitOfWork, dates: Sequence[ActivityDate]) -> Sequence[DateLine]:
    activities = work.activity_dates.activities(list({one.activity_id for one in dates}))
    enrolled = work.enrolments.of(list(activities))
    placed = {one: standings(enrolled[one], activity.capacity) for one, activity in activities.items()}
    presences = work.presences.of([one.id for one in dates])
    clashing = {one.id for clash in clashes(dates) for one in (clash.one, clash.other)}
    return [
        _line(one, activities, placed, len(present(presences[one.id])), one.id in clashing)
        for one in dates if one.activity_id in activities
    ]  # fmt: skip


def _line(
    meeting: ActivityDate, activities: Mapping[UUID, Activity], placed: Mapping[UUID, tuple[Standing, ...]],
    named: int, is_clashing: bool,
) -> DateLine:  # fmt: skip
    people = placed[meeting.activity_id]
    taken = sum(one.has_place for one in people)
    return DateLine(
        date=meeting, activity=activities[meeting.activity_id], taken=taken, waiting=len(people) - taken,
        present=named + meeting.unnamed, to_tell=sum(one.is_to_tell for one in people),
        is_clashing=is_clashing and meeting.state != HELD,
    )  # fmt: skip
