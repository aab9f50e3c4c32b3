"""The cells of a day, a week or a month: what is painted in each, and what a screen reader says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from wemi_desk.domain.days import rome_day
from wemi_desk.services.courses.lessons import DateLine
from wemi_desk.ui.screens.courses.calendar_words import day_name, event_name, weekday_words
from wemi_desk.ui.screens.courses.spans import DAY, MONTH, period

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 7
_NAME_ROLES = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day with all its meetings; *is_head* where the meetings stand in cells of their own under it."""

    day: date
    lines: tuple[DateLine, ...]
    holiday: str
    is_today: bool
    is_outside: bool
    is_head: bool


@dataclass(frozen=True, slots=True)
class EventCell:
    """One meeting."""

    line: DateLine


Cell = DayCell | EventCell


class BoardModel(QAbstractTableModel):
    """A month has a cell for each day; a week has the days on top and their meetings under them; a day its meetings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.extent = MONTH
        self.today = date.min
        self._cells: list[list[Cell | None]] = []
        self._columns = _WEEK

    def show_period(
        self, span: str, day: date, today: date, lines: Sequence[DateLine], holidays: Mapping[date, str]
    ) -> None:
        """Lay it out anew."""
        self.beginResetModel()
        self.extent, self.today = span, today
        first, last = period(span, day)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        by_day: dict[date, list[DateLine]] = {one: [] for one in days}
        for line in lines:
            by_day.setdefault(rome_day(line.date.starts_at), []).append(line)
        heads = [
            DayCell(one, tuple(by_day[one]), holidays.get(one, ""), one == today,
                    span == MONTH and one.month != day.month, span != MONTH)
            for one in days
        ]  # fmt: skip
        self._columns = 1 if span == DAY else _WEEK
        self._cells = _laid_out(span, heads)
        self.endResetModel()

    def cell(self, index: Index) -> Cell | None:
        """What stands there; None under the last meeting of a day."""
        inside = index.isValid() and index.row() < len(self._cells) and index.column() < self._columns
        return self._cells[index.row()][index.column()] if inside else None

    def place_of(self, day: date, date_id: object = None) -> QModelIndex:
        """Where a meeting stands, or else its day."""
        found = QModelIndex()
        for row, cells in enumerate(self._cells):
            for column, cell in enumerate(cells):
                if isinstance(cell, EventCell) and cell.line.date.id == date_id:
                    return self.index(row, column)
                if isinstance(cell, DayCell) and cell.day == day:
                    found = self.index(row, column)
        return found

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: ARG002 (Qt's own)
        return len(self._cells)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: ARG002 (Qt's own)
        return self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index)
        if role == CELL_ROLE:
            return cell
        if role not in _NAME_ROLES or cell is None:
            return None
        if isinstance(cell, EventCell):
            return event_name(cell.line, self.today)
        return day_name(cell.day, self.today, cell.holiday, () if cell.is_head else cell.lines)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return weekday_words(section % _WEEK)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.cell(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _laid_out(span: str, heads: Sequence[DayCell]) -> list[list[Cell | None]]:
    if span == MONTH:
        return [list(heads[start:start + _WEEK]) for start in range(0, len(heads), _WEEK)]
    if span == DAY:
        return [[EventCell(line)] for line in heads[0].lines]
    most = max(len(head.lines) for head in heads)
    under: list[list[Cell | None]] = [
        [EventCell(head.lines[row]) if row < len(head.lines) else None for head in heads] for row in range(most)
    ]
    return [list(heads), *under]
