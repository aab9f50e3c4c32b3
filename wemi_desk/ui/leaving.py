"""The version on trial could not open the store: once the operator has read it, the version before begins."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

READING_MS = 6_000


class Leaving(QObject):
    """``asked`` says why the application ended."""

    _wanted = Signal()

    def __init__(self, application: QCoreApplication, milliseconds: int = READING_MS) -> None:
        super().__init__()
        self.asked = False
        self._reading = QTimer(self, singleShot=True, interval=milliseconds)
        self._reading.timeout.connect(application.quit)
        self._wanted.connect(self._reading.start)

    def ask(self) -> None:
        """From any lane."""
        self.asked = True
        self._wanted.emit()
