"""A card that is no codice fiscale: STP or ENI, offered when one was typed, kept closed (privacy.md 3.7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.counter.registration_view_model import RegistrationViewModel
from wemi_desk.ui.widgets.buttons import button, set_text
from wemi_desk.ui.widgets.centred import focus_in_sight
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.spacing import column, row


class HealthCardFields(QWidget):
    """Nothing at all until a code of this kind turns up; ``fields`` are named as in the person's form."""

    def __init__(self, registration: RegistrationViewModel, today: Callable[[], date]) -> None:
        super().__init__()
        self._registration = registration
        self.take = button("")
        self.take.hide()
        self.code = Field(
            _("Codice &STP o ENI"),
            TextField(face="code", most=40),
            reason=_("Resta chiuso su questo computer: non va in elenchi, stampe o statistiche."),
        )
        self.issued = Field(
            _("&Rilasciata il"),
            DateField(today, past=False),
            reason=_("Vale sei mesi: serve per ricordare il rinnovo."),
        )
        self.fields: dict[str, Field[Any]] = {"health_code": self.code, "health_code_issued": self.issued}
        self._lay_out()
        self._bind()
        self._show()

    def _lay_out(self) -> None:
        box = column(self)
        line = row()
        line.addWidget(self.take)
        line.addStretch(1)
        box.addLayout(line)
        box.addWidget(self.code)
        box.addWidget(self.issued)

    def _bind(self) -> None:
        for name, field in self.fields.items():
            field.editor.textEdited.connect(lambda text, n=name: self._edit(n, text))
        self.issued.editor.editingFinished.connect(lambda: self._keep("health_code_issued"))
        self.take.clicked.connect(self._take)
        self._registration.health_code_offered.connect(self._offer)
        self._registration.form_changed.connect(self._show)
        self._registration.errors_cleared.connect(self.take.hide)

    def _offer(self, kind: str) -> None:
        set_text(self.take, _("Registra come {kind}").format(kind=kind))
        self.take.show()

    def _take(self) -> None:
        self._registration.take_health_code()
        focus_in_sight(self.issued.editor)

    def _edit(self, name: str, text: str) -> None:
        self.fields[name].set_error("")
        self._registration.edit(**{name: text})

    def _keep(self, name: str) -> None:
        """The date is written out in full on leaving."""
        self._registration.edit(**{name: self.fields[name].editor.text()})

    def _show(self) -> None:
        form = self._registration.form
        for name, field in self.fields.items():
            field.setVisible(bool(form.health_code) or bool(field.error))
            if field.editor.text() != getattr(form, name):
                field.editor.setText(getattr(form, name))
