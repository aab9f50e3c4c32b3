"""Persons of other spaces who were looked up: shown here for a while, and gone when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from wemi_desk.persistence import sync_views
from wemi_desk.sync.canonical import member_hash
from wemi_desk.sync.known_elsewhere import KnownElsewhere, held_here
from wemi_desk.sync.wire import PUT, Row

_KEEP = "INSERT OR REPLACE INTO look_up_copy (id, expires_at) VALUES (?, ?)"
_PUT = """
INSERT OR REPLACE INTO shadow (kind, id, scope, version, hash, mac, target, data)
VALUES (?, ?, 'copy', ?, ?, x'', NULL, ?)
"""
_OVER = "SELECT id FROM look_up_copy WHERE expires_at <= ?"
_DROP = "DELETE FROM shadow WHERE kind = 'citizen' AND id = ? AND scope = 'copy'"


def keep(cursor: Any, rows: Sequence[Row], expires_at: int) -> None:
    """Take the sheets a look-up opened; they are in no feed and in no digest."""
    for row in rows:
        if row.kind == "citizen" and row.state == PUT and row.data is not None:
            data, record_id = bytes(row.data), row.id.bytes
            cursor.execute(_PUT, (row.kind, record_id, row.version, member_hash(row.kind, record_id, data), data))
            cursor.execute(_KEEP, (record_id, expires_at))
            sync_views.show_again(cursor, [(row.kind, record_id)])


def known_elsewhere(cursor: Any) -> KnownElsewhere | None:
    """The filter of who may be known at another space, from the feed of this one."""
    rows = cursor.execute("SELECT data FROM shadow WHERE kind = 'known_elsewhere' AND data IS NOT NULL")
    return held_here(msgspec.json.decode(data) for (data,) in rows)


def over(cursor: Any, now_us: int) -> list[bytes]:
    """Copies whose time is over."""
    return [record_id for (record_id,) in cursor.execute(_OVER, (now_us,))]


def end(cursor: Any, ids: Sequence[bytes]) -> None:
    """Let them go; acts about them stay."""
    for record_id in ids:
        cursor.execute(_DROP, (record_id,))
        cursor.execute("DELETE FROM look_up_copy WHERE id = ?", (record_id,))
    sync_views.show_again(cursor, [("citizen", record_id) for record_id in ids])
