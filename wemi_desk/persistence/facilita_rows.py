"""The rows of Facilita's ledger: a month of thousands, read and written one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, insert, select
from sqlcipher3 import dbapi2 as sqlcipher

from wemi_desk.domain.errors import AlreadyExportedError
from wemi_desk.domain.facilita_ledger import COUNTED, REJECTED, WAITING, FacilitaRow
from wemi_desk.domain.facilita_rejects import RejectedRow, SentAs
from wemi_desk.persistence import tables
from wemi_desk.persistence.database import cursor_of
from wemi_desk.persistence.row_forms import row_form
from wemi_desk.persistence.sync_sql import compiled

_CHUNK = 500


class SqlFacilitaRows:
    """See services.facilita.ports.SentRows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def held_here(self, batch_ids: Iterable[UUID]) -> frozenset[UUID]:
        query = "SELECT 1 FROM facilita_row WHERE batch_id = ? LIMIT 1"
        cursor = cursor_of(self._connection)
        return frozenset(one for one in batch_ids if cursor.execute(query, (one.bytes,)).fetchone())

    def add(self, rows: Iterable[FacilitaRow]) -> int:
        form, count, source = row_form(FacilitaRow, tables.FACILITA_ROW), 0, iter(rows)
        cursor = cursor_of(self._connection)
        statement = compiled(insert(tables.FACILITA_ROW).values(dict.fromkeys(tables.FACILITA_ROW.c.keys())))
        while part := [form.row(row) for row in islice(source, _CHUNK)]:
            try:
                cursor.executemany(statement, part)
            except sqlcipher.IntegrityError:
                raise AlreadyExportedError from None
            count += len(part)
        return count

    def sent_as(self, batch_id: UUID) -> Sequence[SentAs]:
        query = (
            "SELECT facilitator, facilitator_name, site_name, day FROM facilita_row WHERE batch_id = ? "
            "ORDER BY row_number"
        )
        rows = cursor_of(self._connection).execute(query, (batch_id.bytes,))
        return [SentAs(code, name, site, date.fromisoformat(day)) for code, name, site, day in rows]

    def reject(self, batch_id: UUID, rejected: Iterable[RejectedRow]) -> None:
        table = tables.FACILITA_ROW
        self._connection.execute(
            table.update().where(table.c.batch_id == batch_id, table.c.state == REJECTED)
            .values(state=WAITING, reject_keys=(), reject_text="")
        )  # fmt: skip
        for one in rejected:
            self._connection.execute(
                table.update().where(table.c.batch_id == batch_id, table.c.row_number == one.number,
                                     table.c.state == WAITING)
                .values(state=REJECTED, reject_keys=one.keys, reject_text=one.note, again=False)
            )  # fmt: skip

    def settle(self, batch_id: UUID, before: str, after: str) -> int:
        query = "UPDATE facilita_row SET state = ? WHERE batch_id = ? AND state = ?"
        changed = cursor_of(self._connection).execute(query, (after, batch_id.bytes, before))
        return int(changed.rowcount)

    def states(self, batch_ids: Iterable[UUID]) -> Mapping[UUID, Mapping[str, int]]:
        query = "SELECT state, count(*) FROM facilita_row WHERE batch_id = ? GROUP BY state"
        cursor = cursor_of(self._connection)
        return {one: dict(cursor.execute(query, (one.bytes,)).fetchall()) for one in batch_ids}

    def take_back(self, batch_id: UUID, replaced_id: UUID) -> None:
        query = (
            "UPDATE facilita_row SET state = 'rejected' WHERE batch_id = ? AND state = 'replaced' "
            "AND attendance_id IN (SELECT attendance_id FROM facilita_row WHERE batch_id = ?)"
        )
        cursor_of(self._connection).execute(query, (replaced_id.bytes, batch_id.bytes))

    def replace_rejected(self, attendance_ids: Iterable[UUID]) -> None:
        query = "UPDATE facilita_row SET state = 'replaced' WHERE attendance_id = ? AND state = 'rejected'"
        cursor_of(self._connection).executemany(query, ((one.bytes,) for one in attendance_ids))

    def send_again(self, attendance_id: UUID) -> None:
        query = "UPDATE facilita_row SET again = 1 WHERE attendance_id = ? AND state = 'rejected'"
        cursor_of(self._connection).execute(query, (attendance_id.bytes,))

    def counted(self, first: date, last: date, space_code: str | None) -> Iterator[FacilitaRow]:
        table, batch = tables.FACILITA_ROW, tables.FACILITA_BATCH
        query = select(table).where(table.c.day >= first, table.c.day <= last, table.c.state.in_(COUNTED))
        if space_code is not None:
            query = query.join(batch, batch.c.id == table.c.batch_id).where(batch.c.space_code == space_code)
        return self._streamed(query.order_by(table.c.day, table.c.batch_id, table.c.row_number))

    def _streamed(self, query: Select[Any]) -> Iterator[FacilitaRow]:
        """A row at a time, whatever their number."""
        for row in self._connection.execute(query, execution_options={"yield_per": _CHUNK}).mappings():
            yield FacilitaRow(**row)
