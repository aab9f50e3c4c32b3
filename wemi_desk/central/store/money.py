"""What a measure may spend, as the centre's office sets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, and_, insert, select, update

from wemi_desk.central.exchange.workspace import Fund
from wemi_desk.central.store.tables import FUND, LIVE_APPLICATION
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.sync.identifiers import uuid_of


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """One live application under a measure."""

    measure_code: str
    application_id: UUID


class Money:
    """One tenant's funds."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def funds(self) -> Sequence[Fund]:
        """All, by measure."""
        rows = self._connection.execute(
            select(FUND).where(FUND.c.tenant == self._tenant).order_by(FUND.c.measure_code)
        ).mappings()
        return [Fund(row["measure_code"], row["total_cents"], row["booked_cents"]) for row in rows]

    def set_fund(self, measure_code: str, total_cents: int) -> Fund:
        """Never below what is granted already; raises InvalidFieldError."""
        mine = and_(FUND.c.tenant == self._tenant, FUND.c.measure_code == measure_code)
        row = self._connection.execute(select(FUND.c.booked_cents).where(mine).with_for_update()).first()
        booked = row.booked_cents if row else 0
        if total_cents < booked:
            raise InvalidFieldError("fund", "below_granted", granted_cents=booked)
        if row is None:
            values = {"measure_code": measure_code, "total_cents": total_cents, "booked_cents": 0}
            self._connection.execute(insert(FUND).values(tenant=self._tenant, **values))
        else:
            self._connection.execute(update(FUND).where(mine).values(total_cents=total_cents))
        return Fund(measure_code, total_cents, booked)

    def live(self, measure_code: str = "") -> Sequence[OpenPlace]:
        """Applications that hold a place, of one measure or of all."""
        wanted = [LIVE_APPLICATION.c.tenant == self._tenant]
        if measure_code:
            wanted.append(LIVE_APPLICATION.c.measure_code == measure_code)
        rows = self._connection.execute(
            select(LIVE_APPLICATION.c.measure_code, LIVE_APPLICATION.c.application_id).where(*wanted)
        )
        return sorted((OpenPlace(row[0], uuid_of(row[1])) for row in rows), key=lambda one: str(one.application_id))
