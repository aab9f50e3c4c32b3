"""Pointing what belongs to one person to another, and back again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.persistence.database import cursor_of
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.records import SqlRecords
from wemi_desk.persistence.sync_sql import compiled
from wemi_desk.persistence.tables import SYNCHRONISED
from wemi_desk.sync.identifiers import uuid_of

# Contacts, notices and prints keep the id they were born with (append-only): the timeline follows the merge instead.
MOVING = (
    "household_member", "call_back", "referral", "fiscal_code_record", "activity_enrolment", "activity_presence",
    "workstation_turn", "orientation", "appointment",
    "volunteer", "volunteer_hours",
    "shared_request", "shared_participant",
)  # fmt: skip


def moved_ids(connection: Connection, journal: Journal, from_id: CitizenId, to_id: CitizenId) -> tuple[str, ...]:
    """Move everything in :data:`MOVING`; returns ``kind:id`` of each record."""
    moved = []
    for kind in MOVING:
        for (row_id,) in cursor_of(connection).execute(_ids_of(kind), (from_id.bytes,)).fetchall():
            _point(_records(connection, journal, kind), uuid_of(row_id), to_id)
            moved.append(f"{kind}:{uuid_of(row_id)}")
    return tuple(moved)


def move_back(connection: Connection, journal: Journal, moved: Sequence[str], to_id: CitizenId) -> None:
    """Undo :func:`moved_ids`."""
    for entry in moved:
        kind, _, row_id = entry.partition(":")
        _point(_records(connection, journal, kind), UUID(row_id), to_id)


@cache
def _ids_of(kind: str) -> str:
    table = SYNCHRONISED[kind][1]
    return compiled(select(table.c.id).where(table.c.citizen_id == b""))


def _records(connection: Connection, journal: Journal, kind: str) -> SqlRecords[Any]:
    record_type, table = SYNCHRONISED[kind]
    return SqlRecords(connection, table, record_type, journal)


def _point(records: SqlRecords[Any], row_id: UUID, citizen_id: CitizenId) -> None:
    record = records.get(row_id)
    values = RecordMapping(type(record)).to_row(record) | {"citizen_id": citizen_id}
    records.replace(type(record)(**values))
