"""Plan activities with their dates, change one meeting or the rest of a series, and read the calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.clashes import Clash
from wemi_desk.domain.courses import (
    CANCELLED,
    COURSE,
    PLANNED,
    Activity,
    ActivityDate,
    ActivityDateId,
    ActivityId,
    Standing,
    monday_of,
    standings,
)
from wemi_desk.domain.days import bounds, rome_day, rome_time
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.names import fitting
from wemi_desk.domain.series import HolidayName, Rhythm, Series, SeriesDays, days_of, instants_of
from wemi_desk.services import deeds
from wemi_desk.services.courses.lessons import CalendarPage, DateLine, Lesson, clashing, lesson_of, lines_of
from wemi_desk.services.courses.undoing import steps_back
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("courses", "timeline", "outbox")
TITLE_LIMIT, ROOM_LIMIT, NOTE_LIMIT, REASON_LIMIT = 80, 60, 500, 200
LEADER_LIMIT, TARGET_LIMIT, PARTNERS_LIMIT = 60, 80, 200
DAYS_SHOWN = 7


def no_holidays(_day: date) -> str:
    """Where nobody knows the calendar of the city."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityForm:
    """What is said of an activity as a whole; its codes are those of the whole group."""

    kind: str = COURSE
    activity_type: str = ""
    title: str
    topic: str = ""
    competences: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    capacity: int
    room: str = ""
    leader_id: UUID | None = None
    led_by_text: str = ""
    partner_organisations: tuple[str, ...] = ()
    price_cents: int = 0
    target: str = ""
    enrolment_needed: bool = True
    volunteers: tuple[UUID, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Meetings:
    """When: a series, or the same weekday and time for so many weeks."""

    starts_at: datetime
    minutes: int
    times: int = 1
    series: Series | None = None

    @property
    def said(self) -> Series:
        """The series, also where only weeks were said."""
        rhythm = Rhythm.WEEKLY if self.times > 1 else Rhythm.ONCE
        return self.series or Series(rhythm=rhythm, first_on=rome_day(self.starts_at), times=self.times)

    def instants(self, laid_out: SeriesDays) -> tuple[datetime, ...]:
        """The same clock time on each day. Raises InvalidFieldError."""
        return instants_of(laid_out.days, rome_time(self.starts_at).time())


@dataclass(frozen=True, slots=True)
class Planned:
    """An activity as written, its new dates, what clashes with them, who must wait now, and the deed that undoes it."""

    activity: Activity
    dates: tuple[ActivityDate, ...]
    clashes: tuple[Clash, ...] = ()
    waiting: tuple[Standing, ...] = ()
    deed: Deed | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be written: nothing is."""

    laid_out: SeriesDays
    dates: tuple[ActivityDate, ...]
    clashes: tuple[Clash, ...]
    titles: dict[UUID, str]


class CoursePlanning:
    """Activities of this space."""

    def __init__(self, store: Store, session: DeskSession, holiday: HolidayName = no_holidays) -> None:
        self._store = store
        self._session = session
        self._holiday = holiday

    def plan(self, form: ActivityForm, meetings: Meetings) -> Planned:
        """A new activity with its dates. Raises InvalidFieldError; a clash is told, and does not stop."""
        self._session.require("serve")
        laid_out = days_of(meetings.said, self._holiday)
        instants = meetings.instants(laid_out)
        with self._store.work() as work:
            activity = self._activity(form, meetings.said)
            work.records(Activity).add(activity)
            dates = self._dates(activity, form, instants, meetings.minutes)
            for one in dates:
                work.activity_dates.add(one)
            found = clashing(work, dates)
            undone = replace(activity, cancelled_at=activity.created_at)
            deed = deeds.remember(
                work, self._session, deeds.RECORDS, activity.id, detail=steps_back((activity, undone))
            )
            work.commit()
        return Planned(activity, dates, found, deed=deed)

    def preview(self, form: ActivityForm, meetings: Meetings, lesson: Lesson | None = None) -> Preview:
        """What a form would make, with holidays and clashes; of *lesson* only that meeting moves. Writes nothing."""
        laid_out = days_of(meetings.said, self._holiday)
        activity = self._activity(form, meetings.said)
        dates = self._dates(activity, form, meetings.instants(laid_out), meetings.minutes)
        without = frozenset({lesson.date.id}) if lesson is not None else frozenset()
        with self._store.reading() as work:
            found = clashing(work, dates, without)
            ids = {one.activity_id for clash in found for one in (clash.one, clash.other)}
            titles = {key: one.title for key, one in work.activity_dates.activities(list(ids)).items()}
        return Preview(laid_out, dates, found, titles)

    def replan(self, activity_id: ActivityId, form: ActivityForm) -> Activity:
        """Say it anew. With fewer places the last to enrol wait, and somebody must tell them."""
        self._session.require("serve")
        with self._store.work() as work:
            activity = replace(work.records(Activity).get(activity_id), **form_fields(form))
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
            found = clashing(work, (moved,))
            activity = work.records(Activity).get(moved.activity_id)
            detail = steps_back((moved, before))
            deed = deeds.remember(work, self._session, deeds.RECORDS, moved.id, detail=detail)
            work.commit()
        return Planned(activity, (moved,), found, deed=deed)

    def cancel_date(self, date_id: ActivityDateId, reason: str) -> ActivityDate:
        """It does not take place; everybody enrolled must be told. Raises InvalidFieldError once it was held."""
        return self._turn(date_id, CANCELLED, PLANNED, fitting("reason", reason, REASON_LIMIT))

    def restore_date(self, date_id: ActivityDateId) -> ActivityDate:
        """It takes place after all."""
        return self._turn(date_id, PLANNED, CANCELLED, "")

    def week(self, day: date) -> Sequence[DateLine]:
        """The meetings from the Monday of *day* to Sunday."""
        begin, end = bounds(monday_of(day))[0], bounds(date.fromordinal(monday_of(day).toordinal() + DAYS_SHOWN - 1))[1]
        with self._store.reading() as work:
            return lines_of(work, begin, end)

    def page(self, first: date, last: date) -> CalendarPage:
        """The meetings from *first* to *last*, with the holidays among those days."""
        days = [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
        with self._store.reading() as work:
            lines = lines_of(work, bounds(first)[0], bounds(last)[1])
            now = self._session.clock.now()
            to_tell = to_be_told(work, now)
            wanted = to_tell[0][0].id if to_tell else None
            tell_at = next((one for one in work.activity_dates.planned_after(now) if one.activity_id == wanted), None)
        holidays = {day: name for day in days if (name := self._holiday(day))}
        return CalendarPage(lines, holidays, len(to_tell), tell_at)

    def lesson(self, date_id: ActivityDateId) -> Lesson:
        """One meeting with its people. Raises RecordMissingError."""
        with self._store.reading() as work:
            meeting = work.activity_dates.get(date_id)
            return lesson_of(work, meeting, self._holiday(rome_day(meeting.starts_at)))

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
            for standing in standings(every[activity_id], activity.places)
            if standing.enrolment.id in found
        ]

    def _turn(self, date_id: ActivityDateId, state: str, before: str, reason: str) -> ActivityDate:
        self._session.require("serve")
        with self._store.work() as work:
            stood = work.activity_dates.get(date_id)
            if stood.state != before:
                raise InvalidFieldError("state", stood.state)
            meeting = replace(stood, state=state, reason=reason)
            work.activity_dates.replace(meeting)
            deeds.remember(work, self._session, deeds.RECORDS, meeting.id, detail=steps_back((meeting, stood)))
            work.commit()
        return meeting

    def _activity(self, form: ActivityForm, series: Series) -> Activity:
        return Activity(
            id=ActivityId(self._session.ids()), space_code=self._session.space.code, series=series.coded,
            created_at=self._session.clock.now(), created_by=self._session.operator.id, **form_fields(form),
        )  # fmt: skip

    def _dates(
        self, activity: Activity, form: ActivityForm, instants: Sequence[datetime], minutes: int
    ) -> tuple[ActivityDate, ...]:
        return meetings_at(activity, instants, minutes, form.volunteers, self._session.ids)


def meetings_at(
    activity: Activity, instants: Sequence[datetime], minutes: int, volunteers: tuple[UUID, ...],
    ids: Callable[[], UUID],
) -> tuple[ActivityDate, ...]:  # fmt: skip
    """New meetings of an activity, each with its room and leader."""
    return tuple(
        ActivityDate(
            id=ActivityDateId(ids()), activity_id=activity.id, space_code=activity.space_code, starts_at=starts_at,
            minutes=minutes, room=activity.room, leader_id=activity.leader_id, led_by_text=activity.led_by_text,
            volunteers=volunteers, created_at=activity.created_at, created_by=activity.created_by,
        )
        for starts_at in instants
    )  # fmt: skip


def to_be_told(work: UnitOfWork, now: datetime) -> Sequence[tuple[Activity, Standing]]:
    """Everybody whose place is not any more what they were told, of what is still to come."""
    coming = work.activity_dates.planned_after(now)
    found = work.activity_dates.activities(list({one.activity_id for one in coming}))
    activities = [one for one in found.values() if one.cancelled_at is None]
    enrolled = work.enrolments.of([one.id for one in activities])
    return [
        (activity, standing) for activity in activities
        for standing in standings(enrolled[activity.id], activity.places) if standing.is_to_tell
    ]  # fmt: skip


def standing_activity(work: UnitOfWork, activity_id: ActivityId) -> Activity:
    """One that was not cancelled. Raises RecordMissingError, InvalidFieldError."""
    activity = work.records(Activity).get(activity_id)
    if activity.cancelled_at is not None:
        raise InvalidFieldError("state", CANCELLED)
    return activity


def form_fields(form: ActivityForm) -> dict[str, Any]:
    """The fields of the record, each of a length that fits. Raises InvalidFieldError."""
    return {
        "kind": form.kind, "title": fitting("title", form.title, TITLE_LIMIT), "topic": form.topic,
        "competences": form.competences, "domains": form.domains, "capacity": form.capacity,
        "room": fitting("room", form.room, ROOM_LIMIT), "leader_id": form.leader_id,
        "note": fitting("note", form.note, NOTE_LIMIT), "activity_type": form.activity_type,
        "led_by_text": fitting("led_by_text", form.led_by_text, LEADER_LIMIT),
        "partner_organisations": tuple(fitting("partners", one, ROOM_LIMIT) for one in form.partner_organisations),
        "is_free": form.price_cents == 0, "price_cents": form.price_cents,
        "target": fitting("target", form.target, TARGET_LIMIT), "enrolment_needed": form.enrolment_needed,
    }  # fmt: skip


