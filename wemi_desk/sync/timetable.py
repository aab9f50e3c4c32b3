"""When to speak with the centre next: no clock and no chance of its own, so that it can be played through."""

from __future__ import annotations

from collections.abc import Callable

ACTIVE_S, IDLE_S = 30.0, 300.0
BASE_S = 2.0
LONGEST_DOWN_S = 30.0
"""A line that came back is used within this time, whoever touches the desk or does not (peers.md S21)."""
LONGEST_BUSY_S = 900.0
LONGEST_ASKED_S = 3600.0
"""More than an hour's patience no answer may demand."""
_BUSY = frozenset({"busy", "failed"})
_SPREAD = 0.2


class Timetable:
    """Pauses with decorrelated jitter: each is drawn between the base and three times the one before.

    *chance* gives numbers from 0 to below 1. A line that is down is tried again soon; a centre that is busy or failing
    is given more and more time, and whatever it asks for.
    """

    def __init__(self, chance: Callable[[], float]) -> None:
        self._chance = chance
        self._phase = 1 - _SPREAD / 2 + _SPREAD * chance()  # so that desks that start together do not speak together
        self._pause: float | None = None

    def succeeded(self) -> None:
        """The centre answered everything."""
        self._pause = None

    def failed(self, reason: str, retry_after: float | None = None) -> None:
        """It did not. *reason* is that of the LineError."""
        longest = LONGEST_BUSY_S if reason in _BUSY or retry_after is not None else LONGEST_DOWN_S
        before = BASE_S if self._pause is None else self._pause
        pause = min(longest, BASE_S + self._chance() * (3 * before - BASE_S))
        self._pause = max(pause, min(retry_after or 0.0, LONGEST_ASKED_S))

    def pause_s(self, *, active: bool) -> float:
        """Seconds until the next exchange; *active* while somebody works at the desk."""
        if self._pause is not None:
            return self._pause
        return (ACTIVE_S if active else IDLE_S) * self._phase
