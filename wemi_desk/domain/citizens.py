"""People identified at a desk, whatever their nationality."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import NewType
from uuid import UUID

from wemi_desk.domain.errors import InvalidFieldError

CitizenId = NewType("CitizenId", UUID)
NAME_LIMIT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """A person of whom something must be followed up.

    Only the surname is required (a single name is a surname). The codice fiscale is an attribute, never the key;
    *unchecked_code* keeps a typed text that is not one, so that nobody is turned away for a wrong code.
    """

    id: CitizenId
    surname: str
    given_name: str = ""
    birth_date: date | None = None
    birth_date_provenance: str | None = None
    birth_year: int | None = None
    birth_place_code: str | None = None
    registered_sex: str | None = None
    gender: str = "not_recorded"
    fiscal_code: str | None = None
    fiscal_code_provenance: str | None = None
    unchecked_code: str | None = None
    phone: str | None = None
    phone_typed: str | None = None
    email: str | None = None
    address: str | None = None
    municipio: str = "unknown"
    language: str = "it"
    is_protected: bool = False
    to_verify: bool = False
    space_code: str
    created_at: datetime
    created_by: UUID
    merged_into: CitizenId | None = None
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.surname.strip():
            raise InvalidFieldError("surname", "required")
        for name in ("surname", "given_name"):
            if len(getattr(self, name)) > NAME_LIMIT:
                raise InvalidFieldError(name, "too_long", limit=NAME_LIMIT)

    @property
    def display_name(self) -> str:
        """Surname and name, as lists show them."""
        return f"{self.surname} {self.given_name}".strip()

    @property
    def is_living(self) -> bool:
        """True while the record stands for itself: not merged away, not withdrawn."""
        return self.merged_into is None and self.withdrawn_at is None

    def known_birth_year(self) -> int | None:
        """Year of birth, from the date where there is one."""
        return self.birth_date.year if self.birth_date else self.birth_year


# Where two records of one person differ, these fields are filled from the other only when empty (sync.md 5).
MERGEABLE_FIELDS = tuple(
    field.name
    for field in fields(Citizen)
    if field.name not in {"id", "space_code", "created_at", "created_by", "merged_into", "withdrawn_at"}
)


def filled_from(kept: Citizen, other: Citizen) -> Citizen:
    """Return *kept* with its empty fields taken from *other*; what both have stays as *kept* has it."""
    empty = {None, "", "unknown", "not_recorded"}
    taken = {
        name: getattr(other, name)
        for name in MERGEABLE_FIELDS
        if getattr(kept, name) in empty and getattr(other, name) not in empty
    }
    if other.is_protected:  # whoever hides an address hides it in both records
        taken["is_protected"] = True
    return replace(kept, **taken)


def differing_fields(kept: Citizen, other: Citizen) -> tuple[str, ...]:
    """Names of the fields on which both records say something, and not the same."""
    empty = {None, "", "unknown", "not_recorded"}
    return tuple(
        name
        for name in MERGEABLE_FIELDS
        if getattr(kept, name) not in empty
        and getattr(other, name) not in empty
        and getattr(kept, name) != getattr(other, name)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalCodeRecord:
    """One codice fiscale that a person had, with dates: people change it (identification.md 1.2)."""

    id: UUID
    citizen_id: CitizenId
    code: str
    provenance: str
    recorded_at: datetime
    recorded_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateDecision:
    """What an operator answered when the program said "Forse è già registrata"."""

    id: UUID
    citizen_id: CitizenId
    shown_ids: tuple[str, ...]
    answer: str  # "same" | "other"
    reason: str = ""
    decided_at: datetime
    decided_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenMerge:
    """Two records of one person became one; *before* keeps both as they were, so that it can be undone."""

    id: UUID
    kept_id: CitizenId
    merged_id: CitizenId
    before: str
    merged_at: datetime
    merged_by: UUID
    undone_at: datetime | None = None
    undone_by: UUID | None = None
