"""Labels: the only place that makes one, so that no text is ever read as markup."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from wemi_desk.ui.icons import pixmap
from wemi_desk.ui.theme import ICON_ROW, current_theme

_AS_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})  # html.escape brings half a megabyte of entities
_SHOWN_AT_MOST = 2_000
"""Longer texts (a pasted book as a name) would stall the layout; nobody reads so far in a label."""


def label(text: str = "", role: str = "", *, name: str = "", wrap: bool = False) -> QLabel:
    """A plain text label. Roles: heading, page, counter, strong, caption, muted, code, ok, warn, err, info."""
    widget = QLabel()
    widget.setTextFormat(Qt.TextFormat.PlainText)
    widget.setText(text[:_SHOWN_AT_MOST])
    widget.setWordWrap(wrap)
    if role:
        widget.setProperty("role", role)
    if name:
        widget.setAccessibleName(name)
    return widget


def heading(text: str) -> QLabel:
    """The title of a pane."""
    return label(text, "heading")


def page_title(text: str) -> QLabel:
    """The title of a full page."""
    return label(text, "page")


def muted(text: str = "", *, wrap: bool = True) -> QLabel:
    """Secondary text: reasons, hints, empty states."""
    return label(text, "muted", wrap=wrap)


def code(text: str = "") -> QLabel:
    """A codice fiscale, a ticket, a protocol number."""
    return label(text, "code")


def set_role(widget: QWidget, role: str) -> None:
    """Change the look of a label already on screen."""
    set_property(widget, "role", role)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet reads, and have it read again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def set_tooltip(widget: QWidget, text: str) -> None:
    """A tooltip that never reads its text as markup."""
    widget.setToolTip(f"<span>{text[:_SHOWN_AT_MOST].translate(_AS_TEXT)}</span>" if text else "")


def icon_label(name: str, tint: str = "text", side: float = ICON_ROW) -> QLabel:
    """A drawing beside a word: decoration, silent for screen readers."""
    widget = QLabel()
    widget.setTextFormat(Qt.TextFormat.PlainText)
    show_icon(widget, name, tint, side)
    return widget


def show_icon(widget: QLabel, name: str, tint: str = "text", side: float = ICON_ROW) -> None:
    """Put a drawing into an icon label; it follows theme and text size."""
    known = widget.property("icon") is not None
    widget.setProperty("icon", (name, tint, side))
    if known:
        _draw(widget)
    else:
        current_theme().follow(widget, _draw)


def _draw(widget: QLabel) -> None:
    name, tint, side = widget.property("icon")
    widget.setPixmap(pixmap(name, tint, side))
    length = current_theme().u(side)
    widget.setFixedSize(length, length)


class ElidedLabel(QLabel):
    """One line that shows what fits and tells the whole in its accessible name and tooltip."""

    def __init__(
        self, text: str = "", role: str = "", *, least_units: float = 60, most_units: float = 10_000
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = ""
        self._least_units, self._most_units = least_units, most_units
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    @property
    def whole(self) -> str:
        """The text before it was cut to fit."""
        return self._whole

    def set_text(self, text: str) -> None:
        self._whole = " ".join(text.split())[:_SHOWN_AT_MOST]
        self.setAccessibleName(self._whole)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        needed = self.fontMetrics().horizontalAdvance(self._whole) + 2 * self.margin() + 1
        return QSize(min(needed, current_theme().u(self._most_units)), hint.height())

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), current_theme().u(self._least_units)), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        if shown != self.text():
            self.setText(shown)
        set_tooltip(self, self._whole if shown != self._whole else "")
