"""A form that is kept as a draft while somebody types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.drafts import Draft, DraftId
from wemi_desk.services.drafts import DraftService
from wemi_desk.ui.autosave import Autosave
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What is to be kept now."""

    id: DraftId
    kind: str
    fields: Mapping[str, object]
    initials: str
    citizen_id: UUID | None = None


class KeptDraft(QObject):
    """*content* says what to keep, or None when there is nothing. A failed save is said once and tried again."""

    saved = Signal(object)

    def __init__(
        self,
        drafts: DraftService,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        content: Callable[[], DraftContent | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._runner = runner
        self._changes = changes
        self._messages = messages
        self._content = content
        self._complained = False
        self._autosave = Autosave(self._save, self)
        self.touch = self._autosave.touch
        self.now = self._autosave.now
        self.forget = self._autosave.forget

    def discard(self, draft_id: DraftId) -> None:
        """The form came to nothing worth keeping."""
        self.forget()
        self._runner.run(
            lambda: self._drafts.discard(draft_id), owner=self, done=lambda _none: None, failed=self._say
        )

    def _save(self) -> None:
        content = self._content()
        if content is None:
            return
        self._runner.run(
            lambda: self._drafts.save(
                content.id, content.kind, content.fields, citizen_id=content.citizen_id, initials=content.initials
            ),
            owner=self,
            done=self._kept,
            failed=self._failed,
        )

    def _kept(self, draft: Draft) -> None:
        self._complained = False
        at: datetime = draft.saved_at
        self.saved.emit(at)
        self._changes.changed.emit(Changes.of("drafts"))

    def _failed(self, error: Exception) -> None:
        """Said once; the text stays in the form and is saved as soon as it can be."""
        if self._content() is not None:
            self._autosave.retry()
        if not self._complained:
            self._complained = True
            self._say(error)

    def _say(self, error: Exception) -> None:
        text = error_text(error)
        if text is None:
            raise error
        self._messages.warn(text)
