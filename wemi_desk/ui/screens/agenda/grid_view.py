"""A calendar of squares that can be read from two metres: arrows move, Enter opens."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from wemi_desk.ui.icons import pixmap
from wemi_desk.ui.screens.agenda.cells import Grid
from wemi_desk.ui.screens.agenda.words import Cell
from wemi_desk.ui.theme import CAPTION, HEADING, ICON_ROW, current_theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LARGE, _PAD = 19, 6
CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 2
Index = QModelIndex | QPersistentModelIndex


class GridModel(QAbstractTableModel):
    """Squares that are at hand."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid = Grid((), (), ())

    def show(self, grid: Grid) -> None:
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def cell(self, index: Index) -> Cell | None:
        """The square at *index*, also where a larger one covers it: then nothing."""
        return self.grid.cells[index.row()][index.column()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self.grid.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.grid.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.grid.columns if orientation == Qt.Orientation.Horizontal else self.grid.rows)[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index)
        if cell is None:
            return None
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        return cell.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None


class _Look(NamedTuple):
    """A font with its measures."""

    font: QFont
    metrics: QFontMetrics

    @classmethod
    def of(cls, base: QFont, units: float, *, bold: bool) -> _Look:
        font = _font(base, units, bold=bold)
        return cls(font, QFontMetrics(font))


class SquareDelegate(QStyledItemDelegate):
    """Large words, small words under them, a mark at the left; the square the hands are on has a frame."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        current_theme().follow(self, SquareDelegate._set_looks)

    def _set_looks(self) -> None:
        """Once for each text size: fonts made for every square would cost half a frame."""
        base = QApplication.font()
        self._looks = {
            "large": _Look.of(base, _LARGE, bold=True), "quiet": _Look.of(base, HEADING, bold=False),
            "small": _Look.of(base, CAPTION, bold=False),
        }  # fmt: skip

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            return
        theme, place = current_theme(), option.rect.adjusted(0, 0, -1, -1)
        is_here = bool(option.state & QStyle.StateFlag.State_Selected)
        tint = "onsel" if is_here else cell.tint
        painter.save()
        painter.fillRect(place, theme.colour("sel" if is_here else cell.ground))
        inside = place.adjusted(theme.u(_PAD), 1, -theme.u(_PAD), -1)
        painter.setPen(theme.colour(tint))
        self._draw(painter, cell, inside, tint if is_here or cell.mark is None else cell.mark.token)
        if is_here:
            painter.setPen(QPen(theme.colour("focus"), max(2, theme.u(3))))
            painter.drawRect(place.adjusted(1, 1, -1, -1))
        painter.restore()

    def _draw(self, painter: QPainter, cell: Cell, inside: QRect, mark_tint: str) -> None:
        """Two lines where there is room for two; else the small words follow the large ones."""
        u, looks = current_theme().u, self._looks
        large, small = looks["quiet" if cell.tint == "text2" else "large"], looks["small"]
        high, low = large.metrics.height(), small.metrics.height()
        is_double = bool(cell.more) and inside.height() >= high + low
        top = inside.top() + max(0, inside.height() - high - (low if is_double else 0)) // 2
        line = QRect(inside.left(), top, inside.width(), high)
        if cell.mark is not None:
            side = u(ICON_ROW)
            painter.drawPixmap(QRect(line.left(), line.center().y() - side // 2, side, side),
                               pixmap(cell.mark.icon, mark_tint, ICON_ROW))  # fmt: skip
            line.setLeft(line.left() + side + u(_PAD))
        used = _write(painter, large, cell.text, line)
        under = QRect(inside.left(), top + high, inside.width(), low)
        beside = QRect(line.left() + used + u(10), top, line.width() - used - u(10), high)
        rest = under if is_double else beside
        if cell.more and rest.width() > u(40):
            _write(painter, small, cell.more, rest)


def _write(painter: QPainter, look: _Look, text: str, place: QRect) -> int:
    """As much as fits on one line; how wide it became."""
    painter.setFont(look.font)
    metrics = look.metrics
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    return metrics.horizontalAdvance(shown)


class GridView(QTableView):
    """``opened(cell)``: Enter or a double click. ``turned(cell)``: the hands are on another square."""

    opened = Signal(object)
    turned = Signal(object)

    def __init__(self, name: str, row_units: float) -> None:
        super().__init__()
        self._row_units = row_units
        self.rows = GridModel(self)
        self.setAccessibleName(name)
        self.setModel(self.rows)
        self.setItemDelegate(SquareDelegate(self))
        self._set_behaviour()
        current_theme().follow(self, GridView._set_sizes)
        self.doubleClicked.connect(lambda index: self._open(index))
        self.selectionModel().currentChanged.connect(lambda index, _before: self.turned.emit(self.rows.cell(index)))

    @property
    def current(self) -> Cell | None:
        """The square the operator is on."""
        return self.rows.cell(self.currentIndex())

    def show_grid(self, grid: Grid, wanted: object = None) -> None:
        """Show it; the hands go to the square of *wanted*, or stay where they were."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        self.selectionModel().blockSignals(True)
        self.clearSpans()
        self.rows.show(grid)
        for at, line in enumerate(grid.cells):
            for across, cell in enumerate(line):
                if cell is not None and cell.rows > 1:
                    self.setSpan(at, across, cell.rows, 1)
        found = _place_of(grid, wanted)
        self._go_to(*(found or (max(row, 0), max(column, 0))))
        self.selectionModel().blockSignals(False)
        self.viewport().update()
        self.turned.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(current_theme().u(320), current_theme().u(240))

    def _go_to(self, row: int, column: int) -> None:
        rows, columns = self.rows.rowCount(), self.rows.columnCount()
        if rows and columns:
            row, column = min(row, rows - 1), min(column, columns - 1)
            while row and self.rows.grid.cells[row][column] is None:
                row -= 1
            self.setCurrentIndex(self.rows.index(row, column))

    def _open(self, index: Index) -> None:
        cell = self.rows.cell(index)
        if cell is not None:
            self.opened.emit(cell)

    def _set_behaviour(self) -> None:
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (self.verticalHeader(), self.horizontalHeader()):
            header.setSectionsClickable(False)
            header.setHighlightSections(True)
            header.setMinimumSectionSize(1)
            header.setTextElideMode(Qt.TextElideMode.ElideRight)
            header.setProperty("face", "large")  # a font that is set by hand stays as it is when the text grows
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def _set_sizes(self) -> None:
        self.verticalHeader().setDefaultSectionSize(current_theme().u(self._row_units))


def _font(font: QFont, units: float, *, bold: bool) -> QFont:
    made = QFont(font)
    made.setPixelSize(current_theme().u(units))
    made.setBold(bold)
    return made


def _place_of(grid: Grid, wanted: object) -> tuple[int, int] | None:
    if wanted is None:
        return None
    every = ((row, column) for row, line in enumerate(grid.cells) for column, _cell in enumerate(line))
    return next((at for at in every if (cell := grid.cells[at[0]][at[1]]) is not None and cell.what == wanted), None)
