"""The embedded fonts; nothing is ever drawn in a font that does not travel with the paper."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from wemi_desk.resources import resource_path

BODY, BODY_BOLD, CODE = "TitilliumWeb", "TitilliumWeb-Bold", "RobotoMono"
_FILES = {
    BODY: "titillium-web-v10-latin-ext_latin-regular.ttf",
    BODY_BOLD: "titillium-web-v10-latin-ext_latin-700.ttf",
    CODE: "roboto-mono-v13-latin-ext_latin-regular.ttf",
}


@lru_cache(maxsize=1)
def register() -> None:
    """Make the fonts known to reportlab, once per process."""
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in _FILES.items():
        font = TTFont(name, str(resource_path("fonts", file)))
        _repair_widths(font.face)
        registerFont(font)
    registerFontFamily(BODY, normal=BODY, bold=BODY_BOLD, italic=BODY, boldItalic=BODY_BOLD)
    for bold, italic in ((0, 0), (0, 1), (1, 0), (1, 1)):
        addMapping(CODE, bold, italic, CODE)
        addMapping(BODY_BOLD, bold, italic, BODY_BOLD)


def _repair_widths(face: Any) -> None:
    """Undo a reportlab 5.1 fault: fixed-width fonts get the width scaled twice in the embedded program."""
    full = int.from_bytes(face.get_table("hhea")[34:36], "big")
    width = face.hmetrics[full - 1][0]
    face.hmetrics[full:] = [(width, bearing) for _, bearing in face.hmetrics[full:]]


@lru_cache(maxsize=8)
def glyphs(name: str) -> Collection[int]:
    """The code points that font *name* can write."""
    from reportlab.pdfbase.pdfmetrics import getFont

    register()
    face: Any = getFont(name).face
    return frozenset(face.charToGlyph)


def fallbacks() -> tuple[str, ...]:
    """Fonts asked in turn when the wanted one lacks a character."""
    return (CODE,)
