"""What stays on this PC or comes from the centre: drafts, undo, directory, and the outbox's counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from wemi_desk.domain.acts import RECEIPT, SUBMIT
from wemi_desk.domain.day_ledgers import DayLedger
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.drafts import Draft
from wemi_desk.domain.operators import Operator
from wemi_desk.domain.outbox_rows import OutboxCounts, OutboxList, OutboxRow
from wemi_desk.domain.spaces import Organisation, Space
from wemi_desk.persistence.day_ledger import day_ledger
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.tables import DEED, DRAFT, OPERATOR, ORGANISATION, OUTBOX, SPACE

T = TypeVar("T")
REFUSED = "refused"
_WAITING = OUTBOX.c.acked_at.is_(None) & OUTBOX.c.verdict.is_(None)


class _LocalTable(Generic[T]):
    """Put, find and list without outbox and audit."""

    def __init__(self, connection: Connection, table: Table, record_type: type[T]) -> None:
        self._connection = connection
        self._table = table
        self._mapping = RecordMapping(record_type)

    def put(self, record: T) -> None:
        """Insert or overwrite."""
        row = self._mapping.to_row(record)
        statement = insert(self._table).values(row)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))

    def find(self, record_id: UUID) -> T | None:
        """The record, or None."""
        found = self.listed(select(self._table).where(self._table.c.id == record_id))
        return found[0] if found else None

    def listed(self, query: Any) -> Sequence[T]:
        """Records of a query on this table."""
        return [self._mapping.to_record(row) for row in self._connection.execute(query).mappings()]


class SqlDrafts(_LocalTable[Draft]):
    """See services.ports.DraftRecords."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, DRAFT, Draft)

    def of_space(self, space_code: str) -> Sequence[Draft]:
        """Drafts left open at a space, newest first."""
        return self.listed(select(DRAFT).where(DRAFT.c.space_code == space_code).order_by(DRAFT.c.saved_at.desc()))

    def remove(self, draft_id: UUID) -> None:
        """Forget a draft: its work was recorded, or its author threw it away."""
        self._connection.execute(delete(DRAFT).where(DRAFT.c.id == draft_id))


