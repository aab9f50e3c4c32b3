"""What courses and workstations need of one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from wemi_desk.domain.courses import Activity, ActivityDate, Enrolment, Presence
from wemi_desk.domain.workstations import Workstation, WorkstationTurn
from wemi_desk.services.volunteers.ports import VolunteerWork


class ActivityDateRecords(Protocol):
    """Meetings."""

    def add(self, record: ActivityDate) -> None: ...

    def replace(self, record: ActivityDate) -> None: ...

    def get(self, record_id: UUID) -> ActivityDate:
        """Raises RecordMissingError."""
        ...

    def between(self, begin: datetime, end: datetime) -> Sequence[ActivityDate]:
        """Those that begin in a period, the soonest first."""
        ...

    def of(self, activity_id: UUID) -> Sequence[ActivityDate]:
        """All of one activity, the soonest first."""
        ...

    def planned_after(self, instant: datetime) -> Sequence[ActivityDate]: ...

    def activities(self, ids: Sequence[UUID]) -> Mapping[UUID, Activity]: ...


class EnrolmentRecords(Protocol):
    """Who wants to come."""

    def add(self, record: Enrolment) -> None: ...

    def replace(self, record: Enrolment) -> None: ...

    def get(self, record_id: UUID) -> Enrolment:
        """Raises RecordMissingError."""
        ...

    def find(self, record_id: UUID) -> Enrolment | None: ...

    def of(self, activity_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Enrolment]]:
        """Per activity, also those who left."""
        ...

    def of_citizen(self, citizen_id: UUID) -> Sequence[Enrolment]:
        """Those this person has not left, newest first."""
        ...


class PresenceRecords(Protocol):
    """Who was there."""

    def add(self, record: Presence) -> None: ...

    def replace(self, record: Presence) -> None: ...

    def find(self, record_id: UUID) -> Presence | None: ...

    def of(self, date_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Presence]]:
        """Per meeting, also those noted by mistake."""
        ...

    def said_before(self, citizen_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, tuple[str, ...]]]:
        """What these people said about themselves at their last sitting of digital help, where they did."""
        ...


class WorkstationRecords(Protocol):
    """The computers."""

    def add(self, record: Workstation) -> None: ...

    def replace(self, record: Workstation) -> None: ...

    def get(self, record_id: UUID) -> Workstation:
        """Raises RecordMissingError."""
        ...

    def of_space(self, space_code: str) -> Sequence[Workstation]:
        """Those in use."""
        ...


class WorkstationTurnRecords(Protocol):
    """Who sits, and who booked."""

    def add(self, record: WorkstationTurn) -> None: ...

    def replace(self, record: WorkstationTurn) -> None: ...

    def get(self, record_id: UUID) -> WorkstationTurn:
        """Raises RecordMissingError."""
        ...

    def between(self, begin: datetime, end: datetime) -> Sequence[WorkstationTurn]:
        """Those that begin in a period, and those of people who still sit there."""
        ...


class CourseWork(VolunteerWork, Protocol):
    """The part of a unit of work that this room asks for."""

    @property
    def activity_dates(self) -> ActivityDateRecords: ...
    @property
    def enrolments(self) -> EnrolmentRecords: ...
    @property
    def presences(self) -> PresenceRecords: ...
    @property
    def workstations(self) -> WorkstationRecords: ...
    @property
    def workstation_turns(self) -> WorkstationTurnRecords: ...
