"""The manual as files: its pages in their order, the headings one can go to, and the words in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

INDEX = "README"
FIGURE = re.compile(r"^!\[([^\]]*)\]\(tour:([a-z0-9-]+)\)$", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^(#{1,6}) +(.+?) *$")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_MARKS = re.compile(r"[*`|_>]+|^ *[-\d]+[.)]? ", re.MULTILINE)
WORD = re.compile(r"[^\W_]+")
_VOWELS = "aeio"
_EVERYWHERE = frozenset(
    ("a", "al", "alla", "c", "che", "chi", "come", "con", "da", "del", "della", "di", "e", "ed", "fa", "gli", "il",
     "in", "i", "la", "le", "lo", "mi", "non", "per", "se", "si", "un", "una")
)  # fmt: skip
_SHORT = 5
SNIPPET = 90
MOST_FOUND = 30


class Section(NamedTuple):
    """What stands under one heading; *hidden* are words that people use for it and that the page does not."""

    anchor: str
    title: str
    words: str
    hidden: str


class Found(NamedTuple):
    """A section where the words are, and a line of it."""

    page: str
    anchor: str
    title: str
    line: str


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page as it was written."""

    name: str
    text: str

    @property
    def title(self) -> str:
        """The first heading."""
        return next(iter(self.sections)).title

    @property
    def shown(self) -> str:
        """The text without the words that only the search sees."""
        return _COMMENT.sub("", self.text)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Heading by heading, each with the text up to the next one."""
        return _sections_of(self.text)

    @property
    def figures(self) -> tuple[str, ...]:
        """The pictures it wants, by the names that the tour gives them."""
        return tuple(name for _words, name in FIGURE.findall(self.text))


class Manual:
    """All pages; the index is the first and gives the order of the others."""

    def __init__(self, pages: dict[str, str], pictures: Path | None = None) -> None:
        self._pages = {name: ManualPage(name, text) for name, text in pages.items()}
        self._pictures = pictures
        listed = [target.removesuffix(".md") for _words, target in LINK.findall(pages.get(INDEX, ""))]
        self.order = tuple(dict.fromkeys([INDEX, *(name for name in listed if name in self._pages)]))

    @property
    def pages(self) -> tuple[ManualPage, ...]:
        """In the order of the index; what the index forgot comes last."""
        return tuple(self._pages[name] for name in dict.fromkeys([*self.order, *sorted(self._pages)]))

    def find_page(self, name: str) -> ManualPage | None:
        """The page of that name."""
        return self._pages.get(name)

    def beside(self, name: str, step: int) -> str | None:
        """The page before or after, as the index has them."""
        position = self.order.index(name) + step if name in self.order else -1
        return self.order[position] if 0 <= position < len(self.order) else None

    def pictures_of(self, page: ManualPage) -> dict[str, bytes]:
        """Those of its pictures that this program has; reads files."""
        if self._pictures is None:
            return {}
        paths = {name: self._pictures / f"{name}.png" for name in page.figures}
        return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}

    def search(self, text: str) -> list[Found]:
        """Sections that hold most of the words, best first: in a title a word counts more."""
        stems = stems_of(text)
        if not stems:
            return []
        marked = [(_mark(section, stems), page, section) for page in self.pages for section in page.sections]
        most = max((mark[0] for mark, _page, _section in marked), default=0)
        best = [one for one in marked if one[0][0] == most and most]
        best.sort(key=lambda one: one[0], reverse=True)
        return [Found(page.name, part.anchor, _where(page, part), _line(part, stems))
                for _mark, page, part in best[:MOST_FOUND]]  # fmt: skip


def read_manual(folder: Path, pictures: Path | None = None) -> Manual:
    """Every page of *folder*; reads files."""
    return Manual({path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}, pictures)


def anchor_of(heading: str) -> str:
    """How a link calls a heading, as the places that show our pages on the web do."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def folded(text: str) -> str:
    """Small letters without accents."""
    spelled = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in spelled if not unicodedata.combining(char))


def holds_stem(word: str, stems: list[str]) -> bool:
    """Whether *word*, as it stands in a page, is one of those that were looked for."""
    return any(folded(word).startswith(stem) for stem in stems)


def stems_of(text: str) -> list[str]:
    """What is looked for, each word without the ending that changes between one and many."""
    words = WORD.findall(folded(text))
    telling = [word for word in words if word not in _EVERYWHERE]
    return [_stem(word) for word in telling or words]


@lru_cache(maxsize=64)
def _sections_of(text: str) -> tuple[Section, ...]:
    return tuple(_sections(text))


def _sections(text: str) -> Iterator[Section]:
    title, lines = "", list[str]()
    for line in text.splitlines():
        heading = _HEADING.match(line)
        if heading is None:
            lines.append(line)
            continue
        if title:
            yield _section(title, lines)
        title, lines = _plain(heading[2]), []
    yield _section(title, lines)


def _section(title: str, lines: list[str]) -> Section:
    text = "\n".join(lines)
    hidden = " ".join(_COMMENT.findall(text))
    return Section(anchor_of(title), title, _plain(_COMMENT.sub("", text)), hidden)


def _plain(text: str) -> str:
    without = LINK.sub(r"\1", FIGURE.sub("", text))
    return " ".join(_MARKS.sub(" ", without).split()).replace(" ,", ",").replace(" .", ".").replace(" :", ":")


def _stem(word: str) -> str:
    return word[:-1] if len(word) >= _SHORT and word[-1] in _VOWELS else word


def _mark(section: Section, stems: list[str]) -> tuple[int, int, int]:
    """How many of the words are there, how many in the heading, how often."""
    in_title, everywhere = _folded_words(section)
    times = [sum(1 for word in everywhere if word.startswith(stem)) for stem in stems]
    titled = sum(1 for stem in stems if any(word.startswith(stem) for word in in_title))
    return sum(1 for count in times if count), titled, sum(times)


@lru_cache(maxsize=1024)
def _folded_words(section: Section) -> tuple[list[str], list[str]]:
    """Of the title, and of all: the pages stay as they are while somebody types."""
    in_title = folded(section.title)
    return WORD.findall(in_title), WORD.findall(f"{in_title} {folded(f'{section.words} {section.hidden}')}")


def _where(page: ManualPage, section: Section) -> str:
    return page.title if section.title == page.title else f"{page.title} · {section.title}"


def _line(section: Section, stems: list[str]) -> str:
    """A piece of the section, beginning shortly before the first of the words."""
    text = section.words
    first = next((found.start() for found in WORD.finditer(text) if holds_stem(found[0], stems)), 0)
    begin = text.rfind(" ", 0, max(first - 20, 0)) + 1
    piece = text[begin:begin + SNIPPET]
    whole = piece if begin + SNIPPET >= len(text) else piece[:piece.rfind(" ")] + " …"
    return ("… " if begin else "") + whole
