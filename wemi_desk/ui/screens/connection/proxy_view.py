"""The proxy in between, for the few networks that have one: out of the way until somebody asks for it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from wemi_desk.domain.machine_policy import MachinePolicy
from wemi_desk.i18n import _
from wemi_desk.ui.policy_words import decided_text
from wemi_desk.ui.screens.connection.view_model import TypedProxy
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.secret_field import SecretField, show_box
from wemi_desk.ui.widgets.spacing import column


class ProxyFields(QWidget):
    """Address, and where the proxy asks who it is, name and word. The word is emptied when it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.open_button = button(_("La rete ha un proxy…"))
        self.address: Field[Any] = Field(
            _("Indirizzo del prox&y"), TextField(placeholder="proxy.esempio.it:3128", most=200),
            reason=_("Serve solo se lo dice chi si occupa della rete."),
        )  # fmt: skip
        self.name: Field[Any] = Field(
            _("&Nome per il proxy"), TextField(most=100), reason=_("Solo se il proxy chiede chi sei.")
        )  # fmt: skip
        self.word: Field[Any] = Field(
            _("&Parola per il proxy"), SecretField(), reason=_("Resta nel portachiavi di questo computer.")
        )  # fmt: skip
        self.shown = show_box(self.word.editor)
        box = column(self, spacing=12)
        for widget in (self.open_button, self.address, self.name, self.word, self.shown):
            box.addWidget(widget)
        self.open_button.clicked.connect(self._open)
        self._is_open = False
        self._lay_out(MachinePolicy())

    @property
    def is_open(self) -> bool:
        """Somebody asked for the fields, or they have something to say."""
        return self._is_open

    def show_kept(self, address: str, policy: MachinePolicy) -> None:
        """What is in force; what the administration decided is not to be changed here."""
        decided = policy.decides("proxy")
        if address and not self.address.editor.isModified():
            self.address.editor.setText(address)
        self.address.editor.setReadOnly(decided)
        if decided:
            self.address.set_reason(decided_text())
        self._is_open = self._is_open or bool(address)
        self._lay_out(policy)

    def typed(self) -> TypedProxy:
        """What stands in the fields; the word is gone from its own afterwards."""
        self.shown.setChecked(False)
        return TypedProxy(self.address.editor.text(), self.name.editor.text(), self.word.editor.take())

    def refuse(self, words: str) -> None:
        """Beside the address; empty takes it away."""
        if words:
            self._open()
        self.address.set_error(words)

    def _open(self) -> None:
        self._is_open = True
        self._lay_out(MachinePolicy())
        self.address.editor.setFocus()

    def _lay_out(self, policy: MachinePolicy) -> None:
        self.open_button.setVisible(not self._is_open)
        self.address.setVisible(self._is_open)
        for widget in (self.name, self.word, self.shown):
            widget.setVisible(self._is_open and not policy.decides("proxy"))
