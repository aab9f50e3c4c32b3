"""What the screens read, computed from what the centre said and the desk's own acts that it does not contain yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Table

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.persistence.row_forms import row_form
from wemi_desk.persistence.sync_log import Beyond, beyond_shadow, live_acts
from wemi_desk.persistence.sync_people import PeopleIndex
from wemi_desk.persistence.sync_sql import compiled, in_list
from wemi_desk.persistence.tables import DIRECTORY, SYNCHRONISED
from wemi_desk.shapes import converted, decoder_of
from wemi_desk.sync.merge import rebased

Contents = Mapping[bytes, bytes | None]
"""Record id → canonical JSON as the centre has it; None where it has none."""


class KindView:
    """How the records of one kind become rows."""

    def __init__(self, kind: str, record_type: type[Any], table: Table) -> None:
        self.kind = kind
        self.table = table
        self._type = record_type
        self._decoder = decoder_of(record_type)
        self._form = row_form(record_type, table)
        self.row = self._form.row
        self.select = self._form.select
        self._upsert = self._form.upsert()
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
            return converted(content, self._type)
        except (msgspec.ValidationError, InvalidFieldError):
            return None

    def put(self, cursor: Any, records: Sequence[Any]) -> None:
        cursor.executemany(self._upsert, [self.row(record) for record in records])

    def remove(self, cursor: Any, ids: Iterable[bytes]) -> None:
        cursor.executemany(self._delete, [(record_id,) for record_id in ids])


@cache
def view_of(kind: str) -> KindView | None:
    """The view of a kind this desk has a table for."""
    found = SYNCHRONISED.get(kind) or DIRECTORY.get(kind)
    return None if found is None else KindView(kind, *found)


def show(cursor: Any, kind: str, contents: Contents, beyond: Beyond | None) -> None:
    """Write what is to be seen of these records, the search index included. *beyond*: see sync_log.beyond_shadow."""
    view = view_of(kind)
    if view is None or not contents:
        return
    acts = live_acts(cursor, kind, list(contents), beyond)
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
    beyond = beyond_shadow(cursor) if kinds else None
    for kind, contents in kinds.items():
        contents.update(shadow_contents(cursor, kind, list(contents)))
        show(cursor, kind, contents, beyond)


def shadow_contents(cursor: Any, kind: str, ids: Sequence[bytes]) -> dict[bytes, bytes]:
    """The most advanced content among the scopes that show each record; a copy that was looked up may lack some."""
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
            f"AND id IN ({listed}) ORDER BY version, scope <> 'copy'"
        )
        return text


_CONTENTS = _ContentStatements()


class _DeleteStatements(dict[str, str]):
    def __missing__(self, name: str) -> str:
        table = next(table for _, table in (*SYNCHRONISED.values(), *DIRECTORY.values()) if table.name == name)
        self[name] = text = compiled(table.delete().where(table.c.id == b""))
        return text


_DELETE = _DeleteStatements()
