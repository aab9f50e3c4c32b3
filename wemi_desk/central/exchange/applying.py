"""What an act does at the centre, and the verdict it gets: pure rules over one transaction's records."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from wemi_desk.central.exchange import answers, applications, births, changes, contents, measures, passed_on, receipts
from wemi_desk.central.exchange.contents import UnfitError
from wemi_desk.central.exchange.joining import MERGE
from wemi_desk.central.exchange.turns import FAULTS, GONE, FaultyActError, Outcome, Turn, refused, stamp_of
from wemi_desk.central.exchange.workspace import Caller, Workspace
from wemi_desk.sync.policies import Policy, Rule, policy_of
from wemi_desk.sync.wire import PARKED, REFUSED, SentAct

W = TypeVar("W", bound=Workspace)
_LOG = logging.getLogger(__name__)
_NEWER = Policy(Rule.MERGED)
"""A kind this version does not know: kept as it is, merged field by field."""


def apply_act(work: Workspace, caller: Caller, act: SentAct) -> Outcome:
    """Judge one act and do what it says; the code and the detail of its verdict.

    An act that waits is parked here; every record it makes appear lets the acts that waited for it pass, in the same
    transaction. The caller sees to it that an act id comes here once in its life.
    """
    if act.space_code not in caller.spaces:
        return refused("foreign_space")
    policy = policy_of(act.kind) or _NEWER
    if act.payload is None or work.is_erased(act.record_id):
        if act.payload is None and act.kind == MERGE and act.verb == "new":
            passed_on.take_back_unsaid(Turn(work, caller, act, {}, policy, stamp_of(act, work.now)))
        return GONE
    try:
        turn = Turn(work, caller, act, contents.read(act), policy, stamp_of(act, work.now))
        verdict = _VERBS.get(act.verb, _unknown_verb)(turn)
    except UnfitError as fault:
        return REFUSED, f"{fault.field}:{fault.reason}"
    if turn.appeared:
        drain(work, turn.appeared)
    return verdict


def guarded(rules: Callable[[W, Caller, SentAct], Outcome], work: W, caller: Caller, act: SentAct) -> Outcome:
    """What the rules say; but an act on which they break stops neither its desk nor whoever wakes it.

    Raises FaultyActError: what it half did is undone with the transaction; the next try refuses it.
    """
    if work.faulty and act.id in work.faulty:
        return refused("fault")
    try:
        return rules(work, caller, act)
    except FAULTS as error:
        _LOG.exception("the rules broke on an act of kind %s", act.kind)
        raise FaultyActError(act.id) from error


def drain(work: Workspace, appeared: Iterable[UUID], wider: Caller | None = None) -> None:
    """Judge again the acts that waited for records that are here now (or shown to more desks).

    *wider*: a desk that may touch more than when it brought what waits of it.
    """
    for record_id in appeared:
        waiting = work.parked_on(record_id)
        for brought_by, act in sorted(waiting, key=_spoken) if waiting else ():
            caller = _joined(brought_by, wider) if wider else brought_by
            code, detail = guarded(apply_act, work, caller, act)
            if code != PARKED:
                work.settle(act.id, code, detail)


def _joined(brought_by: Caller, wider: Caller) -> Caller:
    if brought_by.device_id != wider.device_id:
        return brought_by
    return replace(wider, scopes=wider.scopes | brought_by.scopes, spaces=wider.spaces | brought_by.spaces)


def _spoken(waiting: tuple[Caller, SentAct]) -> tuple[int, UUID]:
    """In the order in which they were said: a desk's own never change places."""
    return waiting[1].hlc, waiting[1].id


def _unknown_verb(_: Turn) -> Outcome:
    return refused("verb", "unknown")


_VERBS: dict[str, Callable[[Turn], Outcome]] = {
    "new": births.born,
    "set": changes.changed,
    "answer": answers.answered,
    "submit": applications.submitted,
    "receipt": receipts.noted,
    "withdraw": applications.withdrawn,
    "publish": measures.published,
}
