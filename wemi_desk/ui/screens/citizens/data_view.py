"""Dati: what is known of the person, each field with its previous value until it is recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QWidget

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.ui.screens.citizens.card_view_model import CardViewModel
from wemi_desk.ui.screens.citizens.closed_view import ClosedDataView
from wemi_desk.ui.screens.citizens.words import origin_words
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.theme import current_theme
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import ErrorSummary, Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, row, spaced
from wemi_desk.ui.words import clock_words

_SIDE_BY_SIDE_UNITS = 760
_CODED = ("municipio", "language", "gender")
_CONTACTS = ("phone", "email", "address")
_REJECTED = {"fiscal_code": "code"}


class DataView(QWidget):
    """Two columns where there is room: the fields, and what stays closed."""

    def __init__(self, model: CardViewModel, lists: PickLists, closed: ClosedDataView) -> None:
        super().__init__()
        self.model = model
        self._lists = lists
        self.closed = closed
        self._filling = False
        self._build()
        self._bind()
        self._show_form()
        self._show_contacts()
        self._show_origin()

    def save(self) -> None:
        """Ctrl+S."""
        self.model.save()

    def focus_first(self) -> None:
        """The first field."""
        self.fields["surname"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= current_theme().u(_SIDE_BY_SIDE_UNITS)
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _build(self) -> None:
        inside, left = QWidget(), QWidget()
        self._sides = row(inside, spacing=24)
        form = column(left)
        self.errors = ErrorSummary()
        form.addWidget(self.errors)
        self.fields = {**self._names(), **self._contacts(), **self._lists_of()}
        self.origin = muted("")
        self.contacts_button = button(_("Recapiti riservati. Mostra"), icon="it-locked")
        for name, field in self.fields.items():
            if name == _CONTACTS[0]:
                form.addWidget(self.contacts_button, 0, Qt.AlignmentFlag.AlignLeft)
            form.addWidget(field)
            if name == "birth":
                form.addWidget(self.origin)
        self.is_protected = QCheckBox(_("&Persona protetta: recapiti riservati"))
        form.addWidget(self.is_protected)
        form.addStretch(1)
        self._sides.addWidget(left, 3)
        self._sides.addWidget(self.closed, 2, Qt.AlignmentFlag.AlignTop)
        outer = column(self)
        outer.addWidget(ScrollPane(inside, _("Dati")), 1)
        outer.addWidget(self._build_acts())

    def _names(self) -> dict[str, Field[Any]]:
        today = self.model.today
        return {
            "surname": Field(_("Co&gnome"), TextField(), required=True),
            "given_name": Field(_("&Nome"), TextField()),
            "code": Field(_("&Codice fiscale"), TextField(face="code", most=40)),
            "birth": Field(_("&Data o anno di nascita"), DateField(today, year_alone=True)),
        }

    def _contacts(self) -> dict[str, Field[Any]]:
        return {
            "phone": Field(_("&Telefono"), TextField(most=40)),
            "email": Field(_("&E-mail"), TextField(most=200)),
            "address": Field(_("&Indirizzo"), TextField(most=200)),
        }

    def _lists_of(self) -> dict[str, Field[Any]]:
        titles = {"municipio": _("&Municipio"), "language": _("&Lingua"), "gender": _("Gene&re")}
        return {
            name: Field(titles[name], CodeCombo([(one.code, one.label) for one in self._lists[name].items],
                                                numbered=name != "language"))
            for name in _CODED
        }  # fmt: skip

    def _build_acts(self) -> QWidget:
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        self.saved = muted("", wrap=False)
        self.give_up_button = button(_("Lascia com’era"))
        self.anyway_button = button(_("Registra comunque, da verificare"))
        self.save_button = primary_button(_("Registra"), keys=Shortcut.SAVE.keys)
        for widget in (self.save_button, self.anyway_button, self.give_up_button, self.saved):
            flow.addWidget(widget)
        self.anyway_button.hide()
        return acts

    def _bind(self) -> None:
        model = self.model
        for name, field in self.fields.items():
            if name in _CODED:
                field.editor.code_changed.connect(lambda code, n=name: self._edit(n, code or ""))
            else:
                field.editor.textChanged.connect(lambda text, n=name: self._edit(n, text))
        self.is_protected.toggled.connect(lambda on: self._edit("is_protected", on))
        self.save_button.clicked.connect(lambda: model.save())
        self.anyway_button.clicked.connect(lambda: model.save(accept_unverified=True))
        self.give_up_button.clicked.connect(model.give_up)
        self.contacts_button.clicked.connect(model.show_contacts)
        model.form_changed.connect(self._show_form)
        model.card_changed.connect(self._show_origin)
        model.closed_parts_changed.connect(self._show_contacts)
        model.field_rejected.connect(self._reject)
        model.errors_cleared.connect(self._clear_errors)
        model.draft_saved.connect(self._show_saved)

    def _edit(self, name: str, value: object) -> None:
        if not self._filling:
            if name in self.fields:
                self.fields[name].set_error("")
            self.anyway_button.hide()
            self.model.edit(**{name: value})

    def _show_form(self) -> None:
        form, before = self.model.form, self.model.before
        self._filling = True
        for name, field in self.fields.items():
            value, old = getattr(form, name), getattr(before, name)
            if name in _CODED:
                field.editor.set_code(value)
                old = self._lists[name].label(old)
            elif field.editor.text() != value:
                field.editor.setText(value)
            changed = value != getattr(before, name)
            field.set_reason(_("Prima: {value}").format(value=old or _("vuoto")) if changed else "")
        self.is_protected.setChecked(form.is_protected)
        self._filling = False
        self.give_up_button.setVisible(self.model.is_changed)
        if not self.model.is_changed:
            self.saved.setText("")

    def _show_origin(self) -> None:
        """What the register says: nobody types it here."""
        card = self.model.card
        words = origin_words(self.model.birth_place, card.citizen.registered_sex if card else None)
        self.origin.setText(words)
        self.origin.setVisible(bool(words))

    def _show_contacts(self) -> None:
        for name in _CONTACTS:
            self.fields[name].setVisible(self.model.shows_contacts)
        self.contacts_button.setVisible(not self.model.shows_contacts)

    def _show_saved(self, at: datetime) -> None:
        self.saved.setText(_("Bozza salvata alle {time}").format(time=clock_words(at)))

    def _reject(self, name: str, words: str, mendable: bool) -> None:
        field = self.fields.get(_REJECTED.get(name, name), self.fields["surname"])
        field.set_error(words)
        self.anyway_button.setVisible(mendable)
        self.errors.show_fields(list(self.fields.values()))

    def _clear_errors(self) -> None:
        self.anyway_button.hide()
        self.errors.hide()
        for field in self.fields.values():
            field.set_error("")
