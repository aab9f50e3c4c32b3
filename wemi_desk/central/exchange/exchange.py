"""The six questions that a desk asks the centre, each answered in one transaction; no HTTP here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any
from uuid import UUID

from wemi_desk.central.exchange.compare import compared
from wemi_desk.central.exchange.ports import (
    ACTIVE,
    CentreKeys,
    ErasureLedger,
    Exchanged,
    ExchangeStore,
    Log,
    Standing,
    T,
)
from wemi_desk.central.exchange.pull import feeds
from wemi_desk.central.exchange.push import ApplyAct, FaultyActError, Pushed, taken
from wemi_desk.central.exchange.recovery import take_back
from wemi_desk.central.exchange.workspace import Caller, Held
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
MOST_FAULTY = 50
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
        apply_act: ApplyAct | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys
        self._ids = ids
        self._ledger = ledger
        self._apply_act: ApplyAct = apply_act or _rules().apply_act

    def push(self, caller: Caller, request: PushRequest) -> PushAnswer:
        """Take acts. Raises UnfitMessageError."""
        faulty: set[UUID] = set()
        while True:
            try:
                return self._unit(caller, lambda work: self._push(work, caller, request, faulty))
            except FaultyActError as error:
                if len(faulty) >= MOST_FAULTY:
                    raise
                faulty.add(error.act_id)

    def pull(self, caller: Caller, request: PullRequest) -> PullAnswer:
        """What is new in every scope this desk may hold."""
        answer, standing, log = self._unit(caller, lambda work: self._pull(work, caller, request), reading=True)
        if self._is_news(standing, request) or (log and log.durable > log.told):
            receipt = self._unit(caller, lambda work: self._heard(work, caller, request))
            return PullAnswer(notice=answer.notice, scopes=answer.scopes, feeds=answer.feeds, receipt=receipt)
        return answer

    def compare(self, caller: Caller, request: CompareRequest) -> CompareAnswer:
        """Where a desk's copy of one scope differs. Raises UnfitMessageError."""
        return self._unit(caller, lambda work: self._compare(work, caller, request), reading=True)

    def give_back(self, caller: Caller, request: GiveBackRequest) -> GiveBackAnswer:
        """Rows of the centre's lost hours, from a desk that saw them."""

        def unit(work: Exchanged) -> GiveBackAnswer:
            standing = work.standing(caller.device_id, lock=True)
            taken = take_back(work, caller, request.rows, self._keys, _drained)
            return GiveBackAnswer(notice=self._notice(work, standing, standing.erase_no), taken=taken)

        return self._unit(caller, unit)

    def erased(self, caller: Caller, request: ErasedRequest) -> Notice:
        """This desk has carried out its erasure orders."""

        def unit(work: Exchanged) -> Notice:
            standing = work.standing(caller.device_id, lock=True)
            number = max(standing.device_erase_no, min(request.number, standing.erase_no))
            work.seen(caller.device_id, epoch=standing.seen_epoch, erase_no=number, unsent=0)
            return self._notice(work, standing, number)

        return self._unit(caller, unit)

    def look_up(self, caller: Caller, request: LookUpRequest) -> LookUpAnswer:
        """A person of another space, for a reason."""

        def unit(work: Exchanged) -> LookUpAnswer:
            lookup = import_module("wemi_desk.central.exchange.lookup")
            matches, rows, expires_at = lookup.look_up(work, caller, request)
            notice = self._notice(work, work.standing(caller.device_id, lock=False), 0)
            return LookUpAnswer(notice=notice, matches=matches, rows=rows, expires_at=expires_at)

        return self._unit(caller, unit)

    def _push(self, work: Exchanged, caller: Caller, request: PushRequest, faulty: set[UUID]) -> PushAnswer:
        standing = work.standing(caller.device_id, lock=True)
        pushed = taken(work, caller, request, standing, self._apply_act, faulty)
        receipt = self._receipt(caller, request.incarnation, standing, pushed) if pushed.state == TAKEN else None
        return PushAnswer(
            notice=self._notice(work, standing, request.erase_no), state=pushed.state, last=pushed.last,
            chain=pushed.chain, verdicts=pushed.verdicts, receipt=receipt,
        )  # fmt: skip

    def _pull(
        self, work: Exchanged, caller: Caller, request: PullRequest
    ) -> tuple[PullAnswer, Standing, Log | None]:
        standing = work.standing(caller.device_id, lock=False)
        notice = self._notice(work, standing, request.erase_no)
        if standing.status != ACTIVE:
            return PullAnswer(notice=notice, scopes=[], feeds=[]), standing, None
        news = feeds(work, caller, request) if request.erase_no >= standing.erase_no else []
        log = work.log(caller.device_id, request.incarnation)
        return PullAnswer(notice=notice, scopes=sorted(caller.scopes), feeds=news), standing, log

    def _heard(self, work: Exchanged, caller: Caller, request: PullRequest) -> Receipt | None:
        standing = work.standing(caller.device_id, lock=True)
        work.seen(
            caller.device_id, epoch=request.epoch, erase_no=standing.device_erase_no, unsent=request.unsent
        )
        log = work.log(caller.device_id, request.incarnation)
        if log is None or log.durable <= log.told:
            return None
        work.told(caller.device_id, request.incarnation, log.durable)
        return self._receipt(caller, request.incarnation, standing, Pushed(TAKEN, log.last, log.chain, log))

    def _compare(self, work: Exchanged, caller: Caller, request: CompareRequest) -> CompareAnswer:
        standing = work.standing(caller.device_id, lock=False)
        found = compared(work, caller, request)
        head = found.head
        return CompareAnswer(
            notice=self._notice(work, standing, request.erase_no), cn=head.cn, chain=head.chain, count=head.count,
            digest=head.digest, differing=found.differing, rows=found.rows, unknown=found.unknown,
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

    def _is_news(self, standing: Standing, request: PullRequest) -> bool:
        return standing.seen_epoch != request.epoch or self._clock() - standing.seen_at > SEEN_EVERY

    def _unit(self, caller: Caller, unit: Callable[[Exchanged], T], *, reading: bool = False) -> T:
        return self._database.exchanged(
            caller.tenant, unit, now=self._clock(), keys=self._keys, ledger=self._ledger, reading=reading
        )


def _signed(bare: Receipt, signature: bytes) -> Receipt:
    return Receipt(
        device=bare.device, incarnation=bare.incarnation, last=bare.last, chain=bare.chain, at=bare.at,
        durable=bare.durable, epoch=bare.epoch, signature=signature,
    )  # fmt: skip


def _drained(work: Exchanged, held: Held) -> None:
    _rules().drain(work, [held.id])


def _rules() -> Any:
    return import_module("wemi_desk.central.exchange.applying")
