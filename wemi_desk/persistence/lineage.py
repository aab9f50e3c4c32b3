"""The records that one person has been: the one that stands, and those merged into it, however long ago."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, literal, select

from wemi_desk.persistence.mapping import UuidBytes
from wemi_desk.persistence.tables import CITIZEN


def lineage(connection: Connection, citizen_id: UUID) -> list[UUID]:
    """*citizen_id* and every record that redirects to it, through any number of merges."""
    chain = select(literal(citizen_id, UuidBytes()).label("id")).cte("lineage", recursive=True)
    merged = select(CITIZEN.c.id).where(CITIZEN.c.merged_into == chain.c.id)
    query = select(chain.union(merged).c.id)
    return list(connection.execute(query).scalars())
