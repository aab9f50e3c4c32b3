"""The platform's report of rows thrown out: nothing in it is quoted, so only the number is trusted (facilita.md 7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilita import Contract

OTHER = "other"
_HEADER = re.compile(r"\"?numeroriga\"?\s*[,;\t]", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\"?([0-9]{1,6})(?:[.,]0+)?\"?\s*[,;\t]")
_JOINED = re.compile(r"\s*- ")


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One data row of our file, counted from 1, with the keys of its reasons and the platform's own words."""

    number: int
    keys: tuple[str, ...]
    note: str


def read_report(
    lines: Iterable[str], sent: Sequence[tuple[str, ...]], contract: Contract
) -> tuple[RejectedRow, ...]:
    """The rows of one batch that were refused, by number; *sent* are the batch's rows in the order of the file.

    A mark at the beginning, other separators and other line ends are read; a line that goes on after a break is part
    of the one before. Raises InvalidFieldError("report", not_a_report | another_batch (row) | no_such_row (row)).
    """
    found: dict[int, RejectedRow] = {}
    for number, rest in _entries(lines):
        if number > len(sent) or number < 1:
            raise InvalidFieldError("report", "no_such_row", row=number, rows=len(sent))
        note = _note(rest, sent[number - 1])
        if note is None:
            raise InvalidFieldError("report", "another_batch", row=number)
        found[number] = RejectedRow(number, reasons(note, contract.reject_notes), note)
    return tuple(found[number] for number in sorted(found))


def _entries(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Number and what follows it, one for each row of the report."""
    kept = (line.rstrip("\r\n") for line in lines)
    first = next((line for line in kept if line.strip("\ufeff \t")), None)
    if first is None:
        return
    if not _HEADER.match(first.lstrip("\ufeff")):
        raise InvalidFieldError("report", "not_a_report")
    current: tuple[int, str] | None = None
    for line in kept:
        begins = _NUMBER.match(line)
        if begins is not None:
            if current is not None:
                yield current
            current = int(begins[1]), line[begins.end() :]
        elif current is not None and line.strip():
            current = current[0], f"{current[1]} {line}"
    if current is not None:
        yield current


def _note(rest: str, row: tuple[str, ...]) -> str | None:
    """What stands before our own facilitator's identifier and name; None when they are not there."""
    bare = rest.replace('"', "")
    identifier, name = (re.escape(value.replace('"', "").strip()) for value in row[:2])
    found = re.search(rf"\s*[,;\t]\s*{identifier}\s*[,;\t]\s*{name}\s*(?:[,;\t]|$)", bare, re.IGNORECASE)
    if found is None:
        return None
    where = _place_in(rest, found.start())
    return rest[:where].strip().strip('"').strip()


def _place_in(rest: str, place: int) -> int:
    """The place in *rest* of the sign that is at *place* when quotes are left out."""
    left = place
    for number, sign in enumerate(rest):
        if sign == '"':
            continue
        if left == 0:
            return number
        left -= 1
    return len(rest)


def reasons(note: str, fragments: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Keys of the contract whose words stand in the note; several notes of one row are joined with "- "."""
    lower = note.lower().replace("’", "'")
    found = [key for key, words in fragments.items() if any(word.replace("’", "'") in lower for word in words)]
    return tuple(found) or (OTHER,)


def parts(note: str) -> tuple[str, ...]:
    """The single notes of a row, for people."""
    return tuple(part.strip() for part in _JOINED.split(note) if part.strip())
