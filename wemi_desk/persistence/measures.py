"""Measures that the centre has published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from wemi_desk.domain.errors import RecordMissingError
from wemi_desk.persistence.tables import SHADOW
from wemi_desk.sync.messages import plain

_MEASURES = (SHADOW.c.kind == "measure") & SHADOW.c.data.is_not(None)


class SqlMeasures:
    """See services.measure_ports.MeasureRecords."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def stamps(self) -> Mapping[UUID, bytes]:
        """Record id → hash of its content."""
        rows = self._connection.execute(select(SHADOW.c.id, SHADOW.c.hash).where(_MEASURES)).all()
        return {row.id: row.hash for row in rows}

    def content(self, record_id: UUID) -> Mapping[str, Any]:
        """The document as it came."""
        query = select(SHADOW.c.data).where(_MEASURES, SHADOW.c.id == record_id)
        data = self._connection.execute(query.limit(1)).scalar()
        if data is None:
            raise RecordMissingError("measure")
        found: Mapping[str, Any] = plain(data)
        return found
