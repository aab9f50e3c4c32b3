"""Tables that people keep in spreadsheets: read whatever program wrote them, written so that no cell is a formula."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from wemi_desk.documents import spreadsheet_text, spreadsheet_workbook
from wemi_desk.domain.catalogue_cells import Cell, as_text, escaped
from wemi_desk.domain.catalogue_columns import recognised
from wemi_desk.domain.catalogue_rows import is_blank
from wemi_desk.domain.errors import DataFolderError, InvalidFieldError
from wemi_desk.guards import forbid_on_ui_thread
from wemi_desk.services.catalogue_files.ports import MOST_COLUMNS, MOST_ROWS, OpenedTable

MOST_BYTES = 64 << 20
_SAMPLES = 50
_HEADER_WITHIN = 30
_PART = ".part"
_NARROW, _WIDE = 10, 48


class SpreadsheetFiles:
    """See services.catalogue_files.ports.TableFiles. What was opened last is kept until its rows are read."""

    def __init__(self) -> None:
        self._last: tuple[str, Table] | None = None

    def open(self, path: Path) -> OpenedTable:
        """Look at a file whole, keep its beginning. Raises InvalidFieldError("file", why), DataFolderError."""
        forbid_on_ui_thread("spreadsheet")
        data = _content(path)
        table = _table(data)
        header_row, headers = _header(table)
        samples, count = [], 0
        for row in _below(table, header_row):
            count += 1
            if count <= _SAMPLES:
                samples.append(tuple(as_text(cell) for cell in row[1]))
        if not count:
            raise InvalidFieldError("file", "no_rows")
        if count > MOST_ROWS:
            raise InvalidFieldError("file", "too_many_rows", rows=count, most=MOST_ROWS)
        digest = hashlib.sha256(data).hexdigest()
        self._last = digest, table
        return OpenedTable(
            path, digest, table.encoding, table.separator, table.sheet, headers, header_row,
            tuple(samples), count, table.formulas, table.merged, table.other_sheets,
        )  # fmt: skip

    @contextmanager
    def rows(self, opened: OpenedTable) -> Iterator[Iterator[tuple[int, Sequence[Cell]]]]:
        """The rows below the header, blank ones left out."""
        forbid_on_ui_thread("spreadsheet")
        data = _content(opened.path)
        if hashlib.sha256(data).hexdigest() != opened.digest:
            raise InvalidFieldError("file", "changed_meanwhile")
        known, self._last = self._last, None
        table = known[1] if known is not None and known[0] == opened.digest else _table(data)
        yield _below(table, opened.header_row)

    def write(self, path: Path, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        """Under another name until it is whole."""
        forbid_on_ui_thread("spreadsheet")
        part = path.with_name(path.name + _PART)
        writer = _write_workbook if path.suffix.lower() == ".xlsx" else _write_text
        try:
            with part.open("wb") as stream:
                writer(stream, headers, rows)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(path)
        except OSError as error:
            raise DataFolderError("not_writable") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


Table = spreadsheet_text.TextTable | spreadsheet_workbook.WorkbookTable


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InvalidFieldError("file", "too_big", megabytes=size >> 20, most=MOST_BYTES >> 20)
        data = path.read_bytes()
    except OSError as error:
        raise InvalidFieldError("file", "not_readable") from error
    if not data.strip():
        raise InvalidFieldError("file", "empty")
    return data


def _table(data: bytes) -> Table:
    if spreadsheet_workbook.is_workbook(data):
        return spreadsheet_workbook.opened(data)
    return spreadsheet_text.opened(data)


def _header(table: Table) -> tuple[int, tuple[str, ...]]:
    """The first row that names two of our columns, else the first that is not blank."""
    first: tuple[int, tuple[str, ...]] | None = None
    for number, row in table.rows():
        if is_blank(row):
            continue
        names = tuple(as_text(cell).strip() for cell in row)
        first = first or (number, names)
        if recognised(names) > 1:
            first = number, names
            break
        if number > _HEADER_WITHIN:
            break
    if first is None:
        raise InvalidFieldError("file", "empty")
    return first[0], _columns(first[1])


def _columns(names: tuple[str, ...]) -> tuple[str, ...]:
    last = max((at for at, name in enumerate(names) if name), default=-1) + 1
    if last > MOST_COLUMNS:
        raise InvalidFieldError("file", "too_many_columns", columns=last, most=MOST_COLUMNS)
    if last < 2:
        raise InvalidFieldError("file", "one_column")
    return names[:last]


def _below(table: Table, header_row: int) -> Iterator[tuple[int, Sequence[Cell]]]:
    return ((number, row) for number, row in table.rows() if number > header_row and not is_blank(row))


def _write_text(stream: BinaryIO, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """As Italian spreadsheets open it by a double click: with a byte order mark, parted by semicolons."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headers)
    for row in rows:
        writer.writerow([_in_text(cell) for cell in row])
    text.flush()
    text.detach()


def _in_text(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.strftime("%d/%m/") + f"{cell.year:04}"
    return f"{cell:.2f}".replace(".", ",") if isinstance(cell, float) else escaped(as_text(cell))


def _write_workbook(stream: BinaryIO, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    from xlsxwriter import Workbook

    options = {
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True,
    }  # fmt: skip
    with Workbook(stream, options) as book:
        sheet = book.add_worksheet("Catalogo")
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, 0, len(headers) - 1)
        bold = book.add_format({"bold": True, "bg_color": "#E6ECF2", "bottom": 1})
        shown = {"date": "dd/mm/yyyy", "euro": "0.00"}
        formats = {name: book.add_format({"num_format": form}) for name, form in shown.items()}
        for at, name in enumerate(headers):
            sheet.set_column(at, at, min(_WIDE, max(_NARROW, len(name) + 2)))
            sheet.write_string(0, at, name, bold)
        for number, row in enumerate(rows, 1):
            for at, cell in enumerate(row):
                _write_cell(sheet, number, at, cell, formats)


def _write_cell(sheet: Any, row: int, at: int, cell: Cell, formats: dict[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, date) and cell.year >= _OLDEST_IN_WORKBOOKS:
        sheet.write_datetime(row, at, cell, formats["date"])
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        sheet.write_number(row, at, cell, formats["euro"] if isinstance(cell, float) else None)
    elif sheet.write_string(row, at, escaped(as_text(cell))):
        raise InvalidFieldError("file", "cell_too_long", row=row + 1)


_OLDEST_IN_WORKBOOKS = 1901
"""Days before are written as text: spreadsheets count theirs from 1900."""

