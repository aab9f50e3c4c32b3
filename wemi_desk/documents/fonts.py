"""The embedded fonts; nothing is ever drawn in a font that does not travel with the paper."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from wemi_desk.resources import resource_path

BODY, BODY_BOLD, CODE = "TitilliumWeb", "TitilliumWeb-Bold", "RobotoMono"
_EAST, _ARABIC, _BENGALI, _CHINESE = "NotoSans", "NotoArabic", "NotoBengali", "NotoChinese"
_BOLD = {BODY: BODY_BOLD, _EAST: "NotoSans-Bold", _ARABIC: "NotoArabic-Bold", _BENGALI: "NotoBengali-Bold"}
_FILES = {
    BODY: "titillium-web-v10-latin-ext_latin-regular.ttf",
    BODY_BOLD: "titillium-web-v10-latin-ext_latin-700.ttf",
    CODE: "roboto-mono-v13-latin-ext_latin-regular.ttf",
    _EAST: "noto/NotoSans-Greek-Cyrillic-Regular.ttf",
    _BOLD[_EAST]: "noto/NotoSans-Greek-Cyrillic-Bold.ttf",
    _ARABIC: "noto/NotoSansArabic-Regular.ttf",
    _BOLD[_ARABIC]: "noto/NotoSansArabic-Bold.ttf",
    _BENGALI: "noto/NotoSansBengali-Regular.ttf",
    _BOLD[_BENGALI]: "noto/NotoSansBengali-Bold.ttf",
    _CHINESE: "noto/NotoSansSC-Regular.ttf",
}
_SCRIPTS = (
    (0x0370, 0x052F, _EAST),
    (0x0600, 0x06FF, _ARABIC),
    (0x0964, 0x0965, _BENGALI),
    (0x0980, 0x09FF, _BENGALI),
    (0x2116, 0x2116, _EAST),
    (0x3000, 0x303F, _CHINESE),
    (0x4E00, 0x9FFF, _CHINESE),
    (0xFF00, 0xFFEF, _CHINESE),
)
_SHAPED = {_ARABIC, _BENGALI}
_PRIVATE = 0xE000


@lru_cache(maxsize=len(_FILES))
def font(name: str) -> Any:
    """The font, registered with reportlab when first asked for: the Chinese one alone weighs a megabyte."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    loaded = TTFont(name, str(resource_path("fonts", *_FILES[name].split("/"))))
    _repair_widths(loaded.face)
    registerFont(loaded)
    _map_bold(name)
    if name in _BOLD:
        font(_BOLD[name])
    return loaded


def _map_bold(name: str) -> None:
    """Bold where the family has one; a missing slant or weight is drawn upright and regular.

    In a bold run reportlab asks for the bold of the named font by itself: it must be registered by then.
    """
    from reportlab.lib.fonts import addMapping

    for italic in (0, 1):
        addMapping(name, 0, italic, name)
        addMapping(name, 1, italic, _BOLD.get(name, name))


def register() -> None:
    """Make the house fonts known to reportlab."""
    for name in (BODY, BODY_BOLD, CODE):
        font(name)


def _repair_widths(face: Any) -> None:
    """Undo a reportlab 5.1 fault: fixed-width fonts get the width scaled twice in the embedded program."""
    full = int.from_bytes(face.get_table("hhea")[34:36], "big")
    width = face.hmetrics[full - 1][0]
    face.hmetrics[full:] = [(width, bearing) for _, bearing in face.hmetrics[full:]]


@lru_cache(maxsize=len(_FILES))
def glyphs(name: str) -> Collection[int]:
    """The code points that font *name* can write."""
    return frozenset(font(name).face.charToGlyph)


def candidates(character: str, wanted: str, shaping: bool) -> tuple[str, ...]:
    """The fonts to ask for *character*: the wanted one, the one of its script, the one with most signs.

    Scripts whose letters join or move have no font without *shaping*: rather a mark than a wrong word.
    """
    script = _script_font(character)
    if script is None:
        return wanted, CODE
    if script in _SHAPED and not shaping:
        return (wanted,)
    return wanted, _BOLD.get(script, script) if wanted == BODY_BOLD else script


def needs_shaping(text: str) -> bool:
    """Whether *text* has letters that join or move."""
    return any(_script_font(character) in _SHAPED for character in text)


def _script_font(character: str) -> str | None:
    code = ord(character)
    return next((name for first, last, name in _SCRIPTS if first <= code <= last), None)


@lru_cache(maxsize=len(_FILES))
def shaper(name: str) -> Any:
    """A HarfBuzz font in font units; every glyph without a character gets a private one to be drawn by."""
    import uharfbuzz

    loaded = font(name)
    glyphs(name)
    face = loaded.face
    for glyph in range(face.numGlyphs):
        if glyph not in face.glyphToChar:
            private = _PRIVATE + glyph
            face.charToGlyph[private] = glyph
            face.glyphToChar[glyph] = [private]
            face.charWidths[private] = loaded.pdfScale(face.hmetrics[glyph][0])
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(face._ttf_data)))  # noqa: SLF001 (read once, never copied)
