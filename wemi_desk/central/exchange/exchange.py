"""The six questions that a desk asks the centre, each answered in one transaction; no HTTP here."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

import msgspec

from wemi_desk.central.exchange.applying import apply_act, drain
from wemi_desk.central.exchange.compare import compared
from wemi_desk.central.exchange.lookup import Found, look_up
from wemi_desk.central.exchange.ports import (
    ACTIVE,
    FLUSHING,
    CentreKeys,
    ErasureLedger,
    Exchanged,
    ExchangeStore,
    LedgerAheadError,
    Log,
    Standing,
    T,
)
from wemi_desk.central.exchange.pull import feeds
from wemi_desk.central.exchange.push import ApplyAct, Pushed, taken
from wemi_desk.central.exchange.recovery import (
    TakenBack,
    check_ledger,
    end_if_complete,
    proves_loss,
    replay,
    take_back,
)
from wemi_desk.central.exchange.turns import FaultyActError
from wemi_desk.central.exchange.workspace import Caller
from wemi_desk.sync.canonical import HASH_BYTES
from wemi_desk.sync.wire import (
    TAKEN,
    CompareAnswer,
    CompareRequest,
    ErasedRequest,
    GiveBackAnswer,
    GiveBackRequest,
    LookUpAnswer,
    LookUpRequest,
    Notice,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    Receipt,
)

MOST_ERASURES = 200
MOST_WAITING = 500
MOST_REPEATS = 60
NIL = UUID(int=0)
SEEN_EVERY = 300_000_000
"""Microseconds: an idle desk's sign of life is written this often, not at every question."""


