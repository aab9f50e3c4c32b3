"""What the screens read, computed from what the centre said and the desk's own acts that it does not contain yet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Boolean, Date, Table, select
from sqlalchemy.dialects.sqlite import insert

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.persistence.citizens import sort_key
from wemi_desk.persistence.mapping import (
    Instant,
    JsonText,
    RecordMapping,
    TextTuple,
    UuidBytes,
    json_text,
    microseconds,
)
from wemi_desk.persistence.sync_log import live_acts
from wemi_desk.persistence.sync_people import PeopleIndex
from wemi_desk.persistence.sync_sql import compiled, in_list
from wemi_desk.persistence.tables import DIRECTORY, SYNCHRONISED
from wemi_desk.sync.merge import rebased

Contents = Mapping[bytes, bytes | None]
"""Record id → canonical JSON as the centre has it; None where it has none."""


class KindView:
    """How the records of one kind become rows."""

    def __init__(self, kind: str, record_type: type[Any], table: Table) -> None:
        self.kind = kind
        self.table = table
        self._type = record_type
        names = RecordMapping(record_type).names
        self._decoder = msgspec.json.Decoder(record_type)
        self._fields = attrgetter(*names)
        self._convert = [(place, make) for place, name in enumerate(names) if (make := _to_driver(table, name))]
        columns = [*names, "sort_key"] if "sort_key" in table.c else list(names)
        self._sorted = "sort_key" in table.c
        self._upsert = _upsert(table, columns)
        self.select = compiled(select(*(table.c[name] for name in columns)).where(table.c.id == b""))
        self._delete = _DELETE[table.name]

    def record(self, data: bytes) -> Any:
        """The record, or None where this version cannot make one of it: kept as it is, not shown."""
        try:
            return self._decoder.decode(data)
        except (msgspec.ValidationError, InvalidFieldError):
            return None

    def shown(self, data: bytes | None, acts: Sequence[tuple[str, bytes, bool]] | None) -> Any:
        """What is to be seen of a record: what the centre said with own acts on top, or None."""
        if acts:
            return self._rebased(data, acts)
        return None if data is None else self.record(data)

    def _rebased(self, data: bytes | None, acts: Iterable[tuple[str, bytes, bool]]) -> Any:
        content = None if data is None else msgspec.json.decode(data)
        for verb, payload, forced in acts:
            content = rebased(content, verb, msgspec.json.decode(payload), forced=forced)
        if content is None:
            return None
        try:
            return msgspec.convert(content, self._type)
        except (msgspec.ValidationError, InvalidFieldError):
            return None

    def row(self, record: Any) -> list[Any]:
        """Driver values of *record*."""
        row = list(self._fields(record))
        for place, make in self._convert:
            value = row[place]
            if value is not None:
                row[place] = make(value)
        if self._sorted:
            row.append(sort_key(record))
        return row

    def put(self, cursor: Any, records: Sequence[Any]) -> None:
        cursor.executemany(self._upsert, [self.row(record) for record in records])

    def remove(self, cursor: Any, ids: Iterable[bytes]) -> None:
        cursor.executemany(self._delete, [(record_id,) for record_id in ids])


@cache
def view_of(kind: str) -> KindView | None:
    """The view of a kind this desk has a table for."""
    found = SYNCHRONISED.get(kind) or DIRECTORY.get(kind)
    return None if found is None else KindView(kind, *found)


def show(cursor: Any, kind: str, contents: Contents) -> None:
    """Write what is to be seen of these records, the search index included."""
    view = view_of(kind)
    if view is None or not contents:
        return
    acts = live_acts(cursor, kind, list(contents))
    shown, gone = [], []
    for record_id, data in contents.items():
        record = view.shown(data, acts.get(record_id))
        if record is None:
            gone.append(record_id)
        else:
            shown.append(record)
    if gone:
        view.remove(cursor, gone)
    if shown:
        view.put(cursor, shown)
    if kind == "citizen":
        PeopleIndex(cursor).settle(shown, gone)
    elif kind == "contact":
        PeopleIndex(cursor).seen(shown)


def show_again(cursor: Any, records: Iterable[tuple[str, bytes]]) -> None:
    """Compute the views of these records anew from the shadow."""
    kinds: dict[str, dict[bytes, bytes | None]] = {}
    for kind, record_id in records:
        kinds.setdefault(kind, {})[record_id] = None
    for kind, contents in kinds.items():
        contents.update(shadow_contents(cursor, kind, list(contents)))
        show(cursor, kind, contents)


def shadow_contents(cursor: Any, kind: str, ids: Sequence[bytes]) -> dict[bytes, bytes]:
    """The most advanced content among the scopes that show each record."""
    found: dict[bytes, bytes] = {}
    for part, marks in in_list(ids):
        for record_id, data in cursor.execute(_CONTENTS[marks], (kind, *part)):
            found[record_id] = data  # ordered by version: the last one stands
    return found


class _ContentStatements(dict[int, str]):
    def __missing__(self, marks: int) -> str:
        listed = ", ".join("?" * marks)
        self[marks] = text = (
            "SELECT id, data FROM shadow WHERE kind = ? AND data IS NOT NULL "  # noqa: S608 (question marks only)
            f"AND id IN ({listed}) ORDER BY version"
        )
        return text


_CONTENTS = _ContentStatements()


class _DeleteStatements(dict[str, str]):
    def __missing__(self, name: str) -> str:
        table = next(table for _, table in (*SYNCHRONISED.values(), *DIRECTORY.values()) if table.name == name)
        self[name] = text = compiled(table.delete().where(table.c.id == b""))
        return text


_DELETE = _DeleteStatements()


def _upsert(table: Table, columns: Sequence[str]) -> str:
    statement = insert(table).values(dict.fromkeys(columns))
    changed = {name: statement.excluded[name] for name in columns if name != "id"}
    return compiled(statement.on_conflict_do_update(index_elements=["id"], set_=changed))


def _to_driver(table: Table, name: str) -> Callable[[Any], Any] | None:
    kind = table.c[name].type
    for column_type, make in _MAKERS:
        if isinstance(kind, column_type):
            return make
    return None


def _uuid(value: UUID) -> bytes:
    return value.int.to_bytes(16, "big")  # what value.bytes does, without its way there


@lru_cache(maxsize=4096)
def _codes(value: tuple[str, ...]) -> str:
    return json.dumps(list(value))


_MAKERS: tuple[tuple[type[Any], Callable[[Any], Any]], ...] = (
    (UuidBytes, _uuid), (Instant, microseconds), (TextTuple, _codes), (Boolean, int), (Date, date.isoformat),
    (JsonText, json_text),
)  # fmt: skip
