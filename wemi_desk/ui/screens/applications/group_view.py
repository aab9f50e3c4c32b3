"""A collective application: who asks, for which group, to do what; counted, never named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.applications import Group
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.measures import MeasureVersion
from wemi_desk.domain.names import clean
from wemi_desk.i18n import _
from wemi_desk.services.application_ports import NewApplications
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.screens.applications.words import holders
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import ErrorSummary, Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.spacing import column, spaced

_REQUIRED = ("measure", "holder_kind", "holder_name", "participants", "activity")
_NUMBERS = {"participants": (1, 2_000), "age_from": (0, 120), "age_to": (0, 120)}
_MOST_WORDS = 300


class GroupView(QWidget):
    """The form; ``begun(NewApplications)`` when it is whole."""

    left = Signal()
    begun = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._measures: Sequence[MeasureVersion] = ()
        self.setAccessibleName(_("Domanda per un gruppo"))
        self._build()
        self.save_button.clicked.connect(lambda: self.save())
        self.back_button.clicked.connect(self.left)
        self.applicant: CitizenId | None = None

    def forget(self) -> None:
        """Nothing of who asked stays in it."""
        self.applicant = None
        for field in self.fields.values():
            field.set_error("")
            if isinstance(field.editor, TextField):
                field.editor.empty()

    def open_for(self, applicant: CitizenId, measures: Sequence[MeasureVersion]) -> None:
        """Empty, for who is at the desk."""
        self.forget()
        self.applicant, self._measures = applicant, measures
        self.fields["measure"].editor.set_choices([(one.code, one.short_title) for one in measures])
        self.fields["measure"].editor.set_code(measures[0].code if len(measures) == 1 else None)
        self.fields["holder_kind"].editor.set_code(None)
        self.errors.hide()
        self.fields["measure"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.errors = ErrorSummary()
        self.fields: dict[str, Field[Any]] = {
            "measure": Field(_("&Misura"), CodeCombo(), required=True),
            "holder_kind": Field(_("&Chi chiede"), CodeCombo(holders()), required=True),
            "holder_name": Field(_("Come si c&hiama la scuola o il servizio"), TextField(most=200), required=True),
            "responsible": Field(_("&Responsabile"), TextField(most=200)),
            "participants": Field(_("Quanti &partecipano"), TextField(most=10), required=True),
            "age_from": Field(_("Età: &da"), TextField(most=10)),
            "age_to": Field(_("Età: &fino a"), TextField(most=10)),
            "activity": Field(_("&Attività"), TextField(most=300), required=True),
            "period": Field(_("P&eriodo"), TextField(most=100)),
        }
        self.save_button = primary_button(_("Prepara la domanda"))
        self.back_button = button(_("Torna indietro"), keys="Esc")
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        flow.addWidget(self.back_button)
        flow.addWidget(self.save_button)
        box = column(self)
        box.addWidget(muted(_("I ragazzi si contano e non si scrivono per nome.")))
        for widget in (self.errors, *self.fields.values(), acts):
            box.addWidget(widget)
        box.addStretch(1)

    def save(self) -> None:
        """Hand over a whole form."""
        for field in self.fields.values():
            field.set_error("")
        self.errors.hide()
        group = self._read()
        code = self.fields["measure"].editor.code
        measure = next((one for one in self._measures if one.code == code), None)
        if group is None or measure is None or self.applicant is None:
            self.errors.show_fields(list(self.fields.values()))
            return
        self.begun.emit(
            NewApplications(
                applicant_id=self.applicant, beneficiary_ids=[self.applicant], measure_code=measure.code,
                measure_version=measure.version, applicant_role="institution", group=group,
            )
        )  # fmt: skip

    def reject(self, name: str, words: str) -> bool:
        """An error of the desk, beside its field."""
        field = self.fields.get(name)
        if field is None or self.isHidden():
            return False
        field.set_error(words)
        self.errors.show_fields(list(self.fields.values()))
        return True

    def _read(self) -> Group | None:
        wrong = {name: _("Serve per la domanda.") for name in _REQUIRED if not self._text(name)}
        wrong |= {name: words for name, limits in _NUMBERS.items() if (words := self._number_fault(name, *limits))}
        ages = [int(self._text(name) or -1) for name in ("age_from", "age_to") if name not in wrong]
        if len(ages) == 2 and -1 < ages[1] < ages[0]:
            wrong["age_to"] = _("L’età finale viene prima di quella iniziale.")
        for name, words in wrong.items():
            self.fields[name].set_error(words)
        return None if wrong else self._group()

    def _group(self) -> Group:
        numbers = {name: int(self._text(name)) if self._text(name) else None for name in _NUMBERS}
        return Group(
            holder_kind=self._text("holder_kind"), holder_name=self._text("holder_name"),
            responsible=self._text("responsible"), participants=numbers["participants"] or 0,
            age_from=numbers["age_from"], age_to=numbers["age_to"],
            activity=self._text("activity"), period=self._text("period"),
        )  # fmt: skip

    def _text(self, name: str) -> str:
        editor = self.fields[name].editor
        return (editor.code or "") if isinstance(editor, CodeCombo) else clean(editor.text().strip(), _MOST_WORDS)

    def _number_fault(self, name: str, least: int, most: int) -> str:
        text = self._text(name)
        if not text or (text.isascii() and text.isdecimal() and least <= int(text[:9]) <= most):
            return ""
        return error_text(InvalidFieldError("number", "out_of_range", least=least, most=most)) or ""
