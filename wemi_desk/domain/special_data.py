"""Special data (privacy.md 4): what reveals a person's status or health. Sealed, apart, opened with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId

SpecialDatumId = NewType("SpecialDatumId", UUID)
HEALTH_CODE = "health_code"
"""The kind of an STP or ENI card."""


class OpenReason(StrEnum):
    """Why somebody looks; a closed list, so that the access log can be counted and compared."""

    SERVICE = "service"
    CARD_CHECK = "card_check"
    PERSON_ASKS = "person_asks"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonKey:
    """The key of one person's special data, wrapped; without this row nothing of it can be read again."""

    citizen_id: CitizenId
    wrapped: bytes
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDatum:
    """One fact under its person's key; *blind_index* finds it when somebody already has the exact text."""

    id: SpecialDatumId
    citizen_id: CitizenId
    kind: str
    sealed: bytes
    blind_index: bytes
    valid_until: date | None = None
    created_at: datetime
    created_by: UUID


@dataclass(frozen=True, slots=True)
class ShownHealthCode:
    """An STP or ENI card, opened for this visit."""

    kind: str
    code: str
    valid_until: date | None

    def __repr__(self) -> str:
        return f"ShownHealthCode({self.kind})"


@dataclass(frozen=True, slots=True)
class CardExpiry:
    """Whose card ends when, without saying which card."""

    citizen_id: CitizenId
    valid_until: date
