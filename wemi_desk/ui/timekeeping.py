"""The computer's clock may be set back while somebody works: trusted time goes on, is kept, and it is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from wemi_desk.services.ports import Clock
from wemi_desk.ui.background import Runner

MINUTE_MS = 60 * 1000
_MINUTE = timedelta(minutes=1)


class Timekeeping(QObject):
    """Once a minute. ``error_changed``: the clock is wrong by another number of minutes than before, or right again."""

    error_changed = Signal()

    def __init__(self, clock: Clock, keep: Callable[[], None], runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._keep = keep
        self._runner = runner
        self._minutes = self._minutes_behind()
        self._timer = QTimer(self, interval=MINUTE_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self._keep_time()

    def tick(self) -> None:
        """A minute has passed."""
        minutes, before = self._minutes_behind(), self._minutes
        self._minutes = minutes
        if minutes != before:
            self.error_changed.emit()
        self._keep_time()

    def _minutes_behind(self) -> int:
        return self._clock.behind() // _MINUTE

    def _keep_time(self) -> None:
        """What cannot be kept now is kept a minute later, and with each act."""
        self._runner.run(self._keep, owner=self, done=_nothing, failed=_nothing, lane="keys")


def _nothing(_outcome: object) -> None:
    pass
