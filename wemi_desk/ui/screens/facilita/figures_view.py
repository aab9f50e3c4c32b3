"""The four indicators of the period, and the rows behind each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from wemi_desk.domain.facilita_indicators import FIGURES as NAMES
from wemi_desk.domain.facilita_indicators import Behind
from wemi_desk.i18n import _
from wemi_desk.ui.screens.facilita.view_model import FacilitaViewModel
from wemi_desk.ui.screens.facilita.words import FIGURES, PARTS, behind_shown, behind_words
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import Pane
from wemi_desk.ui.widgets.spacing import least_height, spaced
from wemi_desk.ui.widgets.tables import Table


class FiguresPane(Pane):
    """As the platform counts: rows that were sent and not refused."""

    def __init__(self, model: FacilitaViewModel) -> None:
        super().__init__(_("Indicatori"))
        self.model = model
        self._build()
        model.figures_changed.connect(self._show)
        model.outlook_changed.connect(self._show)
        self.filter.editor.code_changed.connect(lambda _code: self._show_rows())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_detail())
        self._show()

    def _build(self) -> None:
        grid = spaced(QGridLayout(), spacing=8)
        self.figures = {name: label("–", "strong") for name in NAMES}
        for row, (name, shown) in enumerate(self.figures.items()):
            grid.addWidget(label(_(FIGURES[name]), wrap=True), row, 0)
            grid.addWidget(shown, row, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        self.attendances, self.left, self.detail = muted(""), muted(""), label("", wrap=True)
        choices = [(name, _(words)) for name, words in (FIGURES | PARTS).items()]
        self.filter = Field(_("&Righe dietro"), CodeCombo(choices))
        self.filter.editor.set_code("services")
        columns: list[Column[Behind]] = [
            Column(_("Che cosa"), behind_shown), Column(_("Servizi"), lambda line: str(line.services)),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Righe dietro la cifra"), self.rows, stretch=0, widths=(72,))
        least_height(self.table, 150)
        self.body.addLayout(grid)
        for widget, stretch in ((self.attendances, 0), (self.left, 0), (self.filter, 0), (self.table, 1),
                                (self.detail, 0)):  # fmt: skip
            self.body.addWidget(widget, stretch)

    def _show(self) -> None:
        explained, outlook = self.model.explained, self.model.outlook
        if explained is not None:
            for name, shown in self.figures.items():
                shown.setText(str(getattr(explained.figures, name)))
            self.attendances.setText(_("Presenze mandate: {n}.").format(n=explained.figures.attendances))
        if outlook is not None:
            words = _("Non mandate: {n} da sistemare, {more} senza nome.")
            self.left.setText(words.format(n=outlook.to_look_at, more=outlook.counts.get("anonymous", 0)))
        self._show_rows()

    def _show_rows(self) -> None:
        explained, name = self.model.explained, self.filter.editor.code or ""
        lines = [] if explained is None else [*explained.behind.get(name, ()), *explained.parts.get(name, ())]
        self.rows.show_rows(lines)
        self.table.go_to_row(0)
        self._show_detail()

    def _show_detail(self) -> None:
        """The row the operator is on, in full: the column is narrow."""
        row = self.table.current_row
        line = self.rows.row_at(row) if row is not None else None
        self.detail.setText(behind_words(line) if line is not None else "")
