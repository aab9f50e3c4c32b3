"""The shipped table of birth places."""

from datetime import date

import pytest

from wemi_desk.domain.places import Place, PlaceTable
from wemi_desk.gateways.places import place_table
from wemi_desk.resources import resource_path

CASES = [
    ("F205", date(1958, 3, 12), "Milano", "MI"),
    ("A562", date(1985, 12, 10), "San Giuliano Terme", "PI"),
    ("D620", date(1932, 4, 9), "Fiume", "FU"),
    ("A001", date(1920, 1, 1), "Abano", "PD"),
    ("A001", date(1990, 1, 1), "Abano Terme", "PD"),
    ("Z210", date(1998, 9, 30), "Repubblica Popolare Cinese", ""),
    ("Z135", date(1960, 3, 12), "Unione Repubbliche Socialiste Sovietiche", ""),
    ("Z118", date(1970, 1, 1), "Jugoslavia", ""),
    ("Z105", date(1970, 1, 1), "Cecoslovacchia", ""),
    ("Z611", date(1985, 11, 22), "Perù", ""),
    ("M439", date(2026, 3, 1), "Castegnero Nanto", "VI"),
]


@pytest.mark.parametrize(("code", "born_on", "name", "province"), CASES)
def test_a_code_gives_the_name_of_the_day_of_birth(code, born_on, name, province):
    place = place_table().find(code, born_on)
    assert place is not None
    assert (place.name, place.province) == (name, province)
    assert place_table().doubt(code, (born_on,)) is None


@pytest.mark.parametrize(
    ("code", "born_on", "doubt"),
    [
        ("A000", date(1985, 12, 10), "unknown"),
        ("Z999", date(1985, 12, 10), "unknown"),
        ("M437", date(1930, 1, 1), "not_then"),
        ("M437", date(2025, 1, 1), None),
        ("D620", date(1950, 1, 1), "not_then"),
        ("Z135", date(1999, 1, 1), "not_then"),
        ("F20\n", date(1999, 1, 1), "unknown"),
        ("", date(1999, 1, 1), "unknown"),
    ],
)
def test_an_odd_place_is_a_doubt_not_an_error(code, born_on, doubt):
    assert place_table().doubt(code, (born_on,)) == doubt


def test_one_fitting_century_is_enough():
    assert place_table().doubt("M437", (date(1924, 5, 3), date(2024, 5, 3))) is None
    assert place_table().doubt("M437", ()) is None


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("cina", "Z210"),
        ("Palestina", "Z161"),
        ("stati uniti", "Z404"),
        ("Reggio Emilia", "H223"),
        ("urss", "Z135"),
        ("unione sovietica", "Z135"),
        ("russia", "Z154"),
        ("Perù", "Z611"),
        ("peru", "Z611"),
        ("olanda", "Z126"),
        ("bozen", "A952"),
        ("milano", "F205"),
        ("forlì", "D704"),
        ("costa d avorio", "Z313"),
    ],
)
def test_a_place_is_found_as_people_say_it(said, code):
    assert place_table().search(said)[0].code == code


def test_homonyms_are_all_shown_with_their_province():
    found = [(place.code, place.province) for place in place_table().search("castro") if place.name == "Castro"]
    assert len(found) >= 2
    assert len({province for _, province in found}) == len(found)


def test_what_still_exists_comes_before_what_is_past():
    found = place_table().search("san donato", limit=20)
    assert [place.is_active for place in found] == sorted((place.is_active for place in found), reverse=True)


def test_a_search_with_a_birth_leaves_out_what_was_not_there():
    assert place_table().search("setteville", date(1930, 1, 1)) == ()
    assert place_table().search("setteville")[0].code == "M437"
    assert place_table().search("   ") == ()
    assert len(place_table().search("san")) == 8


def test_the_table_is_complete_sorted_and_keeps_its_notice():
    lines = resource_path("reference", "places.tsv").read_text("utf-8").splitlines()
    assert lines[0].split("\t")[0] == "belfiore"
    assert len(lines) == 19_596
    assert lines[1:] == sorted(lines[1:], key=lambda line: line.split("\t"))
    assert "Fabio Caccamo" in resource_path("reference", "PLACES-LICENSE.txt").read_text("utf-8")


def test_every_alias_leads_to_a_known_place():
    lines = resource_path("reference", "place_aliases.tsv").read_text("utf-8").splitlines()[1:]
    assert [line for line in lines if not place_table().periods(line.split("\t")[0])] == []


def test_a_small_table_works_without_aliases():
    table = PlaceTable("belfiore\tnome\nF205\tMilano\tMI\t\t\t1\t\n")
    assert table.find("F205") == Place("F205", "Milano", "MI")
    assert table.find("F206") is None
