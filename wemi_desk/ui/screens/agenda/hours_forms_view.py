"""The forms of opening hours, days that are otherwise, leave and shifts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk.i18n import _
from wemi_desk.services.agenda.openings import REASON_LIMIT
from wemi_desk.ui.screens.agenda.hours_view_model import HoursViewModel, TypedHours
from wemi_desk.ui.screens.agenda.words import PersonDay, weekdays
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import set_text
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.form_view import FormView
from wemi_desk.ui.widgets.labels import muted


class HoursForm(FormView):
    """What the four have alike: days, hours, the words of a refusal."""

    def __init__(self, model: HoursViewModel, title: str) -> None:
        super().__init__(title)
        self.model = model
        model.field_failed.connect(self._refuse)

    def hour_field(self, title: str, example: str) -> Field[TextField]:
        """An hour of the clock."""
        return Field(title, TextField(most=8, placeholder=example))

    def day_field(self, title: str) -> Field[DateField]:
        return Field(title, DateField(self.model.today, past=False))

    def open_for(self, here: PersonDay | None = None) -> None:
        """Ready; with the square of the week from which it was asked for."""
        self.clear_errors()
        if here is not None:
            for name in ("first_on", "last_on"):
                if name in self.fields:
                    self.fields[name].editor.set_date(here.day)
            if "operator" in self.fields and here.operator_id is not None:
                self.fields["operator"].editor.set_code(str(here.operator_id))
        self.typing.begin()
        next(iter(self.fields.values())).editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def reopen(self) -> None:
        self.empty()
        self.open_for()

    def typed(self, *, is_open: bool = False) -> TypedHours:
        """What stands in the fields that this form has."""
        operator = self._code("operator")
        return TypedHours(
            operator_id=UUID(operator) if operator else None, weekday=self._code("weekday"),
            first=self._day("first_on"), last=self._day("last_on"), has_last=bool(self._text("last_on").strip()),
            begin=self._text("from"), end=self._text("to"), is_open=is_open, reason=self._text("reason"),
        )  # fmt: skip

    def empty(self) -> None:
        """Written: ready for the next."""
        for name in ("first_on", "last_on", "from", "to", "reason"):
            if name in self.fields:
                self.fields[name].editor.setText("")

    def _refuse(self, name: str, words: str) -> None:
        known = {"day": "first_on", "time": "from"}
        self.show_error(name if name in self.fields else known.get(name, "from"), words)

    def _text(self, name: str) -> str:
        return str(self.fields[name].editor.text()) if name in self.fields else ""

    def _code(self, name: str) -> str:
        return (self.fields[name].editor.code or "") if name in self.fields else ""

    def _day(self, name: str) -> date | None:
        return cast("date | None", self.fields[name].editor.date_value) if name in self.fields else None


class SlotForm(HoursForm):
    """Every week on a day."""

    def __init__(self, model: HoursViewModel) -> None:
        super().__init__(model, _("Nuovo orario di apertura"))
        self.fields = {
            "weekday": Field(_("&Giorno della settimana"), CodeCombo(weekdays())),
            "from": self.hour_field(_("&Dalle"), "9:00"), "to": self.hour_field(_("&Alle"), "13:00"),
            "first_on": self.day_field(_("Vale &dal (facoltativo)")),
            "last_on": self.day_field(_("Vale &fino al (facoltativo)")),
        }  # fmt: skip
        self.add_fields(("weekday",), ("from", "to"), ("first_on", "last_on"))

    def save(self) -> None:
        self.clear_errors()
        self.model.add_slot(self.typed())


class ExceptionForm(HoursForm):
    """Closed, or open, on some days."""

    def __init__(self, model: HoursViewModel) -> None:
        super().__init__(model, _("Chiusura o apertura straordinaria"))
        self.is_open = QCheckBox(_("In questi giorni lo spazio è aperto"))
        self.form.addWidget(muted(_("Senza la spunta lo spazio è chiuso. Senza ore vale tutto il giorno.")))
        self.form.addWidget(self.is_open)
        self.fields = {
            "first_on": self.day_field(_("&Dal")), "last_on": self.day_field(_("&Al (facoltativo)")),
            "from": self.hour_field(_("D&alle (facoltativo)"), "9:00"),
            "to": self.hour_field(_("All&e (facoltativo)"), "13:00"),
            "reason": Field(_("&Perché (facoltativo)"), TextField(most=REASON_LIMIT)),
        }  # fmt: skip
        self.add_fields(("first_on", "last_on"), ("from", "to"), ("reason",))

    def editors(self) -> Mapping[str, QWidget]:
        return {**super().editors(), "is_open": self.is_open}

    def empty(self) -> None:
        super().empty()
        self.is_open.setChecked(False)

    def save(self) -> None:
        self.clear_errors()
        self.model.add_exception(self.typed(is_open=self.is_open.isChecked()))


class LeaveForm(HoursForm):
    """Somebody is away."""

    def __init__(self, model: HoursViewModel) -> None:
        super().__init__(model, _("Segna un’assenza"))
        self.form.addWidget(muted(_("Il motivo non si scrive. Senza ore vale tutto il giorno.")))
        self.fields = {
            "operator": Field(_("&Chi"), CodeCombo(model.operators)),
            "first_on": self.day_field(_("&Dal")), "last_on": self.day_field(_("&Al (facoltativo)")),
            "from": self.hour_field(_("D&alle (facoltativo)"), "9:00"),
            "to": self.hour_field(_("All&e (facoltativo)"), "13:00"),
        }  # fmt: skip
        self.fields["operator"].editor.set_code(str(model.me))
        self.add_fields(("operator",), ("first_on", "last_on"), ("from", "to"))

    def save(self) -> None:
        self.clear_errors()
        self.model.add_leave(self.typed())


class ShiftForm(HoursForm):
    """One operator, one day; what overlaps is said once, and then recorded all the same."""

    def __init__(self, model: HoursViewModel) -> None:
        super().__init__(model, _("Nuovo turno"))
        self._is_doubted = False
        self.fields = {
            "operator": Field(_("&Chi"), CodeCombo(model.operators)), "first_on": self.day_field(_("&Giorno")),
            "from": self.hour_field(_("&Dalle"), "9:00"), "to": self.hour_field(_("&Alle"), "13:00"),
        }  # fmt: skip
        self.add_fields(("operator", "first_on"), ("from", "to"))
        for name in ("from", "to", "first_on"):
            self.fields[name].editor.textEdited.connect(lambda _text: self._undoubt())

    def open_for(self, here: PersonDay | None = None) -> None:
        self._undoubt()
        super().open_for(here)
        if here is not None and here.operator_id is not None:
            self.fields["from"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        self.clear_errors()
        self.model.add_shift(self.typed(), anyway=self._is_doubted)

    def show_error(self, name: str, words: str) -> None:
        super().show_error(name, words)
        if name == "from" and not self.isHidden():
            self._is_doubted = True
            set_text(self.save_button, _("Registra comunque"), keys=Shortcut.SAVE.keys)

    def _undoubt(self) -> None:
        self._is_doubted = False
        set_text(self.save_button, _("Registra"), keys=Shortcut.SAVE.keys)
