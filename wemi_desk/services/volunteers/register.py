"""The register of volunteers of this space, and the hours they gave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.names import fitting
from wemi_desk.domain.volunteers import (
    Volunteer,
    VolunteerFigures,
    VolunteerHours,
    VolunteerHoursId,
    VolunteerId,
    figures_of,
    volunteer_id,
)
from wemi_desk.services import deeds
from wemi_desk.services.citizens import living
from wemi_desk.services.courses.undoing import steps_back
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("volunteers", "courses", "timeline", "outbox")
SKILLS_LIMIT, AVAILABILITY_LIMIT = 120, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerForm:
    """What somebody can do and when; *since_on* is today where nothing else was said."""

    skills: tuple[str, ...] = ()
    skills_text: str = ""
    availability_text: str = ""
    since_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerLine:
    """One volunteer with a name and what they gave this year."""

    volunteer: Volunteer
    citizen: Citizen
    minutes: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Some hours, and of which activity."""

    hours: VolunteerHours
    title: str


@dataclass(frozen=True, slots=True)
class VolunteerWritten:
    """A volunteer as they stand now, and the deed that undoes the step."""

    volunteer: Volunteer
    deed: Deed


class VolunteerService:
    """Linked to a citizen; an operator writes, a volunteer has no access to anything."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def register(self, citizen_id: CitizenId, form: VolunteerForm) -> VolunteerWritten:
        """Somebody lends a hand from now on, or again. Raises InvalidFieldError when they do already."""
        self._session.require("serve")
        with self._store.work() as work:
            person, today = living(work, citizen_id), self._session.clock.today()
            made = Volunteer(
                id=volunteer_id(person.id, self._session.space.code), citizen_id=person.id,
                space_code=self._session.space.code, created_at=self._session.clock.now(),
                created_by=self._session.operator.id, since_on=form.since_on or today, **_said(form),
            )  # fmt: skip
            known = work.volunteers.find(made.id)
            if known is not None and known.is_active(today):
                raise InvalidFieldError("volunteer", "already")
            if known is None:
                work.volunteers.add(made)
                undone = replace(made, withdrawn_at=made.created_at)
                detail = steps_back((made, undone))
            else:
                made = replace(known, citizen_id=person.id, until_on=None, withdrawn_at=None, **_said(form))
                work.volunteers.replace(made)
                detail = steps_back((made, known))
            deed = deeds.remember(work, self._session, deeds.RECORDS, made.id, detail=detail)
            work.commit()
        return VolunteerWritten(made, deed)

    def change(self, volunteer: VolunteerId, form: VolunteerForm) -> VolunteerWritten:
        """What they can do and when, said anew."""
        since: dict[str, Any] = {"since_on": form.since_on} if form.since_on else {}
        return self._write(volunteer, lambda stood: replace(stood, **_said(form), **since))

    def end(self, volunteer: VolunteerId) -> VolunteerWritten:
        """From tomorrow on nobody asks them; their hours stay."""
        today = self._session.clock.today()
        return self._write(volunteer, lambda stood: replace(stood, until_on=max(today, stood.since_on)))

    def listed(self, *, all_of_them: bool = False) -> Sequence[VolunteerLine]:
        """Who can be asked today, by name; or everybody who ever was."""
        today = self._session.clock.today()
        with self._store.reading() as work:
            known = work.volunteers.of_space(self._session.space.code)
            wanted = [
                one for one in known if one.is_active(today) or (all_of_them and one.withdrawn_at is None)
            ]
            lines = self._lines(work, wanted, today)
        return sorted(lines, key=lambda line: (not line.is_active, line.citizen.display_name.casefold()))

    def hours_of(self, volunteer: VolunteerId) -> Sequence[HoursLine]:
        """What one gave, the newest first."""
        with self._store.reading() as work:
            hours = work.volunteer_hours.of(volunteer)
            ids = [one.activity_id for one in hours if one.activity_id is not None]
            titles = {key: one.title for key, one in work.activity_dates.activities(list(set(ids))).items()}
        return [HoursLine(one, titles.get(one.activity_id, "") if one.activity_id else "") for one in hours]

    def add_hours(self, volunteer: VolunteerId, day: date, minutes: int) -> tuple[VolunteerHours, Deed]:
        """Time given outside a meeting. Raises InvalidFieldError for a day that has not come."""
        self._session.require("serve")
        if day > self._session.clock.today():
            raise InvalidFieldError("worked_on", "in_future")
        with self._store.work() as work:
            who = work.volunteers.get(volunteer)
            made = VolunteerHours(
                id=VolunteerHoursId(self._session.ids()), volunteer_id=who.id, citizen_id=who.citizen_id,
                space_code=self._session.space.code, worked_on=day, minutes=minutes,
                created_at=self._session.clock.now(), created_by=self._session.operator.id,
            )  # fmt: skip
            work.volunteer_hours.add(made)
            undone = replace(made, cancelled_at=made.created_at)
            deed = deeds.remember(work, self._session, deeds.RECORDS, made.id, detail=steps_back((made, undone)))
            work.commit()
        return made, deed

    def remove_hours(self, hours: VolunteerHoursId) -> tuple[VolunteerHours, Deed]:
        """It was a mistake."""
        self._session.require("serve")
        with self._store.work() as work:
            stood = work.volunteer_hours.get(hours)
            gone = replace(stood, cancelled_at=self._session.clock.now())
            work.volunteer_hours.replace(gone)
            deed = deeds.remember(work, self._session, deeds.RECORDS, gone.id, detail=steps_back((gone, stood)))
            work.commit()
        return gone, deed

    def figures(self, first: date, last: date) -> VolunteerFigures:
        """Active volunteers and their hours of this space."""
        with self._store.reading() as work:
            return figures_of(work.volunteer_hours.between(self._session.space.code, first, last), first, last)

    def _write(self, volunteer: VolunteerId, change: Callable[[Volunteer], Volunteer]) -> VolunteerWritten:
        self._session.require("serve")
        with self._store.work() as work:
            stood = work.volunteers.get(volunteer)
            said = change(stood)
            work.volunteers.replace(said)
            deed = deeds.remember(work, self._session, deeds.RECORDS, said.id, detail=steps_back((said, stood)))
            work.commit()
        return VolunteerWritten(said, deed)

    def _lines(self, work: UnitOfWork, wanted: Sequence[Volunteer], today: date) -> list[VolunteerLine]:
        """A person with two records, of before a merge, is one line."""
        people: dict[UUID, Citizen] = {
            one.id: one for one in work.citizens.by_ids(list({one.citizen_id for one in wanted}))
        }
        given: dict[UUID, int] = {}
        for one in work.volunteer_hours.between(self._session.space.code, today.replace(month=1, day=1), today):
            given[one.citizen_id] = given.get(one.citizen_id, 0) + one.minutes
        alive_last = sorted(wanted, key=lambda one: one.is_active(today))
        first = {one.citizen_id: one for one in alive_last if one.citizen_id in people}
        return [
            VolunteerLine(
                volunteer=one, citizen=people[key], minutes=given.get(key, 0), is_active=one.is_active(today)
            )
            for key, one in first.items()
        ]


def _said(form: VolunteerForm) -> dict[str, Any]:
    return {
        "skills": form.skills, "skills_text": fitting("skills_text", form.skills_text, SKILLS_LIMIT),
        "availability_text": fitting("availability_text", form.availability_text, AVAILABILITY_LIMIT),
    }  # fmt: skip

