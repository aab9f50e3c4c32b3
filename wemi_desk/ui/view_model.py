"""What every view model does the same way: ask in the background, say what happened, tell the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.deeds import Deed
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices

T = TypeVar("T")


class ViewModel(QObject):
    """State and verbs of a screen. A subclass names in *watches* the collections after which it reads again."""

    watches: frozenset[str] = frozenset()

    def __init__(self, runner: Runner, changes: ChangeBus, messages: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._changes = changes
        self._messages = messages
        changes.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Read again what is shown."""

    def _ask(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        self._runner.run(work, owner=self, done=done, failed=failed or self._fail)

    def _tell(self, words: str, changes: Changes, deed: Deed | None = None) -> None:
        """Say what was done, and let every screen see it; with a *deed* the message offers to undo it."""
        self._messages.say(words, deed.id if deed else None)
        self._changes.changed.emit(changes)

    def _fail(self, error: Exception) -> None:
        words = error_text(error)
        if words is None:
            raise error
        self._messages.warn(words)

    def _on_changed(self, changes: Changes) -> None:
        if changes.kinds & self.watches:
            self.reload()
