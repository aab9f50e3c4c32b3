"""Change what is planned: one meeting, or this one and the rest of its series; each with its undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from wemi_desk.domain.courses import (
    CANCELLED,
    PLANNED,
    Activity,
    ActivityDate,
    ActivityDateId,
    ActivityId,
    Standing,
    nameless_entry,
    standings,
)
from wemi_desk.domain.days import rome_day, rome_time
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.names import fitting
from wemi_desk.domain.series import instants_of
from wemi_desk.services import deeds
from wemi_desk.services.courses.lessons import clashing
from wemi_desk.services.courses.planning import (
    NOTE_LIMIT,
    REASON_LIMIT,
    ActivityForm,
    Meetings,
    Planned,
    form_fields,
    standing_activity,
)
from wemi_desk.services.courses.undoing import steps_back
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession


class SeriesChanges:
    """What was said once is said anew; what was held stays as it was."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def change(self, date_id: ActivityDateId, form: ActivityForm, meetings: Meetings, *, rest: bool) -> Planned:
        """The activity said anew, and this meeting moved, with the *rest* of the series if wanted: by as many days, to
        the same clock time. Raises InvalidFieldError, and then nothing is written."""
        self._session.require("serve")
        with self._store.work() as work:
            stood = work.records(Activity).get(work.activity_dates.get(date_id).activity_id)
            said = replace(stood, **form_fields(form))
            before = self._concerned(work, date_id, rest=rest)
            moved = _moved(before, said, form, meetings)
            waiting = _new_waiting(work, stood, said)
            work.records(Activity).replace(said)
            for one in moved:
                work.activity_dates.replace(one)
            deed = self._remember(work, (said, stood), *zip(moved, before, strict=True))
            found = clashing(work, moved)
            work.commit()
        return Planned(said, moved, found, waiting, deed)

    def cancel(self, date_id: ActivityDateId, reason: str, *, rest: bool) -> tuple[Sequence[ActivityDate], Deed]:
        """It does not take place, nor the *rest*; everybody enrolled must be told."""
        self._session.require("serve")
        reason = fitting("reason", reason, REASON_LIMIT)
        with self._store.work() as work:
            before = self._concerned(work, date_id, rest=rest)
            gone = tuple(replace(one, state=CANCELLED, reason=reason) for one in before)
            for one in gone:
                work.activity_dates.replace(one)
            deed = self._remember(work, *zip(gone, before, strict=True))
            work.commit()
        return gone, deed

    def expect_nameless(self, activity_id: ActivityId, people: int) -> tuple[Activity, Deed]:
        """So many in all come without giving a name. Raises InvalidFieldError when there are not so many places."""
        self._session.require("serve")
        with self._store.work() as work:
            stood = standing_activity(work, activity_id)
            named = sum(one.has_place for one in standings(work.enrolments.of([stood.id])[stood.id], stood.places))
            free = max(stood.nameless_people, stood.capacity - named)
            if people > free:
                raise InvalidFieldError("nameless", "too_many", free=free)
            activity = replace(stood, nameless=_entries(stood, people, self._session.ids))
            work.records(Activity).replace(activity)
            deed = self._remember(work, (activity, stood))
            work.commit()
        return activity, deed

    def ask_volunteers(self, date_id: ActivityDateId, volunteers: Sequence[UUID]) -> tuple[Planned, Deed]:
        """Who lends a hand at this meeting."""
        self._session.require("serve")
        with self._store.work() as work:
            stood = work.activity_dates.get(date_id)
            meeting = replace(stood, volunteers=tuple(dict.fromkeys(volunteers)))
            work.activity_dates.replace(meeting)
            deed = self._remember(work, (meeting, stood))
            found = clashing(work, (meeting,))
            activity = work.records(Activity).get(meeting.activity_id)
            work.commit()
        return Planned(activity, (meeting,), found), deed

    def note_outcome(self, date_id: ActivityDateId, note: str) -> ActivityDate:
        """How it went, in a line; nobody's name belongs there."""
        self._session.require("serve")
        note = fitting("outcome_note", note.strip(), NOTE_LIMIT)
        with self._store.work() as work:
            stood = work.activity_dates.get(date_id)
            meeting = replace(stood, outcome_note=note)
            if meeting != stood:
                work.activity_dates.replace(meeting)
                self._remember(work, (meeting, stood))
                work.commit()
        return meeting

    def _concerned(self, work: UnitOfWork, date_id: ActivityDateId, *, rest: bool) -> tuple[ActivityDate, ...]:
        first = work.activity_dates.get(date_id)
        if first.state != PLANNED:
            raise InvalidFieldError("state", first.state)
        if not rest:
            return (first,)
        dates = work.activity_dates.of(first.activity_id)
        return (first, *(one for one in dates if one.state == PLANNED and one.starts_at > first.starts_at))

    def _remember(self, work: UnitOfWork, *pairs: tuple[Activity | ActivityDate, Activity | ActivityDate]) -> Deed:
        changed = [(now, back) for now, back in pairs if now != back] or list(pairs[:1])
        ids = [now.id for now, _back in changed]
        return deeds.remember(work, self._session, deeds.RECORDS, *ids, detail=steps_back(*changed))


def _entries(stood: Activity, people: int, ids: Callable[[], UUID]) -> tuple[str, ...]:
    """More are added to what other desks said; fewer are said anew."""
    more = people - stood.nameless_people
    if more >= 0:
        return (*stood.nameless, nameless_entry(more, ids())) if more else stood.nameless
    return (nameless_entry(people, ids()),) if people else ()


def _moved(
    before: Sequence[ActivityDate], said: Activity, form: ActivityForm, meetings: Meetings
) -> tuple[ActivityDate, ...]:
    """Each by as many days as the first, at the clock time that was said."""
    apart = rome_day(meetings.starts_at) - rome_day(before[0].starts_at)
    days = tuple(rome_day(one.starts_at) + apart for one in before)
    instants: Sequence[datetime] = instants_of(days, rome_time(meetings.starts_at).time())
    return tuple(
        replace(
            one, starts_at=starts_at, minutes=meetings.minutes, room=said.room, leader_id=said.leader_id,
            led_by_text=said.led_by_text, volunteers=form.volunteers,
        )
        for one, starts_at in zip(before, instants, strict=True)
    )  # fmt: skip


def _new_waiting(work: UnitOfWork, stood: Activity, said: Activity) -> tuple[Standing, ...]:
    """Who had a place and waits now: nobody is removed."""
    every = work.enrolments.of([stood.id])[stood.id]
    had = {one.enrolment.id for one in standings(every, stood.places) if one.has_place}
    return tuple(one for one in standings(every, said.places) if not one.has_place and one.enrolment.id in had)


