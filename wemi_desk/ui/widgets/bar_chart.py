"""Bars lying on their side: words, bar, number. The same numbers always stand in a table beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from wemi_desk.ui.theme import current_theme

_LINE_UNITS, _BAR_UNITS, _GAP_UNITS = 46, 14, 8


class BarChart(QLabel):
    """A picture with a name; it takes no focus, because the table beside it says the same."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._rows: tuple[tuple[str, int], ...] = ()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        current_theme().follow(self, BarChart.updateGeometry)

    def show_rows(self, name: str, rows: Sequence[tuple[str, int]]) -> None:
        """Draw *rows*, the first on top."""
        self._rows = tuple(rows)
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        u = current_theme().u
        return QSize(u(240), u(_LINE_UNITS) * len(self._rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().u(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's own signature)
        painter = QPainter(self)
        most = max((count for _words, count in self._rows), default=0)
        for position, (words, count) in enumerate(self._rows):
            self._draw_line(painter, position, words, count, count / most if most else 0)

    def _draw_line(self, painter: QPainter, position: int, words: str, count: int, share: float) -> None:
        theme = current_theme()
        u, top = theme.u, theme.u(_LINE_UNITS) * position
        number_width = painter.fontMetrics().horizontalAdvance("0000")
        text = QRect(0, top, self.width(), u(_LINE_UNITS - _BAR_UNITS - _GAP_UNITS))
        painter.setPen(theme.colour("text"))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        room = max(1, self.width() - number_width - u(_GAP_UNITS))
        bar = QRect(0, text.bottom() + 1, max(u(3), round(room * share)), u(_BAR_UNITS))
        painter.fillRect(bar, theme.colour("primary"))
        number = QRect(bar.right() + u(_GAP_UNITS), bar.top() - u(3), number_width, u(_BAR_UNITS + 6))
        painter.drawText(number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(count))
