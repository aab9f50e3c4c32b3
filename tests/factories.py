"""Invented records for tests; every argument can be replaced."""

from datetime import date
from uuid import UUID

from tests.fakes import MORNING
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.contacts import Contact
from wemi_desk.domain.operators import Operator
from wemi_desk.domain.spaces import Space
from wemi_desk.services.contacts import RecordContact
from wemi_desk.services.person_forms import PersonForm

ORGANISATION_ID = UUID(int=1)


def make_space(**values):
    return Space(**{"id": UUID(int=2), "code": "VEN", "name": "WeMi Prova", "kind": "wemi_space", **values})


def make_operator(number, *roles, **values):
    names = {"given_name": f"Nome{number}", "surname": f"Cognome{number}"}
    base = {"id": UUID(int=100 + number), "organisation_id": ORGANISATION_ID, "space_codes": ("VEN",), "roles": roles}
    return Operator(**{**names, **base, **values})


SPACE = make_space()
OPERATORS = {
    "giulia": make_operator(1, "operator", given_name="Giulia", surname="Riva"),
    "marco": make_operator(2, "operator", given_name="Marco", surname="Sala"),
    "reader": make_operator(3, "reader", given_name="Elena", surname="Conti"),
}
LEAD = make_operator(4, "network_coordinator", given_name="Paola", surname="Testa")


def make_citizen(number, **values):
    base = {
        "id": UUID(int=(0x018F << 112) | number), "surname": f"Prova{number}", "given_name": "Ada",
        "space_code": SPACE.code, "created_at": MORNING, "created_by": OPERATORS["giulia"].id,
    }
    return Citizen(**{**base, **values})


def make_contact(number, **values):
    base = {
        "id": UUID(int=(0x018E << 112) | number), "space_code": SPACE.code, "operator_id": OPERATORS["giulia"].id,
        "started_at": MORNING, "recorded_at": MORNING, "needs": ("information",), "answers": ("information",),
    }
    return Contact(**{**base, **values})


def person(surname="Fumagalli", given_name="Teresa", **values):
    return PersonForm(**{"surname": surname, "given_name": given_name, **values})


def child(given_name="Nina", surname="Fumagalli", birth="03/05/2019", **values):
    return person(surname, given_name, birth=birth, **values)


def visit(**values):
    base = {"needs": ("digital_identity",), "answers": ("orientation",)}
    return RecordContact(**{**base, **values})


TODAY = date(2026, 11, 18)
# Formally valid codes of nobody.
CODE = "FMGTRS58A41F205E"
OMOCODIA = "FMGTRS58A41F20RZ"  # the same person after the office gave out another form
CHILD_CODE = "FMGNNI19E43F205D"
OTHER_CODE = "BRMCRL49B11F205U"
