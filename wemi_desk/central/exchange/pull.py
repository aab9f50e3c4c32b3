"""What is new for a desk, scope by scope in the order of the commits (sync.md 3)."""

from __future__ import annotations

from uuid import UUID

from wemi_desk.central.exchange.ports import Exchanged, Head
from wemi_desk.central.exchange.workspace import Caller
from wemi_desk.sync.canonical import HASH_BYTES
from wemi_desk.sync.wire import PAGE_ROWS, Cursor, Feed, PullRequest

NIL = UUID(int=0)
MOST_ROWS = 5_000


def feeds(work: Exchanged, caller: Caller, request: PullRequest) -> list[Feed]:
    """A feed for every scope that has news, *limit* rows in all; a scope without room says that there is more."""
    heads = {head.scope: head for head in work.heads(caller.scopes)}
    cursors = {cursor.scope: cursor for cursor in request.cursors if cursor.scope in caller.scopes}
    made, room = [], max(1, min(request.limit or PAGE_ROWS, MOST_ROWS))
    for scope in sorted(caller.scopes):
        head = heads.get(scope) or Head(scope, 0, b"", 0, bytes(HASH_BYTES))
        feed = _feed(work, head, cursors.get(scope), room)
        if feed is not None:
            made.append(feed)
            room -= len(feed.rows)
    return made


def _feed(work: Exchanged, head: Head, cursor: Cursor | None, room: int) -> Feed | None:
    if cursor is None:
        cursor = Cursor(scope=head.scope)
    elif cursor.after is None and (cursor.cn, cursor.chain) == (head.cn, head.chain):
        return None
    if not (_stood(work, head, cursor.cn, cursor.chain) and _anchored(work, head, cursor)):
        return Feed(scope=head.scope, diverged=True, cn=head.cn, chain=head.chain)
    return _page(work, head, cursor, room)


def _anchored(work: Exchanged, head: Head, cursor: Cursor) -> bool:
    """The centre may have been restored between two pages."""
    return cursor.after is None or _stood(work, head, cursor.anchor, cursor.anchor_chain)


def _stood(work: Exchanged, head: Head, cn: int, chain: bytes) -> bool:
    if cn == 0:
        return chain == b""
    return (head.chain if cn == head.cn else work.chain_of(head.scope, cn)) == chain


def _page(work: Exchanged, head: Head, cursor: Cursor, room: int) -> Feed:
    if room <= 0:
        return Feed(scope=head.scope, more=True, cn=head.cn, chain=head.chain)
    after = cursor.after or (cursor.cn + 1, "", NIL)
    rows = work.page(head.scope, after, room + 1)
    return Feed(
        scope=head.scope, rows=list(rows[:room]), more=len(rows) > room, cn=head.cn, chain=head.chain, count=head.count,
        digest=head.digest,
    )  # fmt: skip
