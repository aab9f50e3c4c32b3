"""Histories in which requests meet: in the middle of one another is answered whole, as by another worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from simulation.picks import Picks
from simulation.script import Fault, Script, Step
from wemi_desk.domain.errors import StorageError
from wemi_desk.sync.ports import LineError

if TYPE_CHECKING:
    from simulation.desk import SimDesk
    from simulation.line import Call

_CALLS, _OF_A_CALL = 2, 1000
_STATEMENTS = 12
"""Somebody is met at one of so many statements."""


def meeting(script: Script) -> Script:
    """The same history; in two exchanges of three somebody is met, at a statement of one of the first calls."""
    chance = Random(script.seed)
    return script.with_steps(tuple(_meets(step, chance) if step.deed == "sync" else step for step in script.steps))


def _meets(step: Step, chance: Random) -> Step:
    if not chance.randrange(3):
        return step
    at = chance.randrange(_CALLS) * _OF_A_CALL + chance.randrange(_OF_A_CALL)
    kind = "meet" if chance.randrange(3) else chance.choice(sorted(_KINDS))
    return replace(step, faults=(*step.faults, Fault(f"centre_{kind}", at)))


def is_meeting(kind: str) -> bool:
    """Does this fault of the centre's mean that somebody is met?"""
    return kind in _KINDS


def arrange(call: Call, kind: str, pick: int) -> None:
    """In the middle of this request somebody is met."""
    centre = call.world.centre
    centre.store.meet(pick % _STATEMENTS, lambda: centre.meanwhile(lambda: _met(call, kind, pick)))


def _met(call: Call, kind: str, pick: int) -> None:
    call.world.count_fault("met" if kind == "meet" else f"met_{kind.removeprefix('meet_')}")
    call.desk.line.met = call.desk.line.waits = True
    try:
        _KINDS[kind](call, pick)
    except (LineError, StorageError) as error:
        call.world.note(f"met: {type(error).__name__} {error}")
    finally:
        call.desk.line.waits = False


def _anybody(call: Call, pick: int) -> None:
    """Another desk exchanges, or the office decides."""
    world, others = call.world, _others(call)
    if pick // _STATEMENTS % 4 == 3 or not others:
        (world.centre.decide, world.centre.office, world.centre.erase)[pick % 3](Picks(pick))
    else:
        _exchange(others, pick)


def _two(call: Call, pick: int) -> None:
    """Another desk exchanges, and in the middle of that a third."""
    if others := _others(call):
        _exchange(others, pick, Fault("centre_meet", pick * 7 % _OF_A_CALL))


def _again(call: Call, _pick: int) -> None:
    """The same request: the desk, or what stands between, had waited long enough."""
    call.world.centre.answer(call.desk.caller(), call.name, call.request)


def _late(call: Call, pick: int) -> None:
    """One that was held up on its way, perhaps of this desk."""
    if call.world.post_box:
        call.world.deliver(pick % len(call.world.post_box))


def _clone(call: Call, pick: int) -> None:
    """Who has the same keys, from the same disk."""
    clones = [one for one in _present(call) if one.device_id == call.desk.device_id ]
    if clones:
        _exchange(clones, pick)
    else:
        _again(call, pick)


_KINDS: dict[str, Callable[[Call, int], None]] = {
    "meet": _anybody, "meet_two": _two, "meet_again": _again, "meet_late": _late, "meet_clone": _clone,
}  # fmt: skip


def _exchange(others: list[SimDesk], pick: int, *faults: Fault) -> None:
    other = others[pick // _STATEMENTS % len(others)]
    other.operator_meanwhile(pick)  # about whoever both may be speaking of
    other.line.begin(faults)
    other.exchange()


def _others(call: Call) -> list[SimDesk]:
    return [one for one in _present(call) if one.device_id != call.desk.device_id]


def _present(call: Call) -> list[SimDesk]:
    return [one for one in call.world.desks if not (one.gone or one.line.waits)]
