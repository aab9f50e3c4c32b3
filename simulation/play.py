"""Play scripts, many of them, and shorten those that fail."""

from __future__ import annotations

import gc
import multiprocessing
import sqlite3
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from unittest.mock import patch

from simulation.memory import remember
from simulation.oracle import Violation
from simulation.script import Script, Step
from simulation.world import World
from wemi_desk.persistence import database

Generator = Callable[[int], Script]
_TRIES = 400
_SWEEP = 40


@dataclass
class Outcome:
    """What became of one history."""

    seed: int
    trace: str = ""
    acts: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    violations: list[Violation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def rules(self) -> set[str]:
        """Which invariants broke."""
        return {one.rule for one in self.violations}


def played(script: Script) -> Outcome:
    """Play one script to its end; an exception of the program is a violation like any other."""
    remember()
    if script.files:
        return _played(World(script))
    with patch.object(database, "sqlcipher", sqlite3):  # the driver of these stores: its errors are translated too
        return _played(World(script))


def _played(world: World) -> Outcome:
    script = world.script
    try:
        world.run()
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        at = next((f"{one.filename.rsplit('/', 1)[-1]}:{one.lineno}" for one in reversed(frames)), "")
        world.oracle.violation(f"exception {type(error).__name__}", f"{error} at {at}")
        world.notes.append("".join(traceback.format_exception(error)[-6:]))
    finally:
        world.end()
    oracle = world.oracle
    return Outcome(script.seed, world.trace_hash(), len(oracle.acts), world.faults, oracle.violations, world.notes)


def histories(generate: Generator, seeds: Iterable[int], workers: int) -> Iterator[Outcome]:
    """The outcomes of many histories, as they end."""
    if workers <= 1:
        with _swept():
            for seed in seeds:
                yield _one((generate, seed))
        return
    with multiprocessing.get_context("fork").Pool(workers, _begin) as pool:
        yield from pool.imap_unordered(_one, ((generate, seed) for seed in seeds), chunksize=8)


@contextmanager
def _swept() -> Iterator[None]:
    _begin()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def _begin() -> None:
    """Histories leave few circles behind: they are swept up between them."""
    gc.freeze()
    gc.disable()


def _one(task: tuple[Generator, int]) -> Outcome:
    generate, seed = task
    outcome = played(generate(seed))
    if not outcome.violations:
        outcome.notes = []
    if not gc.isenabled() and seed % _SWEEP == 0:
        gc.collect()
        gc.freeze()  # what a run remembers need not be looked through again
    return outcome


def shortened(script: Script, rules: set[str], tries: int = _TRIES) -> Script:
    """The smallest script found that still breaks one of *rules*: fewer steps, faults, desks."""
    return _Shortening(rules, tries).of(script)


class _Shortening:
    def __init__(self, rules: set[str], tries: int) -> None:
        self._rules = rules
        self._left = tries

    def of(self, script: Script) -> Script:
        before = None
        while before != script and self._left > 0:
            before = script
            script = self._fewer_steps(script)
            script = self._simpler_steps(script)
            script = self._smaller_world(script)
        return script

    def _fails(self, script: Script) -> bool:
        self._left -= 1
        return self._left >= 0 and bool(played(script).rules & self._rules)

    def _fewer_steps(self, script: Script) -> Script:
        size = max(len(script.steps) // 2, 1)
        while size >= 1 and self._left > 0:
            at = 0
            while at < len(script.steps) and self._left > 0:
                fewer = script.with_steps(script.steps[:at] + script.steps[at + size :])
                if self._fails(fewer):
                    script = fewer
                else:
                    at += size
            size //= 2
        return script

    def _simpler_steps(self, script: Script) -> Script:
        for place, step in enumerate(script.steps):
            for simpler in _simpler(step):
                steps = (*script.steps[:place], simpler, *script.steps[place + 1 :])
                if self._left > 0 and self._fails(script.with_steps(steps)):
                    script = script.with_steps(steps)
                    break
        return script

    def _smaller_world(self, script: Script) -> Script:
        used = max((step.desk for step in script.steps), default=0) + 1
        for changes in (
            {"desks": min(used, script.desks)}, {"desks": script.desks - 1}, {"spaces": script.spaces - 1},
            {"page": 50}, {"batch": 50}, {"ahead": 0}, {"persons": max(script.persons - 1, 1)},
        ):  # fmt: skip
            smaller = replace(script, **changes)
            if smaller != script and smaller.desks > 0 and smaller.spaces > 0 and self._fails(smaller):
                script = smaller
        return script


def _simpler(step: Step) -> Iterator[Step]:
    if step.faults:
        yield replace(step, faults=())
        for one in step.faults:
            if len(step.faults) > 1:
                yield replace(step, faults=(one,))
    if step.pick > 99:
        yield replace(step, pick=step.pick % 100)
