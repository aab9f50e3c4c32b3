"""The platform's report of rows thrown out: nothing in it is quoted, so only the number is trusted (facilita.md 7)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from wemi_desk.domain.ages import real_date
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilita import Contract, site_as_compared

OTHER = "other"
_SIGNS = ",;\t"
_HEADER = re.compile(r"\"?numeroriga\"?\s*[,;\t]", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\"?([0-9]{1,6})(?:[.,]0+)?\"?\s*[,;\t]")
_JOINED = re.compile(r"\s*- ")
_AS_NUMBER = r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:E[+-]?[0-9]+)?"
"""What a spreadsheet makes of an identifier of digits."""
_BEFORE_DAY = 12
"""Columns of codes between the site and the day: none of them holds a comma."""
_SERIAL_DAY = date(1899, 12, 30)


class SentAs(NamedTuple):
    """By what one of our rows is known in a report."""

    facilitator: str
    name: str
    site: str
    day: date


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One data row of our file, counted from 1, with the keys of its reasons and the platform's own words."""

    number: int
    keys: tuple[str, ...]
    note: str


def read_report(lines: Iterable[str], sent: Sequence[SentAs], contract: Contract) -> tuple[RejectedRow, ...]:
    """The rows of one batch that were refused, by number; *sent* are the batch's rows in the order of the file.

    A mark at the beginning, other separators, other line ends, another order of rows or columns and what a spreadsheet
    makes of numbers and days are read; a line that goes on after a break is part of the one before. Raises
    InvalidFieldError("report", not_a_report | columns_moved | another_site | another_batch | no_such_row).
    """
    found: dict[int, RejectedRow] = {}
    for number, rest in _entries(lines):
        if number > len(sent) or number < 1:
            raise InvalidFieldError("report", "no_such_row", row=number, rows=len(sent))
        note = _note(number, rest, sent[number - 1])
        found[number] = RejectedRow(number, reasons(note, contract.reject_notes), note)
    return tuple(found[number] for number in sorted(found))


def _entries(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Number and what follows it, one for each row of the report."""
    kept = (line.rstrip("\r\n") for line in lines)
    first = next((line for line in kept if line.strip("\ufeff \t")), None)
    if first is None:
        return
    header = first.lstrip("\ufeff")
    if not _HEADER.match(header):
        yield from _moved(header, kept)
        return
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


def _moved(header: str, lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Columns in another order: only a program writes that, which also quotes what must be."""
    sign = max(_SIGNS, key=header.count)
    names = [name.strip().lower() for name in next(csv.reader([header], delimiter=sign))]
    if "numeroriga" not in names or "note" not in names:
        raise InvalidFieldError("report", "not_a_report")
    number = names.index("numeroriga")
    wanted = ["note", *(name for name in _COLUMNS if name in names)]
    for row in csv.reader(lines, delimiter=sign):
        if not any(value.strip() for value in row):
            continue
        begins = _NUMBER.match(f"{row[number]}," if len(row) == len(names) else "")
        if begins is None:
            raise InvalidFieldError("report", "columns_moved")
        by_name = dict(zip(names, row, strict=True))
        yield int(begins[1]), sign.join(by_name[name] for name in wanted)


_COLUMNS = (
    "idfacilitatore", "nominativofacilitatore", "idsede", "nominativosede", "an3", "an4", "an5", "an6", "an7", "an8",
    "an9", "an10", "an11", "an12", "pr1", "pr2", "se1",
)  # fmt: skip


def _note(number: int, rest: str, row: SentAs) -> str:
    """What stands before our own facilitator; raises InvalidFieldError when the rest of the row is not ours."""
    bare = rest.replace('"', "")
    identifier, name = (re.escape(value.replace('"', "").strip()) for value in row[:2])
    found = re.search(
        rf"(?:^|\s*[,;\t])\s*(?:{identifier}|{_AS_NUMBER})\s*[,;\t]\s*{name}\s*(?:([,;\t])|$)", bare, re.IGNORECASE
    )
    if found is None:
        raise InvalidFieldError("report", "another_batch", row=number)
    if found[1]:
        _require_ours(number, bare[found.end() :], found[1], row)
    return _unquoted(rest[: _place_in(rest, found.start())].strip())


def _unquoted(note: str) -> str:
    """As it was before a spreadsheet saved it."""
    if len(note) > 1 and note.startswith('"') and note.endswith('"'):
        return note[1:-1].replace('""', '"').strip()
    return note


def _require_ours(number: int, after: str, sign: str, row: SentAs) -> None:
    """The site, and the day where it can be read: the same operator's other batches have other days."""
    _number, _sign, place = after.partition(sign)
    site = row.site.replace('"', "")
    if not place:
        return
    if not site_as_compared(place).startswith(site_as_compared(site)):
        raise InvalidFieldError("report", "another_site", row=number, site=place.partition(sign)[0].strip())
    fields = place[len(site) :].split(sign)  # the platform changes nothing in a name
    day = _day(fields[1 + _BEFORE_DAY]) if len(fields) > 1 + _BEFORE_DAY else None
    if day is not None and day != row.day:
        raise InvalidFieldError("report", "another_batch", row=number)


def _day(text: str) -> date | None:
    """As we wrote it, as Italians write it, or as a spreadsheet counts it; None for anything else."""
    numbers = [int(one) for one in re.findall("[0-9]+", text)]
    if len(numbers) == 1 and 30_000 < numbers[0] < 60_000:
        return _SERIAL_DAY + timedelta(days=numbers[0])
    if len(numbers) != 3:
        return None
    year, month, day = numbers if numbers[0] > 31 else numbers[::-1]
    return real_date(year + 2000 if year < 100 else year, month, day)


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
