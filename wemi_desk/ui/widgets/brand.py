"""The logo slot of the pages that take the whole window: the Comune's drawing, or the words “WeMi Desk”."""

from __future__ import annotations

import re

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel

from wemi_desk.resources import resource_path
from wemi_desk.ui.theme import ThemeName, current_theme

WORDS = "WeMi Desk"
_MOST_BYTES = 200_000
_HIGH, _WIDEST, _SHARPNESS = 40, 240, 2
# what a drawing has no need of: programs, documents inside, and anything fetched from elsewhere
_REFUSED = re.compile(
    rb"<\s*(?:script|foreignobject|image|!doctype|!entity)|\son\w+\s*=|href\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)|@import",
    re.IGNORECASE,
)


class Brand(QLabel):
    """Follows theme and text size; a drawing that is not plain is as good as none."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "page")
        self.setAccessibleName(WORDS)
        current_theme().follow(self, Brand._show)

    def _show(self) -> None:
        picture = _picture(current_theme().name is not ThemeName.LIGHT)
        if picture is None:
            self.setText(WORDS)
        else:
            self.setPixmap(picture)


def plain_drawing(source: bytes) -> QSvgRenderer | None:
    """A renderer for *source*, if it is an SVG of the size and kind a logo has."""
    if len(source) > _MOST_BYTES or _REFUSED.search(source):
        return None
    renderer = QSvgRenderer(QByteArray(source))
    return renderer if renderer.isValid() and not renderer.defaultSize().isEmpty() else None


def _picture(dark: bool) -> QPixmap | None:
    try:
        source = resource_path("branding", "logo-dark.svg" if dark else "logo.svg").read_bytes()
    except OSError:
        return None
    renderer = plain_drawing(source)
    return None if renderer is None else _drawn(renderer)


def _drawn(renderer: QSvgRenderer) -> QPixmap:
    u = current_theme().u
    size = renderer.defaultSize().scaled(QSize(u(_WIDEST), u(_HIGH)), Qt.AspectRatioMode.KeepAspectRatio)
    picture = QPixmap(size * _SHARPNESS)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    picture.setDevicePixelRatio(_SHARPNESS)
    return picture
