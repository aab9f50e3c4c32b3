"""The desk's copy of what the centre said last, scope by scope, and where each feed stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from wemi_desk.persistence import sync_views
from wemi_desk.persistence.rewriting import note_erased
from wemi_desk.persistence.sync_log import BEYOND, Beyond
from wemi_desk.persistence.sync_sql import in_list
from wemi_desk.sync.ahead import cursor_after
from wemi_desk.sync.canonical import Digest, member_hash
from wemi_desk.sync.identifiers import uuid_of
from wemi_desk.sync.policies import CENTRES_LIFE
from wemi_desk.sync.wire import ERASE, PUT, REDIRECT, Cursor, Feed, Row

_CURSORS = """
SELECT scope, cn, chain, after_cn, after_kind, after_id, anchor, anchor_chain FROM scope_cursor ORDER BY scope
"""
_STANDING = """
SELECT scope, cn, chain, after_cn, after_kind, after_id, anchor, anchor_chain, count, digest FROM scope_cursor
WHERE scope = ?
"""
# In one reading: what a page meets is asked for every page.
_GROUND = f"""
SELECT {BEYOND}, EXISTS (SELECT 1 FROM limbo),
  scope, cn, scope_cursor.chain, after_cn, after_kind, after_id, anchor, anchor_chain, count, digest
