"""Sittings of digital help: true minutes, what they were about, who was there. No minute counts twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.days import bounds, rome_day
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilitation import (
    INDIVIDUAL,
    MOST_MINUTES,
    AttendanceId,
    FacilitationAttendance,
    FacilitationSession,
    SessionId,
)
from wemi_desk.domain.names import fitting
from wemi_desk.domain.paperwork import PaperworkType
from wemi_desk.domain.paperwork_cases import PaperworkCase
from wemi_desk.services.citizens import living
from wemi_desk.services.paperwork.catalogue import PaperworkTypes
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("paperwork", "sittings", "outbox")
MOST_TITLE = 120
_NO_DOMAIN = "S"
"""SE6 of help that used no public service; beside a service it says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Somebody who was there; None gave no name. *answers* are ES columns → codes."""

    citizen_id: CitizenId | None = None
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSitting:
    """What is said of a sitting; what is left empty comes from the types of its cases, and the person from the first.

    *starts_at* None: it ends now and was measured. A time that was typed sets *entered_after*. Several *case_ids* share
    the minutes of one sitting.
    """

    minutes: int
    case_ids: tuple[UUID, ...] = ()
    starts_at: datetime | None = None
    entered_after: bool = False
    kind: str = ""
    competences: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    title: str = ""
    present: tuple[Present, ...] | None = None
    course_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SittingLine:
    """One sitting with who was there."""

    sitting: FacilitationSession
    attendances: Sequence[FacilitationAttendance]


class SittingService:
    """Every call blocks: use a lane."""

    def __init__(self, store: Store, session: DeskSession, types: PaperworkTypes) -> None:
        self._store = store
        self._session = session
        self._types = types

    def record(self, new: NewSitting) -> FacilitationSession:
        """Write a sitting and who was there, all or nothing. Raises InvalidFieldError."""
        self._session.require("serve")
        with self._store.work() as work:
            sitting = self.write(work, new)
            work.commit()
        return sitting

    def record_each(self, sittings: Sequence[NewSitting]) -> Sequence[FacilitationSession]:
        """The sittings of one visit, all or none."""
        self._session.require("serve")
        with self._store.work() as work:
            written = [self.write(work, one) for one in sittings]
            work.commit()
        return written

    def attend(
        self, session_id: UUID, citizen_id: CitizenId | None, answers: Mapping[str, tuple[str, ...]] | None = None
    ) -> FacilitationAttendance:
        """One person more at a sitting; the same one twice is refused (InvalidFieldError ``citizen_id:twice``)."""
        self._session.require("serve")
        with self._store.work() as work:
            work.paperwork.sittings.get(session_id)
            present = Present(citizen_id=citizen_id, answers=answers or {})
            attendance = self._attend(work, SessionId(session_id), present)
            work.commit()
        return attendance

    def leave(self, attendance_id: UUID) -> Changes:
        """Somebody was entered by mistake."""
        self._session.require("serve")
        with self._store.work() as work:
            attendance = work.paperwork.attendances.get(attendance_id)
            work.paperwork.attendances.replace(replace(attendance, cancelled_at=self._session.clock.now()))
            work.commit()
        return CHANGED

    def answer(self, attendance_id: UUID, answers: Mapping[str, tuple[str, ...]]) -> FacilitationAttendance:
        """What the person said to Facilita's questions, in place of what was there."""
        self._session.require("serve")
        with self._store.work() as work:
            before = work.paperwork.attendances.get(attendance_id)
            after = replace(before, answers=_ordered(answers))
            work.paperwork.attendances.replace(after)
            work.commit()
        return after

    def correct(self, sitting: FacilitationSession) -> FacilitationSession:
        """Write what differs; its number, its operator and its space stay. Raises InvalidFieldError."""
        self._session.require("serve")
        with self._store.work() as work:
            before = work.paperwork.sittings.get(sitting.id)
            after = replace(
                sitting, local_number=before.local_number, operator_id=before.operator_id,
                space_code=before.space_code, entered_after=before.entered_after or _retimed(before, sitting),
            )  # fmt: skip
            self._check_time(after.starts_at, after.minutes)
            work.paperwork.sittings.replace(after)
            work.commit()
        return after

    def cancel(self, session_id: UUID) -> Changes:
        """Written by mistake: it stays, and counts nowhere."""
        self._session.require("serve")
        with self._store.work() as work:
            before = work.paperwork.sittings.get(session_id)
            work.paperwork.sittings.replace(replace(before, cancelled_at=self._session.clock.now()))
            work.commit()
        return CHANGED

    def of_case(self, case_id: UUID) -> Sequence[SittingLine]:
        """Those that count, oldest first; one that was shared with another matter stands under both."""
        with self._store.reading() as work:
            return lines_of(work, case_id)

    def of_day(self, day: date | None = None) -> Sequence[SittingLine]:
        """Those of this space on a day, oldest first."""
        begin, end = bounds(day or self._session.clock.today())
        with self._store.reading() as work:
            found = work.paperwork.sittings.begun_between(begin, end, self._session.space.code)
            there = work.paperwork.sittings.attended([one.id for one in found])
        return [SittingLine(one, there[one.id]) for one in found]

    def minutes_between(self, first: date, last: date) -> int:
        """Minutes of this space from *first* to *last*, both included: each sitting once, whatever it was about."""
        with self._store.reading() as work:
            found = work.paperwork.sittings.begun_between(bounds(first)[0], bounds(last)[1], self._session.space.code)
        return sum(one.minutes for one in found)

    def overlapping(self, starts_at: datetime, minutes: int) -> Sequence[FacilitationSession]:
        """Sittings of this operator in the same minutes: to be asked about, not forbidden."""
        ends_at = starts_at + timedelta(minutes=minutes)
        with self._store.reading() as work:
            earliest = starts_at - timedelta(minutes=MOST_MINUTES)
            found = work.paperwork.sittings.of_operator(self._session.operator.id, earliest, ends_at)
        return [one for one in found if one.starts_at + timedelta(minutes=one.minutes) > starts_at]

    def write(self, work: UnitOfWork, new: NewSitting) -> FacilitationSession:
        """As :meth:`record`, within a unit of work."""
        now = self._session.clock.now()
        starts_at = new.starts_at or now - timedelta(minutes=new.minutes)
        self._check_time(starts_at, new.minutes)
        cases = [work.paperwork.cases.get(one) for one in dict.fromkeys(new.case_ids)]
        kinds = [kind for one in cases if (kind := self._types.kind_of(work, one)) is not None]
        sitting = FacilitationSession(
            id=SessionId(self._session.ids()), space_code=self._session.space.code,
            operator_id=self._session.operator.id, starts_at=starts_at, minutes=new.minutes,
            kind=new.kind or _first([one.kinds for one in kinds]) or INDIVIDUAL,
            competences=new.competences or _union([one.competences for one in kinds]),
            domains=new.domains or _without_nothing(_union([one.domains for one in kinds])),
            title=_title(new.title, cases, kinds),
            local_number=work.paperwork.sittings.next_number(rome_day(starts_at).year),
            case_id=cases[0].id if cases else None, other_case_ids=tuple(one.id for one in cases[1:]),
            course_id=new.course_id, entered_after=new.entered_after or new.starts_at is not None,
        )  # fmt: skip
        work.paperwork.sittings.add(sitting)
        for present in self._present(new, cases):
            self._attend(work, sitting.id, present)
        return sitting

    # --- inside ------------------------------------------------------------------------------------------------------

    def _check_time(self, starts_at: datetime, minutes: int) -> None:
        if not 1 <= minutes <= MOST_MINUTES:
            raise InvalidFieldError("minutes", "out_of_range", low=1, high=MOST_MINUTES)
        if starts_at + timedelta(minutes=minutes) > self._session.clock.now() + timedelta(minutes=1):
            raise InvalidFieldError("starts_at", "in_future")

    def _present(self, new: NewSitting, cases: Sequence[PaperworkCase]) -> Sequence[Present]:
        if new.present is not None:
            return new.present
        return (Present(citizen_id=cases[0].citizen_id),) if cases else ()

    def _attend(self, work: UnitOfWork, session_id: SessionId, present: Present) -> FacilitationAttendance:
        person = living(work, present.citizen_id).id if present.citizen_id else None
        there = work.paperwork.sittings.attended([session_id])[session_id]
        if person is not None and person in {living(work, one.citizen_id).id for one in there if one.citizen_id}:
            raise InvalidFieldError("citizen_id", "twice")
        attendance = FacilitationAttendance(
            id=AttendanceId(self._session.ids()), session_id=session_id, citizen_id=person,
            answers=_ordered(present.answers),
        )  # fmt: skip
        work.paperwork.attendances.add(attendance)
        return attendance


