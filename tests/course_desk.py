"""Courses and workstations in memory, and Attività in the states an operator meets, for the catalogue of screens."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

from PySide6.QtWidgets import QWidget

from tests.counter_store import GIULIA, LISTS, MARCO, MORNING, FakeRecords, FakeStore, FakeWork, session
from tests.field_trials import Trial, as_before, plain, put, trials
from tests.place_screens import placed
from tests.runners import ImmediateRunner
from tests.screens import MARIA, screen
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.courses import Activity, ActivityDate, Enrolment, Presence
from wemi_desk.domain.facilitation import FacilitationAttendance, FacilitationSession
from wemi_desk.domain.volunteers import Volunteer, VolunteerHours
from wemi_desk.domain.workstations import SEATED, Workstation, WorkstationTurn
from wemi_desk.services.courses.doors import course_doors
from wemi_desk.services.courses.planning import ActivityForm, Meetings
from wemi_desk.services.courses.workstations import TurnForm
from wemi_desk.services.volunteers.register import VolunteerForm
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.courses.view import CALENDAR, VOLUNTEERS, WORKSTATIONS, CoursesPanes
from wemi_desk.ui.screens.courses.view_model import CoursesViewModel
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.widgets.spacing import row

NAMES = {GIULIA: "Giulia R.", MARCO: "Marco T."}
PEOPLE = (
    ("Rossi", "Maria", "RSSMRA58C52F205N"), ("Della Rovere Montefeltro", "Maria Antonietta", ""), ("Fo", "Dario", ""),
    ("Ștefănescu", "Ana", "BNCNNA80A41F205X"), ("Ng", "", ""),
)  # fmt: skip


class SavedCalendars:
    """Remembers what was saved."""

    def __init__(self):
        self.saved = []

    def written(self, name, events):
        return f"{name}: {len(events)}".encode()

    def save(self, path, content):
        self.saved.append((path, content))


class FakeDates(FakeRecords):
    def between(self, begin, end):
        return self.sorted(one for one in self.rows.values() if begin <= one.starts_at < end)

    def of(self, activity_id):
        return self.sorted(one for one in self.rows.values() if one.activity_id == activity_id)

    def sorted(self, rows):
        return sorted(rows, key=lambda one: one.starts_at)

    def planned_after(self, instant):
        return [one for one in self.rows.values() if one.starts_at >= instant and one.state == "planned"]

    def activities(self, ids):
        known = self.store.tables.get(Activity, {})
        return {one: known[one] for one in ids if one in known}


class FakeEnrolments(FakeRecords):
    def of(self, activity_ids):
        return {one: [row for row in self.rows.values() if row.activity_id == one] for one in activity_ids}

    def of_citizen(self, citizen_id):
        return [one for one in self.rows.values() if one.citizen_id == citizen_id and one.cancelled_at is None]


class FakeSittings(FakeRecords):
    def attended(self, session_ids):
        rows = self.store.tables.get(FacilitationAttendance, {}).values()
        return {one: [row for row in rows if row.session_id == one and not row.cancelled_at] for one in session_ids}


class FakePresences(FakeRecords):
    def said_before(self, citizen_ids):
        return {}

    def of(self, date_ids):
        return {one: [row for row in self.rows.values() if row.date_id == one] for one in date_ids}


class FakeVolunteers(FakeRecords):
    def of_space(self, space_code):
        return list(self.rows.values())

    def by_ids(self, ids):
        return [self.rows[one] for one in ids if one in self.rows]


class FakeHours(FakeRecords):
    def of(self, volunteer_id):
        found = [one for one in self.rows.values() if one.volunteer_id == volunteer_id and not one.cancelled_at]
        return sorted(found, key=lambda one: one.worked_on, reverse=True)

    def between(self, space_code, first, last):
        return [one for one in self.rows.values() if first <= one.worked_on <= last and not one.cancelled_at]


class FakeWorkstations(FakeRecords):
    def of_space(self, space_code):
        return [one for one in self.rows.values() if one.retired_at is None]


class FakeTurns(FakeRecords):
    def between(self, begin, end):
        found = [one for one in self.rows.values() if begin <= one.starts_at < end or one.state == SEATED]
        return sorted(found, key=lambda one: one.starts_at)


class CourseStore(FakeStore):
    @contextmanager
    def work(self):
        work = FakeWork(self)
        work.activity_dates, work.enrolments = FakeDates(self, ActivityDate), FakeEnrolments(self, Enrolment)
        work.presences = FakePresences(self, Presence)
        work.paperwork = SimpleNamespace(sittings=FakeSittings(self, FacilitationSession))
        work.volunteers = FakeVolunteers(self, Volunteer)
        work.volunteer_hours = FakeHours(self, VolunteerHours)
        work.workstations = FakeWorkstations(self, Workstation)
        work.workstation_turns = FakeTurns(self, WorkstationTurn)
        yield work

    reading = work


def course_desk(runner=None):
    """A desk in memory with five people who are registered."""
    store = CourseStore()
    notices, said = Notices(), []
    notices.posted.connect(said.append)
    at = SimpleNamespace(
        store=store, session=session(store), changes=ChangeBus(), notices=notices, said=said,
        runner=runner or ImmediateRunner(), people=[],
    )  # fmt: skip
    with store.work() as work:
        for number, (surname, name, code) in enumerate(PEOPLE):
            citizen = Citizen(
                id=CitizenId(UUID(int=7000 + number)), surname=surname, given_name=name, fiscal_code=code or None,
                space_code="VEN", created_at=MORNING, created_by=GIULIA,
            )  # fmt: skip
            work.citizens.add(citizen)
            at.people.append(citizen)
    at.doors = course_doors(store, at.session, LISTS, NAMES, SavedCalendars())
    return at


def courses_model(at) -> CoursesViewModel:
    model = CoursesViewModel(at.doors, at.session, LISTS, NAMES, at.runner, at.changes, at.notices)
    model.at = at
    return model


def planned(at, hour=10, day=23, title="SPID passo per passo", capacity=3, **more):
    form = ActivityForm(
        kind="group", title=title, topic="DIG-09", competences=("9",), capacity=capacity, room="Sala A",
        leader_id=GIULIA, **more,
    )  # fmt: skip
    return at.doors.planning.plan(form, Meetings(datetime(2026, 11, day, hour - 1, tzinfo=UTC), 90)).dates[0]


def busy_week():
    """Monday morning: a group today with people, one later, one that clashes, one that was held, one called off."""
    at = course_desk()
    meeting = planned(at)
    for number, citizen in enumerate(at.people[:4]):
        at.store.clock.advance(minutes=1)
        at.doors.enrolling.enrol(meeting.activity_id, citizen.id)
        if number == 1:
            at.doors.attendance.tick(meeting.id, citizen.id)
    at.doors.attendance.count_unnamed(meeting.id, 2)
    held = planned(at, 9, title="Fascicolo sanitario")
    at.doors.attendance.tick(held.id, at.people[4].id)
    at.doors.attendance.hold(held.id)
    planned(at, 11, title="App IO e pagoPA per chi comincia, prima parte", capacity=12)
    off = planned(at, 15, 25, title="Truffe online")
    at.doors.planning.cancel_date(off.id, "")
    at.meeting = meeting
    at.store.clock.advance(hours=1)
    return at


def occupied(at):
    """Three computers: one in time, one whose time is up, one free that is booked."""
    stations = [at.doors.workstations.add(f"Postazione {number}") for number in (1, 2, 3)]
    take = at.doors.workstations.take
    take(TurnForm(workstation_id=stations[0].id, citizen_id=at.people[0].id, minutes=20))
    at.store.clock.advance(minutes=30)
    take(TurnForm(workstation_id=stations[1].id, first_name="Ugo", minutes=45))
    now = at.store.clock.now()
    take(TurnForm(workstation_id=stations[2].id, citizen_id=at.people[1].id, starts_at=now + timedelta(minutes=40)))
    take(TurnForm(workstation_id=stations[2].id, first_name="Lin", starts_at=now + timedelta(minutes=90)))
    at.stations = stations
    return at


def activities(at, act=lambda panes: None, tab=CALENDAR, person=None) -> QWidget:
    """The window with the place as the program puts it together."""
    model = courses_model(at)
    panes = CoursesPanes(model, LISTS)
    window = placed(Place.ACTIVITIES, panes.specs())
    panes.settle(window.panes.page(Place.ACTIVITIES))
    if person is not None:
        window.person_bar.show_person(MARIA)
        model.show_person(person)
    model.arrive()
    if tab is not CALENDAR:
        panes.show_tab(tab)
    window.courses, window.model, window.at = panes, model, at
    act(panes)
    return window


def on_meeting(panes):
    panes.model.calendar.go_to(MORNING.date(), panes.model.at.meeting.id)
    panes.page.show_pane(1)


def stranger(panes):
    on_meeting(panes)
    panes.model.register.scan(PEOPLE[3][2])
    panes.model.register.asked = panes.model.at.people[4]
    panes.model.register.stranger.emit(panes.model.at.people[4])


def answers(panes):
    model = panes.model
    held = next(line for line in model.calendar.lines if line.date.state == "held")
    model.calendar.go_to(MORNING.date(), held.date.id)
    panes.meeting.answers_button.click()


def planning_wrong(panes):
    panes.calendar.new_button.click()
    panes.planning.fields["title"].editor.setText("")
    panes.save()


def booking(panes):
    panes.agenda.booking_wanted.emit()
    panes.save()


def seating(panes):
    panes.workstations.seating_wanted.emit(panes.model.at.stations[2].id)


def helped(at):
    """Two volunteers; one lends a hand at the meeting of today, and gave some hours before."""
    volunteers = at.doors.volunteers
    ada = volunteers.register(at.people[2].id, VolunteerForm(skills=("reading", "study_support"))).volunteer
    other = volunteers.register(
        at.people[3].id, VolunteerForm(skills=("gardening",), availability_text="Martedì e giovedì dopo le 16")
    ).volunteer
    volunteers.add_hours(ada.id, MORNING.date(), 150)
    volunteers.end(other.id)
    at.doors.changing.ask_volunteers(at.meeting.id, (ada.id,))
    return at


def detailed(panes):
    on_meeting(panes)
    panes.meeting.details_button.click()


def copying(panes):
    panes.calendar.programme_button.click()


def looked_at(span):
    return lambda panes: panes.model.calendar.show(span, MORNING.date())


def logging_wrong(panes):
    panes.calendar.log_button.click()
    panes.save()


def planning_series(panes):
    panes.calendar.new_button.click()
    fields = panes.planning.fields
    for name, code in (("activity_type", "reading"), ("rhythm", "weekly")):
        fields[name].editor.set_code(code)
    fields["day"].editor.set_date(MORNING.date())
    for name, words in (("time", "10:30"), ("times", "4"), ("room", "sala a")):
        fields[name].editor.setText(words)
    panes.model.planning.look_ahead(panes.planning.typed(), None)


screen("activities, nothing planned")(lambda: activities(course_desk()))
screen("activities, week and meeting")(lambda: activities(busy_week(), on_meeting))
screen("activities, person at the desk")(lambda: activities(busy_week(), on_meeting, person=busy_week().people[4]))
screen("activities, card of a stranger")(lambda: activities(busy_week(), stranger))
screen("activities, new with faults")(lambda: activities(busy_week(), planning_wrong))
screen("activities, answers of who was there")(lambda: activities(busy_week(), answers))
screen("activities, a month")(lambda: activities(busy_week(), looked_at("month")))
screen("activities, a week to look at")(lambda: activities(busy_week(), looked_at("week")))
screen("activities, a day")(lambda: activities(busy_week(), looked_at("day")))
screen("activities, a day without any")(lambda: activities(course_desk(), looked_at("day")))
screen("activities, already done, with faults")(lambda: activities(busy_week(), logging_wrong))
screen("activities, a series that clashes")(lambda: activities(busy_week(), planning_series))
screen("activities, places and volunteers of a meeting")(lambda: activities(helped(busy_week()), detailed))
screen("activities, the programme copied")(lambda: activities(busy_week(), copying))
screen("volunteers, none")(lambda: activities(course_desk(), tab=VOLUNTEERS))
screen("volunteers, one of two")(lambda: activities(helped(busy_week()), tab=VOLUNTEERS, person=busy_week().people[4]))
screen("workstations, none")(lambda: activities(course_desk(), tab=WORKSTATIONS))
screen("workstations, in use")(lambda: activities(occupied(course_desk()), tab=WORKSTATIONS))
screen("workstations, booking")(lambda: activities(occupied(course_desk()), booking, tab=WORKSTATIONS))
screen("workstations, seating")(lambda: activities(occupied(course_desk()), seating, tab=WORKSTATIONS))


# --- fields ----------------------------------------------------------------------------------------------------------


def alone(at, tab=CALENDAR) -> QWidget:
    """The two panes without the window around them."""
    model = courses_model(at)
    panes = CoursesPanes(model, LISTS)
    window = QWidget()
    box = row(window)
    for spec in panes.specs():
        box.addWidget(spec.widget)
    model.arrive()
    if hasattr(at, "meeting"):
        model.calendar.go_to(MORNING.date(), at.meeting.id)
    panes.show_tab(tab)
    window.courses, window.model, window.at = panes, model, at
    return window


def understood(_typed: str) -> bool:
    return True


def on_one_line(typed: str) -> str:
    return " ".join(plain(typed).split())


_PLAN = {
    "Titolo": ("title", lambda one: one.title, on_one_line),
    "Giorno": ("day", lambda _one: True, understood),
    "Ora": ("time", lambda _one: True, understood),
    "Durata, in minuti": ("minutes", lambda _one: True, understood),
    "Quanti incontri": ("times", lambda _one: True, understood),
    "oppure fino al": ("until", lambda _one: True, understood),
    "Gli altri giorni": ("chosen", lambda _one: True, understood),
    "Giorni esclusi": ("left_out", lambda _one: True, understood),
    "Posti": ("capacity", lambda _one: True, understood),
    "Sala o luogo": ("room", lambda one: one.room, on_one_line),
    "o un’altra persona": ("led_by_text", lambda one: one.led_by_text, on_one_line),
    "Per chi": ("target", lambda one: one.target, on_one_line),
    "Prezzo in euro": ("price", lambda _one: True, understood),
    "Con quali enti": ("partners", lambda _one: True, understood),
}


@trials("PlanningView", *_PLAN)
def planning_field(title: str) -> Trial:
    name, kept, wanted = _PLAN[title]
    window = alone(course_desk())
    panes, tables = window.courses, window.at.store.tables
    panes.planning.prepare()
    fields = panes.planning.fields
    tables.setdefault(Activity, {})
    tables.setdefault(ActivityDate, {})
    restore = as_before(tables)

    def begin():
        restore()
        panes.planning.empty()
        panes.calendar.planning_wanted.emit()
        fields["activity_type"].editor.set_code("digital_course")
        fields["topic"].editor.set_code("DIG-09")
        fields["rhythm"].editor.set_code("chosen" if name == "chosen" else "weekly")
        for field, words in (("title", "SPID"), ("time", "16:30"), ("room", "Sala"), ("minutes", "60"), ("times", "2"),
                             ("capacity", "8"), ("chosen", "3/12"), ("until", ""), ("left_out", "")):  # fmt: skip
            put(fields[field].editor, words)
        fields["day"].editor.set_date(MORNING.date() + timedelta(days=2))

    def recorded():
        return kept(list(tables[Activity].values())[-1])

    return Trial(
        window=window, editor=fields[name].editor, begin=begin, hand_over=panes.planning.save,
        said=lambda: fields[name].error, kept=recorded, wanted=wanted,
    )  # fmt: skip


_LOG = {
    "Quante persone": ("people", lambda _one: True, understood),
    "Titolo": ("title", lambda one: one.title, on_one_line),
    "Giorno": ("day", lambda _one: True, understood),
    "Ora": ("time", lambda _one: True, understood),
    "Durata, in minuti": ("minutes", lambda _one: True, understood),
}


@trials("LogView", *_LOG)
def log_field(title: str) -> Trial:
    name, kept, wanted = _LOG[title]
    window = alone(course_desk())
    panes, tables = window.courses, window.at.store.tables
    panes.log.prepare()
    fields = panes.log.fields
    tables.setdefault(Activity, {})
    tables.setdefault(ActivityDate, {})
    restore = as_before(tables)

    def begin():
        restore()
        panes.calendar.log_wanted.emit()
        fields["activity_type"].editor.set_code("reading")
        for field, words in (("title", "Lettura"), ("people", "5"), ("time", "08:00"), ("minutes", "60")):
            put(fields[field].editor, words)
        fields["day"].editor.set_date(MORNING.date())

    return Trial(
        window=window, editor=fields[name].editor, begin=begin, hand_over=panes.log.save,
        said=lambda: fields[name].error, kept=lambda: kept(list(tables[Activity].values())[-1]), wanted=wanted,
    )  # fmt: skip


_DETAILS = {
    "Quante persone si iscrivono senza dare il nome": ("nameless", lambda _at: True, understood),
    "Com’è andato l’incontro": (
        "outcome_note", lambda at: at.store.tables[ActivityDate][at.meeting.id].outcome_note, on_one_line,
    ),
}


@trials("DetailsView", *_DETAILS)
def detail_field(title: str) -> Trial:
    name, kept, wanted = _DETAILS[title]
    window = alone(busy_week())
    panes, tables = window.courses, window.at.store.tables
    panes.details.prepare()
    restore, fields = as_before(tables), panes.details.fields

    def begin():
        restore()
        window.model.meeting.reload()
        panes.meeting.details_wanted.emit()

    return Trial(
        window=window, editor=fields[name].editor, begin=begin, hand_over=panes.details.save,
        said=lambda: fields[name].error, kept=lambda: kept(window.at), wanted=wanted,
    )  # fmt: skip


_COPY = {"Dal": "first", "al": "last", "Ricomincia dal": "begins"}


@trials("ProgrammeView", *_COPY)
def copy_field(title: str) -> Trial:
    window = alone(busy_week())
    panes, tables = window.courses, window.at.store.tables
    panes.programme.prepare()
    restore, fields = as_before(tables), panes.programme.fields

    def begin():
        restore()
        panes.calendar.programme_wanted.emit()

    return Trial(
        window=window, editor=fields[_COPY[title]].editor, begin=begin, hand_over=panes.programme.save,
        said=lambda: fields[_COPY[title]].error, kept=lambda: True, wanted=understood,
    )  # fmt: skip


_VOLUNTEER = {
    "Altro che sa fare": ("skills_text", lambda one: one.skills_text, on_one_line),
    "Quando può": ("availability_text", lambda one: one.availability_text, on_one_line),
    "Giorno": ("worked_on", lambda _one: True, understood),
    "Ore": ("hours", lambda _one: True, understood),
}


@trials("VolunteerView", *_VOLUNTEER)
def volunteer_field(title: str) -> Trial:
    name, kept, wanted = _VOLUNTEER[title]
    window = alone(helped(busy_week()), VOLUNTEERS)
    panes, tables = window.courses, window.at.store.tables
    restore, fields = as_before(tables), panes.volunteer.fields
    hand_over = panes.volunteer.save if name.endswith("_text") else panes.volunteer.add_button.click

    def begin():
        restore()
        window.model.volunteers.reload()
        panes.volunteer.clear_errors()
        put(fields["hours"].editor, "1")
        fields["worked_on"].editor.set_date(MORNING.date())

    def recorded():
        return kept(tables[Volunteer][window.model.volunteers.current])

    return Trial(
        window=window, editor=fields[name].editor, begin=begin, hand_over=hand_over,
        said=lambda: fields[name].error, kept=recorded, wanted=wanted,
    )  # fmt: skip


_REGISTER = {"Altre persone senza nome": "unnamed", "Durata vera, in minuti": "minutes"}


@trials("MeetingView", *_REGISTER)
def register_field(title: str) -> Trial:
    window = alone(busy_week())
    meeting, tables = window.courses.meeting, window.at.store.tables
    restore = as_before(tables)
    field = getattr(meeting, _REGISTER[title])

    def begin():
        restore()
        window.model.meeting.reload()
        put(meeting.unnamed.editor, "2")
        put(meeting.minutes.editor, "60")
        for one in (meeting.unnamed, meeting.minutes):
            one.set_error("")

    return Trial(
        window=window, editor=field.editor, begin=begin, hand_over=meeting.hold, said=lambda: field.error,
        kept=lambda: True, wanted=understood,
    )  # fmt: skip


_TURN = {"Nome": "first_name", "Giorno": "day", "Ora": "time", "Per quanti minuti": "minutes"}


@trials("TurnView", *_TURN)
def turn_field(title: str) -> Trial:
    window = alone(occupied(course_desk()), WORKSTATIONS)
    form, tables = window.courses.turn, window.at.store.tables
    restore, field = as_before(tables), form.fields[_TURN[title]]

    def begin():
        restore()
        window.model.workstations.reload()
        window.courses.agenda.booking_wanted.emit()
        for name, words in (("first_name", "Ada"), ("time", "18:00"), ("minutes", "30")):
            put(form.fields[name].editor, words)

    def kept():
        return list(tables[WorkstationTurn].values())[-1].first_name if title == "Nome" else True

    return Trial(
        window=window, editor=field.editor, begin=begin, hand_over=form.save, said=lambda: field.error, kept=kept,
        wanted=(lambda typed: plain(typed).strip()) if title == "Nome" else understood,
    )  # fmt: skip


@trials("WorkstationsView", "Nome di una nuova postazione")
def workstation_name(_title: str) -> Trial:
    window = alone(course_desk(), WORKSTATIONS)
    view, tables = window.courses.workstations, window.at.store.tables
    tables.setdefault(Workstation, {})
    restore = as_before(tables)

    def begin():
        restore()
        window.model.workstations.reload()
        view.name.editor.empty()

    return Trial(
        window=window, editor=view.name.editor, begin=begin, hand_over=view.add, said=lambda: view.name.error,
        kept=lambda: list(tables[Workstation].values())[-1].name, wanted=lambda typed: plain(typed).strip(),
    )  # fmt: skip
