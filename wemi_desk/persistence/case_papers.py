"""Applications and vouchers as papers ask for them: by the day that a printed code tells, by measure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Select, func, select

from wemi_desk.domain.acts import NEW, SET
from wemi_desk.domain.applications import Application
from wemi_desk.domain.vouchers import Voucher
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.records import in_period
from wemi_desk.persistence.tables import APPLICATION, OUTBOX, VOUCHER

T = TypeVar("T")


class SqlCasePapers:
    """See services.act_ports.CasePaperRecords."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def applications_begun(self, begin: datetime, end: datetime) -> Sequence[Application]:
        """Those begun from *begin* until before *end*."""
        return self._all(Application, select(APPLICATION).where(in_period(APPLICATION.c.created_at, begin, end)))

    def vouchers_noted(self, begin: datetime, end: datetime) -> Sequence[Voucher]:
        """Those that came to be known from *begin* until before *end*."""
        return self._all(Voucher, select(VOUCHER).where(in_period(VOUCHER.c.created_at, begin, end)))

    def applications_for(self, measure_code: str) -> Sequence[Application]:
        """All of one measure, in whatever version."""
        return self._all(Application, select(APPLICATION).where(APPLICATION.c.measure_code == measure_code))

    def last_written(self, record_id: UUID) -> datetime | None:
        """When this desk last wrote the record; None for one that came from elsewhere."""
        written = (OUTBOX.c.record_id == record_id) & OUTBOX.c.verb.in_((NEW, SET))
        at: datetime | None = self._connection.execute(select(func.max(OUTBOX.c.made_at)).where(written)).scalar()
        return at

    def _all(self, record_type: type[T], query: Select[Any]) -> Sequence[T]:
        mapping = RecordMapping(record_type)
        return [mapping.to_record(row) for row in self._connection.execute(query).mappings()]
