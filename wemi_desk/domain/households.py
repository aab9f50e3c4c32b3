"""Families: adults, minors, who is responsible for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError

HouseholdId = NewType("HouseholdId", UUID)

# relation to the person who speaks at the desk → may it carry responsibility for a minor
RELATIONS = ("applicant", "spouse", "partner", "child", "parent", "grandparent", "sibling", "ward", "other")
# by which title an adult acts for a minor or a protected adult (art. 316, 343, 404 c.c.; L. 184/1983)
RESPONSIBILITIES = ("none", "parental", "guardian", "foster_parent", "support_administrator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A group of people who live or are counted together."""

    id: HouseholdId
    space_code: str
    created_at: datetime
    created_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdMember:
    """One person's place in a household, with dates; *responsible_for* says whose minor's paper may be signed."""

    id: UUID
    household_id: HouseholdId
    citizen_id: CitizenId
    relation: str = "other"
    responsibility: str = "none"
    hides_contacts: bool = False
    joined_on: date
    left_on: date | None = None

    def __post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise InvalidFieldError("relation", "unknown")
        if self.responsibility not in RESPONSIBILITIES:
            raise InvalidFieldError("responsibility", "unknown")
        if self.left_on is not None and self.left_on < self.joined_on:
            raise InvalidFieldError("left_on", "before_joined")


def carries_responsibility(responsibility: str) -> bool:
    """May this adult open a case for the household's minors (privacy.md 5)?"""
    return responsibility in {"parental", "guardian", "foster_parent"}