def lines_of(work: UnitOfWork, case_id: UUID) -> Sequence[SittingLine]:
    """The sittings about one matter that count, oldest first."""
    found = [one for one in work.paperwork.sittings.of_case(case_id) if one.cancelled_at is None]
    there = work.paperwork.sittings.attended([one.id for one in found])
    return [SittingLine(one, there[one.id]) for one in found]


def _retimed(before: FacilitationSession, after: FacilitationSession) -> bool:
    return (before.starts_at, before.minutes) != (after.starts_at, after.minutes)


def _title(typed: str, cases: Sequence[PaperworkCase], kinds: Sequence[PaperworkType]) -> str:
    """Names of types, which are nobody's data."""
    if typed.strip():
        return fitting("title", typed.strip(), MOST_TITLE)
    names = [one.title for one in kinds] or [one.type_title or one.type_code for one in cases]
    return ", ".join(dict.fromkeys(names))[:MOST_TITLE]


def _union(codes: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for some in codes for one in some))


def _without_nothing(domains: tuple[str, ...]) -> tuple[str, ...]:
    real = tuple(one for one in domains if one != _NO_DOMAIN)
    return real or domains


def _first(codes: Sequence[tuple[str, ...]]) -> str:
    return next((some[0] for some in codes if some), "")


def _ordered(answers: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(answers[name]) for name in sorted(answers) if answers[name]}
