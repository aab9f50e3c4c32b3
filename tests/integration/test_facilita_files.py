"""Any CSV judged by Facilita's contract: ours, a spreadsheet's, a broken one."""

import csv
import random
from pathlib import Path

import pytest

from tests.facilita_samples import CONTRACT, TODAY, valid_row
from wemi_desk import cli
from wemi_desk.documents.facilita import Tally, judge, write_rows
from wemi_desk.domain.facilita import Project

PROJECT = Project()


def rows(count):
    dice = random.Random(3)
    return [valid_row(dice, number) for number in range(count)]


def judged(path: Path):
    tally = Tally()
    found = [(one.row, one.fault.column, one.fault.code) for one in judge(path, CONTRACT, PROJECT, TODAY, tally)]
    return found, tally


def written(folder, text, encoding="utf-8"):
    path = folder / "facilita.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.csv"
    write_rows(path, rows(40), CONTRACT)
    return path


def text_of(path):
    return path.read_bytes().decode("utf-8")


def test_what_we_write_is_valid_and_has_the_header_commas_and_line_ends_of_the_contract(good):
    found, tally = judged(good)
    assert (found, tally.rows, tally.is_valid) == ([], 40, True)
    lines = good.read_bytes().split(b"\r\n")
    assert lines[0].decode() == ",".join(CONTRACT.header)
    assert len(lines) == 42
    assert b"\n" not in good.read_bytes().replace(b"\r\n", b"")


def test_names_with_commas_quotes_and_accents_come_back_as_they_were(tmp_path):
    row = rows(1)[0]
    row[CONTRACT.column("AN2")] = "D'Angelo, «Nicolò»"
    path = tmp_path / "names.csv"
    write_rows(path, [row], CONTRACT)
    assert "\"D'Angelo, «Nicolò»\"" in text_of(path)
    assert judged(path)[1].is_valid


def test_line_ends_of_another_system_and_empty_lines_do_not_matter(good, tmp_path):
    path = written(tmp_path, text_of(good).replace("\r\n", "\n\n"))
    assert judged(path)[1].rows == 40
    assert judged(path)[0] == []


def test_a_mark_at_the_beginning_is_said_once(good, tmp_path):
    found, tally = judged(written(tmp_path, "\ufeff" + text_of(good)))
    assert found == [(0, "", "bom")]
    assert not tally.is_valid


def test_semicolons_are_said_once_and_the_rows_are_read_all_the_same(tmp_path):
    path = tmp_path / "semicolons.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([CONTRACT.header, *rows(40)])
    found, tally = judged(path)
    assert (found, tally.rows) == ([(0, "", "semicolon")], 40)


def test_an_older_encoding_is_said_once(good, tmp_path):
    found, tally = judged(written(tmp_path, text_of(good), "cp1252"))
    assert (found, tally.rows) == ([(0, "", "encoding")], 40)


def test_a_spreadsheet_that_spoiled_codes_and_dates_is_recognised(tmp_path):
    spoiled = rows(2)
    spoiled[0][CONTRACT.column("AN3")] = "8,00012E+15"
    spoiled[1][CONTRACT.column("SE1")] = "46095"
    path = tmp_path / "spoiled.csv"
    write_rows(path, spoiled, CONTRACT)
    assert judged(path)[0] == [(1, "AN3", "spreadsheet_number"), (2, "SE1", "spreadsheet_date")]


def test_columns_in_another_order_or_missing_are_named(good, tmp_path):
    text = text_of(good).replace("AN9,AN10", "AN9,Occupazione", 1)
    [finding] = judge(written(tmp_path, text), CONTRACT, PROJECT, TODAY, Tally())
    assert finding.fault.data == {"missing": "AN10", "unknown": "Occupazione"}


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty_file"), ("nome,cognome\r\nAda,Neri\r\n", "no_header"), (",".join(CONTRACT.header), "no_rows")],
)
def test_what_is_no_file_of_facilita_is_one_sentence(tmp_path, text, code):
    assert judged(written(tmp_path, text))[0] == [(0, "", code)]


def test_one_row_too_many_is_said_once_where_it_stands(tmp_path):
    many = rows(1) * (CONTRACT.max_rows + 2)
    for number, row in enumerate(many):
        many[number] = [*row[: CONTRACT.column("SE7")], f"n. {number}", *row[CONTRACT.column("SE7") + 1 :]]
    path = tmp_path / "many.csv"
    write_rows(path, many, CONTRACT)
    found, tally = judged(path)
    assert (found, tally.rows, tally.file_faults) == ([(0, "", "too_many_rows")], CONTRACT.max_rows + 2, 1)


def test_a_quote_that_never_closes_hurts_its_row_and_nothing_else(good, tmp_path):
    text = text_of(good) + '"' + "x" * 200_000
    found, tally = judged(written(tmp_path, text))
    assert found == [(41, "", "unreadable")]
    assert tally.refused_rows == 1


def test_whoever_asks_may_stop(good):
    tally = Tally()
    list(judge(good, CONTRACT, PROJECT, TODAY, tally, progress=lambda rows: rows < 5))
    assert (tally.rows, tally.stopped, tally.is_valid) == (5, True, False)


def test_the_command_prints_row_column_and_reason_and_ends_with_1(tmp_path, capsys):
    wrong = rows(3)
    wrong[1][CONTRACT.column("SE6")] = "B:A"
    wrong[2][CONTRACT.column("AN11")] = "Z"
    path = tmp_path / "wrong.csv"
    write_rows(path, wrong, CONTRACT)
    assert cli.main(["facilita", "check", str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("riga 2 (del file: 3), SE6: I codici vanno in ordine")
    assert lines[1].startswith("riga 3 (del file: 4), AN11: «Z» non è un codice")
    assert lines[2] == "3 righe: 1 che Facilita rifiuta, 1 da non mandare così; difetti del file: 0."


def test_the_command_ends_with_0_when_the_file_is_good_and_with_2_when_it_is_not_there(good, tmp_path, capsys):
    assert cli.main(["facilita", "check", str(good)]) == 0
    assert capsys.readouterr().out == "40 righe: il file va bene.\n"
    assert cli.main(["facilita", "check", str(tmp_path / "none.csv")]) == 2
