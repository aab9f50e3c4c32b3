"""The house style on paper: A4, large type, one order; documents are written with these parts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from reportlab.graphics.barcode import code128, qr
from reportlab.lib.colors import black
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    HRFlowable,
    KeepTogether,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from wemi_desk.documents.archive import CREATOR, Properties, archived
from wemi_desk.documents.brand import Brand, print_logo
from wemi_desk.documents.fonts import BODY, BODY_BOLD, CODE, needs_shaping, register
from wemi_desk.documents.layout import Close, Figure, Item, Open, TableTags, TaggedCanvas, Text
from wemi_desk.documents.plain_text import Piece, Strong, shown
from wemi_desk.documents.shaped_text import ShapedText
from wemi_desk.domain.slips import PaperSpace
from wemi_desk.i18n import _

MARGIN, LEFT_MARGIN = 20 * mm, 25 * mm
WIDTH = A4[0] - LEFT_MARGIN - MARGIN
HEIGHT = A4[1] - 2 * MARGIN
_TITLE_LIMIT, _FOOT_LIMIT = 200, 60
PUBLIC_NUMBER = "020202"
_TITLE, _LARGE, _HEADING, _IMPORTANT, _BODY, _CODE, _FOOT = 18, 17, 14, 14, 12, 12, 10


@lru_cache(maxsize=32)
def style(name: str) -> ParagraphStyle:
    """One look by its name; after it " figure" or " rtl" aligns right, " unspaced" breaks lines between any signs."""
    look, _blank, manner = name.partition(" ")
    font, size, before, after = {
        "title": (BODY_BOLD, _TITLE, 10, 6),
        "heading": (BODY_BOLD, _HEADING, 12, 2),
        "important": (BODY, _IMPORTANT, 0, 4),
        "item": (BODY, _IMPORTANT, 0, 2),
        "body": (BODY, _BODY, 0, 2),
        "strong": (BODY_BOLD, _BODY, 0, 2),
        "cell": (BODY, _BODY, 0, 0),
        "foot": (BODY, _FOOT, 0, 0),
        "code": (CODE, _CODE, 2, 0),
        "large": (BODY, _LARGE, 0, 6),
        "largeitem": (BODY, _LARGE, 0, 8),
        "smallitem": (BODY, _BODY, 0, 2),
        "state": (BODY_BOLD, _IMPORTANT, 6, 10),
    }[look]
    made = ParagraphStyle(name, fontName=font, fontSize=size, leading=size * 1.4, spaceBefore=before, spaceAfter=after)
    made.bulletFontName, made.bulletFontSize, made.splitLongWords = BODY, size, 1
    if manner in {"figure", "rtl"}:
        made.alignment = TA_RIGHT
    if manner == "unspaced":
        made.wordWrap = "CJK"
    if look in {"item", "largeitem", "smallitem"}:
        made.leftIndent, made.bulletIndent = size + 2, 2
        made.allowWidows = made.allowOrphans = 0
        if manner == "rtl":
            made.leftIndent, made.rightIndent = 0, size + 2
    if look == "state":
        made.borderWidth, made.borderColor, made.borderPadding = 1.2, black, 6
        made.leftIndent = made.rightIndent = 7
    return made


def title(words: str) -> Flowable:
    return Text(words, style("title"), role="H1")


def heading(words: str) -> list[Flowable]:
    """A heading, never alone at the foot of a page."""
    return [CondPageBreak(30 * mm), Text(words, style("heading"), role="H2")]


def paragraph(*pieces: Piece, look: str = "body", role: str = "P") -> Flowable:
    """Plain words; those in a script whose letters join are shaped, and lose the bold."""
    words = "".join(piece if isinstance(piece, str) else piece.text for piece in pieces)
    if needs_shaping(words):
        return ShapedText(words, style(look), role)
    return Text(pieces, style(look), role=role)


def large_item(what: str, more: str, number: int) -> Flowable:
    """One numbered thing of a list in large type; belongs between Open("L") and Close()."""
    return Item((Strong(what), f" {more}" if more else ""), style("largeitem"), bullet=f"{number}.")


def bullets(
    items: Sequence[Piece | Sequence[Piece]], numbered: bool = False, look: str = "item"
) -> list[Flowable]:
    """A list; *numbered* when the order matters."""
    story: list[Flowable] = [Open("L")]
    for number, item in enumerate(items, start=1):
        story.append(Item(item, style(look), bullet=f"{number}." if numbered else "•"))
    return [*story, Close()]


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *, figures: bool = True
) -> Flowable:
    """A table whose first row and first column are header cells; columns after the first are figures, or words."""
    manner = " figure" if figures else ""
    cells = [_row(head, "strong", manner), *(_row(row, "cell", manner) for row in rows)]
    grid = TableStyle(
        [
            ("LINEBELOW", (0, 0), (-1, 0), 1, black),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, black),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ("FONT", (0, 0), (-1, -1), BODY),
        ]
    )
    return Table(cells, colWidths=list(widths), repeatRows=1, style=grid, renderCB=TableTags(), hAlign="LEFT")


def cut(words: str, most: int = 160) -> str:
    """*words* for a cell: a row must fit on a page."""
    return words if len(words) <= most else words[: most - 1] + "…"


def _row(words: Sequence[str], look: str, manner: str) -> list[Flowable]:
    first, *others = words
    return [Text(first, style(look)), *(Text(other, style(look + manner)) for other in others)]


def barcode(code: str, alt: str) -> Flowable:
    """*code* as Code 128, with the letters beneath; the page margin is the quiet zone on the left."""
    return KeepTogether(bars_and_letters(code, alt))


def bars_and_letters(code: str, alt: str) -> list[Flowable]:
    """*code* as Code 128, 0.33 mm bars, then its letters: whoever places them keeps them together."""
    bars = code128.Code128(code, barWidth=0.33 * mm, barHeight=12 * mm, quiet=False, humanReadable=False)
    bars.hAlign = "LEFT"
    return [Figure(bars, alt), Text(code, style("code"))]


def qr_code(content: str, alt: str, size: float = 34 * mm) -> Flowable:
    """*content* as a QR code, quiet zone included in *size*."""
    return Figure(qr.QrCode(content, qrLevel="M", width=size, height=size, hAlign="LEFT"), alt)


def brand_block() -> list[Flowable]:
    return [Brand(WIDTH, print_logo())]


def space_block(space: PaperSpace) -> list[Flowable]:
    """Who speaks: the logo slot and the space, with the public number."""
    place = " · ".join(part for part in (space.address, space.opening) if part)
    story: list[Flowable] = [*brand_block(), paragraph(space.name, look="strong")]
    if place:
        story.append(paragraph(place))
    story.append(paragraph(_("Informazioni: {number}").format(number=PUBLIC_NUMBER)))
    return [*story, rule()]


def rule() -> Flowable:
    """A line across the page: decoration, not content."""
    line = HRFlowable(width="100%", thickness=0.8, color=black, spaceBefore=4, spaceAfter=4)
    return Figure(line, None)


def gap(points: float) -> Flowable:
    return Spacer(1, points)


def build(story: list[Flowable], properties: Properties, foot: str = "") -> bytes:
    """Draw *story* and return a tagged PDF/A-2b; *foot* stands before the page number on each page."""
    register()
    properties = replace(properties, title=shown(properties.title, BODY, _TITLE_LIMIT))
    raw = io.BytesIO()
    document = SimpleDocTemplate(
        raw,
        pagesize=A4,
        leftMargin=LEFT_MARGIN - 6,  # reportlab's frame pads by 6 points
        rightMargin=MARGIN - 6,
        topMargin=MARGIN - 6,
        bottomMargin=MARGIN - 6,
        title=properties.title,
        author=CREATOR,
        lang=properties.language,
        initialFontName=BODY,
        invariant=1,
    )
    canvases: list[TaggedCanvas] = []

    def canvas(*args: Any, **kwargs: Any) -> TaggedCanvas:
        canvases.append(TaggedCanvas(*args, foot=partial(_footer, foot), **kwargs))
        return canvases[-1]

    document.build(story, canvasmaker=canvas)
    return archived(raw.getvalue(), canvases[-1].root, properties)


def _footer(foot: str, page: TaggedCanvas, number: int) -> None:
    words = Text(foot[:_FOOT_LIMIT], style("foot"))
    words.wrapOn(page, WIDTH, MARGIN)
    words.drawOn(page, LEFT_MARGIN, 10 * mm)
    page.setFont(BODY, _FOOT)
    page.drawRightString(A4[0] - MARGIN, 11 * mm, _("pagina {number}").format(number=number))
