"""A paragraph in a script that must be shaped; readers get the words in their logical order."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from wemi_desk.documents.layout import Node
from wemi_desk.documents.shaping import Line, lines

_THOUSAND = 1000


class ShapedText(Flowable):  # type: ignore[misc]
    """Plain text, one font size; the base direction is right to left when the style is aligned right."""

    def __init__(self, text: str, style: ParagraphStyle, role: str = "P", ready: Sequence[Line] = ()) -> None:
        super().__init__()
        self.text, self.style, self.node = text, style, Node(role)
        self._lines = tuple(ready)

    def getSpaceBefore(self) -> float:  # noqa: N802 (reportlab's name)
        return float(self.style.spaceBefore)

    def getSpaceAfter(self) -> float:  # noqa: N802
        return float(self.style.spaceAfter)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        if not self._lines:
            available = (width - self._indent) * _THOUSAND / self.style.fontSize
            self._lines = tuple(lines(self.text, self.style.fontName, available, self._base))
        self.width, self.height = width, len(self._lines) * self.style.leading
        return self.width, self.height

    @property
    def _indent(self) -> float:
        return float(self.style.rightIndent if self._base else self.style.leftIndent)

    @property
    def _base(self) -> int:
        return int(self.style.alignment == TA_RIGHT)

    def split(self, width: float, height: float) -> list[Flowable]:
        self.wrap(width, height)
        fitting = int(height // self.style.leading)
        if fitting < 1:
            return []
        return [self._part(part) for part in (self._lines[:fitting], self._lines[fitting:]) if part]

    def _part(self, ready: Sequence[Line]) -> ShapedText:
        part = ShapedText(" ".join(line.words for line in ready), self.style, ready=ready)
        part.node = self.node
        return part

    def draw(self) -> None:
        self.canv.push(self.node)
        spoken = _whole(" ".join(line.words for line in self._lines))
        self.node.spoken = f"{self.node.spoken} {spoken}".strip()
        self.canv.begin(self.node, spoken + " ")
        for number, line in enumerate(self._lines):
            self._draw_line(line, self.height - number * self.style.leading - self.style.fontSize)
        self.canv.end()
        self.canv.pop()

    def _draw_line(self, line: Line, baseline: float) -> None:
        size = self.style.fontSize
        start = self._indent
        left = self.width - start - line.width * size / _THOUSAND if self._base else start
        words = self.canv.beginText(0, 0)
        for piece in line.glyphs:
            words.setFont(piece.font, size)
            words.setTextOrigin(left + piece.x * size / _THOUSAND, baseline + piece.y * size / _THOUSAND)
            words.textOut(piece.characters)
        self.canv.drawText(words)


class ShapedItem(ShapedText):
    """One item of a list; its bullet stands where reading begins, and is a label of its own."""

    def __init__(
        self, text: str, style: ParagraphStyle, bullet: str, ready: Sequence[Line] = (), item: Node | None = None
    ) -> None:
        super().__init__(text, style, "LBody", ready)
        self.bullet, self.item = bullet, item or Node("LI")

    def _part(self, ready: Sequence[Line]) -> ShapedText:
        first = ready[:1] == self._lines[:1]
        words = " ".join(line.words for line in ready)
        part = ShapedItem(words, self.style, self.bullet if first else "", ready, self.item)
        part.node = self.node
        return part

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
        words = self.canv.beginText(0, 0)
        words.setFont(style.bulletFontName, style.bulletFontSize)
        left = self.width - self._indent / 2 if self._base else style.bulletIndent
        words.setTextOrigin(left, self.height - style.fontSize)
        words.textOut(self.bullet + " ")
        self.canv.drawText(words)
        self.canv.end()
        self.canv.pop()


def _whole(words: str) -> str:
    """The words without halves of characters, which no file can hold."""
    return words.encode("utf-16-be", "replace").decode("utf-16-be")
