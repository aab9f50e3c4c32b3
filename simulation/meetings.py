"""Histories in which requests meet: in the middle of one another is answered whole, as by another worker."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from simulation.script import Fault, Script, Step

_CALLS, _OF_A_CALL = 2, 1000


def meeting(script: Script) -> Script:
    """The same history; in two exchanges of three somebody is met, at a statement of one of the first calls."""
    chance = Random(script.seed)
    return script.with_steps(tuple(_met(step, chance) if step.deed == "sync" else step for step in script.steps))


def _met(step: Step, chance: Random) -> Step:
    if not chance.randrange(3):
        return step
    at = chance.randrange(_CALLS) * _OF_A_CALL + chance.randrange(_OF_A_CALL)
    return replace(step, faults=(*step.faults, Fault("centre_meet", at)))
