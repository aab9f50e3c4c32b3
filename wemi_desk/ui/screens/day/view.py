"""Giornata (F8): what was done today, what is still open, putting it right, closing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from wemi_desk.domain.day import DaySummary
from wemi_desk.i18n import _
from wemi_desk.ui.screens.day.figures_view import FiguresPane
from wemi_desk.ui.screens.day.forms_view import DayForm
from wemi_desk.ui.screens.day.ledger_view import LedgerPage
from wemi_desk.ui.screens.day.ledger_view_model import LedgerViewModel
from wemi_desk.ui.screens.day.pages_view import DayPages
from wemi_desk.ui.screens.day.view_model import DayViewModel
from wemi_desk.ui.screens.day.words import HERE, DayLine, OpenItem, closed_words, closing_words, open_items, totals
from wemi_desk.ui.shell.pane_host import PaneSpec
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.confirmation import Confirmation
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table

_KEYS = {"drafts": Shortcut.DRAFTS, "call_backs": Shortcut.CALL_BACK, "queue": Shortcut.QUEUE}


def day_panes(model: DayViewModel, ledger: LedgerViewModel) -> list[PaneSpec]:
    """The panes of the place."""
    return [PaneSpec(DayPane(model, ledger), _("Giornata")), PaneSpec(FiguresPane(model), _("Numeri"))]


class DayPane(Pane):
    """The overview, and in its place the form, or the ledger, that was asked for: made when it is first wanted."""

    def __init__(self, model: DayViewModel, ledger: LedgerViewModel) -> None:
        super().__init__(model.title)
        self.model, self._ledger_model = model, ledger
        self._build()
        self._bind()
        self._show_day()

    @property
    def handlers(self) -> Mapping[Shortcut, Callable[[], bool | None]]:
        """What the window's shortcuts do here."""
        return {Shortcut.SAVE: self.save, Shortcut.PRINT: self.print_sheet, Shortcut.BACK: self.step_back}

    def save(self) -> bool:
        """Ctrl+S in one of the forms."""
        form = self.stack.currentWidget()
        if not isinstance(form, DayForm):
            return False
        form.save()
        return True

    def step_back(self) -> bool:
        """Esc: from a form to the overview."""
        if self.stack.currentWidget() is self.overview:
            return False
        self._show_overview()
        return True

    def print_sheet(self) -> None:
        """Ctrl+P: the sheet of what is shown."""
        shown = self._ledger_model if isinstance(self.stack.currentWidget(), LedgerPage) else self.model
        shown.print_sheet()

    def ask_to_close(self) -> None:
        """Confirmation 4."""
        if self.model.summary is None:
            return
        words = closing_words(self.model.summary)
        dialog = Confirmation(self.window(), _("Chiudi la giornata"), words, _("Chiudi la giornata"))
        dialog.confirmed.connect(self.model.close_day)
        dialog.open()

    def _build(self) -> None:
        self.overview = self._build_overview()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.overview)
        self.pages = DayPages(self.stack, self.model, self._ledger_model, self._show_overview)
        self.body.addWidget(self.stack, 1)

    def _build_overview(self) -> QWidget:
        page, inside = QWidget(), QWidget()
        box = column(inside, spacing=12)
        box.addWidget(self._build_totals())
        self.closed = label("", "ok", wrap=True)
        self.open_title = label(_("Ancora aperto"), "strong")
        self.open_flow_holder = QWidget()
        self._open_flow = spaced(FlowLayout(self.open_flow_holder), spacing=8)
        self.open_widgets: list[QWidget] = []
        for widget in (self.closed, self.open_title, self.open_flow_holder):
            box.addWidget(widget)
        box.addWidget(self._build_contacts(), 1)
        outer = column(page)
        box.addWidget(self._build_acts())  # they scroll along: pinned, two rows of large text left no room for the day
        outer.addWidget(ScrollPane(inside, _("Il giorno")), 1)
        return page

    def _build_totals(self) -> QWidget:
        holder = QWidget()
        self._totals = spaced(FlowLayout(holder), spacing=16)
        self.totals: list[QWidget] = []
        return holder

    def _build_contacts(self) -> QWidget:
        columns: list[Column[DayLine]] = [
            Column(_("Ora"), lambda line: line.time),
            Column(_("Motivo"), lambda line: line.reason),
            Column(_("Canale"), lambda line: line.channel),
            Column(_("Durata"), lambda line: line.duration),
        ]
        widths: tuple[float, ...] = (64, 168, 104)
        if self.model.sees_others:
            columns.append(Column(_("Chi"), lambda line: line.who))
            widths = (64, 168, 104, 104)
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Contatti del giorno"), self.rows, stretch=1, widths=widths)
        least_height(self.table, 140)
        self.empty = EmptyState(_("Oggi ancora nessun contatto."), _("F9 e una cifra ne registrano uno."))
        self.list = QStackedWidget()
        self.list.addWidget(self.empty)
        self.list.addWidget(self.table)
        return self.list

    def _build_acts(self) -> QWidget:
        acts = QWidget()
        acts.setAccessibleName(_("Che cosa fare"))
        flow = spaced(FlowLayout(acts), spacing=8)
        self.correct_button = button(_("Correggi o togli"), keys=_("Invio"))
        self.late_button = button(_("Contatto di un altro giorno"))
        self.before_button = button(_("Giorno prima"))
        self.today_button = button(_("Torna a oggi"))
        self.print_button = button(_("Stampa il foglio"), keys=Shortcut.PRINT.keys)
        self.ledger_button = button(_("Registro degli invii"))
        self.close_button = primary_button(_("Chiudi la giornata"))
        for widget in (self.correct_button, self.late_button, self.before_button, self.today_button,
                       self.print_button, self.ledger_button, self.close_button):  # fmt: skip
            flow.addWidget(widget)
        return acts

    def _bind(self) -> None:
        model = self.model
        model.day_changed.connect(self._show_day)
        model.form_done.connect(self._show_overview)
        self.table.opened.connect(lambda _row: self._correct())
        self.correct_button.clicked.connect(self._correct)
        self.late_button.clicked.connect(self._write_late)
        self.before_button.clicked.connect(lambda: model.turn_to(model.shown_on - timedelta(days=1)))
        self.today_button.clicked.connect(lambda: model.turn_to(model.today()))
        self.print_button.clicked.connect(self.print_sheet)
        self.ledger_button.clicked.connect(lambda: self.stack.setCurrentWidget(self.pages.ledger))
        self.ledger_button.clicked.connect(lambda: self.pages.ledger.open_for(model.shown_on))
        self.close_button.clicked.connect(self.ask_to_close)

    def _correct(self) -> None:
        row = self.table.current_row
        if row is not None and row < len(self.model.lines):
            self.stack.setCurrentWidget(self.pages.correction)
            self.pages.correction.open_for(self.model.lines[row])

    def _write_late(self) -> None:
        self.stack.setCurrentWidget(self.pages.late)
        self.pages.late.open_fresh()

    def _show_overview(self) -> None:
        self.stack.setCurrentWidget(self.overview)
        target = self.table if self.model.lines else self.late_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_day(self) -> None:
        model, lines = self.model, self.model.lines
        kept = self.table.current_row or 0
        self.set_title(model.title)
        self.rows.show_rows(lines)
        self.table.go_to_row(min(kept, len(lines) - 1))
        words = _("Oggi ancora nessun contatto.") if model.is_today else _("Quel giorno nessun contatto.")
        self.empty.set_words(words, _("F9 e una cifra ne registrano uno.") if model.is_today else "")
        self.list.setCurrentWidget(self.table if lines else self.empty)
        self.correct_button.setVisible(bool(lines))
        self.today_button.setVisible(not model.is_today)
        if model.summary is not None:
            self._show_summary(model.summary)

    def _show_summary(self, day: DaySummary) -> None:
        self.closed.setText(closed_words(day))
        self.closed.setVisible(bool(day.closed_at))
        self._show_totals(day)
        self._show_open(day)

    def _show_totals(self, day: DaySummary) -> None:
        _empty(self._totals, self.totals)
        for words, count in totals(day):
            self.totals.append(_total(words, count))
            self._totals.addWidget(self.totals[-1])

    def _show_open(self, day: DaySummary) -> None:
        items = open_items(day)
        _empty(self._open_flow, self.open_widgets)
        for item in items:
            shown = label(item.words) if item.goes_to == HERE else self._way_to(item)
            self.open_widgets.append(shown)
            self._open_flow.addWidget(shown)
        self.open_title.setText(_("Ancora aperto") if items else _("Niente in sospeso."))
        self.open_flow_holder.setVisible(bool(items))

    def _way_to(self, item: OpenItem) -> QPushButton:
        shortcut = _KEYS.get(item.goes_to)
        way = button(item.words, keys=shortcut.keys if shortcut else "")
        way.clicked.connect(lambda _checked=False: self.model.go_requested.emit(item.goes_to))
        return way


def _total(words: str, count: int) -> QWidget:
    holder = QWidget()
    box = column(holder, spacing=0)
    box.addWidget(label(str(count), "counter"))
    box.addWidget(muted(words, wrap=False))
    return holder


def _empty(flow: FlowLayout, widgets: list[QWidget]) -> None:
    for widget in widgets:
        flow.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
    widgets.clear()
