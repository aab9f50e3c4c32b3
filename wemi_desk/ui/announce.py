"""Tell screen readers what changed, without talking over somebody who types."""

from __future__ import annotations

from PySide6 import QtGui
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

QUIET_MS = 500

_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def screen_reader_active() -> bool:
    """Timed things wait as long as somebody listens instead of looking."""
    return bool(QAccessible.isActive())


class Announcer(QObject):
    """Polite messages wait for a pause in the typing, urgent ones do not; `said` records both for tests.

    `take` is a station of the Keyboard that keeps nothing.
    """

    said = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[str] = []
        self._pause = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._pause.timeout.connect(self._speak_waiting)

    def announce(self, text: str, *, urgent: bool = False) -> None:
        """Say *text* once; *urgent* interrupts and is for errors and the lock warning only."""
        if not text:
            return
        if urgent:
            self._speak(text, urgent=True)
        elif self._pause.isActive():
            if text not in self._waiting:
                self._waiting.append(text)
        else:
            self._speak(text, urgent=False)

    def take(self, event: QKeyEvent, _widget: QWidget) -> bool:
        """Notice that somebody types."""
        text = event.text()
        if text and text.isprintable() and not event.modifiers() & _COMMANDING:
            self._pause.start()
        return False

    def _speak_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for text in waiting:
            self._speak(text, urgent=False)

    def _speak(self, text: str, *, urgent: bool) -> None:
        self.said.emit(text, urgent)
        window = QApplication.activeWindow()
        announcement = getattr(QtGui, "QAccessibleAnnouncementEvent", None)  # not in every Qt we may run on
        if window is None or announcement is None or not screen_reader_active():
            return
        event = announcement(window, text)
        level = QAccessible.AnnouncementPoliteness
        event.setPoliteness(level.Assertive if urgent else level.Polite)
        QAccessible.updateAccessibility(event)
