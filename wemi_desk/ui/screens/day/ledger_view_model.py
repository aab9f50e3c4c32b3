"""The day's ledger: what was made, what arrived, what is held and why, and the centre's signed word."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.day_ledgers import DayLedger
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.act_words import kind_words
from wemi_desk.services.exchange_ports import LedgerDoor
from wemi_desk.services.ledger_paper import held_words, ledger_sheet
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.exchange_words import refusal
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.words import day_words, when_words


class LedgerViewModel(ViewModel):
    """``print_requested(sheet)``: the ledger as a paper."""

    watches = frozenset({"outbox"})
    ledger_changed = Signal()
    print_requested = Signal(object)

    def __init__(
        self,
        ledgers: LedgerDoor,
        session: DeskSession,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._ledgers = ledgers
        self._session = session
        self._day: date | None = None
        self.ledger: DayLedger | None = None

    @property
    def title(self) -> str:
        """Registro degli invii del 23/11/2026."""
        return _("Registro degli invii del {day}").format(day=day_words(self._day or self._session.clock.today()))

    @property
    def sums(self) -> str:
        """Made, received, held: the first is always the sum of the others."""
        ledger = self.ledger
        if ledger is None:
            return ""
        words = _("Fatti: {made}. Ricevuti dal sistema centrale: {received}. Ancora qui: {held}.")
        return words.format(made=ledger.made, received=ledger.received, held=ledger.held_count)

    @property
    def held(self) -> list[tuple[str, str]]:
        """Why acts are still here, and how many."""
        return [(_why(reason), str(count)) for reason, count in self.ledger.held] if self.ledger else []

    @property
    def by_kind(self) -> list[tuple[str, str, str]]:
        """Kinds, made, received."""
        if self.ledger is None:
            return []
        return [(kind_words(kind), str(made), str(received)) for kind, made, received in self.ledger.by_kind]

    @property
    def receipt(self) -> str:
        """How far the centre's signed word reaches."""
        ledger = self.ledger
        if ledger is None or ledger.receipt is None:
            return _("Il sistema centrale non ha ancora firmato niente: la postazione non si è mai collegata.")
        at = when_words(ledger.receipt.at, self._session.clock.now())
        said = _("Il sistema centrale ha firmato {when}: ha tutto fino al numero {last}.")
        words = said.format(when=at, last=ledger.receipt.last)
        beyond = ledger.beyond_receipt
        if not beyond:
            return words
        rest = ngettext(
            "{n} atto del giorno non è ancora compreso.", "{n} atti del giorno non sono ancora compresi.", beyond
        )
        return f"{words} {rest.format(n=beyond)}"

    def show_day(self, day: date) -> None:
        """The ledger of one day."""
        self._day = day
        self.reload()

    def reload(self) -> None:
        """Count again, if anybody looks."""
        day = self._day
        if day is not None:
            self._ask(lambda: self._ledgers.of_day(day), self._show)

    def print_sheet(self) -> None:
        """The ledger on paper."""
        if self.ledger is not None:
            self.print_requested.emit(ledger_sheet(self.ledger, self._session.space))

    def _show(self, ledger: DayLedger) -> None:
        self.ledger = ledger
        self.ledger_changed.emit()


def _why(reason: str) -> str:
    said, _colon, code = reason.partition(":")
    return _("da controllare: {reason}").format(reason=refusal(code)[0]) if said == "refused" else held_words(reason)
