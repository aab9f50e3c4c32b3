"""Scripts whose letters join or move (Arabic, Bengali): HarfBuzz chooses the glyphs, bidi.py their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from wemi_desk.documents.bidi import levels, visual_order
from wemi_desk.documents.fonts import font, shaper
from wemi_desk.documents.plain_text import placed

_CAUTION = 0.8
_SHORT = 120


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Glyphs that follow each other at their natural widths, by the characters that stand for them in *font*.

    Positions are in thousandths of the type size.
    """

    font: str
    characters: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """One visual line: glyphs from left to right, its width, and the words it says."""

    glyphs: tuple[Glyphs, ...]
    width: float
    words: str


def lines(text: str, name: str, available: float, base: int) -> Iterator[Line]:
    """Break *text* into lines no wider than *available* (thousandths of the type size)."""
    if len(text) <= _SHORT:
        whole = line(" ".join(text.split()), name, base)
        if whole.width <= available:  # most are: nothing to try word by word
            if whole.words:
                yield whole
            return
    held: list[str] = []
    for word in _words(text, name, available, base):
        if held and line(" ".join([*held, word]), name, base).width > available:
            yield line(" ".join(held), name, base)
            held = []
        held.append(word)
    if held:
        yield line(" ".join(held), name, base)


def _words(text: str, name: str, available: float, base: int) -> Iterator[str]:
    """The words; one that is wider than a line is cut."""
    for word in text.split():
        width = line(word, name, base).width
        most = len(word) if width <= available else max(1, int(len(word) * available / width * _CAUTION))
        yield from (word[start : start + most] for start in range(0, len(word), most))


def line(words: str, name: str, base: int) -> Line:
    """Shape one line; *base* 1 reads from right to left."""
    runs = list(_runs(words, name, base))
    drawn: list[Glyphs] = []
    pen = 0.0
    for index in visual_order([level for _, level, _ in runs]):
        shaped, pen = _shaped(*runs[index], pen)
        drawn += shaped
    return Line(tuple(drawn), pen, words)


def _runs(words: str, name: str, base: int) -> Iterator[tuple[str, int, str]]:
    """Pieces of one font and one level, in logical order."""
    shown = list(placed(words, name, shaping=True))
    found = levels("".join(character for _, character in shown), base)
    pieces = zip(shown, found, strict=True)
    for (run_font, level), group in groupby(pieces, key=lambda piece: (piece[0][0], piece[1])):
        yield run_font, level, "".join(character for (_, character), _ in group)


def _shaped(name: str, level: int, text: str, pen: float) -> tuple[list[Glyphs], float]:
    """The glyphs of one run that starts at *pen*, and where it ends."""
    loaded = font(name)
    drawn: list[Glyphs] = []
    natural = False
    for glyph, position in _harfbuzz(name, level, text):
        code = loaded.face.glyphToChar[glyph][0]
        advance, x, y = (loaded.pdfScale(one) for one in (position.x_advance, position.x_offset, position.y_offset))
        if natural and not x and not y:
            last = drawn.pop()
            drawn.append(replace(last, characters=last.characters + chr(code)))
        else:
            drawn.append(Glyphs(name, chr(code), pen + x, y))
        natural = not x and not y and advance == loaded.face.charWidths[code]
        pen += advance
    return drawn, pen


def _harfbuzz(name: str, level: int, text: str) -> Iterator[tuple[int, Any]]:
    import uharfbuzz

    buffer: Any = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if level % 2 else "ltr"
    uharfbuzz.shape(shaper(name), buffer)
    infos = (info.codepoint for info in buffer.glyph_infos)
    return zip(infos, buffer.glyph_positions, strict=True)
