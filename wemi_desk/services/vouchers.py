"""Vouchers as the desk sees them: read from the centre, or copied from a paper; nothing is issued here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.vouchers import (
    Balance,
    MovementId,
    Voucher,
    VoucherId,
    VoucherMovement,
    balance,
    refusal,
    state_of,
)
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

MOST_CENTS = 10**12
MOST_NUMBER = 60
_TOLERANCE = timedelta(minutes=5)


class VoucherService:
    """See services.application_ports.VouchersDoor."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def of(self, citizen_id: CitizenId) -> Sequence[Voucher]:
        """Those this person has, or that are for them, newest first."""
        with self._store.reading() as work:
            return work.vouchers.of(citizen_id)

    def get(self, voucher_id: UUID) -> Voucher:
        """Raises RecordMissingError."""
        with self._store.reading() as work:
            return work.vouchers.get(voucher_id)

    def movements(self, voucher_id: UUID) -> Sequence[VoucherMovement]:
        """Oldest first."""
        with self._store.reading() as work:
            return _movements(work, voucher_id)

    def balance(self, voucher_id: UUID) -> Balance:
        """Derived from the movements, now."""
        with self._store.reading() as work:
            voucher = work.vouchers.get(voucher_id)
            return balance(voucher, _movements(work, voucher.id), self._session.clock.today())

    def state(self, voucher_id: UUID) -> str:
        """Derived: see domain.vouchers.state_of."""
        with self._store.reading() as work:
            voucher = work.vouchers.get(voucher_id)
            return state_of(voucher, _movements(work, voucher.id), self._session.clock.today())

    def note(
        self, application_id: UUID, number: str, amount_cents: int, issued_on: date, spend_until: date | None
    ) -> Voucher:
        """A voucher read from a paper; raises InvalidFieldError."""
        self._session.require("serve")
        self._check(number, amount_cents, issued_on, spend_until)
        with self._store.work() as work:
            application = work.applications.get(application_id)
            if any(one.number == number.strip() for one in work.vouchers.of_application(application.id)):
                raise InvalidFieldError("number", "taken")
            group = application.group
            voucher = Voucher(
                id=VoucherId(self._session.ids()), number=number.strip(), application_id=application.id,
                citizen_id=application.citizen_id, beneficiary_id=None if group else application.beneficiary_id,
                space_code=self._session.space.code, measure_code=application.measure_code,
                holder_kind="institution" if group else "applicant", holder_name=group.holder_name if group else "",
                amount_cents=amount_cents, issued_on=issued_on, spend_until=spend_until,
                created_at=self._session.clock.now(), created_by=self._session.operator.id,
            )  # fmt: skip
            work.vouchers.add(voucher)
            work.commit()
        return voucher

    def note_movement(
        self,
        voucher_id: UUID,
        kind: str,
        amount_cents: int,
        at: datetime,
        *,
        provider: str = "",
        refers_to: MovementId | None = None,
        reference: str = "",
    ) -> VoucherMovement:
        """A movement read from a paper; one that takes the balance below zero is refused (InvalidFieldError)."""
        self._session.require("serve")
        if at > self._session.clock.now() + _TOLERANCE:
            raise InvalidFieldError("at", "in_future")
        with self._store.work() as work:
            voucher = work.vouchers.get(voucher_id)
            movement = VoucherMovement(
                id=MovementId(self._session.ids()), voucher_id=voucher.id, citizen_id=voucher.citizen_id,
                space_code=self._session.space.code, kind=kind, amount_cents=amount_cents, at=at,
                provider=provider.strip(), refers_to=refers_to, external_reference=reference.strip(),
                created_at=self._session.clock.now(), created_by=self._session.operator.id,
            )  # fmt: skip
            if reason := refusal(voucher, _movements(work, voucher.id), movement):
                raise InvalidFieldError("amount_cents", reason)
            work.vouchers.add_movement(movement)
            work.commit()
        return movement

    def _check(self, number: str, amount_cents: int, issued_on: date, spend_until: date | None) -> None:
        if not number.strip():
            raise InvalidFieldError("number", "required")
        if len(number.strip()) > MOST_NUMBER:
            raise InvalidFieldError("number", "too_long", limit=MOST_NUMBER, actual=len(number.strip()))
        if not 0 < amount_cents <= MOST_CENTS:
            raise InvalidFieldError("amount_cents", "out_of_range")
        if issued_on > rome_day(self._session.clock.now()):
            raise InvalidFieldError("issued_on", "in_future")
        if spend_until is not None and spend_until < issued_on:
            raise InvalidFieldError("spend_until", "before_issued")


def _movements(work: UnitOfWork, voucher_id: UUID) -> Sequence[VoucherMovement]:
    return work.vouchers.movements([voucher_id])[voucher_id]
