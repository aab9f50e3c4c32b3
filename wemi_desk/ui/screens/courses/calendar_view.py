"""The week as a list: when, what, where, places, state."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.services.courses.lessons import DateLine
from wemi_desk.ui.screens.courses.calendar_view_model import CalendarViewModel
from wemi_desk.ui.screens.courses.words import day_and_time, line_state, places_words
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table


class CalendarView(QWidget):
    """Enter goes to the people of the meeting; the arrows only look at it. ``planning_wanted``, ``opened``."""

    planning_wanted = Signal()
    opened = Signal()

    def __init__(self, model: CalendarViewModel) -> None:
        super().__init__()
        self.model = model
        self._waits = False
        self.setAccessibleName(_("Calendario"))
        self._build()
        self._bind()
        self._show()

    def focus_first(self) -> None:
        """Into the list, or to what fills it; once it has been read."""
        self._waits = not self.model.is_read
        if not self._waits:
            target = self.table if self.model.lines else self.new_button
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.title = label("", "strong", wrap=True)
        columns: list[Column[DateLine]] = [
            Column(_("Quando"), lambda line: day_and_time(line.date.starts_at)),
            Column(_("Che cosa"), lambda line: line.activity.title),
            Column(_("Posti"), places_words),
            Column(_("Stato"), lambda line: self._state(line)[0], lambda line: self._state(line)[1]),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Incontri della settimana"), self.rows, stretch=1, widths=(144, 136, 152))
        least_height(self.table, 180)
        hint = _("Corsi e gruppi di facilitazione: si programmano qui, si iscrive chi è allo sportello.")
        self.empty = EmptyState(_("Nessuna attività questa settimana"), hint, icon="it-calendar")
        self.before, self.this_week, self.after = button(_("Prima")), button(_("Oggi")), button(_("Dopo"))
        for widget, words in ((self.before, _("Settimana prima")), (self.after, _("Settimana dopo"))):
            widget.setAccessibleName(words)
        self.new_button = primary_button(_("Nuova attività"), icon="it-plus")
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        for act in (self.before, self.this_week, self.after, self.new_button):
            flow.addWidget(act)
        box = column(self)
        box.addWidget(self.title)
        box.addWidget(self.table, 1)
        box.addWidget(self.empty, 1)
        box.addWidget(acts)

    def _bind(self) -> None:
        self.model.changed.connect(self._show)
        self.before.clicked.connect(lambda: self.model.turn(-1))
        self.this_week.clicked.connect(lambda: self.model.turn(0))
        self.after.clicked.connect(lambda: self.model.turn(1))
        self.new_button.clicked.connect(self.planning_wanted)
        self.table.opened.connect(lambda _row: self.opened.emit())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._choose())

    def _choose(self) -> None:
        if self.table.current_row is not None:
            self.model.choose(self.table.current_row)

    def _state(self, line: DateLine) -> tuple[str, tuple[str, str]]:
        return line_state(line, self.model.today)

    def _show(self) -> None:
        row, lines = self.model.row, self.model.lines
        self.title.setText(self.model.title)
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.rows.show_rows(lines)
        self.table.go_to_row(max(row, 0))
        selection.blockSignals(False)
        self.table.viewport().update()
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        if self._waits and self.isVisible():
            self.focus_first()
