"""The access log: an HMAC chain with a key that moves on (security.md 5)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from wemi_desk.domain.audit import MOST_SHOWN, AuditEntry
from wemi_desk.domain.errors import StoreDamagedError
from wemi_desk.persistence.database import cursor_of
from wemi_desk.persistence.mapping import RecordMapping, microseconds
from wemi_desk.persistence.tables import AUDIT, AUDIT_EPOCH, AUDIT_HEAD
from wemi_desk.services.ports import Sealer
from wemi_desk.sync.messages import encoded

EPOCH_ENTRIES = 1_000
EPOCH_LIFE = timedelta(days=1)
START_TAG = bytes(32)
_LOOK_BACK = 2_000
_ENTRIES = RecordMapping(AuditEntry)
_EPOCH_LIFE_US = EPOCH_LIFE // timedelta(microseconds=1)
_HEAD = "SELECT seq, tag FROM audit ORDER BY seq DESC LIMIT 1"
_EPOCH = "SELECT epoch, sealed_key, first_seq, start_tag, begun_at FROM audit_epoch ORDER BY epoch DESC LIMIT 1"
_END_EPOCH = "UPDATE audit_epoch SET sealed_key = NULL WHERE epoch = ?"
_BEGIN_EPOCH = (
    "INSERT INTO audit_epoch (epoch, sealed_key, first_seq, start_tag, begun_at) VALUES (?, ?, ?, ?, ?)"
)
_ADD = (
    "INSERT INTO audit (seq, epoch, at, monotonic_ms, operator_id, device_id, action, object_kind, object_id, reason, "
    "result, tag) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class _Epoch(NamedTuple):
    epoch: int
    sealed_key: bytes | None
    first_seq: int
    start_tag: bytes
    begun_at: int


def next_key(key: bytes) -> bytes:
    """The key of the following epoch; the way back does not exist."""
    return hashlib.sha256(b"wemi|audit" + key).digest()


def tag_of(key: bytes, previous: bytes, entry: AuditEntry) -> bytes:
    """HMAC over the tag before and everything the entry says, its epoch included."""
    said = [getattr(entry, name) for name in _ENTRIES.names if name != "tag"]
    return hmac.digest(key, previous + encoded(said), "sha256")


def begin_chain(connection: Connection, sealer: Sealer, key: bytes, at: datetime) -> None:
    """Write the first epoch; *key* is random and known to the centre, never derived from the data key."""
    connection.execute(
        insert(AUDIT_EPOCH).values(
            epoch=0, sealed_key=sealer.seal(key, _place(0, 1, START_TAG)), first_seq=1, start_tag=START_TAG, begun_at=at
        )
    )


class SqlAuditLog:
    """Appends to the log inside the transaction of the act; if it cannot be written, the act does not happen."""

    def __init__(self, connection: Connection, sealer: Sealer, device_id: UUID) -> None:
        self._connection = connection
        self._sealer = sealer
        self._device_id = device_id

    def write(
        self,
        action: str,
        object_kind: str = "",
        object_id: UUID | None = None,
        *,
        at: datetime,
        monotonic_ms: int,
        operator_id: UUID | None,
        reason: str = "",
        result: str = "ok",
    ) -> None:
        """Append one entry."""
        seq, previous = self._head()
        epoch, key = self._current_key(seq + 1, previous, at)
        entry = AuditEntry(
            seq=seq + 1, epoch=epoch, at=at, monotonic_ms=monotonic_ms, operator_id=operator_id,
            device_id=self._device_id, action=action, object_kind=object_kind, object_id=object_id,
            reason=reason, result=result, tag=b"",
        )  # fmt: skip
        self._cursor().execute(
            _ADD,
            (
                entry.seq, epoch, microseconds(at), monotonic_ms, operator_id.bytes if operator_id else None,
                self._device_id.bytes, action, object_kind, object_id.bytes if object_id else None, reason, result,
                tag_of(key, previous, entry),
            ),
        )  # fmt: skip

    def knows(self, action: str, at: datetime, operator_id: UUID) -> bool:
        """Is this among the last entries? (They were entered before, and the note of it was lost.)"""
        same = (AUDIT.c.action == action) & (AUDIT.c.at == at) & (AUDIT.c.operator_id == operator_id)
        query = select(AUDIT.c.seq).where(AUDIT.c.seq > self._head()[0] - _LOOK_BACK, same).limit(1)
        return self._connection.execute(query).first() is not None

    def about(self, object_id: UUID, limit: int = MOST_SHOWN) -> list[AuditEntry]:
        """What the log says of one record, newest first."""
        query = select(AUDIT).where(AUDIT.c.object_id == object_id).order_by(AUDIT.c.seq.desc()).limit(limit)
        return [_ENTRIES.to_record(row) for row in self._connection.execute(query).mappings()]

    def latest(self, limit: int) -> list[AuditEntry]:
        """The last entries, newest first."""
        query = select(AUDIT).order_by(AUDIT.c.seq.desc()).limit(limit)
        return [_ENTRIES.to_record(row) for row in self._connection.execute(query).mappings()]

    def head(self) -> tuple[int, bytes]:
        """Number and tag of the last entry: what the centre countersigns at each sync."""
        return self._head()

    def _head(self) -> tuple[int, bytes]:
        row = self._cursor().execute(_HEAD).fetchone()
        return row or (0, START_TAG)

    def _cursor(self) -> Any:
        """Every save writes here: on the driver itself, a third of the time."""
        return cursor_of(self._connection)

    def _current_key(self, seq: int, previous: bytes, at: datetime) -> tuple[int, bytes]:
        row = _Epoch(*self._cursor().execute(_EPOCH).fetchone())
        key = _epoch_key(row, self._sealer)
        if seq - row.first_seq < EPOCH_ENTRIES and microseconds(at) - row.begun_at < _EPOCH_LIFE_US:
            return row.epoch, key
        return self._ratchet(row.epoch, key, seq, previous, at)

    def _ratchet(self, epoch: int, key: bytes, seq: int, previous: bytes, at: datetime) -> tuple[int, bytes]:
        following, number = next_key(key), epoch + 1
        cursor, sealed = self._cursor(), self._sealer.seal(following, _place(number, seq, previous))
        cursor.execute(_END_EPOCH, (epoch,))
        cursor.execute(_BEGIN_EPOCH, (number, sealed, seq, previous, microseconds(at)))
        return number, following


def first_bad_entry(connection: Connection, sealer: Sealer) -> int | None:
    """Verify the open epoch, and the numbering of everything before it; None means the log is whole.

    Only the centre, which holds the first key, can verify from the start.
    """
    epoch = connection.execute(select(AUDIT_EPOCH).order_by(AUDIT_EPOCH.c.epoch.desc()).limit(1)).one()
    key = _epoch_key(epoch, sealer)
    found = [_first_gap(connection, epoch.first_seq), _first_bad(connection, epoch, key), _off_the_head(connection)]
    return min((one for one in found if one is not None), default=None)


def signed_up_to(connection: Connection) -> int:
    """The last entry that the centre has countersigned; 0 without one."""
    return connection.execute(select(AUDIT_HEAD.c.seq)).scalar() or 0


def _off_the_head(connection: Connection) -> int | None:
    """The entry the centre signed must be there, and as it was: a tail that was cut, or all written anew, lacks it."""
    head = connection.execute(select(AUDIT_HEAD.c.seq, AUDIT_HEAD.c.tag)).first()
    if head is None:
        return None
    tag = connection.execute(select(AUDIT.c.tag).where(AUDIT.c.seq == head.seq)).scalar()
    return None if tag is not None and hmac.compare_digest(tag, head.tag) else int(head.seq)


def _epoch_key(row: Any, sealer: Sealer) -> bytes:
    try:
        return sealer.open(row.sealed_key, _place(row.epoch, row.first_seq, row.start_tag))
    except (TypeError, ValueError) as error:
        raise StoreDamagedError from error


def sealed_again(connection: Connection, old: Sealer, new: Sealer) -> None:
    """The key of the open epoch under another sealer; the chain itself does not change."""
    rows = connection.execute(select(AUDIT_EPOCH).where(AUDIT_EPOCH.c.sealed_key.is_not(None))).all()
    for row in rows:
        sealed = new.seal(_epoch_key(row, old), _place(row.epoch, row.first_seq, row.start_tag))
        connection.execute(update(AUDIT_EPOCH).where(AUDIT_EPOCH.c.epoch == row.epoch).values(sealed_key=sealed))


def _place(epoch: int, first_seq: int, start_tag: bytes) -> bytes:
    """What a sealed epoch key is bound to: where its entries begin cannot be moved without the key."""
    return f"audit|{epoch}|{first_seq}|{start_tag.hex()}".encode()


def verify(
    entries: Iterable[AuditEntry], key: bytes, epoch: int, start_tag: bytes, first_seq: int, last_epoch: int
) -> int | None:
    """Number of the first entry that does not follow, under the key of *exactly* its epoch; None when all do.

    *epoch* is that of *key*; an entry of an epoch after *last_epoch* was sealed by a key that did not exist yet.
    """
    previous, expected = start_tag, first_seq
    for entry in entries:
        if entry.epoch == epoch + 1 <= last_epoch:
            key, epoch = next_key(key), epoch + 1
        if entry.seq != expected or entry.epoch != epoch or not _matches(key, previous, entry):
            return expected
        previous, expected = entry.tag, expected + 1
    return None


def _matches(key: bytes, previous: bytes, entry: AuditEntry) -> bool:
    return hmac.compare_digest(tag_of(key, previous, entry), entry.tag)


def _first_bad(connection: Connection, epoch: Any, key: bytes) -> int | None:
    query = select(AUDIT).where(AUDIT.c.seq >= epoch.first_seq).order_by(AUDIT.c.seq)
    entries = (_ENTRIES.to_record(row) for row in connection.execute(query).mappings())
    return verify(entries, key, epoch.epoch, epoch.start_tag, epoch.first_seq, epoch.epoch)


def _first_gap(connection: Connection, before: int) -> int | None:
    if before <= 1:
        return None
    query = select(AUDIT.c.seq, AUDIT.c.tag).where(AUDIT.c.seq < before).order_by(AUDIT.c.seq)
    rows = connection.execute(query).all()
    for expected, row in enumerate(rows, start=1):
        if row.seq != expected:
            return expected
    start = connection.execute(
        select(AUDIT_EPOCH.c.start_tag).order_by(AUDIT_EPOCH.c.epoch.desc()).limit(1)
    ).scalar_one()
    return None if rows and len(rows) == before - 1 and rows[-1].tag == start else before - 1