class DeskExchange:
    """The centre as desks meet it. Every answer is the same when the same question comes again."""

    def __init__(
        self,
        database: ExchangeStore,
        *,
        clock: Callable[[], int],
        keys: CentreKeys,
        ids: Callable[[], UUID],
        ledger: ErasureLedger,
        apply_act: ApplyAct = apply_act,
    ) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys
        self._ids = ids
        self._ledger = ledger
        self._apply_act = apply_act

    def push(self, caller: Caller, request: PushRequest) -> PushAnswer:
        """Take acts, and look for news when they are taken. Raises UnfitMessageError."""
        answer = self.within(caller.tenant, lambda work: self._push(work, caller, request))
        if request.news is None or not _leads_on(answer):
            return answer
        return msgspec.structs.replace(answer, news=self.pull(caller, request.news))

    def pull(self, caller: Caller, request: PullRequest) -> PullAnswer:
        """What is new in every scope this desk may hold."""
        answer, standing, gained = self.within(
            caller.tenant, lambda work: self._pull(work, caller, request), reading=True
        )
        if gained:
            self.within(caller.tenant, lambda work: drain(work, work.waiting_with_less(caller), caller))
        is_quiet = not answer.feeds and request.unsent == 0 and _has_said_all(standing, request)
        has_spoken = is_quiet and standing.seen_epoch != standing.epoch
        if has_spoken or self._is_stale(standing) or _owes(standing.log):
            receipt = self.within(caller.tenant, lambda work: self._heard(work, caller, request, is_quiet))
            return msgspec.structs.replace(answer, receipt=receipt)
        return answer

    def compare(self, caller: Caller, request: CompareRequest) -> CompareAnswer:
        """Where a desk's copy of one scope differs. Raises UnfitMessageError."""
        return self.within(caller.tenant, lambda work: self._compare(work, caller, request), reading=True)

    def give_back(self, caller: Caller, request: GiveBackRequest) -> GiveBackAnswer:
        """Rows of the centre's lost hours, from a desk that saw them; its receipt may be what shows that there are."""

        def unit(work: Exchanged) -> GiveBackAnswer:
            standing = self._standing(work, caller, lock=True)
            is_lost = proves_loss(work, caller, request.receipt, standing, self._keys)
            may_speak = standing.status in (ACTIVE, FLUSHING)
            lost_after = request.receipt.at if is_lost and request.receipt else 0
            back = take_back(work, caller, request, self._keys, lost_after) if may_speak else TakenBack()
            if is_lost or (back.rows and not standing.recovering and not work.had_recovery()):
                work.open_epoch(self._ids())
                standing = self._standing(work, caller, lock=True)
            notice = self._notice(work, standing, standing.erase_no)
            return GiveBackAnswer(notice=notice, taken=back.rows, gone=list(back.gone), here=list(back.here))

        return self.within(caller.tenant, unit)

    def erased(self, caller: Caller, request: ErasedRequest) -> Notice:
        """This desk has carried out its erasure orders."""

        def unit(work: Exchanged) -> Notice:
            standing = self._standing(work, caller, lock=True)
            number = max(standing.device_erase_no, min(request.number, standing.erase_no))
            work.seen(caller.device_id, epoch=standing.seen_epoch, erase_no=number, unsent=None)
            return self._notice(work, standing, min(request.number, number))

        return self.within(caller.tenant, unit)

    def look_up(self, caller: Caller, request: LookUpRequest) -> LookUpAnswer:
        """A person of another space, for a reason."""

        def unit(work: Exchanged) -> LookUpAnswer:
            standing = self._standing(work, caller, lock=False)
            found = look_up(work, caller, request) if standing.status == ACTIVE else Found([], [], 0)
            drain(work, [row.id for row in found.rows])  # what this desk said of them before it was shown them
            notice = self._notice(work, standing, standing.erase_no)
            return LookUpAnswer(notice=notice, matches=found.matches, rows=found.rows, expires_at=found.expires_at)

        return self.within(caller.tenant, unit)

    def _push(self, work: Exchanged, caller: Caller, request: PushRequest) -> PushAnswer:
        standing = self._standing(work, caller, request.incarnation, lock=True)
        if self._is_stale(standing):
            work.seen(caller.device_id, epoch=standing.seen_epoch, erase_no=standing.device_erase_no, unsent=None)
        pushed = taken(work, caller, request, standing, self._apply_act)
        receipt = self._receipt(caller, request.incarnation, standing, pushed) if pushed.state == TAKEN else None
        return PushAnswer(
            notice=self._notice(work, standing, request.erase_no), state=pushed.state, last=pushed.last,
            chain=pushed.chain, verdicts=pushed.verdicts, receipt=receipt,
        )  # fmt: skip

    def _pull(
        self, work: Exchanged, caller: Caller, request: PullRequest
    ) -> tuple[PullAnswer, Standing, bool]:
        work.begin_pull(caller, request.incarnation)
        standing = self._standing(work, caller, request.incarnation, lock=False)
        notice = self._notice(work, standing, request.erase_no)
        if standing.status != ACTIVE:
            return PullAnswer(notice=notice, scopes=[], feeds=[]), standing, False
        news = feeds(work, caller, request) if request.erase_no >= standing.erase_no else []
        last = standing.log.last if standing.log else 0
        waiting = list(work.waiting_of(caller.device_id))[:MOST_WAITING]
        answer = PullAnswer(notice=notice, scopes=sorted(caller.scopes), feeds=news, last=last, waiting=waiting)
        return answer, standing, bool(waiting) and bool(work.waiting_with_less(caller))

    def _heard(self, work: Exchanged, caller: Caller, request: PullRequest, is_quiet: bool) -> Receipt | None:
        """This device spoke: when, and whether it has said everything it knows of the centre's lost hours."""
        standing = self._standing(work, caller, request.incarnation, lock=True)
        epoch = request.epoch if is_quiet and _has_said_all(standing, request) else standing.seen_epoch
        work.seen(caller.device_id, epoch=epoch, erase_no=standing.device_erase_no, unsent=request.unsent)
        if not _knows_more(standing, request):
            end_if_complete(work, standing)
        log = standing.log
        if log is None or not _owes(log):
            return None
        work.told(caller.device_id, request.incarnation, log.durable)
        return self._receipt(caller, request.incarnation, standing, Pushed(TAKEN, log.last, log.chain, log))

    def _compare(self, work: Exchanged, caller: Caller, request: CompareRequest) -> CompareAnswer:
        standing = self._standing(work, caller, lock=False)
        notice = self._notice(work, standing, request.erase_no)
        if standing.status != ACTIVE:  # locked since it asked what is new: it hears its order, and of the scope nothing
            return CompareAnswer(notice=notice, cn=0, chain=b"", count=0, digest=bytes(HASH_BYTES))
        found = compared(work, caller, request)
        head = found.head
        return CompareAnswer(
            notice=notice, cn=head.cn, chain=head.chain, count=head.count, digest=head.digest,
            differing=found.differing, rows=found.rows, unknown=found.unknown,
        )  # fmt: skip

    def _receipt(self, caller: Caller, incarnation: UUID, standing: Standing, pushed: Pushed) -> Receipt:
        bare = Receipt(
            device=caller.device_id, incarnation=incarnation, last=pushed.last, chain=pushed.chain, at=self._clock(),
            durable=pushed.log.durable if pushed.log else 0, epoch=standing.epoch,
        )  # fmt: skip
        return _signed(bare, self._keys.sign(bare.signed_part()))

    def _notice(self, work: Exchanged, standing: Standing, erase_no: int) -> Notice:
        erasures = work.erasures_after(erase_no, MOST_ERASURES) if erase_no < standing.erase_no else []
        return Notice(
            epoch=standing.epoch, now=self._clock(), orders=list(standing.orders), erasures=list(erasures),
            recovering=standing.recovering, policy=standing.policy,
        )  # fmt: skip

    def _is_stale(self, standing: Standing) -> bool:
        return self._clock() - standing.seen_at > SEEN_EVERY

    def _standing(self, work: Exchanged, caller: Caller, incarnation: UUID = NIL, *, lock: bool) -> Standing:
        standing = work.standing(caller.device_id, incarnation, lock=lock)
        check_ledger(work, standing, self._ledger)
        return standing

    def within(self, tenant: str, unit: Callable[[Exchanged], T], *, reading: bool = False) -> T:
        """One transaction, also for what the centre itself does: erase, decide, end a recovery."""
        faulty: set[UUID] = set()
        for _ in range(MOST_REPEATS):
            try:
                return self._once(tenant, unit, reading, faulty)
            except LedgerAheadError:  # a restore lost it, or another worker is about to commit it
                self.replay(tenant)
            except FaultyActError as error:
                faulty.add(error.act_id)
        return self._once(tenant, unit, reading, faulty)

    def replay(self, tenant: str) -> int:
        """Carry out the erasures that the ledger knows and the database lost; how many."""
        return self._once(tenant, lambda work: replay(work, self._ledger), False, ())

    def _once(self, tenant: str, unit: Callable[[Exchanged], T], reading: bool, faulty: Collection[UUID]) -> T:
        return self._database.exchanged(
            tenant, unit if reading else _awakening(unit), now=self._clock(), keys=self._keys, ledger=self._ledger,
            reading=reading, faulty=faulty,
        )  # fmt: skip


