"""Measures that the centre has published."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, or_, select

from wemi_desk.domain.acts import PUBLISH
from wemi_desk.domain.applications import Application
from wemi_desk.domain.errors import RecordMissingError
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.tables import APPLICATION, CITIZEN, OUTBOX, SHADOW
from wemi_desk.services.measure_ports import Asked, SentMeasure
from wemi_desk.sync.messages import plain
from wemi_desk.sync.wire import PARKED, REFUSED

_MEASURES = (SHADOW.c.kind == "measure") & SHADOW.c.data.is_not(None)


class SqlMeasures:
    """See services.measure_ports.MeasureRecords."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def stamps(self) -> Mapping[UUID, bytes]:
        """Record id → hash of its content."""
        rows = self._connection.execute(select(SHADOW.c.id, SHADOW.c.hash).where(_MEASURES)).all()
        return {row.id: row.hash for row in rows}

    def content(self, record_id: UUID) -> Mapping[str, Any]:
        """The document as it came."""
        query = select(SHADOW.c.data).where(_MEASURES, SHADOW.c.id == record_id)
        data = self._connection.execute(query.limit(1)).scalar()
        if data is None:
            raise RecordMissingError("measure")
        found: Mapping[str, Any] = plain(data)
        return found

    def asked(self, people: Collection[UUID]) -> Sequence[Asked]:
        """Applications of which one of these people is applicant or beneficiary, whoever else they were once."""
        now, table = self._standing_for(people), APPLICATION
        columns = (table.c.id, table.c.measure_code, table.c.state, table.c.citizen_id, table.c.beneficiary_id)
        mine = or_(table.c.citizen_id.in_(now), table.c.beneficiary_id.in_(now))
        return [
            Asked(one.id, one.measure_code, one.state, now.get(one.citizen_id, one.citizen_id),
                  now.get(one.beneficiary_id, one.beneficiary_id))
            for one in self._connection.execute(select(*columns).where(mine))
        ]  # fmt: skip

    def applications(self, code: str, most: int) -> Sequence[Application]:
        """Applications for one measure, newest first."""
        query = select(APPLICATION).where(APPLICATION.c.measure_code == code)
        rows = self._connection.execute(query.order_by(APPLICATION.c.created_at.desc()).limit(most)).mappings()
        return [_APPLICATIONS.to_record(row) for row in rows]

    def sent(self) -> Sequence[SentMeasure]:
        """Publications without the centre's yes, newest first."""
        return handed_over(self._connection, "measure", "short_title")

    def _standing_for(self, people: Collection[UUID]) -> dict[UUID, UUID]:
        """Every record that is one of *people* or was merged into one, and whom it stands for now."""
        known = {one: one for one in people}
        found = set(people)
        while found:
            query = select(CITIZEN.c.id, CITIZEN.c.merged_into).where(CITIZEN.c.merged_into.in_(found))
            merged = {one.id: known[one.merged_into] for one in self._connection.execute(query)}
            found = set(merged) - set(known)
            known |= merged
        return known


def handed_over(connection: Connection, kind: str, title: str) -> Sequence[SentMeasure]:
    """Publications of one kind without the centre's yes, newest first; *title* is the field they are called by."""
    given = (OUTBOX.c.kind == kind) & (OUTBOX.c.verb == PUBLISH) & OUTBOX.c.withdrawn_at.is_(None)
    open_still = OUTBOX.c.acked_at.is_(None) | OUTBOX.c.verdict.in_((PARKED, REFUSED))
    columns = (OUTBOX.c.id, OUTBOX.c.payload, OUTBOX.c.verdict, OUTBOX.c.verdict_reason)
    query = select(*columns).where(given, open_still, OUTBOX.c.payload.is_not(None))
    return [_sent(row, title) for row in connection.execute(query.order_by(OUTBOX.c.number.desc()))]


def _sent(row: Any, title: str) -> SentMeasure:
    content = plain(row.payload)
    state = "refused" if row.verdict == REFUSED else "waiting"
    return SentMeasure(
        row.id, str(content.get("code", "")), int(content.get("version", 0)), str(content.get(title, "")),
        state, row.verdict_reason or "",
    )  # fmt: skip


_APPLICATIONS = RecordMapping(Application)
