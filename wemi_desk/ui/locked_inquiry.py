"""A locked desk asks every ten minutes whether it still belongs: nothing else goes over the line meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from wemi_desk.ui.background import Runner

EVERY_MS = 10 * 60_000


class LockedInquiry(QObject):
    """``ordered(kind)``: the coordination wants something of this desk. No line is no answer, and no matter."""

    ordered = Signal(str)

    def __init__(self, ask: Callable[[], str] | None, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._runner = runner
        self._under_way = False
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.ask)

    def start(self) -> None:
        """The desk is locked."""
        if self._ask is not None:
            self._timer.start()
            self.ask()

    def stop(self) -> None:
        """Somebody works: the exchange itself hears of orders."""
        self._timer.stop()

    def ask(self) -> None:
        """One question at a time."""
        if self._ask is None or self._under_way:
            return
        self._under_way = True
        self._runner.run(self._ask, owner=self, done=self._answered, failed=self._failed, lane="network")

    def _answered(self, order: str) -> None:
        self._under_way = False
        if order and self._timer.isActive():
            self.ordered.emit(order)

    def _failed(self, _error: Exception) -> None:
        """A keyring or a state file that does not answer is the lock screen's to tell."""
        self._under_way = False
