"""Entra con la rete: a name, a pass-phrase, and a code of the coordination where there is one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk.domain.operators import OperatorId
from wemi_desk.i18n import _
from wemi_desk.ui.screens.unlock.online_view_model import OnlineEntry
from wemi_desk.ui.widgets.buttons import button, primary_button, set_text
from wemi_desk.ui.widgets.centred import focus_in_sight
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field, TextField, name_editor
from wemi_desk.ui.widgets.labels import muted, page_title
from wemi_desk.ui.widgets.secret_field import SecretField, show_box
from wemi_desk.ui.widgets.spacing import column, row

MOST_CODE = 20


class OnlineForm(QWidget):
    """``left`` when somebody goes back; what was typed goes with the page."""

    left = Signal()

    def __init__(self, entry: OnlineEntry) -> None:
        super().__init__()
        self._entry = entry
        self._build()
        self._bind()
        self._show()

    def take_focus(self) -> None:
        """Where it begins: the name, or the secret of who is chosen."""
        wanted = self.who.editor if self._entry.wanted is None else self._first_line()
        focus_in_sight(wanted)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._empty()

    def _build(self) -> None:
        self.who: Field[CodeCombo] = Field(_("&Chi sei?"), CodeCombo())
        self.with_code = QCheckBox(_("Ho un &codice del coordinamento"))
        self.code = Field(_("C&odice del coordinamento"), TextField(most=MOST_CODE))
        self.passphrase = Field(_("&Frase di accesso"), SecretField())
        self.repeated = Field(_("&Ripeti la frase"), SecretField())
        self.shown = show_box(self.passphrase.editor, self.repeated.editor)
        self.back, self.enter = button(_("Indietro")), primary_button(_("Entra"))
        title = page_title(_("Entra con la rete"))
        title.setWordWrap(True)
        box = column(self, spacing=12)
        box.addWidget(title)
        box.addWidget(muted(_(
            "Per chi qui non è mai entrato, non ricorda la frase o è sospeso. Serve la rete, una volta sola: dopo si "
            "entra come gli altri."
        )))
        for widget in (self.who, self.with_code, self.code, self.passphrase, self.repeated, self.shown):
            box.addWidget(widget)
        acts = row(spacing=12)
        acts.addWidget(self.back)
        acts.addStretch(1)
        acts.addWidget(self.enter)
        box.addLayout(acts)

    def _bind(self) -> None:
        entry = self._entry
        entry.changed.connect(self._show)
        entry.refused.connect(self._refuse)
        entry.busy_changed.connect(self._show_busy)
        self.who.editor.code_changed.connect(self._choose)
        self.with_code.toggled.connect(entry.set_with_code)
        self.back.clicked.connect(self.left)
        self.enter.clicked.connect(self._enter)
        self.code.editor.returnPressed.connect(lambda: focus_in_sight(self.passphrase.editor))
        self.passphrase.editor.returnPressed.connect(self._onwards)
        self.repeated.editor.returnPressed.connect(self._enter)
        for field in (self.code, self.passphrase, self.repeated):
            field.editor.textEdited.connect(lambda _text, one=field: one.set_error(""))

    def _show(self) -> None:
        entry = self._entry
        wanted = str(entry.wanted) if entry.wanted is not None else None
        self.who.editor.set_choices([(str(one.operator_id), one.operator.shown_name) for one in entry.people])
        self.who.editor.set_code(wanted)
        self.who.set_error("")
        self.with_code.setChecked(entry.with_code)
        for field in (self.code, self.repeated):
            field.setVisible(entry.with_code)
        title = _("&Frase di accesso nuova") if entry.with_code else _("&Frase di accesso")
        self.passphrase.label.setText(title)
        name_editor(self.passphrase.editor, title.replace("&", ""))

    def _choose(self, code: str | None) -> None:
        found = (one.operator_id for one in self._entry.people if str(one.operator_id) == code)
        who: OperatorId | None = next(found, None)
        if self._entry.people:
            self._entry.choose(who)
            self.who.set_error("")

    def _onwards(self) -> None:
        if self._entry.with_code:
            focus_in_sight(self.repeated.editor)
        else:
            self._enter()

    def _enter(self) -> None:
        for field in self._fields().values():
            field.set_error("")
        self._entry.enter(self.passphrase.editor.text(), self.code.editor.text(), self.repeated.editor.text())

    def _refuse(self, name: str, words: str) -> None:
        field = self._fields()[name]
        field.set_error(words)
        if self.isVisible():
            focus_in_sight(field.editor, around=field)

    def _show_busy(self, busy: bool) -> None:
        set_text(self.enter, _("Un momento…") if busy else _("Entra"))

    def _first_line(self) -> QWidget:
        return self.code.editor if self._entry.with_code else self.passphrase.editor

    def _fields(self) -> dict[str, Field[CodeCombo] | Field[TextField] | Field[SecretField]]:
        return {"who": self.who, "code": self.code, "passphrase": self.passphrase, "repeated": self.repeated}

    def _empty(self) -> None:
        for field in (self.passphrase, self.repeated):
            field.editor.empty()
        self.code.editor.clear()
        self.shown.setChecked(False)
