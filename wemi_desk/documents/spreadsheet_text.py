"""Tables in text: whatever letters and separator a program used."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wemi_desk.domain.errors import InvalidFieldError

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
_SEPARATORS = (";", ",", "\t", "|")
_LOOKED_AT = 1 << 16
_LINES = 25
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UNFORMULA = re.compile(r'="([^"]*)"')
"""How spreadsheets are made to keep a code as it is: ="00123"."""


@dataclass(frozen=True, slots=True)
class TextTable:
    """The text, and how its cells are parted."""

    text: str
    encoding: str
    separator: str
    sheet: str = ""
    formulas: int = 0
    merged: int = 0
    other_sheets: tuple[str, ...] = ()

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Every row with its number, as a spreadsheet counts them. Raises InvalidFieldError("file", "open_quote")."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.separator)
        number = 0
        try:
            for number, row in enumerate(reader, 1):
                yield number, [_unwrapped(cell) if cell[:2] == '="' else cell for cell in row]
        except csv.Error:
            raise InvalidFieldError("file", "open_quote", row=number + 1) from None


def opened(data: bytes) -> TextTable:
    """Raises InvalidFieldError("file", "encoding" | "not_a_table")."""
    encoding, text = _decoded(data)
    hint = re.match(r"sep=(.)\r?\n", text)
    if hint:
        return TextTable(text[hint.end() :], encoding, hint[1])
    return TextTable(text, encoding, _separator(text))


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name.removesuffix("-sig"), _as(data, name)
    wide = _wide(data[:_LOOKED_AT])
    if wide:
        return wide, _as(data, wide)
    if _BINARY.search(data[:_LOOKED_AT]):
        raise InvalidFieldError("file", "not_a_table")
    try:
        return "utf-8", data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252", _as(data, "cp1252")


def _as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise InvalidFieldError("file", "encoding") from None


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: every second byte of Latin text is zero."""
    if len(data) < 4 or (len(data) % 2 and len(data) < _LOOKED_AT):
        return ""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    most = 0.7 * len(data) / 2
    return "utf-16-le" if odd > most and not even else "utf-16-be" if even > most and not odd else ""


def _separator(text: str) -> str:
    """The one that parts the first lines into the most cells, alike in number."""
    best = max(_SEPARATORS, key=lambda one: _parted(text[:_LOOKED_AT], one))
    return best if _parted(text[:_LOOKED_AT], best) > 0 else ";"


def _parted(text: str, separator: str) -> float:
    widths = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(cell.strip() for cell in row):
                widths.append(len(row))
            if len(widths) == _LINES:
                break
    except csv.Error:
        pass
    if not widths:
        return 0
    common = max(set(widths), key=lambda one: (widths.count(one), one))
    return 0 if common < 2 else widths.count(common) / len(widths) * 10 + common


def _unwrapped(cell: str) -> str:
    found = _UNFORMULA.fullmatch(cell)
    return found[1] if found else cell
