"""What the desk keeps of a person in order to find them again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class IndexedPerson:
    """The searchable part of a person; special data and STP/ENI codes never enter it."""

    citizen_id: UUID
    surname: str
    given_name: str
    birth_date: date | None
    birth_year: int | None
    fiscal_code: str | None
    phones: tuple[str, ...]  # E.164
    seen_at: datetime
    is_minor: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of the box; *score* is 1.0 for a whole match and falls with every difference."""

    citizen_id: UUID
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the person being registered.

    *score* is the probability from 0 to 1. *reasons* are codes, strongest first: fiscal_code, name, name_swapped,
    name_similar, birth_date, birth_date_similar, birth_year, phone.
    """

    citizen_id: UUID
    score: float
    reasons: tuple[str, ...]
