"""Icons of the interface: shipped drawings, filled with a token's colour, kept for reuse."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QByteArray, QObject, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from wemi_desk.resources import resource_path
from wemi_desk.ui.theme import ICON_ROW, current_theme

_SHARPNESS = 2
"""Drawn at twice the size, so that edges stay sharp on a scaled screen."""


class TakesIcon(Protocol):
    """A button, an action or whatever else shows an icon."""

    def setIcon(self, icon: QIcon, /) -> None: ...  # noqa: N802 (Qt's own name)
    def setIconSize(self, size: QSize, /) -> None: ...  # noqa: N802


def icon(name: str, tint: str = "text", side: float = ICON_ROW) -> QIcon:
    """The drawing ``it-…`` in the colour of the token *tint*; *side* in units. Ask again after a theme change."""
    theme = current_theme()
    return _icon(name, theme.tokens[tint], theme.tokens["disabled"], theme.u(side))


def pixmap(name: str, tint: str = "text", side: float = ICON_ROW) -> QPixmap:
    """The same as a picture, for labels and delegates."""
    theme = current_theme()
    return _drawn(name, theme.tokens[tint], theme.u(side))


def set_icon(widget: QObject, name: str, tint: str = "text", side: float = ICON_ROW) -> None:
    """Give *widget* an icon that follows theme and text size."""
    current_theme().follow(widget, _restyle(name, tint, side))


def show_icon_on(widget: TakesIcon, name: str, tint: str = "text", side: float = ICON_ROW) -> None:
    """Draw an icon on *widget* once; the caller draws again after a theme change."""
    length = current_theme().u(side)
    widget.setIcon(icon(name, tint, side))
    widget.setIconSize(QSize(length, length))


def set_action_icon(action: QAction, name: str, tint: str = "text") -> None:
    """Give a menu entry an icon that follows theme and text size."""
    current_theme().follow(action, lambda owner: owner.setIcon(icon(name, tint)))


def coloured_svg(name: str, colour: str) -> bytes:
    """The text of a shipped drawing, filled with *colour*."""
    return _source(name).replace(b"<svg ", b'<svg fill="%s" ' % colour.encode(), 1)


def _restyle(name: str, tint: str, side: float) -> Callable[[QObject], None]:
    return lambda widget: show_icon_on(widget, name, tint, side)  # type: ignore[arg-type]


@lru_cache(maxsize=128)
def _source(name: str) -> bytes:
    return resource_path("icons", f"{name}.svg").read_bytes()


@lru_cache(maxsize=512)
def _icon(name: str, colour: str, disabled: str, side_px: int) -> QIcon:
    result = QIcon(_drawn(name, colour, side_px))
    result.addPixmap(_drawn(name, disabled, side_px), QIcon.Mode.Disabled)
    result.addPixmap(_drawn(name, colour, side_px), QIcon.Mode.Selected)
    return result


@lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, side_px: int) -> QPixmap:
    picture = QPixmap(side_px * _SHARPNESS, side_px * _SHARPNESS)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(coloured_svg(name, colour))).render(painter)
    painter.end()
    picture.setDevicePixelRatio(_SHARPNESS)
    return picture
