"""What devices pushed: their logs, every act with its verdict, and the acts that wait."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, delete, null, select, update

from wemi_desk.central.exchange.ports import Judged, Known, Log
from wemi_desk.central.exchange.workspace import Caller
from wemi_desk.central.store.database import Row
from wemi_desk.central.store.records import SqlRecords
from wemi_desk.central.store.slots import AWAITED, ERASED, LOCKED_RECORDS, RECORDS
from wemi_desk.central.store.statements import Bulk, Lookup, Statement, finding, where
from wemi_desk.central.store.tables import ACT, DEVICE_LOG, PARKED, PUSHED
from wemi_desk.shapes import decoded
from wemi_desk.sync.identifiers import uuid_of
from wemi_desk.sync.policies import heard
from wemi_desk.sync.wire import ERASED as WAS_ERASED
from wemi_desk.sync.wire import PARKED as STILL_PARKED
from wemi_desk.sync.wire import PUT, SentAct

_SENT = (
    "number", "id", "kind", "verb", "record_id", "subject_id", "operator_id", "space_code", "made_at", "hlc",
    "kind_version", "erase_no", "payload", "body",
)  # fmt: skip
_LOG = Statement(
    finding(DEVICE_LOG, "last", "chain", "durable", "told", device_id="device_id", incarnation="incarnation")
)
_LINKS = Statement(
    finding(PUSHED, "first", "last", "act_ids", "chains", device_id="device_id", incarnation="incarnation")
    .where(PUSHED.c.last >= bindparam("from_number"), PUSHED.c.first <= bindparam("to_number"))
    .order_by(PUSHED.c.last)
)
_KNOWN = Lookup(select(ACT.c.id, ACT.c.code, ACT.c.detail, ACT.c.body).where(*where(ACT)), ACT.c.id)
_SAID_OF = Lookup(select(ACT.c.id, ACT.c.record_id).where(*where(ACT)), ACT.c.id)
_PARKED_ON = Statement(
    select(PARKED.c.device_id, PARKED.c.scopes, PARKED.c.spaces, *(ACT.c[name] for name in _SENT))
    .join(PARKED, (PARKED.c.tenant == ACT.c.tenant) & (PARKED.c.act_id == ACT.c.id))
    .where(*where(PARKED, waits_for="waits_for"))
    .order_by(PARKED.c.at, ACT.c.hlc, ACT.c.id)
)
KEPT_FOR = Statement(
    finding(PARKED, "waits_for", "scopes", "act_id", device_id="device_id")
    .order_by(PARKED.c.waits_for, PARKED.c.act_id)
)
_UNPARK = Statement(delete(PARKED).where(*where(PARKED, waits_for="waits_for")))
_SETTLE = Statement(
    update(ACT)
    .where(ACT.c.tenant == bindparam("of_tenant"), ACT.c.id == bindparam("act_id"))
    .values(code=bindparam("code"), detail=bindparam("detail"))
)
_SETTLE_GONE = Statement(
    update(ACT)
    .where(ACT.c.tenant == bindparam("of_tenant"), ACT.c.id == bindparam("act_id"))
    .values(code=bindparam("code"), detail=bindparam("detail"), payload=null())
)
REWRITE = Statement(
    update(ACT)
    .where(ACT.c.tenant == bindparam("of_tenant"), ACT.c.id == bindparam("act_id"))
    .values(payload=bindparam("said"))
)
_TOLD = Statement(
    update(DEVICE_LOG)
    .where(
        DEVICE_LOG.c.tenant == bindparam("of_tenant"),
        DEVICE_LOG.c.device_id == bindparam("of_device"),
        DEVICE_LOG.c.incarnation == bindparam("of_incarnation"),
    )
    .values(told=bindparam("durable"))
)
_ADVANCE = Statement(
    update(DEVICE_LOG)
    .where(
        DEVICE_LOG.c.tenant == bindparam("of_tenant"),
        DEVICE_LOG.c.device_id == bindparam("of_device"),
        DEVICE_LOG.c.incarnation == bindparam("of_incarnation"),
        DEVICE_LOG.c.last == bindparam("before"),
    )
    .values(last=bindparam("last"), chain=bindparam("chain"))
)
_NEW_LOGS, _PUSHES, _ACTS, _PARKINGS = Bulk(DEVICE_LOG), Bulk(PUSHED), Bulk(ACT), Bulk(PARKED)
_CHAIN_BYTES, _ID_BYTES = 32, 16


class SqlLog(SqlRecords):
    """See exchange.ports.Exchanged and exchange.workspace.Waiting."""

    now: int
    _parked: dict[UUID, list[tuple[Caller, SentAct]]]
    _settled: dict[UUID, tuple[str, str]]
    _woken: dict[UUID, bytes]
    """What is kept of acts that waited (see policies.heard)."""
    _looked_at: int
    _kept_ahead: list[Row] | None
    _judged: list[tuple[UUID, Sequence[Judged]]]
    _taken_in: list[tuple[bytes, bytes, Log | None, Sequence[tuple[UUID, bytes]]]]

    def log(self, device_id: UUID, incarnation: UUID) -> Log | None:
        row = self._transaction.row(
            _LOG, tenant=self.tenant, device_id=device_id.bytes, incarnation=incarnation.bytes
        )
        return Log(*row) if row else None

    def links(self, device_id: UUID, incarnation: UUID, first: int, last: int) -> Sequence[tuple[UUID, bytes]]:
        rows = self._transaction.rows(
            _LINKS, tenant=self.tenant, device_id=device_id.bytes, incarnation=incarnation.bytes,
            from_number=first, to_number=last,
        )  # fmt: skip
        return [link for row in rows for link in _links_within(row, first, last)]

    def known(
        self, act_ids: Collection[UUID], touching: Iterable[tuple[str, UUID]] = ()
    ) -> Mapping[UUID, Known]:
        touched = {record_id.int: (record_id.bytes, kind) for kind, record_id in touching}
        kinds = dict(touched.values())
        self._kinds.update(kinds)
        acts, wanted = [one.bytes for one in act_ids], self.begin_load(kinds)
        rows, records = self._transaction.all_of(
            (_KNOWN, {"tenant": self.tenant, "among": acts}),
            (LOCKED_RECORDS if self._patient else RECORDS, {"tenant": self.tenant, "among": wanted}),
        )
        self.end_load(records, locked=self._patient)
        self._at.update((number, self._slots[key]) for number, (key, _kind) in touched.items())
        return {uuid_of(row[0]): Known(*row[1:]) for row in rows}

    def take(
        self,
        device_id: UUID,
        incarnation: UUID,
        log: Log | None,
        links: Sequence[tuple[UUID, bytes]],
        judged: Sequence[Judged],
    ) -> None:
        if links:
            self._judged.append((device_id, judged))
            self._taken_in.append((device_id.bytes, incarnation.bytes, log, links))

    def _write_log(self, device: bytes, life: bytes, log: Log | None, links: Sequence[tuple[UUID, bytes]]) -> None:
        before = log.last if log else 0
        last, chain = before + len(links), links[-1][1]
        if log is None:
            self._transaction.write(_NEW_LOGS, self.tenant, [(device, life, last, chain, 0, 0, self.now)])
        else:
            self._transaction.run(
                _ADVANCE, of_tenant=self.tenant, of_device=device, of_incarnation=life, before=before, last=last,
                chain=chain,
            )  # fmt: skip
        ids, chains = b"".join(one.bytes for one, _chain in links), b"".join(chain for _one, chain in links)
        self._transaction.write(_PUSHES, self.tenant, [(device, life, last, before + 1, ids, chains, self.now)])

    def told(self, device_id: UUID, incarnation: UUID, durable: int) -> None:
        self._transaction.run(
            _TOLD, of_tenant=self.tenant, of_device=device_id.bytes, of_incarnation=incarnation.bytes, durable=durable
        )

    def park(self, act: SentAct, waits_for: UUID, caller: Caller) -> None:
        self.await_record(waits_for)
        self._parked.setdefault(waits_for, []).append((caller, act))

    def parked_on(self, record_id: UUID) -> Collection[tuple[Caller, SentAct]]:
        slot = self.at(record_id)
        if slot.state in ("", AWAITED):  # no record, but a moment: whoever begins to wait for it now meets this row
            slot.state, slot.dirty, slot.used = AWAITED, True, True
        if not slot.awaited and not self._parked:
            return ()
        waiting: list[tuple[Caller, SentAct]] = []
        if slot.awaited:
            slot.awaited, slot.dirty = 0, True
            rows = self._transaction.rows(_PARKED_ON, tenant=self.tenant, waits_for=slot.key)
            waiting = [self._parked_act(row) for row in rows]
            self._woken |= {
                act.id: kept for _, act in waiting
                if act.payload and (kept := heard(act.kind, act.verb, bytes(act.payload))) != bytes(act.payload)
            }  # fmt: skip
            self._transaction.run(_UNPARK, tenant=self.tenant, waits_for=slot.key)
        return waiting + self._parked.pop(record_id, [])

    def waiting_with_less(self, caller: Caller) -> Collection[UUID]:
        rows = self._kept_for(caller.device_id)
        less = {listed for listed in {row[1] for row in rows} if not caller.scopes <= _texts(listed)}
        return list(dict.fromkeys(uuid_of(row[0]) for row in rows if row[1] in less))

    def waiting_of(self, device_id: UUID) -> Sequence[UUID]:
        return [uuid_of(row[2]) for row in self._kept_for(device_id)]

    def said_of(self, act_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
        rows = self._transaction.among(_SAID_OF, [one.bytes for one in act_ids], tenant=self.tenant)
        return {uuid_of(act_id): uuid_of(record_id) for act_id, record_id in rows}

    def _kept_for(self, device_id: UUID) -> Sequence[Row]:
        if self._kept_ahead is not None:
            return self._kept_ahead
        return self._transaction.rows(KEPT_FOR, tenant=self.tenant, device_id=device_id.bytes)

    def newly_shown(self) -> Sequence[UUID]:
        changes = self.changes()
        fresh, self._looked_at = changes[self._looked_at :], len(changes)
        found = {key for key, _scope, shown in fresh if shown.state == PUT != shown.was_state}
        waited = {one.bytes for one in self._parked}
        return [uuid_of(key) for key in sorted(found) if self.slot(key).awaited or key in waited]

    def _parked_act(self, row: Row) -> tuple[Caller, SentAct]:
        device, scopes, spaces = row[:3]
        caller = Caller(
            tenant=self.tenant, device_id=uuid_of(device), scopes=_texts(scopes), spaces=_texts(spaces),
        )  # fmt: skip
        return caller, _sent(row[3:])

    def settle(self, act_id: UUID, code: str, detail: str = "") -> None:
        self._settled[act_id] = (code, detail)

    def settled(self, act_id: UUID) -> tuple[str, str] | None:
        """The verdict that an act which had been parked got in this transaction."""
        return self._settled.get(act_id) if self._settled else None  # hashing a UUID costs more than asking

    def write_acts(self) -> None:
        """The acts of this transaction, what waits now, and the verdicts on what waited."""
        for taken in self._taken_in:
            self._write_log(*taken)
        for device_id, judged in self._judged:
            rows = sorted(self._act_row(device_id, one) for one in judged)
            self._transaction.write(_ACTS, self.tenant, rows)
        fresh = {one.act.id for _device, judged in self._judged for one in judged} if self._settled else ()
        for act_id, (code, detail) in sorted(self._settled.items()):
            if act_id not in fresh:
                told = _SETTLE_GONE if code == WAS_ERASED else _SETTLE
                self._transaction.run(told, of_tenant=self.tenant, act_id=act_id.bytes, code=code, detail=detail)
            if code not in (STILL_PARKED, WAS_ERASED) and act_id in self._woken:
                self._transaction.run(
                    REWRITE, of_tenant=self.tenant, act_id=act_id.bytes, said=self._woken[act_id]
                )  # fmt: skip
        waiting = sorted(
            (on.bytes, act.id.bytes, caller.device_id.bytes, _listed(caller.scopes), _listed(caller.spaces), self.now)
            for on, acts in self._parked.items()
            for caller, act in acts
        )
        self._transaction.write(_PARKINGS, self.tenant, waiting)

    def _act_row(self, device_id: UUID, one: Judged) -> Row:
        act, slot = one.act, self.at(one.act.record_id)
        subject = act.subject_id.bytes if act.subject_id else None
        code, detail = (self._settled and self.settled(act.id)) or (one.code, one.detail)
        is_gone = code == WAS_ERASED or slot.state == ERASED
        payload = None if act.payload is None or is_gone else bytes(act.payload)
        if payload is not None and code != STILL_PARKED:
            payload = heard(act.kind, act.verb, payload)
        return (
            act.id.int.to_bytes(16), device_id.bytes, act.number, act.kind, act.verb, slot.key, subject,
            slot.subject or subject or slot.key, act.operator_id.int.to_bytes(16), act.space_code, act.made_at, act.hlc,
            act.kind_version, act.erase_no, self.now, one.body, payload, code, detail,
        )  # fmt: skip


def _links_within(row: Row, first: int, last: int) -> list[tuple[UUID, bytes]]:
    begin, end, ids, chains = row
    return [
        (
            UUID(bytes=ids[(at := number - begin) * _ID_BYTES : (at + 1) * _ID_BYTES]),
            chains[at * _CHAIN_BYTES : (at + 1) * _CHAIN_BYTES],
        )
        for number in range(max(begin, first), min(end, last) + 1)
    ]


def _sent(row: Row) -> SentAct:
    number, act_id, kind, verb, record_id, subject_id, operator_id, space_code, made_at, hlc, *end = row
    version, erase_no, payload, body = end
    return SentAct(
        number, uuid_of(act_id), kind, verb, uuid_of(record_id), uuid_of(subject_id) if subject_id else None,
        uuid_of(operator_id), space_code, made_at, hlc, version, erase_no,
        None if payload is None else msgspec.Raw(payload), body,
    )  # fmt: skip



def _listed(texts: Iterable[str]) -> str:
    return msgspec.json.encode(sorted(texts)).decode()


def _texts(listed: str) -> frozenset[str]:
    return frozenset(decoded(listed, list[str]))
