"""The people who really exist in a history, and what can be typed of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

from wemi_desk.domain.fiscal_code import encode
from wemi_desk.domain.operators import Operator
from wemi_desk.domain.spaces import Space

SPACE_CODES = ("VEN", "CAP", "SAN")
MEASURE = "bonus-nidi"
_SURNAMES = ("Abbiati", "Brambilla", "Colombo", "Donati", "Esposito", "Fontana", "Galimberti", "Hoxha")
_NAMES = ("Ada", "Bruna", "Carla", "Diana", "Elena", "Franca", "Gemma", "Irene")
START = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
CENTRE_OPERATOR = UUID(int=999)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who comes to a desk."""

    number: int
    surname: str
    given_name: str
    birth_date: date
    fiscal_code: str


@cache
def person(number: int) -> Person:
    """The same person for the same number, in every history."""
    surname, given_name = _SURNAMES[number % 8], _NAMES[(number * 3) % 8]
    born = date(1950 + number % 40, 1 + number % 12, 1 + number % 28)
    return Person(number, surname, given_name, born, encode(surname, given_name, born, "F", "F205").written)


@cache
def person_with(fiscal_code: str) -> Person:
    """Whose code it is."""
    return next(one for one in map(person, range(1000)) if one.fiscal_code == fiscal_code)


@cache
def space(code: str) -> Space:
    return Space(id=UUID(int=200 + SPACE_CODES.index(code)), code=code, name=f"WeMi {code}", kind="wemi_space")


@cache
def operator(number: int, code: str) -> Operator:
    return Operator(
        id=UUID(int=100 + number), organisation_id=UUID(int=1), given_name=f"Nome{number}", surname=f"Cognome{number}",
        space_codes=(code,), roles=("network_coordinator",),
    )  # fmt: skip


def token(number: int) -> str:
    """A text that stands nowhere else: where it is found, what was typed with it is."""
    return f"Q{number:06d}Z"


def telephone(number: int) -> str:
    """A telephone number that nobody else has."""
    return f"+39330{number:07d}"
