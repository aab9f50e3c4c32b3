"""What is used once: enrolment codes and nonces; and how often somebody guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from wemi_desk.central.store.access_tables import ATTEMPT, CODE, NONCE


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
