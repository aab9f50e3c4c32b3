"""The one way in for text: escaped, and with a visible stand-in for what no font can write."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from wemi_desk.documents.fonts import CODE, candidates, glyphs

_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}  # xml.sax would load an HTTP client for it
STAND_IN = "\N{REPLACEMENT CHARACTER}"
_BLANKS, _JOINERS = " \t\n\r", "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_CHECKED = ("Cc", "Cf", "Cs", "Co", "Cn")


@dataclass(frozen=True, slots=True)
class Strong:
    """Words to print in bold."""

    text: str


Piece = str | Strong


def markup(pieces: Sequence[Piece] | Piece, font: str) -> str:
    """Return reportlab markup that prints *pieces* as typed."""
    if isinstance(pieces, (str, Strong)):
        pieces = (pieces,)
    return "".join(_piece(piece, font) for piece in pieces)


def _piece(piece: Piece, font: str) -> str:
    if isinstance(piece, Strong):
        return f"<b>{_escaped(piece.text, font)}</b>"
    return _escaped(piece, font)


def _escaped(text: str, font: str) -> str:
    parts = []
    for name, characters in groupby(placed(text, font), key=lambda pair: pair[0]):
        run = "".join(_ESCAPED.get(character, character) for _, character in characters)
        parts.append(run if name == font else f'<font name="{name}">{run}</font>')
    return "".join(parts)


def placed(text: str, font: str, shaping: bool = False) -> Iterator[tuple[str, str]]:
    """Yield (font, character) as printed; a blank or a joiner joins the run before it."""
    current = font
    for character in unicodedata.normalize("NFC", text):
        if character in _BLANKS:
            yield current, " "
        elif character in _JOINERS and ord(character) in glyphs(current):
            yield current, character
        else:
            current, shown = _glyph(character, font, shaping)
            yield current, shown


def _glyph(character: str, wanted: str, shaping: bool) -> tuple[str, str]:
    if unicodedata.category(character) not in _CHECKED:
        for name in candidates(character, wanted, shaping):
            if ord(character) in glyphs(name):
                return name, character
    glyphs(CODE)  # reportlab refuses a font by name until it is loaded
    return CODE, STAND_IN


def shown(text: str, font: str, limit: int) -> str:
    """The first *limit* characters of *text* as they are printed, for places that hold no markup."""
    return "".join(character for _, character in placed(text[:limit], font, shaping=True))


def unprintable(text: str, font: str, shaping: bool = False) -> str:
    """The characters of *text* that would be replaced by the stand-in, each once."""
    pairs = zip(unicodedata.normalize("NFC", text), placed(text, font, shaping), strict=True)
    return "".join(sorted({typed for typed, (_, put) in pairs if put == STAND_IN != typed}))
