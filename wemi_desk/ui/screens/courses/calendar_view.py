"""The calendar: the week as a list to work in, or a day, a week, a month to look at."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabBar, QWidget

from wemi_desk.domain.courses import ActivityDateId
from wemi_desk.domain.days import rome_day
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.courses.lessons import DateLine
from wemi_desk.ui.screens.courses.board_view import CalendarBoard
from wemi_desk.ui.screens.courses.calendar_view_model import CalendarViewModel
from wemi_desk.ui.screens.courses.calendar_words import held_words, span_step_words, span_words
from wemi_desk.ui.screens.courses.spans import DAY, LIST, SPANS
from wemi_desk.ui.screens.courses.words import day_and_time, line_state, places_words
from wemi_desk.ui.widgets.buttons import button, escaped, primary_button, set_text
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table


class CalendarView(QWidget):
    """Enter goes to the people of the meeting; the arrows only look at it. ``planning_wanted``, ``opened``,
    ``log_wanted``: something that was not planned is written down."""

    planning_wanted = Signal()
    log_wanted = Signal()
    programme_wanted = Signal()
    opened = Signal()

    def __init__(self, model: CalendarViewModel) -> None:
        super().__init__()
        self.model = model
        self._waits = False
        self._board: CalendarBoard | None = None
        self.setAccessibleName(_("Calendario"))
        self._build()
        self._bind()
        self._show()

    @property
    def board(self) -> CalendarBoard:
        """Made when somebody first wants to see more than the list."""
        if self._board is None:
            self._board = CalendarBoard()
            self._box.insertWidget(self._box.indexOf(self.empty), self._board, 1)
            self._board.day_opened.connect(lambda day: self.model.show(DAY, day))
            self._board.meeting_opened.connect(self._open_meeting)
            self._board.turned.connect(self.model.turn)
        return self._board

    def focus_first(self) -> None:
        """Into the list, or to what fills it; once it has been read."""
        self._waits = not self.model.is_read
        if self._waits:
            return
        is_empty = not self.model.lines and self.model.span in (LIST, DAY)
        shown = self.table if self.model.span == LIST else self.board
        (self.new_button if is_empty else shown).setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        """Esc: out of the day into the month it was opened from, out of the grid into the list."""
        if self.model.span == LIST:
            return False
        self.model.show(LIST)
        self.focus_first()
        return True

    def _build(self) -> None:
        self.spans = QTabBar()
        self.spans.setAccessibleName(_("Come vedere il calendario"))
        self.spans.setExpanding(False)
        self.spans.setDrawBase(False)
        self.spans.setUsesScrollButtons(False)
        for words in span_words():
            self.spans.addTab(escaped(words))
        self.title = label("", "heading")
        columns: list[Column[DateLine]] = [
            Column(_("Quando"), lambda line: day_and_time(line.date.starts_at)),
            Column(_("Che cosa"), lambda line: line.activity.title),
            Column(_("Posti"), places_words),
            Column(_("Stato"), lambda line: self._state(line)[0], lambda line: self._state(line)[1]),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Incontri della settimana"), self.rows, stretch=1, widths=(144, 136, 152))
        least_height(self.table, 180)
        self._hint = _("Corsi, laboratori, letture: si programmano qui, si iscrive chi è allo sportello.")
        self.empty = EmptyState(_("Nessuna attività questa settimana"), self._hint, icon="it-calendar")
        self._box = column(self)
        head = QWidget()
        flow = spaced(FlowLayout(head), spacing=16)
        self.held = label("", "muted")
        for widget in (self.spans, self.title, self.held):
            flow.addWidget(widget)
        self._box.addWidget(head)
        self._box.addWidget(self.table, 1)
        self._box.addWidget(self.empty, 1)
        self._box.addWidget(self._build_acts())

    def _build_acts(self) -> QWidget:
        self.before, self.this_week, self.after = button(_("Prima")), button(_("Oggi")), button(_("Dopo"))
        self.tell_button = button("", icon="it-telephone")
        self.log_button = button(_("Attività già fatta"), icon="it-check")
        self.programme_button = button(_("Copia il programma"), icon="it-copy")
        self.new_button = primary_button(_("Nuova attività"), icon="it-plus")
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        for act in (self.before, self.this_week, self.after, self.tell_button, self.programme_button,
                    self.log_button, self.new_button):  # fmt: skip
            flow.addWidget(act)
        return acts

    def _bind(self) -> None:
        self.model.changed.connect(self._show)
        self.model.span_changed.connect(lambda: self.spans.setCurrentIndex(SPANS.index(self.model.span)))
        self.spans.currentChanged.connect(lambda index: self.model.show(SPANS[index]))
        self.before.clicked.connect(lambda: self.model.turn(-1))
        self.this_week.clicked.connect(lambda: self.model.turn(0))
        self.after.clicked.connect(lambda: self.model.turn(1))
        self.new_button.clicked.connect(self.planning_wanted)
        self.log_button.clicked.connect(self.log_wanted)
        self.programme_button.clicked.connect(self.programme_wanted)
        self.tell_button.clicked.connect(self.model.go_to_tell)
        self.table.opened.connect(lambda _row: self.opened.emit())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._choose())

    def _choose(self) -> None:
        if self.table.current_row is not None:
            self.model.choose(self.table.current_row)

    def _open_meeting(self, starts_at: datetime, date_id: ActivityDateId) -> None:
        self.model.go_to(rome_day(starts_at), date_id)
        self.opened.emit()

    def _state(self, line: DateLine) -> tuple[str, tuple[str, str]]:
        return line_state(line, self.model.today)

    def _show(self) -> None:
        is_list, lines = self.model.span == LIST, self.model.lines
        had_focus = self.table.hasFocus() or (self._board is not None and self._board.hasFocus())
        self.title.setText(self.model.title)
        words = held_words(self.model.counted)
        self.held.setText(words)
        self.held.setVisible(bool(words))
        self._show_acts()
        if is_list:
            self._show_list()
        else:
            self._show_board()
        is_empty = not lines and self.model.span in (LIST, DAY)
        self.table.setVisible(is_list and bool(lines))
        if self._board is not None:
            self._board.setVisible(not is_list and not is_empty)
        self.empty.setVisible(is_empty)
        words = _("Nessuna attività questa settimana") if is_list else _("Nessuna attività in questo giorno")
        self.empty.set_words(words, self._hint)
        if (self._waits or had_focus) and self.isVisible():
            self.focus_first()

    def _show_acts(self) -> None:
        for widget, words in zip((self.before, self.after), span_step_words(self.model.span), strict=True):
            widget.setAccessibleName(words)
        people = self.model.to_tell
        words = ngettext("{n} persona da avvisare", "{n} persone da avvisare", people).format(n=people)
        set_text(self.tell_button, words)
        self.tell_button.setVisible(people > 0)

    def _show_list(self) -> None:
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.rows.show_rows(self.model.lines)
        self.table.go_to_row(max(self.model.row, 0))
        selection.blockSignals(False)
        self.table.viewport().update()

    def _show_board(self) -> None:
        model = self.model
        self.board.show_period(model.span, model.day, model.today, model.lines, model.holidays, model.current)
