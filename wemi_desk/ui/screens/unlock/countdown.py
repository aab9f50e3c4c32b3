"""“Riprova tra 8 secondi”, second by second."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

SECOND_MS = 1_000


class Countdown(QObject):
    """``changed(seconds)`` at each step, ``ended`` when the waiting is over by itself."""

    changed = Signal(int)
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.seconds = 0
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self.tick)

    def set_seconds(self, seconds: int) -> None:
        """Wait this long from now; 0 ends it without a word."""
        if not seconds:
            self._second.stop()
        elif not self._second.isActive():
            self._second.start()
        if seconds != self.seconds:
            self.seconds = seconds
            self.changed.emit(seconds)

    def tick(self) -> None:
        """One second has passed."""
        self.set_seconds(max(0, self.seconds - 1))
        if not self.seconds:
            self.ended.emit()
