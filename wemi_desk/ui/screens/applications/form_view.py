"""The draft's fields: what is common to all the children, typed once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from wemi_desk.domain.measures import ROLES_WITH_AN_ACT
from wemi_desk.i18n import N_, _
from wemi_desk.ui.screens.applications.case_form import CaseForm, isee_warnings
from wemi_desk.ui.screens.applications.case_view_model import CaseViewModel
from wemi_desk.ui.screens.applications.words import isee_kinds, protocol_words, provenances, residences, roles
from wemi_desk.ui.widgets.centred import focus_in_sight
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field, TextArea, TextField
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column
from wemi_desk.ui.words import clock_words, day_words

_LAST_YEAR = N_("La DSU è di un altro anno: l’ISEE è scaduto il {day}. Serve una nuova DSU.")
_ACT = ("act_reference", "act_expires_on")
_ISEE = ("isee_protocol", "isee_value", "isee_dsu_on", "isee_kind", "isee_valid_until", "isee_provenance")


class CaseFormView(QWidget):
    """Fields; every decision is in the view model."""

    def __init__(self, model: CaseViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Dati della domanda"))
        self._filling = False
        self._build()
        self._bind()
        self._fill()

    def focus_first(self) -> None:
        """Where typing begins: the first field that is asked and still empty."""
        for name in ("isee_protocol", "isee_value", "isee_dsu_on", "household_size", "next_on"):
            field = self.fields[name]
            if not field.isHidden() and not field.editor.text():
                focus_in_sight(field.editor, field)
                return

    def reject(self, name: str, words: str) -> bool:
        """An error beside its field; False when it is of none of these."""
        field = self.fields.get(_NAMES.get(name, name))
        if field is None:
            return False
        field.set_error(words)
        focus_in_sight(field.editor, field)
        return True

    def _build(self) -> None:
        today = self.model.today
        self.fields: dict[str, Field[Any]] = {
            "role": Field(_("A che tito&lo chiede"), CodeCombo()),
            "act_reference": Field(_("A&tto che lo dice"), TextField(most=200), reason=_("Numero e data dell’atto.")),
            "act_expires_on": Field(_("L’atto scade il"), DateField(today, past=False)),
            "isee_protocol": Field(
                _("Numero dell’&ISEE"), TextField(face="code", most=60), reason=_("INPS-ISEE- si può non scrivere.")
            ),
            "isee_value": Field(_("&Valore ISEE, in euro"), TextField(most=40)),
            "isee_dsu_on": Field(_("&Data della DSU"), DateField(today, past=False)),
            "isee_kind": Field(_("&Tipo di ISEE"), CodeCombo(isee_kinds())),
            "isee_valid_until": Field(_("Valido fino al"), DateField(today, past=False)),
            "isee_provenance": Field(_("Come si sa"), CodeCombo(provenances())),
            "residence": Field(
                _("&Residenza della famiglia"), CodeCombo(residences(), placeholder=_("come sulla scheda"))
            ),
            "resident_since": Field(_("Residenti d&al"), DateField(today, past=False)),
            "household_size": Field(_("&Persone in famiglia"), TextField(most=10)),
            "next_on": Field(_("Da seguire il &giorno"), DateField(today, past=False)),
            "note": Field(_("N&ota (solo il necessario)"), TextArea(rows=2)),
        }
        self.defects = QCheckBox(_("Con omissioni o difformità"))
        self.in_care = QCheckBox(_("In affido o in comunità"))
        self.expiry = Sign("info")
        self.saved = muted("")
        box = column(self)
        for name, field in self.fields.items():
            if name == "isee_protocol":
                self._isee_title = label(_("ISEE della famiglia"), "strong")
                box.addWidget(self._isee_title)
            box.addWidget(field)
            if name == "isee_provenance":
                box.addWidget(self.defects, 0, Qt.AlignmentFlag.AlignLeft)
                box.addWidget(self.expiry)
            if name == "resident_since":
                box.addWidget(self.in_care, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.saved)

    def _bind(self) -> None:
        for name, field in self.fields.items():
            editor = field.editor
            if isinstance(editor, CodeCombo):
                editor.code_changed.connect(lambda code, n=name: self._edit(n, code or ""))
            elif isinstance(editor, QLineEdit):
                editor.textChanged.connect(lambda text, n=name: self._edit(n, text))
                if name in _ISEE:
                    editor.editingFinished.connect(self.model.save_now)
            else:
                editor.textChanged.connect(lambda n=name, e=editor: self._edit(n, e.toPlainText()))
        self.defects.toggled.connect(lambda on: self._toggled(isee_has_defects=on))
        self.in_care.toggled.connect(lambda on: self._toggled(in_care=on))
        self.model.filled.connect(self._fill)
        self.model.changed.connect(self._arrange)
        self.model.closed.connect(self._fill)
        self.model.saved.connect(self._show_saved)

    def _edit(self, name: str, text: str) -> None:
        if self._filling:
            return
        self.fields[name].set_error("")
        self.model.edit(**{name: text})
        self._arrange()

    def _toggled(self, **fields: bool) -> None:
        if not self._filling:
            self.model.edit(**fields)
            self.model.save_now()

    def _fill(self) -> None:
        """Other applications: their texts."""
        self._filling = True
        measure, form = self.model.case.measure, self.model.form
        self.fields["role"].editor.set_choices(roles(measure.applicant_roles if measure is not None else ()))
        for name, field in self.fields.items():
            value = getattr(form, name)
            editor = field.editor
            if isinstance(editor, CodeCombo):
                editor.set_code(value or None)
            elif isinstance(editor, QLineEdit):
                editor.setText(value)
            else:
                editor.setPlainText(value)
            field.set_error("")
        self.defects.setChecked(form.isee_has_defects)
        self.in_care.setChecked(form.in_care)
        self.saved.setText("")
        self._filling = False
        self._arrange()

    def _arrange(self) -> None:
        """Only what this measure asks."""
        measure, form = self.model.case.measure, self.model.form
        asks_isee = measure is not None and measure.isee is not None
        shown = dict.fromkeys(_ISEE, asks_isee) | dict.fromkeys(_ACT, form.role in ROLES_WITH_AN_ACT)
        shown["isee_valid_until"] = asks_isee and form.isee_kind == "current"
        rule = measure.residence if measure is not None else None
        shown["residence"] = rule is not None
        shown["resident_since"] = rule is not None and bool(rule.since_on or rule.since_months)
        self.in_care.setVisible(form.role in ("guardian", "foster_parent"))
        shown["household_size"] = measure is not None and bool(measure.amount.sizes)
        for name, visible in shown.items():
            self.fields[name].setVisible(visible)
        self._isee_title.setVisible(asks_isee)
        self.defects.setVisible(asks_isee)
        self._warn(form if asks_isee else CaseForm())

    def _warn(self, form: CaseForm) -> None:
        """What looks odd, without ever blocking."""
        today = self.model.today()
        found = isee_warnings(form, today)
        protocol = next((one for one in found if one != "last_year"), "")
        usual = _("INPS-ISEE- si può non scrivere.")
        self.fields["isee_protocol"].set_reason(protocol_words(protocol) if protocol else usual)
        isee = self.model.case.isee
        if isee is None or form.isee_value == "":
            self.expiry.say("")
        elif isee.is_valid_on(today):
            words = _("L’ISEE scade il {day}: dopo quella data serve una nuova DSU.")
            self.expiry.say(words.format(day=day_words(isee.valid_until)), "info", aloud=False)
        else:
            self.expiry.say(_(_LAST_YEAR).format(day=day_words(isee.valid_until)), "warn")

    def _show_saved(self, at: datetime) -> None:
        self.saved.setText(_("Salvata su questa postazione alle {time}").format(time=clock_words(at)))


_NAMES = {"applicant_role": "role", "value_cents": "isee_value", "dsu_on": "isee_dsu_on", "protocol": "isee_protocol"}
