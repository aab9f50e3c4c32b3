"""What was attached to applications: the records; the files wait sealed in the spool."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import Connection, Engine, select

from wemi_desk.domain.attachments import Attachment
from wemi_desk.persistence.database import reading, storage_errors
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.records import SqlRecords
from wemi_desk.persistence.tables import ATTACHMENT, DESK


def known_attachments(engine: Engine) -> Callable[[UUID], bool]:
    """Whether this desk holds the record of a file."""

    def is_known(record_id: UUID) -> bool:
        with storage_errors(), reading(engine).connect() as connection:
            query = select(ATTACHMENT.c.id).where(ATTACHMENT.c.id == record_id)
            return connection.execute(query).first() is not None

    return is_known


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
