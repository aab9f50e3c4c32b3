"""The person's language in large type and the Italian beside it; what has no translation says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from wemi_desk.documents import sheet
from wemi_desk.documents.fonts import needs_shaping
from wemi_desk.documents.layout import Close, Item, Node, Open, Text
from wemi_desk.documents.shaped_text import ShapedItem, ShapedText
from wemi_desk.documents.words import long_day
from wemi_desk.domain.paperwork_slips import SlipHead
from wemi_desk.domain.slip_texts import ITALIAN, Wording

_OWN_PART, _GAP = 0.58, 5 * mm
_UNSPACED = {"zh"}
_LOCALES = {"en": "en_GB"}


class _Beside(Text):
    """The Italian of an item, in the same item."""

    def __init__(
        self, text: str | None, style: ParagraphStyle, *args: Any, item: Node | None = None, **kwargs: Any
    ) -> None:
        super().__init__(text, style, *args, role="LBody", **kwargs)
        self.node.language, self.item = ITALIAN, item

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 (reportlab's names)
        parts: list[Flowable] = super().split(availWidth, availHeight)
        for part in parts:
            part.item = self.item
        return parts

    def draw(self) -> None:
        self.canv.push(self.item)
        super().draw()
        self.canv.pop()


class _Pair(Flowable):  # type: ignore[misc]
    """The same in two languages, side by side on one top line; read one after the other."""

    def __init__(self, own: Flowable, italian: Flowable, right_to_left: bool) -> None:
        super().__init__()
        self._own, self._italian, self._mirrored = own, italian, right_to_left

    def getSpaceBefore(self) -> float:  # noqa: N802 (reportlab's name)
        return float(self._own.getSpaceBefore())

    def getSpaceAfter(self) -> float:  # noqa: N802
        return float(self._own.getSpaceAfter())

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        wide = width * _OWN_PART
        self._highs = (self._own.wrap(wide, height)[1], self._italian.wrap(width - wide - _GAP, height)[1])
        self._lefts = (width - wide, 0) if self._mirrored else (0, wide + _GAP)
        drop = abs(self._own.style.fontSize - self._italian.style.fontSize)
        self.width, self.height = width, max(self._highs) + (drop if self._highs[0] != max(self._highs) else 0)
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """What fits on a page waits for the next one; more than that is set one language after the other."""
        if self.wrap(width, height)[1] <= sheet.HEIGHT:
            return []
        first = [self._own] if self._own.wrap(width, height)[1] <= height else self._own.split(width, height)
        return [*first, self._italian] if first else []

    def draw(self) -> None:
        sizes = (self._own.style.fontSize, self._italian.style.fontSize)
        for part, left, high, size in zip((self._own, self._italian), self._lefts, self._highs, sizes, strict=True):
            part.drawOn(self.canv, left, self.height - high - (max(sizes) - size))  # first lines stand on one line


@dataclass(frozen=True, slots=True)
class Speech:
    """How one language is set on paper."""

    head: SlipHead

    def said(self, words: Wording, look: str, beside: str = "body", role: str = "P") -> list[Flowable]:
        """The words in both languages; where there is no translation, a remark in its place."""
        if self.head.is_italian or words.own == words.italian:
            return [self.alike(words.italian, look, role)]
        own = self.own(self._remark, "body", role) if words.is_missing else self.own(words.own, look, role)
        return [self._pair(own, self.italian(words.italian, look if words.is_missing else beside))]

    def label(self, key: str) -> list[Flowable]:
        """A heading, never alone at the foot of a page."""
        return [CondPageBreak(30 * mm), *self.said(self.head.labels[key], "heading", "cell", "H2")]

    def items(self, things: Sequence[Wording], look: str = "item") -> list[Flowable]:
        """A list of things in both languages."""
        return [Open("L"), *(self._item(thing, look) for thing in things), Close()]

    def own(self, text: str, look: str, role: str = "P") -> Flowable:
        """Words in the person's language."""
        if needs_shaping(text):
            return ShapedText(text, sheet.style(look + self._side), role)
        return Text(text, sheet.style(look + self._manner), role=role)

    def italian(self, text: str, look: str, role: str = "P") -> Flowable:
        """Italian, also on a paper that begins in another language."""
        made = ShapedText if needs_shaping(text) else Text
        flowable = made(text, sheet.style(look), role=role)
        flowable.node.language = None if self.head.is_italian else ITALIAN
        return flowable

    def alike(self, text: str, look: str, role: str = "P") -> Flowable:
        """A number or a name, the same in every language: where reading begins."""
        made = ShapedText if needs_shaping(text) else Text
        return made(text, sheet.style(look + self._side), role=role)

    def noted(self, text: str, remark: str, look: str) -> list[Flowable]:
        """Words that exist in Italian alone, with a remark in the person's language."""
        if self.head.is_italian:
            return [self.italian(text, look)]
        said = self.head.labels[remark]
        return [self._pair(self.own(f"({said.own or said.italian})", "body"), self.italian(text, look))]

    def day(self, on: date) -> Wording:
        """A day as each of the two languages writes it."""
        from babel.dates import format_date

        italian = long_day(on)
        if self.head.is_italian:
            return Wording(italian, italian)
        language = self.head.language
        own = format_date(on, "full", locale=_LOCALES.get(language, language))
        return Wording(italian, " ".join(own.split()))  # no font here has the blanks that do not break

    def _item(self, thing: Wording, look: str) -> Flowable:
        if self.head.is_italian or thing.own == thing.italian:
            return Item(thing.italian, sheet.style(look), bullet="•")
        own = self._own_item(self._remark, "smallitem") if thing.is_missing else self._own_item(thing.own, look)
        beside = look.removesuffix("item") or "important"
        style = sheet.style(beside if thing.is_missing else "cell")
        return self._pair(own, _Beside(thing.italian, style, item=own.item))

    def _own_item(self, text: str, look: str) -> Item | ShapedItem:
        if needs_shaping(text):
            return ShapedItem(text, sheet.style(look + self._side), "•")
        return Item(text, sheet.style(look + self._manner), bullet="•")

    def _pair(self, own: Flowable, italian: Flowable) -> Flowable:
        return _Pair(own, italian, self.head.right_to_left)

    @property
    def _remark(self) -> str:
        return f"({self.head.labels['only_italian'].own})"

    @property
    def _side(self) -> str:
        return " rtl" if self.head.right_to_left else ""

    @property
    def _manner(self) -> str:
        return self._side or (" unspaced" if self.head.language in _UNSPACED else "")
