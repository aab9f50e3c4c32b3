"""What operators do about courses and workstations: two desks often enrol the same person, or keep one register."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from simulation.people import token
from simulation.picks import Picks
from simulation.said import Said, Saved
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.courses import (
    Activity,
    ActivityDate,
    ActivityDateId,
    ActivityId,
    Enrolment,
    Presence,
    enrolment_id,
    presence_id,
)
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.volunteers import Volunteer, VolunteerHours, VolunteerHoursId, volunteer_id
from wemi_desk.domain.workstations import TurnId, Workstation, WorkstationId, WorkstationTurn

if TYPE_CHECKING:
    from simulation.desk import SimDesk

_PEOPLE = "SELECT id FROM citizen WHERE merged_into IS NULL AND withdrawn_at IS NULL ORDER BY id"
_DATES = "SELECT id FROM activity_date ORDER BY id"


class Lessons:
    """Part of :class:`simulation.operators.Operators`."""

    _desk: SimDesk

    def lesson(self, picks: Picks) -> Saved:
        """An activity with one meeting; or the room of one changes."""
        desk, found = self._desk, self._desk.ids_of(_DATES)
        if found and picks.chance(60):
            with desk.store.work() as work:
                before = work.activity_dates.get(picks.one(found))
                after = replace(before, room=self._mark("sala"))
                work.activity_dates.replace(after)
                work.commit()
            return [Said("activity_date", after.id, {"room": after.room})]
        now, by = desk.clock.now(), desk.author
        activity = Activity(
            id=ActivityId(desk.ids()), space_code=desk.home, title=self._mark("corso"), competences=("9",), capacity=1,
            created_at=now, created_by=by,
        )  # fmt: skip
        meeting = ActivityDate(
            id=ActivityDateId(desk.ids()), activity_id=activity.id, space_code=desk.home, starts_at=now, minutes=60,
            created_at=now, created_by=by,
        )  # fmt: skip
        with desk.store.work() as work:
            work.records(Activity).add(activity)
            work.activity_dates.add(meeting)
            work.commit()
        return [Said("activity", activity.id, {"title": activity.title}), Said("activity_date", meeting.id, {})]

    def enrol(self, picks: Picks) -> Saved:
        """Somebody wants to come, or does not any more; the same person at two desks is one record."""
        desk, people, found = self._desk, self._desk.ids_of(_PEOPLE), self._desk.ids_of(_DATES)
        if not people or not found:
            return ()
        now, person = desk.clock.now(), CitizenId(picks.one(people))
        with desk.store.work() as work:
            activity_id = work.activity_dates.get(picks.one(found)).activity_id
            made = enrolment_id(activity_id, person)
            known = work.enrolments.find(made)
            if known is None:
                work.enrolments.add(Enrolment(
                    id=made, activity_id=activity_id, citizen_id=person, space_code=desk.home, enrolled_at=now,
                    enrolled_by=desk.author, told="place",
                ))  # fmt: skip
            else:
                work.enrolments.replace(replace(known, cancelled_at=None if known.cancelled_at else now))
            work.commit()
        return [Said("activity_enrolment", made, {})]

    def attend(self, picks: Picks) -> Saved:
        """Somebody is there, or was noted by mistake."""
        desk, people, found = self._desk, self._desk.ids_of(_PEOPLE), self._desk.ids_of(_DATES)
        if not people or not found:
            return ()
        now, person, date_id = desk.clock.now(), CitizenId(picks.one(people)), ActivityDateId(picks.one(found))
        with desk.store.work() as work:
            made = presence_id(date_id, person)
            known = work.presences.find(made)
            if known is None:
                work.presences.add(Presence(
                    id=made, date_id=date_id, activity_id=work.activity_dates.get(date_id).activity_id,
                    citizen_id=person, space_code=desk.home, noted_at=now, noted_by=desk.author,
                ))  # fmt: skip
            else:
                work.presences.replace(replace(known, withdrawn_at=None if known.withdrawn_at else now))
            work.commit()
        return [Said("activity_presence", made, {})]

    def volunteer(self, picks: Picks) -> Saved:
        """Somebody lends a hand, at two desks one record; or gives an hour; or is asked to a meeting."""
        desk, people = self._desk, self._desk.ids_of(_PEOPLE)
        if not people:
            return ()
        now, by, person = desk.clock.now(), desk.author, CitizenId(picks.one(people))
        made = volunteer_id(person, desk.home)
        with desk.store.work() as work:
            known = work.volunteers.find(made)
            if known is None:
                mark = self._mark("quando può")
                work.volunteers.add(Volunteer(
                    id=made, citizen_id=person, space_code=desk.home, since_on=rome_day(now), skills=("reading",),
                    availability_text=mark, created_at=now, created_by=by,
                ))  # fmt: skip
                work.commit()
                return [Said("volunteer", made, {})]
            dates = desk.ids_of(_DATES)
            if dates and picks.chance(50):
                meeting = work.activity_dates.get(picks.one(dates))
                work.activity_dates.replace(replace(meeting, volunteers=(*meeting.volunteers, made)))
                work.commit()
                return [Said("activity_date", meeting.id, {})]
            given = VolunteerHours(
                id=VolunteerHoursId(desk.ids()), volunteer_id=made, citizen_id=known.citizen_id, space_code=desk.home,
                worked_on=rome_day(now), minutes=60, created_at=now, created_by=by,
            )  # fmt: skip
            work.volunteer_hours.add(given)
            work.commit()
        return [Said("volunteer_hours", given.id, {})]

    def turn(self, picks: Picks) -> Saved:
        """A computer is set up, somebody sits down, or gets up."""
        desk = self._desk
        now, by, found = desk.clock.now(), desk.author, desk.ids_of("SELECT id FROM workstation ORDER BY id")
        with desk.store.work() as work:
            if not found:
                name = self._mark("postazione")
                station = Workstation(
                    id=WorkstationId(desk.ids()), space_code=desk.home, name=name, created_at=now, created_by=by
                )
                work.workstations.add(station)
                work.commit()
                return [Said("workstation", station.id, {"name": name})]
            sitting = desk.ids_of("SELECT id FROM workstation_turn WHERE state = 'seated' ORDER BY id")
            if sitting and picks.chance(50):
                left = work.workstation_turns.get(picks.one(sitting)).moved("done", at=now, by=by)
                work.workstation_turns.replace(left)
                work.commit()
                return [Said("workstation_turn", left.id, {})]
            turn = WorkstationTurn(
                id=TurnId(desk.ids()), workstation_id=WorkstationId(picks.one(found)), space_code=desk.home,
                citizen_id=self._perhaps(picks), first_name=self._mark("nome"), starts_at=now + timedelta(minutes=1),
                minutes=30, state="seated", seated_at=now, created_at=now, created_by=by, changed_at=now, changed_by=by,
            )  # fmt: skip
            work.workstation_turns.add(turn)
            work.commit()
        return [Said("workstation_turn", turn.id, {"first_name": turn.first_name})]

    def _perhaps(self, picks: Picks) -> CitizenId | None:
        people: list[UUID] = self._desk.ids_of(_PEOPLE)
        return CitizenId(picks.one(people)) if people and picks.chance(60) else None

    def _mark(self, what: str) -> str:
        return f"{what} {token(self._desk.world.next_token())}"
