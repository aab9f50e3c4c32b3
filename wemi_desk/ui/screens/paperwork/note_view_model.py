"""What is typed freely in a pratica: saved by itself, watched for what must not be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.note_watch import MAX_NOTE_LENGTH, Hint, hints
from wemi_desk.domain.paperwork_cases import PaperworkCase
from wemi_desk.ui.autosave import Autosave
from wemi_desk.ui.screens.paperwork.matter_view_model import MatterViewModel

_WATCHED = 4 * MAX_NOTE_LENGTH


@dataclass(frozen=True, slots=True)
class NoteForm:
    """Texts as typed."""

    external_reference: str = ""
    note: str = ""


class NoteViewModel(QObject):
    """``changed``: other texts than those on the screen; ``hints_changed``: the note was watched."""

    changed = Signal()
    hints_changed = Signal()

    def __init__(self, matter: MatterViewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._matter = matter
        self._written = NoteForm()
        self.form = NoteForm()
        self.hints: Sequence[Hint] = ()
        self._kept_hints: frozenset[str] = frozenset()
        self._autosave = Autosave(self.save, self)
        matter.filled.connect(self._fill)
        matter.changed.connect(self._refresh)
        matter.leaving.connect(self.save_now)
        matter.closed.connect(self._forget)

    def edit(self, **fields: str) -> None:
        """Something was typed."""
        form = replace(self.form, **fields)
        if form != self.form:
            self.form = form
            self._watch()
            self._autosave.touch()

    def save(self) -> None:
        """Write what differs."""
        shown, form = self._matter.shown, self.form
        if shown is None:
            return
        if len(form.note) > MAX_NOTE_LENGTH:
            self._matter.refuse(
                InvalidFieldError("note", "too_long", actual=len(form.note), limit=MAX_NOTE_LENGTH)
            )
            return
        fields = {"external_reference": form.external_reference.strip(), "note": form.note.strip()}
        if any(getattr(shown.case, name) != value for name, value in fields.items()):
            cases = self._matter.services.cases
            self._matter.write(lambda case_id: cases.change(case_id, **fields))

    def save_now(self) -> None:
        """Lock, another place, print: nothing typed may wait."""
        self._autosave.now()

    def keep_hint(self, hint: Hint) -> None:
        """«Tieni»."""
        self._kept_hints |= {self._passage(hint)}
        self._watch()

    def remove_hint(self, hint: Hint) -> None:
        """«Togli»: out of the note, and the field shows it."""
        note = self.form.note
        self.edit(note=(note[: hint.start].rstrip() + " " + note[hint.end :].lstrip()).strip())
        self.changed.emit()

    def _fill(self) -> None:
        shown = self._matter.shown
        if shown is not None:
            self._kept_hints = frozenset()
            self._show(_form_of(shown.case))

    def _refresh(self) -> None:
        """A colleague wrote meanwhile: shown, unless something is being typed here."""
        shown = self._matter.shown
        if shown is not None and not self._autosave.is_pending and _form_of(shown.case) != self._written:
            self._show(_form_of(shown.case))

    def _show(self, form: NoteForm) -> None:
        typed_the_same = (self.form.external_reference.strip(), self.form.note.strip()) == (
            form.external_reference, form.note
        )  # fmt: skip
        self._written = form
        if not typed_the_same:  # a blank at the end is still being typed
            self.form = form
        self._watch()
        self.changed.emit()

    def _forget(self) -> None:
        self._autosave.forget()
        self._written = self.form = NoteForm()
        self._kept_hints = frozenset()
        self._watch()

    def _watch(self) -> None:
        found = hints(self.form.note[:_WATCHED], self._matter.services.own_codes())
        self.hints = [one for one in found if self._passage(one) not in self._kept_hints]
        self.hints_changed.emit()

    def _passage(self, hint: Hint) -> str:
        return f"{hint.kind}:{self.form.note[hint.start : hint.end]}"


def _form_of(case: PaperworkCase) -> NoteForm:
    return NoteForm(case.external_reference, case.note)
