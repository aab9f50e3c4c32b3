"""One act under judgement, and what its verdict may be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from wemi_desk.central.exchange.workspace import Caller, Held, Workspace
from wemi_desk.sync.clock import bounded
from wemi_desk.sync.identifiers import text_of
from wemi_desk.sync.merge import Stamp
from wemi_desk.sync.policies import POLICIES, Policy
from wemi_desk.sync.wire import ALREADY, CONFLICT, ERASED, EXISTS, LOCKED, OK, PARKED, REFUSED, SentAct

Outcome = tuple[str, str]
"""Code and detail of a verdict."""

DONE: Outcome = (OK, "")
IN_CONFLICT: Outcome = (CONFLICT, "")
GONE: Outcome = (ERASED, "")
KNOWN: Outcome = (EXISTS, "")
FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a rule raises when it meets an act that it was not made for."""
NOBODY = UUID(int=0)
"""The author of what the centre does by itself."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class FaultyActError(Exception):
    """The rules broke on this act: everything is undone, and done again without it."""

    def __init__(self, act_id: UUID) -> None:
        super().__init__(str(act_id))
        self.act_id = act_id


@dataclass(slots=True)
class Turn:
    """An act, who brought it, what it says, and which records it made appear (acts may wait for them)."""

    work: Workspace
    caller: Caller
    act: SentAct
    payload: dict[str, Any]
    policy: Policy
    stamp: Stamp
    appeared: list[UUID] = field(default_factory=list)


def stamp_of(act: SentAct, now: int) -> Stamp:
    """Who said it and when: a clock years ahead does not win for years (*now* is the centre's, in microseconds)."""
    return Stamp(bounded(act.hlc, now // 1000), text_of(act.id), text_of(act.operator_id), act.space_code, act.made_at)


def came_back(record_id: UUID) -> Stamp:
    """The birth of a record given back after a restore, until the act comes that made it: before every other word, and
    another than that of any other record."""
    return Stamp(0, str(record_id))


def nobody(work: Workspace) -> Caller:
    """Who speaks where no desk does."""
    return Caller(tenant=work.tenant, device_id=NOBODY, scopes=frozenset(), spaces=frozenset())


def own_turn(work: Workspace, caller: Caller, held: Held) -> Turn:
    """The centre's own word: by no operator, about this record, at this hour."""
    act = SentAct(
        number=0, id=uuid5(held.id, "given back"), kind=held.kind, verb="new", record_id=held.id, subject_id=held.id,
        operator_id=NOBODY, space_code="", made_at=work.now, hlc=(work.now // 1000) << 16, kind_version=1, erase_no=0,
        payload=None,
    )  # fmt: skip
    return Turn(work, caller, act, {}, POLICIES[held.kind], stamp_of(act, work.now))


def refused(field_name: str, reason: str = "") -> Outcome:
    """Not taken: stays with the desk, to be mended. The detail is ``reason`` or ``field:reason``."""
    return REFUSED, f"{field_name}:{reason}" if reason else field_name


def waiting_for(kind: str, record_id: UUID) -> Outcome:
    """The same words for a record nobody made yet and for one this desk may not know of."""
    return PARKED, f"{kind}:{record_id}"


def already(detail: str = "") -> Outcome:
    """Done before; *detail* says with which result."""
    return ALREADY, detail


def locked(state: str) -> Outcome:
    """The record's life is the centre's now."""
    return LOCKED, state


def as_text(instant: int) -> str:
    """Microseconds since 1970 as a record holds an instant."""
    return (_EPOCH + timedelta(microseconds=instant)).isoformat().replace("+00:00", "Z")


def space_scope(space_code: str) -> str:
    """The scope of a space."""
    return "space:" + space_code
