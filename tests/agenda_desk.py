"""The Agenda in memory, in the states an operator meets, for the catalogue of screens and of fields."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID

from PySide6.QtWidgets import QWidget

from tests.agenda_store import outside
from tests.counter_store import GIULIA, LISTS, MARCO, MORNING, SPACE, FakeRecords, FakeStore, FakeWork, session
from tests.field_trials import Trial, as_before, plain, put, trials
from tests.place_screens import placed, queue_model
from tests.runners import ImmediateRunner
from tests.screens import MARIA, screen
from wemi_desk.domain.appointments import Appointment
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.handover_notes import HandoverNote
from wemi_desk.domain.openings import OpeningException, OpeningSlot, instant_of
from wemi_desk.domain.operators import Operator, OperatorId
from wemi_desk.domain.shifts import Leave, Shift
from wemi_desk.services.agenda.appointments import AppointmentForm
from wemi_desk.services.agenda.doors import agenda_doors
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.agenda.view import DAY, HOURS, NOTES, REMINDERS, WEEK, AgendaPanes
from wemi_desk.ui.screens.agenda.view_model import AgendaViewModel
from wemi_desk.ui.screens.agenda.words import FreeHour, PersonDay
from wemi_desk.ui.screens.queue.expected_view_model import ExpectedViewModel
from wemi_desk.ui.screens.queue.view import queue_panes
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.widgets.spacing import row

TODAY = MORNING.date()  # Monday, 23 November
SARA, NADIA, LUCA, ELENA = (UUID(int=number) for number in range(3, 7))
NAMES = {GIULIA: "Giulia R.", MARCO: "Marco T.", SARA: "Sara L.", NADIA: "Nadia B.", LUCA: "Luca P.", ELENA: "Elena C."}
PEOPLE = (("Rossi", "Maria"), ("Fo", "Dario"), ("Della Rovere Montefeltro", "Maria Antonietta"), ("Ng", ""))
LEAD = ("operator", "network_coordinator")


def _operator(one: UUID) -> Operator:
    given, initial = NAMES[one].split()
    return Operator(id=OperatorId(one), given_name=given, surname=initial, organisation_id=UUID(int=50),
                    space_codes=("VEN",), roles=("operator",))  # fmt: skip


class FakeAppointments(FakeRecords):
    def between(self, begin, end, space_code=None):
        found = [one for one in self.rows.values() if begin <= one.starts_at < end]
        return sorted(found, key=lambda one: (one.starts_at, one.id))

    def of_citizen(self, citizen_id):
        return [one for one in self.rows.values() if one.citizen_id == citizen_id]


class FakeSlots(FakeRecords):
    def of_space(self, space_code, first=None, last=None):
        found = [one for one in self.rows.values() if one.space_code == space_code and one.withdrawn_at is None]
        return [one for one in found if first is None or (one.last_on >= first and one.first_on <= last)]


class FakeShifts(FakeRecords):
    def between(self, first, last, space_code=None):
        found = [one for one in self.rows.values() if first <= one.day <= last and one.withdrawn_at is None]
        return sorted(found, key=lambda one: (one.day, one.from_minute))


class FakeLeaves(FakeRecords):
    def between(self, first, last):
        return [one for one in self.rows.values() if one.last_on >= first and one.first_on <= last and one.withdrawn_at
                is None]  # fmt: skip


class FakeNotes(FakeRecords):
    def since(self, instant, space_code):
        return [one for one in reversed(self.rows.values()) if one.created_at >= instant and one.withdrawn_at is None]


class AgendaStore(FakeStore):
    @contextmanager
    def work(self):
        work = FakeWork(self)
        work.appointments = FakeAppointments(self, Appointment)
        work.opening_slots, work.opening_exceptions = FakeSlots(self, OpeningSlot), FakeSlots(self, OpeningException)
        work.shifts, work.leaves = FakeShifts(self, Shift), FakeLeaves(self, Leave)
        work.handover_notes = FakeNotes(self, HandoverNote)
        work.directory = SimpleNamespace(operators=lambda: [_operator(one) for one in NAMES], spaces=lambda: [SPACE])
        yield work

    reading = work


def agenda_desk(roles=LEAD, runner=None):
    """A desk in memory with four people who are registered."""
    store = AgendaStore()
    notices, said = Notices(), []
    notices.posted.connect(said.append)
    at = SimpleNamespace(
        store=store, session=session(store, roles=roles), changes=ChangeBus(), notices=notices, said=said,
        runner=runner or ImmediateRunner(), people=[],
    )  # fmt: skip
    with store.work() as work:
        for number, (surname, name) in enumerate(PEOPLE):
            citizen = Citizen(
                id=CitizenId(UUID(int=7000 + number)), surname=surname, given_name=name, phone="+393331234567",
                space_code="VEN", created_at=MORNING, created_by=GIULIA,
            )  # fmt: skip
            work.citizens.add(citizen)
            at.people.append(citizen)
    at.doors = agenda_doors(store, at.session, LISTS, outside())
    return at


def booked(at, minute, who=GIULIA, person=None, day=TODAY, minutes=30, reason="2", name="Sig. Bianchi"):
    form = AppointmentForm(
        starts_at=instant_of(day, minute), minutes=minutes, operator_id=who, reason=reason,
        citizen_id=person.id if person else None, name="" if person else name,
    )  # fmt: skip
    return at.doors.appointments.book(form, anyway=True).appointment


def busy_week(roles=LEAD):
    """Six operators with shifts, appointments of every kind, somebody away, an hour given twice, a note."""
    at = agenda_desk()
    for weekday in range(5):
        for span in ((540, 780), (840, 1020)):
            at.doors.openings.add_slot(weekday, span)
    plan = at.doors.planning
    for number in range(5):
        day = TODAY + timedelta(days=number)
        for who in list(NAMES)[:4]:
            plan.add_shift(who, day, (540, 780))
        if number != 2:
            plan.add_shift(LUCA, day, (840, 960))
    plan.add_leave(MARCO, TODAY + timedelta(days=1), TODAY + timedelta(days=2))
    maria, dario, long_name, _ng = at.people
    at.first = booked(at, 600, person=maria)
    booked(at, 660, person=dario, reason="4", minutes=45)
    arrived = booked(at, 620, who=MARCO, person=long_name, reason="1", minutes=20)
    at.doors.appointments.arrive(arrived.id)
    booked(at, 615, who=SARA)
    booked(at, 630, who=SARA, person=maria, reason="7", minutes=45)
    booked(at, 720, who=None, name="Sig.ra Conti")
    booked(at, 570, who=MARCO, person=dario, day=TODAY + timedelta(days=1))
    booked(at, 600, person=maria, day=TODAY + timedelta(days=1))
    at.doors.handover.write("La stampante del banco due è in assistenza: torna giovedì.")
    with at.store.work() as work:
        work.handover_notes.add(HandoverNote(
            id=UUID(int=99), space_code="VEN", created_at=MORNING - timedelta(hours=15), created_by=MARCO,
            text="Il corso di domani si fa nella sala piccola: quella grande è prenotata dal Municipio.",
        ))  # fmt: skip
    if roles != LEAD:
        at.session = session(at.store, roles=roles)
        at.doors = agenda_doors(at.store, at.session, LISTS, outside())
    return at


def agenda_model(at) -> AgendaViewModel:
    model = AgendaViewModel(at.doors, at.session, LISTS, NAMES, at.runner, at.changes, at.notices)
    model.booking.types = [("SPID-NEW", "Attivare SPID"), ("ISEE", "ISEE precompilato")]
    model.at = at
    return model


def agenda(at, act=lambda panes: None, tab=DAY, person=None) -> QWidget:
    """The window with the place as the program puts it together."""
    model = agenda_model(at)
    panes = AgendaPanes(model, LISTS)
    window = placed(Place.AGENDA, panes.specs())
    panes.settle(window.panes.page(Place.AGENDA))
    if person is not None:
        window.person_bar.show_person(MARIA)
        model.show_person(person)
    model.arrive()
    if tab is not DAY:
        panes.show_tab(tab)
    window.agenda, window.model, window.at = panes, model, at
    act(panes)
    return window


def on_first(panes):
    panes.model.board.go_to(TODAY, panes.model.at.first.id)


def doubted(panes):
    panes.book(FreeHour(SARA, TODAY, 630))
    put(panes.booking.fields["name"].editor, "Sig. Neri")
    panes.save()


def shift(panes):
    panes.week.shift_wanted.emit(PersonDay(GIULIA, TODAY))
    put(panes.shift.fields["from"].editor, "9:00")
    put(panes.shift.fields["to"].editor, "12:00")
    panes.save()


def phone(panes):
    panes.reminders._ask_phone()


def queue_with_appointments():
    at = busy_week()
    model = ExpectedViewModel(
        lambda: at.doors.days.day(TODAY).lines, at.doors.appointments.arrive, LISTS, at.runner, at.changes, at.notices
    )
    window = placed(Place.QUEUE, queue_panes(queue_model(at), model))
    model.arrive()
    return window


screen("queue, with appointments")(queue_with_appointments)
screen("agenda, day of six operators")(lambda: agenda(busy_week(), on_first))
screen("agenda, week of six operators")(lambda: agenda(busy_week(), tab=WEEK))
screen("agenda, an hour that is taken")(lambda: agenda(busy_week(), doubted))
screen("agenda, shift that overlaps")(lambda: agenda(busy_week(), shift, tab=WEEK))
screen("agenda, who should be reminded")(lambda: agenda(busy_week(), phone, tab=REMINDERS))
screen("agenda, hours")(lambda: agenda(busy_week(), lambda panes: panes.hours.slot_wanted.emit(), tab=HOURS))
screen("agenda, closing")(lambda: agenda(busy_week(), lambda panes: panes.hours.exception_wanted.emit(), tab=HOURS))
screen("agenda, notes for the next shift")(lambda: agenda(busy_week(), tab=NOTES))


# --- fields ----------------------------------------------------------------------------------------------------------


def alone(at, tab=DAY) -> QWidget:
    """The two panes without the window around them."""
    model = agenda_model(at)
    panes = AgendaPanes(model, LISTS)
    window = QWidget()
    box = row(window)
    for spec in panes.specs():
        box.addWidget(spec.widget)
    model.arrive()
    panes.show_tab(tab)
    window.agenda, window.model, window.at = panes, model, at
    return window


def understood(_typed: str) -> bool:
    return True


def on_one_line(typed: str) -> str:
    return " ".join(plain(typed).split())


_BOOK = {
    "Nome": ("name", lambda one: one.name, on_one_line),
    "Telefono (facoltativo)": ("phone", lambda one: one.phone, lambda typed: plain(typed).strip()),
    "Giorno": ("day", lambda _one: True, understood),
    "Ora": ("time", lambda _one: True, understood),
    "Minuti": ("minutes", lambda _one: True, understood),
    "Nota (solo il necessario)": ("note", lambda one: one.note, on_one_line),
}


@trials("BookingView", *_BOOK)
def booking_field(title: str) -> Trial:
    name, kept, wanted = _BOOK[title]
    window = alone(agenda_desk())
    panes, tables = window.agenda, window.at.store.tables
    fields = panes.booking.fields
    tables.setdefault(Appointment, {})
    restore = as_before(tables)

    def begin():
        restore()
        panes.booking.empty()
        panes.book()
        for field, words in (("name", "Ada"), ("phone", ""), ("minutes", "30"), ("time", "16:30"), ("note", "")):
            put(fields[field].editor, words)
        fields["day"].editor.set_date(TODAY + timedelta(days=2))

    return Trial(
        window=window, editor=fields[name].editor, begin=begin, hand_over=panes.booking.save,
        said=lambda: fields[name].error, kept=lambda: kept(list(tables[Appointment].values())[-1]), wanted=wanted,
    )  # fmt: skip


def _hours_trial(form_name: str, kind: type, titles: dict, given: dict, open_form):
    @trials(form_name, *titles)
    def field(title: str) -> Trial:
        name = titles[title]
        window = alone(agenda_desk(), HOURS)
        panes, tables = window.agenda, window.at.store.tables
        tables.setdefault(kind, {})
        restore, form = as_before(tables), open_form(panes)

        def begin():
            restore()
            form.empty()
            panes._hours_form(form)
            for one, words in given.items():
                editor = form.fields[one].editor
                if isinstance(words, date):
                    editor.set_date(words)
                elif hasattr(editor, "set_code"):
                    editor.set_code(words)
                else:
                    put(editor, words)

        def kept():
            return list(tables[kind].values())[-1].reason if name == "reason" else True

        return Trial(
            window=window, editor=form.fields[name].editor, begin=begin, hand_over=form.save,
            said=lambda: form.fields[name].error, kept=kept, wanted=on_one_line if name == "reason" else understood,
        )  # fmt: skip

    return field


_NEXT = TODAY + timedelta(days=3)
_hours_trial(
    "SlotForm", OpeningSlot,
    {"Dalle": "from", "Alle": "to", "Vale dal (facoltativo)": "first_on", "Vale fino al (facoltativo)": "last_on"},
    {"weekday": "2", "from": "9:00", "to": "13:00"}, lambda panes: panes.slot,
)  # fmt: skip
_hours_trial(
    "ExceptionForm", OpeningException,
    {"Dal": "first_on", "Al (facoltativo)": "last_on", "Dalle (facoltativo)": "from", "Alle (facoltativo)": "to",
     "Perché (facoltativo)": "reason"},
    {"first_on": _NEXT, "last_on": _NEXT, "from": "9:00", "to": "13:00", "reason": ""}, lambda panes: panes.exception,
)  # fmt: skip
_hours_trial(
    "LeaveForm", Leave,
    {"Dal": "first_on", "Al (facoltativo)": "last_on", "Dalle (facoltativo)": "from", "Alle (facoltativo)": "to"},
    {"operator": str(GIULIA), "first_on": _NEXT, "last_on": _NEXT, "from": "9:00", "to": "13:00"},
    lambda panes: panes.leave,
)  # fmt: skip
_hours_trial(
    "ShiftForm", Shift, {"Giorno": "first_on", "Dalle": "from", "Alle": "to"},
    {"operator": str(GIULIA), "first_on": _NEXT, "from": "9:00", "to": "13:00"}, lambda panes: panes.shift,
)  # fmt: skip


@trials("HandoverView", "Nota per chi viene dopo")
def handover_field(_title: str) -> Trial:
    window = alone(agenda_desk(), NOTES)
    view, tables = window.agenda.notes, window.at.store.tables
    tables.setdefault(HandoverNote, {})
    restore = as_before(tables)

    def begin():
        restore()
        window.model.handover.reload()
        view.note.editor.empty()

    return Trial(
        window=window, editor=view.note.editor, begin=begin, hand_over=view.save, said=lambda: view.note.error,
        kept=lambda: list(tables[HandoverNote].values())[-1].text, wanted=lambda typed: plain(typed).strip(),
    )  # fmt: skip
