"""Nuova nota di colloquio: reason first, the rest only when it is needed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk.domain.contacts import NOTE_LIMIT
from wemi_desk.domain.note_watch import Hint
from wemi_desk.i18n import _
from wemi_desk.ui.note_hints import hint_words
from wemi_desk.ui.screens.counter.contact_view_model import ContactForm, ContactViewModel, iso_day
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.centred import focus_in_sight
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field, TextArea, TextField
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.message_bar import MessageBar
from wemi_desk.ui.widgets.panes import Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, row
from wemi_desk.ui.words import clock_words


class ContactPane(Pane):
    """The form of the contact; every decision is in the view model."""

    def __init__(self, contact: ContactViewModel) -> None:
        super().__init__(_("Nuova nota di colloquio"))
        self._contact = contact
        self._filling = False
        self._build()
        self._bind()
        self._show()

    def focus_reason(self) -> None:
        """Where a visit begins: a digit chooses."""
        focus_in_sight(self.reason.editor, self.reason)

    def _build(self) -> None:
        content = QWidget()
        form = column(content)
        for field in self._fields():
            form.addWidget(field)
            if field is self.note:
                form.addWidget(self._hint)
        form.addWidget(self._call_back_line())
        form.addWidget(self._saved)
        form.addStretch(1)
        self.body.addWidget(ScrollPane(content, _("Nuova nota di colloquio")), 1)
        buttons = row()
        self.print_button = button(_("Stampa"), keys="Ctrl+P")
        self.save_button = primary_button(_("Registra"), keys="Ctrl+S")
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.save_button)
        self.body.addLayout(buttons)

    def _fields(self) -> tuple[Field[Any], ...]:
        self.reason = Field(_("&Motivo"), self._combo("quick_contact"))
        self.destination = Field(_("In&viato a"), self._combo("destination", placeholder=_("a nessuno")))
        self.service = Field(_("&Ente o servizio indicato"), TextField(most=200))
        self.channel = Field(_("Ca&nale"), self._combo("channel"))
        self.first_time = Field(_("&Prima volta"), self._combo("first_time"))
        self.asking_for = Field(_("Per &chi chiede"), self._combo("asking_for"))
        self.outcome = Field(_("Es&ito"), self._combo("contact_outcome"))
        self.note = Field(_("N&ota (solo il necessario)"), TextArea(rows=3))
        self.call_back = QCheckBox(_("Da &ricontattare"))
        self.call_back_on = Field(_("Entro il gio&rno"), DateField(self._contact.today, past=False))
        self._hint = MessageBar("warn")
        self._saved = muted()
        return (self.reason, self.service, self.note, self.destination, self.outcome,
                self.channel, self.first_time, self.asking_for)  # fmt: skip

    def _combo(self, name: str, placeholder: str = "") -> CodeCombo:
        items = self._contact.lists[name].items
        return CodeCombo([(item.code, item.label) for item in items], placeholder=placeholder)

    def _call_back_line(self) -> QWidget:
        line = QWidget()
        box = column(line)
        box.addWidget(self.call_back)
        box.addWidget(self.call_back_on)
        self.call_back_on.hide()
        return line

    def _bind(self) -> None:
        contact = self._contact
        for name, field in self._combos().items():
            field.editor.code_changed.connect(lambda code, n=name: self._edit(**{n: code}))
        self.service.editor.textEdited.connect(lambda text: self._edit(service_text=text))
        self.note.editor.textChanged.connect(lambda: self._edit(note=self.note.editor.toPlainText()))
        self.call_back.toggled.connect(self._call_back_toggled)
        self.call_back_on.editor.date_changed.connect(self._call_back_dated)
        self.print_button.clicked.connect(contact.print_wanted)
        self.save_button.clicked.connect(lambda: contact.record())
        contact.form_changed.connect(self._show)
        contact.draft_saved.connect(self._draft_saved)
        contact.hints_changed.connect(self._show_hint)
        contact.field_rejected.connect(self._reject)
        contact.busy_changed.connect(self.save_button.setDisabled)

    def _combos(self) -> dict[str, Field[CodeCombo]]:
        return {
            "reason": self.reason, "destination": self.destination, "outcome": self.outcome,
            "channel": self.channel, "first_time": self.first_time, "asking_for": self.asking_for,
        }  # fmt: skip

    def _edit(self, **fields: object) -> None:
        if not self._filling:
            for name in fields:
                self._field(name).set_error("")
            self._contact.edit(**{name: value for name, value in fields.items() if value is not None or name in _OPEN})

    def _call_back_toggled(self, wanted: bool) -> None:
        self.call_back_on.setVisible(wanted)
        if wanted and not self._filling:
            focus_in_sight(self.call_back_on.editor, self.call_back_on)
        if not wanted:
            self.call_back_on.set_error("")
        self._edit(wants_call_back=wanted)

    def _call_back_dated(self) -> None:
        day = self.call_back_on.editor.date_value
        self._edit(call_back_on=day.isoformat() if day else self.call_back_on.editor.text())

    def _show(self) -> None:
        form: ContactForm = self._contact.form
        self._filling = True
        for name, field in self._combos().items():
            field.editor.set_code(getattr(form, name))
        for editor, text in ((self.service.editor, form.service_text),):
            if editor.text() != text:
                editor.setText(text)
        if self.note.editor.toPlainText() != form.note:
            self.note.editor.setPlainText(form.note)
        self.call_back.setChecked(form.wants_call_back)
        if not self.call_back_on.editor.hasFocus():
            self._show_day(form.call_back_on)
        if not form.says_something:
            self._clear_leftovers()
        left = NOTE_LIMIT - len(form.note)
        self.note.set_reason(_("Ancora {n} caratteri.").format(n=left) if left < NOTE_LIMIT // 5 else "")
        self._filling = False

    def _show_day(self, typed: str) -> None:
        day = iso_day(typed)
        if day is not None:
            self.call_back_on.editor.set_date(day)
        elif self.call_back_on.editor.text() != typed:
            self.call_back_on.editor.setText(typed)

    def _clear_leftovers(self) -> None:
        self.call_back_on.editor.empty()
        self._saved.setText("")
        for name in (*self._combos(), "service_text", "note", "call_back_on"):
            self._field(name).set_error("")

    def _draft_saved(self, at: datetime) -> None:
        self._saved.setText(_("Bozza salvata alle {time}").format(time=clock_words(at)))

    def _show_hint(self) -> None:
        hints = self._contact.hints
        if not hints:
            self._hint.hide()
            return
        hint: Hint = hints[0]
        words = hint_words(hint.kind)
        if self._hint.words == words:
            return
        self._hint.show_words(words, "warn", closable=False)
        # the passage moves while one goes on writing: what counts is the hint of this moment
        self._hint.add_action(_("Tieni"), lambda: self._contact.keep_hint(self._contact.hints[0]))
        self._hint.add_action(_("Togli"), lambda: self._contact.remove_hint(self._contact.hints[0]))

    def _reject(self, name: str, words: str) -> None:
        field = self._field(name)
        field.set_error(words)
        focus_in_sight(field.editor, field)

    def _field(self, name: str) -> Field[Any]:
        named: dict[str, Field[Any]] = {
            **self._combos(), "service_text": self.service, "note": self.note, "call_back_on": self.call_back_on,
            "wants_call_back": self.call_back_on, "destinations": self.destination, "needs": self.reason,
        }  # fmt: skip
        return named.get(name, self.reason)


_OPEN = {"reason", "destination"}  # lists in which nothing may be chosen
