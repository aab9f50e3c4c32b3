"""What is used once: enrolment codes and nonces; and how often somebody guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Dialect, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from wemi_desk.central.store.access_tables import ATTEMPT, CODE, DEVICE_KEY, NONCE
from wemi_desk.central.store.devices import FOUND, Device
from wemi_desk.central.store.statements import Statement
from wemi_desk.central.store.tables import DEVICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """An enrolment code, without the code."""

    tenant: str
    id: UUID
    salt: bytes
    hash: bytes
    reach: str
    space_code: str
    made_by: str
    made_at: int
    expires_at: int


_USED = (
    postgresql.insert(NONCE)
    .values({name: bindparam(name) for name in ("tenant", "device_id", "nonce", "at")})
    .on_conflict_do_nothing().returning(NONCE.c.at).cte("used")
)  # fmt: skip
_LET_IN = Statement(
    select(
        select(func.count()).select_from(_USED).scalar_subquery(),
        *((DEVICE if name in DEVICE.c else DEVICE_KEY).c[name] for name in FOUND),
    )
    .join_from(DEVICE, DEVICE_KEY, (DEVICE_KEY.c.tenant == DEVICE.c.tenant) & (DEVICE_KEY.c.id == DEVICE.c.id))
    .where(DEVICE.c.tenant == bindparam("tenant"), DEVICE.c.id == bindparam("device_id"))
)

_KEEP_HEAD = Statement(
    update(DEVICE_KEY)
    .where(
        DEVICE_KEY.c.tenant == bindparam("of_tenant"), DEVICE_KEY.c.id == bindparam("of_device"),
        DEVICE_KEY.c.audit_seq < bindparam("seq"),
    )
    .values(audit_seq=bindparam("seq"), audit_tag=bindparam("tag"), audit_asked_at=bindparam("asked_at"))
)


def let_in(
    connection: Any, dialect: Dialect, tenant: str, device_id: UUID, nonce: str, at: int
) -> tuple[Device | None, bool]:
    """See AccessStore.let_in: on the driver's own connection to PostgreSQL, for every request begins with it."""
    sql, constants = _LET_IN.text(dialect)
    values = {"tenant": tenant, "device_id": device_id.bytes, "nonce": nonce, "at": at}
    row = connection.cursor(binary=True).execute(sql, constants | values).fetchone()
    if row is None:
        return None, False
    return Device(tenant=tenant, id=device_id, **dict(zip(FOUND, row[1:], strict=True))), row[0] == 1


def keep_head(
    connection: Any, dialect: Dialect, tenant: str, device_id: UUID, seq: int, tag: bytes, asked_at: int
) -> None:
    """See AccessStore.keep_head."""
    sql, constants = _KEEP_HEAD.text(dialect)
    values = {"of_tenant": tenant, "of_device": device_id.bytes, "seq": seq, "tag": tag, "asked_at": asked_at}
    connection.cursor(binary=True).execute(sql, constants | values)


class Admissions:
    """Of every tenant: each call names one, but for codes, which name their own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def first_use(self, tenant: str, device_id: UUID, nonce: str, at: int) -> bool:
        """Remember a nonce; False when it was used before."""
        row = {"tenant": tenant, "device_id": device_id.bytes, "nonce": nonce, "at": at}
        return self._quietly(NONCE, row)

    def forget_nonces(self, tenant: str, before: int) -> int:
        """Requests so old are refused by their time; how many went."""
        old = (NONCE.c.tenant == tenant) & (NONCE.c.at < before)
        return self._connection.execute(delete(NONCE).where(old)).rowcount

    def add_code(self, code: Code) -> None:
        """A code that was just shown to a person."""
        values = {name: getattr(code, name) for name in Code.__slots__}
        self._connection.execute(insert(CODE).values(**{**values, "id": code.id.bytes}))

    def live_codes(self, now: int) -> Sequence[Code]:
        """Codes that can still be used: few, and rarely asked for, so of every tenant."""
        return self._codes((CODE.c.expires_at > now) & CODE.c.used_at.is_(None))

    def spent_codes(self, since: int) -> tuple[Sequence[Code], Sequence[Code]]:
        """Codes made since then that were used, and all the others of that time: for a word that helps."""
        late = CODE.c.made_at > since
        return self._codes(late & CODE.c.used_at.is_not(None)), self._codes(late & CODE.c.used_at.is_(None))

    def use_code(self, code: Code, at: int) -> bool:
        """Once: False when somebody was faster."""
        mine = (CODE.c.tenant == code.tenant) & (CODE.c.id == code.id.bytes) & CODE.c.used_at.is_(None)
        return self._connection.execute(update(CODE).where(mine).values(used_at=at)).rowcount == 1

    def forget_codes(self, tenant: str, before: int) -> int:
        """Codes that ended before; how many."""
        old = (CODE.c.tenant == tenant) & (CODE.c.expires_at < before)
        return self._connection.execute(delete(CODE).where(old)).rowcount

    def failures(self, source: bytes, period: int) -> int:
        """Wrong codes from one place in one period."""
        mine = (ATTEMPT.c.source == source) & (ATTEMPT.c.period == period)
        return self._connection.execute(select(ATTEMPT.c.count).where(mine)).scalar() or 0

    def failed(self, source: bytes, period: int) -> None:
        """One more; older periods are let go."""
        mine = (ATTEMPT.c.source == source) & (ATTEMPT.c.period == period)
        if self._connection.execute(update(ATTEMPT).where(mine).values(count=ATTEMPT.c.count + 1)).rowcount == 0:
            self._connection.execute(delete(ATTEMPT).where(ATTEMPT.c.period < period))
            self._quietly(ATTEMPT, {"source": source, "period": period, "count": 1})

    def _codes(self, which: ColumnElement[bool]) -> Sequence[Code]:
        rows = self._connection.execute(select(CODE).where(which)).mappings()
        return [Code(**{**{name: row[name] for name in Code.__slots__}, "id": UUID(bytes=row["id"])}) for row in rows]

    def _quietly(self, table: Table, row: dict[str, Any]) -> bool:
        """False when the row is there already."""
        make = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        statement = make(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
        return self._connection.execute(statement, row).rowcount == 1
