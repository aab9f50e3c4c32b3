"""Volunteers and the hours they gave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, select

from wemi_desk.domain.volunteers import Volunteer, VolunteerHours
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.records import SqlRecords
from wemi_desk.persistence.tables import VOLUNTEER, VOLUNTEER_HOURS


class SqlVolunteers(SqlRecords[Volunteer]):
    """See services.volunteers.ports.VolunteerRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, VOLUNTEER, Volunteer, journal)

    def of_space(self, space_code: str) -> Sequence[Volunteer]:
        """Everybody who was ever registered here, in that order."""
        query = select(VOLUNTEER).where(VOLUNTEER.c.space_code == space_code)
        return self._all(query.order_by(VOLUNTEER.c.created_at, VOLUNTEER.c.id))

    def by_ids(self, ids: Sequence[UUID]) -> Sequence[Volunteer]:
        """Those that are here."""
        return self._all(select(VOLUNTEER).where(VOLUNTEER.c.id.in_(ids)))


class SqlVolunteerHours(SqlRecords[VolunteerHours]):
    """See services.volunteers.ports.VolunteerHoursRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, VOLUNTEER_HOURS, VolunteerHours, journal)

    def of(self, volunteer_id: UUID) -> Sequence[VolunteerHours]:
        """Of one volunteer, the newest first, but those taken back."""
        table = VOLUNTEER_HOURS.c
        query = select(VOLUNTEER_HOURS).where(table.volunteer_id == volunteer_id, table.cancelled_at.is_(None))
        return self._all(query.order_by(table.worked_on.desc(), table.id.desc()))

    def between(self, space_code: str, first: date, last: date) -> Sequence[VolunteerHours]:
        """Of a space and a period, but those taken back."""
        table = VOLUNTEER_HOURS.c
        query = select(VOLUNTEER_HOURS).where(
            table.worked_on >= first, table.worked_on <= last, table.space_code == space_code,
            table.cancelled_at.is_(None),
        )  # fmt: skip
        return self._all(query.order_by(table.worked_on, table.id))
