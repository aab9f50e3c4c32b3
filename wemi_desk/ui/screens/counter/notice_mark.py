"""During a registration the informativa is only marked: it is written with the person, or not at all."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from wemi_desk.ui.screens.counter.visit_view_model import VisitViewModel


class NoticeMark(QObject):
    """What was handed over while the form is open."""

    changed = Signal()

    def __init__(self, visit: VisitViewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._visit = visit
        self._choice: tuple[str | None, str] = (None, "paper")
        self.is_set = False

    def hand_over(self, language: str) -> None:
        """Marked in *language*, on paper; with no text in it the operator is asked which one was given."""
        self.set(None, "paper")
        self._visit.check_notice_language(language, self.set)

    def set(self, language: str | None, channel: str) -> None:
        """In which language and how it was handed over (None: as spoken)."""
        self.is_set, self._choice = True, (language, channel)
        self.changed.emit()

    def unset(self) -> None:
        """It was not handed over after all."""
        self.is_set = False
        self.changed.emit()

    def clear(self) -> None:
        """Another form begins."""
        self.is_set = False

    def write(self) -> None:
        """The person is there: what was marked is written now, once."""
        if self.is_set:
            self.is_set = False
            self._visit.give_notice(*self._choice)
