"""``wemi-desk catalogue``: a file tried out and published, and the catalogue written out, from the command line."""

import argparse
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from tests.catalogue_files_desk import LISTS, STAFF, files_desk, fill, written
from wemi_desk import catalogue_commands
from wemi_desk.services.catalogue_files.doors import CatalogueFileDoors

HEADER = ("Codice", "Titolo", "Tariffa", "Boh")
ROW = ("ORE-01", "Baby-sitter serale e nei fine settimana", "12,50", "x")


@pytest.fixture
def run(desk):
    """Type a command; its exit status."""
    anna = files_desk(desk.counter(STAFF))
    fill(anna.counter)
    doors = CatalogueFileDoors(anna.imports, anna.exports, LISTS)

    @contextmanager
    def open_desk(_arguments):
        yield SimpleNamespace(catalogue_files=lambda: doors)

    def add(under, name, command, words):
        made = under.add_parser(name, help=words)
        made.set_defaults(command=command)
        return made

    parser = argparse.ArgumentParser()
    catalogue_commands.add_to(parser.add_subparsers(), add, open_desk)

    def typed(*words):
        arguments = parser.parse_args(["catalogue", *map(str, words)])
        return arguments.command(arguments)

    return typed


def test_a_file_is_tried_out_and_only_published_when_asked(run, tmp_path, capsys):
    path = written(tmp_path / "uno.csv", HEADER, ROW)
    assert run("import", path) == 0
    said = capsys.readouterr().out
    assert "Tariffa → price\nBoh → –" in said
    assert "ORE-01: Prezzo: € 11,50 → € 12,50" in said
    assert run("import", path, "--publish") == 0
    assert capsys.readouterr().out.endswith("Pubblicato.\n")
    assert run("import", path) == 0
    assert "Servizi: 336 restano come sono." in capsys.readouterr().out


def test_faults_are_printed_and_kept_in_a_file(run, tmp_path, capsys):
    path = written(tmp_path / "due.csv", HEADER, ROW, ("Z", "", "dieci", ""))
    assert run("import", path, "--errors", tmp_path / "errori.csv") == 1
    assert "Riga 3, Prezzo: Non è un prezzo." in capsys.readouterr().out
    assert "Prezzo;dieci;" in (tmp_path / "errori.csv").read_text(encoding="utf-8-sig")


def test_columns_are_said_by_hand(run, tmp_path, capsys):
    path = written(tmp_path / "tre.csv", HEADER, ROW)
    assert run("import", path, "--column", "Boh=price_note", "--column", "tariffa=") == 0
    assert "Note sul prezzo: niente → x" in capsys.readouterr().out
    for wrong in ("Mai=price", "Boh=mai"):
        with pytest.raises(SystemExit):
            run("import", path, "--column", wrong)


def test_a_file_that_cannot_be_read_is_refused_in_words(run, tmp_path, capsys):
    assert run("import", tmp_path / "manca.csv") == 2
    assert "Il file non si può leggere." in capsys.readouterr().err
    assert run("import", written(tmp_path / "x.csv", ("Nome", "Altro"), ("a", "b"))) == 2
    assert "Manca la colonna «Codice»" in capsys.readouterr().err


def test_the_catalogue_is_written_out(run, tmp_path, capsys):
    assert run("export", tmp_path / "tutto.xlsx") == 0
    assert capsys.readouterr().out == "336 servizi scritti in tutto.xlsx.\n"
    assert run("import", tmp_path / "tutto.xlsx", "--whole") == 0
