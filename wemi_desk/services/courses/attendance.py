"""Who came: by card, by ticking, by number; and one sitting of digital help for the whole group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.courses import (
    BY_CARD,
    BY_TICK,
    CANCELLED,
    HELD,
    MOST_PLACES,
    PLANNED,
    SERVICE_KINDS,
    Activity,
    ActivityDate,
    ActivityDateId,
    Presence,
    presence_id,
    present,
    sitting_of,
)
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilitation import ABOUT_PERSON, AttendanceId, FacilitationAttendance, FacilitationSession
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.slip_codes import slip_code
from wemi_desk.services import deeds
from wemi_desk.services.citizens import living
from wemi_desk.services.courses.lessons import Lesson, lesson_of
from wemi_desk.services.courses.undoing import steps_back
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession
from wemi_desk.services.volunteers.hours import follow_meeting

PRESENT, ALREADY, NOT_ENROLLED, UNKNOWN, SEVERAL = "present", "already", "not_enrolled", "unknown", "several"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a card said: *outcome* is one of the five above; nothing is written but for ``present``."""

    outcome: str
    citizen: Citizen | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that took place; *sitting* only where it was digital help."""

    date: ActivityDate
    sitting: FacilitationSession | None
    people: int


class AttendanceService:
    """The register of one meeting. It may be corrected after the meeting was held: the sitting follows."""

    def __init__(self, store: Store, session: DeskSession, lists: PickLists) -> None:
        self._store = store
        self._session = session
        self._lists = lists

    def scan(self, date_id: ActivityDateId, code: str) -> Scanned:
        """The codice fiscale of a card that was passed."""
        self._session.require("serve")
        with self._store.work() as work:
            lesson = lesson_of(work, self._open(work, date_id))
            found = work.citizens.by_fiscal_code(code)
            if len(found) != 1:
                return Scanned(SEVERAL if found else UNKNOWN)
            listed = next((one for one in lesson.people if one.citizen.id == found[0].id), None)
            if listed is None:
                return Scanned(NOT_ENROLLED, found[0])
            if listed.presence is not None:
                return Scanned(ALREADY, found[0])
            self._note(work, lesson.date, found[0].id, BY_CARD)
            work.commit()
        return Scanned(PRESENT, found[0])

    def tick(self, date_id: ActivityDateId, citizen_id: CitizenId, how: str = BY_TICK) -> Lesson:
        """Somebody is here, enrolled or not."""
        self._session.require("serve")
        with self._store.work() as work:
            meeting = self._open(work, date_id)
            self._note(work, meeting, living(work, citizen_id).id, how)
            lesson = lesson_of(work, meeting)
            work.commit()
        return lesson

    def untick(self, date_id: ActivityDateId, citizen_id: CitizenId) -> Lesson:
        """It was a mistake: the mark stays in the history, withdrawn."""
        self._session.require("serve")
        with self._store.work() as work:
            meeting = self._open(work, date_id)
            for one in work.presences.of([date_id])[date_id]:
                if one.citizen_id == citizen_id and one.withdrawn_at is None:
                    work.presences.replace(replace(one, withdrawn_at=self._session.clock.now()))
            self._follow(work, meeting)
            lesson = lesson_of(work, meeting)
            work.commit()
        return lesson

    def count_unnamed(self, date_id: ActivityDateId, people: int) -> Lesson:
        """So many came and gave no name: work done all the same."""
        self._session.require("serve")
        with self._store.work() as work:
            meeting = replace(self._open(work, date_id), unnamed=people)
            work.activity_dates.replace(meeting)
            self._follow(work, meeting)
            lesson = lesson_of(work, meeting)
            work.commit()
        return lesson

    def hold(self, date_id: ActivityDateId, minutes: int | None = None) -> Held:
        """It took place, for so many true minutes. Raises InvalidFieldError before it began, or with nobody there."""
        self._session.require("serve")
        with self._store.work() as work:
            meeting = self._open(work, date_id)
            if self._session.clock.now() < meeting.starts_at:
                raise InvalidFieldError("starts_at", "not_begun", at=meeting.starts_at)
            held = self.close(work, replace(meeting, minutes=minutes or meeting.minutes))
            work.commit()
        return held

    def close(self, work: UnitOfWork, meeting: ActivityDate) -> Held:
        """:meth:`hold` in a transaction that does more. Raises InvalidFieldError with nobody there."""
        lesson = lesson_of(work, meeting)
        if not lesson.present:
            raise InvalidFieldError("present", "nobody")
        sitting = self._sitting(work, lesson) if lesson.activity.is_digital_help else None
        held = replace(lesson.date, state=HELD, session_id=sitting.id if sitting else None)
        work.activity_dates.replace(held)
        self._follow(work, held)
        follow_meeting(work, self._session, held)
        return Held(held, sitting, lesson.present)

    def reopen(self, date_id: ActivityDateId) -> ActivityDate:
        """Undo of :meth:`hold`: the sitting counts nowhere until it is held again."""
        self._session.require("serve")
        with self._store.work() as work:
            meeting = work.activity_dates.get(date_id)
            if meeting.state != HELD:
                raise InvalidFieldError("state", meeting.state)
            if meeting.session_id is not None:
                sittings = work.records(FacilitationSession)
                sitting = sittings.get(meeting.session_id)
                sittings.replace(replace(sitting, cancelled_at=self._session.clock.now()))
            meeting = replace(meeting, state=PLANNED, session_id=None)
            work.activity_dates.replace(meeting)
            follow_meeting(work, self._session, meeting)
            work.commit()
        return meeting

    def answer(self, date_id: ActivityDateId, citizen_id: CitizenId, said: Mapping[str, str]) -> Lesson:
        """What somebody who was there says about themselves. Raises InvalidFieldError for a code that is not listed."""
        self._session.require("serve")
        codes = {name: (self._lists[name].require(name, said[name]),) for name in ABOUT_PERSON if said.get(name)}
        with self._store.work() as work:
            meeting = self._open(work, date_id)
            if meeting.session_id is None:
                raise InvalidFieldError("state", meeting.state)
            for one in work.paperwork.sittings.attended([meeting.session_id])[meeting.session_id]:
                if one.citizen_id == citizen_id:
                    work.records(FacilitationAttendance).replace(replace(one, answers={**one.answers, **codes}))
            lesson = lesson_of(work, meeting)
            work.commit()
        return lesson

    def _open(self, work: UnitOfWork, date_id: ActivityDateId) -> ActivityDate:
        """A register is written from the day of the meeting on."""
        meeting = work.activity_dates.get(date_id)
        if meeting.state == CANCELLED:
            raise InvalidFieldError("state", CANCELLED)
        if rome_day(self._session.clock.now()) < rome_day(meeting.starts_at):
            raise InvalidFieldError("starts_at", "not_today")
        return meeting

    def _note(self, work: UnitOfWork, meeting: ActivityDate, citizen_id: CitizenId, how: str) -> None:
        made, now = presence_id(meeting.id, citizen_id), self._session.clock.now()
        before = work.presences.find(made)
        noted = before
        if before is None:
            noted = Presence(
                id=made, date_id=meeting.id, activity_id=meeting.activity_id, citizen_id=citizen_id,
                space_code=self._session.space.code, how=how, noted_at=now, noted_by=self._session.operator.id,
            )  # fmt: skip
            work.presences.add(noted)
        elif before.withdrawn_at is not None:
            by = self._session.operator.id
            noted = replace(before, how=how, noted_at=now, noted_by=by, withdrawn_at=None)
            work.presences.replace(noted)
        if noted is not None and noted != before and meeting.state != HELD:  # a closed register is mended by hand
            detail = steps_back((noted, replace(noted, withdrawn_at=now)))
            deeds.remember(work, self._session, deeds.RECORDS, noted.id, detail=detail)
        self._follow(work, meeting)

    def _sitting(self, work: UnitOfWork, lesson: Lesson) -> FacilitationSession:
        """One for the group: every row of it is the same but for the person."""
        made, activity = sitting_of(lesson.date.id), lesson.activity
        sittings, now = work.records(FacilitationSession), self._session.clock.now()
        known = sittings.find(made)
        if known is not None:
            again = replace(known, minutes=lesson.date.minutes, starts_at=lesson.date.starts_at, cancelled_at=None)
            sittings.replace(again)
            return again
        sitting = FacilitationSession(
            id=made, space_code=lesson.date.space_code, operator_id=self._leader(lesson.date, activity),
            starts_at=lesson.date.starts_at, minutes=lesson.date.minutes, kind=SERVICE_KINDS[activity.kind],
            competences=activity.competences, domains=activity.domains, title=activity.title,
            local_number=slip_code(made, lesson.date.starts_at), course_id=activity.id,
            entered_after=rome_day(now) > rome_day(lesson.date.starts_at),
        )  # fmt: skip
        sittings.add(sitting)
        return sitting

    def _leader(self, meeting: ActivityDate, activity: Activity) -> UUID:
        return meeting.leader_id or activity.leader_id or self._session.operator.id

    def _follow(self, work: UnitOfWork, meeting: ActivityDate) -> None:
        """The attendances of a held meeting say what its register says."""
        if meeting.session_id is None:
            return
        noted = work.presences.of([meeting.id])[meeting.id]
        here = {one.citizen_id for one in present(noted)}
        known = work.presences.said_before(sorted(here))
        for citizen_id in sorted({one.citizen_id for one in noted}):
            made = FacilitationAttendance(
                id=AttendanceId(uuid5(meeting.session_id, f"attendance|{citizen_id}")), session_id=meeting.session_id,
                citizen_id=citizen_id, answers=known.get(citizen_id, {}),
            )  # fmt: skip
            self._attend(work, made, citizen_id in here)
        for number in range(MOST_PLACES + 1):
            made_of = AttendanceId(uuid5(meeting.session_id, f"unnamed|{number}"))
            nameless = FacilitationAttendance(id=made_of, session_id=meeting.session_id)
            if not self._attend(work, nameless, number < meeting.unnamed):
                break

    def _attend(self, work: UnitOfWork, attendance: FacilitationAttendance, is_here: bool) -> bool:
        """Write one down, or take it back; False when there is nothing to say about it."""
        records = work.records(FacilitationAttendance)
        known = records.find(attendance.id)
        if known is None and is_here:
            records.add(attendance)
        elif known is not None and is_here != (known.cancelled_at is None):
            gone: datetime | None = None if is_here else self._session.clock.now()
            records.replace(replace(known, cancelled_at=gone))
        return is_here or known is not None
