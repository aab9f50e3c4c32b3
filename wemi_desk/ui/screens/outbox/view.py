"""Invio dati, in the side panel."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.outbox.view_model import OutboxLine, OutboxViewModel
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.marks import STATE_MARKS
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, least_height
from wemi_desk.ui.widgets.tables import Table


class OutboxView(QWidget):
    """A list to choose, its acts newest first, the state of the one the operator is on."""

    def __init__(self, model: OutboxViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Invio dati"))
        self._build()
        self._bind()
        self._show_list()

    def _build(self) -> None:
        self.which = Field(_("&Elenco"), CodeCombo(self.model.names, numbered=False))
        self.which.editor.set_code(self.model.which.value)
        columns: list[Column[OutboxLine]] = [
            Column(_("Che cosa"), lambda line: line.what, lambda line: STATE_MARKS[line.mark]),
            Column(_("Da quando"), lambda line: line.since),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Atti"), self.rows, stretch=0, widths=(100,))
        least_height(self.table, 120)
        self.empty = EmptyState("", icon="it-check-circle")
        self.what, self.state = label("", wrap=True), label("", "strong", wrap=True)
        self.summary = muted("")
        safe = muted(_("Quello che aspetta è al sicuro su questo computer, parte da solo e non si può cancellare."))
        inside = QWidget()
        box = column(inside)
        for widget, stretch in ((self.which, 0), (self.table, 1), (self.empty, 1), (self.what, 0), (self.state, 0),
                                (self.summary, 0), (safe, 0)):  # fmt: skip
            box.addWidget(widget, stretch)
        column(self).addWidget(ScrollPane(inside, _("Invio dati")), 1)
        self.setFocusProxy(self.which.editor)

    def _bind(self) -> None:
        self.model.list_changed.connect(self._show_list)
        self.which.editor.code_changed.connect(self._turn)
        self.table.selectionModel().currentRowChanged.connect(self._show_state)
        self.rows.page_arrived.connect(self._show_state)

    def _turn(self, code: str | None) -> None:
        if code is not None:
            self.model.turn_to(code)

    def _show_list(self) -> None:
        kept, total = self.table.current_row or 0, self.model.total
        self.which.editor.set_choices(self.model.names)
        self.which.editor.set_code(self.model.which.value)
        self.rows.show(total, self.model.read)
        self.table.setVisible(total > 0)
        self.empty.setVisible(total == 0)
        self.empty.set_words(self.model.empty_words)
        self.summary.setText(self.model.summary)
        self.table.go_to_row(min(kept, total - 1))
        self._show_state()

    def _show_state(self) -> None:
        row = self.table.current_row
        line = self.rows.row_at(row) if row is not None else None
        self.what.setText(line.what if line else "")
        self.state.setText(line.state if line else "")
        self.what.setVisible(line is not None)
        self.state.setVisible(line is not None)
