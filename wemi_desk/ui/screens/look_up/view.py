"""Cerca negli altri spazi, in the side panel."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.look_up.view_model import LONGEST, OTHER, Elsewhere, LookUpViewModel
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, least_height
from wemi_desk.ui.widgets.tables import Table


class LookUpView(QWidget):
    """Who, why, and what the centre answers: name, year and space, until somebody opens one."""

    def __init__(self, model: LookUpViewModel, text: str = "") -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Cerca negli altri spazi"))
        self._build(text)
        self._bind()
        self._show()

    def _build(self, text: str) -> None:
        self.who = Field(
            _("&Chi cerchi"), TextField(most=LONGEST),
            reason=_("Il codice fiscale intero, oppure cognome, nome e data di nascita: Rossi Maria 12/03/1958."),
        )  # fmt: skip
        self.who.editor.setText(text)
        self.reason = Field(_("&Perché"), CodeCombo(self.model.reasons))
        self.own_words = Field(_("Il &motivo"), TextField(most=LONGEST))
        self.search_button = primary_button(_("Cerca"), icon="it-search")
        self.words = label("", "strong", wrap=True)
        columns: list[Column[Elsewhere]] = [
            Column(_("Cognome e nome"), lambda one: one.name),
            Column(_("Anno"), lambda one: one.year),
            Column(_("Spazio"), lambda one: one.space),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Persone di altri spazi"), self.rows, stretch=0, widths=(64, 140))
        least_height(self.table, 120)
        self.open_button = button(_("Apri come copia temporanea"), keys=_("Invio"), icon="it-user")
        about = muted(_("Resta scritto chi ha cercato, chi e perché. La copia sparisce da sola da questo computer."))
        inside = QWidget()
        box = column(inside, spacing=12)
        for widget, stretch in ((self.who, 0), (self.reason, 0), (self.own_words, 0), (self.search_button, 0),
                                (self.words, 0), (self.table, 1), (self.open_button, 0), (about, 0)):  # fmt: skip
            box.addWidget(widget, stretch)
        box.addStretch(1)
        column(self).addWidget(ScrollPane(inside, _("Cerca negli altri spazi")), 1)
        self.setFocusProxy(self.reason.editor if text else self.who.editor)

    def _bind(self) -> None:
        self.model.state_changed.connect(self._show)
        self.model.field_failed.connect(self._show_error)
        self.reason.editor.code_changed.connect(lambda code: self.own_words.setVisible(code == OTHER))
        self.search_button.clicked.connect(self._search)
        self.who.editor.returnPressed.connect(self._search)
        self.own_words.editor.returnPressed.connect(self._search)
        self.table.opened.connect(lambda _row: self._open())
        self.open_button.clicked.connect(self._open)

    def _search(self) -> None:
        for field in self._fields.values():
            field.set_error("")
        self.model.search(self.who.editor.text(), self.reason.editor.code, self.own_words.editor.text())

    @property
    def _fields(self) -> dict[str, Field[Any]]:
        other = self.reason.editor.code == OTHER
        return {"text": self.who, "reason": self.own_words if other else self.reason}

    def _open(self) -> None:
        row = self.table.current_row
        if row is not None and row < len(self.model.found):
            self.model.fetch(self.model.found[row])

    def _show(self) -> None:
        found = self.model.found
        came = bool(found) and self.rows.rowCount() == 0
        self.words.setText(self.model.words)
        self.words.setVisible(bool(self.model.words))
        announce(self, self.model.words)
        self.search_button.setEnabled(not self.model.busy)
        self.open_button.setEnabled(not self.model.busy)
        self.own_words.setVisible(self.reason.editor.code == OTHER)
        self.rows.show_rows(found)
        for widget in (self.table, self.open_button):
            widget.setVisible(bool(found))
        self.table.go_to_row(0)
        if came:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_error(self, name: str, words: str) -> None:
        field = self._fields.get(name, self.who)
        field.set_error(words)
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
