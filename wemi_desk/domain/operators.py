"""Operators and what their roles allow: data with dates (wemi.md 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NewType
from uuid import UUID

OperatorId = NewType("OperatorId", UUID)
PUBLISHERS = frozenset({"city_staff"})
"""Roles whose measures the centre takes; the same that may ``publish_measures`` at a desk (roles.json)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A person who works at a desk; belongs to an organisation, works in some spaces, has roles."""

    id: OperatorId
    given_name: str
    surname: str
    badge_code: str = ""
    organisation_id: UUID
    space_codes: tuple[str, ...]
    roles: tuple[str, ...]
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def shown_name(self) -> str:
        """First name and initial, as colleagues are named on a public screen: Giulia R."""
        return f"{self.given_name} {self.surname[:1]}.".strip()


class Permissions:
    """What each role may do, read from ``resources/reference/roles.json``; unknown roles may do nothing."""

    def __init__(self, by_role: dict[str, frozenset[str]]) -> None:
        self._by_role = by_role

    def allows(self, roles: tuple[str, ...], act: str) -> bool:
        """May somebody with these *roles* do *act*?"""
        return any(act in self._by_role.get(role, frozenset()) for role in roles)
