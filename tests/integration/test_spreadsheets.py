"""Tables whatever program wrote them, and files that are none: each refused with its reason, none opened blindly."""

import io
import struct
import zipfile
from datetime import date

import pytest
import xlsxwriter

from wemi_desk.documents import spreadsheet_workbook
from wemi_desk.documents.spreadsheet import SpreadsheetFiles
from wemi_desk.domain.catalogue_cells import MERGED
from wemi_desk.domain.errors import DataFolderError, InvalidFieldError
from wemi_desk.services.catalogue_files.words import refusal_words

TEXT = 'Codice;Titolo;Prezzo\nA-1;Città e perché;12,50\nA-2;"Due; e ""tre""";9\n'
ROWS = [(2, ["A-1", "Città e perché", "12,50"]), (3, ["A-2", 'Due; e "tre"', "9"])]


def kept(tmp_path, data, name="file.csv"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def opened(path):
    files = SpreadsheetFiles()
    found = files.open(path)
    with files.rows(found) as rows:
        return found, [(number, list(row)) for number, row in rows]


def refused(path):
    with pytest.raises(InvalidFieldError) as error:
        SpreadsheetFiles().open(path)
    words = refusal_words(error.value)
    assert words
    assert words.endswith(".")
    assert "{" not in words
    return error.value.reason


def workbook(fill, **options):
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"strings_to_formulas": False, **options}) as book:
        fill(book, book.add_worksheet("Servizi"))
    return data.getvalue()


@pytest.mark.parametrize(("encoding", "said"), [
    ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "cp1252"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
    ("utf-16-be", "utf-16-be"),
])  # fmt: skip
def test_letters_are_read_in_whatever_encoding_they_are(tmp_path, encoding, said):
    found, rows = opened(kept(tmp_path, TEXT.encode(encoding)))
    assert (found.encoding, found.separator, found.headers, rows) == (said, ";", ("Codice", "Titolo", "Prezzo"), ROWS)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(tmp_path, separator):
    text = f'Codice{separator}Titolo\r\nA{separator}"uno, due; tre"\r\nB{separator}quattro\r\n'
    assert opened(kept(tmp_path, text.encode()))[1] == [(2, ["A", "uno, due; tre"]), (3, ["B", "quattro"])]


def test_what_spreadsheets_add_to_a_text_is_taken_away(tmp_path):
    text = 'sep=;\r\nCodice;Titolo\r\n="0012";Uno\r\n;\r\n"B";"due\nrighe"\r\n'
    assert opened(kept(tmp_path, text.encode()))[1] == [(2, ["0012", "Uno"]), (4, ["B", "due\nrighe"])]


def test_a_title_above_the_header_is_no_header(tmp_path):
    found, rows = opened(kept(tmp_path, b"Catalogo 2026;;\n\nCodice;Titolo;Prezzo\nA;Uno;3\n"))
    assert (found.headers, found.header_row, rows) == (("Codice", "Titolo", "Prezzo"), 3, [(4, ["A", "Uno", "3"])])


