"""Workbooks (XLSX), looked into before they are opened: none may unfold into more than the desk can hold."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wemi_desk.domain.catalogue_cells import MERGED, Cell
from wemi_desk.domain.errors import InvalidFieldError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MOST_UNFOLDED = 256 << 20
MOST_RATIO = 400
_MOST_PARTS = 2000
_MOST_CELLS = 6_000_000
_MOST_ROW = 100_000
_BLOCK = 1 << 20
_OVERLAP = 128
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_PLACE = re.compile(rb""" r="([A-Z]{0,7})(\d{1,9})\"""")
_ODD_PLACE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Z]{0,7})(\d{1,9})\s*["']""")
_IS_ODD = re.compile(rb"""\sr(?:\s+=|=\s|=')""")
_FORMULAS = (b"<f>", b"<f ")
_FAULT_SIGNS = (b't="e"', b"t='e'")
_FAULT = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]{0,120}\bt\s*=\s*["']e["'])[^>]{0,120}?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']"""
)
_FAULT_SHOWN = "#N/D"


@dataclass(frozen=True, slots=True)
class WorkbookTable:
    """One sheet of a workbook."""

    opened: CalamineSheet
    sheet: str
    faults: frozenset[tuple[int, int]]
    """Cells whose formula could not be worked out, from 0."""
    formulas: int
    other_sheets: tuple[str, ...]
    encoding: str = ""
    separator: str = ""

    @property
    def merged(self) -> int:
        """Blocks of merged cells."""
        return len(self.opened.merged_cell_ranges or ())

    def rows(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Every row with its number; the library counts columns from the first that is used."""
        sheet = self.opened
        left = sheet.start[1] if sheet.start else 0
        covered = _covered(sheet, left)
        marks = {(row, at - left): _FAULT_SHOWN for row, at in self.faults} | dict.fromkeys(covered, MERGED)
        marked = {row for row, _at in marks}
        for number, row in enumerate(sheet.iter_rows()):
            cells: list[Cell] = list(row)
            if number in marked:
                cells = [marks.get((number, at), cell) for at, cell in enumerate(cells)]
            yield number + 1, cells


def is_workbook(data: bytes) -> bool:
    """By its first bytes, whatever it is called."""
    return data.startswith((_ZIP, _OLD))


def opened(data: bytes) -> WorkbookTable:
    """Raises InvalidFieldError("file", why)."""
    if data.startswith(_OLD):
        raise InvalidFieldError("file", "password" if _LOCKED in data else "old_workbook")
    sheets = _looked_through(data)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return _with_rows(book, sheets)
    except CalamineError:
        raise InvalidFieldError("file", "broken") from None


def _with_rows(book: CalamineWorkbook, sheets: dict[str, _Looked]) -> WorkbookTable:
    """The sheet with the most rows among those that are shown."""
    shown = [one.name for one in book.sheets_metadata if str(one.visible).endswith(".Visible")
             and str(one.typ).endswith(".WorkSheet")]  # fmt: skip
    filled = {name: sheet for name in shown if (sheet := book.get_sheet_by_name(name)).height}
    if not filled:
        raise InvalidFieldError("file", "empty")
    name = max(filled, key=lambda one: filled[one].height)
    place = book.sheet_names.index(name) + 1
    looked = sheets.get(f"xl/worksheets/sheet{place}.xml", _Looked())
    return WorkbookTable(filled[name], name, frozenset(looked.faults), looked.formulas,
                         tuple(one for one in filled if one != name))  # fmt: skip


@dataclass(slots=True)
class _Looked:
    """What a sheet's XML says before anybody opens it."""

    formulas: int = 0
    faults: tuple[tuple[int, int], ...] = ()


def _looked_through(data: bytes) -> dict[str, _Looked]:
    """Unfolds every part once, by blocks, and stops at the first that is too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if any(one.flag_bits & 1 for one in parts):
                raise InvalidFieldError("file", "password")
            if len(parts) > _MOST_PARTS:
                raise InvalidFieldError("file", "bomb")
            if not any(one.filename.startswith("xl/worksheets/") for one in parts):
                raise InvalidFieldError("file", "not_a_workbook")
            return _all_parts(archive, parts)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise InvalidFieldError("file", "broken") from None


def _all_parts(archive: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo]) -> dict[str, _Looked]:
    found, left = {}, MOST_UNFOLDED
    for part in parts:
        sheet = _SheetLook() if part.filename.startswith("xl/worksheets/sheet") else None
        size = 0
        with archive.open(part) as stream:
            while block := stream.read(_BLOCK):
                size += len(block)
                if size > left or size > max(_BLOCK * 8, MOST_RATIO * max(part.compress_size, 1)):
                    raise InvalidFieldError("file", "bomb")
                if sheet is not None:
                    sheet.take(block)
        left -= size
        if sheet is not None:
            found[part.filename] = sheet.looked()
    return found


class _SheetLook:
    """Reads the places of cells: the library would make room for every cell up to the last."""

    def __init__(self) -> None:
        self._tail = b""
        self._wide, self._high, self._formulas = 0, 0, 0
        self._faults: list[tuple[int, int]] = []

    def take(self, block: bytes) -> None:
        """The next part of the XML."""
        text = self._tail + block
        end = len(text) - _OVERLAP if len(block) == _BLOCK else len(text)
        places = (_ODD_PLACE if _IS_ODD.search(text) else _PLACE).findall(text)
        letters, rows = {one[0] for one in places}, {one[1] for one in places}
        self._wide = max((self._wide, *(_column(one) + 1 for one in letters if one)))
        self._high = max((self._high, *map(int, rows)))
        if self._high > _MOST_ROW or self._high * self._wide > _MOST_CELLS:
            raise InvalidFieldError("file", "too_spread", row=self._high, columns=self._wide)
        self._formulas += sum(text.count(sign, 0, end) for sign in _FORMULAS)
        if any(sign in text for sign in _FAULT_SIGNS):
            self._faults += [(int(one[2]) - 1, _column(one[1])) for one in _FAULT.finditer(text)][:_MOST_PARTS]
        self._tail = text[-_OVERLAP:] if len(block) == _BLOCK else b""

    def looked(self) -> _Looked:
        """What was seen."""
        return _Looked(self._formulas, tuple(self._faults))


def _column(letters: bytes) -> int:
    """A → 0, Z → 25, AA → 26."""
    found = 0
    for letter in letters:
        found = found * 26 + letter - 64
    return found - 1


def _covered(sheet: CalamineSheet, left: int) -> list[tuple[int, int]]:
    """Cells of merged blocks but the first of each, in the library's columns; blocks are cut where rows end."""
    height, width = sheet.end[0] + 1 if sheet.end else 0, sheet.width
    found = []
    for (top, first), (bottom, last) in sheet.merged_cell_ranges or ():
        for row in range(top, min(bottom, height - 1) + 1):
            places = range(max(first - left, 0), min(last - left, width - 1) + 1)
            found += [(row, at) for at in places if (row, at) != (top, first - left)]
    return found
