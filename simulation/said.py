"""What a desk told its operator is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Said:
    """One record of one deed."""

    kind: str
    record_id: UUID
    fields: dict[str, Any]
    person: int | None = None
    """The real person it is about, where that is known."""
    asked_of: frozenset[UUID] = frozenset()
    """The two that a question asks to be told apart or made one."""


Saved = Sequence[Said]
