"""Erasing a person from this desk: everywhere at once, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from wemi_desk.persistence import sync_views
from wemi_desk.persistence.tables import DIRECTORY, SYNCHRONISED
from wemi_desk.sync.wire import Erasure

_NAMING = ("citizen_id", "beneficiary_id", "subject_id", "kept_id", "merged_id")
_LOCAL = (
    "DELETE FROM draft WHERE citizen_id = ?",
    "DELETE FROM person_key WHERE citizen_id = ?",
    "DELETE FROM special_datum WHERE citizen_id = ?",
)
_PAYLOADS = "UPDATE outbox SET payload = NULL WHERE (subject_id = ?1 OR record_id = ?1) AND payload IS NOT NULL"
_DEEDS = "DELETE FROM deed WHERE instr(objects, ?1) OR instr(detail, ?1)"
_FORGET = (
    "DELETE FROM shadow WHERE kind = ? AND id = ?",
    "DELETE FROM limbo WHERE kind = ? AND id = ?",
)
_KEEP_COUNT = "SELECT scope, hash FROM shadow WHERE kind = ? AND id = ? AND target IS NULL"


def erase(cursor: Any, erasures: Sequence[Erasure]) -> None:
    """Carry out orders in their number; those carried out before are passed over."""
    done = cursor.execute("SELECT erase_no FROM desk").fetchone()[0]
    for order in sorted(erasures, key=lambda one: one.number):
        if order.number > done:
            for one in order.ids:
                _erase_person(cursor, one)
            done = order.number
    cursor.execute("UPDATE desk SET erase_no = ?", (done,))


def _erase_person(cursor: Any, person: UUID) -> None:
    named, text = person.bytes, str(person)
    touched: set[tuple[str, bytes]] = {("citizen", named)}
    for kind, queries in _queries().items():
        for query in queries:
            touched.update((kind, record_id) for (record_id,) in cursor.execute(query, (named,)))
    touched.update(_unknown_kinds(cursor, text))
    touched.update(cursor.execute("SELECT kind, record_id FROM outbox WHERE subject_id = ?", (named,)))
    cursor.execute(_PAYLOADS, (named,))
    _forget(cursor, touched)
    for query in _LOCAL:
        cursor.execute(query, (named,))
    cursor.execute(_DEEDS, (text,))


def _forget(cursor: Any, touched: Iterable[tuple[str, bytes]]) -> None:
    from wemi_desk.persistence.sync_shadow import cursor_of, set_cursor, tally_of

    records = sorted(touched)
    for record in records:
        for scope, content_hash in cursor.execute(_KEEP_COUNT, record).fetchall():
            tally = tally_of(cursor, scope)
            tally.remove(content_hash)
            set_cursor(cursor, cursor_of(cursor, scope), tally, agreed=False)
        for query in _FORGET:
            cursor.execute(query, record)
    sync_views.show_again(cursor, records)


def _unknown_kinds(cursor: Any, text: str) -> set[tuple[str, bytes]]:
    """Kinds of a newer centre, kept as they are: whatever names the person."""
    known = (*SYNCHRONISED, *DIRECTORY)
    kinds = {kind for (kind,) in cursor.execute("SELECT DISTINCT kind FROM shadow")} - set(known)
    found: set[tuple[str, bytes]] = set()
    for table in ("shadow", "limbo"):
        for kind in kinds:
            query = f"SELECT kind, id FROM {table} WHERE kind = ? AND instr(data, ?)"  # noqa: S608 (two names of ours)
            found.update(cursor.execute(query, (kind, text.encode())))
    return found


@cache
def _queries() -> dict[str, tuple[str, ...]]:
    """Per kind: which records name a person."""
    return {
        kind: tuple(
            f"SELECT id FROM {table.name} WHERE {name} = ?"  # noqa: S608 (names of our own tables)
            for name in _NAMING
            if name in table.c
        )
        for kind, (_, table) in SYNCHRONISED.items()
    }
