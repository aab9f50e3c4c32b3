"""The records that one person has been: the one that stands, and those merged into it, however long ago."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from wemi_desk.persistence.database import cursor_of
from wemi_desk.sync.identifiers import uuid_of

_LINEAGE = (
    "WITH RECURSIVE lineage (id) AS (SELECT ? UNION SELECT citizen.id FROM citizen, lineage "
    "WHERE citizen.merged_into = lineage.id) SELECT id FROM lineage"
)


def lineage(connection: Connection, citizen_id: UUID) -> list[UUID]:
    """*citizen_id* and every record that redirects to it, through any number of merges."""
    rows = cursor_of(connection).execute(_LINEAGE, (citizen_id.bytes,)).fetchall()
    return [uuid_of(row[0]) for row in rows]
