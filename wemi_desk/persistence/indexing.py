"""What a person's row and the search index hold beside the fields themselves."""

from __future__ import annotations

from datetime import datetime

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.fiscal_code import parse
from wemi_desk.domain.names import folded
from wemi_desk.domain.person_index import IndexedPerson


def sort_key(citizen: Citizen) -> str:
    """Alphabetical place of a person: D'Angelo under D, accents ignored."""
    return folded(citizen.display_name)


def indexed(citizen: Citizen, seen_at: datetime | None = None) -> IndexedPerson:
    """What the search may know of a person: no address, no e-mail, nothing special."""
    return IndexedPerson(
        citizen_id=citizen.id,
        surname=citizen.surname,
        given_name=citizen.given_name,
        birth_date=citizen.birth_date,
        birth_year=citizen.known_birth_year(),
        fiscal_code=canonical_form(citizen.fiscal_code) if citizen.fiscal_code else None,
        phones=(citizen.phone,) if citizen.phone else (),
        seen_at=seen_at or citizen.created_at,
        is_minor=False,  # age is judged when shown, with the day's date
    )


def canonical_form(code: str) -> str | None:
    """The codice fiscale without omocodia; None for a text that is not one."""
    try:
        return parse(code).canonical
    except InvalidFieldError:
        return None
