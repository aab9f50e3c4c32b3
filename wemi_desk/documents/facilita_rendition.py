"""A file for Facilita on paper, to be kept and signed: every value of every row, and the digest of the file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm

from wemi_desk.documents.archive import CREATOR, Properties, archived
from wemi_desk.documents.facilita import read_header, read_rows
from wemi_desk.documents.fonts import BODY, BODY_BOLD, CODE, glyphs, register
from wemi_desk.documents.layout import Node, TaggedCanvas
from wemi_desk.documents.plain_text import STAND_IN, placed
from wemi_desk.documents.words import stamp
from wemi_desk.domain.facilita_ledger import FacilitaBatch
from wemi_desk.i18n import _, ngettext

_PAGE = landscape(A4)
_MARGIN, _TITLE, _BODY, _SIZE, _LEADING = 15 * mm, 14, 10, 7.0, 9.0
_ADVANCE = 0.6
"""Every sign of the fixed-width font is so many times its size wide."""
_COLUMNS = int((_PAGE[0] - 2 * _MARGIN) / (_SIZE * _ADVANCE))


def render(csv: Path, batch: FacilitaBatch, made_at: datetime) -> bytes:
    """The file as a tagged PDF/A-2b. Takes seconds for thousands of rows."""
    register()
    header = read_header(csv)
    raw = io.BytesIO()
    title = _("File per Facilita: {name}").format(name=batch.file_name)
    foot = batch.file_name
    canvas = TaggedCanvas(
        raw, pagesize=_PAGE, lang="it-IT", initialFontName=BODY, invariant=1,
        foot=lambda page, number: _footer(page, foot, number),
    )  # fmt: skip
    canvas.setTitle(title)
    canvas.setAuthor(CREATOR)
    sheet = _Sheet(canvas)
    sheet.write(title, "H1", BODY_BOLD, _TITLE)
    for line in _about(batch, made_at):
        sheet.write(line, "P", BODY, _BODY)
    for number, values in enumerate(read_rows(csv), start=1):
        sheet.write(_row(number, values, header), "P", CODE, _SIZE)
    canvas.showPage()
    canvas.save()
    return archived(raw.getvalue(), canvas.root, Properties(title, "it-IT", made_at))


def _about(batch: FacilitaBatch, made_at: datetime) -> Iterator[str]:
    period = {"first": f"{batch.date_from:%d/%m/%Y}", "last": f"{batch.date_to:%d/%m/%Y}"}
    yield _("Progetto {code}, servizi dal {first} al {last}.").format(code=batch.project_code, **period)
    yield ngettext("{n} riga.", "{n} righe.", batch.row_count).format(n=batch.row_count)
    yield _("Preparato {when}.").format(when=stamp(batch.created_at))
    yield _("SHA-256 del file: {digest}").format(digest=batch.sha256)
    yield _("Stampato {when}. Riproduce tutti i valori del file, riga per riga.").format(when=stamp(made_at))


def _row(number: int, values: tuple[str, ...], header: tuple[str, ...]) -> str:
    """What is empty is left out."""
    said = " | ".join(f"{name} {value}" for name, value in zip(header, values, strict=True) if value)
    return f"{number}. {said}"


def _runs(text: str, font: str) -> tuple[list[list[tuple[str, str]]], bool]:
    """Lines of runs in one font, and whether every sign could be drawn. Nearly always it is the font asked for."""
    if all(map(glyphs(font).__contains__, map(ord, set(text)))):
        return [[(font, text[at : at + _COLUMNS])] for at in range(0, len(text), _COLUMNS)], True
    signs = list(placed(text, font))
    lines = [groupby(signs[at : at + _COLUMNS], key=lambda pair: pair[0]) for at in range(0, len(signs), _COLUMNS)]
    runs = [[(name, "".join(sign for _font, sign in run)) for name, run in line] for line in lines]
    return runs, all(sign != STAND_IN for _font, sign in signs)


class _Sheet:
    """Where the next line goes."""

    def __init__(self, canvas: TaggedCanvas) -> None:
        self._canvas = canvas
        self._y = _PAGE[1] - _MARGIN

    def write(self, text: str, role: str, font: str, size: float) -> None:
        """One paragraph, on as many lines as it needs, never across two pages."""
        lines, is_whole = _runs(text, font)
        leading = _LEADING if font == CODE else size * 1.5
        if self._y - leading * len(lines) < _MARGIN:
            self._canvas.showPage()
            self._y = _PAGE[1] - _MARGIN
        node = Node(role)
        self._canvas.push(node)
        self._canvas.begin(node, spoken="" if is_whole else text)
        words = self._canvas.beginText(_MARGIN, self._y - size)
        for line in lines:
            for name, run in line:
                words.setFont(name, size, leading)
                words.textOut(run)
            words.textLine(" ")
        self._canvas.drawText(words)
        self._canvas.end()
        self._canvas.pop()
        self._y -= leading * len(lines) + 2


def _footer(page: TaggedCanvas, words: str, number: int) -> None:
    page.setFont(BODY, _SIZE)
    page.drawString(_MARGIN, 8 * mm, words)
    page.drawRightString(_PAGE[0] - _MARGIN, 8 * mm, _("pagina {number}").format(number=number))
