"""Applications for measures, and the measures that the centre has published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, or_, select, text

from wemi_desk.domain.acts import SUBMIT
from wemi_desk.domain.application_facts import ENDED
from wemi_desk.domain.applications import QUEUED, Application, ApplicationEvent
from wemi_desk.persistence.glances import Glance
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.lineage import lineage
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.records import SqlRecords
from wemi_desk.persistence.tables import (
    APPLICATION,
    APPLICATION_EVENT,
    HOUSEHOLD_MEMBER,
    ISEE_CERTIFICATE,
    OPEN_APPLICATIONS,
    OUTBOX,
)

_EVENTS = RecordMapping(ApplicationEvent)


def _applications_of(people: list[Any]) -> Select[Any]:
    mine = or_(APPLICATION.c.citizen_id.in_(people), APPLICATION.c.beneficiary_id.in_(people))
    return select(APPLICATION).where(mine).order_by(APPLICATION.c.created_at.desc())


def _unanswered(ids: list[Any]) -> Select[Any]:
    waiting = (OUTBOX.c.verb == SUBMIT) & OUTBOX.c.withdrawn_at.is_(None)
    unanswered = OUTBOX.c.verdict.is_(None) | (OUTBOX.c.verdict == "parked")
    return select(OUTBOX.c.record_id).where(OUTBOX.c.record_id.in_(ids), waiting, unanswered)


_OF, _HANDED_OVER = Glance(_applications_of), Glance(_unanswered)


class SqlApplications(SqlRecords[Application]):
    """See services.act_ports.ApplicationRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, APPLICATION, Application, journal)

    def shown(self, record_id: UUID) -> Application:
        """As :meth:`get`; QUEUED while it waits to be sent."""
        application = self.get(record_id)
        waits = application.is_the_desks and application.id in self._handed_over([application.id])
        return replace(application, state=QUEUED) if waits else application

    def open(self) -> Sequence[Application]:
        """Those of which somebody must still hear, QUEUED among them; the oldest first."""
        query = select(APPLICATION).where(text(OPEN_APPLICATIONS)).order_by(APPLICATION.c.state, APPLICATION.c.id)
        return self._queued(self._all(query))

    def isee_kinds(self, day: date) -> Mapping[UUID, frozenset[str]]:
        """Per draft, the kinds of attestation that its applicant, or the applicant's household, has on *day*."""
        asked, seen, place = APPLICATION.c, ISEE_CERTIFICATE.c, HOUSEHOLD_MEMBER.c
        holds = (seen.valid_until >= day) & (seen.dsu_on.is_(None) | (seen.dsu_on <= day)) & (asked.state == "draft")
        drafts = APPLICATION.join(ISEE_CERTIFICATE, seen.citizen_id == asked.citizen_id)
        shared = APPLICATION.join(
            HOUSEHOLD_MEMBER, (place.citizen_id == asked.citizen_id) & place.left_on.is_(None)
        ).join(ISEE_CERTIFICATE, seen.household_id == place.household_id)
        found: dict[UUID, set[str]] = {}
        for rows in (drafts, shared):
            query = select(asked.id, seen.kind).select_from(rows).where(holds, text(f"application.{OPEN_APPLICATIONS}"))
            for application_id, kind in self._connection.execute(query):
                found.setdefault(application_id, set()).add(kind)
        return {one: frozenset(kinds) for one, kinds in found.items()}

    def beside(self, beneficiary_id: UUID, measure_code: str) -> Sequence[Application]:
        """Those for the same person and measure that have not ended, newest first."""
        people, ended = lineage(self._connection, beneficiary_id), APPLICATION.c.state.in_(ENDED)
        mine = APPLICATION.c.beneficiary_id.in_(people) & (APPLICATION.c.measure_code == measure_code)
        query = select(APPLICATION).where(mine, ~ended, APPLICATION.c.group.is_(None))
        return self._queued(self._all(query.order_by(APPLICATION.c.created_at.desc())))

    def history(self, application_id: UUID) -> Sequence[ApplicationEvent]:
        """What happened to it, oldest first."""
        table = APPLICATION_EVENT
        query = select(table).where(table.c.application_id == application_id).order_by(table.c.at, table.c.id)
        rows = self._connection.execute(query).mappings()
        return [_EVENTS.to_record(row) for row in rows]

    def add_event(self, event: ApplicationEvent) -> None:
        """A line of the history."""
        SqlRecords(self._connection, APPLICATION_EVENT, ApplicationEvent, self._journal).add(event)

    def of(self, citizen_id: UUID) -> Sequence[Application]:
        """Those of which this person is applicant or beneficiary, newest first."""
        rows = _OF.rows(self._connection, lineage(self._connection, citizen_id))
        return self._queued([Application(**vars(row)) for row in rows])

    def _queued(self, found: Sequence[Application]) -> Sequence[Application]:
        handed_over = self._handed_over([one.id for one in found if one.is_the_desks])
        return [replace(one, state=QUEUED) if one.id in handed_over else one for one in found]

    def _handed_over(self, ids: Sequence[UUID]) -> set[UUID]:
        """Submitted here, without the centre's word yet."""
        return {row.record_id for row in _HANDED_OVER.rows(self._connection, ids)}
