"""Write down an activity that nobody had planned, after it took place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from wemi_desk.domain.courses import (
    DIGITAL_TYPE,
    GATHERING,
    GROUP,
    MOST_PLACES,
    Activity,
    ActivityId,
)
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.services import deeds
from wemi_desk.services.courses.attendance import AttendanceService, Held
from wemi_desk.services.courses.forms import instant_of, minutes_of, number
from wemi_desk.services.courses.planning import ActivityForm, form_fields, meetings_at
from wemi_desk.services.courses.undoing import steps_back
from wemi_desk.services.courses.words import topic_codes
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession

OLDEST_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedLog:
    """What took place, as it stands in the form."""

    activity_type: str
    topic: str = ""
    title: str = ""
    day: date | None = None
    time: str = ""
    minutes: str = ""
    people: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogForm:
    """What took place."""

    form: ActivityForm
    starts_at: datetime
    minutes: int
    people: int


@dataclass(frozen=True, slots=True)
class Logged:
    """An activity with its only meeting, held; and the deed that takes it out of every count."""

    activity: Activity
    held: Held
    deed: Deed


def log_of(typed: TypedLog) -> LogForm:
    """Raises InvalidFieldError for the first field that is not right."""
    if not typed.activity_type:
        raise InvalidFieldError("activity_type", "required")
    is_digital = typed.activity_type == DIGITAL_TYPE
    competences, domains = topic_codes(typed.topic) if is_digital else ((), ())
    if is_digital and not competences:
        raise InvalidFieldError("topic", "required")
    title = " ".join(typed.title.split())
    if not title:
        raise InvalidFieldError("title", "required")
    people = number("people", typed.people, 1, MOST_PLACES)
    form = ActivityForm(
        kind=GROUP if is_digital else GATHERING, activity_type=typed.activity_type, title=title,
        topic=typed.topic if is_digital else "", competences=competences, domains=domains, capacity=people,
        enrolment_needed=False,
    )  # fmt: skip
    return LogForm(
        form=form, starts_at=instant_of(typed.day, typed.time), minutes=minutes_of(typed.minutes), people=people
    )


class AfterwardsService:
    """One act: what it was, when, how many came."""

    def __init__(self, store: Store, session: DeskSession, attendance: AttendanceService) -> None:
        self._store = store
        self._session = session
        self._attendance = attendance

    def log(self, said: LogForm) -> Logged:
        """It is held at once. Raises InvalidFieldError for what has not begun, or was long ago."""
        self._session.require("serve")
        now, by = self._session.clock.now(), self._session.operator.id
        if said.starts_at > now:
            raise InvalidFieldError("time", "not_begun_yet")
        if (rome_day(now) - rome_day(said.starts_at)).days > OLDEST_DAYS:
            raise InvalidFieldError("day", "too_long_ago", limit=OLDEST_DAYS)
        activity = Activity(
            id=ActivityId(self._session.ids()), space_code=self._session.space.code, created_at=now, created_by=by,
            **form_fields(replace(said.form, leader_id=by)),
        )  # fmt: skip
        (meeting,) = meetings_at(activity, (said.starts_at,), said.minutes, (), self._session.ids)
        with self._store.work() as work:
            work.records(Activity).add(activity)
            work.activity_dates.add(replace(meeting, unnamed=said.people))
            held = self._attendance.close(work, replace(meeting, unnamed=said.people))
            pairs = _undone(activity, held, now)
            ids = [one.id for one, _back in pairs]
            deed = deeds.remember(work, self._session, deeds.RECORDS, *ids, detail=steps_back(*pairs))
            work.commit()
        return Logged(activity, held, deed)


def _undone(activity: Activity, held: Held, now: datetime) -> Sequence[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = [(activity, replace(activity, cancelled_at=now))]
    if held.sitting is not None:
        pairs.append((held.sitting, replace(held.sitting, cancelled_at=now)))
    return pairs

