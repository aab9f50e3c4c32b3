"""Consegne: what was left for who comes next, and a note of one's own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.handover_notes import NOTE_LIMIT
from wemi_desk.i18n import _
from wemi_desk.services.agenda.glance import NoteLine
from wemi_desk.ui.screens.agenda.handover_view_model import HandoverViewModel
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.fields import Field, TextArea
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.kept_line import KeptLine
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.marks import Mark
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.spacing import column, least_height, most_height, spaced
from wemi_desk.ui.widgets.tables import ItemList
from wemi_desk.ui.widgets.typed_fields import TypedFields

_NEWS, _READ = Mark("it-warning-circle", "warn"), Mark("it-check", "ok")
_BRIEF = 90


class HandoverView(QWidget):
    """The notes of the last thirty days, the one the hands are on in full, and a field for a new one."""

    def __init__(self, model: HandoverViewModel) -> None:
        super().__init__()
        self.model = model
        self._waits = False
        self.typing, self.kept_line = TypedFields(lambda: {"text": self.note.editor}, self), KeptLine()
        self.setAccessibleName(_("Passaggio di consegne"))
        self._build()
        self._bind()
        self._show()

    @property
    def chosen(self) -> NoteLine | None:
        row = self.list.currentRow()
        return self.model.lines[row] if 0 <= row < len(self.model.lines) else None

    def focus_first(self) -> None:
        """Into the list, or to what fills it; once it has been read."""
        self._waits = not self.model.is_read
        if self._waits:
            return
        target = self.list if self.model.lines else self.note.editor
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Ctrl+S: the new note."""
        self.note.set_error("")
        self.model.write(self.note.editor.toPlainText())

    def begin(self) -> None:
        """The place is there: a note that was begun comes back."""
        self.typing.begin()

    def reopen(self) -> None:
        self.note.editor.empty()
        self.begin()

    def _written(self) -> None:
        self.typing.finish()
        self.reopen()

    def _build(self) -> None:
        self.list = ItemList(_("Note per chi viene dopo"))
        least_height(self.list, 120)
        self.empty = EmptyState(_("Nessuna nota"), _("Qui si legge che cosa hanno lasciato i colleghi."))
        self.text, self.about = label("", "strong", wrap=True), muted("")
        self.read_button = primary_button(_("Ho letto"), keys=_("Invio"), icon="it-check")
        self.back_button = button(_("Togli la nota"))
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        for act in (self.read_button, self.back_button):
            flow.addWidget(act)
        self.note = Field(
            _("&Nota per chi viene dopo"), TextArea(rows=4),
            reason=_("Che cosa deve sapere il collega. Senza nomi di cittadini."),
        )  # fmt: skip
        most_height(self.note.editor, 112)
        self.save_button = button(_("Lascia la nota"), keys="Ctrl+S")
        box = column(self)
        for widget in (
            self.list, self.empty, self.text, self.about, acts, self.note, self.kept_line, self.save_button
        ):  # fmt: skip
            box.addWidget(widget, 1 if widget in (self.list, self.empty) else 0)

    def _bind(self) -> None:
        self.model.changed.connect(self._show)
        self.model.field_failed.connect(self._refuse)
        self.model.written.connect(self._written)
        self.list.currentRowChanged.connect(lambda _row: self._show_chosen())
        self.list.opened.connect(lambda _row: self._read())
        self.read_button.clicked.connect(self._read)
        self.back_button.clicked.connect(self._take_back)
        self.save_button.clicked.connect(self.save)
        self.note.editor.textChanged.connect(self._watch)

    def _show(self) -> None:
        lines = self.model.lines
        self.list.set_items([_brief(one) for one in lines], [_NEWS if one.is_news else _READ for one in lines])
        if lines and self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self.list.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self._show_chosen()
        if self._waits and self.isVisible():
            self.focus_first()

    def _show_chosen(self) -> None:
        line = self.chosen
        self.text.setText(line.note.text if line else "")
        self.about.setText(self.model.about(line) if line else "")
        self.read_button.setVisible(line is not None and line.is_news)
        self.back_button.setVisible(line is not None and self.model.may_take_back(line))

    def _read(self) -> None:
        if self.chosen is not None and self.chosen.is_news:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.model.read([self.chosen.note.id])

    def _take_back(self) -> None:
        if self.chosen is not None:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.model.take_back(self.chosen)

    def _watch(self) -> None:
        """What had better not be there is said while it is written; too much, too."""
        text = self.note.editor.toPlainText()
        usual = _("Che cosa deve sapere il collega. Senza nomi di cittadini.")
        self.note.set_reason(self.model.hint(text) or usual)
        over = len(text) - NOTE_LIMIT
        self.note.set_error(_("Sono {n} caratteri di troppo.").format(n=over) if over > 0 else "")

    def _refuse(self, name: str, words: str) -> None:
        if name == "text":
            self.note.set_error(words)
            self.note.editor.setFocus(Qt.FocusReason.OtherFocusReason)


def _brief(line: NoteLine) -> str:
    """The beginning, on one line."""
    words = " ".join(line.note.text.split())
    return words if len(words) <= _BRIEF else f"{words[:_BRIEF]}…"
