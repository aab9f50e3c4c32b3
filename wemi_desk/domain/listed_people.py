"""As much of a person as a list on a public screen may hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.fiscal_code import parse


class Standing(StrEnum):
    """How a record of this desk stands with the centre."""

    SENT = "sent"
    WAITING = "waiting"
    TO_CHECK = "to_check"


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One line: no telephone, no address, the code masked."""

    id: CitizenId
    name: str
    birth_year: int | None
    municipio: str
    masked_code: str
    to_verify: bool
    standing: Standing = Standing.SENT

    @classmethod
    def of(cls, citizen: Citizen, standing: Standing = Standing.SENT) -> ListedPerson:
        """The line of a whole record."""
        return cls(
            citizen.id, citizen.display_name, citizen.known_birth_year(), citizen.municipio,
            masked(citizen.fiscal_code), citizen.to_verify, standing,
        )  # fmt: skip


def masked(code: str | None) -> str:
    """RSSMRA********5N; nothing for a text that is no code."""
    try:
        return parse(code).masked() if code else ""
    except InvalidFieldError:
        return ""
