"""Pulling what changed in every scope, page by page; comparing and healing what differs; giving back what is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from wemi_desk.sync.ahead import PullAhead, cursors_after
from wemi_desk.sync.canonical import BUCKETS
from wemi_desk.sync.exchanged import Exchanged
from wemi_desk.sync.owing import Owing, Unproved
from wemi_desk.sync.ports import CentreLine, LineError, Position, SyncStore, TooLargeError
from wemi_desk.sync.wire import (
    CompareRequest,
    Cursor,
    Feed,
    GiveBackRequest,
    Notice,
    PullAnswer,
    PullRequest,
    Receipt,
)

LONG_US = 60_000
"""A page that takes longer to apply holds an operator's save up: the next one is smaller."""
FEWEST_ROWS = 250
"""What a smaller page would save is less than what every page costs."""
MOST_HEALS = 4
"""Times a scope is compared within one exchange; a centre that changes timeline meanwhile is left for the next."""

_BUCKETS_AT_ONCE, _ROWS_AT_ONCE = 32, 1000
_GIVEN_AT_ONCE = 250

HeadSigned = Callable[[UUID, tuple[int, bytes], bytes], bool]
"""Whether the centre signed the head of this device's access log: device, (number, tag), receipt."""


def nobody_signs(_device: UUID, _head: tuple[int, bytes], _receipt: bytes) -> bool:
    """Where no log is countersigned."""
    return False


