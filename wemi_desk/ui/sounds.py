"""Two short sounds, told apart by their number: the system's own beep once or twice, never the only sign."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

BETWEEN_MS = 180


class Sounds(QObject):
    """One beep for good, two for bad. Qt's Essentials play no sound files, and the system's volume is respected."""

    def __init__(self, beep: Callable[[], None] = QApplication.beep, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.enabled = True
        self._beep = beep
        self._second = QTimer(self, singleShot=True, interval=BETWEEN_MS)
        self._second.timeout.connect(self._ring)

    def good(self) -> None:
        """A card was read."""
        self._ring()

    def bad(self) -> None:
        """A card was read badly, or a code is unknown."""
        self._ring()
        self._second.start()

    def _ring(self) -> None:
        if self.enabled:
            self._beep()
