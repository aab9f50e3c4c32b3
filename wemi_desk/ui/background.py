"""Run work off the UI thread and bring the outcome back to it."""

from __future__ import annotations

import logging
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Event, Thread
from typing import Any, Generic, Literal, Protocol, TypeVar
from weakref import ref

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from wemi_desk.domain.errors import NoAnswerError
from wemi_desk.ui.garbage import GarbageCollector

T = TypeVar("T")
Lane = Literal["store", "network", "paper", "keys"]

KEYS_LIMIT_S = 20.0  # a keyring may ask a person for its password, or never answer
_WORKERS: dict[Lane, int] = {"store": 1, "network": 4, "paper": 1, "keys": 1}
_SHUTDOWN_S = 5.0

log = logging.getLogger(__name__)
_BREATH = 0.005
_TURN_S = 0.0005
"""Python hands over after 5 ms: a window that is drawn asks for its turn ten times, and would wait 50."""


class Runner(Protocol):
    """What view models need; tests pass an ImmediateRunner or a HeldRunner."""

    def run(
        self,
        work: Callable[[], T],
        *,
        owner: QObject,
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        lane: Lane = "store",
    ) -> None:
        """Do *work* on *lane*, then call *done* or *failed* on the UI thread, unless *owner* is gone by then."""

    def cancel(self, owner: QObject) -> None:
        """Forget what *owner* still has queued and every answer it waits for; for reads, never for saves."""


@dataclass(eq=False)
class _Job:
    work: Callable[[], Any]
    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    lane: Lane
    result: Any = None
    error: BaseException | None = None
    dropped: bool = False
    settled: bool = False

    def perform(self) -> None:
        try:
            self.result = self.work()
        except BaseException as error:  # noqa: BLE001 (carried to the UI thread, raised there if it is no Exception)
            self.error = error

    def deliver(self) -> None:
        """Give the outcome to a screen that still wants it: one whose session ended is silent before it is gone."""
        if self.dropped or self.settled or not isValid(self.owner) or self.owner.signalsBlocked():
            return
        self.settled = True
        if self.error is None:
            self.done(self.result)
        elif isinstance(self.error, Exception):
            log.info("work on the %s lane failed: %s", self.lane, type(self.error).__name__)
            self.failed(self.error)
        else:
            raise self.error


class _Queue:
    """One lane: a queue and the threads that empty it.

    The threads are daemons because a keyring call may never return and must not keep the process alive.
    """

    def __init__(self, name: str, workers: int, finished: Callable[[_Job], None]) -> None:
        self._name = name
        self._workers = workers
        self._finished = finished
        self._jobs: deque[_Job] = deque()
        self._news = Condition()
        self._threads: list[Thread] = []
        self._idle = 0
        self._closed = False
        self._era = 0

    def put(self, job: _Job) -> None:
        with self._news:
            if self._closed:
                return
            self._jobs.append(job)
            if self._idle < len(self._jobs) and len(self._threads) < self._workers:
                self._start_worker()
            self._news.notify()

    def _start_worker(self) -> None:
        name = f"{self._name}-{self._era}.{len(self._threads)}"
        thread = Thread(target=self._serve, args=(self._era,), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self, era: int) -> None:
        while (job := self._next(era)) is not None:
            if not job.dropped:
                job.perform()
                self._finished(job)
            del job  # an idle thread keeps nothing of a citizen alive

    def _next(self, era: int) -> _Job | None:
        with self._news:
            self._idle += 1
            try:
                while not self._jobs and not self._closed and era == self._era:
                    self._news.wait()
                return self._jobs.popleft() if self._jobs and era == self._era else None
            finally:
                self._idle -= 1

    def replace_threads(self) -> None:
        """Leave a thread that does not answer to its fate; what is queued goes on with a fresh one."""
        with self._news:
            self._era += 1
            self._threads.clear()
            if self._jobs and not self._closed:
                self._start_worker()
            self._news.notify_all()

    def drop(self, owner: QObject) -> None:
        with self._news:
            for job in self._jobs:
                job.dropped = job.dropped or job.owner is owner

    def close(self, *, finish_queued: bool) -> None:
        with self._news:
            self._closed = True
            if not finish_queued:
                self._jobs.clear()
            self._news.notify_all()

    def join(self, limit_s: float | None) -> None:
        for thread in tuple(self._threads):
            thread.join(limit_s)


