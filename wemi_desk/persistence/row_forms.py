"""Records of one table as rows of driver values, one by one: the statements are compiled once, run on the driver."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Date, Table, select
from sqlalchemy.dialects.sqlite import insert

from wemi_desk.persistence.indexing import sort_key
from wemi_desk.persistence.mapping import (
    Instant,
    JsonText,
    RecordMapping,
    TextTuple,
    UuidBytes,
    json_text,
    microseconds,
)
from wemi_desk.persistence.sync_sql import compiled
from wemi_desk.shapes import decoder_of
from wemi_desk.sync.identifiers import uuid_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SORTED = "sort_key"
Convert = Callable[[Any], Any]


class RowForm:
    """One kind of record and its table."""

    def __init__(self, record_type: type[Any], table: Table) -> None:
        names = RecordMapping(record_type).names
        self.table = table
        self._type = record_type
        self._fields = attrgetter(*names)
        self._to = [(place, both[0]) for place, name in enumerate(names) if (both := _converters(table, name))]
        self._from = [(place, both[1]) for place, name in enumerate(names) if (both := _converters(table, name))]
        self._is_sorted = _SORTED in table.c
        self._columns = [*names, _SORTED] if self._is_sorted else list(names)
        self._names = names

    @cached_property
    def insert(self) -> str:
        """The row, new. Like the other statements it is compiled when it is first needed: most kinds never are."""
        return compiled(insert(self.table).values(dict.fromkeys(self._columns)))

    @cached_property
    def select(self) -> str:
        """The row with an identifier."""
        columns = [self.table.c[name] for name in self._columns]
        return compiled(select(*columns).where(self.table.c.id == b""))

    def row(self, record: Any) -> list[Any]:
        """Driver values of *record*."""
        row = list(self._fields(record))
        for place, make in self._to:
            value = row[place]
            if value is not None:
                row[place] = make(value)
        if self._is_sorted:
            row.append(sort_key(record))
        return row

    def record(self, row: Sequence[Any]) -> Any:
        """The record that a row of ``select`` holds."""
        values = list(row[: len(self._names)])
        for place, make in self._from:
            value = values[place]
            if value is not None:
                values[place] = make(value)
        return self._type(**dict(zip(self._names, values, strict=True)))

    @cached_property
    def update(self) -> str:
        """Every column of the row with the identifier that follows them."""
        return compiled(self.table.update().where(self.table.c.id == b"").values(dict.fromkeys(self._columns)))

    def upsert(self) -> str:
        """The row, whether there is one under its identifier or not."""
        statement = insert(self.table).values(dict.fromkeys(self._columns))
        changed = {name: statement.excluded[name] for name in self._columns if name != "id"}
        return compiled(statement.on_conflict_do_update(index_elements=["id"], set_=changed))


_FORMS: dict[tuple[type[Any], str], RowForm] = {}


def row_form(record_type: type[Any], table: Table) -> RowForm:
    """The form of a table, made once."""
    made = _FORMS.get((record_type, table.name))
    if made is None:
        made = _FORMS[record_type, table.name] = RowForm(record_type, table)
    return made


def _converters(table: Table, name: str) -> tuple[Convert, Convert] | None:
    return converters_of(table.c[name].type)


def converters_of(kind: Any) -> tuple[Convert, Convert] | None:
    """Value of a column of this type → the driver's, and back; None where they are the same."""
    if isinstance(kind, JsonText):
        return json_text, decoder_of(kind.shape).decode
    return next((both for column_type, *both in _CONVERTERS if isinstance(kind, column_type)), None)  # type: ignore[return-value]


def _bytes(value: UUID) -> bytes:
    return value.int.to_bytes(16, "big")  # what value.bytes does, without its way there


def _instant(value: int) -> datetime:
    return _EPOCH + timedelta(microseconds=value)


@lru_cache(maxsize=4096)
def _codes(value: tuple[str, ...]) -> str:
    return json.dumps(list(value))


@lru_cache(maxsize=4096)
def _read_codes(value: str) -> tuple[str, ...]:
    return tuple(json.loads(value))


_CONVERTERS: tuple[tuple[type[Any], Convert, Convert], ...] = (
    (UuidBytes, _bytes, uuid_of), (Instant, microseconds, _instant), (TextTuple, _codes, _read_codes),
    (Boolean, int, bool), (Date, date.isoformat, date.fromisoformat),
)  # fmt: skip
