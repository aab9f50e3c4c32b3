"""Long work on the UI thread, cut in pieces."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

Step = Callable[[], object]


class Steps(QObject):
    """One piece of work for each turn of the event loop, or for each *pause_ms*: no key ever waits for all of them."""

    def __init__(self, parent: QObject, pause_ms: int = 0) -> None:
        super().__init__(parent)
        self._left: deque[Step] = deque()
        self._timer = QTimer(self, interval=pause_ms)
        self._timer.timeout.connect(self._go_on)

    @property
    def are_left(self) -> bool:
        """Whether there is still something to do."""
        return bool(self._left)

    def start(self, steps: Iterable[Step]) -> None:
        """Begin with the next turn; what was left of other work is forgotten."""
        self._left = deque(steps)
        self._timer.start()

    def finish(self) -> None:
        """Do now what is left."""
        while self._left:
            self._go_on()

    def forget(self) -> None:
        """Do no more."""
        self._left.clear()
        self._timer.stop()

    def _go_on(self) -> None:
        try:
            if self._left:
                self._left.popleft()()
        except BaseException:
            self.forget()  # the next pieces stand on this one
            raise
        if not self._left:
            self._timer.stop()
