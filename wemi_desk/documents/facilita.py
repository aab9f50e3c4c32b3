"""Facilita's files: written as its import page wants them, and any file judged by the same contract."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from wemi_desk.domain.facilita import Contract, Project, Row
from wemi_desk.domain.facilita_checks import Doubles, Fault, check_row

COMMA, SEMICOLON = ",", ";"
_BOM = "\ufeff"
Progress = Callable[[int], bool]
"""Told how many rows are done; False stops."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault and where: *row* counts the data rows from 1 as the platform does (0: the file), *line* those of the
    file."""

    row: int
    line: int
    fault: Fault


@dataclass(slots=True)
class Tally:
    """What became of a file."""

    rows: int = 0
    refused_rows: int = 0
    our_rows: int = 0
    """Rows that may pass there and that we would not send."""
    doubtful_rows: int = 0
    """Rows that are valid, and that somebody should look at."""
    file_faults: int = 0
    stopped: bool = False

    def add(self, faults: Iterable[Fault]) -> None:
        """Count a row under the gravest of its faults."""
        weights = {one.weight for one in faults}
        if "refused" in weights:
            self.refused_rows += 1
        elif "ours" in weights:
            self.our_rows += 1
        elif weights:
            self.doubtful_rows += 1

    @property
    def is_valid(self) -> bool:
        return not (self.refused_rows or self.our_rows or self.file_faults or self.stopped)


def write_rows(target: Path, rows: Iterable[Row], contract: Contract) -> int:
    """Header and *rows*, UTF-8 without a mark, CR LF; quotes only where they are needed. Returns the rows written."""
    count = 0
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = writer_to(stream, contract)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def writer_to(stream: Any, contract: Contract) -> Any:
    """A writer of rows in the platform's form; the header is written."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(contract.header)
    return writer


def read_header(source: Path) -> tuple[str, ...]:
    """Of a file of ours."""
    with source.open("r", encoding="utf-8", newline="") as stream:
        return tuple(next(csv.reader(stream), ()))


def read_rows(source: Path) -> Iterator[tuple[str, ...]]:
    """The data rows of a file of ours."""
    with source.open("r", encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        next(rows, None)
        yield from map(tuple, rows)


def judge(
    source: Path, contract: Contract, project: Project, today: date, tally: Tally, progress: Progress | None = None
) -> Iterator[Finding]:
    """Every fault of a file, as it is read: a file of any size takes the same memory. *tally* is filled meanwhile.

    Raises OSError. A spreadsheet's semicolons, marks and older encodings are said once, and the rows read all the same.
    """
    with source.open("r", encoding=_encoding(source), newline="", errors="replace") as stream:
        for finding in _findings(stream, contract, project, today, tally, progress):
            tally.file_faults += finding.row == 0
            yield finding


def _encoding(source: Path) -> str:
    """UTF-8, or what old spreadsheets write when it is not."""
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.open("rb") as stream:
        try:
            while chunk := stream.read(1 << 16):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _findings(
    stream: TextIO, contract: Contract, project: Project, today: date, tally: Tally, progress: Progress | None
) -> Iterator[Finding]:
    if stream.encoding != "utf-8":
        yield Finding(0, 1, Fault("", "encoding", "ours"))
    first = stream.readline()
    if first.startswith(_BOM):
        yield Finding(0, 1, Fault("", "bom", "ours"))
    delimiter = SEMICOLON if first.count(SEMICOLON) > first.count(COMMA) else COMMA
    if delimiter == SEMICOLON:
        yield Finding(0, 1, Fault("", "semicolon"))
    fault = _header_fault(next(csv.reader([first.removeprefix(_BOM)], delimiter=delimiter), []), contract)
    if fault is not None:
        yield Finding(0, 1, fault)
        if fault.code in ("no_header", "empty_file"):
            return
    yield from _judged(stream, delimiter, contract, project, today, tally, progress)


def _header_fault(header: list[str], contract: Contract) -> Fault | None:
    names = [name.strip() for name in header]
    if tuple(names) == contract.header:
        return None
    if not any(names):
        return Fault("", "empty_file")
    missing = [name for name in contract.header if name not in names]
    if len(missing) > len(contract.header) // 2:
        return Fault("", "no_header")
    unknown = [name for name in names if name not in contract.header]
    return Fault("", "header", data={"missing": ", ".join(missing), "unknown": ", ".join(unknown)})


def _judged(
    stream: TextIO, delimiter: str, contract: Contract, project: Project, today: date, tally: Tally,
    progress: Progress | None,
) -> Iterator[Finding]:  # fmt: skip
    doubles, reader = Doubles(contract), csv.reader(stream, delimiter=delimiter)
    for row, line in _rows(reader):
        tally.rows += 1
        if tally.rows == contract.max_rows + 1:
            yield Finding(0, line, Fault("", "too_many_rows", data={"limit": contract.max_rows}))
        faults = _row_faults(row, contract, project, today, doubles, tally.rows)
        tally.add(faults)
        yield from (Finding(tally.rows, line, one) for one in faults)
        if progress is not None and not progress(tally.rows):
            tally.stopped = True
            return
    if not tally.rows:
        yield Finding(0, 1, Fault("", "no_rows"))


def _rows(reader: Iterator[list[str]]) -> Iterator[tuple[list[str] | None, int]]:
    """Each row that is not empty, None for one that cannot be read, with the number of its last line in the file."""
    lines = reader
    while True:
        try:
            row = next(lines)
        except StopIteration:
            return
        except csv.Error:
            yield None, _line(lines)
            continue
        if any(value.strip() for value in row):
            yield row, _line(lines)


def _line(reader: Iterator[list[str]]) -> int:
    return int(getattr(reader, "line_num", 0)) + 1


def _row_faults(
    row: list[str] | None, contract: Contract, project: Project, today: date, doubles: Doubles, number: int
) -> tuple[Fault, ...]:
    if row is None:
        return (Fault("", "unreadable"),)
    faults = check_row(row, contract, project, today)
    if len(row) != len(contract.header):
        return faults
    return (*faults, *doubles.check(row, number))
