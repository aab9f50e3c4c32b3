"""Copy a programme to the next term: every series again, on the same weekday, without the holidays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from wemi_desk.domain.clashes import Clash
from wemi_desk.domain.courses import CANCELLED, Activity, ActivityDate, ActivityId
from wemi_desk.domain.days import bounds, rome_day, rome_time
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.series import HolidayName, LeftOut, Rhythm, Series, days_of, instants_of, read_rhythm
from wemi_desk.services import deeds
from wemi_desk.services.courses.lessons import clashing
from wemi_desk.services.courses.planning import meetings_at, no_holidays
from wemi_desk.services.courses.undoing import steps_back
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class CopiedActivity:
    """One activity as it would stand in the next term."""

    activity: Activity
    dates: tuple[ActivityDate, ...]
    left_out: tuple[LeftOut, ...]
    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class CopiedProgramme:
    """Everything that would be written; with a deed it was."""

    activities: tuple[CopiedActivity, ...]
    deed: Deed | None = None

    @property
    def meetings(self) -> int:
        return sum(len(one.dates) for one in self.activities)

    @property
    def clashing(self) -> int:
        """Meetings that clash with one that stands, or with another of the copy."""
        return sum(len({clash.one.id for clash in one.clashes}) for one in self.activities)


class ProgrammeService:
    """What took place from one day to another begins again on a third."""

    def __init__(self, store: Store, session: DeskSession, holiday: HolidayName = no_holidays) -> None:
        self._store = store
        self._session = session
        self._holiday = holiday

    def proposed(self, first: date, last: date, begins_on: date) -> CopiedProgramme:
        """What a copy would be, with holidays skipped and clashes; writes nothing. Raises InvalidFieldError."""
        self._check(first, last, begins_on)
        with self._store.reading() as work:
            return self._copied(work, first, last, begins_on)

    def copy(self, first: date, last: date, begins_on: date) -> CopiedProgramme:
        """Write it; one undo takes the whole copy back. Raises InvalidFieldError."""
        self._session.require("serve")
        self._check(first, last, begins_on)
        with self._store.work() as work:
            made = self._copied(work, first, last, begins_on)
            for one in made.activities:
                work.records(Activity).add(one.activity)
                for meeting in one.dates:
                    work.activity_dates.add(meeting)
            pairs = [
                (one.activity, replace(one.activity, cancelled_at=one.activity.created_at)) for one in made.activities
            ]
            ids = [one.activity.id for one in made.activities]
            deed = deeds.remember(work, self._session, deeds.RECORDS, *ids, detail=steps_back(*pairs))
            work.commit()
        return CopiedProgramme(made.activities, deed)

    def _check(self, first: date, last: date, begins_on: date) -> None:
        if last < first:
            raise InvalidFieldError("last", "before_first", day=first)
        if (last - first).days > LONGEST_DAYS:
            raise InvalidFieldError("last", "too_long", most=LONGEST_DAYS)
        if begins_on <= last:
            raise InvalidFieldError("begins", "before_end", day=last)

    def _copied(self, work: UnitOfWork, first: date, last: date, begins_on: date) -> CopiedProgramme:
        dates = work.activity_dates.between(bounds(first)[0], bounds(last)[1])
        known = work.activity_dates.activities(list({one.activity_id for one in dates}))
        apart = _whole_weeks(first, begins_on)
        made = []
        for activity in sorted(known.values(), key=lambda one: (one.created_at, one.id.bytes)):
            mine = [one for one in dates if one.activity_id == activity.id and one.state != CANCELLED]
            if mine and activity.cancelled_at is None:
                made.append(self._one(activity, mine, apart))
        if not made:
            raise InvalidFieldError("first", "nothing_there")
        return CopiedProgramme(_with_clashes(work, made))

    def _one(self, activity: Activity, mine: Sequence[ActivityDate], apart: timedelta) -> CopiedActivity:
        rhythm, skips = read_rhythm(activity.series)
        first, model = rome_day(mine[0].starts_at) + apart, mine[0]
        days = tuple(rome_day(one.starts_at) + apart for one in mine)
        series = Series(
            rhythm=rhythm if rhythm is not Rhythm.ONCE else Rhythm.CHOSEN, first_on=first,
            times=None if rhythm in (Rhythm.ONCE, Rhythm.CHOSEN) else len(mine), skips_holidays=True,
            until_on=None if rhythm in (Rhythm.ONCE, Rhythm.CHOSEN) else first + timedelta(days=LONGEST_DAYS),
            chosen=days,
        )  # fmt: skip
        laid_out = days_of(series, self._holiday)
        again = replace(
            activity, id=ActivityId(self._session.ids()), created_at=self._session.clock.now(), nameless=(),
            created_by=self._session.operator.id, space_code=self._session.space.code, room=model.room,
            leader_id=model.leader_id, led_by_text=model.led_by_text,
            series=replace(series, rhythm=rhythm, times=1, until_on=None, skips_holidays=skips).coded,
        )  # fmt: skip
        instants = instants_of(laid_out.days, rome_time(model.starts_at).time())
        meetings = meetings_at(again, instants, model.minutes, _volunteers(mine), self._session.ids)
        return CopiedActivity(again, meetings, laid_out.left_out, ())


def _volunteers(mine: Sequence[ActivityDate]) -> tuple[UUID, ...]:
    """Those who were asked to the last meeting are the likeliest to come again."""
    return mine[-1].volunteers


def _whole_weeks(first: date, begins_on: date) -> timedelta:
    """The first such weekday from the new beginning on."""
    return timedelta(weeks=-((first - begins_on).days // 7))


def _with_clashes(work: UnitOfWork, made: Sequence[CopiedActivity]) -> tuple[CopiedActivity, ...]:
    every = [meeting for one in made for meeting in one.dates]
    found = clashing(work, every)
    shown = []
    for one in made:
        ids = {meeting.id for meeting in one.dates}
        shown.append(replace(one, clashes=tuple(clash for clash in found if ids & {clash.one.id, clash.other.id})))
    return tuple(shown)
