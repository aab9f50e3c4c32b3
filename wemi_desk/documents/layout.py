"""Tagged drawing: notes which piece of a page belongs to which structure element.

reportlab's open edition writes no tags. The canvas here marks content while reportlab draws it;
documents/archive.py turns the notes into the structure tree. The only home of reportlab's Paragraph.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable, Paragraph, Table

from wemi_desk.documents.plain_text import Piece, markup


@dataclass(eq=False)
class Node:
    """One structure element; kids are nodes or (page index, marked-content id)."""

    role: str
    alt: str | None = None
    language: str | None = None
    spoken: str = ""
    owner: str = "Table"
    attributes: dict[str, Any] = field(default_factory=dict)
    kids: list[Any] = field(default_factory=list)
    placed: bool = False


class _SpacedText(PDFTextObject):  # type: ignore[misc]
    """Writes the space that reportlab drops at a line end; without it readers glue words together."""

    def _textOut(self, text: str, TStar: int = 0) -> None:
        if TStar and self._canvas.spaced and not text.endswith(" "):
            text += " "
        super()._textOut(text, TStar)


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """A canvas that remembers which piece of the page belongs to which element."""

    def __init__(self, *args: Any, foot: Callable[[TaggedCanvas, int], None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.root = Node("Document")
        self._foot = foot
        self.spaced = True
        self._path = [self.root]
        self._mcid = 0
        self._marking = False
        self._artifacts = 0

    def beginText(self, x: float = 0, y: float = 0, direction: str | None = None) -> _SpacedText:
        return _SpacedText(self, x, y, direction=direction)

    def showPage(self) -> None:
        assert not self._marking, "marked content must not cross a page"
        self.begin_artifact("Pagination")
        self._foot(self, self._pageNumber)
        self.end_artifact()
        super().showPage()
        self._mcid = 0

    def push(self, node: Node) -> None:
        """Open *node* inside the current element; its first opening decides its place in the tree."""
        if not node.placed and not self._artifacts:
            self._path[-1].kids.append(node)
            node.placed = True
        self._path.append(node)

    def pop(self) -> None:
        self._path.pop()

    def begin(self, node: Node, spoken: str = "") -> None:
        """Start content that belongs to *node*; *spoken* is what a reader says instead of the glyphs."""
        if self._artifacts:
            return
        assert not self._marking, "marked content must not nest"
        self._marking = True
        node.kids.append((self._pageNumber - 1, self._mcid))
        words = f" /ActualText <FEFF{spoken.encode('utf-16-be').hex().upper()}>" if spoken else ""
        self._code.append(f"/{node.role} <</MCID {self._mcid}{words}>> BDC")
        self._mcid += 1

    def end(self) -> None:
        if not self._artifacts:
            self._code.append("EMC")
            self._marking = False

    def begin_artifact(self, kind: str) -> None:
        """Start decoration, which a screen reader skips: Layout or Pagination."""
        if not self._artifacts:
            self._code.append(f"/Artifact <</Type /{kind}>> BDC")
        self._artifacts += 1

    def end_artifact(self) -> None:
        self._artifacts -= 1
        if not self._artifacts:
            self._code.append("EMC")


class Text(Paragraph):  # type: ignore[misc]
    """Plain text: markup in it is shown, not obeyed. Parts on two pages stay one element."""

    def __init__(
        self, text: Sequence[Piece] | Piece | None, style: ParagraphStyle, *args: Any, role: str = "P", **kwargs: Any
    ) -> None:
        super().__init__(text if text is None else markup(text, style.fontName), style, *args, **kwargs)
        self.node = Node(role)

    def split(self, availWidth: float, availHeight: float) -> list[Paragraph]:
        parts: list[Paragraph] = super().split(availWidth, availHeight)
        for part in parts:
            part.node = self.node
        return parts

    def draw(self) -> None:
        self.canv.push(self.node)
        self.canv.begin(self.node)
        self.canv.spaced = self.style.wordWrap != "CJK"
        super().draw()
        self.canv.spaced = True
        self.canv.end()
        self.canv.pop()


class Item(Text):
    """One item of a list; its bullet is a label of its own, so that readers do not glue it to the words."""

    def __init__(
        self, text: Sequence[Piece] | Piece | None, style: ParagraphStyle, *args: Any, bullet: str = "", **kwargs: Any
    ) -> None:
        super().__init__(text, style, *args, role="LBody", **kwargs)
        self.item, self.bullet = Node("LI"), bullet

    def split(self, availWidth: float, availHeight: float) -> list[Paragraph]:
        parts = super().split(availWidth, availHeight)
        for number, part in enumerate(parts):
            part.item, part.bullet = self.item, "" if number else self.bullet
        return parts

    def draw(self) -> None:
        self.canv.push(self.item)
        if self.bullet:
            self._label()
        super().draw()
        self.canv.pop()

    def _label(self) -> None:
        label, style = Node("Lbl"), self.style
        self.canv.push(label)
        self.canv.begin(label)
        words = self.canv.beginText(style.bulletIndent, self.height - style.fontSize)
        words.setFont(style.bulletFontName, style.bulletFontSize)
        words.textOut(self.bullet + " ")
        self.canv.drawText(words)
        self.canv.end()
        self.canv.pop()


class Open(Flowable):  # type: ignore[misc]
    """Opens an element that holds the flowables up to its Close."""

    def __init__(self, role: str, language: str | None = None) -> None:
        super().__init__()
        self.node = Node(role, language=language)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.canv.push(self.node)


class Close(Flowable):  # type: ignore[misc]
    """Closes the element opened last."""

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.canv.pop()


class Figure(Flowable):  # type: ignore[misc]
    """A picture with alternative text; without one it is decoration."""

    def __init__(self, picture: Flowable, alt: str | None) -> None:
        super().__init__()
        self.picture = picture
        self.node = Node("Figure", alt=alt, owner="Layout") if alt else None

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        self.width, self.height = self.picture.wrap(availWidth, availHeight)
        return self.width, self.height

    def draw(self) -> None:
        if self.node is None:
            self.canv.begin_artifact("Layout")
            self.picture.drawOn(self.canv, 0, 0)
            self.canv.end_artifact()
            return
        left, bottom = self.canv.absolutePosition(0, 0)
        self.node.attributes["BBox"] = [left, bottom, left + self.width, bottom + self.height]
        self.canv.push(self.node)
        self.canv.begin(self.node)
        self.picture.drawOn(self.canv, 0, 0)
        self.canv.end()
        self.canv.pop()


class TableTags:
    """Pass one instance as Table(renderCB=...); the parts on later pages share it."""

    def __init__(self) -> None:
        self.node = Node("Table")
        self.parts = 0
        self.header = self.repeated = self.plain = False

    def __call__(self, table: Table, event: str, *args: Any) -> None:
        getattr(self, event)(table.canv, table, *args)

    def startTable(self, canvas: TaggedCanvas, table: Table) -> None:
        self.parts += 1
        canvas.push(self.node)

    def endTable(self, canvas: TaggedCanvas, table: Table) -> None:
        canvas.pop()

    def startBG(self, canvas: TaggedCanvas, table: Table) -> None:
        canvas.begin_artifact("Layout")

    def endBG(self, canvas: TaggedCanvas, table: Table) -> None:
        canvas.end_artifact()

    startLines, endLines = startBG, endBG

    def startRow(self, canvas: TaggedCanvas, table: Table, row: int) -> None:
        self.header = row < int(table.repeatRows)
        self.repeated = self.header and self.parts > 1
        if self.repeated:
            canvas.begin_artifact("Pagination")
        canvas.push(Node("TR"))

    def endRow(self, canvas: TaggedCanvas, table: Table) -> None:
        canvas.pop()
        if self.repeated:
            canvas.end_artifact()

    def startCell(self, canvas: TaggedCanvas, table: Table, row: int, column: int, value: Any, *_: Any) -> None:
        """The first row heads its columns; the first cell of the others heads its row."""
        heading = self.header or column == 0
        cell = Node("TH" if heading else "TD")
        if heading:
            cell.attributes["Scope"] = "/Column" if self.header else "/Row"
        canvas.push(cell)

    def endCell(self, canvas: TaggedCanvas, table: Table) -> None:
        canvas.pop()
