"""The field, what was understood of it, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from wemi_desk.domain.catalogue_query import MOST_TEXT, Filter
from wemi_desk.i18n import _
from wemi_desk.services.catalogue.finding import ServiceRow
from wemi_desk.services.catalogue.words import price_words, where_in_short
from wemi_desk.ui.screens.catalogue.search_view_model import SearchViewModel
from wemi_desk.ui.screens.catalogue.search_words import Chip
from wemi_desk.ui.widgets.buttons import button, set_text
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.spacing import column, least_height, row, spaced
from wemi_desk.ui.widgets.tables import Table

_WHERE = 2


class SearchField(TextField):
    """Down goes to the list, Enter opens what stands first."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class ChipLine(QWidget):
    """Buttons in a line that wraps: what is filtered can be taken away, what is offered can be added."""

    def __init__(self, name: str, drop: Callable[[Filter], None], add: Callable[[Filter], None]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._drop, self._add = drop, add
        self._flow = spaced(FlowLayout(self), spacing=6)
        self._shown: tuple[list[Chip], list[Chip]] = ([], [])
        self.buttons: list[QPushButton] = []

    @property
    def held(self) -> list[Chip]:
        """The filters that hold."""
        return self._shown[0]

    def show_chips(self, held: Sequence[Chip], offered: Sequence[Chip]) -> None:
        if (list(held), list(offered)) == self._shown:
            return
        had_focus = any(one.hasFocus() for one in self.buttons)
        for old in self.buttons:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown, self.buttons = (list(held), list(offered)), []
        for chip in held:
            self._put(chip, "it-close", _("Filtro: {words}. Premi per toglierlo"), self._drop)
        for chip in offered:
            self._put(chip, "it-plus", _("Aggiungi il filtro: {words}"), self._add)
        self.setVisible(bool(self.buttons))
        if had_focus and self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _put(self, chip: Chip, icon: str, spoken: str, act: Callable[[Filter], None]) -> None:
        made = button(chip.words, icon=icon, kind="" if act == self._drop else "quiet")
        made.setAccessibleName(spoken.format(words=chip.words))
        made.clicked.connect(lambda _checked=False: act(chip.filter))
        self._flow.addWidget(made)
        made.show()
        self.buttons.append(made)


class ResultsView(QWidget):
    """``opened``: the hands go to the sheet. ``missing_wanted``: nothing was found, and that should be known."""

    opened = Signal()
    missing_wanted = Signal(str)

    def __init__(self, model: SearchViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Servizi"))
        self._build()
        self._bind()
        self._show()

    def focus_first(self) -> None:
        """Into the field, its words ready to be replaced."""
        self.field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.editor.selectAll()

    def focus_list(self) -> None:
        """Into what was found: Ctrl+Z then undoes the act, not the typing."""
        (self.table if self.model.rows else self.field.editor).setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        """Esc: what is marked, then what is typed."""
        if self.model.marked:
            self.model.unmark_all()
            return True
        if self.field.editor.text() or self.chips.held:
            self.field.editor.empty()
            self.model.start_again()
            self.focus_first()
            return True
        return False

    def _build(self) -> None:
        self.field = Field(
            _("Che cosa &cerca"),
            SearchField(placeholder=_("per esempio: baby-sitter sera Municipio 4 sotto 12 €"), most=MOST_TEXT),
        )
        self.chips = ChipLine(_("Filtri"), self.model.drop, self.model.add)
        columns: list[Column[ServiceRow]] = [
            Column(_("Servizio"), self._title, self._mark),
            Column(_("Costo"), lambda one: price_words(one.service)),
            Column(_("Dove"), lambda one: where_in_short(one.service)),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Servizi trovati"), self.rows, stretch=0, widths=(136, 192))
        least_height(self.table, 150)
        box = column(self)
        for widget in (self.field, self.chips):
            box.addWidget(widget)
        box.addWidget(self.table, 1)
        self._build_empty()
        box.addWidget(self.empty, 1)
        box.addWidget(self.nothing, 1)
        box.addLayout(self._build_foot())

    def _build_empty(self) -> None:
        self.empty = EmptyState(
            _("Il catalogo arriva con il primo collegamento"),
            _("Intanto si può inviare la persona a un altro servizio da «Orientamenti e invii»."), icon="it-bookmark",
        )  # fmt: skip
        self.nothing = QWidget()
        inside = column(self.nothing)
        self.nothing_words = label("", "strong", wrap=True)
        self.closest = ChipLine(_("Categorie vicine"), self._add_category, self._add_category)
        self.missing_button = button(_("Segnala che manca"), icon="it-horn")
        inside.addWidget(self.nothing_words)
        inside.addWidget(muted(_("Prova con una di queste categorie, o togli un filtro.")))
        inside.addWidget(self.closest)
        inside.addWidget(self.missing_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)

    def _build_foot(self) -> QHBoxLayout:
        line = row(spacing=12)
        self.count, self.copy = label("", "strong"), muted("")
        self.compare_button = button("", keys=_("Spazio"))
        line.addWidget(self.count)
        line.addWidget(self.copy, 1)
        line.addWidget(self.compare_button)
        return line

    def _bind(self) -> None:
        self.model.changed.connect(self._show)
        editor = self.field.editor
        editor.textChanged.connect(self.model.ask)
        editor.down.connect(self._to_list)
        editor.returnPressed.connect(self._open_first)
        self.table.opened.connect(lambda _row: self.opened.emit())
        self.table.marked.connect(self.model.mark)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._choose())
        self.compare_button.clicked.connect(self._toggle)
        self.missing_button.clicked.connect(lambda: self.missing_wanted.emit(self.model.text))

    def _title(self, one: ServiceRow) -> str:
        return one.service.title

    def _mark(self, one: ServiceRow) -> tuple[str, str] | None:
        return ("it-check-circle", "primary") if one.service.id in self.model.marked else None

    def _choose(self) -> None:
        if self.table.current_row is not None:
            self.model.choose(self.table.current_row)

    def _to_list(self) -> None:
        if self.model.rows:
            self.focus_list()

    def _open_first(self) -> None:
        if self.model.rows:
            self.opened.emit()

    def _toggle(self) -> None:
        if self.table.current_row is not None:
            self.model.mark(self.table.current_row)

    def _add_category(self, one: Filter) -> None:
        self.field.editor.empty()
        self.model.add(one)

    def _show(self) -> None:
        model = self.model
        if self.field.editor.text() != model.text:
            self.field.editor.setText(model.text)
        offered = [] if model.is_empty else model.words.offered(model.results)
        self.chips.show_chips(model.words.chips(model.results), offered)
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.rows.show_rows(model.rows)
        self.table.go_to_row(model.row)
        selection.blockSignals(False)
        self.table.viewport().update()
        is_searched = model.results is not None and not model.is_empty
        self.table.setColumnHidden(_WHERE, len(model.marked) > 1)  # beside a comparison there is room for titles
        self.table.setVisible(bool(model.rows) or (not is_searched and not model.is_empty))
        self.empty.setVisible(model.is_empty)
        self.nothing.setVisible(is_searched and not model.rows)
        self._show_words()

    def _show_words(self) -> None:
        model = self.model
        asked = model.text.strip()
        words = _("Niente per «{text}» con questi filtri.").format(text=asked[:80]) if asked else ""
        self.nothing_words.setText(words or _("Nessun servizio con questi filtri."))
        self.closest.show_chips([], model.words.closest(model.results))
        self.missing_button.setVisible(bool(asked))
        results = None if model.is_empty else model.results
        self.count.setText(model.words.count(results))
        self.copy.setText(model.words.copy(model.copy))
        is_marked = model.current in model.marked
        set_text(self.compare_button, _("Togli dal confronto") if is_marked else _("Confronta"), keys=_("Spazio"))
        self.compare_button.setVisible(bool(model.rows))
