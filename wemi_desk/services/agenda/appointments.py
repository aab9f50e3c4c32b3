"""Promise an hour, move it, receive who comes; find the first hour that is free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from wemi_desk.domain.appointments import (
    ARRIVED,
    BOOKED,
    CANCELLED,
    DONE,
    NO_SHOW,
    USUAL_MINUTES,
    Appointment,
    AppointmentId,
)
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.days import bounds
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import AppointmentDoubtedError, InvalidFieldError
from wemi_desk.domain.names import fitting
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.queue import FIRST_NAME_LIMIT, QueueTicket
from wemi_desk.services.agenda import undoing
from wemi_desk.services.agenda.glance import AgendaGlance
from wemi_desk.services.agenda.judging import doubts, refuse_impossible
from wemi_desk.services.agenda.reading import SpaceDays, read_days, space_of
from wemi_desk.services.agenda.undoing import Change
from wemi_desk.services.agenda.writing import remember
from wemi_desk.services.calendar_ports import Holidays
from wemi_desk.services.citizens import living
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.queue import new_ticket
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("agenda", "timeline", "queue", "outbox")
NAME_LIMIT, PHONE_LIMIT, NOTE_LIMIT = 60, 30, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentForm:
    """Who, when, with whom, for what; *is_here*: came without a booking and stands at the desk."""

    starts_at: datetime
    minutes: int = USUAL_MINUTES
    operator_id: UUID | None = None
    reason: str = ""
    type_code: str = ""
    citizen_id: CitizenId | None = None
    name: str = ""
    phone: str = ""
    note: str = ""
    channel: str = "desk"
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Appointed:
    """An appointment as it stands now, the ticket of who came, and the deed that undoes the act."""

    appointment: Appointment
    deed: Deed
    ticket: QueueTicket | None = None


class AppointmentService:
    """Appointments of this space."""

    def __init__(self, store: Store, session: DeskSession, lists: PickLists, holidays: Holidays) -> None:
        self._store = store
        self._session = session
        self._lists = lists
        self._holidays = holidays

    def book(self, form: AppointmentForm, *, anyway: bool = False) -> Appointed:
        """Promise the hour; who *is_here* goes to the queue at once.

        Raises InvalidFieldError, and AppointmentDoubtedError where something is unusual, unless *anyway*.
        """
        self._session.require("serve")
        with self._store.work() as work:
            wanted = self._wanted(work, form)
            found = () if form.is_here else self._judged(work, wanted, anyway=anyway)
            made, ticket = replace(wanted, doubts=found), None
            work.appointments.add(made)
            if form.is_here:
                made, ticket = self._received(work, made)
            deed = remember(work, self._session, [Change(undoing.APPOINTMENT, None, made), *_with(ticket)])
            work.commit()
        return Appointed(made, deed, ticket)

    def move(
        self, appointment_id: AppointmentId, starts_at: datetime, minutes: int, operator_id: UUID | None, *,
        anyway: bool = False,
    ) -> Appointed:  # fmt: skip
        """Another hour, or another operator, for the same person. Raises as :meth:`book` does."""
        self._session.require("serve")
        with self._store.work() as work:
            before = work.appointments.get(appointment_id)
            _refuse_over(before)
            refuse_impossible(starts_at, minutes, self._session.clock.now())
            after = self._marked(replace(before, starts_at=starts_at, minutes=minutes, operator_id=operator_id))
            found = self._judged(work, after, anyway=anyway)
            after = replace(after, doubts=found, reminded="", reminded_at=None, reminded_by=None)
            return self._written(work, before, after)

    def hand_over(
        self, ids: Sequence[AppointmentId], operator_id: UUID | None, *, anyway: bool = False
    ) -> Sequence[Appointment]:
        """"Passa a…": the same hours with somebody else. Raises AppointmentDoubtedError for the first that is in the
        way; nothing is passed on then."""
        self._session.require("serve")
        changes = []
        with self._store.work() as work:
            for one in ids:
                before = work.appointments.get(one)
                _refuse_over(before)
                after = self._marked(replace(before, operator_id=operator_id))
                after = replace(after, doubts=self._judged(work, after, anyway=anyway))
                work.appointments.replace(after)
                changes.append(Change(undoing.APPOINTMENT, before, after))
            if changes:
                remember(work, self._session, changes)
            work.commit()
        return [one.after for one in changes]

    def arrive(self, appointment_id: AppointmentId, *, to_queue: bool = True) -> Appointed:
        """Who was expected is here: to the queue, with the reason of the booking; or at the desk already."""
        self._session.require("serve")
        with self._store.work() as work:
            before = work.appointments.get(appointment_id)
            after, ticket = self._received(work, before, to_queue=to_queue)
            deed = remember(work, self._session, [Change(undoing.APPOINTMENT, before, after), *_with(ticket)])
            work.commit()
        return Appointed(after, deed, ticket)

    def done(self, appointment_id: AppointmentId) -> Appointed:
        """Served, where the queue does not say it."""
        return self._step(appointment_id, DONE)

    def missed(self, appointment_id: AppointmentId) -> Appointed:
        """Did not come."""
        return self._step(appointment_id, NO_SHOW)

    def cancel(self, appointment_id: AppointmentId) -> Appointed:
        """Called off."""
        return self._step(appointment_id, CANCELLED)

    def expect(self, appointment_id: AppointmentId) -> Appointed:
        """Back to being expected."""
        return self._step(appointment_id, BOOKED)

    def expected_of(self, citizen_id: CitizenId) -> Appointment | None:
        """The appointment for which this person may have come: today's, the nearest to now."""
        return AgendaGlance(self._store, self._session).expected_of(citizen_id)

    def coming_of(self, citizen_id: CitizenId) -> Sequence[Appointment]:
        """What this person still has to come to, the soonest first."""
        begin = bounds(self._session.clock.today())[0]
        with self._store.reading() as work:
            mine = work.appointments.of_citizen(citizen_id)
        return [one for one in mine if one.is_expected and one.starts_at >= begin]

    # --- inside ------------------------------------------------------------------------------------------------

    def _wanted(self, work: UnitOfWork, form: AppointmentForm) -> Appointment:
        now, by = self._session.clock.now(), self._session.operator.id
        if not form.is_here:
            refuse_impossible(form.starts_at, form.minutes, now)
        person = living(work, form.citizen_id) if form.citizen_id is not None else None
        name = fitting("name", " ".join(form.name.split()), NAME_LIMIT)
        if person is None and not name:
            raise InvalidFieldError("name", "required")
        return Appointment(
            id=AppointmentId(self._session.ids()), space_code=self._session.space.code, operator_id=form.operator_id,
            starts_at=form.starts_at, minutes=form.minutes,
            reason=self._lists.quick_reason(form.reason).code if form.reason else "", type_code=form.type_code,
            citizen_id=person.id if person else None, name="" if person else name,
            phone="" if person else fitting("phone", form.phone.strip(), PHONE_LIMIT),
            language=(person.language or "") if person else "",
            note=fitting("note", " ".join(form.note.split()), NOTE_LIMIT), channel=form.channel,
            is_walk_in=form.is_here, created_at=now, created_by=by, changed_at=now, changed_by=by,
        )  # fmt: skip

    def _judged(self, work: UnitOfWork, wanted: Appointment, *, anyway: bool) -> tuple[str, ...]:
        """The doubts that were accepted, by their codes."""
        found = doubts(wanted, self._around(work, wanted))
        if found and not anyway:
            raise AppointmentDoubtedError(found)
        return tuple(f"{one.field}:{one.reason}" for one in found)

    def _around(self, work: UnitOfWork, wanted: Appointment) -> SpaceDays:
        space = space_of(work, self._session, wanted.space_code)
        return read_days(work, space, wanted.day, wanted.day, self._holidays)

    def _received(
        self, work: UnitOfWork, before: Appointment, *, to_queue: bool = True
    ) -> tuple[Appointment, QueueTicket | None]:
        now, by = self._session.clock.now(), self._session.operator.id
        after = before.moved(ARRIVED, at=now, by=by)
        ticket = None
        if self._session.space.has_queue and to_queue:
            ticket = new_ticket(
                work, self._session, reason=before.reason or None, first_name=_first_name(work, before),
                due_at=None if before.is_walk_in else before.starts_at, appointment_id=before.id,
            )  # fmt: skip
            after = replace(after, ticket_id=ticket.id)
        work.appointments.replace(after)
        return after, ticket

    def _step(self, appointment_id: AppointmentId, status: str) -> Appointed:
        self._session.require("serve")
        with self._store.work() as work:
            before = work.appointments.get(appointment_id)
            after = before.moved(status, at=self._session.clock.now(), by=self._session.operator.id)
            return self._written(work, before, after)

    def _written(self, work: UnitOfWork, before: Appointment, after: Appointment) -> Appointed:
        work.appointments.replace(after)
        deed = remember(work, self._session, [Change(undoing.APPOINTMENT, before, after)])
        work.commit()
        return Appointed(after, deed)

    def _marked(self, one: Appointment) -> Appointment:
        return replace(one, changed_at=self._session.clock.now(), changed_by=self._session.operator.id)


def _with(ticket: QueueTicket | None) -> list[Change]:
    return [Change(undoing.TICKET, None, ticket)] if ticket is not None else []


def _first_name(work: UnitOfWork, one: Appointment) -> str:
    """Never a surname in the queue, and nothing of who must not be found."""
    person = work.citizens.find(one.citizen_id) if one.citizen_id else None
    if person is not None:
        return "" if person.is_protected else person.given_name[:FIRST_NAME_LIMIT]
    return one.name.split()[0][:FIRST_NAME_LIMIT] if one.name else ""


def _refuse_over(one: Appointment) -> None:
    if not one.is_expected:
        raise InvalidFieldError("status", "no_such_step", current=one.status, wanted=BOOKED, by=one.changed_by)
