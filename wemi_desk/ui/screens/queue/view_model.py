"""The queue of today: arrivals, the next one, and every step back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.queue import CALLED, GONE, NO_ANSWER, SERVING, WAITING, QueueTicket, TicketId
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.queue import CHANGED, Moved, QueueService
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.when import waited
from wemi_desk.ui.words import clock_words

CALL, SERVE, MISSING, PUT_BACK, LEFT = "call", "serve", "missing", "put_back", "left"
_MAY = {
    WAITING: {CALL, SERVE, LEFT},
    CALLED: {SERVE, MISSING, PUT_BACK, LEFT},
    NO_ANSWER: {CALL, PUT_BACK, LEFT},
    SERVING: {PUT_BACK},
}
_STATES = {
    WAITING: N_("in attesa"),
    CALLED: N_("chiamata"),
    NO_ANSWER: N_("non risponde"),
    SERVING: N_("allo sportello"),
}
_REFRESH_MS = 20_000
_BRIEF_LETTERS = 14


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One ticket in words."""

    ticket: QueueTicket
    waited: str
    reason: str
    state: str
    colleague: str = ""
    """Who called or serves, when it is not the operator who is looking."""

    @property
    def code(self) -> str:
        return self.ticket.code

    @property
    def short(self) -> str:
        """A12 · 6 min · Voucher; once called, the state takes the place of the reason."""
        last = _brief(self.reason) if self.ticket.state == WAITING else self.state
        return " · ".join(part for part in (self.code, self.waited, last) if part)


def _brief(reason: str) -> str:
    """As much of a list's label as the small pane has room for: “ISEE” of “ISEE e contributi”."""
    first = reason.split(",")[0].split(" e ")[0]
    return first if len(first) <= _BRIEF_LETTERS else first.split(" ")[0]


def _taken_words(name: str) -> str:
    if not name:
        return _("Questo biglietto è già stato preso: elenco aggiornato.")
    return _("Biglietto già preso da {name}: elenco aggiornato.").format(name=name)


