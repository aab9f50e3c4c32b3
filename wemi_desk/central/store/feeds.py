"""Scopes: their heads, which a writing transaction locks last of all, and what a desk reads of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import itemgetter
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select, tuple_, update

from wemi_desk.central.exchange.ports import CentreKeys, Head
from wemi_desk.central.store.database import Row as Values
from wemi_desk.central.store.people import SqlErasures
from wemi_desk.central.store.slots import Shown
from wemi_desk.central.store.statements import Bulk, Lookup, Statement, finding, where
from wemi_desk.central.store.tables import MEMBER, RECORD, SCOPE_COMMIT, SCOPE_HEAD
from wemi_desk.sync.canonical import DIGEST_MODULUS, HASH_BYTES, bucket_of, bucket_sums, row_mac
from wemi_desk.sync.identifiers import uuid_of
from wemi_desk.sync.wire import PUT, Entry, Row

NO_CHAIN = b""
HEADS = Lookup(
    select(*(SCOPE_HEAD.c[name] for name in ("scope", "cn", "chain", "count", "digest"))).where(*where(SCOPE_HEAD)),
    SCOPE_HEAD.c.scope,
)
LOCKED_HEADS = Lookup(
    select(*(SCOPE_HEAD.c[name] for name in ("scope", "cn", "chain", "count", "digest"))).where(*where(SCOPE_HEAD)),
    SCOPE_HEAD.c.scope,
    locking=True,
)
_MOVE_HEAD = Statement(
    update(SCOPE_HEAD)
    .where(SCOPE_HEAD.c.tenant == bindparam("of_tenant"), SCOPE_HEAD.c.scope == bindparam("of_scope"))
    .values(cn=bindparam("cn"), chain=bindparam("chain"), count=bindparam("count"), digest=bindparam("digest"))
)
_NEW_HEADS, _COMMITS = Bulk(SCOPE_HEAD), Bulk(SCOPE_COMMIT)
_NEW_MEMBERSHIPS, _MEMBERSHIPS = Bulk(MEMBER), Bulk(MEMBER, replacing=True)
_CHAIN_OF = Statement(finding(SCOPE_COMMIT, "chain", scope="scope", cn="cn"))
_TOGETHER = (RECORD.c.tenant == MEMBER.c.tenant) & (RECORD.c.id == MEMBER.c.id)
_WIRE_COLUMNS = (
    MEMBER.c.cn, MEMBER.c.kind, MEMBER.c.id, MEMBER.c.state, MEMBER.c.hash, RECORD.c.version, RECORD.c.data,
)  # fmt: skip
_PAGE = Statement(
    select(*_WIRE_COLUMNS)
    .join(RECORD, _TOGETHER)
    .where(
        *where(MEMBER, scope="scope"),
        tuple_(MEMBER.c.cn, MEMBER.c.kind, MEMBER.c.id)
        > tuple_(bindparam("after_cn"), bindparam("after_kind"), bindparam("after_id")),
    )
    .order_by(MEMBER.c.cn, MEMBER.c.kind, MEMBER.c.id)
    .limit(bindparam("most"))
)
_ROWS = Lookup(select(*_WIRE_COLUMNS).join(RECORD, _TOGETHER).where(*where(MEMBER, scope="scope")), MEMBER.c.id)
_LIVING = Statement(
    select(MEMBER.c.kind, MEMBER.c.id, MEMBER.c.hash).where(*where(MEMBER, scope="scope"), MEMBER.c.state == PUT)
)
Change = tuple[bytes, Shown]
_ID = itemgetter(2)


class SqlFeeds(SqlErasures):
    """See exchange.ports.Exchanged."""

    _keys: CentreKeys
    _moves: list[Head]
    _heads_ahead: list[Head] | None
    is_recovering: bool | None

    def heads(self, scopes: Collection[str]) -> Sequence[Head]:
        if self._heads_ahead is not None:
            return self._heads_ahead
        return [Head(*row) for row in self._transaction.among(HEADS, sorted(scopes), tenant=self.tenant)]

    def chain_of(self, scope: str, cn: int) -> bytes | None:
        row = self._transaction.row(_CHAIN_OF, tenant=self.tenant, scope=scope, cn=cn)
        return row[0] if row else None

    def page(self, scope: str, after: tuple[int, str, UUID], most: int) -> Sequence[Row]:
        cn, kind, record_id = after
        rows = self._transaction.rows(
            _PAGE, tenant=self.tenant, scope=scope, after_cn=cn, after_kind=kind, after_id=record_id.bytes, most=most
        )
        return self._wired(rows)

    def bucket_sums(self, scope: str) -> Sequence[bytes]:
        rows = self._transaction.rows(_LIVING, tenant=self.tenant, scope=scope)
        return bucket_sums((record_id, mark) for _kind, record_id, mark in rows)

    def bucket_entries(self, scope: str, buckets: Collection[int]) -> Sequence[Entry]:
        rows, wanted = self._transaction.rows(_LIVING, tenant=self.tenant, scope=scope), set(buckets)
        return [Entry(row[0], uuid_of(row[1]), row[2]) for row in rows if bucket_of(row[1]) in wanted]

    def rows_of(self, scope: str, ids: Collection[UUID]) -> Sequence[Row]:
        wanted = sorted(one.bytes for one in ids)
        rows = self._transaction.among(_ROWS, wanted, tenant=self.tenant, scope=scope)
        return self._wired(sorted(rows, key=_ID))  # PostgreSQL gives them as they lie

    def write_feeds(self) -> None:
        """The last thing a transaction does: its number in every scope it changed is the order of its commit."""
        changed: dict[str, list[Change]] = {}
        for record_id, scope, shown in self.changes():
            if (shown.state, shown.hash) != (shown.was_state, shown.was_hash):
                changed.setdefault(scope, []).append((record_id, shown))
        if not changed:
            return
        answer = self._transaction.asked(LOCKED_HEADS, sorted(changed), tenant=self.tenant)
        news = {scope: _news(changed[scope]) for scope in sorted(changed)}  # while others may have to commit first
        heads = {row[0]: Head(*row) for row in answer()}
        fresh: list[Values] = []
        changed_ones: list[Values] = []
        for scope, one in news.items():
            moved = one.after(heads.get(scope) or self._new_head(scope))
            for key, shown in one.changes:
                members = changed_ones if shown.was_state else fresh
                members.append((key, scope, shown.kind, moved.cn, shown.state, shown.hash))
            self._move(moved)
        self._transaction.write(_NEW_MEMBERSHIPS, self.tenant, fresh)
        self._transaction.write(_MEMBERSHIPS, self.tenant, changed_ones)
        commits = [(moved.scope, moved.cn, moved.chain, self.now) for moved in self._moves]
        self._transaction.write(_COMMITS, self.tenant, commits)

    def _new_head(self, scope: str) -> Head:
        head = Head(scope, 0, NO_CHAIN, 0, bytes(HASH_BYTES))
        self._transaction.write(_NEW_HEADS, self.tenant, [(scope, 0, NO_CHAIN, 0, head.digest)])
        return head

    def _move(self, head: Head) -> None:
        self._moves.append(head)
        self._transaction.run(
            _MOVE_HEAD, of_tenant=self.tenant, of_scope=head.scope, cn=head.cn, chain=head.chain, count=head.count,
            digest=head.digest,
        )  # fmt: skip

    def _wired(self, rows: Iterable[Values]) -> list[Row]:
        key, tenant = self._keys.row_key(self.tenant), self.tenant
        made = []
        for cn, kind, record_id, state, mark, version, data in rows:
            if state == PUT:
                mac = row_mac(key, tenant, kind, record_id, version, mark)
                made.append(Row(cn, kind, uuid_of(record_id), state, msgspec.Raw(data), version, mac))
            else:
                made.append(Row(cn, kind, uuid_of(record_id), state, None, version))
        return made


@dataclass(frozen=True, slots=True)
class News:
    """What a commit does to one scope: *count* and *total* are added, *said* stands for every change."""

    changes: Sequence[Change]
    count: int
    total: int
    said: bytes

    def after(self, head: Head) -> Head:
        """The head after the commit; its chain covers what changed, so that two histories never look alike."""
        total = (int.from_bytes(head.digest) + self.total) % DIGEST_MODULUS
        chain = sha256(head.chain + self.said).digest()
        return Head(head.scope, head.cn + 1, chain, head.count + self.count, total.to_bytes(HASH_BYTES))


def _news(changes: list[Change]) -> News:
    changes.sort(key=_place)
    count, total = 0, 0
    said: list[bytes] = []
    for record_id, shown in changes:
        if shown.was_hash is not None:
            count, total = count - 1, total - int.from_bytes(shown.was_hash)
        if shown.hash is not None:
            count, total = count + 1, total + int.from_bytes(shown.hash)
        said += (record_id, shown.state.encode(), shown.hash or b"")
    return News(changes, count, total, sha256(b"\0".join(said)).digest())


def _place(change: Change) -> tuple[str, bytes]:
    return change[1].kind, change[0]
