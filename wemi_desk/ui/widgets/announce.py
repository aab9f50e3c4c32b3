"""Tell people who listen what changed on screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

Listener = Callable[[str, bool], None]
_listeners: list[Listener] = []


def announce(source: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have a screen reader say *words* once; *urgent* (errors, the lock warning) interrupts what it is saying."""
    for listener in _listeners:
        listener(words, urgent)
    if not words or not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(source, words)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


def listen(listener: Listener) -> Callable[[], None]:
    """Have *listener* told of every announcement; call what is returned to stop."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)
