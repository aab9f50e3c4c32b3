"""Which column is which, in files that somebody else made."""

import pytest

from wemi_desk.domain.catalogue_columns import COLUMNS, WRITTEN, missing, proposed, recognised, shape_of
from wemi_desk.domain.catalogue_rows import choices_of, looks_of
from wemi_desk.gateways.reference_lists import load_catalogue_lists

CHOICES = choices_of(load_catalogue_lists())
LOOKS = looks_of(CHOICES)


def named(*headers, rows=()):
    return proposed(headers, rows, LOOKS)


def test_every_column_is_known_by_its_own_header_and_by_its_fields_name():
    for columns in (WRITTEN, COLUMNS):
        assert named(*(one.header for one in columns)) == tuple(one.field for one in columns)
    assert named(*(one.field for one in COLUMNS)) == tuple(one.field for one in COLUMNS)


def test_no_name_is_said_of_two_columns():
    names = [name for one in COLUMNS for name in (one.header, *one.names)]
    assert len({shape_of([one]) for one in names}) == len(names) - _repeated()


def _repeated():
    """Header and name of one column that fold to the same words."""
    return sum(
        len((one.header, *one.names)) - len({shape_of([n]) for n in (one.header, *one.names)}) for one in COLUMNS
    )


@pytest.mark.parametrize(("header", "field"), [
    ("ID servizio", "code"), ("Nome del servizio", "title"), ("ENTE GESTORE", "provider_name"),
    ("Tariffa oraria (€)", "price"),
    ("A chi è rivolto", "targets"), ("Zona", "municipi"), ("Lingue parlate", "languages"), ("data fine", "valid_to"),
    ("Barriere architettoniche", "accessibility_note"), ("Costo per la famiglia", "price"), ("boh", ""), ("", ""),
])  # fmt: skip
def test_names_that_others_use_are_understood(header, field):
    assert named(header)[0] == field


def test_a_column_without_a_name_is_known_by_what_stands_in_it():
    rows = [("x", "Italiano, inglese", "12 €", "https://a.example", "Servizi educativi"),
            ("y", "Arabo", "9,50 €", "https://b.example", "Piccole commissioni")]  # fmt: skip
    assert named("", "", "", "", "", rows=rows) == ("", "languages", "price", "provider_url", "category")


def test_a_field_is_given_to_one_column_only():
    found = named("Titolo", "Nome servizio", "Titolo")
    assert sorted(found) == ["", "", "title"]
    assert missing(found) == ("code",)


def test_a_title_above_the_table_is_no_header():
    assert recognised(("Catalogo dei servizi 2026", "", "")) == 0
    assert recognised(("Codice", "Titolo", "boh")) == 2


def test_a_shape_is_the_same_however_it_is_written():
    assert shape_of(("Codice ", "TITOLO", "Età da")) == shape_of(("codice", "Titolo", "eta  da"))
