"""Taking what a desk sends: in order, once, and answered for ever (sync.md 2)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from wemi_desk.central.exchange.applying import guarded
from wemi_desk.central.exchange.joining import MERGE
from wemi_desk.central.exchange.ports import LOCKED, REVOKED, Exchanged, Judged, Known, Log, Standing, UnfitMessageError
from wemi_desk.central.exchange.workspace import Caller
from wemi_desk.sync.canonical import body_hash, next_link
from wemi_desk.sync.messages import EMPTY_CHAIN
from wemi_desk.sync.wire import (
    BEHIND,
    ERASED,
    ERASURES_FIRST,
    FORK,
    HALTED,
    MOST_ACTS,
    REFUSED,
    TAKEN,
    PushRequest,
    SentAct,
    Verdict,
)

_LOG = logging.getLogger(__name__)
ApplyAct = Callable[[Exchanged, Caller, SentAct], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Pushed:
    """The centre's answer but for what stands in every answer."""

    state: str
    last: int
    chain: bytes
    log: Log | None = None
    verdicts: list[Verdict] = field(default_factory=list)


def taken(
    work: Exchanged,
    caller: Caller,
    request: PushRequest,
    standing: Standing,
    apply_act: ApplyAct,
) -> Pushed:
    """Judge the acts of one request; the device is locked. Raises UnfitMessageError, FaultyActError."""
    log = standing.log
    last, chain = (log.last, log.chain) if log else (0, EMPTY_CHAIN)
    if standing.status in (LOCKED, REVOKED):
        return Pushed(HALTED, last, chain)
    if request.erase_no < standing.erase_no:
        return Pushed(ERASURES_FIRST, last, chain)
    if request.first - 1 > last:
        return Pushed(BEHIND, last, chain)
    bodies, links = _linked(request)
    held = _held(work, caller, request, last, chain)
    if held is None or any(link != there for link, there in zip(links, held, strict=False)):
        return Pushed(FORK, last, chain)
    fresh = links[len(held) :]
    verdicts = _verdicts(work, caller, request.acts, bodies, len(held), apply_act)
    work.take(caller.device_id, request.incarnation, log, fresh, verdicts.fresh)
    reached, chain = (last + len(fresh), fresh[-1][1]) if fresh else (last, chain)
    return Pushed(TAKEN, reached, chain, log, verdicts.answered(work))


@dataclass(slots=True)
class _Verdicts:
    given: list[Verdict] = field(default_factory=list)
    fresh: list[Judged] = field(default_factory=list)

    def answered(self, work: Exchanged) -> list[Verdict]:
        """A verdict that changed within the same request: an act had waited for a later one."""
        late = ((one, work.settled(one.id)) for one in self.given)
        return [Verdict(one.number, one.id, *settled) if settled else one for one, settled in late]


def _linked(request: PushRequest) -> tuple[list[bytes], list[tuple[UUID, bytes]]]:
    if len(request.acts) > MOST_ACTS or request.first < 1:
        raise UnfitMessageError("size")
    bodies, links, chain = [], [], request.chain
    for number, act in enumerate(request.acts, request.first):
        if act.number != number:
            raise UnfitMessageError("numbers")
        body = act.body if act.payload is None else body_hash(act.envelope(), bytes(act.payload))
        if body is None:
            raise UnfitMessageError("body")
        chain = next_link(chain, act.id, body)
        bodies.append(body)
        links.append((act.id, chain))
    return bodies, links


def _held(
    work: Exchanged, caller: Caller, request: PushRequest, last: int, chain: bytes
) -> Sequence[tuple[UUID, bytes]] | None:
    """The part of the log that the request repeats; None when its beginning is not in the log."""
    before = request.first - 1
    if before == last:
        return [] if request.chain == chain else None
    upto = min(last, before + len(request.acts))
    links = work.links(caller.device_id, request.incarnation, max(before, 1), upto)
    if before == 0:
        return links if request.chain == EMPTY_CHAIN else None
    return links[1:] if links and links[0][1] == request.chain else None


def _verdicts(
    work: Exchanged,
    caller: Caller,
    acts: Sequence[SentAct],
    bodies: Sequence[bytes],
    repeated: int,
    apply_act: ApplyAct,
) -> _Verdicts:
    known = dict(work.known([act.id for act in acts], _touched(acts[repeated:])))
    verdicts = _Verdicts()
    may_repeat = bool(known) or len({act.id.int for act in acts}) < len(acts)  # hashing a UUID costs more than asking
    for act, body in zip(acts, bodies, strict=True):
        judged = known.get(act.id) if may_repeat else None
        if judged is None:
            code, detail = _judge(work, caller, act, apply_act)
            if may_repeat:
                known[act.id] = Known(code, detail, body)
            verdicts.fresh.append(Judged(act, body, code, detail))
        elif judged.body != body:
            _LOG.error("act id used twice: %s", act.id)
            code, detail = REFUSED, "act_reused"
        else:
            code, detail = judged.code, judged.detail
        verdicts.given.append(Verdict(act.number, act.id, code, detail))
    return verdicts


def _touched(fresh: Sequence[SentAct]) -> list[tuple[str, UUID]]:
    touched = [(act.kind, act.record_id) for act in fresh]
    return touched + [("citizen", act.subject_id) for act in fresh if act.subject_id]


def _judge(work: Exchanged, caller: Caller, act: SentAct, apply_act: ApplyAct) -> tuple[str, str]:
    if act.payload is None and act.kind != MERGE:
        return ERASED, ""
    if work.kind_of(act.record_id) not in (None, act.kind):
        return REFUSED, "other_kind"
    return guarded(apply_act, work, caller, act)
