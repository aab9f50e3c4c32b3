"""Unisci a un'altra scheda: find the other, see both side by side, decide."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.citizens.merge_view_model import ComparedField, MergeViewModel
from wemi_desk.ui.screens.citizens.search_view import PersonSearch
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.confirmation import Confirmation
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import heading, muted
from wemi_desk.ui.widgets.marks import Mark
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table

_DIFFERS = Mark("it-exchange-circle", "warn")


class ComparisonTable(Table):
    """Both cards, field by field; where they say different things it is said in words."""

    def __init__(self) -> None:
        columns: list[Column[ComparedField]] = [
            Column(_("Campo"), lambda row: row.name),
            Column(_("Questa scheda"), lambda row: row.kept),
            Column(_("L’altra scheda"), lambda row: row.other),
            Column(_("Confronto"), _comparison, lambda row: _DIFFERS if row.differs else None),
        ]
        self.fields: PagedTableModel[ComparedField] = PagedTableModel(columns)
        super().__init__(_("Le due schede"), self.fields, stretch=2, widths=(140, 176, 112))
        self.fields.setParent(self)
        least_height(self, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        rest = self.viewport().width() - self.columnWidth(0) - self.columnWidth(3)
        self.setColumnWidth(1, rest // 2)


class MergeView(QWidget):
    """``left`` when the operator goes back to the card."""

    left = Signal()

    def __init__(self, model: MergeViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Unisci a un’altra scheda"))
        self._build()
        self._bind()
        self._show_compared()

    def open_fresh(self) -> None:
        """Nobody searched yet."""
        self.model.start()
        self.search.clear()
        self.search.field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        """Esc: from the comparison to the search, from the search to the card."""
        if self.model.is_ready:
            self.open_fresh()
        else:
            self.left.emit()
        return True

    def ask(self) -> None:
        """Confirmation 1, with both cards side by side."""
        if not self.model.is_ready:
            return
        table = ComparisonTable()
        table.fields.show_rows(self.model.compared)
        words = _(
            "Le due schede diventano una su tutte le postazioni. Solo il coordinamento può separarle."
        )
        dialog = Confirmation(
            self.window(), _("Unisci due schede"), words, _("Unisci le due schede"), detail=table
        )
        dialog.confirmed.connect(self.model.merge)
        dialog.open()

    def _build(self) -> None:
        inside, acts = QWidget(), QWidget()
        box = column(inside)
        box.addWidget(heading(_("Unisci a un’altra scheda")))
        self.hint = muted(_("Trova l’altra scheda della stessa persona. Questa resta, e prende quello che le manca."))
        self.search = PersonSearch(_("Cerca l’alt&ra scheda"))
        self.table = ComparisonTable()
        for widget in (self.hint, self.search, self.table):
            box.addWidget(widget, 0 if widget is self.hint else 1)
        self.compare_button = primary_button(_("Confronta"), keys=_("Invio"))
        self.merge_button = primary_button(_("Unisci le due schede"))
        self.back_button = button(_("Torna indietro"), keys="Esc")
        flow = spaced(FlowLayout(acts), spacing=8)
        for act in (self.compare_button, self.merge_button, self.back_button):
            flow.addWidget(act)
        outer = column(self)
        outer.addWidget(ScrollPane(inside, _("Unisci a un’altra scheda")), 1)
        outer.addWidget(acts)

    def _bind(self) -> None:
        model = self.model
        self.search.typed.connect(model.search)
        self.search.opened.connect(self._compare)
        self.search.field.editor.returnPressed.connect(self._compare)
        self.compare_button.clicked.connect(self._compare)
        self.merge_button.clicked.connect(self.ask)
        self.back_button.clicked.connect(self.step_back)
        model.found_changed.connect(self._show_found)
        model.compared_changed.connect(self._show_compared)
        model.merged.connect(self._leave)

    def _leave(self, _citizen_id: object) -> None:
        self.left.emit()

    def _compare(self) -> None:
        if self.search.chosen is not None:
            self.model.compare(self.search.chosen)

    def _show_found(self) -> None:
        self.search.show_people(self.model.found)
        self.compare_button.setVisible(bool(self.model.found) and not self.model.is_ready)

    def _show_compared(self) -> None:
        ready = self.model.is_ready
        self.table.fields.show_rows(self.model.compared)
        self.search.setVisible(not ready)
        self.table.setVisible(ready)
        self.merge_button.setVisible(ready)
        self.compare_button.setVisible(bool(self.model.found) and not ready)
        if ready:
            self.table.go_to_row(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _comparison(row: ComparedField) -> str:
    if row.differs:
        return _("diverso")
    return _("uguale") if row.kept == row.other else _("si completa")
