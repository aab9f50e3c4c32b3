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
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What is to be kept now."""

    id: DraftId
    kind: str
    fields: Mapping[str, object]
    initials: str
    citizen_id: UUID | None = None


class KeptDraft(ViewModel):
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
        super().__init__(runner, changes, messages, parent)
        self._drafts = drafts
        self._content = content
        self._complained = False
        self._autosave = Autosave(self._save, self)
        self.touch = self._autosave.touch
        self.now = self._autosave.now
        self.forget = self._autosave.forget

    def discard(self, draft_id: DraftId) -> None:
        """The form came to nothing worth keeping."""
        self.forget()
        self._ask(lambda: self._drafts.discard(draft_id), lambda _none: None)

    def _save(self) -> None:
        content = self._content()
        if content is None:
            return
        self._ask(
            lambda: self._drafts.save(
                content.id, content.kind, content.fields, citizen_id=content.citizen_id, initials=content.initials
            ),
            self._kept,
            self._failed,
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
            self._fail(error)
