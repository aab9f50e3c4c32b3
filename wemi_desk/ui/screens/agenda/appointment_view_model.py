"""What is done with one appointment: receive, move, pass on, call off, print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.appointments import ARRIVED, BOOKED, CANCELLED, DONE, NO_SHOW, TOLD, AppointmentId
from wemi_desk.domain.errors import AppointmentDoubtedError
from wemi_desk.i18n import _
from wemi_desk.services.agenda.appointments import CHANGED, Appointed
from wemi_desk.services.agenda.daybook import AppointmentLine
from wemi_desk.services.agenda.doors import AgendaDoors
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.agenda.refusing import RefusingViewModel
from wemi_desk.ui.screens.agenda.words import who_words

ARRIVE, MISS, CANCEL, EXPECT, SERVED = "arrive", "miss", "cancel", "expect", "served"
_MAY = {
    BOOKED: {ARRIVE, MISS, CANCEL}, ARRIVED: {SERVED, EXPECT}, NO_SHOW: {ARRIVE, EXPECT}, CANCELLED: {EXPECT},
    DONE: set[str](),
}  # fmt: skip


class AppointmentViewModel(RefusingViewModel):
    """``changed``: another appointment is looked at. ``passing_doubted(words)``: said again, it is passed on."""

    changed = Signal()
    passing_doubted = Signal(str)
    print_requested = Signal(object)

    def __init__(
        self, doors: AgendaDoors, runner: Runner, changes: ChangeBus, messages: Notices, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._doors = doors
        self.line: AppointmentLine | None = None

    def show(self, line: AppointmentLine | None) -> None:
        """This one is looked at."""
        self.line = line
        self.changed.emit()

    def may(self, act: str) -> bool:
        """Is *act* possible with the appointment as it stands?"""
        return self.line is not None and act in _MAY[self.line.appointment.status]

    def act(self, act: str) -> None:
        """One step."""
        if self.line is None or not self.may(act):
            return
        service, who = self._doors.appointments, who_words(self.line)
        ways: dict[str, tuple[Callable[[AppointmentId], Appointed], str]] = {
            ARRIVE: (service.arrive, _("{who} è arrivata. Annulla con Ctrl+Z")),
            MISS: (service.missed, _("{who} non è venuta. Annulla con Ctrl+Z")),
            CANCEL: (service.cancel, _("Appuntamento di {who} disdetto. Annulla con Ctrl+Z")),
            EXPECT: (service.expect, _("{who} è di nuovo attesa. Annulla con Ctrl+Z")),
            SERVED: (service.done, _("Fatto: {who}. Annulla con Ctrl+Z")),
        }
        step, words = ways[act]
        self._step(step, self.line.appointment.id, words.format(who=who))

    def arrive(self, appointment_id: AppointmentId, who: str) -> None:
        """Found by a card or in a list: to the queue."""
        self._step(self._doors.appointments.arrive, appointment_id,
                   _("{who} è arrivata. Annulla con Ctrl+Z").format(who=who))  # fmt: skip

    def pass_on(self, ids: Sequence[AppointmentId], operator_id: UUID | None, *, anyway: bool) -> None:
        """Passa a…"""
        hand_over = self._doors.appointments.hand_over
        done = _("Passato a un collega. Annulla con Ctrl+Z")
        self._ask(lambda: hand_over(ids, operator_id, anyway=anyway), lambda _moved: self._tell(done, CHANGED),
                  self._refused)  # fmt: skip

    def print_card(self) -> None:
        """What goes home."""
        if self.line is not None:
            self.print_requested.emit(self.line.appointment.id)

    def told(self) -> None:
        """Somebody called about it."""
        if self.line is not None:
            one = self.line.appointment.id
            words = _("Avvisata: {who}. Annulla con Ctrl+Z").format(who=who_words(self.line))
            self._step(lambda appointment_id: self._doors.days.reminded(appointment_id, TOLD), one, words)

    def _step(self, step: Callable[[AppointmentId], Appointed], one: AppointmentId, words: str) -> None:
        def done(made: Appointed) -> None:
            said = words
            if made.ticket is not None:
                said = _("In coda: {code}. {words}").format(code=made.ticket.code, words=words)
            self._tell(said, CHANGED, made.deed)

        self._ask(lambda: step(one), done, self._refused)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, AppointmentDoubtedError):
            self.passing_doubted.emit(" ".join(error_text(one) or "" for one in error.doubts))
        else:
            self._fail(error)