class ThreadRunner(QObject):
    """Four lanes: store, paper and keys one at a time and in order; network a small pool.

    ``done`` and ``failed`` always run on the thread that owns this object, and never after *owner* was destroyed,
    silenced (its signals blocked) or cancelled. Work on the keys lane that does not answer within its limit fails
    with NoAnswerError.
    """

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None, *, keys_limit_s: float = KEYS_LIMIT_S) -> None:
        super().__init__(parent)
        sys.setswitchinterval(min(sys.getswitchinterval(), _TURN_S))
        self._limits: dict[Lane, float] = {"keys": keys_limit_s}
        self._lanes = {lane: _Queue(lane, workers, self._report) for lane, workers in _WORKERS.items()}
        self._under_way: set[_Job] = set()
        self.garbage = GarbageCollector(self)
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        *,
        owner: QObject,
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        lane: Lane = "store",
    ) -> None:
        job = _Job(work, owner, done, failed, lane)
        self._under_way.add(job)
        if lane in self._limits:
            held = ref(job)  # what it carries, perhaps a key or a whole session, ends with it and not with the limit
            QTimer.singleShot(round(self._limits[lane] * 1000), self, lambda: self._give_up(held()))
        self._lanes[lane].put(job)

    def cancel(self, owner: QObject) -> None:
        for lane in self._lanes.values():
            lane.drop(owner)
        for job in tuple(self._under_way):
            if job.owner is owner:
                job.dropped = True
                self._under_way.discard(job)

    @property
    def busy(self) -> bool:
        """Whether any work has not delivered its outcome yet."""
        return bool(self._under_way)

    def shutdown(self) -> None:
        """Finish what the store has queued (saves must not be lost); elsewhere drop what is queued."""
        for name, lane in self._lanes.items():
            lane.close(finish_queued=name == "store")
        for name, lane in self._lanes.items():
            lane.join(None if name == "store" else _SHUTDOWN_S)
        self._under_way.clear()
        self.garbage.stop()

    def _report(self, job: _Job) -> None:
        if isValid(self):
            self._finished.emit(job)

    @Slot(object)
    def _deliver(self, job: _Job) -> None:
        self._under_way.discard(job)
        job.deliver()

    def _give_up(self, job: _Job | None) -> None:
        if job is None or job not in self._under_way:
            return
        self._lanes[job.lane].replace_threads()
        job.error = NoAnswerError(job.lane)
        self._deliver(job)
        job.dropped = True


class LatestOnly(Generic[T]):
    """Search-as-you-type: one query under way, one waiting, and only the newest one is answered."""

    def __init__(self, runner: Runner, owner: QObject, lane: Lane = "store") -> None:
        self._runner = runner
        self._owner = owner
        self._lane: Lane = lane
        self._waiting: tuple[Callable[[], T], Callable[[T], None], Callable[[Exception], None]] | None = None
        self._running = False
        self._newest = 0

    def run(self, work: Callable[[], T], *, done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Replace whatever waits by *work*; the answer of what runs now is dropped."""
        self._newest += 1
        self._waiting = (work, done, failed)
        if not self._running:
            self._start()

    def forget(self) -> None:
        """Answer nothing that was asked so far, for instance because the box was emptied."""
        self._newest += 1
        self._waiting = None

    def _start(self) -> None:
        if self._waiting is None:
            return
        (work, done, failed), self._waiting = self._waiting, None
        self._running, number = True, self._newest

        def answered(deliver: Callable[[Any], None], outcome: Any) -> None:
            self._running = False
            if number == self._newest:
                deliver(outcome)
            if not self._running:
                self._start()

        self._runner.run(
            work,
            owner=self._owner,
            done=lambda result: answered(done, result),
            failed=lambda error: answered(failed, error),
            lane=self._lane,
        )


def breathe() -> None:
    """Run between two acts that take the window's time: what waits for it has its turn."""
    Event().wait(_BREATH)
