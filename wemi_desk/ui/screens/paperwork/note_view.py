"""The free note of a pratica: watched as it is typed for what must not be kept."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from wemi_desk.domain.note_watch import MAX_NOTE_LENGTH
from wemi_desk.i18n import _
from wemi_desk.ui.note_hints import hint_words
from wemi_desk.ui.screens.paperwork.note_view_model import NoteViewModel
from wemi_desk.ui.widgets.fields import Field, TextArea
from wemi_desk.ui.widgets.message_bar import MessageBar
from wemi_desk.ui.widgets.spacing import column, most_height


class NoteView(QWidget):
    """Warns, never blocks, never changes what was typed."""

    def __init__(self, model: NoteViewModel) -> None:
        super().__init__()
        self.model = model
        self._filling = False
        self.field = Field(_("N&ota (solo il necessario)"), TextArea(rows=3))
        most_height(self.field.editor, 96)
        self.hint = MessageBar("warn")
        box = column(self)
        box.addWidget(self.hint)  # above what is typed: under it, it would be out of sight
        box.addWidget(self.field)
        self.field.editor.textChanged.connect(self._edit)
        model.changed.connect(self.show_note)
        model.hints_changed.connect(self._show_hint)

    def show_note(self) -> None:
        """As it is kept."""
        note = self.model.form.note
        if self.field.editor.toPlainText() != note:
            self._filling = True
            self.field.editor.setPlainText(note)
            self._filling = False

    def forget(self) -> None:
        """Nothing of a person stays in it."""
        self._filling = True
        self.field.editor.empty()
        self._filling = False
        self.field.set_error("")
        self.hint.hide()

    def _edit(self) -> None:
        if self._filling:
            return
        text = self.field.editor.toPlainText()
        left = MAX_NOTE_LENGTH - len(text)
        self.field.set_error("")
        self.field.set_reason(_("Ancora {n} caratteri.").format(n=left) if left < MAX_NOTE_LENGTH // 5 else "")
        self.model.edit(note=text)

    def _show_hint(self) -> None:
        found = self.model.hints
        if not found:
            self.hint.hide()
            return
        words = hint_words(found[0].kind)
        if self.hint.words == words:
            return
        self.hint.show_words(words, "warn", closable=False)
        # the passage moves while one goes on writing: what counts is the hint of this moment
        self.hint.add_action(_("Tieni"), lambda: self.model.keep_hint(self.model.hints[0]))
        self.hint.add_action(_("Togli"), lambda: self.model.remove_hint(self.model.hints[0]))
