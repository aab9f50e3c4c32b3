"""People known outside a desk's scope: as little of each as tells them apart, never without a reason (privacy.md 8)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.names import clean

REASONS = ("at_desk", "call_back", "duplicate_check", "coordination")
"""The person is here · to be called back · is it the same person? · coordination between spaces."""
OTHER_REASON = "other:"
"""Before a reason in the operator's own words."""
SHORTEST_REASON, LONGEST_REASON = 5, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundElsewhere:
    """A person of another space, before anybody said why more is needed."""

    id: UUID
    shown_name: str
    birth_year: int | None
    space_code: str


def checked_reason(text: str) -> str:
    """A reason of the list, or ``other:`` with the operator's words; raises InvalidFieldError."""
    if text in REASONS:
        return text
    said = clean(text.removeprefix(OTHER_REASON), LONGEST_REASON).strip()
    if not text.startswith(OTHER_REASON) or len(said) < SHORTEST_REASON:
        raise InvalidFieldError("reason", "required")
    return OTHER_REASON + said
