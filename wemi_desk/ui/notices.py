"""The one line that says what just happened, with a way to undo it; instead of dialogs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.deeds import DeedId


@dataclass(frozen=True, slots=True)
class Notice:
    """One message; with a *deed* it can be undone, as an *error* it is announced at once."""

    text: str
    deed: DeedId | None = None
    error: bool = False


class Notices(QObject):
    """Whoever has something to say posts it here; the window shows and announces it."""

    posted = Signal(object)

    def say(self, text: str, deed: DeedId | None = None) -> None:
        """Something was done."""
        self.posted.emit(Notice(text, deed))

    def warn(self, text: str) -> None:
        """Something did not work; the sentence says what to do."""
        self.posted.emit(Notice(text, error=True))
