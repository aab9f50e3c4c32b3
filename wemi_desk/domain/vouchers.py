"""What is left of a voucher: always derived from its movements, never typed (vouchers.md 7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType
from uuid import UUID

from wemi_desk.domain.applications import Contradiction
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.days import rome_day

VoucherId = NewType("VoucherId", UUID)
MovementId = NewType("MovementId", UUID)
HOLD, SPEND, RELEASE, REVERSAL = "hold", "spend", "release", "reversal"
MOVEMENT_KINDS = (HOLD, SPEND, RELEASE, REVERSAL)
ISSUED, PARTLY_SPENT, EXHAUSTED, EXPIRED, REVOKED = "issued", "partly_spent", "exhausted", "expired", "revoked"
WARNING_DAYS = (7, 30, 60)
"""So long before the last day somebody is reminded that there is money left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """Credit that the Comune's platform gave; the desk reads it, or notes it from a paper."""

    id: VoucherId
    number: str
    application_id: UUID | None = None
    citizen_id: CitizenId
    """The applicant: the voucher is theirs."""
    beneficiary_id: CitizenId | None = None
    space_code: str
    measure_code: str
    holder_kind: str = "applicant"  # applicant · beneficiary · institution
    holder_name: str = ""
    """Of an institution."""
    amount_cents: int
    issued_on: date
    spend_until: date | None = None
    revoked_at: datetime | None = None
    revoked_reason: str = ""
    provenance: str = "typed"  # typed · centre
    contradictions: tuple[Contradiction, ...] = ()
    """What was copied from a paper otherwise than the office then said."""
    created_at: datetime
    created_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherMovement:
    """Something that happened to the credit; never changed: what was wrong is released or reversed."""

    id: MovementId
    voucher_id: VoucherId
    citizen_id: CitizenId
    space_code: str
    kind: str
    amount_cents: int
    at: datetime
    provider: str = ""
    catalogue_service: str = ""
    refers_to: MovementId | None = None
    provenance: str = "typed"  # typed · centre
    external_reference: str = ""
    created_at: datetime
    created_by: UUID


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A movement that does not fit: shown, not dropped. Codes: overspent · unknown_reference · hold_closed ·
    reversal_exceeds · after_last_day · not_positive."""

    code: str
    movement_id: MovementId | None
    cents: int = 0


@dataclass(frozen=True, slots=True)
class Balance:
    """A voucher's credit: ``left = max(0, amount - spent - held)``."""

    amount_cents: int
    spent_cents: int
    held_cents: int
    left_cents: int
    anomalies: tuple[Anomaly, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceParts:
    """Shown together: the price, what the voucher pays, what the family pays to the provider."""

    price_cents: int
    share_cents: int
    remainder_cents: int


class _Sums:
    """One pass over the movements."""

    __slots__ = ("anomalies", "open_holds", "spent", "unreversed")

    def __init__(self) -> None:
        self.spent = 0
        self.open_holds: dict[UUID, int] = {}
        self.unreversed: dict[UUID, int] = {}
        self.anomalies: list[Anomaly] = []

    def take(self, movement: VoucherMovement, last_day: date | None) -> None:
        if movement.amount_cents <= 0:
            self._odd("not_positive", movement)
            return
        if movement.kind in (HOLD, SPEND) and last_day is not None and rome_day(movement.at) > last_day:
            self._odd("after_last_day", movement)
        match movement.kind:
            case "hold":
                self.open_holds[movement.id] = movement.amount_cents
            case "spend":
                self._spend(movement)
            case "release":
                self._release(movement)
            case "reversal":
                self._reverse(movement)

    def _spend(self, movement: VoucherMovement) -> None:
        self.spent += movement.amount_cents
        self.unreversed[movement.id] = movement.amount_cents
        if movement.refers_to is not None and self.open_holds.pop(movement.refers_to, None) is None:
            self._odd("hold_closed", movement)

    def _release(self, movement: VoucherMovement) -> None:
        if movement.refers_to is None or self.open_holds.pop(movement.refers_to, None) is None:
            self._odd("hold_closed", movement)

    def _reverse(self, movement: VoucherMovement) -> None:
        left = self.unreversed.get(movement.refers_to) if movement.refers_to is not None else None
        if movement.refers_to is None or left is None:
            self._odd("unknown_reference", movement)
            return
        given_back = min(left, movement.amount_cents)
        self.unreversed[movement.refers_to] = left - given_back
        self.spent -= given_back
        if given_back < movement.amount_cents:
            self._odd("reversal_exceeds", movement, movement.amount_cents - given_back)

    def _odd(self, code: str, movement: VoucherMovement, cents: int = 0) -> None:
        self.anomalies.append(Anomaly(code, movement.id, cents or movement.amount_cents))


def balance(voucher: Voucher, movements: Iterable[VoucherMovement], today: date) -> Balance:
    """What was spent, what is held, what is left; what does not fit is told, and takes nothing below zero."""
    sums = _summed(voucher, movements)
    over = voucher.spend_until is not None and today > voucher.spend_until
    held = 0 if over or voucher.revoked_at else sum(sums.open_holds.values())
    left = voucher.amount_cents - sums.spent - held
    anomalies = [*sums.anomalies, *([Anomaly("overspent", None, -left)] if left < 0 else [])]
    return Balance(voucher.amount_cents, sums.spent, held, max(0, left), tuple(anomalies))


def residual(voucher: Voucher, movements: Iterable[VoucherMovement], today: date) -> int:
    """Cents left; never below zero."""
    return balance(voucher, movements, today).left_cents


def state_of(voucher: Voucher, movements: Iterable[VoucherMovement], today: date) -> str:
    """Derived in this order: revoked, exhausted, expired, partly spent, issued."""
    stands = balance(voucher, movements, today)
    if voucher.revoked_at is not None:
        return REVOKED
    if stands.left_cents == 0 and stands.held_cents == 0:
        return EXHAUSTED
    if voucher.spend_until is not None and today > voucher.spend_until:
        return EXPIRED
    return PARTLY_SPENT if stands.spent_cents > 0 else ISSUED


def refusal(voucher: Voucher, movements: Sequence[VoucherMovement], coming: VoucherMovement) -> str:
    """Why a typed movement is not taken, as a code; empty when it is."""
    if coming.amount_cents <= 0:
        return "not_positive"
    if coming.kind not in MOVEMENT_KINDS:
        return "unknown_code"
    if coming.kind in (HOLD, SPEND) and voucher.revoked_at is not None:
        return "revoked"
    day, sums = rome_day(coming.at), _summed(voucher, movements)
    before = {(one.code, one.movement_id) for one in sums.anomalies}
    sums.take(coming, voucher.spend_until)
    odd = [one.code for one in sums.anomalies if (one.code, one.movement_id) not in before]
    if odd:
        return odd[0]
    held = 0 if voucher.spend_until is not None and day > voucher.spend_until else sum(sums.open_holds.values())
    short = voucher.amount_cents - sums.spent - held < 0
    return "exceeds" if short and coming.kind in (HOLD, SPEND) else ""


def share_and_remainder(price_cents: int, left_cents: int, most_cents: int | None = None) -> PriceParts:
    """``share = min(price, what is left)``, capped where the measure caps it; the family pays the rest."""
    share = max(0, min(price_cents, left_cents, left_cents if most_cents is None else most_cents))
    return PriceParts(price_cents, share, max(0, price_cents - share))


def expiry_warning(voucher: Voucher, movements: Iterable[VoucherMovement], today: date) -> int | None:
    """60, 30 or 7: within so many days credit that is left ends; None when nobody need be reminded."""
    if voucher.spend_until is None or state_of(voucher, movements := list(movements), today) not in (
        ISSUED, PARTLY_SPENT,
    ):  # fmt: skip
        return None
    days = (voucher.spend_until - today).days
    return next((limit for limit in WARNING_DAYS if days <= limit), None)


def _summed(voucher: Voucher, movements: Iterable[VoucherMovement]) -> _Sums:
    sums = _Sums()
    for movement in sorted(movements, key=_order):
        sums.take(movement, voucher.spend_until)
    return sums


_RANK = {HOLD: 0, SPEND: 1, RELEASE: 2, REVERSAL: 2}


def _order(movement: VoucherMovement) -> tuple[int, datetime, datetime, UUID]:
    """What refers to another comes after it, also where a paper says the day alone or a clock was wrong."""
    return _RANK.get(movement.kind, 3), movement.at, movement.created_at, movement.id
