"""Find one person: a line to type in and at most eight answers under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.listed_people import ListedPerson
from wemi_desk.i18n import _
from wemi_desk.ui.person_words import listed_mark, listed_name
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.spacing import column, least_height
from wemi_desk.ui.widgets.tables import Table


class PersonSearch(QWidget):
    """``typed`` at each change; ``opened`` with Enter on an answer."""

    typed = Signal(str)
    opened = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        columns: list[Column[ListedPerson]] = [
            Column(_("Cognome e nome"), listed_name, listed_mark),
            Column(_("Anno"), lambda one: str(one.birth_year or "")),
            Column(_("Codice fiscale"), lambda one: one.masked_code, is_code=True),
        ]
        self.field: Field[Any] = Field(title, TextField(placeholder=_("Nome, codice fiscale, telefono")))
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Persone trovate"), self.rows, stretch=0, widths=(64, 192))
        least_height(self.table, 130)
        self.nobody = muted(_("Nessuno con questo nome."))
        box = column(self)
        box.addWidget(self.field)
        box.addWidget(self.table, 1)
        box.addWidget(self.nobody)
        self.field.editor.textChanged.connect(self.typed)
        self.table.opened.connect(lambda _row: self.opened.emit())
        self.show_people(())

    @property
    def chosen(self) -> ListedPerson | None:
        """The answer the operator is on."""
        row = self.table.current_row
        return None if row is None else self.rows.row_at(row)

    def show_people(self, people: Sequence[ListedPerson]) -> None:
        """The answers to what was typed."""
        self.rows.show_rows(people)
        self.table.go_to_row(0)
        self.table.setVisible(bool(people))
        self.nobody.setVisible(not people and bool(self.field.editor.text().strip()))

    def clear(self) -> None:
        """Nobody searched yet."""
        self.field.editor.empty()
        self.show_people(())
