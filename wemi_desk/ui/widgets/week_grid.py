"""A week to mark by keyboard or mouse: days across, hours down; a mark is one hour."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from wemi_desk.domain.shared_slots import STEP, STEPS, WeekSlot, mask_of, slots_of
from wemi_desk.i18n import N_, _
from wemi_desk.ui.theme import BODY, current_theme
from wemi_desk.ui.widgets.announce import announce

FIRST_HOUR, LAST_HOUR = 7, 22
_DAYS = (N_("lun"), N_("mar"), N_("mer"), N_("gio"), N_("ven"), N_("sab"), N_("dom"))
_LONG = (
    N_("lunedì"), N_("martedì"), N_("mercoledì"), N_("giovedì"), N_("venerdì"), N_("sabato"), N_("domenica"),
)  # fmt: skip
_MOVES = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
_ROWS = LAST_HOUR - FIRST_HOUR
_HEAD, _SIDE, _ROW = 22, 34, 19  # units
_HOUR = (1 << (60 // STEP)) - 1


class WeekGrid(QLabel):
    """Arrows move, Space marks, Shift with an arrow marks along the way. ``edited``: somebody marked something."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleName(_("Settimana: frecce per muoversi, Spazio per segnare un’ora"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._mask = 0
        self._day, self._row = 0, 9
        self._painting: bool | None = None
        current_theme().follow(self, WeekGrid.updateGeometry)

    @property
    def slots_marked(self) -> tuple[WeekSlot, ...]:
        return slots_of(self._mask)

    def show_slots(self, slots: tuple[WeekSlot, ...]) -> None:
        """As they were typed; half hours and nights stay, though the grid shows whole hours of the day."""
        self._mask = mask_of(slots)
        self.update()

    def sizeHint(self) -> QSize:
        u = current_theme().u
        return QSize(u(_SIDE + 7 * 44), u(_HEAD + _ROWS * _ROW))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        if move is not None:
            was_marked = bool(self._bits & self._mask)
            self._go(self._day + move[0], self._row + move[1])
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._mark(was_marked)
            self._say()
        elif event.key() == Qt.Key.Key_Space:
            self._mark(not self._is_full)
            self._say()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._find(event):
            self._painting = not self._is_full
            self._mark(self._painting)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._painting is not None and self._find(event):
            self._mark(self._painting)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802 (Qt's own)
        self._painting = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        self._say()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's own signature)
        painter, theme = QPainter(self), current_theme()
        font = self.font()
        font.setPixelSize(theme.u(BODY - 2))
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        for day, name in enumerate(_DAYS):
            painter.drawText(self._cell(day, -1), Qt.AlignmentFlag.AlignCenter, _(name))
        for at in range(_ROWS):
            side = QRect(0, self._cell(0, at).top(), theme.u(_SIDE - 6), theme.u(_ROW))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(side, right, str(FIRST_HOUR + at))
            for day in range(7):
                self._paint_cell(painter, day, at)
        painter.end()

    def _paint_cell(self, painter: QPainter, day: int, at: int) -> None:
        theme, cell = current_theme(), self._cell(day, at).adjusted(1, 1, -1, -1)
        marked = (self._mask >> _first(day, at)) & _HOUR
        painter.fillRect(cell, theme.colour("primary" if marked == _HOUR else "bg"))
        if marked and marked != _HOUR:  # half of it
            middle = cell.height() // 2
            half = cell.adjusted(0, middle, 0, 0) if marked > 1 else cell.adjusted(0, 0, 0, -middle)
            painter.fillRect(half, theme.colour("primary"))
        painter.setPen(theme.colour("border"))
        painter.drawRect(cell)
        if marked == _HOUR:  # not by colour alone
            painter.setPen(theme.colour("onprimary"))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, "✓")
        if self.hasFocus() and (day, at) == (self._day, self._row):
            pen = painter.pen()
            pen.setColor(theme.colour("focus"))
            pen.setWidth(theme.u(3))
            painter.setPen(pen)
            painter.drawRect(cell)
        painter.setPen(theme.colour("text"))

    @property
    def _bits(self) -> int:
        return _HOUR << _first(self._day, self._row)

    @property
    def _is_full(self) -> bool:
        return self._mask & self._bits == self._bits

    def _mark(self, wanted: bool) -> None:
        before = self._mask
        self._mask = self._mask | self._bits if wanted else self._mask & ~self._bits
        if self._mask != before:
            self.update()
            self.edited.emit()

    def _go(self, day: int, at: int) -> None:
        self._day, self._row = min(max(day, 0), 6), min(max(at, 0), _ROWS - 1)
        self.update()

    def _find(self, event: QMouseEvent) -> bool:
        where = event.position().toPoint()
        for day in range(7):
            for at in range(_ROWS):
                if self._cell(day, at).contains(where):
                    self._go(day, at)
                    return True
        return False

    def _cell(self, day: int, at: int) -> QRect:
        """-1 is the line of the days."""
        u = current_theme().u
        side, head, height = u(_SIDE), u(_HEAD), u(_ROW)
        width = (self.width() - side) // 7
        top = 0 if at < 0 else head + at * height
        return QRect(side + day * width, top, width, head if at < 0 else height)

    def _say(self) -> None:
        hour = FIRST_HOUR + self._row
        is_full = self._is_full
        words = _("{day} dalle {begin} alle {end}, segnata") if is_full else _("{day} dalle {begin} alle {end}, libera")
        announce(self, words.format(day=_(_LONG[self._day]), begin=hour, end=hour + 1))


def _first(day: int, at: int) -> int:
    return day * STEPS + (FIRST_HOUR + at) * 60 // STEP
