"""What must not be forgotten, the nearest day first; by protocol or desk code, never by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.call_backs import CallBack
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.follow_ups import REASONS, FollowUpLine
from wemi_desk.domain.money import euro
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.application_ports import FollowUpsDoor
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.application_words import application_state
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.when import near_day
from wemi_desk.ui.widgets.marks import STATE_MARKS, Mark
from wemi_desk.ui.words import day_words

# reason → words in the list, what to do, mark
_REASONS = {
    "call_corrected": (
        N_("Avviso corretto: il risultato cambia"),
        N_("Apri la domanda e guarda che cosa cambia; poi decidi se passare all’avviso corretto."),
        STATE_MARKS["conflict"],
    ),
    "ready_unsent": (
        N_("Pronta, NON ancora inviata"), N_("Va inviata sul portale, poi si annota la ricevuta."),
        STATE_MARKS["application_ready"],
    ),
    "integration_due": (
        N_("Integrazione da consegnare"), N_("Chiama la persona: porti quello che l’ufficio ha chiesto."),
        STATE_MARKS["integration_asked"],
    ),
    "waiting_isee": (
        N_("Aspetta l’ISEE"), N_("Chiama la persona: l’attestazione è arrivata?"), STATE_MARKS["waiting"],
    ),
    "voucher_expiring": (
        N_("Voucher in scadenza"), N_("Chiama la persona: c’è ancora credito da spendere."), STATE_MARKS["waiting"],
    ),
    "outcome_due": (
        N_("Esito da chiedere"), N_("Guarda sul portale, o chiedi all’ufficio: l’esito doveva arrivare."),
        STATE_MARKS["in_progress"],
    ),
    "unfinished": (
        N_("Bozza da finire"), N_("Apri la domanda: a destra c’è che cosa manca."), STATE_MARKS["draft"],
    ),
    "paperwork_due": (
        N_("Pratica digitale da riprendere"), N_("È il giorno detto: riprendila con la persona, o chiamala."),
        STATE_MARKS["in_progress"],
    ),
    "paperwork_forgotten": (
        N_("Pratica digitale ferma, senza un giorno"),
        N_("Nessuno ha scritto quando si riprende: chiama la persona, o chiudi la pratica."), STATE_MARKS["waiting"],
    ),
    "to_call": (N_("Da richiamare"), N_("Chiama la persona, come promesso."), Mark("it-telephone", "text")),
}  # fmt: skip
ALL = "all"


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One thing to do, in words."""

    line: FollowUpLine
    when: str
    what: str
    code: str
    mark: Mark
    is_late: bool
    state: str
    advice: str
    promised: str


class FollowUpsViewModel(ViewModel):
    """``open_requested(citizen_id, application_id)``, ``matter_requested(citizen_id, case_id)``.

    ``call_requested(citizen_id)``: their promises.

    ``measure_list_requested(code)``: all applications of one measure on paper, without names.
    """

    watches = frozenset({"applications", "vouchers", "call_backs", "paperwork"})
    changed = Signal()
    open_requested = Signal(object, object)
    matter_requested = Signal(object, object)
    call_requested = Signal(object)
    print_requested = Signal(object)
    measure_list_requested = Signal(str)

    def __init__(
        self,
        follow_ups: FollowUpsDoor,
        session: DeskSession,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._follow_ups = follow_ups
        self._session = session
        self._is_wanted = False
        self.reason = ALL
        self.counts: Mapping[str, int] = {}
        self._found: Sequence[FollowUpLine] = ()

    def arrive(self) -> None:
        """Somebody looks: from now on the list is read again when something changes."""
        self._is_wanted = True
        self.reload()

    def reload(self) -> None:
        """Lines and counts."""
        if not self._is_wanted:
            return
        wanted = () if self.reason == ALL else (self.reason,)
        self._ask(
            lambda: (self._follow_ups.lines(wanted), self._follow_ups.counts()), lambda found: self._show(*found)
        )

    def filter(self, reason: str | None) -> None:
        """One reason, or all of them."""
        if (reason or ALL) != self.reason:
            self.reason = reason or ALL
            self.reload()

    @property
    def lines(self) -> list[ShownLine]:
        """The nearest day first."""
        return [self._line(one) for one in self._found]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The filter, with how many there are of each."""
        each = [(reason, self.count_words(reason)) for reason in REASONS]
        return [(ALL, _("Tutte: {n}").format(n=sum(self.counts.values()))), *each]

    def count_words(self, reason: str) -> str:
        """Pronta, NON ancora inviata: 3."""
        return _("{what}: {n}").format(what=_(_REASONS[reason][0]), n=self.counts.get(reason, 0))

    def open(self, shown: ShownLine) -> None:
        """The person at the desk, the application on the screen."""
        line = shown.line
        of_voucher = line.voucher.application_id if line.voucher is not None else None
        if line.matter is not None:
            self.matter_requested.emit(line.citizen_id, line.matter.id)
            return
        self.open_requested.emit(line.citizen_id, line.application.id if line.application is not None else of_voucher)

    def call(self, shown: ShownLine) -> None:
        """One key: the promise to call this person, made when there is none, and the list with their telephone."""

        def found(_promise: CallBack) -> None:
            self._tell(_("È tra le persone da richiamare."), Changes.of("call_backs"))
            self.call_requested.emit(shown.line.citizen_id)

        self._ask(lambda: self._follow_ups.call_back(shown.line), found)

    def print_measure(self, shown: ShownLine) -> None:
        """The applications of the same measure, by protocol or code."""
        line = shown.line
        of_what = line.application or line.voucher
        if of_what is not None:
            self.measure_list_requested.emit(of_what.measure_code)

    def print_list(self) -> None:
        """The list as it is filtered, by protocol and desk code."""
        self.print_requested.emit(() if self.reason == ALL else (self.reason,))

    def _show(self, lines: Sequence[FollowUpLine], counts: Mapping[str, int]) -> None:
        self._found, self.counts = lines, counts
        self.changed.emit()

    def _line(self, line: FollowUpLine) -> ShownLine:
        today = self._session.clock.today()
        what, advice, mark = _REASONS[line.reason]
        late = line.is_late(today)
        promised = ""
        if line.call_back is not None:
            promised = _("Già da richiamare entro il {day}.").format(day=day_words(line.call_back.due_on))
        return ShownLine(
            line, _when(line, today), _(what), line.code, STATE_MARKS["to_check"] if late else mark, late,
            _state(line), _(advice), promised,
        )  # fmt: skip


def _when(line: FollowUpLine, today: date) -> str:
    if line.due_on is None:
        return _("senza data")
    days = (today - line.due_on).days
    if days > 0:
        return ngettext("{n} giorno fa", "{n} giorni fa", days).format(n=days)
    return near_day(line.due_on, today)


def _state(line: FollowUpLine) -> str:
    if line.voucher is not None and line.left_cents is not None:
        return _("Restano {left} da spendere.").format(left=euro(line.left_cents))
    if line.matter is not None:
        return line.matter.type_title
    return application_state(line.application).words if line.application is not None else ""
