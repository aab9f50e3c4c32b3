"""The day's figures: a chart, the same numbers in a table, and how they are counted."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.day.view_model import DayViewModel
from wemi_desk.ui.screens.day.words import aside_lines
from wemi_desk.ui.theme import current_theme
from wemi_desk.ui.widgets.bar_chart import BarChart
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column
from wemi_desk.ui.widgets.tables import Table

Figure = tuple[str, int, int]
_HEAD_UNITS, _ROW_UNITS = 54, 36


class FiguresPane(Pane):
    """Right of the day."""

    def __init__(self, model: DayViewModel) -> None:
        super().__init__(_("Numeri"))
        self.model = model
        self._build()
        model.day_changed.connect(self._show_day)
        self.dimension.editor.currentIndexChanged.connect(lambda _index: self._show_figures())
        self._show_day()
        current_theme().follow(self, FiguresPane._fit_table)

    def _build(self) -> None:
        inside = QWidget()
        box = column(inside, spacing=12)
        self.dimension = Field(_("&Conta per"), CodeCombo([("0", _("motivo")), ("1", _("canale"))]))
        self.dimension.editor.set_code("0")
        self.chart = BarChart(_("Grafico"))
        columns: list[Column[Figure]] = [
            Column(_("Che cosa"), lambda row: row[0]),
            Column(_("Quanti"), lambda row: str(row[1])),
            Column(_("Su cento"), lambda row: str(row[2])),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Gli stessi numeri"), self.rows, stretch=0, widths=(76, 84))
        for widget in (self.dimension, self.chart, self.table, label(_("Come si calcola"), "strong")):
            box.addWidget(widget)
        for words in _how():
            box.addWidget(muted(words))
        box.addStretch(1)
        self.aside_title = label(_("Oltre ai contatti"), "strong")
        self.aside_lines = [label("", wrap=True) for _line in range(3)]
        self.scrolled = ScrollPane(inside, _("Numeri del giorno"))
        self.empty = EmptyState(_("Oggi ancora nessun contatto."), icon="it-chart-line")
        self.body.addWidget(self.scrolled, 1)
        self.body.addWidget(self.empty, 1)
        for widget in (self.aside_title, *self.aside_lines):
            self.body.addWidget(widget)

    def _show_day(self) -> None:
        some = bool(self.model.summary and self.model.summary.contacts)
        words = _("Oggi ancora nessun contatto.") if self.model.is_today else _("Quel giorno nessun contatto.")
        self.empty.set_words(words)
        self.scrolled.setVisible(some)
        self.empty.setVisible(not some)
        self._show_aside()
        self._show_figures()

    def _show_aside(self) -> None:
        lines = aside_lines(self.model.summary.aside) if self.model.summary is not None else []
        self.aside_title.setVisible(bool(lines))
        for at, shown in enumerate(self.aside_lines):
            shown.setText(lines[at] if at < len(lines) else "")
            shown.setVisible(at < len(lines))

    def _show_figures(self) -> None:
        if self.model.summary is None:
            return
        title, rows = self.model.words.figures(self.model.summary)[int(self.dimension.editor.code or "0")]
        total = sum(count for _words, count in rows)
        self.chart.show_rows(title, rows)
        self.table.setAccessibleName(title)
        self.rows.show_rows([(words, count, round(100 * count / total)) for words, count in rows])
        self._fit_table()

    def _fit_table(self) -> None:
        """The page scrolls, not the table in it."""
        self.table.setMinimumHeight(current_theme().u(_HEAD_UNITS + _ROW_UNITS * self.rows.rowCount()))


def _how() -> tuple[str, ...]:
    return (
        _("Contatti: tutti quelli del giorno, tolti gli annullati e i corretti."),
        _("Persone: ognuna si conta una volta. Contatti, persone e informative non si sommano."),
        _("Motivo: il tasto premuto, o il primo bisogno scritto."),
        _("Attività: gli incontri svolti e chi c’era. Volontari: chi ha dato ore quel giorno. "
          "Appuntamenti: quelli del giorno, tolti i disdetti; mancati: non è venuta."),
        _("Il giorno è quello in cui la persona è venuta, anche se il contatto è stato scritto dopo."),
    )
