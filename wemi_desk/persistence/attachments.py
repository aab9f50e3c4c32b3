"""What was attached to applications: the records; the files wait sealed in the spool."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Select, func, or_, select

from wemi_desk.domain.attachments import Attachment
from wemi_desk.persistence.database import reading, storage_errors
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.records import SqlRecords
from wemi_desk.persistence.tables import ATTACHMENT, DESK, ERASURE_ORDER, LIMBO, OUTBOX

_KIND = "attachment"


class SqlFileRecords:
    """See sync.courier.FileRecords."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def is_known(self, record_id: UUID) -> bool:
        """On the screens, among what is offered to a centre that lost it, or in an act of this desk."""
        own = OUTBOX.c.payload.is_not(None), OUTBOX.c.withdrawn_at.is_(None)
        return self._any(
            select(ATTACHMENT.c.id).where(ATTACHMENT.c.id == record_id),
            select(LIMBO.c.id).where(LIMBO.c.kind == _KIND, LIMBO.c.id == record_id.bytes),
            select(OUTBOX.c.id).where(OUTBOX.c.record_id == record_id, OUTBOX.c.kind == _KIND, *own),
        )

    def is_gone(self, record_id: UUID) -> bool:
        """An order named it or whom it was of, or its author withdrew it."""
        no_more = or_(OUTBOX.c.payload.is_(None), OUTBOX.c.withdrawn_at.is_not(None))
        return self._any(
            select(ERASURE_ORDER.c.number).where(func.instr(ERASURE_ORDER.c.ids, record_id.bytes) > 0),
            select(OUTBOX.c.id).where(OUTBOX.c.record_id == record_id, OUTBOX.c.kind == _KIND, no_more),
        )

    def _any(self, *queries: Select[Any]) -> bool:
        with storage_errors(), reading(self._engine).connect() as connection:
            return any(connection.execute(query.limit(1)).first() is not None for query in queries)


def met_epoch(engine: Engine) -> Callable[[], UUID | None]:
    """Which life of the centre this desk has met last."""

    def epoch() -> UUID | None:
        with storage_errors(), reading(engine).connect() as connection:
            found = connection.execute(select(DESK.c.epoch)).scalar()
            return found if found is None or isinstance(found, UUID) else UUID(bytes=found)

    return epoch


class SqlAttachments(SqlRecords[Attachment]):
    """See services.act_ports.AttachmentRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, ATTACHMENT, Attachment, journal)

    def of(self, application_id: UUID) -> Sequence[Attachment]:
        """Oldest first."""
        query = select(ATTACHMENT).where(ATTACHMENT.c.application_id == application_id)
        return self._all(query.order_by(ATTACHMENT.c.created_at, ATTACHMENT.c.id))
