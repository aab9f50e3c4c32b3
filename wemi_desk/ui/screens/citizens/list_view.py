"""The list of everybody: a filter line and a table; Enter opens the person at the desk."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.listed_people import ListedPerson
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.ui.person_words import listed_mark, listed_name
from wemi_desk.ui.screens.citizens.list_view_model import PeopleListViewModel
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.spacing import spaced
from wemi_desk.ui.widgets.tables import Table

_STEPS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FilterField(TextField):
    """Typing filters; the arrows and Enter work on the table below without leaving the line."""

    def __init__(self, table: Table) -> None:
        super().__init__(placeholder=_("Nome, codice fiscale, telefono"))
        self._table = table

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (*_STEPS, *_ENTER):
            self._table.keyPressEvent(event)
        else:
            super().keyPressEvent(event)


class PeopleListPane(Pane):
    """Without a visit."""

    def __init__(self, model: PeopleListViewModel, lists: PickLists) -> None:
        super().__init__(model.title)
        self.model = model
        self._lists = lists
        self._found: list[CitizenId] = []
        self._build()
        self._bind()

    @property
    def chosen(self) -> ListedPerson | None:
        """The person the operator is on."""
        row = self.table.current_row
        return None if row is None else self.rows.row_at(row)

    def focus_filter(self) -> None:
        """Where the hands should be on F4."""
        self.filter.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.editor.selectAll()

    def clear_filter(self) -> bool:
        """Esc: first what is filtered goes."""
        if self.model.only_to_verify:
            self.model.show_to_verify(False)
            return True
        if not self.filter.editor.text():
            return False
        self.filter.editor.empty()
        return True

    def _build(self) -> None:
        self.rows: PagedTableModel[ListedPerson] = PagedTableModel(self._columns(), self)
        self.table = Table(_("Cittadini"), self.rows, stretch=0, widths=(64, 112, 192))
        self.filter: Field[Any] = Field(_("Ce&rca tra i cittadini"), FilterField(self.table))
        self.empty = EmptyState(_("Nessuno con questo nome"), _("Ctrl+N registra una persona nuova."), icon="it-search")
        self.open_button = primary_button(_("Apri allo sportello"), keys=_("Invio"))
        self.body.addWidget(self.filter)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        self.verify_button = button(_("Da verificare"), icon="it-help-circle")
        self.verify_button.setCheckable(True)
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        for act in (self.open_button, self.verify_button):
            flow.addWidget(act)
        self.body.addWidget(acts)
        self.empty.hide()

    def _columns(self) -> list[Column[ListedPerson]]:
        return [
            Column(_("Cognome e nome"), listed_name, listed_mark),
            Column(_("Anno"), lambda one: str(one.birth_year or "")),
            Column(_("Municipio"), self._municipio),
            Column(_("Codice fiscale"), lambda one: one.masked_code, is_code=True),
        ]

    def _municipio(self, one: ListedPerson) -> str:
        return one.municipio if one.municipio.isdigit() else self._lists["municipio"].label(one.municipio)

    def _bind(self) -> None:
        self.model.restarted.connect(self._restart)
        self.model.grown.connect(self._grow)
        self.model.refreshed.connect(self.rows.refresh)
        self.model.found_changed.connect(self._show_found)
        self.filter.editor.textChanged.connect(self.model.search)
        self.table.opened.connect(lambda _row: self._open())
        self.open_button.clicked.connect(self._open)
        self.verify_button.toggled.connect(self.model.show_to_verify)

    def _restart(self, total: int) -> None:
        if not self.model.is_filtered:
            kept = self.table.current_row or 0
            self.rows.show(total, self.model.read)
            self.table.go_to_row(min(kept, total - 1))
        self._show_title()

    def _grow(self, total: int) -> None:
        if not self.model.is_filtered:
            self.rows.grow(total)
        self._show_title()

    def _show_found(self) -> None:
        before, kept = self._found, self.table.current_row or 0
        self._found = [one.id for one in self.model.found]
        if self.model.is_filtered:
            self.rows.show_rows(self.model.found)
        else:
            self.rows.show(self.model.index.total, self.model.read)
        self.table.go_to_row(kept if self._found and self._found == before else 0)
        self._show_title()

    def _show_title(self) -> None:
        some = self.rows.rowCount() > 0
        self.set_title(self.model.title)
        self.table.setVisible(some)
        self.empty.setVisible(not some)
        self.open_button.setVisible(some)
        self._show_check()
        self.empty.set_words(*self._nobody())

    def _show_check(self) -> None:
        """The button says what is shown, whoever asked for it."""
        self.verify_button.blockSignals(True)
        self.verify_button.setChecked(self.model.only_to_verify)
        self.verify_button.setText(_("Mostra tutti") if self.model.only_to_verify else _("Da verificare"))
        self.verify_button.blockSignals(False)

    def _nobody(self) -> tuple[str, str]:
        if self.model.only_to_verify:
            return _("Niente da verificare"), ""
        words = _("Nessuno con questo nome") if self.model.is_filtered else _("Nessuno è ancora registrato")
        return words, _("Ctrl+N registra una persona nuova.")

    def _open(self) -> None:
        if self.chosen is not None:
            self.model.open(self.chosen)

