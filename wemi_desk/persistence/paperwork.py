"""Digital paperwork: matters, mandates, sittings with who was there, and types that the centre published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Text, select, text, type_coerce

from wemi_desk.domain.errors import RecordMissingError
from wemi_desk.domain.facilitation import FacilitationAttendance, FacilitationSession
from wemi_desk.domain.mandates import Mandate
from wemi_desk.domain.paperwork import PAPERWORK_TYPE
from wemi_desk.domain.paperwork_cases import PaperworkCase
from wemi_desk.domain.paperwork_habits import HABITS
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.lineage import lineage
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.measures import handed_over
from wemi_desk.persistence.records import SqlRecords, in_period
from wemi_desk.persistence.tables import (
    DESK,
    FACILITATION_ATTENDANCE,
    FACILITATION_SESSION,
    MANDATE,
    PAPERWORK_CASE,
    SHADOW,
    SHARED_SITTINGS,
)
from wemi_desk.services.measure_ports import SentMeasure
from wemi_desk.sync.messages import plain

_ATTENDANCES = RecordMapping(FacilitationAttendance)
_TYPES = (SHADOW.c.kind == PAPERWORK_TYPE) & SHADOW.c.data.is_not(None)


class SqlPaperwork:
    """See services.paperwork.ports.PaperworkRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        self._connection = connection
        self._journal = journal

    @cached_property
    def cases(self) -> SqlPaperworkCases:
        return SqlPaperworkCases(self._connection, self._journal)

    @cached_property
    def mandates(self) -> SqlMandates:
        return SqlMandates(self._connection, self._journal)

    @cached_property
    def sittings(self) -> SqlSittings:
        return SqlSittings(self._connection, self._journal)

    @cached_property
    def attendances(self) -> SqlRecords[FacilitationAttendance]:
        return SqlRecords(self._connection, FACILITATION_ATTENDANCE, FacilitationAttendance, self._journal)

    def sent(self) -> Sequence[SentMeasure]:
        """Types handed over to be published, without the centre's yes, newest first."""
        return handed_over(self._connection, PAPERWORK_TYPE, "title_it")

    def stamps(self) -> Mapping[UUID, bytes]:
        """Published types: record id → hash of its content."""
        rows = self._connection.execute(select(SHADOW.c.id, SHADOW.c.hash).where(_TYPES)).all()
        return {row.id: row.hash for row in rows}

    def content(self, record_id: UUID) -> Mapping[str, Any]:
        """A published type as it came."""
        data = self._connection.execute(select(SHADOW.c.data).where(_TYPES, SHADOW.c.id == record_id).limit(1)).scalar()
        if data is None:
            raise RecordMissingError(PAPERWORK_TYPE)
        found: Mapping[str, Any] = plain(data)
        return found

    def habits(self) -> Mapping[str, Any] | None:
        """The published list that says how spaces work with paperwork; None while there is none."""
        lists = (SHADOW.c.kind == "reference_list") & SHADOW.c.data.is_not(None)
        published = (plain(data) for data in self._connection.execute(select(SHADOW.c.data).where(lists)).scalars())
        return next((one for one in published if one.get("code") == HABITS), None)


