"""What families want together, the groups, and who is in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, select

from wemi_desk.domain.shared_services import CLOSED, SharedParticipant, SharedRequest, SharedService
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.lineage import lineage
from wemi_desk.persistence.records import SqlRecords
from wemi_desk.persistence.tables import SHARED_PARTICIPANT, SHARED_REQUEST, SHARED_SERVICE

_MOST_CLOSED = 100


class SqlSharedRequests(SqlRecords[SharedRequest]):
    """See services.shared_services.ports.SharedRequestRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, SHARED_REQUEST, SharedRequest, journal)

    def open_ones(self) -> Sequence[SharedRequest]:
        """Nobody closed them, the oldest first."""
        table = SHARED_REQUEST.c
        return self._all(select(SHARED_REQUEST).where(table.closed_at.is_(None)).order_by(table.created_at, table.id))

    def of_citizen(self, citizen_id: UUID) -> Sequence[SharedRequest]:
        """The newest first, also those of records merged into the person's."""
        people, table = lineage(self._connection, citizen_id), SHARED_REQUEST.c
        return self._all(select(SHARED_REQUEST).where(table.citizen_id.in_(people)).order_by(table.created_at.desc()))


class SqlSharedServices(SqlRecords[SharedService]):
    """See services.shared_services.ports.SharedServiceRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, SHARED_SERVICE, SharedService, journal)

    def living(self) -> Sequence[SharedService]:
        """Those that did not end, the oldest first; then the last that did."""
        table = SHARED_SERVICE.c
        alive = self._all(select(SHARED_SERVICE).where(table.status != CLOSED).order_by(table.created_at, table.id))
        ended = select(SHARED_SERVICE).where(table.status == CLOSED).order_by(table.created_at.desc(), table.id)
        return [*alive, *self._all(ended.limit(_MOST_CLOSED))]


class SqlSharedParticipants(SqlRecords[SharedParticipant]):
    """See services.shared_services.ports.SharedParticipantRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, SHARED_PARTICIPANT, SharedParticipant, journal)

    def of(self, service_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[SharedParticipant]]:
        """Per group, everybody who is or was in it."""
        table = SHARED_PARTICIPANT.c
        query = select(SHARED_PARTICIPANT).where(table.shared_service_id.in_(service_ids))
        found: dict[UUID, list[SharedParticipant]] = {one: [] for one in service_ids}
        for one in self._all(query.order_by(table.created_at, table.id)):
            found[one.shared_service_id].append(one)
        return found

    def of_requests(self, request_ids: Sequence[UUID]) -> Sequence[SharedParticipant]:
        """Every place of these requests, in whatever group."""
        return self._all(select(SHARED_PARTICIPANT).where(SHARED_PARTICIPANT.c.request_id.in_(request_ids)))
