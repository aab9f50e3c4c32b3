"""The one box finds a type of paperwork by what people say at a desk."""

from datetime import date

import pytest

from wemi_desk.domain.paperwork_search import search
from wemi_desk.gateways.reference_lists import load_paperwork_catalogue

TYPES = load_paperwork_catalogue().offered_on(date(2026, 11, 22))


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("spid password persa", "SPID-REC"), ("pasword spid", "SPID-REC"), ("SPID bloccato", "SPID-REC"),
        ("fare lo spid", "SPID-NEW"), ("carta d'identità scaduta", "CIE-APP"), ("ho perso il puk", "CIE-PIN"),
        ("medico di base", "FSE-MED"), ("prenotare una visita", "CUP"), ("visita oculistica", "CUP"),
        ("modello isee", "ISEE"), ("disocupazione", "INPS-NASPI"), ("pensione della nonna", "INPS-PEN"),
        ("delega per la mamma", "INPS-DEL"), ("730", "ADE-PRE"), ("cambio casa", "ANPR-RES"), ("multa", "TRIB"),
        ("permesso di soggiorno", "STR-PER"), ("whatsapp", "DIG-04"), ("il telefono non va", "DIG-13"),
        ("isee", "ISEE"), ("cup", "CUP"), ("INPS-AUU", "INPS-AUU"), ("stampante", "DIG-13"),
    ],
)  # fmt: skip
def test_what_people_say_finds_its_type(said, first):
    assert search(TYPES, said)[0].code == first


def test_an_empty_box_offers_what_people_ask_for_most():
    assert [one.code for one in search(TYPES, "  ", 4)] == ["FSE", "FSE-MED", "CUP", "ISEE"]


@pytest.mark.parametrize("said", ["xyzzy", "?", "\x00\u202e", "-"])
def test_what_means_nothing_finds_nothing_and_breaks_nothing(said):
    assert search(TYPES, said) == []


def test_a_page_pasted_by_mistake_is_searched_by_its_first_words():
    page = " ".join(f"parola{number}" for number in range(5_000))
    assert search(TYPES, f"spid password persa {page}")[0].code == "SPID-REC"
    assert search(TYPES, f"{page} spid password persa") == []


def test_no_more_than_asked_for():
    assert len(search(TYPES, "inps", 3)) == 3


@pytest.mark.parametrize("one", TYPES, ids=lambda one: one.code)
def test_every_type_is_found_by_its_code_and_by_its_title(one):
    assert search(TYPES, one.code.lower())[0] == one
    assert one in search(TYPES, one.title, 5)
