"""What volunteers need of one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from wemi_desk.domain.volunteers import Volunteer, VolunteerHours


class VolunteerRecords(Protocol):
    """Who lends a hand."""

    def add(self, record: Volunteer) -> None: ...

    def replace(self, record: Volunteer) -> None: ...

    def get(self, record_id: UUID) -> Volunteer:
        """Raises RecordMissingError."""
        ...

    def find(self, record_id: UUID) -> Volunteer | None: ...

    def of_space(self, space_code: str) -> Sequence[Volunteer]:
        """Everybody who was ever registered here."""
        ...

    def by_ids(self, ids: Sequence[UUID]) -> Sequence[Volunteer]: ...


class VolunteerHoursRecords(Protocol):
    """What they gave."""

    def add(self, record: VolunteerHours) -> None: ...

    def replace(self, record: VolunteerHours) -> None: ...

    def get(self, record_id: UUID) -> VolunteerHours:
        """Raises RecordMissingError."""
        ...

    def find(self, record_id: UUID) -> VolunteerHours | None: ...

    def of(self, volunteer_id: UUID) -> Sequence[VolunteerHours]:
        """Of one volunteer, the newest first, but those taken back."""
        ...

    def between(self, space_code: str, first: date, last: date) -> Sequence[VolunteerHours]:
        """Of a space and a period, but those taken back."""
        ...


class VolunteerWork(Protocol):
    """The part of a unit of work that this room asks for."""

    @property
    def volunteers(self) -> VolunteerRecords: ...
    @property
    def volunteer_hours(self) -> VolunteerHoursRecords: ...