@pytest.mark.parametrize(("data", "why"), [
    (b"", "empty"), (b" \r\n \n", "empty"), (b"\xef\xbb\xbf", "empty"), (b"Codice;Titolo\n", "no_rows"),
    (b"Codice\nA\nB\n", "one_column"), (b"\x00\x01\x02\x03binario\x07", "not_a_table"),
    (b"%PDF-1.7\n\x01\x02", "not_a_table"), (b"Codice;Titolo\nA;citt\x81\n", "encoding"),
    (b"\xff\xfeC\x00o", "encoding"),
    ((";".join(f"c{n}" for n in range(200)) + "\n" + ";" * 199 + "x\n").encode(), "too_many_columns"),
    (b'Codice;Titolo\nA;"aperta ' + b"x" * 140_000, "open_quote"),
    (b"Codice;Titolo\n" + b"A;B\n" * 30_001, "too_many_rows"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    (b"PK\x03\x04 e poi niente", "broken"),
])  # fmt: skip
def test_a_file_that_is_no_table_is_refused_in_words(tmp_path, data, why):
    assert refused(kept(tmp_path, data)) == why


def test_a_file_that_is_not_there_or_too_big_is_refused(tmp_path, monkeypatch):
    assert refused(tmp_path / "manca.csv") == "not_readable"
    assert refused(tmp_path) == "not_readable"
    monkeypatch.setattr("wemi_desk.documents.spreadsheet.MOST_BYTES", 10)
    assert refused(kept(tmp_path, TEXT.encode())) == "too_big"


def test_a_workbook_is_read_with_its_days_numbers_and_row_numbers(tmp_path):
    def fill(book, sheet):
        book.add_worksheet("Vuoto")
        sheet.write_row(1, 1, ["Codice", "Titolo", "Dal", "Prezzo"])
        sheet.write_row(2, 1, ["A", "=1+1"])
        sheet.write_datetime(2, 3, date(2026, 1, 2), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number(2, 4, 24.5)
        sheet.write_row(5, 1, ["B", "Due"])

    found, rows = opened(kept(tmp_path, workbook(fill), "x.xlsx"))
    assert (found.sheet, found.headers, found.header_row) == ("Servizi", ("Codice", "Titolo", "Dal", "Prezzo"), 2)
    assert rows == [(3, ["A", "=1+1", date(2026, 1, 2), 24.5]), (6, ["B", "Due", "", ""])]


def test_merged_cells_and_formulas_are_seen(tmp_path):
    def fill(book, sheet):
        sheet.write_row(0, 0, ["Codice", "Titolo", "Prezzo"])
        sheet.write_row(1, 0, ["A", "Uno"])
        sheet.write_formula(1, 2, "=6*2", None, 12)
        sheet.write_row(2, 0, ["B", "Due"])
        sheet.write_formula(2, 2, "=1/0", None, "#DIV/0!")
        sheet.merge_range(3, 0, 4, 1, "unita")

    found, rows = opened(kept(tmp_path, workbook(fill), "x.xlsx"))
    assert (found.formulas, found.merged) == (2, 1)
    assert rows == [(2, ["A", "Uno", 12.0]), (3, ["B", "Due", "#N/D"]), (4, ["unita", MERGED, ""])]


def test_the_sheet_with_the_rows_is_read_and_the_others_are_named(tmp_path):
    def fill(book, sheet):
        sheet.write(0, 0, "Leggimi")
        other = book.add_worksheet("Dati")
        other.write_row(0, 0, ["Codice", "Titolo"])
        other.write_row(1, 0, ["A", "Uno"])
        hidden = book.add_worksheet("Nascosto")
        hidden.write_column(0, 0, ["x"] * 9)
        hidden.hide()

    found, rows = opened(kept(tmp_path, workbook(fill), "x.xlsx"))
    assert (found.sheet, found.other_sheets, rows) == ("Dati", ("Servizi",), [(2, ["A", "Uno"])])


def part(name, content, whole=None):
    """A workbook in which one part says something else."""
    source = whole or workbook(lambda _book, sheet: sheet.write_row(0, 0, ["Codice", "Titolo"]))
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as before, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as after:
        for one in before.infolist():
            after.writestr(one, content if one.filename == name else before.read(one))
        if name not in before.namelist():
            after.writestr(name, content)
    return data.getvalue()


def cells(*places):
    row = "".join(
        f'<row r="{place.lstrip("ABDFXZ")}"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row>'
        for place in places
    )
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{row}</sheetData></worksheet>'


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(("data", "why"), [
    (part(SHEET, b"<worksheet>" + b" " * (40 << 20)), "bomb"),
    (part("xl/media/big.bin", b"\0" * (40 << 20)), "bomb"),
    (part(SHEET, cells("A1", "XFD1048576")), "too_spread"),
    (part(SHEET, cells("A1", "B1048576").replace('"', "'").replace(" r=", " r = ")), "too_spread"),
    (part(SHEET, cells("A1", "ZZ50000")), "too_spread"),
    (part(SHEET, "<worksheet"), "broken"),
    (part(SHEET, cells()), "empty"),
    (part("xl/workbook.xml", "<boh/>"), "empty"),
])  # fmt: skip
def test_a_workbook_that_would_unfold_or_is_broken_is_refused(tmp_path, data, why):
    assert refused(kept(tmp_path, data, "x.xlsx")) in (why, "broken" if why == "empty" else why)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused(kept(tmp_path, data.getvalue(), "x.xlsx")) == "not_a_workbook"
    locked = bytearray(data.getvalue())
    at = locked.index(b"PK\x01\x02")
    struct.pack_into("<H", locked, at + 8, 1)
    assert refused(kept(tmp_path, bytes(locked), "y.xlsx")) == "password"


@pytest.mark.parametrize("cut", range(100, 5000, 700))
def test_a_workbook_cut_anywhere_is_refused_in_words(tmp_path, cut):
    data = workbook(lambda _book, sheet: sheet.write_row(0, 0, ["Codice", "Titolo"]))
    assert refused(kept(tmp_path, data[:cut], "x.xlsx")) == "broken"


def test_places_are_seen_across_the_blocks_of_a_sheet(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheet_workbook, "_BLOCK", 200)
    assert (
        refused(kept(tmp_path, part(SHEET, cells(*(f"A{n}" for n in range(1, 60)), "XFD1048576")), "x.xlsx"))
        == "too_spread"
    )


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path):
    files = SpreadsheetFiles()
    with pytest.raises(DataFolderError):
        files.write(tmp_path / "manca" / "x.csv", ["a", "b"], [])
    with pytest.raises(InvalidFieldError, match="cell_too_long"):
        files.write(tmp_path / "x.xlsx", ["a", "b"], [["x" * 40_000, "y"]])
    assert list(tmp_path.iterdir()) == []
