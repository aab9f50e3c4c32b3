"""How a day and a meeting look in the calendar: numbers large, words few, a sign beside every colour."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from wemi_desk.domain.courses import CANCELLED, HELD
from wemi_desk.i18n import _
from wemi_desk.services.courses.lessons import DateLine
from wemi_desk.ui.fonts import text_font
from wemi_desk.ui.icons import pixmap
from wemi_desk.ui.screens.courses.board_model import CELL_ROLE, BoardModel, DayCell, EventCell
from wemi_desk.ui.screens.courses.calendar_words import count_words, event_sign, weekday_words
from wemi_desk.ui.screens.courses.spans import DAY
from wemi_desk.ui.theme import BODY, COUNTER, HEADING, ICON_ROW, PAGE, current_theme
from wemi_desk.ui.words import clock_words

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_BAR, _PAD = 5, 6
DAY_ROW, WEEK_ROW, WEEK_HEAD, MONTH_ROW = 106, 116, 66, 58
"""Heights in units; a month takes more where there is room."""


class BoardDelegate(QStyledItemDelegate):
    """Paints cells of a BoardModel. Fonts are made once for each text size."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        current_theme().follow(self, BoardDelegate._set_fonts)

    def _set_fonts(self) -> None:
        u = current_theme().u
        self._fonts = {size: (text_font(u(size)), _bold(text_font(u(size)))) for size in (BODY, HEADING, PAGE, COUNTER)}
        self._metrics = {
            (size, bold): QFontMetrics(self._fonts[size][bold]) for size in self._fonts for bold in (False, True)
        }

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, cell = current_theme(), index.data(CELL_ROLE)
        if cell is None:
            return
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(option.rect)
        surface = "sel" if is_selected else "surface" if isinstance(cell, EventCell) or cell.is_head else "bg"
        painter.fillRect(option.rect, theme.colour(surface))
        if isinstance(cell, DayCell):
            self._day(painter, option.rect, cell, is_selected=is_selected)
        else:
            model = index.model()
            today, span = (model.today, model.extent) if isinstance(model, BoardModel) else (None, DAY)
            self._event(painter, option.rect, cell.line, today, wide=span == DAY, is_selected=is_selected)
        self._edge(painter, option.rect, has_focus=bool(option.state & QStyle.StateFlag.State_HasFocus))
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex  # noqa: ARG002
    ) -> QSize:
        return QSize(0, current_theme().u(MONTH_ROW))

    def _edge(self, painter: QPainter, area: QRect, *, has_focus: bool) -> None:
        theme = current_theme()
        thick = theme.u(3) if has_focus else 1
        painter.setPen(QPen(theme.colour("focus" if has_focus else "divider"), thick))
        painter.drawRect(area.adjusted(thick // 2, thick // 2, -(thick + 1) // 2, -(thick + 1) // 2))

    def _day(self, painter: QPainter, area: QRect, cell: DayCell, *, is_selected: bool) -> None:
        """The number, what kind of day it is, how many meetings, and the first of them where they fit."""
        theme = current_theme()
        u, inner = theme.u, area.adjusted(theme.u(_PAD), theme.u(2), -theme.u(_PAD), -theme.u(2))
        tone = "onsel" if is_selected else "text2" if cell.is_outside else "primary" if cell.is_today else "text"
        number = _number(cell)
        head = QRect(inner.left(), inner.top(), inner.width(), self._height(PAGE))
        used = self._metrics[PAGE, True].horizontalAdvance(number)
        size = PAGE if used <= head.width() else HEADING
        self._text(painter, head, number, tone, size=size, bold=not cell.is_outside)
        beside = head.adjusted(used + u(8), 0, 0, 0)
        self._text(painter, beside, self._count(cell, beside.width()), tone, size=HEADING, bold=True, align=_RIGHT)
        if cell.is_head:
            note = _line(inner.adjusted(0, self._height(PAGE), 0, 0), self._height(BODY))
            if cell.holiday:
                self._text(painter, note, cell.holiday, "onsel" if is_selected else "err")
            elif cell.is_today:
                self._text(painter, note, _("oggi"), tone, bold=True)
            return
        self._inside_day(painter, inner.adjusted(0, head.height(), 0, 0), cell, tone, is_selected=is_selected)

    def _count(self, cell: DayCell, room: int) -> str:
        """How many meetings: with the word where it fits."""
        words, metrics = count_words(cell.lines), self._metrics[HEADING, True]
        if not cell.is_head and metrics.horizontalAdvance(words) <= room:
            return words
        number = words.partition(" ")[0]
        return number if metrics.horizontalAdvance(number) <= room else ""

    def _inside_day(
        self, painter: QPainter, area: QRect, cell: DayCell, tone: str, *, is_selected: bool
    ) -> None:
        step, top = self._height(BODY), area.top()
        if cell.holiday and area.bottom() - top >= step:
            self._text(painter, QRect(area.left(), top, area.width(), step), cell.holiday,
                       "onsel" if is_selected else "err")  # fmt: skip
            top += step
        room = max(0, (area.bottom() + 1 - top) // step)
        for line in cell.lines[:room]:
            words = f"{clock_words(line.date.starts_at)} {line.activity.title}"
            self._text(painter, QRect(area.left(), top, area.width(), step), words, tone,
                       struck=line.date.state == CANCELLED)  # fmt: skip
            top += step

    def _event(
        self, painter: QPainter, area: QRect, line: DateLine, today: object, *, wide: bool, is_selected: bool
    ) -> None:
        theme = current_theme()
        u = theme.u
        bar = QRect(area.left(), area.top(), u(_BAR), area.height())
        painter.fillRect(bar, theme.colour(_bar_token(line)))
        inner = area.adjusted(u(_BAR + _PAD), u(4), -u(_PAD), -u(4))
        words, mark = event_sign(line, today)  # type: ignore[arg-type]
        tone, quiet = ("onsel", "onsel") if is_selected else ("text", "text2")
        tint = "onsel" if is_selected else mark[1]
        is_off = line.date.state == CANCELLED
        if wide:
            self._wide_event(painter, inner, line, (words, mark[0], tint), (tone, quiet))
            return
        top = _line(inner, self._height(PAGE))
        self._text(painter, top, clock_words(line.date.starts_at), tone, size=PAGE, bold=True, struck=is_off)
        title = QRect(inner.left(), top.bottom() + 1, inner.width(), 2 * self._height(HEADING))
        self._two_lines(painter, title, line.activity.title, tone, struck=is_off)
        foot = QRect(inner.left(), title.bottom() + 1, inner.width(), self._height(BODY) + u(2))
        self._sign(painter, foot, words, mark[0], tint, quiet)

    def _two_lines(self, painter: QPainter, area: QRect, words: str, token: str, *, struck: bool) -> None:
        """As many words as fit on the first line, the rest on the second."""
        metrics, height = self._metrics[HEADING, False], self._height(HEADING)
        first, rest = "", words.split()
        while rest and metrics.horizontalAdvance(f"{first} {rest[0]}".strip()) <= area.width():
            first = f"{first} {rest.pop(0)}".strip()
        lines = (first, " ".join(rest)) if first else (words, "")
        for number, text in enumerate(lines):
            line = QRect(area.left(), area.top() + number * height, area.width(), height)
            self._text(painter, line, text, token, size=HEADING, struck=struck)

    def _wide_event(
        self, painter: QPainter, inner: QRect, line: DateLine, sign: tuple[str, str, str], tones: tuple[str, str]
    ) -> None:
        """Hours in large figures at the left, what and where beside them, the sign under it."""
        u, (tone, quiet), is_off = current_theme().u, tones, line.date.state == CANCELLED
        hours = f"{clock_words(line.date.starts_at)}–{clock_words(line.date.ends_at)}"
        width = self._metrics[COUNTER, True].horizontalAdvance("00:00–00:00") + u(16)
        left = QRect(inner.left(), inner.top(), width, inner.height())
        self._text(painter, left, hours, tone, size=COUNTER, bold=True, struck=is_off)
        right = inner.adjusted(width, 0, 0, 0)
        title = _line(right, self._height(PAGE))
        self._text(painter, title, line.activity.title, tone, size=PAGE, bold=True, struck=is_off)
        place = QRect(right.left(), title.bottom() + 1, right.width(), self._height(HEADING))
        self._text(painter, place, line.date.room, quiet, size=HEADING)
        foot = QRect(right.left(), place.bottom() + 1, right.width(), self._height(HEADING))
        self._sign(painter, foot, sign[0], sign[1], sign[2], quiet, size=HEADING)

    def _sign(
        self, painter: QPainter, area: QRect, words: str, icon: str, tint: str, tone: str, *, size: int = BODY
    ) -> None:
        side = current_theme().u(ICON_ROW)
        drawing = pixmap(icon, tint, ICON_ROW)
        painter.drawPixmap(QPoint(area.left(), area.center().y() - side // 2), drawing)
        beside = area.adjusted(side + current_theme().u(6), 0, 0, 0)
        self._text(painter, beside, words, tone, size=size, bold=tint in ("err", "warn"))

    def _text(
        self, painter: QPainter, area: QRect, words: str, token: str, *, size: int = BODY, bold: bool = False,
        align: Qt.AlignmentFlag = _LEFT, struck: bool = False,
    ) -> None:  # fmt: skip
        """One line, cut where it does not fit."""
        if not words or area.width() <= 0:
            return
        font, metrics = self._fonts[size][bold], self._metrics[size, bold]
        if struck:
            font = QFont(font)
            font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(current_theme().colour(token))
        painter.drawText(area, align, metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width()))

    def _height(self, size: int) -> int:
        return self._metrics[size, True].height()


def _bold(font: QFont) -> QFont:
    font.setBold(True)
    return font


def _number(cell: DayCell) -> str:
    """lun 23, or 23; today says so."""
    if cell.is_head:
        return f"{weekday_words(cell.day.weekday())[:3]} {cell.day.day}"
    return _("{day} oggi").format(day=cell.day.day) if cell.is_today else str(cell.day.day)


def _line(area: QRect, height: int) -> QRect:
    return QRect(area.left(), area.top(), area.width(), height)


def _bar_token(line: DateLine) -> str:
    if line.date.state == CANCELLED:
        return "border"
    if line.date.state == HELD:
        return "ok"
    return "err" if line.is_clashing or line.to_tell else "primary"
