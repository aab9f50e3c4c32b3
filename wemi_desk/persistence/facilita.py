"""The register of Facilita: the ledger of what was sent, and the attendances it is made from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, select

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.facilita_ledger import (
    FacilitaBatch,
    FacilitaBatchId,
    RowMark,
)
from wemi_desk.domain.facilita_register import FacilitaOperator, FacilitaSite
from wemi_desk.domain.facilitation import AttendanceId, Attendee, FacilitationSession, SessionId
from wemi_desk.persistence import tables
from wemi_desk.persistence.database import CACHE_KIB, cursor_of
from wemi_desk.persistence.facilita_rows import SqlFacilitaRows
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.mapping import microseconds
from wemi_desk.persistence.records import SqlRecords
from wemi_desk.services.facilita.ports import Candidate
from wemi_desk.sync.identifiers import uuid_of

_CHUNK = 500
_WIDE_KIB = 8_000
"""While a month is read people are looked up in the order of their visits: each page would be deciphered again."""
_OWN = ("education", "occupation", "citizenship")
"""Answers in our own finer codes; the others are columns of Facilita."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PERSON, _MARK, _CANCELLED = 10, 18, 25
"""Where the parts of a row of the query begin."""
_FROM = """
FROM facilitation_session s JOIN facilitation_attendance a ON a.session_id = s.id
LEFT JOIN facilita_row r ON r.attendance_id = a.id AND r.state IN ('waiting', 'accepted', 'rejected')
LEFT JOIN citizen c ON c.id = a.citizen_id
WHERE s.space_code = ? AND s.starts_at >= ? AND s.starts_at < ?
  AND (s.cancelled_at IS NULL AND a.cancelled_at IS NULL OR r.state IN ('waiting', 'accepted'))
"""
_CANDIDATES = """
SELECT s.id, s.space_code, s.operator_id, s.starts_at, s.minutes, s.kind, s.competences, s.domains, s.title,
  s.local_number, a.id, a.citizen_id, a.answers, c.surname, c.given_name, c.fiscal_code, c.unchecked_code, c.birth_date,
  r.batch_id, r.row_number, r.state, r.content, r.again, r.reject_keys, r.reject_text,
  coalesce(s.cancelled_at, a.cancelled_at)
"""


