"""Special data and the keys of persons: on this PC only, never in the outbox, the search tables or a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select

from wemi_desk.domain.special_data import CardExpiry, PersonKey, SpecialDatum
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.tables import PERSON_KEY, SPECIAL_DATUM

_KEYS, _DATA = RecordMapping(PersonKey), RecordMapping(SpecialDatum)


class SqlSpecialData:
    """See services.special_data.SpecialDataRecords."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def key_of(self, citizen_id: UUID) -> PersonKey | None:
        """The person's wrapped key, None before the first datum and after erasure."""
        query = select(PERSON_KEY).where(PERSON_KEY.c.citizen_id == citizen_id)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _KEYS.to_record(row)

    def add_key(self, key: PersonKey) -> None:
        """The person's key, made with the first datum."""
        self._connection.execute(insert(PERSON_KEY), _KEYS.to_row(key))

    def add(self, datum: SpecialDatum) -> None:
        """One more fact."""
        self._connection.execute(insert(SPECIAL_DATUM), _DATA.to_row(datum))

    def of_citizens(self, citizen_ids: Sequence[UUID]) -> Sequence[SpecialDatum]:
        """What is kept about these people, newest first."""
        return self._all(SPECIAL_DATUM.c.citizen_id.in_(citizen_ids))

    def by_blind_index(self, blind_index: bytes) -> Sequence[SpecialDatum]:
        """Facts with exactly this text."""
        return self._all(SPECIAL_DATUM.c.blind_index == blind_index)

    def expiring(self, kind: str, until: date) -> Sequence[CardExpiry]:
        """People whose last card of this kind ends by *until*, soonest first."""
        last = func.max(SPECIAL_DATUM.c.valid_until).label("last")
        query = select(SPECIAL_DATUM.c.citizen_id, last).where(SPECIAL_DATUM.c.kind == kind)
        grouped = query.group_by(SPECIAL_DATUM.c.citizen_id).having(last <= until).order_by(last)
        return [CardExpiry(row.citizen_id, row.last) for row in self._connection.execute(grouped)]

    def erase(self, citizen_id: UUID) -> None:
        """The key first: whatever a copy of this store still holds can no longer be read with this one."""
        self._connection.execute(delete(PERSON_KEY).where(PERSON_KEY.c.citizen_id == citizen_id))
        self._connection.execute(delete(SPECIAL_DATUM).where(SPECIAL_DATUM.c.citizen_id == citizen_id))

    def _all(self, condition: Any) -> Sequence[SpecialDatum]:
        query = select(SPECIAL_DATUM).where(condition).order_by(SPECIAL_DATUM.c.id.desc())
        return [_DATA.to_record(row) for row in self._connection.execute(query).mappings()]
