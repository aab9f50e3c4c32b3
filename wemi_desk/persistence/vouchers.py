"""Vouchers and what moved on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, or_, select

from wemi_desk.domain.vouchers import Voucher, VoucherMovement
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.lineage import lineage
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.records import SqlRecords
from wemi_desk.persistence.tables import VOUCHER, VOUCHER_MOVEMENT

_MOVEMENTS = RecordMapping(VoucherMovement)


class SqlVouchers(SqlRecords[Voucher]):
    """See services.act_ports.VoucherRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, VOUCHER, Voucher, journal)

    def of(self, citizen_id: UUID) -> Sequence[Voucher]:
        """Those this person has, or that are for them, newest first."""
        people, table = lineage(self._connection, citizen_id), VOUCHER.c
        mine = or_(table.citizen_id.in_(people), table.beneficiary_id.in_(people))
        return self._all(select(VOUCHER).where(mine).order_by(table.issued_on.desc(), table.id.desc()))

    def of_application(self, application_id: UUID) -> Sequence[Voucher]:
        """What was given for one application."""
        return self._all(select(VOUCHER).where(VOUCHER.c.application_id == application_id).order_by(VOUCHER.c.id))

    def ending(self, first: date, last: date) -> Sequence[Voucher]:
        """Those whose last day lies between two, and that nobody revoked; the soonest first."""
        table = VOUCHER.c
        ends = table.spend_until.between(first, last) & table.revoked_at.is_(None)
        return self._all(select(VOUCHER).where(ends).order_by(table.spend_until, table.id))

    def movements(self, voucher_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[VoucherMovement]]:
        """Per voucher, in the order in which they happened."""
        found: dict[UUID, list[VoucherMovement]] = {one: [] for one in voucher_ids}
        table = VOUCHER_MOVEMENT
        query = select(table).where(table.c.voucher_id.in_(voucher_ids)).order_by(table.c.at, table.c.id)
        for row in self._connection.execute(query).mappings():
            movement = _MOVEMENTS.to_record(row)
            found[movement.voucher_id].append(movement)
        return found

    def add_movement(self, movement: VoucherMovement) -> None:
        """Something that happened to the credit."""
        SqlRecords(self._connection, VOUCHER_MOVEMENT, VoucherMovement, self._journal).add(movement)
