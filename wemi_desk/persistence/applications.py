"""Applications for measures, and the measures that the centre has published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection, or_, select

from wemi_desk.domain.acts import SUBMIT
from wemi_desk.domain.applications import QUEUED, Application
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.lineage import lineage
from wemi_desk.persistence.records import SqlRecords
from wemi_desk.persistence.tables import APPLICATION, OUTBOX, SHADOW
from wemi_desk.sync.messages import plain


class SqlApplications(SqlRecords[Application]):
    """See services.act_ports.ApplicationRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, APPLICATION, Application, journal)

    def of(self, citizen_id: UUID) -> Sequence[Application]:
        """Those of which this person is applicant or beneficiary, newest first."""
        people = lineage(self._connection, citizen_id)
        mine = or_(APPLICATION.c.citizen_id.in_(people), APPLICATION.c.beneficiary_id.in_(people))
        found = self._all(select(APPLICATION).where(mine).order_by(APPLICATION.c.created_at.desc()))
        handed_over = self._handed_over([one.id for one in found if one.is_the_desks])
        return [replace(one, state=QUEUED) if one.id in handed_over else one for one in found]

    def measures(self) -> Sequence[tuple[str, str]]:
        """Code and name of what the centre has published, by name."""
        rows = self._connection.execute(select(SHADOW.c.data).where(SHADOW.c.kind == "measure")).scalars()
        contents = [plain(data) for data in rows if data is not None]
        return sorted(
            ((one["code"], one.get("name") or one["code"]) for one in contents if one.get("code")),
            key=lambda pair: pair[1],
        )

    def _handed_over(self, ids: Sequence[UUID]) -> set[UUID]:
        """Submitted here, without the centre's word yet."""
        waiting = (OUTBOX.c.verb == SUBMIT) & OUTBOX.c.withdrawn_at.is_(None)
        unanswered = OUTBOX.c.verdict.is_(None) | (OUTBOX.c.verdict == "parked")
        query = select(OUTBOX.c.record_id).where(OUTBOX.c.record_id.in_(ids), waiting, unanswered)
        return set(self._connection.execute(query).scalars())
