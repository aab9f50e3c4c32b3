"""Who is known by which key, who may have what, and who is gone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, delete, insert, null, or_, select, update

from wemi_desk.central.exchange.ports import CentreKeys, ErasureLedger, LedgerAheadError, LedgerEntry
from wemi_desk.central.exchange.workspace import NO_WORDS, Fund, TakenWords
from wemi_desk.central.store.database import AgainError
from wemi_desk.central.store.log import REWRITE, SqlLog
from wemi_desk.central.store.statements import Bulk, Lookup, Statement, finding, where
from wemi_desk.central.store.tables import (
    ACT,
    CENTRE,
    COUNTER,
    ERASURE,
    FUND,
    FUND_ENTRY,
    LIVE_APPLICATION,
    PARKED,
    PERSON_KEY,
)
from wemi_desk.sync.canonical import blinded
from wemi_desk.sync.identifiers import uuid_of
from wemi_desk.sync.policies import ONE_DEED_US, TELLING, carries, changes_in, unseen

_BEARERS = Statement(finding(PERSON_KEY, "rank", "citizen_id", "erase_no", key="key"))
_KEYS_OF = Statement(finding(PERSON_KEY, "key", "rank", citizen_id="citizen_id"))
_FREE_KEY = Statement(
    update(PERSON_KEY)
    .where(
        PERSON_KEY.c.tenant == bindparam("of_tenant"), PERSON_KEY.c.key == bindparam("of_key"),
        PERSON_KEY.c.rank == bindparam("of_rank"),
    )
    .values(citizen_id=null())
)  # fmt: skip
_PERSON_KEYS = Bulk(PERSON_KEY)
_FUND = Statement(finding(FUND, "total_cents", "booked_cents", measure_code="measure_code").with_for_update())
_BOOKED = Statement(
    update(FUND)
    .where(FUND.c.tenant == bindparam("of_tenant"), FUND.c.measure_code == bindparam("of_measure"))
    .values(booked_cents=FUND.c.booked_cents + bindparam("cents"))
)
_ENTRY = Statement(finding(FUND_ENTRY, "cents", application_id="application_id", entry="entry"))
_LINE = Statement(insert(FUND_ENTRY))
_FUNDS = Bulk(FUND, replacing=True)
_LIVE = Statement(
    finding(LIVE_APPLICATION, "application_id", measure_code="measure_code", beneficiary_key="beneficiary_key")
)
_FREE_PLACE = Statement(
    delete(LIVE_APPLICATION).where(
        *where(LIVE_APPLICATION, measure_code="measure_code", beneficiary_key="beneficiary_key")
    )
)
_PLACES = Bulk(LIVE_APPLICATION)
_COUNTER = Statement(finding(COUNTER, "value", name="name"))
_COUNT_ON = Statement(
    update(COUNTER)
    .where(
        COUNTER.c.tenant == bindparam("of_tenant"), COUNTER.c.name == bindparam("of_name"),
        COUNTER.c.value == bindparam("before"),
    )
    .values(value=bindparam("after"))
)  # fmt: skip
_COUNTERS = Bulk(COUNTER)
_ORDERED = Statement(
    update(CENTRE)
    .where(CENTRE.c.tenant == bindparam("of_tenant"), CENTRE.c.erase_no == bindparam("before"))
    .values(erase_no=bindparam("number"))
)
_ERASE_NO = Statement(finding(CENTRE, "erase_no"))
_ORDER = Statement(insert(ERASURE))
_ACTS_ABOUT = Lookup(select(ACT.c.id, ACT.c.subject_id, ACT.c.record_id, ACT.c.about).where(*where(ACT)), ACT.c.about)
_SCRUB = Statement(
    update(ACT)
    .where(ACT.c.tenant == bindparam("of_tenant"), ACT.c.id == bindparam("act_id"))
    .values(payload=null(), code="erased", detail="")
)
_SAID_ABOUT = Statement(
    finding(ACT, "id", "kind", "operator_id", "made_at", "payload", about="about")
    .where(or_(ACT.c.kind == "citizen_merge", ACT.c.kind == "citizen"))
    .order_by(ACT.c.id)
)
_UNPARK_ACT = Statement(delete(PARKED).where(*where(PARKED, act_id="act_id")))
_RECEIPTS = "receipt:"
Bearer = tuple[bytes | None, int]
"""A person, or the order that erased who bore the key; or nobody any more."""
_NOBODY: Bearer = (None, 0)


class SqlPeople(SqlLog):
    """See exchange.workspace.People."""

    _keys: CentreKeys
    _bearers: dict[bytes, dict[int, Bearer]]
    _taken: dict[tuple[bytes, int], Bearer]

    def persons_by_key(self, key: bytes) -> Collection[UUID]:
        found = sorted(person for person, _no in self._bearing(key).values() if person is not None)
        return [uuid_of(one) for one in found]

    def set_person_keys(self, citizen_id: UUID, keys: Collection[bytes]) -> None:
        person, wanted = citizen_id.bytes, set(keys)
        held = {place: place[0] for place, bearer in self._taken.items() if bearer[0] == person}
        if self.slot(person).base is not None:
            rows = self._transaction.rows(_KEYS_OF, tenant=self.tenant, citizen_id=person)
            held |= {(key, rank): key for key, rank in rows}
        for place, key in held.items():
            if key not in wanted:
                self._free(place)
        for key in sorted(wanted.difference(held.values())):
            self._take_key(key, person, 0)

    def blind(self, text: str) -> bytes:
        return blinded(self._keys.blind_key(self.tenant), text)

    def erased_key_nos(self, key: bytes) -> Collection[int]:
        return {erase_no for _person, erase_no in self._bearing(key).values() if erase_no}

    def write_keys(self) -> None:
        """Who takes the same key at the same moment meets the same rank, and looks again.

        A rank is never given twice: who read the key before somebody was erased, and looks at their sheet after it,
        finds nobody to be one with, and must not pass by the order either.
        """
        rows = [(*place, *self._taken[place]) for place in sorted(self._taken)]
        self._transaction.write(_PERSON_KEYS, self.tenant, rows)

    def _bearing(self, key: bytes) -> dict[int, Bearer]:
        found = self._bearers.get(key)
        if found is None:
            rows = self._transaction.rows(_BEARERS, tenant=self.tenant, key=key)
            found = self._bearers[key] = {rank: (person, erase_no) for rank, person, erase_no in rows}
        return found

    def _take_key(self, key: bytes, person: bytes | None, erase_no: int) -> None:
        bearing = self._bearing(key)
        rank = max(bearing, default=0) + 1
        bearing[rank] = self._taken[key, rank] = (person, erase_no)

    def _free(self, place: tuple[bytes, int]) -> None:
        key, rank = place
        if self._taken.pop(place, None) is not None:
            self._bearing(key).pop(rank, None)  # it was never written
            return
        self._bearing(key)[rank] = _NOBODY
        self._transaction.run(_FREE_KEY, of_tenant=self.tenant, of_key=key, of_rank=rank)


class SqlFunds(SqlPeople):
    """See exchange.workspace.Funds."""

    def fund(self, measure_code: str) -> Fund | None:
        row = self._transaction.row(_FUND, tenant=self.tenant, measure_code=measure_code)
        return Fund(measure_code, *row) if row else None

    def set_fund(self, measure_code: str, total_cents: int) -> None:
        """What a measure may spend; never less than its ledger says is spent."""
        fund = self.fund(measure_code)
        booked = fund.booked_cents if fund else 0
        self._transaction.write(_FUNDS, self.tenant, [(measure_code, max(total_cents, booked), booked)])

    def book(self, application_id: UUID, measure_code: str, entry: str, cents: int) -> bool:
        key = application_id.bytes
        if self._transaction.row(_ENTRY, tenant=self.tenant, application_id=key, entry=entry):
            return False
        self._transaction.run(
            _LINE, tenant=self.tenant, application_id=key, entry=entry, measure_code=measure_code, cents=cents,
            at=self.now,
        )  # fmt: skip
        self._transaction.run(_BOOKED, of_tenant=self.tenant, of_measure=measure_code, cents=cents)
        return True

    def live_application(self, measure_code: str, beneficiary_key: bytes) -> UUID | None:
        row = self._transaction.row(
            _LIVE, tenant=self.tenant, measure_code=measure_code, beneficiary_key=beneficiary_key
        )
        return uuid_of(row[0]) if row else None

    def set_live_application(self, measure_code: str, beneficiary_key: bytes, application_id: UUID | None) -> None:
        self._transaction.run(
            _FREE_PLACE, tenant=self.tenant, measure_code=measure_code, beneficiary_key=beneficiary_key
        )
        if application_id:
            self._transaction.write(_PLACES, self.tenant, [(measure_code, beneficiary_key, application_id.bytes)])

    def next_receipt_number(self, measure_code: str) -> str:
        name = _RECEIPTS + measure_code
        row = self._transaction.row(_COUNTER, tenant=self.tenant, name=name)
        number = row[0] + 1 if row else 1
        if row is None:
            self._transaction.write(_COUNTERS, self.tenant, [(name, number)])
        elif not self._transaction.run(
            _COUNT_ON, of_tenant=self.tenant, of_name=name, before=number - 1, after=number
        ):
            raise AgainError
        return f"{measure_code}-{number:06}"


class SqlErasures(SqlFunds):
    """See exchange.workspace.Erasures."""

    _ledger: ErasureLedger
    _ordered: list[LedgerEntry]

    def erase_no(self) -> int:
        row = self._transaction.row(_ERASE_NO, tenant=self.tenant)
        return int(row[0]) if row else 0

    def taken_words(self) -> TakenWords:
        taken = [entry.taken for entry in self._ledger.after(self.tenant, 0)]
        return TakenWords(
            tuple(one for each in taken for one in each.sheets), tuple(one for each in taken for one in each.acts)
        )  # fmt: skip

    def order_erasure(
        self, ids: Collection[UUID], keys: Collection[bytes], scopes: Collection[str],
        seen: Collection[UUID] = (), taken: TakenWords = NO_WORDS,
    ) -> int:  # fmt: skip
        number = self.erase_no() + 1
        if self._ledger.last(self.tenant) >= number:
            raise LedgerAheadError
        bearers = {one for key in keys for one in self.persons_by_key(key)}
        entry = LedgerEntry(
            tenant=self.tenant, number=number, ids=sorted(ids), keys=sorted(keys), scopes=sorted(scopes), at=self.now,
            spared=sorted(bearers - set(ids)), seen=sorted(seen), taken=taken,
        )  # fmt: skip
        self._number(entry)
        self._carry_out(entry)
        self._ordered.append(entry)
        return number

    def spared_by(self, number: int) -> Mapping[UUID, bool | None]:
        known = (*self._ledger.after(self.tenant, number - 1), *self._ordered)
        entries = [entry for entry in known if entry.number == number]
        return {
            one: None if entry.seen is None else one in entry.seen for entry in entries for one in entry.spared
        }  # fmt: skip

    def write_orders(self) -> None:
        """In the ledger before the commit, after everything that may fail: a unit that runs again gives its order anew,
        and does not find it given by itself."""
        if self._ordered:
            self.erase_no()  # whatever went wrong has been heard when this is answered
            for entry in self._ordered:
                self._ledger.append(entry)

    def carry_out(self, entry: LedgerEntry) -> None:
        self._number(entry)
        self._carry_out(entry)

    def _number(self, entry: LedgerEntry) -> None:
        """Orders are numbered one after the other; whoever comes second looks again."""
        before = self.erase_no()
        if before >= entry.number or not self._transaction.run(
            _ORDERED, of_tenant=self.tenant, before=before, number=entry.number
        ):
            raise AgainError

    def _carry_out(self, entry: LedgerEntry) -> None:
        ids, scopes = [one.bytes for one in entry.ids], set(entry.scopes)
        self.load(ids)
        self.lock([one for one in ids if self.slot(one).base is not None])
        subjects = {subject for one in ids if (subject := self.slot(one).subject) is not None}
        about = {*ids, *(sheet for subject in sorted(subjects) for sheet in self._sheets_of(subject))}
        for one in entry.ids:
            self.erase_record(one, "citizen", scopes)
        self._scrub(set(ids), about)
        for one in entry.ids:
            self.set_person_keys(one, ())
        for key in sorted(entry.keys):
            self._take_key(key, None, entry.number)
        self._transaction.run(
            _ORDER, tenant=self.tenant, number=entry.number, ids=b"".join(ids), keys=b"".join(entry.keys),
            scopes=msgspec.json.encode(sorted(entry.scopes)).decode(), at=entry.at,
        )  # fmt: skip

    def _sheets_of(self, subject: bytes) -> list[bytes]:
        """A person and every record merged into theirs: what was said of it names the one it was said of."""
        sheets = [subject]
        for one in sheets:
            sheets += [lower.id.bytes for lower in self.pointing("merged_into", UUID(bytes=one), ("citizen",))]
        return sheets

    def forget_words(self, citizen_id: UUID, words: Mapping[str, Collection[str]]) -> Collection[UUID]:
        rows = self._transaction.rows(_SAID_ABOUT, tenant=self.tenant, about=citizen_id.bytes)
        deeds = {(by, at) for _, kind, by, at, _ in rows if kind == "citizen_merge"}
        gone = []
        for act_id, kind, by, at, payload in rows:
            said = changes_in(payload) if kind == "citizen" and payload is not None else {}
            if carries(said, words) and any(by == other and 0 <= ended - at <= ONE_DEED_US for other, ended in deeds):
                gone.append(uuid_of(act_id))
                self._transaction.run(_SCRUB, of_tenant=self.tenant, act_id=act_id)
            elif (rest := unseen(said, words)) is not None:
                self._transaction.run(REWRITE, of_tenant=self.tenant, act_id=act_id, said=msgspec.json.encode(rest))
        return gone

    def words_of(self, ids: Collection[UUID]) -> Mapping[str, Collection[str]]:
        words: dict[str, set[str]] = {name: set() for name in TELLING}
        for one in ids:
            for _, kind, _, _, payload in self._transaction.rows(_SAID_ABOUT, tenant=self.tenant, about=one.bytes):
                said = changes_in(payload) if kind == "citizen" and payload is not None else {}
                for name, found in words.items():
                    found.update(filter(None, _words_in(said.get(name))))
        return words

    def exposed(self, ids: Collection[UUID]) -> frozenset[str]:
        self.load({one.bytes for one in ids})
        return frozenset(scope for one in ids for scope in self.members(self._slots[one.bytes]))

    def _scrub(self, ids: set[bytes], about: set[bytes]) -> None:
        """Take the payloads of every act of these persons and records; also where its person is another one."""
        rows = self._transaction.among(_ACTS_ABOUT, sorted(about), tenant=self.tenant)
        for act_id in sorted(row[0] for row in rows if not ids.isdisjoint(row[1:])):
            self._transaction.run(_SCRUB, of_tenant=self.tenant, act_id=act_id)
            self._transaction.run(_UNPARK_ACT, tenant=self.tenant, act_id=act_id)


def _words_in(said: Any) -> list[str]:
    """A word, or the two of a change."""
    return [word for word in (said if isinstance(said, list) else [said]) if isinstance(word, str)]
