"""Enrol the citizen at the desk, let people leave, and tell those whose place changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.courses import (
    PLANNED,
    Activity,
    ActivityId,
    Enrolment,
    EnrolmentId,
    Standing,
    enrolment_id,
    standings,
)
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.services import deeds
from wemi_desk.services.citizens import living
from wemi_desk.services.courses.planning import standing_activity, to_be_told
from wemi_desk.services.courses.undoing import steps_back
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Where somebody stands now; without a deed nothing was written, for they were enrolled already."""

    activity: Activity
    standing: Standing
    deed: Deed | None


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody left; *moved_up* must be told that they have a place now."""

    deed: Deed
    moved_up: tuple[Standing, ...]


class EnrolmentService:
    """Who wants to come to what."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def enrol(self, activity_id: ActivityId, citizen_id: CitizenId) -> Enrolled:
        """With a place while there are any, else in the waiting list. Raises InvalidFieldError when it is over."""
        self._session.require("serve")
        with self._store.work() as work:
            activity = standing_activity(work, activity_id)
            if not any(one.state == PLANNED for one in work.activity_dates.of(activity_id)):
                raise InvalidFieldError("activity", "over")
            person = living(work, citizen_id)
            known = _standing(work, activity, person.id)
            if known is not None:
                return Enrolled(activity, known, None)
            standing = self._write(work, activity, person.id)
            deed = deeds.remember(work, self._session, deeds.ENROLMENT, standing.enrolment.id, detail=deeds.JOINED)
            work.commit()
        return Enrolled(activity, standing, deed)

    def leave(self, enrolment: EnrolmentId) -> Left:
        """They do not come; the first who waits has a place."""
        self._session.require("serve")
        with self._store.work() as work:
            record = work.enrolments.get(enrolment)
            activity = work.records(Activity).get(record.activity_id)
            had = {one.enrolment.id for one in _all(work, activity) if one.has_place}
            work.enrolments.replace(replace(record, cancelled_at=self._session.clock.now()))
            moved_up = tuple(one for one in _all(work, activity) if one.has_place and one.enrolment.id not in had)
            deed = deeds.remember(work, self._session, deeds.ENROLMENT, record.id, detail=deeds.LEFT)
            work.commit()
        return Left(deed, moved_up)

    def told(self, enrolment: EnrolmentId) -> Standing:
        """Somebody called, and the person knows where they stand."""
        self._session.require("serve")
        with self._store.work() as work:
            record = work.enrolments.get(enrolment)
            activity = work.records(Activity).get(record.activity_id)
            standing = next((one for one in _all(work, activity) if one.enrolment.id == enrolment), None)
            if standing is None:
                raise InvalidFieldError("enrolment", "left")
            told = replace(record, told=standing.state)
            work.enrolments.replace(told)
            deeds.remember(work, self._session, deeds.RECORDS, record.id, detail=steps_back((told, record)))
            work.commit()
        return standing

    def to_tell(self) -> Sequence[tuple[Activity, Standing]]:
        """Everybody whose place is not any more what they were told, of what is still to come."""
        with self._store.reading() as work:
            return to_be_told(work, self._session.clock.now())

    def _write(self, work: UnitOfWork, activity: Activity, citizen_id: CitizenId) -> Standing:
        made = enrolment_id(activity.id, citizen_id)
        before, now = work.enrolments.find(made), self._session.clock.now()
        by = self._session.operator.id
        if before is None:
            work.enrolments.add(Enrolment(
                id=made, activity_id=activity.id, citizen_id=citizen_id, space_code=self._session.space.code,
                enrolled_at=now, enrolled_by=by, told="",
            ))  # fmt: skip
        else:
            again = replace(before, citizen_id=citizen_id, enrolled_at=now, enrolled_by=by, told="", cancelled_at=None)
            work.enrolments.replace(again)
        standing = _standing(work, activity, citizen_id)
        if standing is None:
            raise InvalidFieldError("enrolment", "left")
        told = replace(standing.enrolment, told=standing.state)
        work.enrolments.replace(told)
        return replace(standing, enrolment=told)


def _all(work: UnitOfWork, activity: Activity) -> tuple[Standing, ...]:
    return standings(work.enrolments.of([activity.id])[activity.id], activity.places)


def _standing(work: UnitOfWork, activity: Activity, citizen_id: CitizenId) -> Standing | None:
    return next((one for one in _all(work, activity) if one.enrolment.citizen_id == citizen_id), None)
