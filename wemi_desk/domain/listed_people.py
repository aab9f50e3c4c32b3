"""As much of a person as a list on a public screen may hold."""

from __future__ import annotations

from dataclasses import dataclass

from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.fiscal_code import parse


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One line: no telephone, no address, the code masked."""

    id: CitizenId
    name: str
    birth_year: int | None
    municipio: str
    masked_code: str
    to_verify: bool

    @classmethod
    def of(cls, citizen: Citizen) -> ListedPerson:
        """The line of a whole record."""
        return cls(
            citizen.id, citizen.display_name, citizen.known_birth_year(), citizen.municipio,
            masked(citizen.fiscal_code), citizen.to_verify,
        )  # fmt: skip


def masked(code: str | None) -> str:
    """RSSMRA********5N; nothing for a text that is no code."""
    try:
        return parse(code).masked() if code else ""
    except InvalidFieldError:
        return ""
