"""Records written without an act (the palestra's past) are given one, so that the centre may learn of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Table, select

from wemi_desk.domain.acts import NEW
from wemi_desk.persistence.journal import Author, subject_of
from wemi_desk.persistence.mapping import RecordMapping, microseconds
from wemi_desk.persistence.sync_log import Deed, write_act
from wemi_desk.persistence.tables import OUTBOX, SHADOW, SYNCHRONISED
from wemi_desk.services.ports import Clock, Ids
from wemi_desk.sync.messages import encoded

_BATCH = 500


def adopt(engine: Engine, author: Author, clock: Clock, ids: Ids) -> int:
    """Write a ``new`` act for each record that neither an act nor the centre knows; how many.

    People come first, so that nothing has to wait for whom it names.
    """
    return sum(_adopt_kind(engine, kind, author, clock, ids) for kind in SYNCHRONISED)


def _adopt_kind(engine: Engine, kind: str, author: Author, clock: Clock, ids: Ids) -> int:
    record_type, table = SYNCHRONISED[kind]
    mapping: RecordMapping[Any] = RecordMapping(record_type)
    with engine.execution_options(read_only=True).connect() as connection:
        wanted = _unknown(connection, kind, table)
    for begin in range(0, len(wanted), _BATCH):
        with engine.begin() as connection:
            query = select(table).where(table.c.id.in_(wanted[begin : begin + _BATCH])).order_by(table.c.id)
            driver: Any = connection.connection.driver_connection
            cursor, now = driver.cursor(), microseconds(clock.now())
            for row in connection.execute(query).mappings().all():
                record = mapping.to_record(row)
                deed = Deed(
                    kind=kind, verb=NEW, record_id=record.id, subject_id=subject_of(kind, record),
                    operator_id=author.operator_id, space_code=author.space_code, payload=encoded(record),
                )  # fmt: skip
                write_act(cursor, ids(), deed, now)
    return len(wanted)


def _unknown(connection: Connection, kind: str, table: Table) -> list[UUID]:
    acted = select(OUTBOX.c.record_id).where(OUTBOX.c.kind == kind)
    held = set(connection.execute(select(SHADOW.c.id).where(SHADOW.c.kind == kind)).scalars())
    found = connection.execute(select(table.c.id).where(table.c.id.not_in(acted)).order_by(table.c.id)).scalars()
    return [one for one in found if one.bytes not in held]
