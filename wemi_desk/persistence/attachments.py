"""What was attached to applications: the records; the files wait sealed in the spool."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, select

from wemi_desk.domain.attachments import Attachment
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.records import SqlRecords
from wemi_desk.persistence.tables import ATTACHMENT


class SqlAttachments(SqlRecords[Attachment]):
    """See services.act_ports.AttachmentRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, ATTACHMENT, Attachment, journal)

    def of(self, application_id: UUID) -> Sequence[Attachment]:
        """Oldest first."""
        query = select(ATTACHMENT).where(ATTACHMENT.c.application_id == application_id)
        return self._all(query.order_by(ATTACHMENT.c.created_at, ATTACHMENT.c.id))
