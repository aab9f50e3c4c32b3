"""The whole of one transaction at the centre: exchange.workspace.Workspace and exchange.ports.Exchanged in SQL."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, bindparam, func, select, update

from wemi_desk.central.exchange.ports import ACTIVE, CentreKeys, ErasureLedger, Head, Log, Standing
from wemi_desk.central.exchange.workspace import AFTER_RECOVERY, Caller
from wemi_desk.central.store.database import Row, Transaction
from wemi_desk.central.store.feeds import HEADS
from wemi_desk.central.store.log import KEPT_FOR
from wemi_desk.central.store.statements import Bulk, Statement, finding, where
from wemi_desk.central.store.tables import CENTRE, DEVICE, DEVICE_LOG, DEVICE_ORDER, ERASURE
from wemi_desk.central.store.upkeep import SqlUpkeep
from wemi_desk.sync.identifiers import uuid_of
from wemi_desk.sync.wire import Erasure, Order

_CENTRE = Statement(finding(CENTRE, "epoch", "recovering"))
_LOCKED_DEVICE = Statement(finding(DEVICE, "id", id="device_id").with_for_update())
_STANDING = Statement(
    select(
        CENTRE.c.epoch, CENTRE.c.recovering, CENTRE.c.erase_no, CENTRE.c.policy_no,
        DEVICE.c.status, DEVICE.c.erase_no, DEVICE.c.seen_epoch, DEVICE.c.seen_at,
        DEVICE_LOG.c.last, DEVICE_LOG.c.chain, DEVICE_LOG.c.durable, DEVICE_LOG.c.told,
        DEVICE_ORDER.c.number, DEVICE_ORDER.c.kind, DEVICE_ORDER.c.reason,
    )
    .outerjoin(DEVICE, (DEVICE.c.tenant == CENTRE.c.tenant) & (DEVICE.c.id == bindparam("device_id")))
    .outerjoin(
        DEVICE_LOG,
        (DEVICE_LOG.c.tenant == CENTRE.c.tenant) & (DEVICE_LOG.c.device_id == bindparam("device_id"))
        & (DEVICE_LOG.c.incarnation == bindparam("incarnation")),
    )
    .outerjoin(
        DEVICE_ORDER,
        (DEVICE_ORDER.c.tenant == CENTRE.c.tenant) & (DEVICE_ORDER.c.device_id == bindparam("device_id")),
    )
    .where(*where(CENTRE))
    .order_by(DEVICE_ORDER.c.number)
)  # fmt: skip
"""Everything that every answer begins with, in one reading."""
_ERASURES = Statement(
    select(ERASURE.c.number, ERASURE.c.ids)
    .where(*where(ERASURE), ERASURE.c.number > bindparam("after"))
    .order_by(ERASURE.c.number)
    .limit(bindparam("most"))
)
_SEEN = Statement(
    update(DEVICE)
    .where(DEVICE.c.tenant == bindparam("of_tenant"), DEVICE.c.id == bindparam("of_device"))
    .values(
        seen_at=bindparam("at"), seen_epoch=bindparam("epoch"), erase_no=bindparam("erase_no"),
        unsent=func.coalesce(bindparam("unsent", type_=BigInteger), DEVICE.c.unsent),
    )
)  # fmt: skip
_CENTRES, _DEVICES = Bulk(CENTRE), Bulk(DEVICE)
_ID_BYTES = 16


class SqlWorkspace(SqlUpkeep):
    """One transaction. Nothing but locks is written before :meth:`flush`, the scopes' heads last."""

    def __init__(
        self, transaction: Transaction, tenant: str, *, now: int, keys: CentreKeys, ledger: ErasureLedger,
        patient: bool = False,
    ) -> None:  # fmt: skip
        """*patient*: somebody was faster before; wait for the records in turn instead of finding out at the end."""
        super().__init__(transaction, tenant)
        self._patient = patient and transaction.on_postgres
        self.now = now
        self._keys = keys
        self._ledger = ledger
        self._parked, self._settled, self._woken, self._judged, self._moves = {}, {}, {}, [], []
        self._bearers, self._taken, self._taken_in, self._ordered = {}, {}, [], []
        self._looked_at = 0
        self._standing_ahead: list[Row] | None = None
        self._heads_ahead = self._kept_ahead = None
        self.is_recovering, self._has_met_recovery = None, False
        self.faulty: Collection[UUID] = ()

    @property
    def recovering(self) -> bool:
        if self.is_recovering is not False and not self._has_met_recovery:
            self._has_met_recovery = True
            self.load((AFTER_RECOVERY.bytes,), locked=self._patient)  # first: who ends it from now on changes this row
            row = self._transaction.row(_CENTRE, tenant=self.tenant)
            self.is_recovering = bool(row and row[1])
        return bool(self.is_recovering)

    def standing(self, device_id: UUID, incarnation: UUID, *, lock: bool) -> Standing:
        key, life = device_id.bytes, incarnation.bytes
        asked = {"tenant": self.tenant, "device_id": key, "incarnation": life}
        if lock and self._transaction.on_postgres:
            rows = self._locked_standing(device_id, asked)
        else:
            rows = self._standing_ahead or self._transaction.rows(_STANDING, **asked)
        if lock and rows and rows[0][4] is None:  # SQLite has locked everything by now
            self.enrol(device_id)
            rows = self._transaction.rows(_STANDING, **asked)
        if not rows:
            raise LookupError(self.tenant)
        centre_epoch, recovering, erase_no, policy, status, done, seen_epoch, seen_at, *log = rows[0][:12]
        self.is_recovering = bool(recovering)
        return Standing(
            epoch=uuid_of(centre_epoch), recovering=bool(recovering), erase_no=erase_no, policy=policy,
            status=status or ACTIVE, device_erase_no=done or 0,
            seen_epoch=uuid_of(seen_epoch) if seen_epoch else None, seen_at=seen_at or 0,
            log=None if log[0] is None else Log(*log),
            orders=[Order(kind=kind, number=number, reason=reason) for *_, number, kind, reason in rows if kind],
        )  # fmt: skip

    def _locked_standing(self, device_id: UUID, asked: dict[str, Any]) -> list[Row]:
        """The lock, and what stands once it is held: each statement sees what was committed before it began."""
        lock = {"tenant": self.tenant, "device_id": device_id.bytes}
        locked, rows = self._transaction.all_of((_LOCKED_DEVICE, lock), (_STANDING, asked))
        if locked:
            return rows
        self.enrol(device_id)
        return self._transaction.rows(_STANDING, **asked)

    def begin_pull(self, caller: Caller, incarnation: UUID) -> None:
        if not self._transaction.on_postgres:
            return
        device, scopes = caller.device_id.bytes, sorted(caller.scopes)
        self._standing_ahead, heads, self._kept_ahead = self._transaction.all_of(
            (_STANDING, {"tenant": self.tenant, "device_id": device, "incarnation": incarnation.bytes}),
            (HEADS, {"tenant": self.tenant, "among": scopes}),
            (KEPT_FOR, {"tenant": self.tenant, "device_id": device}),
        )
        self._heads_ahead = [Head(*row) for row in heads]

    def enrol(self, device_id: UUID, name: str = "", space_code: str = "") -> None:
        """A device begins to exist."""
        self._transaction.write(
            _DEVICES, self.tenant, [(device_id.bytes, ACTIVE, name, space_code, self.now, 0, None, 0, "", 0)]
        )

    def founded(self) -> bool:
        """Is this tenant known here?"""
        return self._transaction.row(_CENTRE, tenant=self.tenant) is not None

    def found(self, epoch: UUID) -> None:
        """A tenant begins to exist."""
        self._transaction.write(_CENTRES, self.tenant, [(epoch.bytes, 0, 0, 0, 0, 0)])

    def seen(self, device_id: UUID, *, epoch: UUID | None, erase_no: int, unsent: int | None) -> None:
        self._transaction.run(
            _SEEN, of_tenant=self.tenant, of_device=device_id.bytes, at=self.now, epoch=epoch.bytes if epoch else None,
            erase_no=erase_no, unsent=unsent,
        )  # fmt: skip

    def erasures_after(self, number: int, most: int) -> Sequence[Erasure]:
        rows = self._transaction.rows(_ERASURES, tenant=self.tenant, after=number, most=most)
        return [Erasure(one, _split(ids)) for one, ids in rows]

    def flush(self) -> None:
        """Write everything in the one order that all transactions keep."""
        self._transaction.to_the_end()
        self.write_records()
        self.write_keys()
        self.write_acts()
        self.write_feeds()
        self.write_orders()


def _split(ids: bytes) -> list[UUID]:
    return [uuid_of(ids[at : at + _ID_BYTES]) for at in range(0, len(ids), _ID_BYTES)]
