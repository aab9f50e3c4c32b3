"""Buttons: what is written on them is what a screen reader says, ampersands included."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from wemi_desk.ui.icons import set_icon
from wemi_desk.ui.theme import current_theme
from wemi_desk.ui.widgets.labels import set_tooltip


def escaped(text: str) -> str:
    """Text for buttons, menus, tabs and group titles, where a lone ``&`` would vanish into a mnemonic."""
    return text.replace("&", "&&")


def with_keys(text: str, keys: str) -> str:
    """The words with their shortcut, as written on every button: ``Registra  Ctrl+S``."""
    return f"{text}  {keys}" if keys else text


def button(text: str, *, keys: str = "", kind: str = "", icon: str = "", tint: str = "primary") -> QPushButton:
    """A button. *kind* is empty, ``primary`` (one per pane), ``danger``, ``quiet`` (a link) or ``tile``."""
    widget = QPushButton(escaped(with_keys(text, keys)))
    widget.setAutoDefault(True)
    if kind:
        widget.setProperty("kind", kind)
    if icon:
        set_icon(widget, icon, "onprimary" if kind == "primary" else tint)
    return widget


def primary_button(text: str, *, keys: str = "", icon: str = "") -> QPushButton:
    """The one act of a pane, at its right end."""
    return button(text, keys=keys, kind="primary", icon=icon)


def cross_button(name: str) -> QPushButton:
    """A close cross: the one icon that may stand without a word."""
    widget = button("", kind="cross", icon="it-close", tint="text")
    widget.setAccessibleName(name)
    set_tooltip(widget, name)
    return widget


def set_text(widget: QPushButton, text: str, *, keys: str = "") -> None:
    """Change the words on a button."""
    widget.setText(escaped(with_keys(text, keys)))

_ROUNDING = 2
"""Measuring a text and fitting it may differ by a pixel, which would cut it for nothing."""


class ElidedButton(QPushButton):
    """A button for a text that others chose (a name, a space): cut to fit, whole in its accessible name."""

    def __init__(self, text: str = "", *, least_units: float = 96) -> None:
        super().__init__()
        self._whole = ""
        self._least_units = least_units
        self.setAutoDefault(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_whole(text)

    @property
    def whole(self) -> str:
        """The text before it was cut."""
        return self._whole

    def set_whole(self, text: str) -> None:
        self._whole = text.replace("\n", " ")[:500]
        self.setAccessibleName(self._whole)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        shown = QPushButton.sizeHint(self)
        metrics = self.fontMetrics()
        more = metrics.horizontalAdvance(self._whole) - metrics.horizontalAdvance(self.text().replace("&&", "&"))
        return QSize(shown.width() + more + _ROUNDING, shown.height())

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), current_theme().u(self._least_units)), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        frame = QPushButton.sizeHint(self).width() - metrics.horizontalAdvance(self.text().replace("&&", "&"))
        shown = metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width() - frame, 1))
        if escaped(shown) != self.text():
            self.setText(escaped(shown))
        set_tooltip(self, self._whole if shown != self._whole else "")


class DigitButton(QPushButton):
    """A choice of a strip: its digit in bold, then its words."""

    def __init__(self, digit: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(escaped(f"{digit} {words}"), parent)
        self._digit, self._words = digit, words
        self.setProperty("kind", "digit")
        self.setAutoDefault(True)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        hint = super().sizeHint()
        return QSize(hint.width() + self._bold_extra() + current_theme().u(4), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's own signature)
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        self._write(painter)

    def _write(self, painter: QPainter) -> None:
        theme = current_theme()
        area = self.rect().adjusted(theme.u(8), 0, 0, 0)
        painter.setPen(theme.colour("text" if self.isEnabled() else "disabled"))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        bold = self.font()
        bold.setBold(True)
        painter.setFont(bold)
        painter.drawText(area, align, self._digit)
        area.adjust(painter.fontMetrics().horizontalAdvance(f"{self._digit} "), 0, 0, 0)
        painter.setFont(self.font())
        painter.drawText(area, align, self._words)

    def _bold_extra(self) -> int:
        bold = self.font()
        bold.setBold(True)
        return QFontMetrics(bold).horizontalAdvance(self._digit) - self.fontMetrics().horizontalAdvance(self._digit)
