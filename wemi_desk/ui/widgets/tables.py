"""Tables and lists: arrows move inside, Tab leaves, Enter opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from wemi_desk.ui.fonts import code_font
from wemi_desk.ui.icons import icon
from wemi_desk.ui.theme import BODY, ICON_ROW, current_theme
from wemi_desk.ui.widgets.paged_model import ICON_ROLE, PagedTableModel

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROW_UNITS = 36


class CellDelegate(QStyledItemDelegate):
    """Draws the state's icon beside its word, and codes in their own font."""

    def __init__(self, parent: QTableView, code_columns: frozenset[int] = frozenset()) -> None:
        super().__init__(parent)
        self._code_columns = code_columns
        current_theme().follow(self, CellDelegate._set_font)

    def _set_font(self) -> None:
        """Once for each text size: asking the font database for every cell would cost a fifth of a frame."""
        self._font = code_font(current_theme().u(BODY))

    def initStyleOption(  # noqa: N802 (Qt's own name)
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        mark = index.data(ICON_ROLE)
        if mark is not None:
            name, tint = mark
            chosen = QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.features |= chosen
            option.icon = icon(name, self._tint(option, tint))
        if index.column() in self._code_columns:
            option.font = self._font

    def _tint(self, option: QStyleOptionViewItem, tint: str) -> str:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        return "onsel" if selected else tint


class Table(QTableView):
    """A read-only table over a paged model: whole rows, one at a time.

    ``opened(row)`` comes with Enter or a double click, ``marked(row)`` with Space. *stretch* is the column that takes
    the room that is left, the only one whose text may be cut; *widths* are the other columns' widths in units.
    """

    opened = Signal(int)
    marked = Signal(int)

    def __init__(self, name: str, model: PagedTableModel[Any], *, stretch: int, widths: Sequence[float]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self, _code_columns(model)))
        self._stretch, self._widths = stretch, tuple(widths)
        self._set_behaviour()
        current_theme().follow(self, Table._set_sizes)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    @property
    def current_row(self) -> int | None:
        """The row the operator is on, or None."""
        index = self.currentIndex()
        return index.row() if index.isValid() else None

    def go_to_row(self, row: int) -> None:
        """Make *row* the current one and bring it into sight."""
        model = self.model()
        if model is not None and 0 <= row < model.rowCount():
            self.setCurrentIndex(model.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row
        if event.key() in _ENTER and row is not None:
            self.opened.emit(row)
        elif event.key() == Qt.Key.Key_Space and row is not None:
            self.marked.emit(row)
        else:
            super().keyPressEvent(event)

    def _set_behaviour(self) -> None:
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows, header = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)  # Qt's own is that of the text size before: rows would stay too high
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(self._stretch, QHeaderView.ResizeMode.Stretch)

    def _set_sizes(self) -> None:
        u = current_theme().u
        self.setIconSize(QSize(u(ICON_ROW), u(ICON_ROW)))
        self.verticalHeader().setDefaultSectionSize(u(_ROW_UNITS))
        widths = iter(self._widths)
        for section in range(self.horizontalHeader().count()):
            if section != self._stretch:
                self.setColumnWidth(section, u(next(widths, 96)))


class ItemList(QListWidget):
    """A short list of lines. ``opened(row)`` comes with Enter or a double click."""

    opened = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.itemDoubleClicked.connect(lambda item: self.opened.emit(self.row(item)))
        self._marks: list[tuple[str, str] | None] = []
        current_theme().follow(self, ItemList._redraw)

    def set_items(self, lines: Sequence[str], marks: Sequence[tuple[str, str] | None] = ()) -> None:
        """Replace the lines; *marks* are an icon and a token for each, or None. The current row stays if it can."""
        kept = self.currentRow()
        self.clear()
        self._marks = list(marks)
        for line in lines:
            item = QListWidgetItem(line)
            item.setToolTip("")
            self.addItem(item)
        self._redraw()
        if 0 <= kept < self.count():
            self.setCurrentRow(kept)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentRow() >= 0:
            self.opened.emit(self.currentRow())
        else:
            super().keyPressEvent(event)

    def _redraw(self) -> None:
        side = current_theme().u(ICON_ROW)
        self.setIconSize(QSize(side, side))
        for position, mark in enumerate(self._marks[:self.count()]):
            self.item(position).setIcon(icon(*mark) if mark else QIcon())


def _code_columns(model: QAbstractItemModel) -> frozenset[int]:
    columns = model.columns if isinstance(model, PagedTableModel) else ()
    return frozenset(position for position, column in enumerate(columns) if column.is_code)
