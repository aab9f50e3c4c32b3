"""Tables that read one page at a time and never hold all their rows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from wemi_desk.i18n import _

_Row = TypeVar("_Row")
Index = QModelIndex | QPersistentModelIndex
Deliver = Callable[[Sequence[_Row]], None]
PageReader = Callable[[int, int, Deliver[_Row]], None]
"""``read(offset, limit, deliver)``: fetch in the background, then call *deliver* on the UI thread."""

ICON_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""(icon name, colour token) of a cell, drawn by the table's delegate."""
PAGE_ROWS = 100
PAGES_KEPT = 12


@dataclass(frozen=True, slots=True)
class Column(Generic[_Row]):
    """A column: its heading, its words for a row and, when it tells a state, the icon beside the word."""

    title: str
    text: Callable[[_Row], str]
    icon: Callable[[_Row], tuple[str, str] | None] | None = None
    is_code: bool = False


class PagedTableModel(QAbstractTableModel, Generic[_Row]):
    """Rows *total* in number, read by pages of 100 as they are looked at; at most 1,200 are held.

    Until a page is here its cells are blank; ``dataChanged`` follows. A page that arrives after ``show`` was called
    again is dropped. Failures are the reader's to report: it delivers nothing and the page is asked for again.
    """

    page_arrived = Signal(int)

    def __init__(self, columns: Sequence[Column[_Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._read: PageReader[_Row] | None = None
        self._total = 0
        self._generation = 0
        self._pages: OrderedDict[int, Sequence[_Row]] = OrderedDict()
        self._asked: set[int] = set()
        self._stale: set[int] = set()
        self._asking: int | None = None

    def show(self, total: int, read: PageReader[_Row]) -> None:
        """Show *total* rows read through *read*; whatever was shown before is let go."""
        self.beginResetModel()
        self._generation += 1
        self._total, self._read = total, read
        self._pages.clear()
        self._asked.clear()
        self._stale.clear()
        self.endResetModel()

    def grow(self, total: int) -> None:
        """There are more rows than was known when the list was shown; what is on screen stays."""
        if total > self._total:
            self.beginInsertRows(QModelIndex(), self._total, total - 1)
            self._total = total
            self.endInsertRows()

    def refresh(self) -> None:
        """Read again what is looked at; until it is here, what was read stays on the screen, where it is."""
        self._generation += 1
        self._asked.clear()
        self._stale = set(self._pages)
        if self._total:
            self.dataChanged.emit(self.index(0, 0), self.index(self._total - 1, len(self._columns) - 1))

    def show_rows(self, rows: Sequence[_Row]) -> None:
        """Show a short list that is already at hand."""
        held = tuple(rows)
        self.show(len(held), lambda offset, limit, deliver: deliver(held[offset:offset + limit]))

    def clear(self) -> None:
        """Hold nothing of what was shown."""
        self.show_rows(())

    def row_at(self, row: int) -> _Row | None:
        """The row, or None while its page is on the way."""
        page = self._page(row // PAGE_ROWS)
        position = row % PAGE_ROWS
        return page[position] if page is not None and position < len(page) else None

    @property
    def columns(self) -> tuple[Column[_Row], ...]:
        return self._columns

    @property
    def rows_held(self) -> int:
        """How many rows are in memory."""
        return sum(len(page) for page in self._pages.values())

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ROLES or not index.isValid():
            return None
        row = self.row_at(index.row())
        column = self._columns[index.column()]
        if row is None:
            return _("In arrivo") if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == ICON_ROLE:
            return column.icon(row) if column.icon else None
        return column.text(row)

    def _page(self, number: int) -> Sequence[_Row] | None:
        page = self._pages.get(number)
        if page is not None:
            self._pages.move_to_end(number)
        if (page is None or number in self._stale) and number not in self._asked:
            self._ask(number)
            page = self._pages.get(number)
        return page

    def _ask(self, number: int) -> None:
        if self._read is None:
            return
        self._asked.add(number)
        generation = self._generation
        self._asking = number
        self._read(number * PAGE_ROWS, PAGE_ROWS, lambda rows: self._receive(generation, number, rows))
        self._asking = None

    def _receive(self, generation: int, number: int, rows: Sequence[_Row]) -> None:
        if generation != self._generation:
            return
        self._asked.discard(number)
        if not rows:
            return
        self._pages[number] = rows
        self._stale.discard(number)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        if self._asking == number:
            return
        first = number * PAGE_ROWS
        self.dataChanged.emit(self.index(first, 0), self.index(first + len(rows) - 1, len(self._columns) - 1))
        self.page_arrived.emit(number)


_ROLES = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole), ICON_ROLE)
