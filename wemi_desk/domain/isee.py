"""ISEE attestations: kind, value, validity; nothing else of a family's means is ever asked (vouchers.md 5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.households import HouseholdId

IseeId = NewType("IseeId", UUID)
ISEE_KINDS = ("ordinary", "minors", "university", "socio_health", "current")
PROVENANCES = ("declared", "seen", "verified")
_PROTOCOL = re.compile(r"INPS-?ISEE-?(?P<year>20[0-9]{2})-?[0-9]{8}[A-Z]-?[0-9]{2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class IseeCertificate:
    """One attestation as it was declared or seen; a wrong one is corrected by a new one. Zero is a value."""

    id: IseeId
    citizen_id: CitizenId
    space_code: str
    household_id: HouseholdId | None = None
    kind: str = "ordinary"
    value_cents: int
    protocol: str = ""
    dsu_on: date | None = None
    issued_on: date | None = None
    valid_until: date
    has_defects: bool = False
    provenance: str = "declared"
    created_at: datetime
    created_by: UUID

    def __post_init__(self) -> None:
        if self.kind not in ISEE_KINDS:
            raise InvalidFieldError("kind", "unknown")
        if self.provenance not in PROVENANCES:
            raise InvalidFieldError("provenance", "unknown")
        if self.value_cents < 0:
            raise InvalidFieldError("value_cents", "negative")
        if self.dsu_on is not None and self.valid_until < self.dsu_on:
            raise InvalidFieldError("valid_until", "before_dsu")

    def is_valid_on(self, day: date) -> bool:
        """Until the last day, that day included; a DSU does not count before it is presented."""
        return (self.dsu_on is None or self.dsu_on <= day) and day <= self.valid_until


def valid_until_of(kind: str, dsu_on: date) -> date | None:
    """31 December of the DSU's year; a *corrente* lasts less, by a date that only the attestation says."""
    return None if kind == "current" else date(dsu_on.year, 12, 31)


def protocol_warnings(text: str, dsu_on: date | None = None) -> tuple[str, ...]:
    """What looks odd in a protocol number, as codes; never a reason to block (the form is unconfirmed)."""
    bare = text.strip()
    if not bare:
        return ()
    found = _PROTOCOL.fullmatch(bare)
    if found is None:
        return ("unusual_shape",)
    return () if dsu_on is None or int(found["year"]) == dsu_on.year else ("other_year",)
