"""Spaces, operators and policies as the centre knows them, and its own log."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

import msgspec
from sqlalchemy import Connection, RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from wemi_desk.central.store.access_tables import LOG, OPERATOR, POLICY, RECOVERY_KEY, SPACE
from wemi_desk.domain.errors import StorageError
from wemi_desk.shapes import decoded
from wemi_desk.sync.admission import OperatorSheet, SignedPolicy

_TRIES = 20
CUT = "log_cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSpace:
    """A space and the network it belongs to (none: an empty name)."""

    code: str
    id: UUID
    name: str
    network: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One deed at the centre; *tag* chains it to the one before. No names, no texts."""

    seq: int
    at: int
    actor: str
    action: str
    object: str
    reason: str
    tag: bytes

    def sealed_part(self) -> bytes:
        """The bytes the tag covers, besides the tag before."""
        return f"{self.seq}|{self.at}|{self.actor}|{self.action}|{self.object}|{self.reason}".encode()


class Directory:
    """One tenant's spaces, operators and policies."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def spaces(self) -> Sequence[KnownSpace]:
        """In the order of their codes."""
        rows = self._connection.execute(
            select(SPACE).where(SPACE.c.tenant == self._tenant).order_by(SPACE.c.code)
        ).mappings()
        return [
            KnownSpace(code=row["code"], id=UUID(bytes=row["id"]), name=row["name"], network=row["network"])
            for row in rows
        ]

    def put_space(self, space: KnownSpace) -> None:
        """New, or another name or network."""
        values = {"id": space.id.bytes, "name": space.name, "network": space.network}
        mine = (SPACE.c.tenant == self._tenant) & (SPACE.c.code == space.code)
        if self._connection.execute(update(SPACE).where(mine).values(**values)).rowcount == 0:
            self._connection.execute(insert(SPACE).values(tenant=self._tenant, code=space.code, **values))

    def operators(self) -> Sequence[OperatorSheet]:
        """Who has not ended."""
        mine = (OPERATOR.c.tenant == self._tenant) & OPERATOR.c.ended_at.is_(None)
        rows = self._connection.execute(select(OPERATOR.c.sheet).where(mine).order_by(OPERATOR.c.id)).scalars()
        return [decoded(sheet, OperatorSheet) for sheet in rows]

    def find_operator(self, operator_id: UUID) -> OperatorSheet | None:
        """Also one who has ended."""
        mine = (OPERATOR.c.tenant == self._tenant) & (OPERATOR.c.id == operator_id.bytes)
        sheet = self._connection.execute(select(OPERATOR.c.sheet).where(mine)).scalar()
        return None if sheet is None else decoded(sheet, OperatorSheet)

    def put_operator(self, sheet: OperatorSheet) -> None:
        """New, changed, or back again."""
        values = {"sheet": msgspec.json.encode(sheet), "ended_at": None}
        mine = (OPERATOR.c.tenant == self._tenant) & (OPERATOR.c.id == sheet.id.bytes)
        if self._connection.execute(update(OPERATOR).where(mine).values(**values)).rowcount == 0:
            self._connection.execute(insert(OPERATOR).values(tenant=self._tenant, id=sheet.id.bytes, **values))

    def end_operator(self, operator_id: UUID, at: int) -> bool:
        """No grant is renewed any more; False when there is no such operator."""
        mine = (OPERATOR.c.tenant == self._tenant) & (OPERATOR.c.id == operator_id.bytes)
        return self._connection.execute(update(OPERATOR).where(mine).values(ended_at=at)).rowcount == 1

    def policy(self) -> SignedPolicy | None:
        """The newest."""
        row = (
            self._connection.execute(
                select(POLICY).where(POLICY.c.tenant == self._tenant).order_by(POLICY.c.version.desc()).limit(1)
            )
            .mappings()
            .first()
        )
        return None if row is None else SignedPolicy(
            version=row["version"], text=row["text"], signature=row["signature"]
        )  # fmt: skip

    def recovery_key(self) -> bytes | None:
        """The Comune's newest one; desks seal their data key to it."""
        newest = select(RECOVERY_KEY.c.public_key).where(RECOVERY_KEY.c.tenant == self._tenant)
        return self._connection.execute(newest.order_by(RECOVERY_KEY.c.at.desc()).limit(1)).scalar()

    def put_recovery_key(self, public_key: bytes, at: int) -> None:
        """For desks enrolled from now on."""
        self._connection.execute(insert(RECOVERY_KEY).values(tenant=self._tenant, at=at, public_key=public_key))

    def add_policy(self, policy: SignedPolicy, at: int) -> None:
        """A version that was not there."""
        values = {"version": policy.version, "text": policy.text, "signature": policy.signature, "at": at}
        self._connection.execute(insert(POLICY).values(tenant=self._tenant, **values))


