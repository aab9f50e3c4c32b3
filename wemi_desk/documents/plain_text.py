"""The one way in for text: escaped, and with a visible stand-in for what no font can write."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape

from wemi_desk.documents.fonts import CODE, fallbacks, glyphs

STAND_IN = "\N{REPLACEMENT CHARACTER}"
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
    for name, characters in groupby(_placed(text, font), key=lambda pair: pair[0]):
        run = escape("".join(character for _, character in characters))
        parts.append(run if name == font else f'<font name="{name}">{run}</font>')
    return "".join(parts)


def _placed(text: str, font: str) -> Iterator[tuple[str, str]]:
    """Yield (font, character); a blank joins the run before it, so that lines can break there."""
    chain = (font, *fallbacks())
    current = font
    for character in unicodedata.normalize("NFC", text):
        if character in " \t\n\r":
            yield current, " "
            continue
        current, shown = _glyph(character, chain)
        yield current, shown


def _glyph(character: str, chain: Sequence[str]) -> tuple[str, str]:
    if unicodedata.category(character) not in _CHECKED:
        for name in chain:
            if ord(character) in glyphs(name):
                return name, character
    return CODE, STAND_IN


def unprintable(text: str, font: str) -> str:
    """The characters of *text* that would be replaced by the stand-in, each once."""
    chain = (font, *fallbacks())
    normal = unicodedata.normalize("NFC", text)
    return "".join(sorted({c for c in normal if c not in " \t\n\r" and _glyph(c, chain)[1] != c}))
