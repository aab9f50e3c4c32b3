"""Pushing this desk's acts, in order, until the centre has answered every one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from wemi_desk.sync.ahead import SentBatch
from wemi_desk.sync.canonical import body_hash
from wemi_desk.sync.exchanged import Exchanged
from wemi_desk.sync.ports import CentreLine, LineError, Position, SyncStore, TooLargeError
from wemi_desk.sync.pulling import Pulling
from wemi_desk.sync.wire import (
    BEHIND,
    ERASURES_FIRST,
    FORK,
    HALTED,
    MOST_BYTES,
    PARKED,
    REFUSED,
    TAKEN,
    GiveBackRequest,
    Notice,
    PullRequest,
    PushAnswer,
    PushRequest,
    Receipt,
    SentAct,
    Verdict,
)

MOST_TURNS = 12
"""So often the centre may send the desk back within one exchange before it is left for the next."""
_ASKED_AT_ONCE = 8


class Pushing:
    """One exchange's side that speaks."""

    def __init__(
        self,
        store: SyncStore,
        line: CentreLine,
        heed: Callable[[Notice, Exchanged], None],
        begin_again: Callable[[Exchanged], None],
        is_genuine: Callable[[Receipt], bool],
        pulling: Pulling,
        batch_acts: int,
    ) -> None:
        self._store = store
        self._line = line
        self._heed = heed
        self._begin_again = begin_again
        self._is_genuine = is_genuine
        self._most, self._most_bytes = batch_acts, MOST_BYTES
        self._usual = batch_acts
        self._pulling = pulling
        self._ahead: SentBatch | None = None
        self._asked_after = 0
        self.doubted = False
        """The centre said that it holds less than it answered: it has to be asked again, whatever its receipts say."""

    def waiting(self) -> bool:
        """Is there an act without an answer?"""
        return _waits(self._store.position())

    def unproved(self, acked: int, epoch: UUID | None) -> bool:
        """Is the centre's signature missing under what it answered? After a new epoch it is: it may have lost some."""
        if acked == 0:
            return False
        receipt = self._store.last_receipt()
        unsigned = receipt is None or receipt.last < acked or receipt.epoch != epoch
        return self.doubted or unsigned

    def all(self, told: Exchanged) -> None:
        """Push until nothing waits; ask where the centre stands when it owes a receipt."""
        turns, asked, self._ahead = 0, False, None
        position = self._store.position()
        while not told.halted and (
            _waits(position) or (not asked and self.unproved(position.acked_number, position.epoch))
        ):
            asked, before = not _waits(position), position
            answer = self._batch(before, told)
            position = self._store.position()
            if answer is not None and answer.state == TAKEN:
                turns = 0
                continue
            asked = False
            turns = 0 if position.acked_number > before.acked_number else turns + 1
            if turns > MOST_TURNS:
                raise LineError("no_progress")

    def ask_about_parked(self, told: Exchanged) -> bool:
        """Acts that waited at the centre for a record: has it come? A repeated number is answered anew.

        True when one waits no longer, what became of it is in the feed; or when the centre does not stand where it did.
        """
        settled = False
        numbers = self._store.parked(_ASKED_AT_ONCE, self._asked_after)
        self._asked_after = numbers[-1] if len(numbers) == _ASKED_AT_ONCE else 0  # the others next time
        for number in numbers:
            position = self._store.position()
            chain, acts = self._store.outgoing(number - 1, 1, MOST_BYTES)
            answer = self._line.push(_request(position, number, chain, acts))
            self._heed(answer.notice, told)
            if answer.state != TAKEN:
                return True
            if _belongs(answer.verdicts, acts):
                self._store.take_verdicts(answer.verdicts, 0, None)
                settled = settled or any(one.code != PARKED for one in answer.verdicts)
        return settled

    def _batch(self, position: Position, told: Exchanged) -> PushAnswer | None:
        try:
            batch = self._sent(position, told)
        except LookupError:
            self._begin_again(told)
            return None
        chain, acts = batch.request.chain, batch.request.acts
        try:
            answer = batch.answer()
        except TooLargeError:
            self._ahead = None
            self._smaller(position, chain, acts, told)
            return None
        if answer.state != TAKEN:
            self._ahead = None  # built on this one: it came to nothing at the centre too
        self._heed(answer.notice, told)
        if answer.state == TAKEN and batch.last == position.last_number:
            self._look_for_news(batch.request, answer, told)
        self._take(acts, answer, told)
        return answer

    def _look_for_news(self, request: PushRequest, answer: PushAnswer, told: Exchanged) -> None:
        """All is said. A centre that was not asked with the acts looks for news while its verdicts are noted."""
        if request.news is not None and answer.news is not None:
            self._pulling.ahead.came(request.news, answer.news)
        else:
            self._pulling.ask_first(told)

    def _sent(self, position: Position, told: Exchanged) -> SentBatch:
        """The next acts on their way; and while the centre judges them, those after them are made ready behind them.

        A centre that has not taken the first ones answers BEHIND (or FORK) to the second, which then have done nothing.
        """
        self._pulling.ahead.forget()
        batch, self._ahead = self._ahead, None
        if batch is None or not batch.follows(position):
            batch = self._send(position, position.acked_number, told)
        if batch.request.acts and batch.last < position.last_number:
            self._ahead = self._send(position, batch.last, told)
        return batch

    def _send(self, position: Position, after: int, told: Exchanged) -> SentBatch:
        """Raises LookupError when the log is not kept back to there."""
        chain, acts = self._store.outgoing(after, self._most, self._most_bytes)
        if after > position.acked_number or after + len(acts) < position.last_number:
            request = _request(position, after + 1, chain, acts)
            return SentBatch(request, self._line.push_ahead(request))
        request = _request(position, after + 1, chain, acts, self._pulling.first(position, told))
        return SentBatch(request, lambda: self._line.push(request))  # nothing comes before or behind it

    def _take(self, acts: Sequence[SentAct], answer: PushAnswer, told: Exchanged) -> None:
        self.doubted = False
        match answer.state:
            case state if state == TAKEN:
                self._taken(acts, answer, told)
            case state if state == BEHIND:
                self._went_back(answer, told)
            case state if state == FORK:
                self._show_receipt(answer)
                self._begin_again(told)
            case state if state == HALTED:
                told.halted = True
            case state if state == ERASURES_FIRST:
                return  # carried out with the notice
            case _:
                raise LineError("wrong_answer")

    def _taken(self, acts: Sequence[SentAct], answer: PushAnswer, told: Exchanged) -> None:
        if not _belongs(answer.verdicts, acts) or (acts and not answer.verdicts):
            raise LineError("wrong_answer")
        last = answer.verdicts[-1].number if answer.verdicts else self._store.position().acked_number
        if answer.last < last or (answer.last == last and answer.chain != self._store.chain_at(last)):
            raise LineError("wrong_answer")
        if answer.last > self._store.position().last_number:
            self._begin_again(told)  # a clone spoke under this name, or this store did before it was put back
            return
        receipt = answer.receipt
        if receipt is not None and not self._is_genuine(receipt):
            told.bad_receipts += 1
            receipt = None
        self._store.take_verdicts(answer.verdicts, last, receipt)
        told.sent += len(answer.verdicts)
        self._most, self._most_bytes = self._usual, MOST_BYTES

    def _went_back(self, answer: PushAnswer, told: Exchanged) -> None:
        """The centre lacks acts that it had: a backup was put back, or it lost this desk altogether."""
        told.went_back += 1
        self._show_receipt(answer)
        if self._store.chain_at(answer.last) == answer.chain:
            self._store.un_acknowledge(answer.last)
        else:
            self._begin_again(told)

    def _show_receipt(self, answer: PushAnswer) -> None:
        receipt = self._store.last_receipt()
        if receipt is not None and receipt.last > answer.last:
            self._line.give_back(GiveBackRequest(incarnation=receipt.incarnation, rows=[], receipt=receipt))

    def _smaller(self, position: Position, chain: bytes, acts: Sequence[SentAct], told: Exchanged) -> None:
        """Halve down to one act; one that is too large by itself stays here, to be mended: its place is filled."""
        if len(acts) > 1:
            self._most = max(len(acts) // 2, 1)
            self._most_bytes = max(self._most_bytes // 2, 1)
            return
        if not acts:
            raise LineError("wrong_answer")
        alone = acts[0]
        husk = SentAct(
            alone.number, alone.id, alone.kind, alone.verb, alone.record_id, alone.subject_id, alone.operator_id,
            alone.space_code, alone.made_at, alone.hlc, alone.kind_version, alone.erase_no, None,
            body_hash(alone.envelope(), bytes(alone.payload or b"")),
        )  # fmt: skip
        answer = self._line.push(_request(position, alone.number, chain, [husk]))
        self._heed(answer.notice, told)
        verdicts = [Verdict(one.number, one.id, REFUSED, "too_large") for one in answer.verdicts]
        if answer.state == TAKEN and _belongs(verdicts, acts):
            self._store.take_verdicts(verdicts, alone.number, None)


def _waits(position: Position) -> bool:
    return position.acked_number < position.last_number


def _request(
    position: Position, first: int, chain: bytes, acts: Sequence[SentAct], news: PullRequest | None = None
) -> PushRequest:
    return PushRequest(
        incarnation=position.incarnation, first=first, chain=chain, acts=list(acts), erase_no=position.erase_no,
        epoch=position.epoch, news=news,
    )


def _belongs(verdicts: Sequence[Verdict], acts: Sequence[SentAct]) -> bool:
    """Verdicts are about the first of these acts, one by one."""
    return len(verdicts) <= len(acts) and all(
        verdict.number == act.number and verdict.id == act.id for verdict, act in zip(verdicts, acts, strict=False)
    )