class SqlDeeds(_LocalTable[Deed]):
    """See services.ports.DeedRecords."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, DEED, Deed)

    def add(self, deed: Deed) -> None:
        """Remember an act that can be undone."""
        self.put(deed)

    def last(self, operator_id: UUID, since: datetime) -> Deed | None:
        """The newest deed of this operator that is not undone."""
        found = self.listed(_mine(operator_id, since).limit(1))
        return found[0] if found else None

    def since(self, operator_id: UUID, since: datetime) -> Sequence[Deed]:
        """Deeds not undone, newest first."""
        return self.listed(_mine(operator_id, since))

    def of_form(self, form_id: UUID) -> Deed | None:
        """The deed that recorded a form and was not undone."""
        found = self.listed(select(DEED).where(DEED.c.form_id == form_id, DEED.c.undone_at.is_(None)).limit(1))
        return found[0] if found else None

    def mark_undone(self, deed_id: UUID, at: datetime) -> None:
        """It was undone; it stays in the list of what was done."""
        self._connection.execute(update(DEED).where(DEED.c.id == deed_id).values(undone_at=at))


def _mine(operator_id: UUID, since: datetime) -> Select[Any]:
    query = select(DEED).where(DEED.c.operator_id == operator_id, DEED.c.done_at >= since, DEED.c.undone_at.is_(None))
    return query.order_by(DEED.c.done_at.desc(), DEED.c.id.desc())


class SqlOutbox:
    """See services.ports.OutboxReader."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def unsent(self) -> int:
        """How many acts the centre has not acknowledged."""
        query = select(func.count()).select_from(OUTBOX).where(_WAITING)
        return int(self._connection.execute(query).scalar_one())

    def oldest_unsent_at(self) -> datetime | None:
        """Since when the oldest of them waits."""
        query = select(OUTBOX.c.made_at).where(_WAITING).order_by(OUTBOX.c.made_at).limit(1)
        found: datetime | None = self._connection.execute(query).scalar()
        return found

    def counts(self, today: datetime) -> OutboxCounts:
        """How many acts stand in each list; *today* is when the day began."""
        waiting, to_check, sent = (self._counted(_standing(which, today)) for which in OutboxList)
        made = self._counted(OUTBOX.c.made_at >= today)
        return OutboxCounts(waiting=waiting, to_check=to_check, sent_today=sent, made_today=made)

    def page(self, which: OutboxList, today: datetime, offset: int, limit: int) -> Sequence[OutboxRow]:
        """Acts of one list, newest first; what is to be presented stands before all else that waits."""
        names = [name for name in RecordMapping(OutboxRow).names if name in OUTBOX.c]
        columns = [OUTBOX.c[name] for name in names]
        order: list[ColumnElement[Any]] = [OUTBOX.c.made_at.desc(), OUTBOX.c.number.desc()]
        if which is OutboxList.WAITING:
            order.insert(0, OUTBOX.c.verb.not_in((SUBMIT, RECEIPT)))
        query = select(*columns).where(_standing(which, today)).order_by(*order).offset(offset).limit(limit)
        return [OutboxRow(**dict(zip(names, row, strict=True))) for row in self._connection.execute(query)]

    def _counted(self, condition: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(OUTBOX).where(condition)
        return int(self._connection.execute(query).scalar_one())

    def day_ledger(self, day: date, begin: datetime, end: datetime) -> DayLedger:
        """What became of the acts made between two instants."""
        return day_ledger(self._connection, day, begin, end)

    def is_received(self, record_id: UUID) -> bool:
        """Whether the centre has acknowledged everything about one record that nobody withdrew."""
        mine = (OUTBOX.c.record_id == record_id) & OUTBOX.c.withdrawn_at.is_(None)
        acts = self._connection.execute(select(OUTBOX.c.acked_at).where(mine)).scalars()
        return all(acked is not None for acked in acts)

    def refusal(self, record_id: UUID) -> str | None:
        """The reason of the last act that came back and that nobody withdrew."""
        mine = (OUTBOX.c.record_id == record_id) & (OUTBOX.c.verdict == REFUSED) & OUTBOX.c.withdrawn_at.is_(None)
        query = select(OUTBOX.c.verdict_reason).where(mine).order_by(OUTBOX.c.number.desc()).limit(1)
        row = self._connection.execute(query).first()
        return None if row is None else row.verdict_reason or ""


def _standing(which: OutboxList, today: datetime) -> ColumnElement[bool]:
    if which is OutboxList.TO_CHECK:
        return (OUTBOX.c.verdict == REFUSED) & OUTBOX.c.withdrawn_at.is_(None)
    if which is OutboxList.SENT_TODAY:
        return OUTBOX.c.acked_at >= today
    return _WAITING


class SqlDirectory:
    """See services.ports.Directory."""

    def __init__(self, connection: Connection) -> None:
        self._spaces = _LocalTable(connection, SPACE, Space)
        self._operators = _LocalTable(connection, OPERATOR, Operator)
        self._organisations = _LocalTable(connection, ORGANISATION, Organisation)

    def put_organisation(self, organisation: Organisation) -> None:
        """Take a body as the centre (or the enrolment) gives it."""
        self._organisations.put(organisation)

    def spaces(self) -> Sequence[Space]:
        """All spaces the desk knows, by name."""
        return self._spaces.listed(select(SPACE).order_by(SPACE.c.name))

    def operators(self) -> Sequence[Operator]:
        """All operators the desk knows."""
        return self._operators.listed(select(OPERATOR).order_by(OPERATOR.c.surname))

    def put_space(self, space: Space) -> None:
        """Take a space as the centre (or the enrolment) gives it."""
        self._spaces.put(space)

    def put_operator(self, operator: Operator) -> None:
        """Take an operator as the centre (or the enrolment) gives it."""
        self._operators.put(operator)
