"""One full exchange with the centre: orders and erasures, everything pushed, everything pulled, compared, healed.

Every step is one transaction here and one there: wherever it is cut, the next exchange goes on from what stands.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from wemi_desk.sync.exchanged import AT_ONCE, FLUSHING, Exchanged
from wemi_desk.sync.ports import CentreLine, Mark, Marker, Position, SyncStore, TooOldError
from wemi_desk.sync.pulling import HeadSigned, Pulling, nobody_signs
from wemi_desk.sync.pushing import Pushing
from wemi_desk.sync.wire import MOST_ACTS, PAGE_ROWS, ErasedRequest, Notice, Receipt

MOST_ROUNDS = 6
_ASK_EVERY_US = 5 * 60 * 1_000_000
_RECOUNT_US = 24 * 3600 * 1_000_000


class SyncEngine:
    """Restartable at any point. *clock* gives microseconds since 1970, *genuine* looks at a receipt's signature."""

    def __init__(
        self,
        store: SyncStore,
        line: CentreLine,
        clock: Callable[[], int],
        ids: Callable[[], UUID],
        marker: Marker,
        *,
        genuine: Callable[[Receipt], bool],
        head_signed: HeadSigned = nobody_signs,
        page_rows: int = PAGE_ROWS,
        batch_acts: int = MOST_ACTS,
    ) -> None:
        self._store = store
        self._line = line
        self._clock = clock
        self._ids = ids
        self._marker = marker
        self._genuine = genuine
        self._pulling = Pulling(
            store, line, clock, self.heed, self.is_genuine, head_signed, self._unproved, page_rows
        )
        self._pushing = Pushing(store, line, self.heed, self.begin_again, self.is_genuine, self._pulling, batch_acts)
        self._recounted_at: int | None = None
        self._asked_at: int | None = None
        self._was_recovering = False
        self._mark: Mark | None = None
        self._epoch: UUID | None = None
        self.told = Exchanged()
        """What the exchange under way, or the last one, has done so far."""

    def exchange(self) -> Exchanged:
        """Raises LineError when the centre did not answer (RevokedError: it does not know this desk)."""
        self.told = told = Exchanged()
        with self._store.at_work():
            self._exchange(told)
        return told

    def _exchange(self, told: Exchanged) -> None:
        self._pulling.ahead.forget()
        position = self._store.position()
        self._epoch = position.epoch
        self._look_at_marker(position, told)
        self._recount(told)
        self._store.end_copies()
        try:
            self._talk(told)
        finally:
            self._write_marker()

    def _talk(self, told: Exchanged) -> None:
        for _ in range(MOST_ROUNDS):
            if not told.halted:
                self._push(told)
            told.halted = told.halted or (told.flushing and not self._pushing.waiting())
            if told.halted or not self._pull(told):
                return
            told.verified = told.complete = False  # what agreed was of before: the next round may hear nothing

    def _push(self, told: Exchanged) -> None:
        try:
            self._pushing.all(told)
        except TooOldError:
            told.update_needed = True

    def _pull(self, told: Exchanged) -> bool:
        """Is there a reason to push and to pull once more?"""
        try:
            return self._pulled(told)
        except TooOldError:
            told.update_needed = True
            told.verified = told.complete = False
            return False

    def _pulled(self, told: Exchanged) -> bool:
        acked = self._store.position().acked_number
        if not self._pulling.all(told) or told.halted:
            return told.flushing and not told.halted
        self._pushing.doubted = told.centre_last is not None and told.centre_last < acked
        if self._pushing.unproved(acked, self._epoch) and not told.update_needed:
            return True  # what was pulled may lack acts that this centre lost
        self._store.absorbed(acked, told.verified, told.centre_now)
        told.complete = not self._pushing.waiting()
        stood = told.erased, self._epoch, told.recovering  # a centre that recovers since was put back meanwhile
        settled = self._may_have_settled(told) and not told.update_needed and self._pushing.ask_about_parked(told)
        settled = settled or stood != (told.erased, self._epoch, told.recovering)
        recovered, told.recovered = told.recovered, False
        return settled or recovered or (not told.complete and not told.update_needed)

    def _unproved(self, acked: int, epoch: UUID | None) -> bool:
        return self._pushing.unproved(acked, epoch)

    def _may_have_settled(self, told: Exchanged) -> bool:
        """News came, a recovery began or ended; and from time to time, for what settles without news for this desk."""
        now, recovering = self._clock(), told.recovering
        due = self._asked_at is None or not 0 <= now - self._asked_at < _ASK_EVERY_US
        if not (told.received or told.erased or told.waits_again or due or recovering != self._was_recovering):
            return False
        self._asked_at, self._was_recovering = now, recovering
        return True

    def heed(self, notice: Notice, told: Exchanged) -> None:
        """What stands at the head of an answer comes before the answer itself."""
        told.recovered = told.recovered or (told.recovering and not notice.recovering)
        told.centre_now, told.recovering = notice.now, notice.recovering
        told.clock_error = notice.now - self._clock()
        if notice.epoch != self._epoch:
            self._store.enter_epoch(notice.epoch)
            self._epoch = notice.epoch
        if not notice.orders and not notice.erasures:
            return
        position = self._store.position()
        for order in sorted(notice.orders, key=lambda one: one.number):
            if order.number > position.order_no:
                self._store.obey(order)
                told.orders.append(order)
                told.halted = told.halted or order.kind in AT_ONCE
                told.flushing = told.flushing or order.kind == FLUSHING
        self._erase(notice, told, position.erase_no)

    def _erase(self, notice: Notice, told: Exchanged, done: int) -> None:
        while wanted := [one for one in notice.erasures if one.number > done]:
            self._store.erase(wanted)
            done = max(one.number for one in wanted)
            told.erased += len(wanted)
            notice = self._line.erased(ErasedRequest(number=done))

    def begin_again(self, told: Exchanged) -> None:
        """This store is not the continuation of what the centre knows: a new name, the same acts."""
        incarnation = self._ids()
        self._store.new_incarnation(incarnation)
        told.new_incarnations += 1
        self._write_marker()

    def is_genuine(self, receipt: Receipt) -> bool:
        """Signed by the centre, and about this desk's log as it stands here."""
        position = self._store.position()
        ours = (receipt.device, receipt.incarnation) == (position.device_id, position.incarnation)
        return ours and receipt.chain == self._store.chain_at(receipt.last) and self._genuine(receipt)

    def _look_at_marker(self, position: Position, told: Exchanged) -> None:
        """Once: a store is exchanged for an older copy only while nobody has it open."""
        if self._mark is not None:
            return
        self._mark = mark = self._marker.read()
        if mark is None:
            return
        behind = mark.incarnation != position.incarnation or mark.number > position.last_number
        if behind or self._store.chain_at(mark.number) not in (None, mark.chain):
            self.begin_again(told)

    def _write_marker(self) -> None:
        position = self._store.position()
        mark = Mark(incarnation=position.incarnation, number=position.last_number, chain=position.chain)
        if self._mark != mark:
            self._marker.write(mark)
            self._mark = mark

    def _recount(self, told: Exchanged) -> None:
        """Once a day, and at the beginning: is what is here what was counted?"""
        now = self._clock()
        if self._recounted_at is not None and 0 <= now - self._recounted_at < _RECOUNT_US:
            return
        self._store.prune()
        told.healed += [one.scope for one in self._store.cursors() if not self._store.recounted(one.scope)]
        self._recounted_at = now
