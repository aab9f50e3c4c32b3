"""Parts of the papers of an application: who speaks, the true state in a frame, label and value, a line to sign on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.graphics.barcode import code128, qr
from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table, TableStyle

from wemi_desk.documents import sheet
from wemi_desk.documents.emblems import Strip, emblems_for
from wemi_desk.documents.fonts import BODY
from wemi_desk.documents.layout import Figure, TableTags, Text
from wemi_desk.documents.plain_text import Strong
from wemi_desk.domain.application_papers import Funding, PaperHead, Rows
from wemi_desk.domain.slips import PaperSpace
from wemi_desk.i18n import _
from wemi_desk.resources import resource_path

_LABEL = 0.34  # of the width
_LONGEST_CELL = 400  # a row of a table must fit on a page
_QR, _PEN = 24 * mm, 28.0


def emblem_strip(funding: Funding, branding: Path | None) -> Flowable:
    """The emblems of who pays, and the Comune's own."""
    folders = [folder for folder in (branding, _shipped()) if folder is not None]
    emblems = emblems_for((*funding.emblems, "comune"), folders)
    return Strip(emblems, sheet.WIDTH, sheet.style("foot"))


def speaker(space: PaperSpace) -> list[Flowable]:
    """Who speaks, and the public number."""
    number = _("Informazioni: {number}").format(number=sheet.PUBLIC_NUMBER)
    place = " · ".join(part for part in (space.address, space.opening, number) if part)
    return [sheet.paragraph(Strong(space.name)), sheet.paragraph(place), sheet.rule()]


def _shipped() -> Path | None:
    try:
        return resource_path("branding", "emblems.json").parent
    except OSError:
        return None


def opening(head: PaperHead, title: str, branding: Path | None) -> list[Flowable]:
    """The top of a paper about one application: who speaks, what it is, and what is true of it."""
    story = [emblem_strip(head.funding, branding), *speaker(head.space), sheet.title(title)]
    story.append(sheet.paragraph(Strong(head.measure), look="important"))
    cup = _("CUP: {code}").format(code=head.funding.cup) if head.funding.cup else ""
    story.append(sheet.paragraph(" · ".join(part for part in (head.edition, cup) if part)))
    if head.is_example:
        story.append(sheet.paragraph(Strong(_("Misura di ESEMPIO: gli importi non sono quelli del Comune."))))
    return [*story, sheet.gap(6), Text(Strong(head.state), sheet.style("state"))]


def facts(rows: Rows, look: str = "cell") -> list[Flowable]:
    """Label and value, line by line; a value too long for a row stands beneath its label."""
    story: list[Flowable] = []
    short: list[tuple[str, str]] = []
    for label, value in rows:
        if len(value) <= _LONGEST_CELL:
            short.append((label, value))
            continue
        story += [*_grid(short, look), sheet.paragraph(Strong(label)), sheet.paragraph(value)]
        short = []
    return [*story, *_grid(short, look)]


def _grid(rows: Sequence[tuple[str, str]], look: str) -> list[Flowable]:
    if not rows:
        return []
    cells = [[sheet.paragraph(Strong(label), look=look), sheet.paragraph(value, look=look)] for label, value in rows]
    widths = (sheet.WIDTH * _LABEL, sheet.WIDTH * (1 - _LABEL))
    return [Table(cells, colWidths=widths, style=_plain_grid(), renderCB=TableTags(), hAlign="LEFT")]


def _plain_grid() -> TableStyle:
    return TableStyle(
        [
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, black),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ("FONT", (0, 0), (-1, -1), BODY),  # otherwise reportlab names a font that is not in the file
        ]
    )


class SignatureLine(Flowable):  # type: ignore[misc]
    """What is to be written, and a line long enough for a hand."""

    def __init__(self, asked: str, pen: float = _PEN) -> None:
        super().__init__()
        self._pen = pen
        self._asked = Text(asked, sheet.style("body"))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        self._words, self._high = self._asked.wrap(width * _LABEL, height)
        self.height = self._high + self._pen
        return self.width, self.height

    def draw(self) -> None:
        self._asked.drawOn(self.canv, 0, 0)
        self.canv.begin_artifact("Layout")
        self.canv.setLineWidth(0.8)
        self.canv.line(self._words + 8, 2, self.width, 2)
        self.canv.end_artifact()


def codes(code: str) -> Flowable:
    """*code* for a reader of bars and for a telephone, with its letters."""
    bars = code128.Code128(code, barWidth=0.33 * mm, barHeight=12 * mm, quiet=False, humanReadable=False)
    square = qr.QrCode(code, qrLevel="M", width=_QR, height=_QR)
    return _Codes(
        Figure(bars, _("Codice a barre: {code}").format(code=code)),
        Figure(square, _("Codice QR: {code}").format(code=code)),
        [Text(code, sheet.style("code")), sheet.paragraph(_("Con questo codice lo sportello ritrova la domanda."))],
    )


class _Codes(Flowable):  # type: ignore[misc]
    """Bars with their words beneath, the square at the right margin: a reader of bars never sees both at once."""

    def __init__(self, bars: Figure, square: Figure, words: list[Flowable]) -> None:
        super().__init__()
        self._bars, self._square, self._words = bars, square, words

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        room = width - self._square.wrap(width, height)[0]
        self._highs = [self._bars.wrap(width, height)[1], *(part.wrap(room, height)[1] for part in self._words)]
        self.width, self.height = width, max(self._square.height, sum(self._highs))
        return self.width, self.height

    def draw(self) -> None:
        bottom = self.height
        for part, high in zip((self._bars, *self._words), self._highs, strict=True):
            bottom -= high
            part.drawOn(self.canv, 0, bottom)
        self._square.drawOn(self.canv, self.width - self._square.width, self.height - self._square.height)
