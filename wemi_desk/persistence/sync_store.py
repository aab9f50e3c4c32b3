"""The desk's side of the exchange, on its store: see sync.ports.SyncStore."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from wemi_desk.persistence import sync_compare, sync_copies, sync_erasure, sync_facts, sync_log, sync_shadow, sync_views
from wemi_desk.persistence.driver import Driver, Lend
from wemi_desk.sync.known_elsewhere import KnownElsewhere
from wemi_desk.sync.ports import Position
from wemi_desk.sync.status import Facts
from wemi_desk.sync.wire import (
    PUT,
    CompareAnswer,
    Cursor,
    Entry,
    Erasure,
    Feed,
    GivenRow,
    Order,
    Receipt,
    Row,
    SentAct,
    Verdict,
)

_ABSORB = "UPDATE desk SET absorbed_number = max(absorbed_number, min(acked_number, ?))"
_ABSORBED_AT_ONCE = 500
_CONFIRM = """
UPDATE desk SET confirmed_at = ?, highest_time = max(highest_time, ?), hlc = max(hlc, ?), order_kind = NULL,
  verified_at = CASE WHEN ? THEN ? ELSE verified_at END, verified_number = CASE WHEN ? THEN ? ELSE -1 END
"""
# A record that was born here and stands in the shadow shows what it did before.
_NEWLY_ABSORBED = """
SELECT kind, record_id FROM outbox
WHERE incarnation = (SELECT incarnation FROM desk) AND number > ? AND number <= ?
  AND (verb <> 'new' OR verdict IS NOT 'ok' OR NOT EXISTS (
    SELECT 1 FROM shadow WHERE shadow.kind = outbox.kind AND shadow.id = outbox.record_id AND data IS NOT NULL))
"""

_UNSIGNED_HEAD = """
SELECT seq, tag FROM audit WHERE seq = (SELECT max(seq) FROM audit)
AND NOT EXISTS (SELECT 1 FROM audit_head WHERE audit_head.seq = audit.seq AND audit_head.tag = audit.tag)
"""




def _unsigned_head(cursor: Any) -> tuple[int, bytes] | None:
    row = cursor.execute(_UNSIGNED_HEAD).fetchone()
    return (row[0], row[1]) if row else None


def _disagreeing(cursor: Any) -> Sequence[str]:
    return [scope for (scope,) in cursor.execute("SELECT scope FROM scope_cursor WHERE NOT agreed")]


def _agreed(cursor: Any) -> bool:
    return bool(cursor.execute("SELECT min(agreed) FROM scope_cursor").fetchone()[0])


class SqlSyncLog:
    """The acts of this desk. Each method is one transaction; raises StorageError."""

    def __init__(self, lend: Lend, clock: Callable[[], int]) -> None:
        self._driver = Driver(lend)
        self._clock = clock
        self._stood: tuple[Any, Position] | None = None

    def position(self) -> Position:
        row = self._driver.glanced(sync_log.position_row)
        stood = self._stood
        if stood is None or row != stood[0]:  # the row is the truth; only what was made of it is kept
            stood = self._stood = row, sync_log.position_of(row)
        return stood[1]

    def outgoing(self, after: int, most: int, most_bytes: int) -> tuple[bytes, Sequence[SentAct]]:
        with self._driver.reading() as cursor:
            return sync_log.outgoing(cursor, after, most, most_bytes)

    def chain_at(self, number: int) -> bytes | None:
        return self._driver.glanced(sync_log.chain_at, number)

    def unsigned_head(self) -> tuple[int, bytes] | None:
        return self._driver.glanced(_unsigned_head)

    def keep_head(self, head: tuple[int, bytes], receipt: bytes) -> None:
        with self._driver.writing(lasting=False) as cursor:
            cursor.execute("DELETE FROM audit_head")
            cursor.execute("INSERT INTO audit_head (seq, tag, receipt) VALUES (?, ?, ?)", (*head, receipt))

    def parked(self, most: int, after: int = 0) -> Sequence[int]:
        """Numbers of acts that wait at the centre for a record: worth asking about again."""
        return self._driver.glanced(sync_log.parked, most, after)

    def wait_again(self, act_ids: Sequence[UUID]) -> bool:
        """See the port."""
        with self._driver.glance() as cursor:
            if not sync_log.taken_among(cursor, act_ids):
                return False
        with self._driver.writing() as cursor:
            sync_views.show_again(cursor, sync_log.wait_again(cursor, act_ids))
        return True

    def take_verdicts(self, verdicts: Sequence[Verdict], last: int, receipt: Receipt | None) -> None:
        at = receipt.at if receipt else self._clock()
        with self._driver.writing(lasting=False) as cursor:
            touched = sync_log.take_verdicts(cursor, verdicts, last, receipt, at)
            sync_views.show_again(cursor, touched)

    def keep_receipt(self, receipt: Receipt) -> None:
        """The centre signed once more how far it holds this desk's acts."""
        with self._driver.writing(lasting=False) as cursor:
            sync_log.keep_receipt(cursor, receipt)

    def last_receipt(self) -> Receipt | None:
        return self._driver.glanced(sync_log.last_receipt)

    def un_acknowledge(self, after: int) -> None:
        with self._driver.writing() as cursor:
            sync_views.show_again(cursor, sync_log.un_acknowledge(cursor, after))

    def new_incarnation(self, incarnation: UUID) -> None:
        with self._driver.writing() as cursor:
            sync_log.new_incarnation(cursor, incarnation)

    def prune(self) -> int:
        """Let go of acknowledged acts that a backup of the centre covers."""
        with self._driver.writing() as cursor:
            return sync_log.prune(cursor, self._clock())

    def enter_epoch(self, epoch: UUID) -> None:
        with self._driver.writing() as cursor:
            sync_views.show_again(cursor, sync_log.enter_epoch(cursor, epoch))

    def obey(self, order: Order) -> None:
        with self._driver.writing() as cursor:
            cursor.execute("UPDATE desk SET order_no = max(order_no, ?), order_kind = ?", (order.number, order.kind))


