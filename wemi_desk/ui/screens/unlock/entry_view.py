"""The secret of the chosen operator: one field, what there is to know about it, and “Entra”."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from wemi_desk.domain.access import OperatorTile
from wemi_desk.domain.operators import OperatorId
from wemi_desk.i18n import _
from wemi_desk.ui.screens.unlock import words
from wemi_desk.ui.screens.unlock.view_model import UnlockViewModel
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import escaped, primary_button
from wemi_desk.ui.widgets.centred import focus_in_sight
from wemi_desk.ui.widgets.fields import Field, name_editor
from wemi_desk.ui.widgets.secret_field import SecretField, show_box
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, row


class EntryForm(QWidget):
    """Empty after each attempt and each change of operator."""

    def __init__(self, unlock: UnlockViewModel) -> None:
        super().__init__()
        self._unlock = unlock
        self._operator_id: OperatorId | None = None
        self._build()
        self.secret.returnPressed.connect(self._enter)
        self.enter.clicked.connect(self._enter)
        self.secret.capitals_locked.connect(self._show_capitals)
        unlock.refusal_changed.connect(self._show_refusal)
        unlock.waiting_changed.connect(self._show_waiting)
        unlock.busy_changed.connect(self._show_busy)

    def show_operator(self, chosen: OperatorTile | None) -> None:
        """Another operator: nothing of the last one stays."""
        operator_id = chosen.operator_id if chosen is not None else None
        if operator_id != self._operator_id:
            self._operator_id = operator_id
            self._empty()
        title = words.field_title(chosen)
        self.field.label.setText(title)
        name_editor(self.secret, title.replace("&", ""))
        self._show_reason(chosen)
        self._allow()

    def take_focus(self) -> None:
        """The secret is wanted."""
        if self.secret.isEnabled():
            focus_in_sight(self.secret)

    def begin_with(self, digit: str) -> None:
        """The first digit of a PIN, pressed while the tiles had the focus."""
        if self.secret.isEnabled():
            self.take_focus()
            self.secret.setText(self.secret.text() + digit)
        else:
            announce(self, _("Prima scegli il tuo nome."))

    def _build(self) -> None:
        self.secret = SecretField()
        self.field = Field(words.field_title(None), self.secret)
        self._stopped = Sign("warn")
        self._waiting = Sign("warn")
        self._capitals = Sign("warn")
        self.shown = show_box(self.secret)
        self.enter = primary_button(_("Entra"))
        acts = row(spacing=12)
        acts.addWidget(self.shown)
        acts.addStretch(1)
        acts.addWidget(self.enter)
        box = column(self)
        for widget in (self._stopped, self.field, self._waiting, self._capitals):
            box.addWidget(widget)
        box.addLayout(acts)

    def _show_reason(self, chosen: OperatorTile | None) -> None:
        self._stopped.say(words.stopped_words(chosen))
        if chosen is None:
            self.field.set_reason(_("Prima scegli il tuo nome, qui sopra.") if self._unlock.is_ready else "")
        else:
            self.field.set_reason("" if self._unlock.refusal else words.tile_words(chosen, self._unlock.now()))

    def _enter(self) -> None:
        if self._unlock.waiting:
            announce(self.secret, words.wait_words(self._unlock.waiting), urgent=True)
        elif self._unlock.chosen is None:
            announce(self, _("Prima scegli il tuo nome."), urgent=True)
        elif self.secret.text() and not self._unlock.busy:
            secret = self.secret.take()
            self._unlock.enter(secret)

    def _show_refusal(self, refusal: str) -> None:
        self.field.set_error(refusal)
        self._show_reason(self._unlock.chosen)
        if refusal and self.secret.isEnabled():
            focus_in_sight(self.secret, around=self.field)

    def _show_waiting(self, seconds: int) -> None:
        """Said aloud once, at its beginning; the seconds then pass in silence."""
        self._waiting.say(words.wait_words(seconds) if seconds else "", aloud=not self._waiting.words)

    def _show_capitals(self, locked: bool) -> None:
        self._capitals.say(_("Il blocco maiuscole è attivo.") if locked else "")

    def _show_busy(self, busy: bool) -> None:
        self.secret.setReadOnly(busy)
        self.enter.setText(escaped(_("Un momento…") if busy else _("Entra")))
        self._allow()

    def _allow(self) -> None:
        """“Entra” stays: pressed too early it says what is missing."""
        for widget in (self.secret, self.shown):
            widget.setEnabled(self._unlock.accepts_secret)

    def _empty(self) -> None:
        self.secret.empty()
        self.shown.setChecked(False)
        self._capitals.say("")
