"""One day of a space, operator by operator, with names that may be read over the shoulder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from wemi_desk.domain import audit
from wemi_desk.domain.appointments import NO_ANSWER, TOLD, Appointment, AppointmentId, double_booked
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.openings import OpenDay, Span, meet
from wemi_desk.domain.shifts import away, working
from wemi_desk.domain.spaces import Space
from wemi_desk.services.agenda import undoing
from wemi_desk.services.agenda.appointments import Appointed
from wemi_desk.services.agenda.reading import SpaceDays, read_days, seen_space, staff_of
from wemi_desk.services.agenda.undoing import Change
from wemi_desk.services.agenda.writing import remember
from wemi_desk.services.calendar_ports import Holidays
from wemi_desk.services.courses.workstations import short_name
from wemi_desk.services.ports import ContactDetails, Store, UnitOfWork
from wemi_desk.services.session import DeskSession

LOOKED_AHEAD = 14
"""Days in which the next opening is looked for: longer closings have a list of their own."""


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """One appointment in a list: a first name and an initial, the telephone stays hidden."""

    appointment: Appointment
    who: str
    operator: str = ""
    has_phone: bool = False
    is_doubled: bool = False
    is_stranded: bool = False


@dataclass(frozen=True, slots=True)
class DayColumn:
    """One operator's day; None for appointments with whoever is free."""

    operator_id: UUID | None
    name: str
    at_work: tuple[Span, ...]
    away: tuple[Span, ...]
    lines: tuple[AppointmentLine, ...]


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day: when the space receives, and each operator's hours."""

    space: Space
    day: OpenDay
    has_hours: bool
    has_shifts: bool
    columns: tuple[DayColumn, ...]

    @property
    def lines(self) -> tuple[AppointmentLine, ...]:
        """All appointments, the soonest first."""
        every = (one for column in self.columns for one in column.lines)
        return tuple(sorted(every, key=lambda one: (one.appointment.starts_at, one.appointment.id.bytes)))


class DayBook:
    """What is on today, and who should be reminded of tomorrow."""

    def __init__(self, store: Store, session: DeskSession, holidays: Holidays, details: ContactDetails) -> None:
        self._store = store
        self._session = session
        self._holidays = holidays
        self._details = details

    def day(self, on: date, space_code: str = "") -> DayPlan:
        """Who works here, and who is expected by whom; at another space without names."""
        with self._store.reading() as work:
            space = seen_space(work, self._session, space_code)
            known = read_days(work, space, on, on, self._holidays)
            names: dict[UUID, str] = {one.id: one.shown_name for one in work.directory.operators()}
            staff = [one.id for one in staff_of(work.directory.operators(), space.code, on)]
            lines = self._lines(work, known, names)
        return DayPlan(
            space, known.day(on), known.hours.is_known, bool(known.people_on(on)),
            self._columns(known, on, names, staff, lines),
        )  # fmt: skip

    def to_remind(self) -> tuple[date | None, Sequence[AppointmentLine]]:
        """The next day on which the space receives, and who is expected then and was not reminded."""
        today = self._session.clock.today()
        with self._store.reading() as work:
            last = today + timedelta(days=LOOKED_AHEAD)
            known = read_days(work, self._session.space, today + timedelta(days=1), last, self._holidays)
            names: dict[UUID, str] = {one.id: one.shown_name for one in work.directory.operators()}
            lines = self._lines(work, known, names)
        day = _next_day(known)
        wanted = [one for one in lines if one.appointment.is_expected and one.appointment.reminded != TOLD]
        return day, [one for one in wanted if day is not None and one.appointment.day <= day]

    def telephone(self, appointment_id: AppointmentId) -> str:
        """The number to call; looking at it is an access record."""
        self._session.require("open_person")
        with self._store.work() as work:
            one = work.appointments.get(appointment_id)
            if one.citizen_id is None:
                work.log(audit.SHOW_CONTACTS, "appointment", one.id, reason="reminder")
                work.commit()
                return one.phone
            citizen = work.citizens.get(one.citizen_id)
            work.log(audit.SHOW_CONTACTS, "citizen", citizen.id, reason="reminder")
            work.commit()
        return self._details.shown_phone(citizen.phone) or citizen.phone_typed or ""

    def reminded(self, appointment_id: AppointmentId, result: str) -> Appointed:
        """What came of the call: *told* ends it, *no_answer* leaves it on the list."""
        self._session.require("serve")
        if result not in (TOLD, NO_ANSWER):
            raise InvalidFieldError("result", "unknown_code", code=result)
        with self._store.work() as work:
            before = work.appointments.get(appointment_id)
            now, by = self._session.clock.now(), self._session.operator.id
            after = before.reminded_of(result, at=now, by=by)
            work.appointments.replace(after)
            deed = remember(work, self._session, [Change(undoing.APPOINTMENT, before, after)])
            work.commit()
        return Appointed(after, deed)

    # --- inside ------------------------------------------------------------------------------------------------

    def _lines(self, work: UnitOfWork, known: SpaceDays, names: Mapping[UUID, str]) -> list[AppointmentLine]:
        ids = [one.citizen_id for one in known.appointments if one.citizen_id is not None]
        is_ours = known.space.code == self._session.space.code
        people: dict[UUID, Citizen] = {one.id: one for one in work.citizens.by_ids(ids)} if ids and is_ours else {}
        doubled = {one.id for pair in double_booked(known.appointments) for one in pair}
        return [_line(one, people, names, known, one.id in doubled, is_ours) for one in known.appointments]

    def _columns(
        self, known: SpaceDays, on: date, names: Mapping[UUID, str], staff: Sequence[UUID],
        lines: Sequence[AppointmentLine],
    ) -> tuple[DayColumn, ...]:  # fmt: skip
        """Who has a shift first; without shifts everybody of the space; then who has appointments all the same."""
        people = list(known.people_on(on) or staff)
        with_people = [one.appointment.operator_id for one in lines]
        others = dict.fromkeys(one for one in with_people if one is not None and one not in people)
        columns = [
            DayColumn(
                one, names.get(one, ""), working(known.shifts_here, known.leaves, one, on),
                away(known.leaves, one, on), tuple(line for line in lines if line.appointment.operator_id == one),
            )
            for one in (*people, *others)
        ]  # fmt: skip
        anybody = tuple(line for line in lines if line.appointment.operator_id is None)
        return (*columns, DayColumn(None, "", (), (), anybody)) if anybody else tuple(columns)


def _next_day(known: SpaceDays) -> date | None:
    if known.hours.is_known:
        return next((one.day for one in known.days if one.spans), None)
    return known.days[0].day


def _line(
    one: Appointment, people: Mapping[UUID, Citizen], names: Mapping[UUID, str], known: SpaceDays, is_doubled: bool,
    is_ours: bool,
) -> AppointmentLine:  # fmt: skip
    person = people.get(one.citizen_id) if one.citizen_id is not None else None
    who = (short_name(person) if person is not None else one.name) if is_ours else ""
    gone = away(known.leaves, one.operator_id, one.day) if one.operator_id is not None else ()
    return AppointmentLine(
        one, who, names.get(one.operator_id, "") if one.operator_id is not None else "",
        bool((person.phone or person.phone_typed) if person is not None else one.phone), is_doubled,
        one.is_expected and any(meet(one.span, span) for span in gone),
    )  # fmt: skip
