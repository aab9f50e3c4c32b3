"""A voucher: what is left is reckoned from the movements, never typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.days import rome_instant
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.money import euro, read_euro
from wemi_desk.domain.names import fitting
from wemi_desk.domain.typed_times import read_typed_time
from wemi_desk.domain.vouchers import Balance, Voucher, VoucherMovement, share_and_remainder
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.applications.case_form import MOST_NUMBER, MOST_WORDS, read_day
from wemi_desk.ui.screens.applications.doors import PaperworkServices
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.widgets.marks import Mark
from wemi_desk.ui.words import day_words

CHANGED = Changes.of("vouchers", "applications", "outbox")
STATES = {
    "issued": (N_("Tutto da spendere"), Mark("it-check-circle", "ok")),
    "partly_spent": (N_("Speso in parte"), Mark("it-check-circle", "ok")),
    "exhausted": (N_("Esaurito"), Mark("it-minus-circle", "text")),
    "expired": (N_("Scaduto"), Mark("it-ban", "text2")),
    "revoked": (N_("Revocato"), Mark("it-ban", "err")),
}
KINDS = {
    "hold": N_("Prenotazione"),
    "spend": N_("Consumo"),
    "release": N_("Annullo della prenotazione"),
    "reversal": N_("Storno"),
}
_ANOMALIES = {
    "overspent": N_("i movimenti superano il voucher di {amount}"),
    "unknown_reference": N_("uno storno di {amount} non si riferisce a nessun consumo"),
    "hold_closed": N_("un movimento di {amount} si riferisce a una prenotazione già chiusa"),
    "reversal_exceeds": N_("uno storno supera il consumo di {amount}"),
    "after_last_day": N_("un movimento di {amount} è dopo l’ultimo giorno"),
    "not_positive": N_("un movimento non ha un importo"),
}


@dataclass(frozen=True, slots=True)
class VoucherSheet:
    """One voucher, read at once."""

    voucher: Voucher
    balance: Balance
    state: str
    movements: Sequence[VoucherMovement]


class VoucherViewModel(ViewModel):
    """``changed``: read again, or gone; ``noted``: a movement or a voucher was written."""

    watches = frozenset({"vouchers"})
    changed = Signal()
    noted = Signal()
    print_requested = Signal(object, object)
    field_failed = Signal(str, str)

    def __init__(
        self,
        services: PaperworkServices,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._services = services
        self.sheet: VoucherSheet | None = None
        self._id: UUID | None = None

    def open(self, voucher_id: UUID | None) -> None:
        """One voucher, or none."""
        self._id, self.sheet = voucher_id, None
        self.changed.emit()
        self.reload()

    def reload(self) -> None:
        """What is true now."""
        voucher_id = self._id
        if voucher_id is not None:
            self._ask(lambda: self._read(voucher_id), self._show)

    def today(self) -> date:
        """The day in Rome."""
        return self._services.session.clock.today()

    def parts(self, price: str) -> tuple[str, str, str] | None:
        """Price, what the voucher pays, what the family pays; None when *price* is no amount."""
        if self.sheet is None or not price.strip():
            return None
        try:
            cents = read_euro(price)
        except InvalidFieldError as error:
            self.field_failed.emit("price", error_text(error) or "")
            return None
        found = share_and_remainder(cents, self.sheet.balance.left_cents if self._can_be_spent else 0)
        return euro(found.price_cents), euro(found.share_cents), euro(found.remainder_cents)

    def print_letter(self, price: str) -> None:
        """What the family takes home of it, with the three numbers of *price* if it is one."""
        if self.sheet is None:
            return
        try:
            cents = read_euro(price) if price.strip() else None
        except InvalidFieldError:
            cents = None
        self.print_requested.emit(self.sheet.voucher.id, cents)

    @property
    def warning(self) -> str:
        """The last day is near, or the voucher does not count any more."""
        sheet = self.sheet
        if sheet is None:
            return ""
        voucher, left = sheet.voucher, sheet.balance.left_cents
        if sheet.state == "revoked":
            reason = voucher.revoked_reason or _("il motivo non è scritto")
            return _("Revocato: {reason}. Non si può più spendere.").format(reason=reason)
        if voucher.spend_until is None or sheet.state in ("exhausted", "expired") or left == 0:
            return ""
        days = (voucher.spend_until - self.today()).days
        if days > _WARN_DAYS:
            return ""
        words = ngettext("Manca {n} giorno: restano {left}.", "Mancano {n} giorni: restano {left}.", days)
        return words.format(n=days, left=euro(left))

    @property
    def anomalies(self) -> list[str]:
        """What does not add up; the office is asked, nothing is thrown away."""
        found = self.sheet.balance.anomalies if self.sheet is not None else ()
        return [_(_ANOMALIES.get(one.code, _ANOMALIES["unknown_reference"])).format(amount=euro(one.cents))
                for one in found]  # fmt: skip

    def note_movement(self, kind: str, amount: str, on: str, at: str, provider: str, refers_to: UUID | None) -> None:
        """A movement read from a paper."""
        voucher_id, door = self._id, self._services.vouchers
        if voucher_id is None:
            return
        try:
            cents, instant = self._amount("movement_amount", amount), self._instant(on, at)
            where = fitting("provider", provider.strip(), MOST_WORDS)
        except InvalidFieldError as error:
            self._refuse(error)
            return
        reference = next((one.id for one in self._movements if one.id == refers_to), None)
        self._ask(
            lambda: door.note_movement(
                voucher_id, kind, cents, instant, provider=where, refers_to=reference
            ),
            lambda _movement: self._done(_("Movimento annotato.")), self._refuse,
        )  # fmt: skip

    def note_voucher(self, application_id: UUID, number: str, amount: str, issued: str, until: str) -> None:
        """A voucher read from the Comune's letter."""
        door, today = self._services.vouchers, self.today()
        try:
            cents = self._amount("voucher_amount", amount)
            issued_on = read_day("issued_on", issued, today)
            if issued_on is None:
                raise InvalidFieldError("issued_on", "required")
            spend_until = read_day("spend_until", until, today)
            kept = fitting("voucher_number", number.strip(), MOST_NUMBER)
            if not kept:
                raise InvalidFieldError("voucher_number", "required")
        except InvalidFieldError as error:
            self._refuse(error)
            return

        def noted(voucher: Voucher) -> None:
            self._done(_("Voucher annotato."))
            self.open(voucher.id)

        self._ask(
            lambda: door.note(application_id, kept, cents, issued_on, spend_until), noted, self._refuse
        )

    # --- inside ------------------------------------------------------------------------------------------------

    @property
    def _movements(self) -> Sequence[VoucherMovement]:
        return self.sheet.movements if self.sheet is not None else ()

    @property
    def _can_be_spent(self) -> bool:
        return self.sheet is not None and self.sheet.state in ("issued", "partly_spent")

    def _amount(self, name: str, text: str) -> int:
        try:
            return read_euro(text)
        except InvalidFieldError as error:
            raise InvalidFieldError(name, error.reason, **error.data) from error

    def _instant(self, on: str, at: str) -> datetime:
        day = read_day("movement_on", on, self.today())
        if day is None:
            raise InvalidFieldError("movement_on", "required")
        clock = read_typed_time(at) if at.strip() else read_typed_time("12:00")
        if clock is None:
            raise InvalidFieldError("movement_at", "unreadable")
        return rome_instant(day, clock)

    def _read(self, voucher_id: UUID) -> VoucherSheet:
        door = self._services.vouchers
        return VoucherSheet(
            door.get(voucher_id), door.balance(voucher_id), door.state(voucher_id), door.movements(voucher_id)
        )

    def _show(self, sheet: VoucherSheet) -> None:
        if sheet.voucher.id == self._id:
            self.sheet = sheet
            self.changed.emit()

    def _done(self, words: str) -> None:
        self.noted.emit()
        self._tell(words, CHANGED)

    def _refuse(self, error: Exception) -> None:
        words = error_text(error) if isinstance(error, InvalidFieldError) else None
        if isinstance(error, InvalidFieldError) and words is not None:
            self.field_failed.emit(error.field, words)
        else:
            self._fail(error)


_WARN_DAYS = 60


def movement_words(movement: VoucherMovement) -> str:
    """Prenotazione · € 40,00 · 18/11/2026, for a pick list."""
    from wemi_desk.domain.days import rome_day

    return f"{_(KINDS[movement.kind])} · {euro(movement.amount_cents)} · {day_words(rome_day(movement.at))}"
