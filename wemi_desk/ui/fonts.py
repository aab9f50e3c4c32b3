"""Load the fonts that ship with the program; without them the platform's own sans serves."""

from __future__ import annotations

import logging

from PySide6.QtGui import QFont, QFontDatabase

from wemi_desk.resources import resource_path
from wemi_desk.ui.theme import CODE_FAMILY, TEXT_FAMILY

_log = logging.getLogger(__name__)

_FILES = (
    "titillium-web-v10-latin-ext_latin-regular.ttf",
    "titillium-web-v10-latin-ext_latin-italic.ttf",
    "titillium-web-v10-latin-ext_latin-300.ttf",
    "titillium-web-v10-latin-ext_latin-600.ttf",
    "titillium-web-v10-latin-ext_latin-700.ttf",
    "roboto-mono-v13-latin-ext_latin-regular.ttf",
    "roboto-mono-v13-latin-ext_latin-700.ttf",
)


def load_fonts(files: tuple[str, ...] = _FILES) -> list[str]:
    """Register the shipped fonts, before the first widget; return the families that are now usable."""
    families: list[str] = []
    for file in files:
        families += _load(file)
    return sorted(set(families))


def text_font(px: int) -> QFont:
    """The interface's font at *px*, or the platform's sans when ours is missing."""
    return _font(TEXT_FAMILY, QFontDatabase.SystemFont.GeneralFont, px)


def code_font(px: int) -> QFont:
    """The font of codes and of times in columns."""
    return _font(CODE_FAMILY, QFontDatabase.SystemFont.FixedFont, px)


def _load(file: str) -> list[str]:
    try:
        number = QFontDatabase.addApplicationFont(str(resource_path("fonts", file)))
    except FileNotFoundError:
        number = -1
    if number < 0:
        _log.warning("font not usable: %s", file)
        return []
    return QFontDatabase.applicationFontFamilies(number)


def _font(family: str, fallback: QFontDatabase.SystemFont, px: int) -> QFont:
    font = QFont(family) if QFontDatabase.hasFamily(family) else QFontDatabase.systemFont(fallback)
    font.setPixelSize(px)
    return font
