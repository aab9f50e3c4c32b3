"""What the letter of a voucher says: derived from its movements, never more than is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wemi_desk.domain.application_papers import PaperHead, Rows, VoucherLetter
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.measures import MeasureVersion
from wemi_desk.domain.money import euro
from wemi_desk.domain.slip_codes import slip_code
from wemi_desk.domain.spaces import Space
from wemi_desk.domain.vouchers import (
    EXHAUSTED,
    EXPIRED,
    ISSUED,
    PARTLY_SPENT,
    REVOKED,
    Balance,
    Voucher,
    VoucherMovement,
    balance,
    share_and_remainder,
    state_of,
)
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.application_paper_contents import funding
from wemi_desk.services.application_standing import day_words
from wemi_desk.services.paper_contents import paper_space

_USABLE = (ISSUED, PARTLY_SPENT)
_STATES = {
    ISSUED: N_("Voucher valido: restano {left}."),
    PARTLY_SPENT: N_("Voucher usato in parte: restano {left}."),
    EXHAUSTED: N_("Voucher esaurito: è stato usato tutto."),
    EXPIRED: N_("Voucher scaduto: non si può più usare."),
    REVOKED: N_("Voucher revocato: non si può più usare."),
}
_MOVED = {
    "hold": N_("Prenotazione"),
    "spend": N_("Consumo"),
    "release": N_("Prenotazione annullata"),
    "reversal": N_("Storno"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """One voucher and what is known around it; *code* is that of its application where there is one."""

    voucher: Voucher
    movements: Sequence[VoucherMovement]
    holder: Citizen | None
    space: Space
    now: datetime
    measure: MeasureVersion | None = None
    code: str = ""
    beneficiary_protected: bool = False

    @property
    def is_protected(self) -> bool:
        """Nothing on the letter may say where these people are."""
        return self.beneficiary_protected or (self.holder is not None and self.holder.is_protected)

    @property
    def state(self) -> str:
        """Derived from the movements."""
        return state_of(self.voucher, self.movements, rome_day(self.now))


def voucher_letter(credit: Credit, price_cents: int | None = None) -> VoucherLetter:
    """The letter; with *price_cents*, what the voucher pays of it and what the family pays."""
    voucher, holder = credit.voucher, credit.holder
    stands = balance(voucher, credit.movements, rome_day(credit.now))
    return VoucherLetter(
        head=_head(credit, stands), holder=voucher.holder_name or _name(holder),
        address="" if holder is None or credit.is_protected else holder.address or "",
        rows=_rows(credit, stands), price=_price(credit, stands, price_cents),
        movements=tuple(_movement(one) for one in sorted(credit.movements, key=lambda one: one.at)),
        last_day=voucher.spend_until, warning=_warning(credit, stands),
    )  # fmt: skip


def _name(holder: Citizen | None) -> str:
    return f"{holder.given_name} {holder.surname}".strip() if holder else ""


def _head(credit: Credit, stands: Balance) -> PaperHead:
    voucher, measure = credit.voucher, credit.measure
    state = _(_STATES[credit.state]).format(left=euro(stands.left_cents))
    typed = _("Dati copiati da un foglio, non ancora confermati.") if voucher.provenance == "typed" else ""
    return PaperHead(
        space=paper_space(credit.space, is_protected=credit.is_protected),
        code=credit.code or slip_code(voucher.id, voucher.created_at),
        measure=(measure.short_title or measure.title) if measure else voucher.measure_code,
        edition=_("Voucher n. {number} del {day}").format(number=voucher.number, day=day_words(voucher.issued_on)),
        state=f"{state} {typed}".strip(), is_sent=True,
        is_example=measure is not None and measure.has_example_amounts, funding=funding(measure),
    )  # fmt: skip


def _rows(credit: Credit, stands: Balance) -> Rows:
    rows = [(_("Valore"), euro(stands.amount_cents)), (_("Già usato"), euro(stands.spent_cents))]
    if stands.held_cents:
        rows.append((_("Prenotato"), euro(stands.held_cents)))
    usable = stands.left_cents if credit.state in _USABLE else 0
    return (*rows, (_("Ne restano"), euro(usable)))


def _price(credit: Credit, stands: Balance, price_cents: int | None) -> Rows:
    if price_cents is None:
        return ()
    parts = share_and_remainder(price_cents, stands.left_cents if credit.state in _USABLE else 0)
    return (
        (_("Prezzo dell’attività"), euro(parts.price_cents)),
        (_("Paga il voucher"), euro(parts.share_cents)),
        (_("A carico della famiglia"), euro(parts.remainder_cents)),
    )


def _movement(one: VoucherMovement) -> tuple[str, str, str]:
    what = _(_MOVED.get(one.kind, one.kind))
    return day_words(rome_day(one.at)), f"{what}: {one.provider}" if one.provider else what, euro(one.amount_cents)


def _warning(credit: Credit, stands: Balance) -> str:
    if stands.anomalies:
        return _("Alcuni movimenti non tornano: chiami lo 020202 prima di spendere.")
    last = credit.voucher.spend_until
    if last is None or credit.state not in _USABLE:
        return ""
    days = (last - rome_day(credit.now)).days
    if not days:
        return _("È l’ultimo giorno.")
    return ngettext("Manca {n} giorno.", "Mancano {n} giorni.", days).format(n=days)