class QueueViewModel(ViewModel):
    """Shared by the place (F3) and the small pane of the Sportello."""

    watches = frozenset({"queue"})
    lines_changed = Signal()
    serve_requested = Signal(object)
    called = Signal(object)
    arrival_refused = Signal(str, str)

    def __init__(
        self,
        queue: QueueService,
        lists: PickLists,
        session: DeskSession,
        colleagues: Mapping[UUID, str],
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._queue = queue
        self._lists = lists
        self._session = session
        self._colleagues = colleagues
        self._tickets: Sequence[QueueTicket] = ()
        self.obstacle: Callable[[], str | None] = lambda: None
        """Why nobody can come to the desk now, in words; None when somebody can."""
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self.lines_changed)
        self._timer.start()

    @property
    def is_used(self) -> bool:
        """Does this space have a queue at all?"""
        return self._session.space.has_queue

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Why people come: codes and words, in the order of the digits."""
        return [(item.code, item.label) for item in self._lists["quick_contact"].items]

    @property
    def lines(self) -> list[QueueLine]:
        """Everybody not yet done, in order of arrival."""
        return [self._line(ticket) for ticket in self._tickets]

    @property
    def waiting(self) -> int:
        """How many wait: called and served ones do not."""
        return sum(ticket.state in (WAITING, NO_ANSWER) for ticket in self._tickets)

    @property
    def title(self) -> str:
        """In coda: 3."""
        return _("In coda: {n}").format(n=self.waiting)

    def may(self, act: str, ticket: QueueTicket | None) -> bool:
        """Is *act* possible with *ticket* as it stands?"""
        return ticket is not None and act in _MAY.get(ticket.state, ())

    def reload(self) -> None:
        """Read today's tickets again."""
        if self.is_used:
            self._ask(self._queue.waiting, self._show)

    def arrive(self, reason: str | None, first_name: str) -> None:
        """Somebody came and waits. ``arrival_refused(first_name, words)``: nothing was written, and why."""

        def refused(error: Exception) -> None:
            words = error_text(error) if isinstance(error, InvalidFieldError) else None
            self.arrival_refused.emit(first_name, words or "")
            if words is None:
                self._fail(error)

        self._ask(lambda: self._queue.arrive(reason, first_name), self._arrived, refused)

    def call_next(self) -> None:
        """F11: the next in order of arrival; one still called by this operator is noted as not answering."""
        self._ask(self._queue.call_next, self._called_next)

    def act(self, act: str, ticket: QueueTicket) -> None:
        """One of the steps on one ticket."""
        reason = self.obstacle() if act == SERVE else None
        if reason is not None:
            self._messages.warn(reason)
            return
        steps: dict[str, tuple[Callable[[], Moved], str]] = {
            CALL: (lambda: self._queue.call(ticket.id), _("Chiamata {code}.")),
            SERVE: (lambda: self._served(ticket), _("{code} è allo sportello.")),
            MISSING: (lambda: self._queue.not_answering(ticket.id), _("{code} non risponde.")),
            PUT_BACK: (lambda: self._queue.put_back(ticket.id), _("{code} è di nuovo in coda.")),
            LEFT: (lambda: self._queue.gone(ticket.id), _("{code} non c’è più.")),
        }
        work, words = steps[act]
        self._ask(work, lambda moved: self._moved(moved, words), self._step_failed)

    def finish(self, ticket_id: TicketId) -> None:
        """The visit that began with a ticket is over; a ticket that went elsewhere meanwhile stays there."""

        def failed(error: Exception) -> None:
            if not (isinstance(error, InvalidFieldError) and error.reason == "no_such_step"):
                self._fail(error)

        self._ask(lambda: self._queue.finish(ticket_id), lambda _moved: self._changes.changed.emit(CHANGED), failed)

    def _served(self, ticket: QueueTicket) -> Moved:
        if ticket.state == WAITING:
            self._queue.call(ticket.id)
        return self._queue.serve(ticket.id)

    def _moved(self, moved: Moved, words: str) -> None:
        code = moved.ticket.code
        self._tell(_("{done} Annulla con Ctrl+Z").format(done=words.format(code=code)), CHANGED, moved.deed)
        if moved.ticket.state == SERVING:
            self.serve_requested.emit(moved.ticket)
        elif moved.ticket.state == CALLED:
            self.called.emit(moved.ticket)

    def _arrived(self, moved: Moved) -> None:
        waiting = self.waiting
        before = ngettext("{n} persona prima", "{n} persone prima", waiting).format(n=waiting)
        words = _("In coda {code}: {before}. Annulla con Ctrl+Z").format(code=moved.ticket.code, before=before)
        self._tell(words, CHANGED, moved.deed)

    def _called_next(self, moved: Moved | None) -> None:
        if moved is None:
            self._tell(_("Nessuno in attesa."), CHANGED)
        else:
            self._moved(moved, _("Chiamata {code}."))

    def _step_failed(self, error: Exception) -> None:
        """A colleague was faster: the list is read again instead of an error."""
        if isinstance(error, InvalidFieldError) and error.reason == "no_such_step":
            self._messages.warn(_taken_words(self._colleague(error.data.get("by"))))
            self.reload()
        else:
            self._fail(error)

    def _colleague(self, operator_id: object) -> str:
        mine = operator_id == self._session.operator.id
        return "" if mine or not isinstance(operator_id, UUID) else self._colleagues.get(operator_id, "")

    def _show(self, tickets: Sequence[QueueTicket]) -> None:
        self._tickets = [ticket for ticket in tickets if ticket.state != GONE]
        self.lines_changed.emit()

    def _line(self, ticket: QueueTicket) -> QueueLine:
        reason = self._lists["quick_contact"].label(ticket.reason) if ticket.reason else ""
        if ticket.due_at is not None:
            reason = _("ore {time} {reason}").format(time=clock_words(ticket.due_at), reason=reason).strip()
        now = self._session.clock.now()
        colleague = self._colleague(ticket.changed_by) if ticket.state in (CALLED, SERVING) else ""
        return QueueLine(ticket, waited(ticket.arrived_at, now), reason, _(_STATES[ticket.state]), colleague)