class Pulling:
    """One exchange's side that listens."""

    def __init__(
        self,
        store: SyncStore,
        line: CentreLine,
        clock: Callable[[], int],
        heed: Callable[[Notice, Exchanged], None],
        is_genuine: Callable[[Receipt], bool],
        head_signed: HeadSigned,
        unproved: Unproved,
        page_rows: int,
    ) -> None:
        self._store = store
        self._line = line
        self._clock = clock
        self._heed = heed
        self._is_genuine = is_genuine
        self._head_signed = head_signed
        self._rows = self._most_rows = page_rows
        self.ahead = PullAhead(line)
        self._owing = Owing(store, unproved)
        self._here_too: list[UUID] = []

    def all(self, told: Exchanged) -> bool:
        """Pull every scope to its end, give back what the centre lost. False when an order came before."""
        self._here_too = []
        try:
            return self._all(told)
        finally:
            self._owing.ended()

    def _all(self, told: Exchanged) -> bool:
        if not self._to_the_end(told):
            return False
        for _ in range(MOST_HEALS):
            taken = self._give_back(told)
            if taken is None:
                break
            if not self._to_the_end(told):  # also when nothing was taken: this may be the answer to a repetition
                return False
            if not taken:
                break
        agreed = self._store.agreed()
        if agreed and self._here_too:
            self._store.forget_known(self._here_too)
        # The end of a recovery decides what had waited for it.
        told.verified = agreed and not told.recovering
        return True

    def _to_the_end(self, told: Exchanged) -> bool:
        heals = 0
        while True:
            erased = told.erased
            answer = self._page(told)
            if told.halted or told.flushing:
                return False
            self._ask_on(answer)
            wrong, more = self._apply(answer, told)
            if more or told.erased > erased:
                continue  # a centre that had orders to give may have given nothing else
            wrong = wrong or list(self._store.disagreeing())
            heals += 1
            if not wrong or heals > MOST_HEALS:
                return True
            for scope in wrong:
                self._heal(scope, told)
                if told.halted or told.flushing:
                    return False

    def _page(self, told: Exchanged) -> PullAnswer:
        position, behind = self._store.position(), True
        while behind:  # a centre whose erasures are not carried out yet shows nothing: that is not "nothing new"
            before, erased = position.erase_no, told.erased
            head, cursors = None if told.head_shown else self._store.unsigned_head(), self._store.cursors()
            answer = self.ahead.answer(self._request(position, cursors, head))
            self._heed(answer.notice, told)
            self._keep_head(position, head, answer, told)
            told.centre_last = answer.last
            if answer.last is not None and answer.last < position.acked_number:
                self._owing.differs()
            told.halted = told.halted or not (answer.scopes or told.flushing)  # what becomes of its data an order says
            if told.erased > erased:
                position = self._store.position()
            behind = position.erase_no > before and not told.halted
        if not told.halted and not told.flushing:
            self._keep_receipt(answer, told)
            told.waits_again = (bool(answer.waiting) and self._store.wait_again(answer.waiting)) or told.waits_again
            if not {cursor.scope for cursor in cursors} <= set(answer.scopes):
                self._store.keep_only(answer.scopes)
        return answer

    def first(self, position: Position, told: Exchanged) -> PullRequest | None:
        """The question for the first page, as it will be once everything is said; none for a centre that wants to know
        whether everything was."""
        if told.halted or told.flushing or told.recovering:
            return None
        head = None if told.head_shown else self._store.unsigned_head()
        return self._request(position, self._store.cursors(), head, is_all_said=True)

    def ask_first(self, told: Exchanged) -> None:
        """The first page, before its turn."""
        request = self.first(self._store.position(), told)
        if request is not None:
            self.ahead.ask(request)

    def _ask_on(self, answer: PullAnswer) -> None:
        """While a page is put into the store, the centre already looks for the next one."""
        self.ahead.forget()
        if any(feed.more for feed in answer.feeds) and any(feed.rows for feed in answer.feeds):
            cursors = cursors_after(self._store.cursors(), answer.feeds)
            self.ahead.ask(self._request(self._store.position(), cursors))

    def _keep_head(
        self, position: Position, head: tuple[int, bytes] | None, answer: PullAnswer, told: Exchanged
    ) -> None:
        """Once in an exchange. A centre that does not sign has marked this desk; work goes on."""
        told.head_shown = True
        if head is not None and self._head_signed(position.device_id, head, answer.audit_receipt):
            self._store.keep_head(head, answer.audit_receipt)

    def _apply(self, answer: PullAnswer, told: Exchanged) -> tuple[list[str], bool]:
        """Scopes that have to be compared, and whether there are more pages."""
        wrong, more = [], any(feed.more for feed in answer.feeds)
        if more and not any(feed.rows for feed in answer.feeds):
            raise LineError("no_progress")
        for feed in answer.feeds:
            if feed.scope not in answer.scopes:
                raise LineError("wrong_answer")
            if feed.more and not feed.rows:
                continue  # no room left in this page
            if feed.diverged or not self._apply_feed(feed, told):
                wrong.append(feed.scope)
        return wrong, more

    def _apply_feed(self, feed: Feed, told: Exchanged) -> bool:
        began = self._clock()
        agreed = self._store.apply_feed(feed)
        told.received += len(feed.rows)
        told.kinds.update(row.kind for row in feed.rows)
        if len(feed.rows) * 2 > self._rows:
            took = self._clock() - began
            wanted = self._rows // 2 if took > LONG_US else self._rows * 2 if took * 3 < LONG_US else self._rows
            self._rows = min(max(wanted, FEWEST_ROWS), self._most_rows)
        return agreed

    def _heal(self, scope: str, told: Exchanged) -> None:
        """Find what differs by buckets, fetch it, put aside what the centre does not have."""
        position = self._store.position()
        incarnation, erase_no = position.incarnation, position.erase_no
        self._store.recounted(scope)
        first = self._line.compare(
            CompareRequest(
                scope=scope, incarnation=incarnation, buckets=list(self._store.buckets(scope)), erase_no=erase_no
            )
        )
        self._heed(first.notice, told)
        if told.halted or told.flushing:
            return  # with an order came nothing else
        base = Cursor(scope=scope, cn=first.cn, chain=first.chain)
        if not first.differing:
            self._store.apply_comparison(scope, first, base)
            return
        self._owing.differs()
        told.healed.append(scope)
        step = max(1, min(_BUCKETS_AT_ONCE, _ROWS_AT_ONCE * BUCKETS // max(first.count, 1)))
        for begin in range(0, len(first.differing), step):
            wanted = first.differing[begin : begin + step]
            entries = list(self._store.entries(scope, wanted))
            answer = self._line.compare(
                CompareRequest(scope=scope, incarnation=incarnation, wanted=wanted, entries=entries, erase_no=erase_no)
            )
            self._heed(answer.notice, told)
            if told.halted or told.flushing:
                return
            self._store.apply_comparison(scope, answer, base)
            told.received += len(answer.rows)
            told.kinds.update(row.kind for row in answer.rows)
            told.kinds.update(entry.kind for entry in answer.unknown)

    def _give_back(self, told: Exchanged) -> int | None:
        """Offer everything in limbo; how many rows the centre took. None where there was nothing to offer."""
        taken, skip, size = 0, 0, _GIVEN_AT_ONCE
        gone: list[UUID] = []
        while rows := self._store.limbo(size, skip):
            request = GiveBackRequest(
                incarnation=self._store.position().incarnation, rows=list(rows), receipt=self._store.last_receipt()
            )
            try:
                answer = self._line.give_back(request)
            except TooLargeError:
                if size == 1:
                    raise
                size //= 2
                continue
            self._heed(answer.notice, told)
            taken += answer.taken
            gone += answer.gone
            self._here_too += answer.here
            skip += len(rows)
        if gone:
            self._store.forget_offered(gone)
        if skip and not told.recovering:
            self._store.offered()
        told.given_back += taken
        self._owing.given()
        return taken if skip else None

    def _keep_receipt(self, answer: PullAnswer, told: Exchanged) -> None:
        receipt = answer.receipt
        if receipt is None:
            return
        if self._is_genuine(receipt):
            self._store.keep_receipt(receipt)
        else:
            told.bad_receipts += 1

    def _request(
        self, position: Position, cursors: Sequence[Cursor], head: tuple[int, bytes] | None = None, *,
        is_all_said: bool = False,
    ) -> PullRequest:
        acked = position.last_number if is_all_said else position.acked_number
        return PullRequest(
            cursors=list(cursors), erase_no=position.erase_no, incarnation=position.incarnation, limit=self._rows,
            epoch=self._owing.epoch(position), audit_head=head, acked=acked, unsent=position.last_number - acked,
        )  # fmt: skip
