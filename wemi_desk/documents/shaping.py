"""Scripts whose letters join or move (Arabic, Bengali): HarfBuzz chooses the glyphs, bidi.py their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from wemi_desk.documents.bidi import levels, visual_order
from wemi_desk.documents.fonts import font, shaper
from wemi_desk.documents.plain_text import placed


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph to draw: the character that stands for it in *font*, and where; in thousandths of the type size."""

    font: str
    character: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """One visual line: glyphs from left to right, its width, and the words it says."""

    glyphs: tuple[Glyph, ...]
    width: float
    words: str


def lines(text: str, name: str, available: float, base: int) -> Iterator[Line]:
    """Break *text* into lines no wider than *available* (thousandths of the type size), words never broken."""
    held: list[str] = []
    for word in text.split():
        if held and line(" ".join([*held, word]), name, base).width > available:
            yield line(" ".join(held), name, base)
            held = []
        held.append(word)
    if held:
        yield line(" ".join(held), name, base)


def line(words: str, name: str, base: int) -> Line:
    """Shape one line; *base* 1 reads from right to left."""
    runs = list(_runs(words, name, base))
    drawn: list[Glyph] = []
    pen = 0.0
    for index in visual_order([level for _, level, _ in runs]):
        run_font, level, piece = runs[index]
        for glyph, advance in _shaped(run_font, piece, level, pen):
            drawn.append(glyph)
            pen += advance
    return Line(tuple(drawn), pen, words)


def _runs(words: str, name: str, base: int) -> Iterator[tuple[str, int, str]]:
    """Pieces of one font and one level, in logical order."""
    shown = list(placed(words, name))
    found = levels("".join(character for _, character in shown), base)
    pieces = zip(shown, found, strict=True)
    for (run_font, level), group in groupby(pieces, key=lambda piece: (piece[0][0], piece[1])):
        yield run_font, level, "".join(character for (_, character), _ in group)


def _shaped(name: str, text: str, level: int, start: float) -> Iterator[tuple[Glyph, float]]:
    import uharfbuzz

    buffer: Any = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if level % 2 else "ltr"
    uharfbuzz.shape(shaper(name), buffer)
    loaded, pen = font(name), start
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        character = chr(loaded.face.glyphToChar[info.codepoint][0])
        advance = loaded.pdfScale(position.x_advance)
        x, y = pen + loaded.pdfScale(position.x_offset), loaded.pdfScale(position.y_offset)
        yield Glyph(name, character, x, y), advance
        pen += advance
