"""What has not reached the centre, since when, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.outbox_rows import OutboxCounts, OutboxList, OutboxRow
from wemi_desk.domain.sync_state import SyncState
from wemi_desk.i18n import N_, _
from wemi_desk.services.outbox import OutboxService
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.widgets.paged_model import Deliver
from wemi_desk.ui.words import clock_words, when_words

_KINDS = {
    "citizen": N_("Scheda di una persona"),
    "fiscal_code_record": N_("Codice fiscale di una persona"),
    "duplicate_decision": N_("Scelta tra nomi simili"),
    "citizen_merge": N_("Unione di due schede"),
    "household": N_("Nucleo"),
    "household_member": N_("Persona di un nucleo"),
    "contact": N_("Contatto"),
    "contact_cancellation": N_("Contatto annullato"),
    "referral": N_("Invio a un servizio"),
    "call_back": N_("Promessa di richiamare"),
    "queue_ticket": N_("Biglietto della coda"),
    "privacy_notice_record": N_("Informativa consegnata"),
    "print_record": N_("Foglio stampato"),
}
_NAMES = {
    OutboxList.WAITING: N_("Da inviare: {n}"),
    OutboxList.TO_CHECK: N_("Da controllare: {n}"),
    OutboxList.SENT_TODAY: N_("Inviati oggi: {n}"),
}


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One act in words; never whom it is about."""

    what: str
    since: str
    state: str
    mark: str


class OutboxViewModel(ViewModel):
    """Three lists, read by pages."""

    watches = frozenset({"outbox"})
    list_changed = Signal()

    def __init__(
        self,
        outbox: OutboxService,
        session: DeskSession,
        sync: Callable[[], SyncState | None],
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._outbox = outbox
        self._session = session
        self._sync = sync
        self.which = OutboxList.WAITING
        self.counts = OutboxCounts(waiting=0, to_check=0, sent_today=0, made_today=0)

    @property
    def names(self) -> list[tuple[str, str]]:
        """The lists with their lengths."""
        return [(which.value, _(_NAMES[which]).format(n=self.counts.of(which))) for which in OutboxList]

    @property
    def total(self) -> int:
        """How long the shown list is."""
        return self.counts.of(self.which)

    @property
    def summary(self) -> str:
        """The day in three numbers."""
        counts = self.counts
        return _("Oggi: {made} fatti, {sent} ricevuti dal sistema centrale. In attesa: {waiting}.").format(
            made=counts.made_today, sent=counts.sent_today, waiting=counts.waiting
        )

    @property
    def empty_words(self) -> str:
        """What an empty list says; never more than is known."""
        if self.which is OutboxList.TO_CHECK:
            return _("Niente da controllare.")
        if self.which is OutboxList.SENT_TODAY:
            return _("Oggi non è ancora arrivato niente al sistema centrale.")
        sync = self._sync()
        if sync is None or sync.last_confirmed_at is None:
            return _("Niente da inviare. La postazione non si è mai collegata.")
        at = clock_words(sync.last_confirmed_at)
        return _("Tutto inviato. Ultimo collegamento alle {time}.").format(time=at)

    def reload(self) -> None:
        """Count again."""
        self._ask(self._outbox.counts, self._show)

    def turn_to(self, which: str) -> None:
        """Another of the three lists."""
        if which != self.which:
            self.which = OutboxList(which)
            self.list_changed.emit()

    def read(self, offset: int, limit: int, deliver: Deliver[OutboxLine]) -> None:
        """A page, for the table."""
        which = self.which
        self._ask(
            lambda: self._outbox.page(which, offset, limit), lambda rows: deliver([self._line(row) for row in rows])
        )

    def _show(self, counts: OutboxCounts) -> None:
        self.counts = counts
        self.list_changed.emit()

    def _line(self, row: OutboxRow) -> OutboxLine:
        what = _(_KINDS.get(row.kind, N_("Altro")))
        if row.verb == "set":
            what = _("{what}, modifica").format(what=what)
        since = when_words(row.acked_at or row.made_at, self._session.clock.now())
        return OutboxLine(what, since, *_state(row))


def _state(row: OutboxRow) -> tuple[str, str]:
    """The exact words of interface.md 12, and the name of the mark."""
    if row.acked_at is not None:
        return _("Ricevuto dal sistema centrale, {time}").format(time=clock_words(row.acked_at)), "received"
    if row.verdict == "refused":
        return _("Da controllare: {reason}").format(reason=row.verdict_reason or _("motivo non detto")), "to_check"
    if row.verdict == "conflict":
        return _("Da controllare: modificato anche a {space}").format(space=row.verdict_reason or ""), "conflict"
    return _("Registrato qui · da inviare"), "waiting"
