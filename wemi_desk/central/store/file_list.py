"""Which attachments were offered, by whom, for which record, and whether they are whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from wemi_desk.central.store.access_tables import FILE
from wemi_desk.central.store.slots import ERASED
from wemi_desk.central.store.tables import MEMBER, RECORD
from wemi_desk.sync.wire import PUT


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One offered file; *sealed_key* opens it, and only the centre's box key opens that."""

    sha256: bytes
    size: int
    record_id: UUID
    device_id: UUID
    sealed_key: bytes
    offered_at: int
    whole_at: int | None = None


class FileList:
    """One tenant's files."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def find(self, digest: bytes) -> StoredFile | None:
        """By the hash of its ciphertext."""
        row = self._connection.execute(select(FILE).where(self._is(digest))).mappings().first()
        if row is None:
            return None
        return StoredFile(
            sha256=row["sha256"], size=row["size"], record_id=UUID(bytes=row["record_id"]),
            device_id=UUID(bytes=row["device_id"]), sealed_key=row["sealed_key"], offered_at=row["offered_at"],
            whole_at=row["whole_at"],
        )  # fmt: skip

    def add(self, file: StoredFile) -> StoredFile:
        """Offered for the first time; what is there, when the same offer came in between."""
        values = {
            "sha256": file.sha256, "size": file.size, "record_id": file.record_id.bytes,
            "device_id": file.device_id.bytes, "sealed_key": file.sealed_key, "offered_at": file.offered_at,
        }  # fmt: skip
        with suppress(IntegrityError), self._connection.begin_nested():
            self._connection.execute(insert(FILE).values(tenant=self._tenant, whole_at=None, **values))
        return self.find(file.sha256) or file

    def half(self, before: int) -> Sequence[bytes]:
        """Files offered before that never became whole."""
        waits = and_(FILE.c.tenant == self._tenant, FILE.c.whole_at.is_(None), FILE.c.offered_at < before)
        return self._connection.execute(select(FILE.c.sha256).where(waits)).scalars().all()

    def is_shown(self, record_id: UUID, scopes: Collection[str]) -> bool:
        """Whether an attachment's record is in one of *scopes*; it stays so until the transaction ends, so that an
        erasure, which lets go of the files of its records afterwards, finds what is offered now."""
        here = and_(MEMBER.c.tenant == self._tenant, MEMBER.c.id == record_id.bytes, MEMBER.c.scope.in_(sorted(scopes)))
        shown = select(MEMBER.c.scope).where(here, MEMBER.c.kind == "attachment", MEMBER.c.state == PUT).limit(1)
        shown = shown.with_for_update(read=True)
        return self._connection.execute(shown).first() is not None

    def waiting_bytes(self, device_id: UUID) -> int:
        """What one device has offered and not brought yet."""
        mine = and_(FILE.c.tenant == self._tenant, FILE.c.device_id == device_id.bytes, FILE.c.whole_at.is_(None))
        return sum(self._connection.execute(select(FILE.c.size).where(mine)).scalars())

    def whole(self, digest: bytes, at: int) -> None:
        """Its hash was compared."""
        self._connection.execute(update(FILE).where(self._is(digest)).values(whole_at=at))

    def of_erased(self) -> Sequence[bytes]:
        """Hashes of the files whose record was erased."""
        gone = and_(RECORD.c.tenant == FILE.c.tenant, RECORD.c.id == FILE.c.record_id, RECORD.c.state == ERASED)
        found = select(FILE.c.sha256).join(RECORD, gone).where(FILE.c.tenant == self._tenant)
        return list(self._connection.execute(found).scalars())

    def forget(self, digest: bytes) -> None:
        """With the file itself."""
        self._connection.execute(delete(FILE).where(self._is(digest)))

    def _is(self, digest: bytes) -> ColumnElement[bool]:
        return and_(FILE.c.tenant == self._tenant, FILE.c.sha256 == digest)