class CentreLog:
    """Who did what at the centre: chained, so that what is cut or changed shows."""

    def __init__(self, connection: Connection, tenant: str, key: bytes) -> None:
        self._connection = connection
        self._tenant = tenant
        self._key = key

    def enter(self, at: int, actor: str, action: str, about: str = "", reason: str = "") -> None:
        """In the transaction of the deed; of two at once the second goes after the first."""
        for _try in range(_TRIES):
            seq, before = self._last()
            entry = LogEntry(seq=seq + 1, at=at, actor=actor, action=action, object=about, reason=reason, tag=b"")
            values = {name: getattr(entry, name) for name in ("seq", "at", "actor", "action", "object", "reason")}
            with suppress(IntegrityError), self._connection.begin_nested():
                tag = self._tag(before, entry)
                self._connection.execute(insert(LOG).values(tenant=self._tenant, **values, tag=tag))
                return
        raise StorageError("log")

    def _last(self) -> tuple[int, bytes]:
        statement = select(LOG.c.seq, LOG.c.tag).where(LOG.c.tenant == self._tenant).order_by(LOG.c.seq.desc())
        row = self._connection.execute(statement.limit(1)).first()
        return (row.seq, row.tag) if row else (0, b"")

    def cut(self, before: int, at: int, actor: str) -> int:
        """Let entries older than *before* go, but for the last of them, from which the chain goes on; how many went.

        That it was cut, and where, is itself an entry: a log that begins late without one was cut by somebody else.
        """
        old = self._connection.execute(
            select(LOG.c.seq, LOG.c.tag)
            .where(LOG.c.tenant == self._tenant, LOG.c.at < before)
            .order_by(LOG.c.seq.desc())
            .limit(1)
        ).first()
        if old is None:
            return 0
        gone = (LOG.c.tenant == self._tenant) & (LOG.c.seq < old.seq)
        count = self._connection.execute(delete(LOG).where(gone)).rowcount
        if count:
            self.enter(at, actor, CUT, str(old.seq), old.tag.hex())
        return count

    def since(self, at: int, actions: Collection[str]) -> Sequence[LogEntry]:
        """Deeds of these kinds, oldest first."""
        mine = (LOG.c.tenant == self._tenant) & (LOG.c.at >= at) & LOG.c.action.in_(sorted(actions))
        return _entries(self._connection.execute(select(LOG).where(mine).order_by(LOG.c.seq)).mappings())

    def entries(self) -> Sequence[LogEntry]:
        """All that are kept, from the first."""
        rows = self._connection.execute(
            select(LOG).where(LOG.c.tenant == self._tenant).order_by(LOG.c.seq)
        ).mappings()
        return _entries(rows)

    def first_broken(self) -> int | None:
        """The number of the first entry that is not as it was written; None when all are."""
        entries = self.entries()
        before, expected = _start_of(entries)
        if before:
            entries = entries[1:]
        for entry in entries:
            if entry.seq != expected or not hmac.compare_digest(entry.tag, self._tag(before, entry)):
                return expected
            before, expected = entry.tag, expected + 1
        return None

    def _tag(self, before: bytes, entry: LogEntry) -> bytes:
        return hmac.digest(self._key, before + entry.sealed_part(), sha256)


def _start_of(entries: Sequence[LogEntry]) -> tuple[bytes, int]:
    """Where the chain begins: at nothing, or at the entry that a cut says was the last to go."""
    first = entries[0] if entries else None
    if first is None or first.seq == 1:
        return b"", 1
    said = any((one.action, one.object, one.reason) == (CUT, str(first.seq), first.tag.hex()) for one in entries[1:])
    return (first.tag, first.seq + 1) if said else (b"", 1)


def _entries(rows: Iterable[RowMapping]) -> Sequence[LogEntry]:
    return [LogEntry(**{name: row[name] for name in LogEntry.__slots__}) for row in rows]
