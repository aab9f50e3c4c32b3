"""What operators do about the agenda: two desks often give one hour, plan one week, or read one note."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from simulation.people import token
from simulation.picks import Picks
from simulation.said import Said, Saved
from wemi_desk.domain.appointments import BOOKED, NO_SHOW, Appointment, AppointmentId
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.handover_notes import HandoverNote, HandoverNoteId
from wemi_desk.domain.shifts import Shift, shift_id

if TYPE_CHECKING:
    from simulation.desk import SimDesk

_PEOPLE = "SELECT id FROM citizen WHERE merged_into IS NULL AND withdrawn_at IS NULL ORDER BY id"
_SPANS = ((540, 780), (840, 1020))


class Agendas:
    """Part of :class:`simulation.operators.Operators`."""

    _desk: SimDesk

    def appoint(self, picks: Picks) -> Saved:
        """An hour is promised; or somebody does not come, or is expected again."""
        desk, found = self._desk, self._desk.ids_of("SELECT id FROM appointment ORDER BY id")
        now, by = desk.clock.now(), desk.author
        with desk.store.work() as work:
            if found and picks.chance(50):
                before = work.appointments.get(picks.one(found))
                after = before.moved(BOOKED if before.status == NO_SHOW else NO_SHOW, at=now, by=by)
                work.appointments.replace(after)
                work.commit()
                return [Said("appointment", after.id, {})]
            people = desk.ids_of(_PEOPLE)
            person = CitizenId(picks.one(people)) if people and picks.chance(70) else None
            name = "" if person else f"nome {token(desk.world.next_token())}"
            made = Appointment(
                id=AppointmentId(desk.ids()), space_code=desk.home, operator_id=by, starts_at=now + timedelta(days=1),
                citizen_id=person, name=name, created_at=now, created_by=by, changed_at=now, changed_by=by,
            )  # fmt: skip
            work.appointments.add(made)
            work.commit()
        return [Said("appointment", made.id, {"name": name} if name else {})]

    def plan_shift(self, picks: Picks) -> Saved:
        """A shift is planned, often the same at two desks, or taken off, or planned anew."""
        desk, span = self._desk, picks.one(_SPANS)
        now = desk.clock.now()
        day = rome_day(now) + timedelta(days=picks.number(2))
        made = shift_id(desk.home, desk.author, day, span)
        with desk.store.work() as work:
            known = work.shifts.find(made)
            if known is None:
                work.shifts.add(Shift(
                    id=made, space_code=desk.home, operator_id=desk.author, day=day, from_minute=span[0],
                    to_minute=span[1], created_at=now, created_by=desk.author,
                ))  # fmt: skip
            else:
                work.shifts.replace(replace(known, withdrawn_at=None if known.withdrawn_at else now))
            work.commit()
        return [Said("shift", made, {})]

    def hand_over(self, picks: Picks) -> Saved:
        """A note for who comes next; or one is read."""
        desk, found = self._desk, self._desk.ids_of("SELECT id FROM handover_note ORDER BY id")
        now, by = desk.clock.now(), desk.author
        with desk.store.work() as work:
            if found and picks.chance(60):
                before = work.handover_notes.get(picks.one(found))
                after = before.read(by, now)
                work.handover_notes.replace(after)
                work.commit()
                return [Said("handover_note", after.id, {})] if after is not before else ()
            text = f"nota {token(desk.world.next_token())}"
            made = HandoverNote(
                id=HandoverNoteId(desk.ids()), space_code=desk.home, text=text, created_at=now, created_by=by
            )
            work.handover_notes.add(made)
            work.commit()
        return [Said("handover_note", made.id, {"text": text})]
