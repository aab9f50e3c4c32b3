"""Contacts: all stay, those cancelled or corrected do not count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, exists, select

from wemi_desk.domain.contacts import Contact, ContactCancellation
from wemi_desk.persistence.citizens import SqlCitizens
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.records import SqlRecords, in_period
from wemi_desk.persistence.tables import CONTACT, CONTACT_CANCELLATION

_LATER = CONTACT.alias("later")
_CANCELLATIONS = RecordMapping(ContactCancellation)
COUNTED = ~exists().where(CONTACT_CANCELLATION.c.contact_id == CONTACT.c.id) & ~exists().where(
    _LATER.c.corrects == CONTACT.c.id
)


class SqlContacts(SqlRecords[Contact]):
    """See services.ports.ContactRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, CONTACT, Contact, journal)

    def add(self, record: Contact) -> None:
        """Insert a contact; the person was seen."""
        super().add(record)
        if record.citizen_id is not None:
            SqlCitizens(self._connection, self._journal).seen(record.citizen_id)

    def between(self, begin: datetime, end: datetime, operator_id: UUID | None = None) -> Sequence[Contact]:
        """Contacts that count, newest first."""
        query = select(CONTACT).where(in_period(CONTACT.c.started_at, begin, end), COUNTED)
        if operator_id is not None:
            query = query.where(CONTACT.c.operator_id == operator_id)
        return self._all(query.order_by(CONTACT.c.started_at.desc()))

    def begun_between(self, begin: datetime, end: datetime) -> Sequence[Contact]:
        """All contacts that began in a period."""
        return self._all(select(CONTACT).where(in_period(CONTACT.c.started_at, begin, end)))

    def correction_of(self, contact_id: UUID) -> Contact | None:
        """The contact that took its place."""
        return self._first(select(CONTACT).where(CONTACT.c.corrects == contact_id))

    def cancellation_of(self, contact_id: UUID) -> ContactCancellation | None:
        """Who cancelled it and when, if anybody did."""
        query = select(CONTACT_CANCELLATION).where(CONTACT_CANCELLATION.c.contact_id == contact_id)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _CANCELLATIONS.to_record(row)
