"""Measure how long the event loop keeps people waiting."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 10
LIMIT_MS = 100


class Watchdog(QObject):
    """A 10 ms heartbeat: the longest gap between two beats, and how many were longer than the limit.

    Twice: by the clock on the wall (``longest_ms``, ``blocked``), which is what people wait and also counts a machine
    that is busy with other programs, and by the processor time of this thread (``longest_work_ms``, ``overworked``),
    which is what we make people wait ourselves.
    """

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        limit_ms: float = LIMIT_MS,
        clock: Callable[[], float] = time.perf_counter,
        work_clock: Callable[[], float] = time.thread_time,
    ) -> None:
        super().__init__(parent)
        self._clock, self._work_clock = clock, work_clock
        self._limit_ms = limit_ms
        self._last: tuple[float, float] | None = None
        self.longest_ms = self.longest_work_ms = 0.0
        self.blocked = self.overworked = 0
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.beat)

    def start(self) -> None:
        """Begin a new measure."""
        self.longest_ms = self.longest_work_ms = 0.0
        self.blocked = self.overworked = 0
        self.resume()

    def resume(self) -> None:
        """Go on with the same measure."""
        self.skip()
        self._timer.start()

    def skip(self) -> None:
        """Do not count what lies between the last beat and now: the one who measures was at work."""
        self._last = self._now()

    def stop(self) -> None:
        """End the measure, or pause it; a loop that is blocked right now counts too."""
        if self._last is not None:
            self.beat()
        self._last = None
        self._timer.stop()

    def beat(self) -> None:
        """Count the time since the last beat."""
        now = self._now()
        gap_ms, work_ms = ((new - old) * 1000 for new, old in zip(now, self._last or now, strict=True))
        self._last = now
        self.longest_ms, self.longest_work_ms = max(self.longest_ms, gap_ms), max(self.longest_work_ms, work_ms)
        self.blocked += gap_ms > self._limit_ms
        self.overworked += work_ms > self._limit_ms

    def _now(self) -> tuple[float, float]:
        return self._clock(), self._work_clock()
