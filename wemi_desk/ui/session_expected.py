"""Who is expected and comes: by a card where people wait to the queue, by being opened at the desk at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from wemi_desk.domain.appointments import Appointment, AppointmentId
from wemi_desk.domain.box import Query, QueryKind, as_fiscal_code
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.i18n import _
from wemi_desk.services.desk import DeskServices
from wemi_desk.ui.screens.queue.expected_view_model import CHANGED, ExpectedViewModel
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.words import clock_words

if TYPE_CHECKING:
    from wemi_desk.services.agenda.appointments import Appointed
    from wemi_desk.ui.session import WorkSession

ABOUT_NOW = timedelta(minutes=60)


class SessionExpected(QObject):
    """The appointments of today as the counter and the queue meet them."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self._seen: CitizenId | None = None
        self._at_desk: AppointmentId | None = None
        desk = work.desk
        self.model = ExpectedViewModel(
            lambda: desk.agenda().days.day(desk.session.clock.today()).lines,
            lambda one: desk.agenda().appointments.arrive(one), desk.lists, work.runner, work.changes, work.messages,
            self,
        )  # fmt: skip

    def show_person(self) -> None:
        """The visit was opened, identified or closed; who is expected about now has arrived with it."""
        card = self._work.counter.visit.card
        person = card.citizen if card is not None else None
        if self._work.counter.visit.visit is None:
            self._seen = None
            self._finish()
        elif person is not None and person.id != self._seen:
            self._seen = person.id
            desk = self._work.desk
            self._work.runner.run(partial(_come, desk, person.id), owner=self, done=self._came, failed=self._work.fail)

    def look(self, read: Callable[[], None]) -> None:
        """Somebody came to Coda: who waits, and who is expected."""
        read()
        self.model.arrive()

    def show_card(self, one: Appointment) -> None:
        """The card that was printed comes back: of today's, its person is here; any other is shown in its day."""
        desk = self._work.desk
        if one.is_expected and one.day == desk.session.clock.today():
            receive = partial(_arrive, desk, one.id)
            done = partial(self.model.tell_arrival, who=one.name)
            self._work.runner.run(receive, owner=self, done=done, failed=self._work.fail)
            self._work.window.set_place(Place.QUEUE)
        else:
            self._work.places.agenda.show(one)

    def bring(self, appointment_id: UUID) -> None:
        """A ticket with an appointment was called: its person's card comes to the desk."""
        find = partial(_person_of, self._work.desk, appointment_id)
        self._work.runner.run(find, owner=self, done=self._open, failed=self._work.fail)

    def take_card(self, query: Query) -> bool:
        """In Coda and here a card says that somebody has come: to the queue, or else as everywhere."""
        if query.kind is not QueryKind.FISCAL_CODE:
            return False
        find = partial(_receive, self._work.desk, query)
        self._work.runner.run(find, owner=self, done=partial(self._received, query), failed=self._work.fail)
        return True

    def _received(self, query: Query, made: Appointed | None) -> None:
        if made is None:
            self._work.box.take(query, scanned=True)
        else:
            self.model.tell_arrival(made, "")

    def _came(self, made: Appointed | None) -> None:
        """At the desk already: no ticket, and done when the visit ends."""
        if made is None:
            return
        self._at_desk = made.appointment.id
        at = clock_words(made.appointment.starts_at)
        words = _("Appuntamento delle {time}: segnata come arrivata. Annulla con Ctrl+Z").format(time=at)
        self._work.messages.say(words, made.deed.id)
        self._work.changes.changed.emit(CHANGED)

    def _finish(self) -> None:
        one, self._at_desk = self._at_desk, None
        if one is not None:
            finish = partial(_done, self._work.desk, one)
            changed = self._work.changes.changed.emit
            self._work.runner.run(finish, owner=self, done=lambda _n: changed(CHANGED), failed=self._work.fail)

    def _open(self, citizen_id: CitizenId | None) -> None:
        if citizen_id is not None:
            self._work.counter.arrivals.open_person(citizen_id)


def _come(desk: DeskServices, citizen_id: CitizenId) -> Appointed | None:
    """Who is opened at the desk about the hour of an appointment has come for it; at another hour it may be a call."""
    one = desk.agenda_glance.expected_of(citizen_id)
    if one is None or abs(one.starts_at - desk.session.clock.now()) > ABOUT_NOW:
        return None
    return desk.agenda().appointments.arrive(one.id, to_queue=False)


def _receive(desk: DeskServices, query: Query) -> Appointed | None:
    """By a card where people wait: whatever the hour, they stand there."""
    code, service = as_fiscal_code(query), desk.agenda().appointments
    people = desk.citizens.by_code(code.canonical) if code is not None else ()
    one = service.expected_of(people[0].id) if len(people) == 1 else None
    return service.arrive(one.id) if one is not None else None


def _arrive(desk: DeskServices, appointment_id: AppointmentId) -> Appointed:
    return desk.agenda().appointments.arrive(appointment_id)


def _done(desk: DeskServices, appointment_id: AppointmentId) -> None:
    with suppress(InvalidFieldError):  # undone meanwhile, or a colleague was faster: that stands
        desk.agenda().appointments.done(appointment_id)


def _person_of(desk: DeskServices, appointment_id: UUID) -> CitizenId | None:
    with desk.store.reading() as work:
        one = work.appointments.find(appointment_id)
    return one.citizen_id if one is not None else None