def _awakening(unit: Callable[[Exchanged], T]) -> Callable[[Exchanged], T]:
    """*unit*; then whatever waited for a record that it showed somewhere, by whichever rule, is judged again."""

    def whole(work: Exchanged) -> T:
        answer = unit(work)
        while shown := work.newly_shown():
            drain(work, shown)
        return answer

    return whole


def _leads_on(answer: PushAnswer) -> bool:
    """Does nothing come before news? What recovers first wants to know by a question of its own who has said all."""
    notice = answer.notice
    return answer.state == TAKEN and not (notice.orders or notice.erasures or notice.recovering)


def _has_said_all(standing: Standing, request: PullRequest) -> bool:
    """The desk names this life of the centre, and everything that this life answered it is still here: after a restore
    nobody spoke of, a desk may think so wrongly."""
    return request.epoch == standing.epoch and not _knows_more(standing, request)


def _knows_more(standing: Standing, request: PullRequest) -> bool:
    """Was this desk answered what the centre does not know any more?"""
    return request.acked > (standing.log.last if standing.log else 0)


def _owes(log: Log | None) -> bool:
    """A backup covers more than the last receipt said."""
    return log is not None and log.durable > log.told


def _signed(bare: Receipt, signature: bytes) -> Receipt:
    return Receipt(
        device=bare.device, incarnation=bare.incarnation, last=bare.last, chain=bare.chain, at=bare.at,
        durable=bare.durable, epoch=bare.epoch, signature=signature,
    )  # fmt: skip
