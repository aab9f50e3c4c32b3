"""How operators prove themselves at the centre, and what opens a desk for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from wemi_desk.central.store.access_tables import LOGIN, RELEASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """One operator's; an empty *verifier*: no pass-phrase yet, an empty *code_hash*: no code."""

    verifier: str = ""
    set_at: int = 0
    failures: int = 0
    period: int = 0
    tries: int = 0
    code_salt: bytes = b""
    code_hash: bytes = b""
    code_until: int = 0


class Logins:
    """Of one tenant."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def find(self, operator_id: UUID) -> Login | None:
        """None: they never got a code."""
        columns = [LOGIN.c[name] for name in Login.__slots__]
        row = self._connection.execute(select(*columns).where(self._of(operator_id))).mappings().first()
        return None if row is None else Login(**row)

    def put_code(self, operator_id: UUID, salt: bytes, hashed: bytes, until: int) -> None:
        """In the place of one that was there; a pass-phrase goes on until the code is used."""
        code = {"code_salt": salt, "code_hash": hashed, "code_until": until}
        if self._change(operator_id, **code) == 0:
            bare = {name: getattr(Login(), name) for name in Login.__slots__}
            values = {**bare, **code, "tenant": self._tenant, "id": operator_id.bytes}
            self._connection.execute(insert(LOGIN).values(**values))

    def count_try(self, operator_id: UUID, period: int, tries: int) -> None:
        """Before anybody looks at what was said: the *tries*-th of this *period*."""
        self._change(operator_id, failures=LOGIN.c.failures + 1, period=period, tries=tries)

    def succeeded(self, operator_id: UUID) -> None:
        """It was right: the count begins anew."""
        self._change(operator_id, failures=0, tries=0)

    def use_code(self, operator_id: UUID, hashed: bytes, verifier: str, at: int) -> bool:
        """The code is gone, and the pass-phrase is this one; False when somebody was faster."""
        values = {"verifier": verifier, "set_at": at, "failures": 0, "tries": 0, "code_hash": b"", "code_until": 0}
        return self._change(operator_id, LOGIN.c.code_hash == hashed, **values) == 1

    def _change(self, operator_id: UUID, *where: ColumnElement[bool], **values: Any) -> int:
        return self._connection.execute(update(LOGIN).where(self._of(operator_id), *where).values(**values)).rowcount

    def _of(self, operator_id: UUID) -> ColumnElement[bool]:
        return (LOGIN.c.tenant == self._tenant) & (LOGIN.c.id == operator_id.bytes)


class Releases:
    """What opens one desk."""

    def __init__(self, connection: Connection, tenant: str, device_id: UUID) -> None:
        self._connection = connection
        self._place = {"tenant": tenant, "device_id": device_id.bytes}
        self._mine = (RELEASE.c.tenant == tenant) & (RELEASE.c.device_id == device_id.bytes)

    def keep(self, slot: str, sealed: bytes, keeps: str, at: int) -> None:
        """One more; of the others only *keeps* stays, until the desk knows that this one came."""
        self._connection.execute(delete(RELEASE).where(self._mine, RELEASE.c.slot != keeps))
        self._connection.execute(delete(RELEASE).where(self._mine, RELEASE.c.slot == slot))
        self._connection.execute(insert(RELEASE).values(**self._place, slot=slot, sealed=sealed, at=at))

    def find(self, slots: Sequence[str]) -> tuple[str, bytes] | None:
        """The first of the desk's slots that is known here, and what opens it."""
        rows = self._connection.execute(select(RELEASE.c.slot, RELEASE.c.sealed).where(self._mine)).all()
        known = {row.slot: row.sealed for row in rows}
        return next(((slot, known[slot]) for slot in slots if slot in known), None)

    def newest(self) -> str:
        """The slot that came last; empty when there is none."""
        latest = select(RELEASE.c.slot).where(self._mine).order_by(RELEASE.c.at.desc()).limit(1)
        return self._connection.execute(latest).scalar() or ""

    def forget(self) -> None:
        """The desk goes out of service."""
        self._connection.execute(delete(RELEASE).where(self._mine))
