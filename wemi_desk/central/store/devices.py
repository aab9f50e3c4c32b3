"""Enrolled desks, their codes, orders, nonces and last contact."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, and_, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from wemi_desk.central.store.access_tables import DEVICE_KEY
from wemi_desk.central.store.logins import Releases
from wemi_desk.central.store.tables import DEVICE, DEVICE_ORDER
from wemi_desk.sync.exchanged import NEW_KEY
from wemi_desk.sync.wire import Order

ACTIVE, LOCKED, FLUSHING, REVOKED = "active", "locked", "flushing", "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One desk as the centre knows it. *reach*: ``space:VEN``, ``network:NORD`` or ``city``."""

    tenant: str
    id: UUID
    space_code: str
    reach: str
    sign_key: bytes
    check_key: bytes
    machine: bytes
    enrolled_at: int
    enrolled_by: str
    status: str = ACTIVE
    epoch: int = 1
    seen_at: int = 0
    unsent: int = 0
    version: str = ""
    audit_seq: int = 0
    audit_tag: bytes = b""
    audit_marked_at: int | None = None
    audit_marked_seq: int | None = None
    audit_asked_at: int | None = None


MOST_VERSION = 40
_KEPT = ("space_code", "enrolled_at", "status", "seen_at", "unsent", "version")
_KEYED = tuple(name for name in Device.__slots__ if name not in {"tenant", "id", *_KEPT})
_FIND = select(DEVICE, *(DEVICE_KEY.c[name] for name in _KEYED)).select_from(
    DEVICE.join(DEVICE_KEY, and_(DEVICE_KEY.c.tenant == DEVICE.c.tenant, DEVICE_KEY.c.id == DEVICE.c.id))
)
FOUND = (*_KEPT, *_KEYED)
_FIND_ONE = _FIND.where(and_(DEVICE.c.tenant == bindparam("tenant"), DEVICE.c.id == bindparam("device")))


class Devices:
    """Devices of every tenant; each call names one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, tenant: str, device_id: UUID) -> Device | None:
        """A device, whatever its status."""
        row = self._connection.execute(_FIND_ONE, {"tenant": tenant, "device": device_id.bytes}).mappings().first()
        return None if row is None else _device(row)

    def listed(self, tenant: str, spaces: Collection[str] | None = None) -> Sequence[Device]:
        """All of a tenant, or those standing in *spaces*."""
        statement = _FIND.where(DEVICE.c.tenant == tenant).order_by(DEVICE.c.space_code, DEVICE.c.id)
        if spaces is not None:
            statement = statement.where(DEVICE.c.space_code.in_(sorted(spaces)))
        return [_device(row) for row in self._connection.execute(statement).mappings()]

    def add(self, device: Device) -> bool:
        """False when the id is taken."""
        place = {"tenant": device.tenant, "id": device.id.bytes}
        kept = {name: getattr(device, name) for name in _KEPT}
        keyed = {name: getattr(device, name) for name in _KEYED}
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(DEVICE), {**place, "name": "", "erase_no": 0, **kept})
                self._connection.execute(insert(DEVICE_KEY), {**place, **keyed})
        except IntegrityError:
            return False
        return True

    def set_status(self, tenant: str, device_id: UUID, status: str) -> None:
        """From the next request on."""
        self._connection.execute(update(DEVICE).where(_is(DEVICE, tenant, device_id)).values(status=status))

    def set_version(self, tenant: str, device_id: UUID, version: str) -> None:
        """What the desk says it runs."""
        mine = _is(DEVICE, tenant, device_id)
        self._connection.execute(update(DEVICE).where(mine).values(version=version[:MOST_VERSION]))

    def set_reach(self, device: Device, reach: str) -> None:
        """Tokens given before end."""
        mine = _is(DEVICE_KEY, device.tenant, device.id)
        self._connection.execute(update(DEVICE_KEY).where(mine).values(reach=reach, epoch=device.epoch + 1))

    def keep_head(self, tenant: str, device_id: UUID, seq: int, tag: bytes, asked_at: int) -> None:
        """The last head of the desk's own log; one that came before, but further on, stays."""
        mine = _is(DEVICE_KEY, tenant, device_id) & (DEVICE_KEY.c.audit_seq < seq)
        values = {"audit_seq": seq, "audit_tag": tag, "audit_asked_at": asked_at}
        self._connection.execute(update(DEVICE_KEY).where(mine).values(values))

    def mark_audit(self, tenant: str, device_id: UUID, seq: int, at: int) -> None:
        """A head of the desk's own log did not fit."""
        values = {"audit_marked_at": at, "audit_marked_seq": seq}
        self._connection.execute(update(DEVICE_KEY).where(_is(DEVICE_KEY, tenant, device_id)).values(values))

    def releases(self, tenant: str, device_id: UUID) -> Releases:
        """What opens it for an operator who enters by the centre."""
        return Releases(self._connection, tenant, device_id)

    def orders(self, tenant: str, device_id: UUID) -> list[Order]:
        """Orders not carried out yet."""
        statement = select(DEVICE_ORDER).where(_orders_to(tenant, device_id)).order_by(DEVICE_ORDER.c.number)
        rows = self._connection.execute(statement).mappings()
        return [Order(kind=row["kind"], number=row["number"], reason=row["reason"]) for row in rows]

    def give_order(self, tenant: str, device_id: UUID, kind: str, reason: str, at: int) -> Order:
        """The next order to one device, numbered by the time it is given: numbers only grow."""
        last = max((order.number for order in self.orders(tenant, device_id)), default=0)
        order = Order(kind=kind, number=max(last + 1, at // 1_000_000), reason=reason)
        row = {"number": order.number, "kind": kind, "reason": reason, "at": at}
        self._connection.execute(insert(DEVICE_ORDER).values(tenant=tenant, device_id=device_id.bytes, **row))
        return order

    def orders_done(self, tenant: str, device_id: UUID, number: int, *, new_key: bool = False) -> int:
        """The desk has carried out everything up to *number*; how many that were.

        A desk that is locked may have a new data key still before it: of those orders only *new_key* speaks.
        """
        kind = DEVICE_ORDER.c.kind == NEW_KEY if new_key else DEVICE_ORDER.c.kind != NEW_KEY
        done = and_(_orders_to(tenant, device_id), DEVICE_ORDER.c.number <= number, kind)
        return self._connection.execute(delete(DEVICE_ORDER).where(done)).rowcount

    def waiting_orders(self, tenant: str) -> dict[UUID, list[str]]:
        """By desk, the kinds of what it has not carried out yet."""
        statement = select(DEVICE_ORDER.c.device_id, DEVICE_ORDER.c.kind).where(DEVICE_ORDER.c.tenant == tenant)
        found: dict[UUID, list[str]] = {}
        for device_id, kind in self._connection.execute(statement.order_by(DEVICE_ORDER.c.number)):
            found.setdefault(UUID(bytes=device_id), []).append(kind)
        return found


def _is(table: Table, tenant: str, device_id: UUID) -> ColumnElement[bool]:
    return and_(table.c.tenant == tenant, table.c.id == device_id.bytes)


def _orders_to(tenant: str, device_id: UUID) -> ColumnElement[bool]:
    return and_(DEVICE_ORDER.c.tenant == tenant, DEVICE_ORDER.c.device_id == device_id.bytes)


def _device(row: RowMapping) -> Device:
    values = {name: row[name] for name in FOUND}
    return Device(tenant=row["tenant"], id=UUID(bytes=row["id"]), **values)
