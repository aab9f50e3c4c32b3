"""Catalogo pratiche: every type that is known, and the draft that was opened from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.errors import InvalidFieldError, PaperworkRefusedError
from wemi_desk.domain.paperwork import Group
from wemi_desk.i18n import _
from wemi_desk.services.paperwork.type_drafts import (
    CHANGED,
    CheckedType,
    PaperworkTypeDrafts,
    TypeDraft,
    TypeLine,
    Untold,
)
from wemi_desk.services.paperwork.type_forms import TypeForm, field_of
from wemi_desk.services.paperwork.words import problem_sentence, problem_words
from wemi_desk.ui.autosave import Autosave
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.paperwork_catalogue.words import field_words
from wemi_desk.ui.view_model import ViewModel

CLOSED = ("waiting", "refused")
"""States of a line that nothing can be begun from."""
_T = TypeVar("_T")


class PaperworkCatalogueViewModel(ViewModel):
    """State and verbs of the place; ``draft`` is None while the list is shown."""

    watches = frozenset({"paperwork_types", "outbox"})
    lines_changed = Signal()
    draft_changed = Signal()
    checked = Signal()

    def __init__(
        self,
        service: PaperworkTypeDrafts,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._service = service
        self._autosave = Autosave(self.save, self)
        self.lines: Sequence[TypeLine] = ()
        self.groups: Sequence[Group] = ()
        self.draft: TypeDraft | None = None
        self.errors: Mapping[str, str] = {}
        self.others: tuple[str, ...] = ()
        self.untold: tuple[Untold, ...] = ()

    @property
    def form(self) -> TypeForm:
        """What is typed."""
        return self.draft.form if self.draft is not None else TypeForm()

    def reload(self) -> None:
        """Read the list again."""
        self._ask(lambda: (self._service.lines(), self._service.groups()), self._show_lines)

    def open(self, line: TypeLine) -> None:
        """A draft is taken up again; of anything else the next version is begun."""
        draft_id = line.draft_id
        if draft_id is not None:
            self._ask(lambda: self._service.get(draft_id), self._take)
        elif line.state not in CLOSED:
            self._ask(lambda: self._service.begin(line.code), self._take)

    def begin(self) -> None:
        """A type that nobody had before."""
        self._ask(self._service.begin, self._take)

    def edit(self, **values: object) -> None:
        """Something was typed or chosen: looked at now, saved in a moment."""
        if self.draft is None:
            return
        form = replace(self.draft.form, **values)  # type: ignore[arg-type]
        if form != self.draft.form:
            self.draft = replace(self.draft, form=form)
            self._autosave.touch()
            self._check()

    def save(self) -> None:
        """Keep what is typed, right or wrong."""
        self._with_draft(self._service.save, lambda _saved: None)

    def save_now(self) -> None:
        """Lock, switch, away."""
        self._autosave.now()

    def close(self) -> None:
        """Back to the list; the draft stays."""
        self.save_now()
        self._leave()
        self.reload()

    def discard(self) -> None:
        """The draft is not wanted."""
        self._autosave.forget()
        self._with_draft(lambda draft: self._service.discard(draft.id), self._gone)

    def publish(self) -> None:
        """Hand it over: the centre checks it again, then every desk has it."""
        self._with_draft(self._service.publish, self._published)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _gone(self, _none: None) -> None:
        self._leave()
        self._tell(_("Bozza buttata."), Changes.of("paperwork_types"))

    def _published(self, changes: Changes) -> None:
        self._autosave.forget()
        self._leave()
        self._tell(_("In coda: è pubblicata quando il sistema centrale l’accetta."), changes)

    def _with_draft(self, work: Callable[[TypeDraft], _T], done: Callable[[_T], None]) -> None:
        draft = self.draft
        if draft is not None:
            self._ask(lambda: work(draft), done, self._refuse)

    def _take(self, draft: TypeDraft) -> None:
        self.draft = draft
        self.draft_changed.emit()
        self._check()
        self._changes.changed.emit(CHANGED)

    def _leave(self) -> None:
        self.draft, self.untold = None, ()
        self.draft_changed.emit()

    def _check(self) -> None:
        self._with_draft(self._service.check, self._show_checked)

    def _show_checked(self, found: CheckedType) -> None:
        errors, others = {name: field_words(error) for name, error in found.wrong.items()}, list[str]()
        for problem in found.problems:
            field = field_of(problem.path)
            if field:
                errors.setdefault(field, problem_words(problem))
            else:
                others.append(problem_sentence(problem))
        self.errors, self.others = errors, tuple(others)
        self.untold = found.untold
        self.checked.emit()

    def _show_lines(self, found: tuple[Sequence[TypeLine], Sequence[Group]]) -> None:
        self.lines, self.groups = found
        self.lines_changed.emit()

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, PaperworkRefusedError):
            self._messages.warn(problem_words(error.problems[0]))
        elif isinstance(error, InvalidFieldError):
            self._messages.warn(field_words(error))
        else:
            self._fail(error)
