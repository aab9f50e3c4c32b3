"""ISEE attestations of a family: written once, shared by its members, corrected by a new one (vouchers.md 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.households import HouseholdId
from wemi_desk.domain.isee import IseeCertificate, IseeId
from wemi_desk.services.citizens import living
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("isee", "applications", "outbox")


@dataclass(frozen=True, slots=True, kw_only=True)
class IseeSeen:
    """What an attestation says; nothing else of a family's means is ever asked."""

    kind: str = "ordinary"
    value_cents: int
    protocol: str = ""
    dsu_on: date | None = None
    issued_on: date | None = None
    valid_until: date
    has_defects: bool = False
    provenance: str = "seen"


class IseeDoor(Protocol):
    """What screens and judgements ask."""

    def of_family(self, citizen_id: CitizenId) -> Sequence[IseeCertificate]:
        """Those of this person and of their household, newest first, lapsed ones too."""
        ...

    def valid(self, citizen_id: CitizenId, kinds: Sequence[str] = ()) -> IseeCertificate | None:
        """The newest that still holds today, of one of *kinds* or of any."""
        ...

    def find(self, isee_id: UUID) -> IseeCertificate | None: ...

    def note(self, citizen_id: CitizenId, seen: IseeSeen) -> IseeCertificate:
        """Write one down for the whole family. Raises InvalidFieldError."""
        ...


class IseeService:
    """See IseeDoor."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def of_family(self, citizen_id: CitizenId) -> Sequence[IseeCertificate]:
        """Those of this person and of their household, newest first, lapsed ones too."""
        with self._store.reading() as work:
            return family_isee(work, living(work, citizen_id).id)

    def valid(self, citizen_id: CitizenId, kinds: Sequence[str] = ()) -> IseeCertificate | None:
        """The newest that still holds today, of one of *kinds* or of any."""
        today = self._session.clock.today()
        holding = (one for one in self.of_family(citizen_id) if one.is_valid_on(today))
        return next((one for one in holding if not kinds or one.kind in kinds), None)

    def find(self, isee_id: UUID) -> IseeCertificate | None:
        """One attestation, or None where this desk does not hold it."""
        with self._store.reading() as work:
            return work.isee_certificates.find(isee_id)

    def note(self, citizen_id: CitizenId, seen: IseeSeen) -> IseeCertificate:
        """Write one down for the whole family. Raises InvalidFieldError."""
        self._session.require("serve")
        with self._store.work() as work:
            person = living(work, citizen_id)
            certificate = IseeCertificate(
                id=IseeId(self._session.ids()), citizen_id=person.id, space_code=self._session.space.code,
                household_id=_home(work, person.id), kind=seen.kind, value_cents=seen.value_cents,
                protocol=seen.protocol, dsu_on=seen.dsu_on, issued_on=seen.issued_on, valid_until=seen.valid_until,
                has_defects=seen.has_defects, provenance=seen.provenance, created_at=self._session.clock.now(),
                created_by=self._session.operator.id,
            )  # fmt: skip
            work.isee_certificates.add(certificate)
            work.commit()
        return certificate


def family_isee(work: UnitOfWork, citizen_id: CitizenId) -> Sequence[IseeCertificate]:
    """Those of this person and of their household, newest first."""
    home = _home(work, citizen_id)
    found = {one.id: one for one in work.isee_certificates.of_citizen(citizen_id)}
    if home is not None:
        found |= {one.id: one for one in work.isee_certificates.of_household(home)}
    return sorted(found.values(), key=lambda one: (one.created_at, one.id), reverse=True)


def _home(work: UnitOfWork, citizen_id: CitizenId) -> HouseholdId | None:
    places = (place for place in work.household_members.of_citizen(citizen_id) if place.left_on is None)
    place = next(places, None)
    return place.household_id if place is not None else None
