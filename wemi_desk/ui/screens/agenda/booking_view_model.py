"""Promise an hour: the first free one is proposed, what is unusual is said, and may be recorded all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.appointments import Appointment, FreeSlot
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.errors import AppointmentDoubtedError, InvalidFieldError
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.services.agenda.appointments import CHANGED, Appointed
from wemi_desk.services.agenda.doors import AgendaDoors
from wemi_desk.services.agenda.forms import TypedAppointment, appointment_of, instant, minutes_of, walk_in_of
from wemi_desk.services.agenda.free_hours import Wish
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.agenda.refusing import RefusingViewModel
from wemi_desk.ui.screens.agenda.words import day_title
from wemi_desk.ui.words import clock_words

MOST_PROPOSED = 6


class BookingViewModel(RefusingViewModel):
    """``proposed``: free hours are here. ``doubted([(field, words)])``: recorded all the same when it is said again.
    ``booked(Appointment)``: written."""

    proposed = Signal()
    doubted = Signal(object)
    booked = Signal(object)
    person_changed = Signal()

    def __init__(
        self, doors: AgendaDoors, session: DeskSession, lists: PickLists, colleagues: Mapping[UUID, str],
        runner: Runner, changes: ChangeBus, messages: Notices, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(runner, changes, messages, parent)
        self._doors = doors
        self._session = session
        self._lists = lists
        self._colleagues = colleagues
        self.at_desk: Citizen | None = None
        self.moving: Appointment | None = None
        self.slots: Sequence[FreeSlot] = ()
        self.types: Sequence[tuple[str, str]] = ()
        self.read_types: object = None

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Why people come: codes and words, in the order of the digits."""
        return [(item.code, item.label) for item in self._lists["quick_contact"].items]

    @property
    def operators(self) -> list[tuple[str, str]]:
        """Colleagues of this desk, and whoever is free."""
        people = sorted(((str(one), name) for one, name in self._colleagues.items()), key=lambda both: both[1])
        return [*people, ("", _("Chi è libero"))]

    @property
    def has_queue(self) -> bool:
        return self._session.space.has_queue

    def today(self) -> date:
        return self._session.clock.today()

    def name_of(self, operator_id: UUID | None) -> str:
        return self._colleagues.get(operator_id, "") if operator_id is not None else _("Chi è libero")

    def minutes_for(self, reason: str) -> int:
        """How long such a matter usually takes."""
        return self._doors.free_hours.minutes_for(reason)

    def show_person(self, citizen: Citizen | None) -> None:
        """Who is at the desk."""
        self.at_desk = citizen
        self.person_changed.emit()

    def propose(self, minutes: str, after: datetime | None = None, operator_id: UUID | None = None) -> None:
        """Look for the first free hours; a length that cannot be read proposes nothing."""
        try:
            length = minutes_of(minutes)
        except InvalidFieldError:
            return
        wish = Wish(minutes=length, after=after, operator_id=operator_id, most=MOST_PROPOSED)
        self._ask(lambda: self._doors.free_hours.first(wish), self._show)

    def book(self, typed: TypedAppointment, *, anyway: bool) -> None:
        """Write it, or move the one that is being moved."""
        try:
            if self.moving is not None:
                self._move(self.moving, typed, anyway=anyway)
                return
            form = appointment_of(typed)
        except InvalidFieldError as error:
            self._refused(error)
            return
        self._ask(lambda: self._doors.appointments.book(form, anyway=anyway), self._done, self._refused)

    def receive(self, typed: TypedAppointment) -> None:
        """Who came without a booking: to the queue at once, with the operator who was named."""
        try:
            form = walk_in_of(typed, self._session.clock.now())
        except InvalidFieldError as error:
            self._refused(error)
            return
        self._ask(lambda: self._doors.appointments.book(form), self._received, self._refused)

    def _move(self, one: Appointment, typed: TypedAppointment, *, anyway: bool) -> None:
        at, minutes = instant(typed.day, typed.time), minutes_of(typed.minutes)
        move = self._doors.appointments.move
        self._ask(lambda: move(one.id, at, minutes, typed.operator_id, anyway=anyway), self._done, self._refused)

    def _show(self, slots: Sequence[FreeSlot]) -> None:
        self.slots = slots
        self.proposed.emit()

    def _done(self, made: Appointed) -> None:
        one = made.appointment
        when = _("{day} alle {time}").format(day=day_title(one.day), time=clock_words(one.starts_at))
        words = _("Appuntamento con {name} {when}. Annulla con Ctrl+Z")
        name = self.name_of(one.operator_id) or _("un collega")
        self._tell(words.format(when=when, name=name), CHANGED, made.deed)
        self.moving = None
        self.booked.emit(one)

    def _received(self, made: Appointed) -> None:
        code = made.ticket.code if made.ticket is not None else ""
        words = _("In coda: {code}. Annulla con Ctrl+Z") if code else _("È arrivata. Annulla con Ctrl+Z")
        self._tell(words.format(code=code), CHANGED, made.deed)
        self.booked.emit(made.appointment)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, AppointmentDoubtedError):
            self.doubted.emit([(one.field, error_text(one) or "") for one in error.doubts])
        else:
            super()._refused(error)
