"""Questions asked before their turn: an answer is used only where the question would still be the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from wemi_desk.sync.ports import CentreLine, LineError, Position
from wemi_desk.sync.wire import Cursor, Feed, PullAnswer, PullRequest, PushAnswer, PushRequest

Q = TypeVar("Q")
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class SentBatch:
    """Acts on their way to the centre; *answer* raises LineError."""

    request: PushRequest
    answer: Callable[[], PushAnswer]

    @property
    def last(self) -> int:
        """The number of its last act."""
        return self.request.first + len(self.request.acts) - 1

    def follows(self, position: Position) -> bool:
        """Is this still what the desk would send now? The acts under a number never change within an incarnation."""
        request = self.request
        sent = (request.incarnation, request.first - 1, request.erase_no, request.epoch)
        return sent == (position.incarnation, position.acked_number, position.erase_no, position.epoch)


class PullAhead:
    """At most one page on its way while the one before is being put into the store."""

    def __init__(self, line: CentreLine) -> None:
        self._line = line
        self._asked: tuple[PullRequest, Callable[[], PullAnswer]] | None = None

    def ask(self, request: PullRequest) -> None:
        """Raises LineError."""
        self._asked = request, self._line.pull_ahead(request)

    def came(self, request: PullRequest, page: PullAnswer) -> None:
        """It was asked with the acts, and came with their verdicts."""
        self._asked = request, lambda: page

    def forget(self) -> None:
        """What was asked is not wanted any more."""
        self._asked = None

    def answer(self, request: PullRequest) -> PullAnswer:
        """The page that was asked for, where it is this one; otherwise it is asked for now. Raises LineError."""
        asked, self._asked = self._asked, None
        if asked is None or not _same(asked[0], request):
            return self._line.pull(request)
        return asked[1]()


def _same(one: PullRequest, other: PullRequest) -> bool:
    """How many rows are wished for, how many acts wait and how many were answered changes nothing in what is shown."""
    return msgspec.structs.replace(one, limit=other.limit, unsent=other.unsent, acked=other.acked) == other


def cursors_after(cursors: Sequence[Cursor], feeds: Sequence[Feed]) -> list[Cursor]:
    """Where every feed will stand once these pages are in the store."""
    standing = {one.scope: one for one in cursors}
    for feed in feeds:
        if feed.rows or not (feed.more or feed.diverged):
            standing[feed.scope] = cursor_after(standing.get(feed.scope), feed)
    return [standing[scope] for scope in sorted(standing)]


def cursor_after(before: Cursor | None, feed: Feed) -> Cursor:
    """Where a feed stands after this page: at the head, or after its last row with the head that was when it began."""
    before = before or Cursor(scope=feed.scope)
    if not feed.more:
        return Cursor(scope=feed.scope, cn=feed.cn, chain=feed.chain)
    last = feed.rows[-1] if feed.rows else None
    after = before.after if last is None else (last.cn, last.kind, last.id)
    anchor, chain = (before.anchor, before.anchor_chain) if before.after else (feed.cn, feed.chain)
    return Cursor(
        scope=feed.scope, cn=before.cn, chain=before.chain, after=after, anchor=anchor, anchor_chain=chain
    )


def at_once(ask: Callable[[Q], A], request: Q) -> Callable[[], A]:
    """For a line that cannot work beside its caller: asked now, answered when it is called for."""
    came: list[A] = []
    failure: LineError | None = None
    try:
        came.append(ask(request))
    except LineError as error:
        failure = error

    def answer() -> A:
        if failure is not None:
            raise failure
        return came[0]

    return answer
