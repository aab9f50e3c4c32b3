"""Count the keys a task takes: each physical key pressed counts one, a scan counts one scan."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class Keystrokes(QObject):
    """Connect `Scanner.taken` to `scan_taken`; `take` is a station of the Keyboard that keeps nothing."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.keys = 0
        self.scans = 0

    def reset(self) -> None:
        """Begin another task."""
        self.keys = self.scans = 0

    def take(self, event: QKeyEvent, _widget: QWidget) -> bool:
        """Count *event*, modifiers too, and let it pass."""
        self.keys += not event.isAutoRepeat()
        return False

    def scan_taken(self, presses: int) -> None:
        """The last *presses* keys were one scan."""
        self.keys -= presses
        self.scans += 1
