"""The day's ledger, in the place of the day's list."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.day.ledger_view_model import LedgerViewModel
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.theme import current_theme
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.labels import heading, label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, row
from wemi_desk.ui.widgets.tables import Table

_HEAD_UNITS, _ROW_UNITS = 54, 36


class LedgerPage(QWidget):
    """Counts, reasons, kinds, the receipt; ``left`` comes when the operator goes back."""

    left = Signal()

    def __init__(self, model: LedgerViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Registro degli invii"))
        self._build()
        model.ledger_changed.connect(self._show)
        current_theme().follow(self, LedgerPage._fit_tables)

    def _build(self) -> None:
        inside = QWidget()
        box = column(inside, spacing=12)
        self.title, self.sums, self.receipt = heading(""), label("", "strong", wrap=True), label("", wrap=True)
        self.held_rows: PagedTableModel[tuple[str, str]] = PagedTableModel(
            (Column(_("Perché"), lambda one: one[0]), Column(_("Quanti"), lambda one: one[1])), self)
        self.kind_rows: PagedTableModel[tuple[str, str, str]] = PagedTableModel(
            (Column(_("Che cosa"), lambda one: one[0]), Column(_("Fatti"), lambda one: one[1]),
             Column(_("Ricevuti"), lambda one: one[2])), self)  # fmt: skip
        self.held = Table(_("Ancora qui"), self.held_rows, stretch=0, widths=(84,))
        self.kinds = Table(_("Per tipo"), self.kind_rows, stretch=0, widths=(84, 96))
        self.held_title = label(_("Ancora qui"), "strong")
        about = muted(_("Ogni atto fatto qui è stato ricevuto, oppure è ancora qui con il suo perché. Il foglio porta "
                        "la firma del sistema centrale."))  # fmt: skip
        for widget in (self.title, self.sums, self.receipt, self.held_title, self.held, self.kinds, about):
            box.addWidget(widget)
        box.addStretch(1)
        outer = column(self)
        outer.addWidget(ScrollPane(inside, _("Registro degli invii")), 1)
        self.back_button = button(_("Torna alla giornata"), keys="Esc")
        self.print_button = primary_button(_("Stampa il registro"), keys=Shortcut.PRINT.keys)
        self.back_button.clicked.connect(self.left)
        self.print_button.clicked.connect(self.model.print_sheet)
        acts = row(spacing=12)
        acts.addWidget(self.back_button)
        acts.addStretch(1)
        acts.addWidget(self.print_button)
        outer.addLayout(acts)

    def open_for(self, day: date) -> None:
        """One day's ledger; the hands go where the paper is."""
        self.model.show_day(day)
        self._show()
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        model = self.model
        self.title.setText(model.title)
        self.sums.setText(model.sums)
        self.receipt.setText(model.receipt)
        self.held_rows.show_rows(model.held)
        self.kind_rows.show_rows(model.by_kind)
        for widget in (self.held_title, self.held):
            widget.setVisible(bool(model.held))
        self.kinds.setVisible(bool(model.by_kind))
        self._fit_tables()

    def _fit_tables(self) -> None:
        """The page scrolls, not the tables in it."""
        for table, rows in ((self.held, self.held_rows), (self.kinds, self.kind_rows)):
            table.setFixedHeight(current_theme().u(_HEAD_UNITS + _ROW_UNITS * rows.rowCount()))
