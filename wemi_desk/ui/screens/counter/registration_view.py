"""Nuovo cittadino: only what the service needs, and under each field why it is asked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import N_, _
from wemi_desk.services.arrivals import Arrival
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.ui.screens.counter.contact_view_model import ContactViewModel
from wemi_desk.ui.screens.counter.health_card_view import HealthCardFields
from wemi_desk.ui.screens.counter.registration_view_model import RegistrationViewModel
from wemi_desk.ui.screens.counter.view_model import CounterViewModel
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.centred import focus_in_sight
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.message_bar import MessageBar
from wemi_desk.ui.widgets.panes import Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, row
from wemi_desk.ui.words import clock_words, day_words

_WARNINGS = {
    "place": N_("Il luogo nel codice non esisteva in quella data: controlla la tessera."),
    "expired": N_("Il documento è scaduto: si può registrare lo stesso."),
    "misread": N_("Il documento è stato letto male: controlla i campi, o ripassalo."),
}


class ReadLine(QWidget):
    """What was read from the card, as text; "Modifica" opens the fields."""

    def __init__(self) -> None:
        super().__init__()
        box = row(self)
        self._words = label("", "strong", wrap=True)
        self.change = button(_("Modifica"), kind="quiet")
        self.change.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        box.addWidget(self._words, 1)
        box.addWidget(self.change)

    def show_read(self, form: PersonForm, arrival: Arrival) -> None:
        """Code, birth, place."""
        born = {"F": _("nata il {day}"), "M": _("nato il {day}")}.get(form.registered_sex or "", _("nascita {day}"))
        day = day_words(arrival.births[0]) if len(arrival.births) == 1 else ""
        parts = form.code, born.format(day=day) if day else "", arrival.place
        self._words.setText(" · ".join(part for part in parts if part))


class RegistrationPane(Pane):
    """The form of a new person, with the reason of the visit at its end."""

    def __init__(self, counter: CounterViewModel, lists: PickLists) -> None:
        super().__init__(_("Nuovo cittadino"))
        self._counter = counter
        self._registration: RegistrationViewModel = counter.registration
        self._contact: ContactViewModel = counter.contact
        self._lists = lists
        self._filling = False
        self._build()
        self._bind()
        self._show()

    def focus_first_open(self) -> None:
        """The first field that nobody has filled yet, in reading order."""
        order = (self.surname, self.given_name, self.birth, self.phone)
        wanted = next((one for one in order if not one.isHidden() and not one.editor.text().strip()), self.surname)
        focus_in_sight(wanted.editor, wanted)

    def focus_reason(self) -> None:
        """After Ctrl+I: a digit chooses."""
        focus_in_sight(self.reason.editor, self.reason)

    def _build(self) -> None:
        content = QWidget()
        form = column(content)
        self._warning = MessageBar("warn")
        form.addWidget(self._warning)
        self._read = ReadLine()
        form.addWidget(self._read)
        self.health = HealthCardFields(self._registration, self._contact.today)
        code, *others = self._fields()
        for widget in (code, self.health, *others):
            form.addWidget(widget)
        self.notice = QCheckBox(_("Informativa consegnata  Ctrl+I"))
        form.addWidget(self.notice)
        form.addWidget(self.reason)
        self._saved = muted()
        form.addWidget(self._saved)
        form.addStretch(1)
        self.body.addWidget(ScrollPane(content, _("Nuovo cittadino")), 1)
        self.body.addLayout(self._buttons())

    def _fields(self) -> tuple[Field[Any], ...]:
        self.code = Field(_("&Codice fiscale o tessera"), TextField(face="code", most=40),
                          reason=_("Facoltativo: passa la tessera, o vai avanti senza."))  # fmt: skip
        self.surname = Field(_("Co&gnome"), TextField(), required=True)
        self.given_name = Field(_("&Nome"), TextField())
        self.birth = Field(_("&Data o anno di nascita"), DateField(self._contact.today, year_alone=True),
                           reason=_("Distingue chi ha lo stesso nome."))  # fmt: skip
        self.phone = Field(_("&Telefono"), TextField(most=40), reason=_("Serve per richiamare."))
        languages = [(item.code, item.label) for item in self._lists["language"].items]
        self.language = Field(_("Lin&gua"), CodeCombo(languages, numbered=False),
                              reason=_("In questa lingua diamo l'informativa."))  # fmt: skip
        reasons = [(item.code, item.label) for item in self._lists["quick_contact"].items]
        self.reason = Field(_("&Motivo"), CodeCombo(reasons))
        return self.code, self.surname, self.given_name, self.birth, self.phone, self.language

    def _buttons(self) -> Any:
        buttons = row()
        self.anyway = button(_("Registra comunque, da verificare"))
        self.anyway.hide()
        self.save_button = primary_button(_("Registra"), keys="Ctrl+S")
        buttons.addWidget(self.anyway)
        buttons.addStretch(1)
        buttons.addWidget(self.save_button)
        return buttons

    def _bind(self) -> None:
        for name, field in self._texts().items():
            field.editor.textEdited.connect(lambda text, n=name: self._edit(n, text))
        self.birth.editor.editingFinished.connect(self._check_birth)
        for field in (self.surname, self.given_name):
            field.editor.editingFinished.connect(self._registration.tidy_names)
        self._registration.names_tidied.connect(self._show_names)
        self.language.editor.code_changed.connect(lambda code: self._edit("language", code or "it"))
        self.reason.editor.code_changed.connect(self._reason_chosen)
        self.notice.clicked.connect(self._counter.hand_over_notice)
        self._read.change.clicked.connect(self._open_read_fields)
        self.save_button.clicked.connect(self._counter.save)
        self.anyway.clicked.connect(self._counter.accept_unverified)
        self._registration.form_changed.connect(self._show)
        self._registration.field_rejected.connect(self._reject)
        self._registration.errors_cleared.connect(self._clear_errors)
        self._registration.draft_saved.connect(
            lambda at: self._saved.setText(_("Bozza salvata alle {time}").format(time=clock_words(at)))
        )
        self._registration.busy_changed.connect(self.save_button.setDisabled)
        self._contact.form_changed.connect(self._show_reason)
        self._counter.arrivals.arrived.connect(self._show_arrival)
        self._counter.task_changed.connect(lambda: self.notice.setChecked(self._counter.notice.is_set))

    def _texts(self) -> dict[str, Field[Any]]:
        return {
            "code": self.code, "surname": self.surname, "given_name": self.given_name,
            "birth": self.birth, "phone": self.phone,
        }  # fmt: skip

    def _edit(self, name: str, text: str) -> None:
        if self._filling:
            return
        self._field(name).set_error("")
        self.anyway.hide()
        self._registration.edit(**{name: text})

    def _check_birth(self) -> None:
        typed = self.birth.editor.typed
        if self.birth.editor.is_wrong:
            self.birth.set_error(_("Non capisco la data. Scrivila così: 12/03/1958, oppure solo l'anno."))
        elif typed is not None and typed.other_year is not None:
            years = {"first": typed.year, "second": typed.other_year}
            self.birth.set_error(_("{first} o {second}? Scrivi l'anno con quattro cifre.").format(**years))
        else:
            self.birth.set_error("")

    def _reason_chosen(self, code: str | None) -> None:
        if not self._filling and code is not None:
            self._contact.edit(reason=code)

    def _show(self) -> None:
        form: PersonForm = self._registration.form
        self._filling = True
        for name, field in self._texts().items():
            if field.editor.text() != getattr(form, name):
                field.editor.setText(getattr(form, name))
        self.language.editor.set_code(form.language)
        self._saved.setText("")
        self._filling = False
        self._show_reason()
        self._show_read(None)

    def _show_names(self) -> None:
        form: PersonForm = self._registration.form
        for field, text in ((self.surname, form.surname), (self.given_name, form.given_name)):
            if field.editor.text() != text:
                cursor = field.editor.cursorPosition()
                field.editor.setText(text)
                field.editor.setCursorPosition(cursor)

    def _show_reason(self) -> None:
        self._filling = True
        self.reason.editor.set_code(self._contact.form.reason)
        self._filling = False

    def _show_arrival(self, arrival: Arrival) -> None:
        self._show_read(arrival)
        if len(arrival.births) > 1:
            years = {"first": arrival.births[0].year, "second": arrival.births[1].year}
            ask = _("Il codice vale per il {first} e per il {second}. Quale? Scrivi la data intera.")
            self.birth.set_reason(ask.format(**years))
        else:
            self.birth.set_reason(_("Distingue chi ha lo stesso nome."))
        if arrival.warnings:
            self._warning.show_words(_(_WARNINGS[arrival.warnings[0]]), "warn")
        else:
            self._warning.hide()
        self.focus_first_open()

    def _show_read(self, arrival: Arrival | None) -> None:
        form = self._registration.form
        read = arrival is not None and bool(form.code)
        self._read.setVisible(read)
        self.code.setVisible(not read)
        self.birth.setVisible(not (read and bool(form.birth)))
        if arrival is not None and read:
            self._read.show_read(form, arrival)

    def _open_read_fields(self) -> None:
        self._read.hide()
        self.code.show()
        self.birth.show()
        focus_in_sight(self.code.editor, self.code)

    def _reject(self, name: str, words: str, mendable: bool) -> None:
        field = self._field(name)
        if field.isHidden():
            self._open_read_fields()
        field.set_error(words)
        self.anyway.setVisible(mendable)
        focus_in_sight(field.editor, field)

    def _clear_errors(self) -> None:
        self.anyway.hide()
        for field in (*self._texts().values(), *self.health.fields.values(), self.reason):
            field.set_error("")

    def _field(self, name: str) -> Field[Any]:
        return {**self._texts(), **self.health.fields, "fiscal_code": self.code}.get(name, self.surname)
