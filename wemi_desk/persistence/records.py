"""Records of any kind in their table; every change takes its outbox row and its audit entry along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Select, Table

from wemi_desk.domain.acts import NEW, SET
from wemi_desk.domain.errors import RecordMissingError
from wemi_desk.persistence.database import cursor_of
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.row_forms import row_form

T = TypeVar("T")


class SqlRecords(Generic[T]):
    """See services.ports.Records; noun modules add their queries."""

    def __init__(
        self, connection: Connection, table: Table, record_type: type[T], journal: Journal, kind: str = ""
    ) -> None:
        self._connection = connection
        self._table = table
        self._journal = journal
        self._kind = kind or str.__str__(table.name)  # SQLAlchemy's name is a subclass of str
        self._mapping = RecordMapping(record_type)
        self._form = row_form(record_type, table)

    def add(self, record: T) -> None:
        """Insert a record that was just born."""
        self._cursor().execute(self._form.insert, self._form.row(record))
        self._journal.changed(NEW, self._kind, record)

    def replace(self, record: T) -> None:
        """Write the changed fields; nothing changed, nothing written."""
        before = self.get(record.id)  # type: ignore[attr-defined]
        if before == record:
            return
        record_id: UUID = record.id  # type: ignore[attr-defined]
        self._cursor().execute(self._form.update, (*self._form.row(record), record_id.bytes))
        self._journal.changed(SET, self._kind, record, before)

    def get(self, record_id: UUID) -> T:
        """The record, or RecordMissingError."""
        found = self.find(record_id)
        if found is None:
            raise RecordMissingError(self._kind)
        return found

    def find(self, record_id: UUID) -> T | None:
        """The record, or None."""
        row = self._cursor().execute(self._form.select, (record_id.bytes,)).fetchone()
        return None if row is None else self._form.record(row)

    def _cursor(self) -> Any:
        return cursor_of(self._connection)

    def _first(self, query: Select[Any]) -> T | None:
        row = self._connection.execute(query.limit(1)).mappings().first()
        return None if row is None else self._mapping.to_record(row)

    def _all(self, query: Select[Any]) -> Sequence[T]:
        return [self._mapping.to_record(row) for row in self._connection.execute(query).mappings()]


def in_period(column: Any, begin: datetime, end: datetime) -> Any:
    """``begin <= column < end``."""
    return (column >= begin) & (column < end)
