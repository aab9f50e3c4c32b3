"""Tutti i tasti: made from the one enumeration, with the operator's own keys."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.shortcuts import Keymap, Shortcut
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, least_height
from wemi_desk.ui.widgets.tables import Table


class KeysView(QWidget):
    """One line a key; under it what it does in full, and where it works."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self.setAccessibleName(_("Tutti i tasti"))
        columns: list[Column[Shortcut]] = [
            Column(_("Tasti"), keymap.label),
            Column(_("Che cosa fa"), lambda shortcut: shortcut.title),
        ]
        self.rows = PagedTableModel(columns, self)
        self.rows.show_rows(tuple(Shortcut))
        self.table = Table(_("Tutti i tasti"), self.rows, stretch=1, widths=(148,))
        least_height(self.table, 150)
        self.title, self.where = label("", "strong", wrap=True), muted("")
        inside = QWidget()
        box = column(inside)
        box.addWidget(self.table, 1)
        box.addWidget(self.title)
        box.addWidget(self.where)
        column(self).addWidget(ScrollPane(inside, _("Tutti i tasti")), 1)
        self.setFocusProxy(self.table)
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.table.go_to_row(0)

    def _show_chosen(self) -> None:
        row = self.table.current_row
        shortcut = self.rows.row_at(row) if row is not None else None
        self.title.setText(shortcut.title if shortcut else "")
        self.where.setText(_("Funziona {where}.").format(where=shortcut.where) if shortcut else "")
