"""People known outside a desk's scope: as little of each as tells them apart (privacy.md 8)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundElsewhere:
    """A person of another space, before anybody said why more is needed."""

    id: UUID
    shown_name: str
    birth_year: int | None
    space_code: str
