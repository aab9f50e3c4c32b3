"""Kill an update at any moment of it, with real processes, and start the program again: is every record there?"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from time import monotonic

from tests.end_to_end.update_programs import NEXT, make_ready, make_tree
from tests.update_world import BASE, NEWER
from wemi_desk.config import default_profile
from wemi_desk.persistence.migrations import LATEST

INSTALL, WORK, LOOK = ["install-update", "--practice"], ["run", "2"], ["run"]
PLANS = {"": [INSTALL, WORK], "raises": [INSTALL, LOOK, LOOK], "dies": [INSTALL, LOOK, LOOK, LOOK]}
"""What is done by faultlessness of the newer version; without a fault it ends with the newer, else with the older."""
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


@dataclass
class Outcome:
    """Counts for the last line of the benchmark."""

    points: int = 0
    starts: int = 0
    not_started: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    never_newer: list = field(default_factory=list)
    where: dict = field(default_factory=dict)
    last: str = ""


class Killing:
    """One account, made once and laid out anew for each point."""

    def __init__(self, folder, faults=tuple(PLANS)):
        self.folder = folder
        self.program = make_tree(folder / "package", BASE)
        self.environ = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
        self.templates = {}
        self.lengths = {}
        for fault in faults:
            self._prepare(fault)

    def _prepare(self, fault):
        home = self.folder / f"template-{fault or 'good'}"
        if not self.templates:
            home.mkdir()
            said, status = self._start(home, ["run", "3"])
            if status:
                raise AssertionError("the program of the package does not start")
            self.before = said
        else:
            shutil.copytree(self.templates[""], home)
            shutil.rmtree(self._updates(home))
        tree = self.folder / f"tree-{fault or 'good'}"
        make_tree(tree, NEWER, fault)
        make_ready(self._updates(home), tree, NEWER)
        self.templates[fault] = home

    def _updates(self, home):
        return default_profile(practice=True, environ={"HOME": str(home)}).updates

    def _start(self, home, words, until=None):
        """(what it said last, exit status); killed with all that it began when *until* is over: status None."""
        started = subprocess.Popen(
            [str(self.program), *words], env=self.environ | {"HOME": str(home), "TMPDIR": str(home)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        try:
            said, _errors = started.communicate(timeout=until)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, _KILL)
            said, _errors = started.communicate()
            return _last(said), None
        return _last(said), started.returncode

    def lengths_of(self, fault):
        """Seconds that each step of the plan takes undisturbed: what there is to kill in."""
        if fault not in self.lengths:
            home = self._laid_out(fault)
            began, ends = monotonic(), []
            for words in PLANS[fault]:
                self._start(home, words)
                ends.append(monotonic())
            self.lengths[fault] = [end - start for start, end in zip([began, *ends], ends, strict=False)]
        return self.lengths[fault]

    def _laid_out(self, fault):
        home = self.folder / "home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.templates[fault], home, symlinks=True)
        return home

    def one(self, seed, outcome):
        """At a random moment of a random step."""
        pick = random.Random(seed)
        fault = pick.choices(list(PLANS), (6, 2, 2))[0]
        step = pick.randrange(len(PLANS[fault]))
        self.kill(fault, step, self.lengths_of(fault)[step] * pick.random(), outcome)

    def kill(self, fault, last, seconds, outcome):
        """Kill in the step *last*, start again, look; then let the update end."""
        home, acknowledged, point = self._laid_out(fault), 0, f"{fault or 'good'} {last} {PLANS[fault][last][0]}"
        for words in PLANS[fault][:last]:
            said, _status = self._start(home, words)
            acknowledged += 2 if words == WORK and said else 0
        said, _status = self._start(home, PLANS[fault][last], max(seconds, 0.01))
        acknowledged += 2 if PLANS[fault][last] == WORK and said else 0
        outcome.points += 1
        outcome.where[point] = outcome.where.get(point, 0) + 1
        outcome.last = point
        self._look(home, fault, acknowledged, f"{point} after {seconds:.2f} s", outcome)

    def _look(self, home, fault, acknowledged, point, outcome):
        """A version that dies may need its two chances; any other start is a start."""
        for _chance in range(3 if fault == "dies" else 2 if fault else 1):
            said, status = self._start(home, LOOK)
            if status == 0:
                break
        if status != 0 or not said:
            outcome.not_started.append(point)
            return
        outcome.starts += 1
        outcome.missing += [f"{point}: {one}" for one in _missing(said, self.before, acknowledged)]
        if not fault and said["version"] == BASE:
            self._start(home, INSTALL)
            said, status = self._start(home, LOOK)
            outcome.missing += [f"{point}, then: {one}" for one in _missing(said or {}, self.before, acknowledged)]
        if (said or {}).get("version") != (BASE if fault else NEWER):
            outcome.never_newer.append(point)


def _last(said):
    lines = said.strip().splitlines()
    try:
        return json.loads(lines[-1]) if lines else None
    except ValueError:
        return None


def _missing(said, before, acknowledged):
    """What was acknowledged and is not there: a run that was killed may have written more than it said."""
    if said.get("people", 0) < before["people"] + acknowledged:
        yield f"{said.get('people')} people"
    if said.get("unsent", 0) < before["unsent"] + 2 * acknowledged:
        yield f"{said.get('unsent')} unsent acts"
    if not said.get("log"):
        yield "the log does not follow"
    if said.get("schema") != (NEXT if said.get("version") == NEWER else LATEST):
        yield f"schema {said.get('schema')}"


def rounds(folder, points, seed):
    """*points* kills, each on an account of its own; one line each."""
    killing, outcome = Killing(folder), Outcome()
    for number in range(points):
        killing.one(seed * 10_000 + number, outcome)
        print(outcome.points, outcome.starts, len(outcome.missing), outcome.last, file=sys.stderr, flush=True)
    return outcome