class SqlFacilita:
    """See services.facilita.ports.FacilitaRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        self._connection = connection
        self._journal = journal
        self.sent = SqlFacilitaRows(connection)

    # --- what it is made from ----------------------------------------------------------------------------------------

    def candidates(self, space_code: str, begin: datetime, end: datetime) -> Iterator[Candidate]:
        statement = f"{_CANDIDATES} {_FROM} ORDER BY s.starts_at, s.id, a.id"
        period = (space_code, microseconds(begin), microseconds(end))
        cursor = cursor_of(self._connection)
        cursor.execute(f"PRAGMA cache_size = -{_WIDE_KIB}")
        try:
            yield from _candidates(cursor.execute(statement, period))
        finally:
            cursor_of(self._connection).execute(f"PRAGMA cache_size = -{CACHE_KIB}")

    def count(self, space_code: str, begin: datetime, end: datetime) -> int:
        period = (space_code, microseconds(begin), microseconds(end))
        return int(cursor_of(self._connection).execute(f"SELECT count(*) {_FROM}", period).fetchone()[0])

    # --- as registered -----------------------------------------------------------------------------------------------

    def sites(self, space_code: str) -> Sequence[FacilitaSite]:
        return self._of(FacilitaSite, tables.FACILITA_SITE, space_code)

    def operators(self, space_code: str) -> Sequence[FacilitaOperator]:
        return self._of(FacilitaOperator, tables.FACILITA_OPERATOR, space_code)

    def put_site(self, site: FacilitaSite) -> None:
        self._put(tables.FACILITA_SITE, site)

    def put_operator(self, operator: FacilitaOperator) -> None:
        self._put(tables.FACILITA_OPERATOR, operator)

    # --- batches -----------------------------------------------------------------------------------------------------

    def batches(self, space_code: str) -> Sequence[FacilitaBatch]:
        return self._of(FacilitaBatch, tables.FACILITA_BATCH, space_code)[::-1]

    def batch(self, batch_id: UUID) -> FacilitaBatch:
        found: FacilitaBatch = self._records(FacilitaBatch, tables.FACILITA_BATCH).get(batch_id)
        return found

    def add_batch(self, batch: FacilitaBatch) -> None:
        self._records(FacilitaBatch, tables.FACILITA_BATCH).add(batch)

    def replace_batch(self, batch: FacilitaBatch) -> None:
        self._records(FacilitaBatch, tables.FACILITA_BATCH).replace(batch)

    # --- the key of the hashes ---------------------------------------------------------------------------------------

    def hash_key(self) -> bytes | None:
        found = cursor_of(self._connection).execute("SELECT key FROM facilita_key").fetchone()
        return None if found is None else bytes(found[0])

    def keep_hash_key(self, key: bytes) -> None:
        cursor_of(self._connection).execute("INSERT INTO facilita_key (id, key) VALUES (1, ?)", (key,))

    # --- inside ------------------------------------------------------------------------------------------------------

    def _of(self, record_type: type[Any], table: Table, space_code: str) -> Sequence[Any]:
        query = select(table).where(table.c.space_code == space_code).order_by(table.c.created_at, table.c.id)
        return [record_type(**row) for row in self._connection.execute(query).mappings()]

    def _records(self, record_type: type[Any], table: Table) -> SqlRecords[Any]:
        return SqlRecords(self._connection, table, record_type, self._journal)

    def _put(self, table: Table, record: Any) -> None:
        records = self._records(type(record), table)
        if records.find(record.id) is None:
            records.add(record)
        else:
            records.replace(record)


def _candidates(rows: Iterable[Sequence[Any]]) -> Iterator[Candidate]:
    """Rows of one sitting follow each other: it is made once."""
    last, session = b"", None
    for row in rows:
        if session is None or row[0] != last:
            last, session = row[0], _session(row)
        yield Candidate(
            session, uuid_of(row[_PERSON]), _attendee(row), _mark(row), row[_CANCELLED] is not None
        )


def _session(row: Sequence[Any]) -> FacilitationSession:
    return FacilitationSession(
        id=SessionId(uuid_of(row[0])), space_code=row[1], operator_id=uuid_of(row[2]),
        starts_at=_EPOCH + timedelta(microseconds=row[3]), minutes=row[4], kind=row[5],
        competences=tuple(json.loads(row[6])), domains=tuple(json.loads(row[7])), title=row[8], local_number=row[9],
    )  # fmt: skip


def _attendee(row: Sequence[Any]) -> Attendee | None:
    attendance, citizen, answers, surname, name, code, unchecked, born = row[_PERSON:_MARK]
    if citizen is None or surname is None:  # nobody who gave a name, or somebody whose record was erased
        return None
    said = {key: tuple(value) for key, value in json.loads(answers or "{}").items()}
    own = {key: said.pop(key)[0] for key in _OWN if said.get(key)}
    return Attendee(
        attendance_id=AttendanceId(uuid_of(attendance)), citizen_id=CitizenId(uuid_of(citizen)), surname=surname,
        given_name=name, fiscal_code=code or unchecked, birth_date=date.fromisoformat(born) if born else None,
        answers=said, **own,
    )  # fmt: skip


def _mark(row: Sequence[Any]) -> RowMark | None:
    batch, number, state, content, again, keys, text = row[_MARK:_CANCELLED]
    if batch is None:
        return None
    return RowMark(
        FacilitaBatchId(uuid_of(batch)), number, state, bytes(content), bool(again), tuple(json.loads(keys)), text
    )
