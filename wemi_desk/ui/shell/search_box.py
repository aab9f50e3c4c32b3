"""The one box of the bar, and its results: they help while typing and never take the keys away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from wemi_desk.i18n import _
from wemi_desk.ui.icons import icon
from wemi_desk.ui.theme import CAPTION, ICON_ROW, current_theme
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.labels import label
from wemi_desk.ui.widgets.spacing import column, least_width, row

ROWS_AT_MOST = 8
_ROW_UNITS = 38
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_RESULT = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex


class Result(NamedTuple):
    """One row under the box. *group* is Persone, Pratiche, Catalogo or Comandi; *key* comes back when it is opened."""

    key: object
    group: str
    title: str
    detail: str = ""
    icon: str = "it-user"


class SearchBox(QLineEdit):
    """Where everything starts.

    ``typed(text)`` at each change by hand; ``submitted(text, key)`` with Enter or a click on a row: *key* is that
    row's, or None when no row answers the text. ``show_results`` shows an answer; one to an older text is dropped.
    """

    typed = Signal(str)
    submitted = Signal(str, object)
    emptied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Cerca o passa la tessera"))
        self.setPlaceholderText(_("Cerca o passa la tessera  (Ctrl+K)"))
        least_width(self, 240)
        self.results: ResultsPopup | None = None
        self.textEdited.connect(self.typed)

    def attach(self, host: QWidget) -> None:
        """Let results float over *host*."""
        self.results = ResultsPopup(host)
        self.results.chosen.connect(self._submit)

    def show_results(self, text: str, rows: Sequence[Result], note: str = "") -> None:
        """Show at most 8 *rows* for *text*; *note* is a muted line, for example what was not searched."""
        if self.results is None or text != self.text():
            return
        self.results.show_rows(text, rows, note)
        if self.hasFocus() and (rows or note):
            self.results.open_under(self)
        else:
            self.results.hide()

    def hide_results(self) -> None:
        if self.results is not None:
            self.results.hide()

    def empty(self) -> None:
        """Empty it, its undo history and its results: nothing of the last citizen stays."""
        self.setText("")
        if self.results is not None:
            self.results.show_rows("", ())
            self.results.hide()
        self.emptied.emit()

    def step_back(self) -> bool:
        """Esc: first the list goes, then the text. Tell whether there was anything to take back."""
        if self.results is not None and self.results.isVisible():
            self.results.hide()
            return True
        if self.text():
            self.empty()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS and self.results is not None and not self.results.isHidden():
            self.results.move_by(_STEPS[key])
        elif key in _ENTER:
            self._submit(self.results.current_key(self.text()) if self.results is not None else None)
        elif key == Qt.Key.Key_Escape and self.step_back():
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.hide_results()

    def _submit(self, key: object) -> None:
        text = self.text().strip()
        if text or key is not None:
            self.hide_results()
            self.submitted.emit(text, key)


class ResultsPopup(QWidget):
    """Up to 8 rows grouped by kind, the first one selected. It floats in the window and never has the focus."""

    chosen = Signal(object)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.setProperty("card", "results")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Risultati della ricerca"))
        self._model = _ResultsModel(self)
        self._text = ""
        self._list = QListView()
        self._list.setAccessibleName(_("Risultati della ricerca"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(_ResultDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(lambda index: self.chosen.emit(self._model.rows[index.row()].key))
        self._note = label("", "muted", wrap=True)
        self._column = column(self, (4, 4, 4, 4), 4)
        self._column.addWidget(self._list)
        note_line = row(margins=(8, 0, 8, 4))
        note_line.addWidget(self._note)
        self._column.addLayout(note_line)
        self.hide()

    @property
    def rows(self) -> tuple[Result, ...]:
        return self._model.rows

    def show_rows(self, text: str, rows: Sequence[Result], note: str = "") -> None:
        self._text = text
        self._model.show(tuple(rows)[:ROWS_AT_MOST])
        self._note.setText(note)
        self._note.setVisible(bool(note))
        if rows:
            self._list.setCurrentIndex(self._model.index(0, 0))

    def current_key(self, text: str) -> object | None:
        """The key of the selected row, if the rows answer *text*."""
        row = self._list.currentIndex().row()
        return self._model.rows[row].key if text == self._text and 0 <= row < len(self._model.rows) else None

    def move_by(self, step: int) -> None:
        """Select the next or the previous row, round the ends."""
        count = len(self._model.rows)
        if count:
            row = (self._list.currentIndex().row() + step) % count
            self._list.setCurrentIndex(self._model.index(row, 0))
            announce(self, _spoken(self._model.rows[row]))

    def open_under(self, box: QWidget) -> None:
        """Appear under *box*, as wide as the rows need and the window allows."""
        u, host = current_theme().u, self._host
        corner = box.mapTo(host, QPoint(0, box.height() + u(4)))
        width = min(max(box.width(), u(640)), host.width() - u(32))
        left = min(corner.x(), host.width() - u(16) - width)
        self._list.setFixedHeight(u(_ROW_UNITS) * len(self._model.rows))
        self._list.setVisible(bool(self._model.rows))
        self.setGeometry(max(left, 0), corner.y(), width, self._height_for(width))
        self.show()
        self.raise_()

    def _height_for(self, width: int) -> int:
        layout = self._column
        return max(layout.heightForWidth(width), layout.minimumSize().height())


class _ResultsModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Result, ...] = ()

    def show(self, rows: tuple[Result, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        result = self.rows[index.row()]
        if role == _RESULT:
            first = index.row() == 0 or self.rows[index.row() - 1].group != result.group
            return result, first
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _spoken(result)
        return None


class _ResultDelegate(QStyledItemDelegate):
    """Group at the left of its first row, then icon, title and what tells namesakes apart."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), current_theme().u(_ROW_UNITS))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        result, first_of_group = index.data(_RESULT)
        theme, area = current_theme(), QRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(area, theme.colour("sel"))
            painter.fillRect(area.x(), area.y(), theme.u(4), area.height(), theme.colour("primary"))
        area.adjust(theme.u(12), 0, -theme.u(8), 0)
        if first_of_group:
            _draw(painter, area, result.group, "onsel" if selected else "text2", theme.u(CAPTION), bold=False)
        area.adjust(theme.u(84), 0, 0, 0)
        side = theme.u(ICON_ROW)
        icon(result.icon, "onsel" if selected else "text").paint(
            painter, QRect(area.x(), area.center().y() - side // 2, side, side))
        area.adjust(side + theme.u(8), 0, 0, 0)
        used = _draw(painter, area, result.title, "onsel" if selected else "text", theme.text_px, bold=True)
        area.adjust(used + theme.u(16), 0, 0, 0)
        _draw(painter, area, result.detail, "onsel" if selected else "text2", theme.text_px, bold=False)
        painter.restore()


def _draw(painter: QPainter, area: QRect, text: str, tint: str, px: int, *, bold: bool) -> int:
    """Write *text*, cut to fit, and return the width it took."""
    font = painter.font()
    font.setPixelSize(px)
    font.setBold(bold)
    painter.setFont(font)
    painter.setPen(current_theme().colour(tint))
    line = " ".join(text[:400].split())
    shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, max(area.width(), 1))
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
    return painter.fontMetrics().horizontalAdvance(shown)


def _spoken(result: Result) -> str:
    return ", ".join(part for part in (result.title, result.detail, result.group) if part)
