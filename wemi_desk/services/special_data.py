"""People with an STP or ENI card: kept sealed, found by the exact code, shown with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from wemi_desk.domain import audit
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError, StoreDamagedError
from wemi_desk.domain.identity_document import HealthCode, parse_health_code
from wemi_desk.domain.special_data import (
    HEALTH_CODE,
    CardExpiry,
    OpenReason,
    PersonKey,
    ShownHealthCode,
    SpecialDatum,
    SpecialDatumId,
)
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

EXPIRY_NOTICE_DAYS = 30
_KIND = "special_datum"


class PersonVault(Protocol):
    """One key per person; what it sealed is gone when the wrapped key is."""

    def new_key(self, citizen_id: CitizenId) -> bytes:
        """A fresh key, wrapped and bound to the person."""
        ...

    def seal(self, plain: bytes, wrapped: bytes, citizen_id: CitizenId, about: bytes) -> bytes: ...

    def open(self, sealed: bytes, wrapped: bytes, citizen_id: CitizenId, about: bytes) -> bytes:
        """Raises ValueError for another key, another person or changed bytes."""
        ...

    def blind_index(self, kind: str, text: str) -> bytes:
        """Equal for equal texts, without telling them."""
        ...


class SpecialDataService:
    """Nothing kept here reaches lists, search, papers or the centre (privacy.md 3.7 and 4)."""

    def __init__(self, store: Store, session: DeskSession, vault: PersonVault) -> None:
        self._store = store
        self._session = session
        self._vault = vault

    def keep_health_code(self, citizen_id: CitizenId, text: str, issued_on: date | None = None) -> None:
        """Write an STP or ENI code; raises InvalidFieldError("health_code") and NotAllowedError."""
        code = parse_health_code(text)
        with self._store.work() as work:
            self.keep_in(work, _standing_for(work, citizen_id), code, issued_on)
            work.commit()

    def keep_in(self, work: UnitOfWork, citizen_id: CitizenId, code: HealthCode, issued_on: date | None = None) -> None:
        """The same inside a transaction that is already open, for instance the registration's."""
        self._session.require("special_data")
        index = self._vault.blind_index(HEALTH_CODE, code.code)
        valid_until = code.valid_until(issued_on) if issued_on else None
        known = work.special_data.by_blind_index(index)
        if any((one.citizen_id, one.valid_until) == (citizen_id, valid_until) for one in known):
            return
        key = self._key(work, citizen_id)
        datum_id = SpecialDatumId(self._session.ids())
        about = datum_place(citizen_id, datum_id)
        work.special_data.add(SpecialDatum(
            id=datum_id,
            citizen_id=citizen_id,
            kind=HEALTH_CODE,
            sealed=self._vault.seal(code.code.encode(), key.wrapped, citizen_id, about),
            blind_index=index,
            valid_until=valid_until,
            created_at=self._session.clock.now(),
            created_by=self._session.operator.id,
        ))  # fmt: skip
        work.log(audit.CREATE, _KIND, citizen_id)

    def find_by_health_code(self, text: str) -> Sequence[CitizenId]:
        """Living people who have exactly this code; nobody for a text that is not one."""
        try:
            code = parse_health_code(text)
        except InvalidFieldError:
            return ()
        with self._store.reading() as work:
            return self.find_in(work, code)

    def find_in(self, work: UnitOfWork, code: HealthCode) -> Sequence[CitizenId]:
        """The same inside a transaction that is already open."""
        found = work.special_data.by_blind_index(self._vault.blind_index(HEALTH_CODE, code.code))
        people = dict.fromkeys(_standing_for(work, datum.citizen_id) for datum in found)
        return [one for one in people if work.citizens.get(one).is_living]

    def is_kept(self, citizen_id: CitizenId) -> bool:
        """"Dati particolari: presenti", without opening them."""
        with self._store.reading() as work:
            return bool(work.special_data.of_citizens(_all_ids(work, citizen_id)))

    def show(self, citizen_id: CitizenId, reason: OpenReason) -> Sequence[ShownHealthCode]:
        """Open for this visit, newest card first. Writes exactly one access record, or does not open."""
        self._session.require("special_data")
        with self._store.work() as work:
            work.log(audit.OPEN_SPECIAL, "citizen", citizen_id, reason=OpenReason(reason).value)
            shown = [self._opened(work, datum) for datum in work.special_data.of_citizens(_all_ids(work, citizen_id))]
            work.commit()
        return [one for one in shown if one is not None]

    def expiring(self, days: int = EXPIRY_NOTICE_DAYS) -> Sequence[CardExpiry]:
        """Whose last card ends within *days*, or has ended; soonest first."""
        until = self._session.clock.today() + timedelta(days=days)
        with self._store.reading() as work:
            found = work.special_data.expiring(HEALTH_CODE, until)
            return [one for one in found if work.citizens.get(one.citizen_id).withdrawn_at is None]

    def erase(self, citizen_id: CitizenId) -> None:
        """Destroy the person's key and what it sealed."""
        self._session.require("special_data")
        with self._store.work() as work:
            for one in _all_ids(work, citizen_id):
                work.special_data.erase(one)
            work.log(audit.ERASE, _KIND, citizen_id)
            work.commit()

    def _key(self, work: UnitOfWork, citizen_id: CitizenId) -> PersonKey:
        known = work.special_data.key_of(citizen_id)
        if known is not None:
            return known
        wrapped = self._vault.new_key(citizen_id)
        made = PersonKey(citizen_id=citizen_id, wrapped=wrapped, created_at=self._session.clock.now())
        work.special_data.add_key(made)
        return made

    def _opened(self, work: UnitOfWork, datum: SpecialDatum) -> ShownHealthCode | None:
        key = work.special_data.key_of(datum.citizen_id)
        if key is None:
            return None  # erased
        try:
            about = datum_place(datum.citizen_id, datum.id)
            plain = self._vault.open(datum.sealed, key.wrapped, datum.citizen_id, about)
        except ValueError:
            raise StoreDamagedError from None
        code = parse_health_code(plain.decode())
        return ShownHealthCode(code.kind, code.code, datum.valid_until)


def datum_place(citizen_id: CitizenId, datum_id: SpecialDatumId) -> bytes:
    return f"{HEALTH_CODE}|{citizen_id}|{datum_id}".encode()


def _standing_for(work: UnitOfWork, citizen_id: CitizenId) -> CitizenId:
    """The person a record was merged into, or itself."""
    citizen = work.citizens.get(citizen_id)
    while citizen.merged_into is not None:
        citizen = work.citizens.get(citizen.merged_into)
    return citizen.id


def _all_ids(work: UnitOfWork, citizen_id: CitizenId) -> list[UUID]:
    """The person and every record merged into it: special data stay where their key is."""
    ids: list[UUID] = [_standing_for(work, citizen_id)]
    for one in ids:
        merges = (merge for merge in work.citizens.merges_of(one) if merge.kept_id == one and merge.undone_at is None)
        ids.extend(merge.merged_id for merge in merges if merge.merged_id not in ids)
    return ids
