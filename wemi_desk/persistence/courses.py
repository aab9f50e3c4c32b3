"""Activities with their dates, who is enrolled and who was there; workstations and their turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select, text

from wemi_desk.domain.courses import PLANNED, Activity, ActivityDate, Enrolment, Presence
from wemi_desk.domain.facilitation import ABOUT_PERSON
from wemi_desk.domain.workstations import Workstation, WorkstationTurn
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.lineage import lineage
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.records import SqlRecords, in_period
from wemi_desk.persistence.tables import (
    ACTIVITY,
    ACTIVITY_DATE,
    ACTIVITY_ENROLMENT,
    ACTIVITY_PRESENCE,
    FACILITATION_ATTENDANCE,
    FACILITATION_SESSION,
    SEATED_NOW,
    WORKSTATION,
    WORKSTATION_TURN,
)

_ACTIVITIES = RecordMapping(Activity)


class SqlActivityDates(SqlRecords[ActivityDate]):
    """See services.courses.ports.ActivityDateRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, ACTIVITY_DATE, ActivityDate, journal)

    def between(self, begin: datetime, end: datetime) -> Sequence[ActivityDate]:
        """Meetings that begin in a period, the soonest first."""
        query = select(ACTIVITY_DATE).where(in_period(ACTIVITY_DATE.c.starts_at, begin, end))
        return self._all(query.order_by(ACTIVITY_DATE.c.starts_at, ACTIVITY_DATE.c.id))

    def of(self, activity_id: UUID) -> Sequence[ActivityDate]:
        """All meetings of one activity, the soonest first."""
        query = select(ACTIVITY_DATE).where(ACTIVITY_DATE.c.activity_id == activity_id)
        return self._all(query.order_by(ACTIVITY_DATE.c.starts_at, ACTIVITY_DATE.c.id))

    def planned_after(self, instant: datetime) -> Sequence[ActivityDate]:
        """What is still to come."""
        table = ACTIVITY_DATE.c
        query = select(ACTIVITY_DATE).where(table.starts_at >= instant, table.state == PLANNED)
        return self._all(query.order_by(table.starts_at, table.id))

    def activities(self, ids: Sequence[UUID]) -> Mapping[UUID, Activity]:
        """What the meetings belong to."""
        rows = self._connection.execute(select(ACTIVITY).where(ACTIVITY.c.id.in_(ids))).mappings()
        return {row["id"]: _ACTIVITIES.to_record(row) for row in rows}


class SqlEnrolments(SqlRecords[Enrolment]):
    """See services.courses.ports.EnrolmentRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, ACTIVITY_ENROLMENT, Enrolment, journal)

    def of(self, activity_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Enrolment]]:
        """Per activity, everybody who ever enrolled."""
        query = select(ACTIVITY_ENROLMENT).where(ACTIVITY_ENROLMENT.c.activity_id.in_(activity_ids))
        found: dict[UUID, list[Enrolment]] = {one: [] for one in activity_ids}
        for enrolment in self._all(query):
            found[enrolment.activity_id].append(enrolment)
        return found

    def of_citizen(self, citizen_id: UUID) -> Sequence[Enrolment]:
        """What this person, or a record merged into theirs, enrolled for, and did not leave."""
        people, table = lineage(self._connection, citizen_id), ACTIVITY_ENROLMENT.c
        query = select(ACTIVITY_ENROLMENT).where(table.citizen_id.in_(people), table.cancelled_at.is_(None))
        return self._all(query.order_by(table.enrolled_at.desc()))


class SqlPresences(SqlRecords[Presence]):
    """See services.courses.ports.PresenceRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, ACTIVITY_PRESENCE, Presence, journal)

    def of(self, date_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Presence]]:
        """Per meeting, everybody who was noted, also by mistake."""
        query = select(ACTIVITY_PRESENCE).where(ACTIVITY_PRESENCE.c.date_id.in_(date_ids))
        found: dict[UUID, list[Presence]] = {one: [] for one in date_ids}
        for presence in self._all(query):
            found[presence.date_id].append(presence)
        return found


    def said_before(self, citizen_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, tuple[str, ...]]]:
        """What these people said about themselves at their last sitting of digital help, where they did."""
        attended, sitting = FACILITATION_ATTENDANCE.c, FACILITATION_SESSION.c
        query = (
            select(attended.citizen_id, attended.answers)
            .join_from(FACILITATION_ATTENDANCE, FACILITATION_SESSION, attended.session_id == sitting.id)
            .where(attended.citizen_id.in_(citizen_ids), attended.cancelled_at.is_(None))
            .order_by(sitting.starts_at)
        )
        found: dict[UUID, dict[str, tuple[str, ...]]] = {}
        for citizen_id, answers in self._connection.execute(query):
            said = {name: tuple(answers[name]) for name in ABOUT_PERSON if answers.get(name)}
            found[citizen_id] = found.get(citizen_id, {}) | said
        return found


class SqlWorkstations(SqlRecords[Workstation]):
    """See services.courses.ports.WorkstationRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, WORKSTATION, Workstation, journal)

    def of_space(self, space_code: str) -> Sequence[Workstation]:
        """Those in use, in the order in which they were set up."""
        table = WORKSTATION.c
        query = select(WORKSTATION).where(table.space_code == space_code, table.retired_at.is_(None))
        return self._all(query.order_by(table.created_at, table.id))


class SqlWorkstationTurns(SqlRecords[WorkstationTurn]):
    """See services.courses.ports.WorkstationTurnRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, WORKSTATION_TURN, WorkstationTurn, journal)

    def between(self, begin: datetime, end: datetime) -> Sequence[WorkstationTurn]:
        """Those that begin in a period, and those of people who still sit there, the soonest first."""
        table = WORKSTATION_TURN.c
        wanted = in_period(table.starts_at, begin, end) | (text(SEATED_NOW) & (table.starts_at < end))
        return self._all(select(WORKSTATION_TURN).where(wanted).order_by(table.starts_at, table.id))
