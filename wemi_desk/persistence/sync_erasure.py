"""Erasing a person from this desk: everywhere at once, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from wemi_desk.persistence import sync_views
from wemi_desk.persistence.rewriting import note_erased
from wemi_desk.persistence.sync_passed_on import take_passed_on
from wemi_desk.persistence.tables import SYNCHRONISED
from wemi_desk.sync.wire import Erasure

_NAMING = ("citizen_id", "beneficiary_id", "delegate_id", "subject_id", "kept_id", "merged_id")
_LOCAL = (
    "DELETE FROM draft WHERE citizen_id = ?",
    "DELETE FROM person_key WHERE citizen_id = ?",
    "DELETE FROM special_datum WHERE citizen_id = ?",
)
_PAYLOADS = "UPDATE outbox SET payload = NULL WHERE (subject_id = ?1 OR record_id = ?1) AND payload IS NOT NULL"
# The way back from an answer holds what was said of whoever was one person with somebody then.
_REMEMBER = "INSERT OR REPLACE INTO erasure_order (number, ids) VALUES (?, ?)"
_DEEDS = "DELETE FROM deed WHERE kind = 'answer' OR instr(objects, ?1) OR instr(detail, ?1)"
_OFFERED = "SELECT kind, id, data FROM limbo WHERE instr(data, ?)"
_FORGET = (
    "DELETE FROM shadow WHERE kind = ? AND id = ?",
    "DELETE FROM limbo WHERE kind = ? AND id = ?",
)
_SAID = "SELECT data FROM shadow WHERE kind = ? AND id = ? AND data IS NOT NULL"
# A copy that was looked up is in no feed and in no digest.
_KEEP_COUNT = "SELECT scope, hash FROM shadow WHERE kind = ? AND id = ? AND target IS NULL AND scope <> 'copy'"


def named_in(cursor: Any, ids: Iterable[UUID]) -> set[tuple[str, bytes]]:
    """Everything the centre once said that names one of *ids*, shown on a screen or not. Reads the whole shadow."""
    texts = [str(one).encode() for one in ids]
    found: set[tuple[str, bytes]] = set()
    for table in ("shadow", "limbo"):
        for text in texts:
            query = f"SELECT kind, id, data FROM {table} WHERE instr(data, ?)"  # noqa: S608 (two names of ours)
            rows = cursor.execute(query, (text,))
            found.update((kind, record_id) for kind, record_id, data in rows if _is_about(kind, data, text))
    return found


def forget_known(cursor: Any, ids: Iterable[UUID]) -> None:
    """Drop from limbo what the centre has; words of somebody erased may stand in it."""
    cursor.executemany("DELETE FROM limbo WHERE id = ?", [(one.bytes,) for one in ids])
    note_erased(cursor)


def forget_offered(cursor: Any, persons: Iterable[UUID]) -> None:
    """Drop from limbo what names one of *persons*."""
    for text in [str(one).encode() for one in persons]:
        for kind, record_id, data in cursor.execute(_OFFERED, (text,)).fetchall():
            if _is_about(kind, data, text):
                cursor.execute("DELETE FROM limbo WHERE kind = ? AND id = ?", (kind, record_id))
                note_erased(cursor)


def carried_out(cursor: Any) -> list[Erasure]:
    """Every order this store has obeyed."""
    return [
        Erasure(number, [UUID(bytes=ids[at : at + 16]) for at in range(0, len(ids), 16)])
        for number, ids in cursor.execute("SELECT number, ids FROM erasure_order ORDER BY number")
    ]


def erase_all(cursor: Any, erasures: Sequence[Erasure]) -> None:
    """Everything at once, where nobody else waits for the store."""
    erase(cursor, erasures, named_in(cursor, {one for order in erasures for one in order.ids}))


def _is_about(kind: str, data: bytes, text: bytes) -> bool:
    """A kind this version does not know is about whomever it names."""
    if kind not in SYNCHRONISED:
        return True
    content = msgspec.json.decode(data)
    return text.decode() in (content.get(name) for name in (*_NAMING, "id"))


def erase(cursor: Any, erasures: Sequence[Erasure], named: Collection[tuple[str, bytes]]) -> None:
    """Carry out orders in their number; those carried out before are passed over. *named*: see named_in."""
    done = cursor.execute("SELECT erase_no FROM desk").fetchone()[0]
    for order in sorted(erasures, key=lambda one: one.number):
        if order.number > done:
            others = take_passed_on(cursor, order.ids)
            for one in order.ids:
                _erase_person(cursor, one)
            sync_views.show_again(cursor, others)
            cursor.execute(_REMEMBER, (order.number, b"".join(one.bytes for one in order.ids)))
            done = order.number
    _forget(cursor, named)
    if erasures:
        note_erased(cursor)
    cursor.execute("UPDATE desk SET erase_no = ?", (done,))


def _erase_person(cursor: Any, person: UUID) -> None:
    named, text = person.bytes, str(person)
    touched: set[tuple[str, bytes]] = {("citizen", named)}
    for kind, queries in _queries().items():
        for query in queries:
            touched.update((kind, record_id) for (record_id,) in cursor.execute(query, (named,)))
    touched.update(cursor.execute("SELECT kind, record_id FROM outbox WHERE subject_id = ?", (named,)))
    cursor.execute(_PAYLOADS, (named,))
    stays = {record for record in touched if record[1] != named and _says_otherwise(cursor, record, text)}
    _forget(cursor, touched - stays)
    sync_views.show_again(cursor, stays)
    for query in _LOCAL:
        cursor.execute(query, (named,))
    cursor.execute(_DEEDS, (text,))


def _says_otherwise(cursor: Any, record: tuple[str, bytes], text: str) -> bool:
    """Does the centre say something else of it, and only an act of this desk named the person? It stays as it was."""
    rows = [data for (data,) in cursor.execute(_SAID, record)]
    return bool(rows) and not any(text.encode() in data for data in rows)


def _forget(cursor: Any, touched: Iterable[tuple[str, bytes]]) -> None:
    from wemi_desk.persistence.sync_shadow import set_cursor, standing_of

    records = sorted(touched)
    for record in records:
        for scope, content_hash in cursor.execute(_KEEP_COUNT, record).fetchall():
            standing, tally = standing_of(cursor, scope)
            tally.remove(content_hash)
            set_cursor(cursor, standing, tally, agreed=False)
        for query in _FORGET:
            cursor.execute(query, record)
    sync_views.show_again(cursor, records)


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
