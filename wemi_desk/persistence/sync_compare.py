"""Finding what differs from the centre, from what is really there; and what the centre lost, kept to be given back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from wemi_desk.persistence import sync_shadow, sync_views
from wemi_desk.sync.canonical import Digest, bucket_of, bucket_sums, member_hash
from wemi_desk.sync.identifiers import uuid_of
from wemi_desk.sync.wire import CompareAnswer, Cursor, Entry, GivenRow

MOST_OFFERS = 50
"""So often a row is offered that the centre never shows again; then it was not the centre's any more."""
_MEMBERS = "SELECT kind, id, data FROM shadow WHERE scope = ? AND target IS NULL AND data IS NOT NULL"
_NOTED = "SELECT kind, id, data, hash FROM shadow WHERE scope = ? AND target IS NULL AND data IS NOT NULL"
_DROP = "DELETE FROM shadow WHERE kind = ? AND id = ? AND scope = ? AND target IS NULL RETURNING hash"
_LIMBO = "SELECT scope, kind, id, data, version, mac FROM limbo ORDER BY kind, id, scope LIMIT ? OFFSET ?"


def recount(cursor: Any, scope: str) -> Digest:
    """Count and digest computed from the rows themselves."""
    tally = Digest()
    for content_hash, _ in _hashes(cursor, scope):
        tally.add(content_hash)
    return tally


def put_right(cursor: Any, scope: str) -> Digest:
    """Note what is really there, row by row; the digest that comes of it."""
    tally, wrong = Digest(), []
    for kind, record_id, data, noted in cursor.execute(_NOTED, (scope,)):
        content_hash = member_hash(kind, record_id, data)
        tally.add(content_hash)
        if content_hash != noted:
            wrong.append((content_hash, kind, record_id, scope))
    cursor.executemany("UPDATE shadow SET hash = ? WHERE kind = ? AND id = ? AND scope = ?", wrong)
    return tally


def buckets(cursor: Any, scope: str) -> Sequence[bytes]:
    """256 digests, computed from the rows themselves."""
    return bucket_sums((record_id, content_hash) for content_hash, (_, record_id) in _hashes(cursor, scope))


def entries(cursor: Any, scope: str, wanted: Sequence[int]) -> Sequence[Entry]:
    """What is held of some buckets."""
    among = set(wanted)
    return [
        Entry(kind, uuid_of(record_id), content_hash)
        for content_hash, (kind, record_id) in _hashes(cursor, scope)
        if bucket_of(record_id) in among
    ]


def apply_comparison(cursor: Any, scope: str, answer: CompareAnswer, base: Cursor) -> None:
    """See sync.ports.SyncStore; what was counted of the scope has been put right before."""
    ground = sync_shadow.ground_of(cursor, scope)
    sync_shadow.apply_rows(cursor, scope, answer.rows, ground, other_life=True)
    tally = ground.tally
    lost = [(one.kind, one.id.bytes) for one in answer.unknown]
    for kind, record_id in lost:
        cursor.execute(sync_shadow.TO_LIMBO, (kind, record_id, scope))
        for (content_hash,) in cursor.execute(_DROP, (kind, record_id, scope)).fetchall():
            tally.remove(content_hash)
    sync_views.show_again(cursor, lost)
    agreed = tally.count == answer.count and tally.to_bytes() == answer.digest
    sync_shadow.set_cursor(cursor, base, tally, agreed=agreed)


def limbo(cursor: Any, most: int, skip: int = 0) -> Sequence[GivenRow]:
    """Rows to give back."""
    return [
        GivenRow(scope, kind, uuid_of(record_id), msgspec.Raw(data), version, mac)
        for scope, kind, record_id, data, version, mac in cursor.execute(_LIMBO, (most, skip))
    ]


def offered(cursor: Any) -> None:
    """All of limbo was offered once more to a centre that is whole; what it never takes is let go in the end."""
    cursor.execute("UPDATE limbo SET offers = offers + 1")
    cursor.execute("DELETE FROM limbo WHERE offers > ?", (MOST_OFFERS,))


def _hashes(cursor: Any, scope: str) -> Iterator[tuple[bytes, tuple[str, bytes]]]:
    for kind, record_id, data in cursor.execute(_MEMBERS, (scope,)):
        yield member_hash(kind, record_id, data), (kind, record_id)
