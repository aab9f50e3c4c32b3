"""One service whole, or several side by side: its provider, whether it is still offered, what a voucher would pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wemi_desk.domain.ages import age_on
from wemi_desk.domain.catalogue import CatalogueEdition, CatalogueService, Provider, ServiceId, parts_of, price_of
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.vouchers import PriceParts, balance, state_of
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

MOST_COMPARED = 4
_ADULT = 18
_LIVE = {"issued", "partly_spent"}


@dataclass(frozen=True, slots=True)
class Credit:
    """A voucher that still pays: whose child it is for is not said."""

    number: str
    left_cents: int
    spend_until: date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """*standing*: offered, not_yet, ended or withdrawn. *parts* of the price of one unit, where a voucher pays."""

    service: CatalogueService
    provider: Provider | None
    standing: str
    credit: Credit | None = None
    parts: PriceParts | None = None


class ServiceSheets:
    """Blocks: use a lane."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def of(self, ids: Sequence[ServiceId], citizen_id: CitizenId | None = None) -> tuple[Sheet, ...]:
        """In the order asked for; withdrawn ones too, unknown ones left out. With a person, what their voucher pays."""
        with self._store.reading() as work:
            found = work.catalogue.services(ids)
            credit = self._credit(work, citizen_id)
            return tuple(self._sheet(work, found[one], credit) for one in ids if one in found)

    def edition(self) -> CatalogueEdition | None:
        with self._store.reading() as work:
            return work.catalogue.edition()

    def child_ages(self, citizen_id: CitizenId) -> tuple[int, ...]:
        """Ages today of the minors in the person's household, and of the person if a minor; youngest first."""
        today = self._session.clock.today()
        with self._store.reading() as work:
            homes = {one.household_id for one in work.household_members.of_citizen(citizen_id) if one.left_on is None}
            members = {
                one.citizen_id for home in homes for one in work.household_members.of_household(home)
                if one.left_on is None
            } | {citizen_id}  # fmt: skip
            births = [one.birth_date for one in work.citizens.by_ids(list(members)) if one.birth_date]
        ages = [age_on(born, today) for born in births if born <= today]
        return tuple(sorted(age for age in ages if age < _ADULT))

    def _sheet(self, work: UnitOfWork, service: CatalogueService, credit: Credit | None) -> Sheet:
        provider = work.catalogue.provider(service.provider_id) if service.provider_id else None
        standing = service.standing_on(self._session.clock.today())
        price = price_of(service)
        if credit is None or price is None or not service.accepts_voucher:
            return Sheet(service, provider, standing)
        return Sheet(service, provider, standing, credit, parts_of(service, price, credit.left_cents))

    def _credit(self, work: UnitOfWork, citizen_id: UUID | None) -> Credit | None:
        """The one that pays most; of two alike the one that ends first."""
        if citizen_id is None:
            return None
        today, found = self._session.clock.today(), []
        vouchers = work.vouchers.of(citizen_id)
        movements = work.vouchers.movements([one.id for one in vouchers]) if vouchers else {}
        for one in vouchers:
            moved = movements.get(one.id, ())
            if state_of(one, moved, today) in _LIVE:
                found.append(Credit(one.number, balance(one, moved, today).left_cents, one.spend_until))
        return max(found, key=lambda one: (one.left_cents, -(one.spend_until or date.max).toordinal()), default=None)
