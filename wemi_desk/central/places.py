"""Spaces the program ships with, so that a space is the same one at the centre and on every PC."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.spaces import space_id
from wemi_desk.resources import resource_path

_ORGANISATIONS = UUID("3d7a1f0e-0a3c-4c55-9b7d-0b8f2f6f9a10")
_CODE_LENGTH = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A space as it is published."""

    code: str
    id: UUID
    name: str
    content: dict[str, Any]


def known_place(code: str, name: str = "") -> Place:
    """By its code; *name* is needed for one that is in no list. Raises InvalidFieldError."""
    if len(code) != _CODE_LENGTH or not (code.isascii() and code.isalnum()):
        raise InvalidFieldError("space", "unknown_code", code=code)
    listed = json.loads(resource_path("reference", "spaces.json").read_text(encoding="utf-8"))["spaces"]
    body: dict[str, Any] = next((one for one in listed if one["code"] == code), {})
    name = name or body.get("name", "")
    if not name:
        raise InvalidFieldError("space", "unknown_code", code=code)
    return Place(code, space_id(code), name, space_content(space_id(code), code, name, body))


def space_content(record_id: UUID, code: str, name: str, body: dict[str, Any]) -> dict[str, Any]:
    """In the form of domain.spaces.Space."""
    municipio = body.get("municipio")
    return {
        "id": str(record_id), "code": code, "name": name, "kind": body.get("kind") or "wemi_space",
        "address": body.get("address") or "", "municipio": str(municipio) if municipio else "unknown",
        "network_id": None, "opening_text": body.get("opening_text") or "", "has_queue": True, "valid_from": None,
        "valid_to": None, "successor_id": None,
    }  # fmt: skip


def organisation_id(tenant: str, name: str) -> UUID:
    """The same name is the same body."""
    return uuid5(_ORGANISATIONS, f"{tenant}|{' '.join(name.split()).casefold()}")
