"""The calendar to look at from afar: one widget that paints a day, a week or a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from wemi_desk.domain.courses import ActivityDateId
from wemi_desk.i18n import _
from wemi_desk.services.courses.lessons import DateLine
from wemi_desk.ui.screens.courses.board_model import BoardModel, DayCell, EventCell
from wemi_desk.ui.screens.courses.board_painting_view import (
    DAY_ROW,
    MONTH_ROW,
    WEEK_HEAD,
    WEEK_ROW,
    BoardDelegate,
)
from wemi_desk.ui.screens.courses.spans import DAY, MONTH, WEEK
from wemi_desk.ui.theme import current_theme
from wemi_desk.ui.widgets.spacing import least_height

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TURNS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class CalendarBoard(QTableView):
    """Arrows move from day to day or from meeting to meeting, Enter opens, page keys turn. Every cell has a name for
    the ear. ``day_opened(day)``, ``meeting_opened(day, date_id)``, ``turned(steps)``."""

    day_opened = Signal(object)
    meeting_opened = Signal(object, object)
    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.board = BoardModel(self)
        self.setModel(self.board)
        self.setItemDelegate(BoardDelegate(self))
        self.setAccessibleName(_("Calendario"))
        self._set_behaviour()
        least_height(self, 320)
        current_theme().follow(self, CalendarBoard._set_sizes)
        self.doubleClicked.connect(self._open)

    @property
    def current_day(self) -> date | None:
        """The day the operator is on."""
        cell = self.board.cell(self.currentIndex())
        return cell.day if isinstance(cell, DayCell) else None

    def show_period(
        self, span: str, day: date, today: date, lines: Sequence[DateLine], holidays: Mapping[date, str],
        current: ActivityDateId | None,
    ) -> None:  # fmt: skip
        """Paint it anew; the operator stays on the meeting or the day where they were."""
        stood = self.current_day
        self.board.show_period(span, day, today, lines, holidays)
        self._set_sizes()
        place = self.board.place_of(stood if stood is not None and _is_shown(stood, day, span) else day, current)
        self.setCurrentIndex(place if place.isValid() else self.board.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._open(self.currentIndex())
        elif event.key() in _TURNS:
            self.turned.emit(_TURNS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_sizes()

    def _open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        cell = self.board.cell(index)
        if isinstance(cell, DayCell):
            self.day_opened.emit(cell.day)
        elif isinstance(cell, EventCell):
            self.meeting_opened.emit(cell.line.date.starts_at, cell.line.date.id)

    def _set_behaviour(self) -> None:
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, header = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(1)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def _set_sizes(self) -> None:
        """A month fills the height that there is; meetings keep theirs and scroll."""
        u, span, rows = current_theme().u, self.board.extent, self.board.rowCount()
        self.horizontalHeader().setVisible(span == MONTH)
        least = {DAY: DAY_ROW, WEEK: WEEK_ROW, MONTH: MONTH_ROW}[span]
        height = u(least)
        if span == MONTH and rows:
            height = max(height, (self.viewport().height() - 1) // rows)
        self.verticalHeader().setDefaultSectionSize(height)
        if span == WEEK and rows:
            self.setRowHeight(0, u(WEEK_HEAD))


def _is_shown(day: date, shown: date, span: str) -> bool:
    return span == MONTH and (day.year, day.month) == (shown.year, shown.month)
