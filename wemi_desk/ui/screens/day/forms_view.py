"""Putting a contact right, and writing one of another day: two small forms in the place of the list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.contacts import Contact
from wemi_desk.i18n import _
from wemi_desk.ui.screens.day.view_model import DayViewModel, LateContact
from wemi_desk.ui.screens.day.words import DayLine
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import ErrorSummary, Field, TextField
from wemi_desk.ui.widgets.labels import heading, muted
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, row


class DayForm(QWidget):
    """Fields in a column, errors beside them, the acts below. ``left`` comes when the operator goes back."""

    left = Signal()

    def __init__(self, model: DayViewModel, name: str) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(name)
        self.errors = ErrorSummary()
        self._fields: dict[str, Field[Any]] = {}
        self._inside = QWidget()
        self.form = column(self._inside)
        self.form.addWidget(heading(name))
        self.form.addWidget(self.errors)
        box = column(self)
        box.addWidget(ScrollPane(self._inside, name), 1)
        self.acts = row(spacing=12)
        box.addLayout(self.acts)
        model.field_failed.connect(self._show_error)

    def add_field(self, field: Field[Any], *names: str) -> None:
        self.form.addWidget(field)
        for name in names:
            self._fields[name] = field

    def add_acts(self, save_words: str) -> None:
        """Go back at the left, the form's act at the right."""
        back = button(_("Torna alla giornata"), keys="Esc")
        save = primary_button(save_words, keys=Shortcut.SAVE.keys)
        back.clicked.connect(self.left)
        save.clicked.connect(lambda: self.save())
        self.acts.addWidget(back)
        self.acts.addStretch(1)
        self.acts.addWidget(save)
        self.form.addStretch(1)

    def save(self) -> None:
        """Hand over what is in the form."""

    def clear_errors(self) -> None:
        for field in self._fields.values():
            field.set_error("")
        self.errors.hide()

    def _show_error(self, name: str, words: str) -> None:
        field = self._fields.get(name)
        if not self.isHidden() and field is not None:
            field.set_error(words)
            self.errors.show_fields(list(dict.fromkeys(self._fields.values())))


class CorrectionForm(DayForm):
    """Another reason or channel, or: it does not count, because…"""

    def __init__(self, model: DayViewModel) -> None:
        super().__init__(model, _("Correggi il contatto"))
        self._contact: Contact | None = None
        self.what = muted("")
        self.form.addWidget(self.what)
        self.reason = Field(_("&Motivo"), CodeCombo(model.words.choices("quick_contact")))
        self.channel = Field(_("&Canale"), CodeCombo(model.words.choices("channel")))
        why = CodeCombo(model.words.cancel_reasons())
        self.cancel_reason = Field(
            _("Oppure non conta, &perché…"), why, reason=_("Il contatto resta nella storia, ma esce dai conti.")
        )
        self.cancel_button = button(_("Togli dai conti"), kind="danger")
        self.cancel_button.clicked.connect(self._cancel)
        self.add_field(self.reason, "reason", "needs")
        self.add_field(self.channel, "channel")
        self.add_field(self.cancel_reason, "cancel_reason")
        line = row()
        line.addWidget(self.cancel_button)
        line.addStretch(1)
        self.form.addLayout(line)
        self.add_acts(_("Registra la correzione"))

    def open_for(self, line: DayLine) -> None:
        """Show one contact."""
        self._contact = line.contact
        self.what.setText(_("Contatto delle {time}, {duration}").format(time=line.time, duration=line.duration))
        self.reason.editor.set_code(line.contact.reason)
        self.channel.editor.set_code(line.contact.channel)
        self.cancel_reason.editor.set_code(None)
        self.clear_errors()
        self.reason.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        self.clear_errors()
        if self._contact is not None:
            channel = self.channel.editor.code or self._contact.channel
            self.model.correct(self._contact, channel, self.reason.editor.code)

    def _cancel(self) -> None:
        self.clear_errors()
        if self._contact is not None:
            self.model.cancel(self._contact, self.cancel_reason.editor.code)


class LateForm(DayForm):
    """A contact that nobody wrote down in time; the time is a memory and is marked so."""

    def __init__(self, model: DayViewModel) -> None:
        super().__init__(model, _("Contatto di un altro giorno"))
        self.form.addWidget(muted(_("Resta segnato come scritto dopo: l’ora è un ricordo.")))
        self.day = Field(_("&Giorno"), DateField(model.today))
        self.time = Field(_("&Ora"), TextField(most=8), reason=_("Per esempio 16:30, anche circa."))
        self.reason = Field(_("&Motivo"), CodeCombo(model.words.choices("quick_contact")))
        self.channel = Field(_("&Canale"), CodeCombo(model.words.choices("channel")))
        self.duration = Field(_("&Durata"), CodeCombo(model.words.choices("duration_band")))
        names: Mapping[str, Field[Any]] = {
            "day": self.day, "started_at": self.time, "needs": self.reason, "channel": self.channel,
            "duration": self.duration,
        }  # fmt: skip
        for name, field in names.items():
            self.add_field(field, name)
        self.add_acts(_("Registra il contatto"))

    def open_fresh(self) -> None:
        """Yesterday, at the desk, a short talk: the likeliest."""
        self.day.editor.set_date(self.model.today() - timedelta(days=1))
        self.time.editor.empty()
        self.reason.editor.set_code(None)
        self.channel.editor.set_code("desk")
        self.duration.editor.set_code("6_15")
        self.clear_errors()
        self.day.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.day.editor.selectAll()

    def save(self) -> None:
        self.clear_errors()
        late = LateContact(
            day=self.day.editor.date_value, time=self.time.editor.text(), reason=self.reason.editor.code,
            channel=self.channel.editor.code or "desk", duration=self.duration.editor.code or "to_5",
        )  # fmt: skip
        self.model.add_late(late)
