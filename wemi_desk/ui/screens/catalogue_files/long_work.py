"""What takes seconds: on the lane of papers, with how far it is, and Esc that stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.services.catalogue_files.words import refusal_words
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel

T = TypeVar("T")
READING, TRYING, PUBLISHING, WRITING = "reading", "trying", "publishing", "writing"
STOPPABLE = frozenset((TRYING, PUBLISHING))


class LongWork(ViewModel):
    """``progress`` is (what, done, of) while something is under way; ``error`` why the last one came to nothing."""

    progress_changed = Signal()
    _told = Signal(int, int)

    def __init__(
        self, runner: Runner, changes: ChangeBus, messages: Notices, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self.progress: tuple[str, int, int] | None = None
        self.error = ""
        self._is_stopped = False
        self._told.connect(self._show_progress)

    @property
    def may_stop(self) -> bool:
        """Something is under way that leaves everything as it was."""
        return self.progress is not None and self.progress[0] in STOPPABLE

    def stop(self) -> bool:
        """Esc; False where there is nothing to stop."""
        self._is_stopped = self.may_stop
        return self._is_stopped

    def _on_papers(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._runner.run(work, owner=self, done=done, failed=self._refuse, lane="paper")

    def _begin(self, what: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        if self.progress is not None:
            return
        self.error, self._is_stopped, self.progress = "", False, (what, 0, 0)
        self.progress_changed.emit()
        self._on_papers(work, done)

    def _go_on(self, done: int, of: int) -> bool:
        """Asked on the lane's own thread: the signal brings it to the window's."""
        self._told.emit(done, of)
        return not self._is_stopped

    def _show_progress(self, done: int, of: int) -> None:
        if self.progress is not None:
            self.progress = (self.progress[0], done, of)
            self.progress_changed.emit()

    def _end(self) -> None:
        self.progress = None
        self.progress_changed.emit()

    def _refuse(self, error: Exception) -> None:
        """Beside what was chosen, which stays."""
        words = refusal_words(error) if isinstance(error, InvalidFieldError) else None
        words = words or error_text(error)
        self.error = words or ""
        self._end()
        if words is None:
            raise error

    def _said(self, words: str) -> None:
        self._end()
        self._messages.say(words)
