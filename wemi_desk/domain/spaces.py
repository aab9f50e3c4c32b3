"""Spaces, bodies and networks: dated data, never an enum (wemi.md 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

_SPACES = UUID("0f8c5a34-5f0e-4d57-9c60-7d3a9a6d8a11")


def space_id(code: str) -> UUID:
    """A space has the same id on every PC and at the centre."""
    return uuid5(_SPACES, code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A body that employs operators or manages spaces."""

    id: UUID
    name: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """A place where citizens are received; *code* is three characters A–Z0–9, safe in a barcode."""

    id: UUID
    code: str
    name: str
    kind: str
    address: str = ""
    municipio: str = "unknown"
    network_id: UUID | None = None
    opening_text: str = ""
    has_queue: bool = True
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: UUID | None = None

    def is_open_on(self, day: date) -> bool:
        """Is the space in service on *day*?"""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
