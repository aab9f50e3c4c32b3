"""What became of the acts of one day, counted in the outbox, with the centre's last receipt."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select

from wemi_desk.domain.day_ledgers import DayLedger, LedgerReceipt, held_reason
from wemi_desk.persistence.tables import DESK, OUTBOX, RECEIPT


def day_ledger(connection: Connection, day: date, begin: datetime, end: datetime) -> DayLedger:
    """Made = received + held, and every held act with its reason."""
    made, received, held, counted = Counter[str](), Counter[str](), Counter[str](), 0
    for row in _grouped(connection, begin, end):
        made[row.kind] += row.n
        counted += row.n
        if row.received:
            received[row.kind] += row.n
        else:
            held[held_reason(row.verdict, row.verdict_reason, aside=row.aside, withdrawn=row.withdrawn)] += row.n
    first, last, chain = _ends(connection, begin, end)
    return DayLedger(
        day=day, made=counted, received=sum(received.values()), held=tuple(sorted(held.items())),
        by_kind=tuple((kind, made[kind], received[kind]) for kind in sorted(made)),
        first=first, last=last, chain=chain, receipt=_receipt(connection),
    )  # fmt: skip


def _grouped(connection: Connection, begin: datetime, end: datetime) -> Any:
    table = OUTBOX.c
    said = (
        table.kind, table.verdict, table.verdict_reason, table.acked_at.is_not(None).label("received"),
        table.set_aside_at.is_not(None).label("aside"), table.withdrawn_at.is_not(None).label("withdrawn"),
    )  # fmt: skip
    query = select(*said, func.count().label("n")).where(table.made_at >= begin, table.made_at < end)
    return connection.execute(query.group_by(*said))


def _ends(connection: Connection, begin: datetime, end: datetime) -> tuple[int, int, bytes]:
    table, mine = OUTBOX.c, select(DESK.c.incarnation).scalar_subquery()
    today = and_(table.made_at >= begin, table.made_at < end, table.incarnation == mine)
    first, last = connection.execute(select(func.min(table.number), func.max(table.number)).where(today)).one()
    if last is None:
        return 0, 0, b""
    query = select(table.chain).where(table.number == last, table.incarnation == mine)
    return first, last, connection.execute(query).scalar_one()


def _receipt(connection: Connection) -> LedgerReceipt | None:
    """The furthest word of the centre about this log."""
    incarnation = connection.execute(select(DESK.c.incarnation)).scalar_one()
    query = select(RECEIPT).where(RECEIPT.c.incarnation == incarnation.bytes).order_by(RECEIPT.c.last.desc()).limit(1)
    row = connection.execute(query).first()
    if row is None:
        return None
    at = datetime.fromtimestamp(row.at / 1_000_000, UTC)
    return LedgerReceipt(at=at, last=row.last, chain=row.chain, signature=row.signature)
