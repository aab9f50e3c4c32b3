"""Measure how long the event loop keeps people waiting."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 10
LIMIT_MS = 100


class Watchdog(QObject):
    """A 10 ms heartbeat: the longest gap between two beats, and how many were longer than the limit."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        limit_ms: float = LIMIT_MS,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._limit_ms = limit_ms
        self._last: float | None = None
        self.longest_ms = 0.0
        self.blocked = 0
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.beat)

    def start(self) -> None:
        """Begin a new measure."""
        self.longest_ms, self.blocked = 0.0, 0
        self._last = self._clock()
        self._timer.start()

    def skip(self) -> None:
        """Do not count what lies between the last beat and now: the one who measures was at work."""
        self._last = self._clock()

    def stop(self) -> None:
        """End the measure; a loop that is blocked right now counts too."""
        if self._last is not None:
            self.beat()
        self._last = None
        self._timer.stop()

    def beat(self) -> None:
        """Count the time since the last beat."""
        now = self._clock()
        gap_ms = (now - (self._last if self._last is not None else now)) * 1000
        self._last = now
        self.longest_ms = max(self.longest_ms, gap_ms)
        self.blocked += gap_ms > self._limit_ms
