"""The draft of a measure: what is typed, what is wrong with it, what it would change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.errors import InvalidFieldError, MeasureRefusedError
from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.measure_rehearsal import Compared
from wemi_desk.domain.slip_codes import slip_code
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.measure_drafts import (
    CHANGED,
    Checked,
    MeasureDraft,
    MeasureDraftService,
    PastCase,
    Rehearsal,
)
from wemi_desk.services.measure_forms import MeasureForm, field_of
from wemi_desk.services.measure_ports import MeasureFiles
from wemi_desk.services.measure_words import problem_sentence, problem_words
from wemi_desk.ui.autosave import Autosave
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.measures.words import brief_outcome, edge_words, field_words, outcome_words
from wemi_desk.ui.view_model import ViewModel

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class TriedLine:
    """One case: what stands says, what the draft says."""

    name: str
    before: str
    after: str
    brief: str
    has_changed: bool


class DraftViewModel(ViewModel):
    """State and verbs of the draft that is open; ``draft`` is None while the list is shown."""

    draft_changed = Signal()
    checked = Signal()
    rehearsed = Signal()

    def __init__(
        self,
        service: MeasureDraftService,
        files: MeasureFiles,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._service = service
        self._files = files
        self._autosave = Autosave(self.save, self)
        self.draft: MeasureDraft | None = None
        self.errors: Mapping[str, str] = {}
        self.others: tuple[str, ...] = ()
        self.is_right = False
        self.rehearsal: Rehearsal | None = None
        self.tried: Sequence[TriedLine] = ()

    def export_file(self, path: str) -> None:
        """The draft as a file, as far as it can be read."""
        draft = self.draft
        if draft is None:
            return

        def written(_none: None) -> None:
            self._messages.say(_("La misura è nel file. Contiene solo le regole, nessuna persona."))

        self._ask(lambda: self._files.write(path, self._service.text_of(draft)), written)

    @property
    def form(self) -> MeasureForm:
        """What is typed."""
        return self.draft.form if self.draft is not None else MeasureForm()

    def edit(self, **values: object) -> None:
        """Something was typed or chosen: looked at now, saved in a moment."""
        if self.draft is None:
            return
        form = replace(self.draft.form, **values)  # type: ignore[arg-type]
        if form != self.draft.form:
            self.draft = replace(self.draft, form=form)
            self._forget_rehearsal()
            self._autosave.touch()
            self._check()

    def save(self) -> None:
        """Keep what is typed, right or wrong."""
        draft = self.draft
        if draft is not None:
            self._ask(lambda: self._service.save(draft), lambda _saved: None)

    def save_now(self) -> None:
        """Lock, switch, away."""
        self._autosave.now()

    def close(self) -> None:
        """Back to the list; the draft stays."""
        self.save_now()
        self.draft = None
        self._forget_rehearsal()
        self.draft_changed.emit()
        self.reload()

    def discard(self) -> None:
        """The draft is not wanted."""
        draft = self.draft
        if draft is None:
            return
        self._autosave.forget()

        def gone(_none: None) -> None:
            self.draft = None
            self._forget_rehearsal()
            self.draft_changed.emit()
            self._tell(_("Bozza buttata."), Changes.of("measures"))

        self._ask(lambda: self._service.discard(draft.id), gone)

    def rehearse(self) -> None:
        """Try the draft on edge cases and on the applications of this desk."""
        self._with_draft(self._service.rehearse, self._show_rehearsal)

    def accept(self) -> None:
        """The outcomes that stand there are right: they become the tests of the measure."""
        def accepted(draft: MeasureDraft) -> None:
            self.draft = draft
            self._messages.say(_("Esiti accettati: sono i casi di prova di questa versione."))
            self.rehearse()

        self._with_draft(lambda draft: self._service.accept(draft, edge_words), accepted)

    def publish(self) -> None:
        """Hand it over: the centre checks it again, then every desk has it."""

        def published(changes: Changes) -> None:
            self._autosave.forget()
            self.draft = None
            self._forget_rehearsal()
            self.draft_changed.emit()
            self._tell(_("In coda: è pubblicata quando il sistema centrale l’accetta."), changes)

        self._with_draft(self._service.publish, published)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _with_draft(self, work: Callable[[MeasureDraft], _T], done: Callable[[_T], None]) -> None:
        draft = self.draft
        if draft is not None:
            self._ask(lambda: work(draft), done, self._refuse)

    def _take(self, draft: MeasureDraft) -> None:
        self.draft = draft
        self._forget_rehearsal()
        self.draft_changed.emit()
        self._check()
        self._changes.changed.emit(CHANGED)

    def _check(self) -> None:
        draft = self.draft
        if draft is not None:
            self._ask(lambda: self._service.check(draft), self._show_checked)

    def _show_checked(self, found: Checked) -> None:
        errors, others = {name: field_words(error) for name, error in found.wrong.items()}, list[str]()
        for problem in found.problems:
            field = field_of(problem.path)
            if field and field not in errors:
                errors[field] = problem_words(problem)
            elif not field:
                others.append(problem_sentence(problem))
        self.errors, self.others, self.is_right = errors, tuple(others), found.version is not None
        self.checked.emit()

    def _show_rehearsal(self, rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal
        edges = [(edge_words(case), one) for case, one in rehearsal.edges]
        past = [(_past_words(one), one.compared) for one in rehearsal.past]
        tried = [_tried(name, one) for name, one in [*past, *edges]]
        self.tried = sorted(tried, key=lambda line: not line.has_changed)
        self.rehearsed.emit()

    def _forget_rehearsal(self) -> None:
        self.rehearsal, self.tried = None, ()
        self.rehearsed.emit()

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, MeasureRefusedError):
            self._messages.warn(_first(error.problems))
        elif isinstance(error, InvalidFieldError):
            self._messages.warn(field_words(error))
        else:
            self._fail(error)


def _tried(name: str, one: Compared) -> TriedLine:
    after = one.after
    return TriedLine(name, outcome_words(one.before), outcome_words(after), brief_outcome(after), one.has_changed)


def _past_words(case: PastCase) -> str:
    """An application of this desk, by protocol or desk code, never by name."""
    one = case.application
    code = one.protocol_number or one.receipt_number or slip_code(one.id, one.created_at)
    return _("Domanda {code}, versione {version}").format(code=code, version=one.measure_version)


def _first(problems: Sequence[Problem]) -> str:
    """The first fault, and how many there are."""
    first = problem_sentence(problems[0]) if problems[0].line else problem_words(problems[0])
    rest = len(problems) - 1
    if not rest:
        return first
    more = ngettext("{first} E un altro errore.", "{first} E altri {n} errori.", rest)
    return more.format(first=first, n=rest)