FROM desk LEFT JOIN scope_cursor ON scope = ?
"""  # noqa: S608 (texts of our own)
_SET_CURSOR = """
INSERT INTO scope_cursor (scope, cn, chain, after_cn, after_kind, after_id, anchor, anchor_chain, count, digest, agreed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (scope) DO UPDATE SET cn = excluded.cn, chain = excluded.chain, after_cn = excluded.after_cn,
  after_kind = excluded.after_kind, after_id = excluded.after_id, anchor = excluded.anchor,
  anchor_chain = excluded.anchor_chain, count = excluded.count, digest = excluded.digest, agreed = excluded.agreed
"""
_PUT_ROW = """
INSERT INTO shadow (kind, id, scope, version, hash, mac, target, data) VALUES (?, ?, ?, ?, ?, ?, NULL, ?)
ON CONFLICT (kind, id, scope) DO UPDATE SET version = excluded.version, hash = excluded.hash, mac = excluded.mac,
  target = NULL, data = excluded.data
"""
_PUT_REDIRECT = """
INSERT INTO shadow (kind, id, scope, version, hash, mac, target, data) VALUES (?, ?, ?, ?, x'', ?, ?, NULL)
ON CONFLICT (kind, id, scope) DO UPDATE SET version = excluded.version, hash = x'', mac = excluded.mac,
  target = excluded.target, data = NULL
"""
_DROP_ROW = "DELETE FROM shadow WHERE kind = ? AND id = ? AND scope = ?"
_SETTLED_LIFE = "DELETE FROM limbo WHERE kind = ? AND id = ? AND data = ?"
_SETTLED_LIMBO = "DELETE FROM limbo WHERE kind = ? AND id = ? AND (version < ? OR (version = ? AND data = ?))"
TO_LIMBO = """
INSERT INTO limbo (kind, id, scope, version, mac, data, offers)
SELECT kind, id, scope, version, mac, data, 0 FROM shadow
WHERE kind = ? AND id = ? AND scope = ? AND data IS NOT NULL
ON CONFLICT (kind, id, scope) DO UPDATE SET version = excluded.version, mac = excluded.mac, data = excluded.data,
  offers = 0 WHERE excluded.version >= limbo.version
"""
_DROP_LIMBO = "DELETE FROM limbo WHERE kind = ? AND id = ?"
_ERASE_PAYLOAD = "UPDATE outbox SET payload = NULL WHERE record_id = ? AND kind = ? AND payload IS NOT NULL"
_HELD = "SELECT id, scope, hash, version, target FROM shadow WHERE kind = ? AND id IN "
_BATCH = 500
_Held = tuple[bytes, int, bytes | None]
"""Hash, version, and the target of a redirect."""


def cursors(cursor: Any) -> Sequence[Cursor]:
    """Where every feed stands."""
    return [_cursor(*row) for row in cursor.execute(_CURSORS)]


def _cursor(
    scope: str, cn: int, chain: bytes, after_cn: int | None, after_kind: str, after_id: bytes, anchor: int,
    anchor_chain: bytes,
) -> Cursor:  # fmt: skip
    after = None if after_cn is None else (after_cn, after_kind, uuid_of(after_id))
    return Cursor(scope=scope, cn=cn, chain=chain, after=after, anchor=anchor, anchor_chain=anchor_chain)


def cursor_of(cursor: Any, scope: str) -> Cursor:
    """Where one feed stands: at nothing when it was never asked for."""
    return standing_of(cursor, scope)[0]


def tally_of(cursor: Any, scope: str) -> Digest:
    """Count and digest of one scope as they are kept."""
    return standing_of(cursor, scope)[1]


def standing_of(cursor: Any, scope: str) -> tuple[Cursor, Digest]:
    """Where one feed stands, and what is here of it."""
    row = cursor.execute(_STANDING, (scope,)).fetchone()
    return (Cursor(scope=scope), Digest()) if row is None else (_cursor(*row[:-2]), Digest.from_bytes(*row[-2:]))


@dataclass(slots=True)
class Ground:
    """What rows that come for a scope meet in the store."""

    before: Cursor
    tally: Digest
    beyond: Beyond | None
    has_limbo: bool


def ground_of(cursor: Any, scope: str) -> Ground:
    """Read at once."""
    incarnation, absorbed, any_live, has_limbo, *standing = cursor.execute(_GROUND, (scope,)).fetchone()
    beyond = (incarnation, absorbed) if any_live else None
    if standing[0] is None:
        return Ground(Cursor(scope=scope), Digest(), beyond, bool(has_limbo))
    return Ground(_cursor(*standing[:-2]), Digest.from_bytes(*standing[-2:]), beyond, bool(has_limbo))


def set_cursor(cursor: Any, position: Cursor, tally: Digest, *, agreed: bool) -> None:
    """Write where a feed stands, with the count and digest of what is here."""
    after = (None, None, None) if position.after is None else (*position.after[:2], position.after[2].bytes)
    cursor.execute(
        _SET_CURSOR,
        (
            position.scope, position.cn, position.chain, *after, position.anchor, position.anchor_chain, tally.count,
            tally.to_bytes(), int(agreed),
        ),
    )  # fmt: skip


def apply_feed(cursor: Any, feed: Feed) -> bool:
    """See sync.ports.SyncStore."""
    ground = ground_of(cursor, feed.scope)
    apply_rows(cursor, feed.scope, feed.rows, ground)
    tally = ground.tally
    agreed = feed.count == tally.count and feed.digest == tally.to_bytes()
    position = cursor_after(ground.before, feed)
    set_cursor(cursor, position, tally, agreed=agreed and not feed.more)
    return agreed or feed.more


def apply_rows(cursor: Any, scope: str, rows: Sequence[Row], ground: Ground, *, other_life: bool = False) -> None:
    """Take rows into the shadow of *scope* and into what the screens show. *other_life*: they are no continuation of
    what is here."""
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        kinds.setdefault(row.kind, []).append(row)
    for kind, some in kinds.items():
        contents = _apply_kind(cursor, scope, kind, some, ground, other_life and kind in CENTRES_LIFE)
        if ground.has_limbo:
            _settle_limbo(cursor, some)
        sync_views.show(cursor, kind, contents, ground.beyond)


def _apply_kind(
    cursor: Any, scope: str, kind: str, rows: Sequence[Row], ground: Ground, other_life: bool
) -> dict[bytes, bytes | None]:
    ids = [row.id.bytes for row in rows]
    held, tally = _held(cursor, kind, ids), ground.tally
    contents: dict[bytes, bytes | None] = {}
    puts, others, elsewhere = [], [], []
    for record_id, row in zip(ids, rows, strict=True):
        if record_id in held:
            if _replaced(held[record_id], scope, tally):
                elsewhere.append(record_id)
            _keep_more_advanced(cursor, scope, row, held[record_id], ground, other_life)
        if row.state == PUT and row.data is not None:
            data = bytes(row.data)
            content_hash = member_hash(kind, record_id, data)
            tally.add(content_hash)
            puts.append((kind, record_id, scope, row.version, content_hash, row.mac, data))
            contents[record_id] = data
        else:
            others.append(row)
            elsewhere.append(record_id)
    if puts:
        cursor.executemany(_PUT_ROW, puts)
    if others:
        _take_out(cursor, scope, others)
    if elsewhere:
        contents.update(dict.fromkeys(elsewhere))
        contents.update(sync_views.shadow_contents(cursor, kind, elsewhere))
    return contents


def _replaced(held: dict[str, _Held], scope: str, tally: Digest) -> bool:
    """What stood in this scope counts no more. Do others show the record too?"""
    here = held.get(scope)
    if here is None:
        return True
    if here[2] is None:
        tally.remove(here[0])
    return len(held) > 1


def _keep_more_advanced(
    cursor: Any, scope: str, row: Row, held: dict[str, _Held], ground: Ground, other_life: bool
) -> None:
    """A centre put back shows less than it did, or another story: what it said before is kept, to be given back."""
    here = held.get(scope)
    if here is None or here[2] is not None or row.state != PUT or row.data is None:
        return
    if here[1] < row.version and not other_life:
        return
    if here[0] != member_hash(row.kind, row.id.bytes, bytes(row.data)):
        cursor.execute(TO_LIMBO, (row.kind, row.id.bytes, scope))
        ground.has_limbo = True


def _take_out(cursor: Any, scope: str, rows: Iterable[Row]) -> None:
    for row in rows:
        if row.state == REDIRECT and row.target is not None:
            values = (row.kind, row.id.bytes, scope, row.version, row.mac, row.target.bytes)
            cursor.execute(_PUT_REDIRECT, values)
        else:
            cursor.execute(_DROP_ROW, (row.kind, row.id.bytes, scope))
        if row.state == ERASE:
            cursor.execute(_ERASE_PAYLOAD, (row.id.bytes, row.kind))
            note_erased(cursor)


def _settle_limbo(cursor: Any, rows: Iterable[Row]) -> None:
    """The centre shows it again, at least as advanced; or says where it went."""
    for row in rows:
        data = bytes(row.data or b"")
        if row.state == PUT and row.kind in CENTRES_LIFE:
            cursor.execute(_SETTLED_LIFE, (row.kind, row.id.bytes, data))  # else the centre says that it is as far
        elif row.state == PUT:
            cursor.execute(_SETTLED_LIMBO, (row.kind, row.id.bytes, row.version, row.version, data))
        elif row.state in (ERASE, REDIRECT):
            cursor.execute(_DROP_LIMBO, (row.kind, row.id.bytes))


def _held(cursor: Any, kind: str, ids: Sequence[bytes]) -> dict[bytes, dict[str, _Held]]:
    found: dict[bytes, dict[str, _Held]] = {}
    for part, marks in in_list(ids):
        for record_id, scope, content_hash, version, target in cursor.execute(_HELD_STATEMENTS[marks], (kind, *part)):
            found.setdefault(record_id, {})[scope] = (content_hash, version, target)
    return found


class _Statements(dict[int, str]):
    def __missing__(self, marks: int) -> str:
        self[marks] = text = f"{_HELD}({', '.join('?' * marks)})"
        return text


_HELD_STATEMENTS = _Statements()


def scopes_held(cursor: Any) -> set[str]:
    """Every scope of which anything is here."""
    return {scope for (scope,) in cursor.execute("SELECT scope FROM scope_cursor")}


def let_go(cursor: Any, scope: str) -> bool:
    """Drop a part of a scope this desk may not hold any more; is there still some left? Acts stay."""
    tally = tally_of(cursor, scope)
    query = "SELECT kind, id, hash, target FROM shadow WHERE scope = ? LIMIT ?"
    rows = cursor.execute(query, (scope, _BATCH)).fetchall()
    for _, _, content_hash, target in rows:
        if target is None:
            tally.remove(content_hash)
    cursor.executemany(_DROP_ROW, [(kind, record_id, scope) for kind, record_id, _, _ in rows])
    sync_views.show_again(cursor, [(kind, record_id) for kind, record_id, _, _ in rows])
    cursor.execute("DELETE FROM limbo WHERE scope = ?", (scope,))
    if len(rows) < _BATCH:
        cursor.execute("DELETE FROM scope_cursor WHERE scope = ?", (scope,))
        return False
    set_cursor(cursor, Cursor(scope=scope), tally, agreed=False)
    return True
