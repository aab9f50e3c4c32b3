"""The paper with which somebody acts for the person; where nobody may, the screen says so and stops there."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from wemi_desk.domain.mandates import PARENT
from wemi_desk.i18n import _
from wemi_desk.services.paperwork.words import mandate_words
from wemi_desk.ui.screens.paperwork.mandate_view_model import MandateForm, MandateViewModel
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import ErrorSummary, Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import heading, muted
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, spaced
from wemi_desk.ui.words import day_words

INSTEAD = "INPS-DEL"
_OPTIONAL = ("act_reference", "court", "act_on", "scope_text")


class MandateView(QWidget):
    """``left``: Esc; ``instead_wanted(code)``: the way that is open."""

    left = Signal()
    instead_wanted = Signal(str)

    def __init__(self, model: MandateViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Agisce un’altra persona"))
        self._known: list[QPushButton] = []
        self._build()
        self._bind()

    def open(self) -> None:
        """Empty, for the matter that is on the screen."""
        self.forget()
        refusal = self.model.refusal
        self._form.setVisible(not refusal)
        self.refusal.setVisible(bool(refusal))
        self.instead.setVisible(self.model.is_personal)
        self.stopped.say(refusal, "err")
        if refusal:
            first = self.instead if self.model.is_personal else self.stopped_back
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._show_known()
        self._turn(PARENT)
        self.fields["kind"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Ctrl+S."""
        if self._form.isHidden():
            return
        for field in self.fields.values():
            field.set_error("")
        self.errors.hide()
        self.not_enough.say("")
        texts = {name: field.editor.text() for name, field in self.fields.items() if name != "kind"}
        self.model.save(MandateForm(kind=self.fields["kind"].editor.code or PARENT, **texts))

    def forget(self) -> None:
        """Nothing of a person stays in it."""
        self.errors.hide()
        self.not_enough.say("")
        for field in self.fields.values():
            field.set_error("")
            if isinstance(field.editor, TextField):
                field.editor.empty()
        self.fields["kind"].editor.set_code(PARENT)
        self._clear_known()

    def _build(self) -> None:
        self._form, self.refusal = QWidget(), QWidget()
        self._build_refusal()
        self._build_fields()
        self.errors, self.not_enough = ErrorSummary(), Sign("err")
        self.save_button = primary_button(_("Annota il titolo"), keys="Ctrl+S")
        self.itself_button, self.back_button = button(_("Agisce la persona")), button(_("Torna indietro"), keys="Esc")
        self._seen = QWidget()
        self._seen.setAccessibleName(_("Titoli già visti"))
        self._seen_flow = spaced(FlowLayout(self._seen), spacing=8)
        inside = column(self._form)
        inside.addWidget(muted(_("Si scrive che la carta è stata vista: non si conserva nessuna copia.")))
        for widget in (self._seen, self.errors, *self.fields.values(), self.not_enough,
                       _flow(self.back_button, self.itself_button, self.save_button)):  # fmt: skip
            inside.addWidget(widget)
        box = column(self)
        for widget in (heading(_("Agisce un’altra persona")), self.refusal, self._form):
            box.addWidget(widget)
        box.addStretch(1)

    def _build_fields(self) -> None:
        today = self.model.today
        self.fields: dict[str, Field[Any]] = {
            "kind": Field(_("A &che titolo"), CodeCombo(self.model.kinds())),
            "delegate_name": Field(_("C&hi agisce: cognome e nome"), TextField(most=100), required=True),
            "act_reference": Field(_("N&umero del decreto o dell’atto"), TextField(face="code", most=60)),
            "court": Field(_("T&ribunale"), TextField(most=100)),
            "act_on": Field(_("Data dell’a&tto"), DateField(today)),
            "scope_text": Field(_("Per che &cosa vale"), TextField(most=200)),
            "expires_on": Field(_("Sca&de il"), DateField(today, past=False), reason=_("Vuota: senza scadenza.")),
        }

    def _build_refusal(self) -> None:
        self.stopped = Sign("err")
        self.instead = button(_("Apri la delega INPS"), icon="it-arrow-right-circle")
        self.stopped_back = button(_("Torna indietro"), keys="Esc")
        box = column(self.refusal, spacing=12)
        box.addWidget(self.stopped)
        box.addWidget(_flow(self.stopped_back, self.instead))

    def _bind(self) -> None:
        self.back_button.clicked.connect(self.left)
        self.stopped_back.clicked.connect(self.left)
        self.instead.clicked.connect(lambda: self.instead_wanted.emit(INSTEAD))
        self.save_button.clicked.connect(self.save)
        self.itself_button.clicked.connect(self.model.itself)
        self.fields["kind"].editor.code_changed.connect(self._turn)
        self.model.field_failed.connect(self._reject)
        self.model.refused.connect(lambda words: self.not_enough.say(words, "err"))
        for field in self.fields.values():
            if isinstance(field.editor, TextField):
                field.editor.returnPressed.connect(self.save)

    def _show_known(self) -> None:
        for mandate in self.model.seen_before:
            lasting = _("{kind}: {who}, fino al {day}")
            words = (lasting if mandate.expires_on else _("{kind}: {who}")).format(
                kind=mandate_words(mandate.kind), who=mandate.delegate_name,
                day=day_words(mandate.expires_on) if mandate.expires_on else "",
            )  # fmt: skip
            made = button(words, icon="it-file")
            made.clicked.connect(partial(self.model.take, mandate))
            self._known.append(made)
            self._seen_flow.addWidget(made)
        self._seen.setVisible(bool(self._known))

    def _clear_known(self) -> None:
        for made in self._known:
            self._seen_flow.removeWidget(made)
            made.hide()
            made.deleteLater()
        self._known = []
        self._seen.hide()

    def _turn(self, kind: str | None) -> None:
        """Only what this kind of paper says."""
        wanted = self.model.wanted(kind or PARENT)
        for name in _OPTIONAL:
            self.fields[name].setVisible(name in wanted)

    def _reject(self, name: str, words: str) -> None:
        field = self.fields.get(name)
        if field is not None and not self.isHidden():
            field.set_error(words)
            self.errors.show_fields([one for one in self.fields.values() if not one.isHidden()])


def _flow(*acts: QWidget) -> QWidget:
    holder = QWidget()
    flow = spaced(FlowLayout(holder), spacing=8)
    for act in acts:
        flow.addWidget(act)
    return holder
