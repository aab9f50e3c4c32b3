"""The world of one history: time, desks, the centre, and the script that moves them."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from uuid import UUID

from simulation.centre import SimCentre
from simulation.desk import Copy, SimDesk
from simulation.line import EndlessError
from simulation.oracle import Oracle
from simulation.papers import Papers
from simulation.people import SPACE_CODES, START
from simulation.picks import Picks
from simulation.script import Script, Step
from simulation.traps import CrashError
from wemi_desk.domain.errors import StorageError
from wemi_desk.sync.ports import LineError

MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE
MOST_DESKS = 7
MOST_ROUNDS = 3


class World:
    """Everything of one history."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.now = int(START.timestamp()) * 1_000_000
        self.faults: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.notes: list[str] = []
        self._trace = blake2b(digest_size=16)
        self._ids = self._tokens = 0
        self._step = 0
        self.post_box: list[tuple[SimDesk, str, bytes]] = []
        self.spaces = SPACE_CODES[: script.spaces]
        self._papers: Papers | None = None
        self.oracle = Oracle(self)
        self.centre = SimCentre(self)
        self.desks = [
            SimDesk(self, number, self.spaces[number % len(self.spaces)], UUID(int=5000 + number))
            for number in range(script.desks)
        ]

    # --- what everybody uses -------------------------------------------------------------------

    def ids(self) -> UUID:
        """UUIDv7 shapes, in time order, with a last byte that is spread."""
        self._ids += 1
        number = self._ids
        spread = (number * 0x9E3779B1) & 0xFF
        return UUID(int=(self.now // 1000) << 80 | 7 << 76 | 2 << 62 | number << 8 | spread)

    def next_token(self) -> int:
        """The number of something typed."""
        self._tokens += 1
        return self._tokens

    def count_fault(self, kind: str) -> None:
        self.faults[kind] += 1

    def trace(self, what: bytes) -> None:
        """Part of the history: two runs of one script are equal in all of it."""
        self._trace.update(what)

    def note(self, text: str) -> None:
        """For those who read a failing history."""
        self.notes.append(f"{self._step}: {text}")
        self._trace.update(text.encode())

    def trace_hash(self) -> str:
        return self._trace.hexdigest()

    def pass_by(self, **spell: int) -> None:
        self.now += spell.get("minutes", 0) * MINUTE + spell.get("days", 0) * DAY

    def post(self, desk: SimDesk, name: str, request: bytes) -> None:
        """A request that somebody holds back."""
        self.post_box.append((desk, name, request))

    @property
    def papers(self) -> Papers:
        """Attachments, in the histories that have some."""
        if self._papers is None:
            self._papers = Papers(self)
        return self._papers

    @property
    def has_papers(self) -> bool:
        return self._papers is not None

    def end(self) -> None:
        """Give the memory back."""
        if self._papers is not None:
            self._papers.end()
        self.centre.end()
        for desk in self.desks:
            desk.end()

    # --- the script ----------------------------------------------------------------------------

    def run(self) -> None:
        """Play every step, then wait until everything is quiet, then look."""
        for number, step in enumerate(self.script.steps):
            self._step = number
            self.now += MINUTE + (step.pick % 17) * MINUTE // 2
            self.play(step)
        self._step = len(self.script.steps)
        self.settle()
        self.oracle.judge()

    def play(self, step: Step) -> None:
        """One step."""
        event = getattr(self, f"_{step.deed}", None)
        desk = self.desks[step.desk % len(self.desks)]
        if event is not None:
            event(desk, step)
        elif not desk.gone:
            desk.do(step)
        self.done[step.deed] += 1

    def settle(self) -> None:
        """No more faults: late requests arrive, recovery ends, everybody exchanges until nothing changes."""
        for desk in self.desks:
            desk.trap.disarm()
        self.centre.trap.disarm()  # set for a request that never came
        while self.post_box:
            self.deliver(0)
        self.centre.unlock()
        for desk in self.desks:
            self._calm_exchange(desk)
        self.centre.end_recovery()
        there, still, turns = [desk for desk in self.desks if not desk.gone], 0, 0
        centre = self.centre.stand()
        while still < len(there):
            desk = there[turns % len(there)]
            before, was = desk.stand(), centre
            self._calm_exchange(desk)
            centre = self.centre.stand()
            still = still + 1 if (centre, desk.stand()) == (was, before) else 0
            turns += 1
            if turns > (MOST_ROUNDS + 1) * len(there):
                self.oracle.violation("restless", f"still changing after {MOST_ROUNDS} rounds")
                return
        if self.has_papers:
            self.papers.settle(there)

    def _calm_exchange(self, desk: SimDesk) -> None:
        if desk.gone:
            return
        self.now += 2 * MINUTE
        try:
            desk.exchange()
        except LineError as error:
            self.oracle.violation("no exchange", f"{desk.name}: {error.reason} though nothing was wrong")

    # --- events --------------------------------------------------------------------------------

    def _sync(self, desk: SimDesk, step: Step) -> None:
        if desk.gone:
            return
        desk.line.begin(tuple(one for one in step.faults if not one.kind.startswith("desk_")))
        for fault in step.faults:
            if fault.kind.startswith("desk_"):
                self.count_fault(fault.kind)
                desk.trap.set(fault.kind.removeprefix("desk_"), fault.at)
        try:
            desk.exchange()
        except CrashError:
            desk.crash()
        except LineError as error:
            self.note(f"{desk.name} exchange: {error.reason}")
        except StorageError as error:
            self.note(f"{desk.name} exchange: {type(error).__name__}")
        except EndlessError as error:
            self.oracle.violation("endless", f"{desk.name}: {error}")
        finally:
            desk.trap.disarm()
            desk.line.begin(())

    def _courier(self, desk: SimDesk, step: Step) -> None:
        """A round with attachments, as after each exchange."""
        if desk.gone:
            return
        if step.pick % 9 == 0:
            desk.trap.set("crash", step.pick // 9 % 20)
        try:
            self.papers.carry(desk, Picks(step.pick))
        except CrashError:
            self.count_fault("desk_crash")
            desk.crash()
        except LineError as error:
            self.note(f"{desk.name} courier: {error.reason}")
        finally:
            desk.trap.disarm()

    def _wait(self, _desk: SimDesk, step: Step) -> None:
        self.now += (step.pick % (3 * 24 * 60)) * MINUTE

    def _settle(self, _desk: SimDesk, _step: Step) -> None:
        """A quiet day in the middle."""
        self.settle()

    def _deliver_late(self, _desk: SimDesk, step: Step) -> None:
        if self.post_box:
            self.deliver(step.pick % len(self.post_box))

    def deliver(self, number: int) -> None:
        """A request that was held up on its way arrives."""
        desk, name, request = self.post_box.pop(number)
        try:
            self.centre.answer(desk.caller(), name, request)
        except LineError:
            self.note("late request came to nothing")

    def _clock_jump(self, desk: SimDesk, step: Step) -> None:
        self.count_fault("clock_jump")
        desk.clock.offset += _jump(Picks(step.pick))

    def _centre_clock(self, _desk: SimDesk, step: Step) -> None:
        self.count_fault("centre_clock")
        self.centre.offset = _jump(Picks(step.pick)) // 50

    def _backup_desk(self, desk: SimDesk, _step: Step) -> None:
        if not desk.gone:
            desk.copies.append(desk.saved_copy())

    def _restore_desk(self, desk: SimDesk, step: Step) -> None:
        if desk.copies and not desk.gone:
            self.count_fault("restore_desk")
            with self.oracle.destruction():
                desk.put_back(desk.copies[step.pick % len(desk.copies)])

    def _clone(self, desk: SimDesk, _step: Step) -> None:
        clones = sum(one.is_clone for one in self.desks)
        if not desk.gone and clones < 2 and len(self.desks) < MOST_DESKS:
            self.count_fault("clone")
            copy: Copy = desk.saved_copy()
            self.desks.append(SimDesk(self, len(self.desks), desk.home, desk.device_id, copy))

    def _backup_centre(self, _desk: SimDesk, _step: Step) -> None:
        self.centre.backup()

    def _restore_centre(self, _desk: SimDesk, step: Step) -> None:
        self.restore_centre(step.pick)

    def restore_centre(self, pick: int) -> None:
        """The centre is set back to a backup, mostly the last."""
        if self.centre.backups:
            self.count_fault("restore_centre")
            self.oracle.look_at_families()
            with self.oracle.destruction():
                self.centre.put_back(pick)

    def _decide(self, _desk: SimDesk, step: Step) -> None:
        self.centre.decide(Picks(step.pick))

    def _office(self, _desk: SimDesk, step: Step) -> None:
        self.centre.office(Picks(step.pick))

    def _erase(self, _desk: SimDesk, step: Step) -> None:
        self.centre.erase(Picks(step.pick))

    def _reference(self, _desk: SimDesk, step: Step) -> None:
        self.centre.publish(Picks(step.pick))

    def _scope_change(self, desk: SimDesk, step: Step) -> None:
        self.count_fault("scope_change")
        code = self.spaces[step.pick % len(self.spaces)]
        for one in self.desks:
            if one.device_id == desk.device_id and code != one.home:
                one.spaces ^= {code}

    def _marker_lost(self, desk: SimDesk, _step: Step) -> None:
        self.count_fault("marker_lost")
        desk.lose_marker()

    def _revoke(self, desk: SimDesk, step: Step) -> None:
        self.count_fault("revoke")
        self.centre.revoke(desk, Picks(step.pick))


def _jump(picks: Picks) -> int:
    size = picks.one((16 * MINUTE, 16 * MINUTE, 9 * 60 * MINUTE, 3 * DAY, 800 * DAY))
    return picks.number(size) * (1 if picks.chance(50) else -1)
