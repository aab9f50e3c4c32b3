"""Under the list: one act, how it stands, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from wemi_desk.domain.outbox_rows import OutboxRow
from wemi_desk.i18n import _
from wemi_desk.ui.exchange_words import refused_field
from wemi_desk.ui.field_words import field_name
from wemi_desk.ui.screens.outbox.mending_view_model import NOTE_MOST, MendingViewModel
from wemi_desk.ui.screens.outbox.view_model import OutboxLine
from wemi_desk.ui.widgets.buttons import button, set_text
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.spacing import column, spaced

_MEND, _ASIDE, _WITHDRAW = "mend", "aside", "withdraw"


class ActDetail(QWidget):
    """What, how, why; the acts as buttons, and in their place the one field an act needs."""

    def __init__(self, model: MendingViewModel) -> None:
        super().__init__()
        self.model = model
        self._row: OutboxRow | None = None
        self._form = ""
        self._build()
        self._bind()
        self.show_line(None)

    def show_line(self, line: OutboxLine | None) -> None:
        """Another act, or none; a form that was open for another one closes."""
        row = line.row if line is not None else None
        if row is None or self._row is None or row.id != self._row.id:
            self._form = ""
        self._row = row
        self.setVisible(line is not None)
        if line is not None:
            for shown, words in ((self.what, line.what), (self.state, line.state), (self.advice, line.advice)):
                shown.setText(words)
                shown.setVisible(bool(words))
        self._show_acts()

    def step_back(self) -> bool:
        """Esc in a form: back to the acts."""
        if not self._form:
            return False
        self._open("")
        return True

    def _build(self) -> None:
        self.what, self.state, self.advice = label("", "strong", wrap=True), label("", wrap=True), muted("")
        self.mend_button = button(_("Correggi"), icon="it-pencil")
        self.retry_button = button(_("Riprova"), icon="it-refresh")
        self.aside_button = button(_("Metti da parte"), icon="it-inbox")
        self.up_button = button(_("Riprendi"))
        self.withdraw_button = button(_("Ritira"))
        self.person_button = button(_("Apri la scheda"), icon="it-user")
        self.acts, self._form_holder = QWidget(), QWidget()
        self.acts.setAccessibleName(_("Che cosa fare"))
        flow = spaced(FlowLayout(self.acts), spacing=8)
        for act in self._buttons:
            flow.addWidget(act)
        box = column(self)
        for widget in (self.what, self.state, self.advice, self.acts, self._build_form()):
            box.addWidget(widget)

    @property
    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self.mend_button, self.retry_button, self.aside_button, self.up_button, self.withdraw_button,
                self.person_button)  # fmt: skip

    @property
    def _fields(self) -> dict[str, Field[Any]]:
        return {_MEND: self.value, _ASIDE: self.note, _WITHDRAW: self.reason}

    def _build_form(self) -> QWidget:
        box = column(self._form_holder)
        self.value = Field(_("&Valore giusto"), TextField())
        hint = _("Che cosa manca, per chi la riprende. Senza nomi.")
        self.note = Field(_("&Nota"), TextField(most=NOTE_MOST), reason=hint)
        self.reason = Field(_("Perché lo riti&ri"), CodeCombo(self.model.withdraw_reasons))
        self.do_button, self.back_button = button(_("Invia di nuovo")), button(_("Torna indietro"), keys="Esc")
        line = QWidget()
        flow = spaced(FlowLayout(line), spacing=8)
        for act in (self.back_button, self.do_button):
            flow.addWidget(act)
        for widget in (self.value, self.note, self.reason, line):
            box.addWidget(widget)
        return self._form_holder

    def _bind(self) -> None:
        self.mend_button.clicked.connect(lambda: self._open(_MEND))
        self.aside_button.clicked.connect(lambda: self._open(_ASIDE))
        self.withdraw_button.clicked.connect(lambda: self._open(_WITHDRAW))
        self.retry_button.clicked.connect(lambda: self._with_row(self.model.retry))
        self.up_button.clicked.connect(lambda: self._with_row(self.model.take_up))
        self.person_button.clicked.connect(lambda: self._with_row(self.model.open_person_of))
        self.back_button.clicked.connect(lambda: self._open(""))
        self.do_button.clicked.connect(self._do)
        for editor in (self.value.editor, self.note.editor):
            editor.returnPressed.connect(self._do)
        self.model.field_failed.connect(self._show_error)
        self.model.done.connect(self._close)

    def _show_acts(self) -> None:
        row = self._row
        came_back = row is not None and row.acked_at is None and row.verdict in ("refused", "conflict", "locked")
        aside = row is not None and row.set_aside_at is not None
        wanted = {
            self.mend_button: came_back and not aside and row is not None and bool(refused_field(row)),
            self.retry_button: came_back and not aside, self.aside_button: came_back and not aside,
            self.up_button: came_back and aside, self.withdraw_button: came_back,
            self.person_button: row is not None and row.subject_id is not None,
        }  # fmt: skip
        for act, shown in wanted.items():
            act.setVisible(shown)
        self.acts.setVisible(any(wanted.values()) and not self._form)
        self._form_holder.setVisible(bool(self._form))
        for form, field in self._fields.items():
            field.setVisible(form == self._form)

    def _open(self, form: str) -> None:
        before, self._form = self._form, form
        back = {_MEND: self.mend_button, _ASIDE: self.aside_button, _WITHDRAW: self.withdraw_button}
        for field in (self.value, self.note, self.reason):
            field.set_error("")
        self.value.editor.empty()
        self.note.editor.empty()
        self.reason.editor.set_code(None)
        if form == _MEND and self._row is not None:
            self.value.set_reason(_("Per «{field}».").format(field=field_name(refused_field(self._row))))
        words = {_MEND: _("Invia di nuovo"), _ASIDE: _("Metti da parte"), _WITHDRAW: _("Ritira l’atto")}
        set_text(self.do_button, words.get(form, ""))
        self._show_acts()
        (self._fields.get(form) or back.get(before) or self.acts).setFocus(Qt.FocusReason.OtherFocusReason)

    def _do(self) -> None:
        row = self._row
        if row is None:
            return
        if self._form == _MEND:
            self.model.mend(row, refused_field(row), self.value.editor.text())
        elif self._form == _ASIDE:
            self.model.set_aside(row, self.note.editor.text())
        else:
            self.model.withdraw(row, self.reason.editor.code)

    def _show_error(self, words: str) -> None:
        field = self._fields.get(self._form, self.value)
        field.set_error(words)
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        if self._form:
            self._form = ""
            self._show_acts()

    def _with_row(self, verb: Callable[[OutboxRow], None]) -> None:
        if self._row is not None:
            verb(self._row)
