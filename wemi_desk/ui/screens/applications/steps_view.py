"""What may be done next, and the short forms that some steps need."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.applications import ReceiptNoted
from wemi_desk.i18n import N_, _
from wemi_desk.ui.screens.applications.steps_view_model import NextStep, NotedForm, StepsViewModel
from wemi_desk.ui.screens.applications.words import channels
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.centred import focus_in_sight
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.confirmation import Confirmation
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import ErrorSummary, Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import heading, label, muted
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, spaced

_TITLES = {
    "note_submitted": (N_("La ricevuta del portale"), N_("Copia dalla ricevuta: il numero non si inventa mai.")),
    "note_registered": (N_("Il protocollo del Comune"), N_("Copia dal foglio: il numero non si inventa mai.")),
    "note_integration_requested": (
        N_("L’integrazione richiesta"), N_("Copia dalla lettera che cosa serve, ed entro quando."),
    ),
    "note_integrated": (N_("L’integrazione consegnata"), N_("Copia dalla ricevuta della consegna.")),
    "cancel": (N_("Annulla la domanda"), N_("La domanda resta nella storia, con il perché.")),
    "withdraw": (N_("Ritira la domanda"), N_("La domanda resta nella storia, con il perché.")),
    "override": (
        N_("Pronta comunque"), N_("La misura non va bene a questa famiglia. Se la persona insiste, scrivi perché."),
    ),
}  # fmt: skip
_SHOWN = {
    "note_submitted": ("number", "on", "time", "channel"),
    "note_registered": ("number", "on"),
    "note_integration_requested": ("asked", "due_on", "number", "on"),
    "note_integrated": ("number", "on"),
    "cancel": ("reason",),
    "withdraw": ("reason",),
    "override": ("reason",),
}
_VERBS = {
    "note_submitted": N_("Registra come inviata"),
    "note_registered": N_("Annota il protocollo"),
    "note_integration_requested": N_("Annota la richiesta"),
    "note_integrated": N_("Annota la consegna"),
    "cancel": N_("Annulla la domanda"),
    "withdraw": N_("Ritira la domanda"),
    "override": N_("Segna pronta comunque"),
}


class StepsView(QWidget):
    """Buttons for what can be done, one line for what cannot and why."""

    def __init__(self, model: StepsViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Che cosa fare adesso"))
        self._codes: tuple[str, ...] = ()
        self.buttons: dict[str, QWidget] = {}
        box = column(self, spacing=8)
        self.fault = Sign("err")
        self._holder = QWidget()
        self._flow = spaced(FlowLayout(self._holder), spacing=8)
        self._why_not = muted("")
        for widget in (self.fault, self._holder, self._why_not):
            box.addWidget(widget)

    def show_steps(self) -> None:
        """What is true now."""
        steps = self.model.allowed
        codes = tuple(step.code for step in steps)
        if codes != self._codes:
            self._codes = codes
            self._make(steps)
        refused = [_("{what}: {why}").format(what=step.words, why=step.why_not) for step in self.model.refused]
        self._why_not.setText(_("Adesso non si può: {list}.").format(list=" · ".join(refused)) if refused else "")
        self._why_not.setVisible(bool(refused))
        self.fault.say("")

    def focus_first(self) -> None:
        """On the step that goes on."""
        first = next(iter(self.buttons.values()), None)
        if first is not None:
            focus_in_sight(first)

    def _make(self, steps: list[NextStep]) -> None:
        for widget in self.buttons.values():
            self._flow.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.buttons = {}
        for place, step in enumerate(steps):
            make = primary_button if place == 0 and step.code in _FORWARD else button
            act = make(step.words)
            act.clicked.connect(lambda _c=False, code=step.code: self.model.take(code))
            self._flow.addWidget(act)
            act.show()  # at once: it may be given the focus before the layout gets to it
            self.buttons[step.code] = act


_FORWARD = ("make_ready", "note_submitted", "submit", "note_registered", "note_integrated", "reapply")


class StepForm(QWidget):
    """The paper copied, or the reason written; one form that shows what the step asks."""

    left = Signal()

    def __init__(self, model: StepsViewModel, today: Any) -> None:
        super().__init__()
        self.model = model
        self.code = "note_submitted"
        self._build(today)
        self._bind()

    def open_for(self, code: str) -> None:
        """Empty, for this step."""
        self.code = code
        title, reason = _TITLES[code]
        self.title.setText(_(title))
        self.setAccessibleName(_(title))
        self.reason.setText(_(reason))
        for name, field in self.fields.items():
            field.setVisible(name in _SHOWN[code])
            field.set_error("")
            if name != "channel":
                field.editor.empty()
        self.fields["channel"].editor.set_code("municipal_portal")
        self.errors.hide()
        self.act_button.setText(_(_VERBS[code]))
        self.fields[_SHOWN[code][0]].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Nothing of a person stays in it."""
        for field in self.fields.values():
            field.set_error("")
            if isinstance(field.editor, TextField):
                field.editor.empty()

    def _build(self, today: Any) -> None:
        self.title, self.reason = heading(""), label("", "muted", wrap=True)
        self.errors = ErrorSummary()
        self.fields: dict[str, Field[Any]] = {
            "asked": Field(_("&Che cosa serve"), TextField(most=500), required=True),
            "due_on": Field(_("&Entro il giorno"), DateField(today, past=False), required=True),
            "number": Field(_("&Numero, come è scritto"), TextField(face="code", most=60)),
            "on": Field(_("Del &giorno"), DateField(today, past=False)),
            "time": Field(_("All’&ora"), TextField(most=20), reason=_("Come sulla ricevuta: 16:30.")),
            "channel": Field(_("Come è &stata presentata"), CodeCombo(channels())),
            "reason": Field(_("&Perché"), TextField(most=500)),
        }
        self.act_button = primary_button(_(_VERBS[self.code]))
        self.back_button = button(_("Torna indietro"), keys="Esc")
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        flow.addWidget(self.back_button)
        flow.addWidget(self.act_button)
        box = column(self)
        for widget in (self.title, self.reason, self.errors, *self.fields.values(), acts):
            box.addWidget(widget)
        box.addStretch(1)

    def _bind(self) -> None:
        self.back_button.clicked.connect(self.left)
        self.act_button.clicked.connect(self.save)
        self.model.field_failed.connect(self._reject)
        for field in self.fields.values():
            if isinstance(field.editor, TextField):
                field.editor.returnPressed.connect(self.save)

    def save(self) -> None:
        """Hand over what is in the form; a receipt is confirmed first (interface.md 13, act 5)."""
        for field in self.fields.values():
            field.set_error("")
        self.errors.hide()
        if self.code == "override":
            self._override()
        elif self.code in ("cancel", "withdraw"):
            self.model.give_reason(self.code, self.fields["reason"].editor.text())
        else:
            self._note()

    def _override(self) -> None:
        reason = self.fields["reason"].editor.text().strip()
        if reason:
            self.model.make_ready(reason)
        else:
            self._reject("reason", _("Scrivi perché: resta nella storia della domanda."))

    def noted(self) -> ReceiptNoted | None:
        """The paper as it was copied, or None when something has to be mended first."""
        texts = {name: self.fields[name].editor.text() for name in ("number", "on", "time", "due_on")}
        channel = self.fields["channel"].editor.code or "other"
        return self.model.read(self.code, NotedForm(**texts, channel=channel, note=self.fields["asked"].editor.text()))

    def _note(self) -> None:
        noted = self.noted()
        if noted is None:
            return
        if noted.what != "submitted":
            self.model.note(noted)
            return
        words = _(
            "Registri che la domanda è stata inviata al portale con ricevuta n. {number}. "
            "Controlla il numero con il cittadino."
        )
        question = Confirmation(
            self, _("Registra come inviata"), words.format(number=noted.number), _("Registra come inviata")
        )
        question.confirmed.connect(lambda: self.model.note(noted))
        question.open()

    def _reject(self, name: str, words: str) -> None:
        field = self.fields.get(name)
        if self.isHidden() or field is None:
            return
        field.set_error(words)
        self.errors.show_fields([one for one in self.fields.values() if not one.isHidden()])
