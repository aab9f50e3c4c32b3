"""Da seguire: the list, the line the operator is on, how many there are of each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.follow_ups import REASONS
from wemi_desk.i18n import _
from wemi_desk.ui.screens.follow_ups.view_model import FollowUpsViewModel, ShownLine
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import code, label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table


class FollowUpsPane(Pane):
    """The list with its filter; Enter opens, Space calls back."""

    def __init__(self, model: FollowUpsViewModel) -> None:
        super().__init__(_("Da seguire"))
        self.model = model
        self._build()
        self._bind()
        self._show()

    @property
    def chosen(self) -> ShownLine | None:
        """The line the operator is on."""
        row = self.table.current_row
        return self.rows.row_at(row) if row is not None else None

    def focus_first(self) -> None:
        """Into the list."""
        target = self.table if self.table.isVisible() else self.filter.editor
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.filter = Field(_("&Mostra"), CodeCombo(self.model.choices))
        self.filter.editor.set_code("all")
        columns: list[Column[ShownLine]] = [
            Column(_("Che cosa"), lambda line: line.what, lambda line: line.mark),
            Column(_("Entro"), lambda line: line.when),
            Column(_("Codice"), lambda line: line.code, is_code=True),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Cose da seguire"), self.rows, stretch=0, widths=(120, 176))
        least_height(self.table, 180)
        self.empty = EmptyState(
            _("Nessuna pratica aperta"), _("Le domande da seguire arrivano qui da sole, in ordine di giorno."),
            icon="it-files",
        )  # fmt: skip
        self.print_button = button(_("Stampa l’elenco"), icon="it-print")
        self.body.addWidget(self.filter)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.table)

    def _bind(self) -> None:
        self.model.changed.connect(self._show)
        self.filter.editor.code_changed.connect(self.model.filter)
        self.print_button.clicked.connect(self.model.print_list)
        self.table.opened.connect(lambda _row: self._do(self.model.open))
        self.table.marked.connect(lambda _row: self._do(self.model.call))

    def _do(self, verb: object) -> None:
        if self.chosen is not None and callable(verb):
            verb(self.chosen)

    def _show(self) -> None:
        kept, lines = self.table.current_row or 0, self.model.lines
        self.filter.editor.blockSignals(True)
        self.filter.editor.set_choices(self.model.choices)
        self.filter.editor.set_code(self.model.reason)
        self.filter.editor.blockSignals(False)
        self.rows.show_rows(lines)
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.print_button.setVisible(bool(lines))
        self.table.go_to_row(min(kept, len(lines) - 1))


class FollowUpDetail(Pane):
    """What to do about the line, and the two ways to do it."""

    def __init__(self, model: FollowUpsViewModel, lines: FollowUpsPane) -> None:
        super().__init__(_("Che cosa fare"))
        self.model, self._lines = model, lines
        self.full = QWidget()
        box = column(self.full)
        self.what, self.code = label("", "strong", wrap=True), code("")
        self.state, self.when = label("", wrap=True), label("", "strong", wrap=True)
        self.advice, self.promised = label("", wrap=True), muted("")
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        self.open_button = primary_button(_("Apri allo sportello"), keys=_("Invio"))
        self.call_button = button(_("Richiama"), keys=_("Spazio"), icon="it-telephone")
        flow.addWidget(self.open_button)
        self.measure_button = button(_("Stampa le domande di questa misura"), icon="it-print")
        flow.addWidget(self.call_button)
        flow.addWidget(self.measure_button)
        for widget in (self.what, self.code, self.state, self.when, self.advice, self.promised, acts):
            box.addWidget(widget)
        box.addStretch(1)
        self.nothing = muted(_("Scegli una riga: qui c’è che cosa fare."))
        self._scrolled = ScrollPane(self.full, _("Che cosa fare"))
        self.body.addWidget(self._scrolled, 1)
        self.body.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignTop)
        lines.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show())
        model.changed.connect(self._show)
        self.open_button.clicked.connect(lambda: self._do(self.model.open))
        self.call_button.clicked.connect(lambda: self._do(self.model.call))
        self.measure_button.clicked.connect(lambda: self._do(self.model.print_measure))
        self._show()

    def _do(self, verb: object) -> None:
        if self._lines.chosen is not None and callable(verb):
            verb(self._lines.chosen)

    def _show(self) -> None:
        line = self._lines.chosen
        self._scrolled.setVisible(line is not None)
        self.nothing.setVisible(line is None)
        texts = {
            self.what: line.what if line else "", self.code: line.code if line else "",
            self.state: line.state if line else "", self.advice: line.advice if line else "",
            self.when: _("Entro: {day}").format(day=line.when) if line else "",
            self.promised: line.promised if line else "",
        }  # fmt: skip
        for widget, words in texts.items():
            widget.setText(words)
            widget.setVisible(bool(words))


class CountsPane(Pane):
    """How many of each, to be read from afar."""

    def __init__(self, model: FollowUpsViewModel) -> None:
        super().__init__(_("Quante sono"))
        self.model = model
        self._words = {reason: label("", wrap=True) for reason in REASONS}
        for widget in self._words.values():
            self.body.addWidget(widget)
        self.body.addStretch(1)
        model.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        for reason, widget in self._words.items():
            widget.setText(self.model.count_words(reason))
            widget.setProperty("role", "strong" if self.model.counts.get(reason) else "muted")
            widget.style().polish(widget)
