"""What the agenda needs of one transaction, and of the world outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from wemi_desk.domain.appointments import Appointment
from wemi_desk.domain.handover_notes import HandoverNote
from wemi_desk.domain.openings import OpeningException, OpeningSlot
from wemi_desk.domain.shifts import Leave, Shift


class AppointmentRecords(Protocol):
    """Hours promised to people."""

    def add(self, record: Appointment) -> None: ...

    def replace(self, record: Appointment) -> None: ...

    def get(self, record_id: UUID) -> Appointment:
        """Raises RecordMissingError."""
        ...

    def find(self, record_id: UUID) -> Appointment | None: ...

    def between(self, begin: datetime, end: datetime, space_code: str | None = None) -> Sequence[Appointment]:
        """Those that begin in a period, the soonest first."""
        ...

    def made_between(self, begin: datetime, end: datetime) -> Sequence[Appointment]:
        """Those that were written down in a period: a card's code tells the day."""
        ...

    def of_citizen(self, citizen_id: UUID) -> Sequence[Appointment]:
        """Those of this person, also under a record merged since, the soonest first."""
        ...


class OpeningSlotRecords(Protocol):
    """The hours of the week."""

    def add(self, record: OpeningSlot) -> None: ...

    def replace(self, record: OpeningSlot) -> None: ...

    def get(self, record_id: UUID) -> OpeningSlot:
        """Raises RecordMissingError."""
        ...

    def of_space(self, space_code: str) -> Sequence[OpeningSlot]:
        """Those that were not taken back, by weekday and hour."""
        ...


class OpeningExceptionRecords(Protocol):
    """Days that are otherwise."""

    def add(self, record: OpeningException) -> None: ...

    def replace(self, record: OpeningException) -> None: ...

    def get(self, record_id: UUID) -> OpeningException:
        """Raises RecordMissingError."""
        ...

    def of_space(self, space_code: str, first: date, last: date) -> Sequence[OpeningException]:
        """Those that hold on one of the days, the soonest first."""
        ...


class ShiftRecords(Protocol):
    """Who works when."""

    def add(self, record: Shift) -> None: ...

    def replace(self, record: Shift) -> None: ...

    def get(self, record_id: UUID) -> Shift:
        """Raises RecordMissingError."""
        ...

    def find(self, record_id: UUID) -> Shift | None: ...

    def between(self, first: date, last: date, space_code: str | None = None) -> Sequence[Shift]:
        """Those that stand on these days, both included."""
        ...


class LeaveRecords(Protocol):
    """Who is away."""

    def add(self, record: Leave) -> None: ...

    def replace(self, record: Leave) -> None: ...

    def get(self, record_id: UUID) -> Leave:
        """Raises RecordMissingError."""
        ...

    def between(self, first: date, last: date) -> Sequence[Leave]:
        """Those that hold on one of these days."""
        ...


class HandoverNoteRecords(Protocol):
    """Words for the next shift."""

    def add(self, record: HandoverNote) -> None: ...

    def replace(self, record: HandoverNote) -> None: ...

    def get(self, record_id: UUID) -> HandoverNote:
        """Raises RecordMissingError."""
        ...

    def since(self, instant: datetime, space_code: str) -> Sequence[HandoverNote]:
        """Those of one space that nobody took back, the newest first."""
        ...


class AgendaWork(Protocol):
    """The part of a unit of work that this room asks for."""

    @property
    def appointments(self) -> AppointmentRecords: ...
    @property
    def opening_slots(self) -> OpeningSlotRecords: ...
    @property
    def opening_exceptions(self) -> OpeningExceptionRecords: ...
    @property
    def shifts(self) -> ShiftRecords: ...
    @property
    def leaves(self) -> LeaveRecords: ...
    @property
    def handover_notes(self) -> HandoverNoteRecords: ...
