"""The one thread beside the caller's that speaks with the centre: questions asked ahead, one after the other."""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import Thread
from typing import Any, Generic, TypeVar

from wemi_desk.sync.ports import LineError

T = TypeVar("T")
DROPPED = "dropped"
TURN_S = 0.0005
"""Python hands over after 5 ms: a question that is ready would wait as long for whoever computes beside it."""


class Asked(Generic[T]):
    """A question on its way. It goes out after the one *before* it, and not at all when that one fails."""

    def __init__(self, ask: Callable[[], T], before: Asked[Any] | None) -> None:
        self._ask = ask
        self._before = before
        self._answers: list[T] = []
        self.failure: BaseException | None = None
        self._thread = Thread(target=self._run, name="centre", daemon=True)
        self._thread.start()

    def __call__(self) -> T:
        """Wait for the answer, which is given once. Raises LineError."""
        self.wait()
        if self.failure is not None:
            raise self.failure
        return self._answers.pop()

    def wait(self) -> None:
        """Until it is over, whatever came of it."""
        self._thread.join()

    @property
    def is_over(self) -> bool:
        """Nothing is on its way any more."""
        return not self._thread.is_alive()

    def _run(self) -> None:
        before, self._before = self._before, None
        if before is not None:
            before.wait()
            if before.failure is not None:
                self.failure = LineError(DROPPED)
                return
        try:
            self._answers.append(self._ask())
        except BaseException as failure:  # noqa: BLE001 (it is raised where the answer is called for)
            self.failure = failure


class InTurn:
    """Orders the questions of one line: who asks on the spot waits for what was asked ahead."""

    def __init__(self) -> None:
        sys.setswitchinterval(min(sys.getswitchinterval(), TURN_S))
        self._last: Asked[Any] | None = None

    def ahead(self, ask: Callable[[], T]) -> Callable[[], T]:
        """Ask without waiting for the answer."""
        before = self._last
        self._last = asked = Asked(ask, before if before is not None and not before.is_over else None)
        return asked

    def now(self, ask: Callable[[], T]) -> T:
        """Ask, and wait for the answer."""
        before, self._last = self._last, None
        if before is not None:
            before.wait()
        return ask()