class SqlPaperworkCases(SqlRecords[PaperworkCase]):
    """See services.paperwork.ports.CaseRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, PAPERWORK_CASE, PaperworkCase, journal)

    def of(self, citizen_id: UUID) -> Sequence[PaperworkCase]:
        """Those of one person, newest first."""
        people = lineage(self._connection, citizen_id)
        query = select(PAPERWORK_CASE).where(PAPERWORK_CASE.c.citizen_id.in_(people))
        return self._all(query.order_by(PAPERWORK_CASE.c.opened_at.desc()))

    def open_at(self, space_code: str) -> Sequence[PaperworkCase]:
        """Those of a space that nobody closed, oldest first."""
        table = PAPERWORK_CASE.c
        query = select(PAPERWORK_CASE).where(table.closed_at.is_(None), table.space_code == space_code)
        return self._all(query.order_by(table.opened_at, table.id))

    def opened_between(self, begin: datetime, end: datetime) -> Sequence[PaperworkCase]:
        query = select(PAPERWORK_CASE).where(in_period(PAPERWORK_CASE.c.opened_at, begin, end))
        return self._all(query.order_by(PAPERWORK_CASE.c.opened_at, PAPERWORK_CASE.c.id))

    def by_ids(self, ids: Sequence[UUID]) -> Sequence[PaperworkCase]:
        return self._all(select(PAPERWORK_CASE).where(PAPERWORK_CASE.c.id.in_(ids)))


class SqlMandates(SqlRecords[Mandate]):
    """See services.paperwork.ports.MandateRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, MANDATE, Mandate, journal)

    def of(self, citizen_id: UUID) -> Sequence[Mandate]:
        """Those that let somebody act for this person, newest first."""
        return self._newest(MANDATE.c.citizen_id.in_(lineage(self._connection, citizen_id)))

    def held_by(self, citizen_id: UUID) -> Sequence[Mandate]:
        """Those that let this person act for others, newest first."""
        return self._newest(MANDATE.c.delegate_id.in_(lineage(self._connection, citizen_id)))

    def ending(self, first: date, last: date) -> Sequence[Mandate]:
        """Those whose last day lies between two, the soonest first."""
        table = MANDATE.c
        ends = table.expires_on.between(first, last) & table.ended_at.is_(None)
        return self._all(select(MANDATE).where(ends).order_by(table.expires_on, table.id))

    def _newest(self, condition: Any) -> Sequence[Mandate]:
        return self._all(select(MANDATE).where(condition).order_by(MANDATE.c.seen_at.desc(), MANDATE.c.id.desc()))


class SqlSittings(SqlRecords[FacilitationSession]):
    """See services.paperwork.ports.SittingRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, FACILITATION_SESSION, FacilitationSession, journal)

    def of_case(self, case_id: UUID) -> Sequence[FacilitationSession]:
        """Those about one matter, also where it shared the minutes of another, oldest first."""
        table = FACILITATION_SESSION.c
        shared = type_coerce(table.other_case_ids, Text).contains(str(case_id))
        own = self._all(select(FACILITATION_SESSION).where(table.case_id == case_id))
        beside = self._all(select(FACILITATION_SESSION).where(text(SHARED_SITTINGS), shared))
        return sorted((*own, *beside), key=lambda one: (one.starts_at, one.id))

    def of_course(self, course_id: UUID) -> Sequence[FacilitationSession]:
        table = FACILITATION_SESSION.c
        query = select(FACILITATION_SESSION).where(table.course_id == course_id)
        return self._all(query.order_by(table.starts_at, table.id))

    def begun_between(self, begin: datetime, end: datetime, space_code: str = "") -> Sequence[FacilitationSession]:
        """Those that count, oldest first; without *space_code* those of every space here."""
        table = FACILITATION_SESSION.c
        period = in_period(table.starts_at, begin, end) & table.cancelled_at.is_(None)
        query = select(FACILITATION_SESSION).where(period)
        if space_code:
            query = query.where(table.space_code == space_code)
        return self._all(query.order_by(table.starts_at, table.id))

    def attended(self, session_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[FacilitationAttendance]]:
        """Per sitting who was there, those taken back left out."""
        found: dict[UUID, list[FacilitationAttendance]] = {one: [] for one in session_ids}
        table = FACILITATION_ATTENDANCE
        query = select(table).where(table.c.session_id.in_(session_ids), table.c.cancelled_at.is_(None))
        for row in self._connection.execute(query.order_by(table.c.id)).mappings():
            attendance = _ATTENDANCES.to_record(row)
            found[attendance.session_id].append(attendance)
        return found

    def next_number(self, year: int) -> str:
        """A number that no sitting of this desk has had: the number of the act that writes it. What a restored store
        has lost keeps its own, for the incarnation is another one."""
        desk = self._connection.execute(select(DESK.c.incarnation, DESK.c.last_number)).one()
        return f"{year % 100:02}-{desk.incarnation.int & 0xFFFF:04X}-{desk.last_number + 1:05}"

    def of_operator(self, operator_id: UUID, begin: datetime, end: datetime) -> Sequence[FacilitationSession]:
        """Those that count and that somebody began in a period, oldest first."""
        return [one for one in self.begun_between(begin, end) if one.operator_id == operator_id]