class SqlSyncStore(SqlSyncLog):
    """The whole of it: also what the centre said. Leaving a large scope takes several transactions."""

    def at_work(self) -> AbstractContextManager[None]:
        return self._driver.keeping()

    def cursors(self) -> Sequence[Cursor]:
        return self._driver.glanced(sync_shadow.cursors)

    def apply_feed(self, feed: Feed) -> bool:
        gone = any(row.state != PUT for row in feed.rows)
        with self._driver.writing(lasting=gone) as cursor:
            return sync_shadow.apply_feed(cursor, feed)

    def disagreeing(self) -> Sequence[str]:
        return self._driver.glanced(_disagreeing)

    def agreed(self) -> bool:
        """Is there any scope, and none that disagrees?"""
        return self._driver.glanced(_agreed)

    def keep_copy(self, rows: Sequence[Row], expires_at: int) -> None:
        """Sheets of persons looked up outside this desk's scope, until *expires_at*."""
        with self._driver.writing() as cursor:
            sync_copies.keep(cursor, rows, expires_at)

    def known_elsewhere(self) -> KnownElsewhere | None:
        """See sync.ports.CopyStore."""
        with self._driver.reading() as cursor:
            return sync_copies.known_elsewhere(cursor)

    def end_copies(self) -> None:
        """Let go of those whose time is over."""
        with self._driver.glance() as cursor:
            gone = sync_copies.over(cursor, self._clock())
        if gone:
            with self._driver.writing() as cursor:
                sync_copies.end(cursor, gone)

    def facts(self) -> Facts:
        """What is known of the exchange, for people."""
        return self._driver.glanced(sync_facts.facts)

    def recounted(self, scope: str) -> bool:
        """Is what is really there what was counted while it came in? If not, the scope is not agreed any more."""
        with self._driver.reading() as cursor:
            there, noted = sync_compare.recount(cursor, scope), sync_shadow.tally_of(cursor, scope)
        same = (there.count, there.value) == (noted.count, noted.value)
        if not same:
            with self._driver.writing() as cursor:
                there = sync_compare.put_right(cursor, scope)
                sync_shadow.set_cursor(cursor, sync_shadow.cursor_of(cursor, scope), there, agreed=False)
        return same

    def absorbed(self, number: int, verified: bool, at: int) -> None:
        """See the port; some hundred acts a transaction, so that nobody who saves waits long."""
        done, confirmed = self.position().absorbed_number, False
        while not confirmed:
            step = min(done + _ABSORBED_AT_ONCE, number)
            with self._driver.writing(lasting=False) as cursor:
                if done < step:
                    cursor.execute(_ABSORB, (step,))
                    sync_views.show_again(cursor, set(cursor.execute(_NEWLY_ABSORBED, (done, step))))
                if confirmed := step == number:
                    cursor.execute(_CONFIRM, (at, at, (at // 1000) << 16, verified, at, verified, number))
            done = step

    def keep_only(self, scopes: Iterable[str]) -> None:
        with self._driver.glance() as cursor:
            gone = sync_shadow.scopes_held(cursor) - set(scopes)
        for scope in sorted(gone):
            more = True
            while more:
                with self._driver.writing() as cursor:
                    more = sync_shadow.let_go(cursor, scope)

    def erase(self, erasures: Sequence[Erasure]) -> None:
        ids = {one for order in erasures for one in order.ids}
        with self._driver.reading() as cursor:  # long: operators may save meanwhile
            named = sync_erasure.named_in(cursor, ids)
        with self._driver.writing() as cursor:
            sync_erasure.erase(cursor, erasures, named)
        self._driver.flush()

    def buckets(self, scope: str) -> Sequence[bytes]:
        with self._driver.reading() as cursor:
            return sync_compare.buckets(cursor, scope)

    def entries(self, scope: str, buckets: Sequence[int]) -> Sequence[Entry]:
        with self._driver.reading() as cursor:
            return sync_compare.entries(cursor, scope, buckets)

    def apply_comparison(self, scope: str, answer: CompareAnswer, base: Cursor) -> None:
        with self._driver.writing() as cursor:
            sync_compare.apply_comparison(cursor, scope, answer, base)

    def limbo(self, most: int, skip: int = 0) -> Sequence[GivenRow]:
        with self._driver.glance() as cursor:
            return sync_compare.limbo(cursor, most, skip)

    def forget_known(self, ids: Sequence[UUID]) -> None:
        """See sync.ports.SyncStore."""
        with self._driver.writing() as cursor:
            sync_erasure.forget_known(cursor, ids)

    def forget_offered(self, persons: Sequence[UUID]) -> None:
        """See sync.ports.SyncStore."""
        with self._driver.writing() as cursor:
            sync_erasure.forget_offered(cursor, persons)

    def offered(self) -> None:
        """All of limbo was offered to a centre that is not recovering."""
        with self._driver.writing() as cursor:
            sync_compare.offered(cursor)
