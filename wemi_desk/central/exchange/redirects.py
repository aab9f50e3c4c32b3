"""Which record stands for a person now, and under which keyed hashes the person is found."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from wemi_desk.central.exchange.workspace import Held, Workspace
from wemi_desk.domain import fiscal_code
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.names import folded

CITIZEN = "citizen"
ORIGIN = "origin_"
"""Before a person field: the record the author named, where that one is part of another now."""


def target_of(person: Held) -> UUID | None:
    """The record this one was merged into."""
    into = person.content.get("merged_into")
    return UUID(into) if into else None


def root_of(work: Workspace, citizen_id: UUID) -> UUID:
    """The record at the end of the redirects; *citizen_id* itself where there is none (or no such person)."""
    person = work.find(CITIZEN, citizen_id)
    while person is not None and (target := target_of(person)) is not None:
        citizen_id = target
        person = work.find(CITIZEN, citizen_id)
    return citizen_id


def origins(made: Mapping[str, Any], beside: Mapping[str, Any]) -> dict[str, Any]:
    """Whom the author of *beside* meant: what is made beside it goes back with it when two persons are told apart."""
    return {
        name: value for name, value in beside.items()
        if name.startswith(ORIGIN) and made.get(name.removeprefix(ORIGIN))
    }  # fmt: skip


def living(work: Workspace, citizen_id: UUID) -> Held | None:
    """The person's record that stands for itself."""
    return work.find(CITIZEN, root_of(work, citizen_id))


def group_of(work: Workspace, citizen_id: UUID) -> list[UUID]:
    """Everything that is this person: the record that stands and all that lead to it, however far."""
    group = [root_of(work, citizen_id)]
    for one in group:
        group.extend(held.id for held in work.pointing("merged_into", one, (CITIZEN,)))
    return group


def branch_of(work: Workspace, citizen_id: UUID) -> list[UUID]:
    """*citizen_id* and all records that lead to it."""
    branch = [citizen_id]
    for one in branch:
        branch.extend(held.id for held in work.pointing("merged_into", one, (CITIZEN,)))
    return branch


def canonical_code(content: Mapping[str, Any]) -> str:
    """The codice fiscale without omocodia; a text that is not one as it is; empty when there is none."""
    text = content.get("fiscal_code")
    if not text or not isinstance(text, str):
        return ""
    try:
        return fiscal_code.parse(text).canonical
    except InvalidFieldError:
        return text.strip().upper()


def folded_name(content: Mapping[str, Any]) -> str:
    """Surname and given name for comparing."""
    return f"{folded(content.get('surname') or '')}|{folded(content.get('given_name') or '')}"


def code_key(work: Workspace, code: str) -> bytes:
    """The key under which a codice fiscale (canonical) is known."""
    return work.blind("cf|" + code)


def name_key(work: Workspace, content: Mapping[str, Any]) -> bytes | None:
    """The key of names and birth date together; None without a birth date."""
    born = content.get("birth_date")
    return work.blind(f"nb|{folded_name(content)}|{born}") if born else None


def orders_about(work: Workspace, content: Mapping[str, Any]) -> Collection[int]:
    """The erasures of somebody who bore the code of *content*, by their numbers."""
    code = canonical_code(content)
    return work.erased_key_nos(code_key(work, code)) if code else ()


def person_keys(work: Workspace, content: Mapping[str, Any]) -> list[bytes]:
    """Every key under which a look-up finds this person."""
    code, named = canonical_code(content), name_key(work, content)
    return ([code_key(work, code)] if code else []) + ([named] if named else [])
