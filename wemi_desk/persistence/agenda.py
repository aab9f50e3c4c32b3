"""Appointments, opening hours, shifts, leave and notes for the next shift."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, select

from wemi_desk.domain.appointments import Appointment
from wemi_desk.domain.handover_notes import HandoverNote
from wemi_desk.domain.openings import OpeningException, OpeningSlot
from wemi_desk.domain.shifts import Leave, Shift
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.lineage import lineage
from wemi_desk.persistence.records import SqlRecords, in_period
from wemi_desk.persistence.tables import APPOINTMENT, HANDOVER_NOTE, LEAVE, OPENING_EXCEPTION, OPENING_SLOT, SHIFT


class SqlAppointments(SqlRecords[Appointment]):
    """See services.agenda.ports.AppointmentRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, APPOINTMENT, Appointment, journal)

    def between(self, begin: datetime, end: datetime, space_code: str | None = None) -> Sequence[Appointment]:
        """Those that begin in a period, the soonest first."""
        table = APPOINTMENT.c
        query = select(APPOINTMENT).where(in_period(table.starts_at, begin, end))
        if space_code is not None:
            query = query.where(table.space_code == space_code)
        return self._all(query.order_by(table.starts_at, table.id))

    def made_between(self, begin: datetime, end: datetime) -> Sequence[Appointment]:
        """Those that were written down in a period; nobody is promised an hour more than a year ahead."""
        table = APPOINTMENT.c
        soon = in_period(table.starts_at, begin - timedelta(days=1), end + timedelta(days=367))
        return self._all(select(APPOINTMENT).where(soon, in_period(table.created_at, begin, end)))

    def of_citizen(self, citizen_id: UUID) -> Sequence[Appointment]:
        """Those of this person, or of a record merged into theirs, the soonest first."""
        people, table = lineage(self._connection, citizen_id), APPOINTMENT.c
        query = select(APPOINTMENT).where(table.citizen_id.in_(people))
        return self._all(query.order_by(table.starts_at, table.id))


class SqlOpeningSlots(SqlRecords[OpeningSlot]):
    """See services.agenda.ports.OpeningSlotRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, OPENING_SLOT, OpeningSlot, journal)

    def of_space(self, space_code: str) -> Sequence[OpeningSlot]:
        """Those that were not taken back, by weekday and hour."""
        table = OPENING_SLOT.c
        query = select(OPENING_SLOT).where(table.space_code == space_code, table.withdrawn_at.is_(None))
        return self._all(query.order_by(table.weekday, table.from_minute, table.id))


class SqlOpeningExceptions(SqlRecords[OpeningException]):
    """See services.agenda.ports.OpeningExceptionRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, OPENING_EXCEPTION, OpeningException, journal)

    def of_space(self, space_code: str, first: date, last: date) -> Sequence[OpeningException]:
        """Those that hold on one of the days, the soonest first."""
        table = OPENING_EXCEPTION.c
        query = select(OPENING_EXCEPTION).where(
            table.space_code == space_code, table.withdrawn_at.is_(None), table.last_on >= first, table.first_on <= last
        )
        return self._all(query.order_by(table.first_on, table.from_minute, table.id))


class SqlShifts(SqlRecords[Shift]):
    """See services.agenda.ports.ShiftRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, SHIFT, Shift, journal)

    def between(self, first: date, last: date, space_code: str | None = None) -> Sequence[Shift]:
        """Those that stand on these days, both included."""
        table = SHIFT.c
        query = select(SHIFT).where(table.day >= first, table.day <= last, table.withdrawn_at.is_(None))
        if space_code is not None:
            query = query.where(table.space_code == space_code)
        return self._all(query.order_by(table.day, table.from_minute, table.id))


class SqlLeaves(SqlRecords[Leave]):
    """See services.agenda.ports.LeaveRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, LEAVE, Leave, journal)

    def between(self, first: date, last: date) -> Sequence[Leave]:
        """Those that hold on one of these days, at whatever space they were said."""
        table = LEAVE.c
        query = select(LEAVE).where(table.last_on >= first, table.first_on <= last, table.withdrawn_at.is_(None))
        return self._all(query.order_by(table.first_on, table.from_minute, table.id))


class SqlHandoverNotes(SqlRecords[HandoverNote]):
    """See services.agenda.ports.HandoverNoteRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, HANDOVER_NOTE, HandoverNote, journal)

    def since(self, instant: datetime, space_code: str) -> Sequence[HandoverNote]:
        """Those of one space that nobody took back, the newest first."""
        table = HANDOVER_NOTE.c
        query = select(HANDOVER_NOTE).where(
            table.created_at >= instant, table.space_code == space_code, table.withdrawn_at.is_(None)
        )
        return self._all(query.order_by(table.created_at.desc(), table.id))
