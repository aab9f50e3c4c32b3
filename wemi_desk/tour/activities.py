"""A reading group: planned as a series, two people enrolled and five counted, attendance by card, a volunteer, the
certificate; the calendar from afar; and an activity that nobody had planned."""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.days import rome_time
from wemi_desk.domain.papers import PaperKind
from wemi_desk.tour.stage import Tour
from wemi_desk.ui.screens.courses.spans import DAY, MONTH, WEEK
from wemi_desk.ui.screens.courses.view import CoursesPanes
from wemi_desk.ui.screens.courses.view_model import CoursesViewModel

_LOG_KEYS = 12
_TITLE = "Gruppo di lettura"


def play(tour: Tour) -> None:
    """Everything by keys and cards."""
    people = _with_cards(tour)
    _volunteer(tour, people[2])
    _plan(tour)
    for number, person in enumerate(people[:2]):
        _enrol(tour, person, first=number == 0)
    _count_five(tour)
    _attend(tour, people)
    _certificate(tour)
    _look(tour)
    _log(tour)


def _with_cards(tour: Tour) -> list[Citizen]:
    """People of the palestra who have a card, others than those of the lesson on SPID."""
    desk, found = tour.work.desk, list[Citizen]()

    def read() -> None:
        cards = desk.citizens.page(0, 80)
        found.extend(one.citizen for one in cards if one.citizen.fiscal_code and (one.age or 0) > 40)

    tour.in_background(read, "people with cards")
    return found[3:6]


def _model(tour: Tour) -> CoursesViewModel:
    return tour.work.places.courses.model


def _panes(tour: Tour) -> CoursesPanes:
    return tour.work.places.courses.panes


def _at_the_desk(tour: Tour, person: Citizen) -> None:
    tour.typist.press("F2")
    tour.typist.scan(person.fiscal_code or "")
    tour.until(lambda: tour.work.counter.visit.card, "the person")
    tour.settle()


def _volunteer(tour: Tour, person: Citizen) -> None:
    """Whoever is at the desk lends a hand from now on."""
    _at_the_desk(tour, person)
    model = _model(tour).volunteers
    with tour.task("registrare chi è allo sportello come volontario", 5):
        tour.typist.press("F7")
        tour.typist.press("Alt+3")
        tour.settle()
        tour.typist.press("Ctrl+S")
        tour.until(lambda: model.shown, "the volunteer")
        tour.settle()
    tour.shot("volontari")
    tour.work.counter.close_without_contact()
    tour.settle()


def _plan(tour: Tour) -> None:
    """Every week for four times; holidays are skipped, and what clashes is seen before anything is written."""
    now = tour.work.desk.session.clock.now()
    begin = rome_time(max(now - timedelta(minutes=20), now.replace(hour=0, minute=0)))
    tour.typist.press("F7")
    tour.typist.press("Alt+1")
    tour.settle()
    _panes(tour).calendar.new_button.click()
    tour.settle()
    with tour.task("programmare un gruppo di lettura, quattro settimane"):
        for text in ("2", _TITLE, f"{begin:%d%m%Y}", f"{begin:%H%M}", "", "2", "4", "", "", "", "8", "Sala lettura"):
            tour.typist.type_text(text)
            tour.typist.press("Tab")
        tour.settle()
        tour.until(lambda: _panes(tour).planning.preview.text(), "what would be written")
        tour.shot("gruppo-di-lettura-da-programmare")
        tour.typist.press("Ctrl+S")
        tour.until(lambda: _lesson_title(tour) == _TITLE, "the reading group")
        tour.settle()
    lesson = _model(tour).meeting.lesson
    if lesson is not None:
        tour.notes.append(f"gruppo di lettura: {len(lesson.dates)} incontri, festivi saltati")


def _lesson_title(tour: Tour) -> str:
    lesson = _model(tour).meeting.lesson
    return lesson.activity.title if lesson is not None else ""


def _enrol(tour: Tour, person: Citizen, *, first: bool) -> None:
    _at_the_desk(tour, person)
    enrolled = _enrolled(tour)
    with tour.task("iscrivere al gruppo di lettura chi è allo sportello", 3):
        tour.typist.press("F7")
        tour.settle()
        tour.typist.press("Ctrl+S")
        tour.until(lambda: _enrolled(tour) > enrolled, "the enrolment")
        tour.settle()
    if first:
        tour.shot("iscrizione-al-gruppo-di-lettura")
    tour.work.counter.close_without_contact()
    tour.settle()


def _enrolled(tour: Tour) -> int:
    lesson = _model(tour).meeting.lesson
    return sum(one.standing is not None for one in lesson.people) if lesson is not None else 0


def _count_five(tour: Tour) -> None:
    """Five come and give no name; the volunteer is asked for this meeting."""
    tour.typist.press("F7")
    tour.settle()
    panes = _panes(tour)
    panes.meeting.details_button.click()
    tour.settle()
    with tour.task("contare cinque iscritti senza nome", 6):
        tour.typist.type_text("5")
        tour.typist.press("Tab")
        tour.typist.press("Space")
        tour.typist.press("Ctrl+S")
        tour.until(lambda: _taken(tour) == 7, "the five")
        tour.settle()
    tour.shot("cinque-senza-nome-e-un-volontario")


def _taken(tour: Tour) -> int:
    lesson = _model(tour).meeting.lesson
    return lesson.taken if lesson is not None else 0


def _present(tour: Tour, people: int) -> bool:
    lesson = _model(tour).meeting.lesson
    return lesson is not None and lesson.present == people


def _attend(tour: Tour, people: list[Citizen]) -> None:
    """Two by card, late; five by number; then it was held."""
    begun = time.perf_counter()
    with tour.task("presenze al gruppo di lettura con la tessera", 0):
        for number, person in enumerate(people[:2], start=1):
            tour.typist.scan(person.fiscal_code or "")
            tour.until(partial(_present, tour, number), "the mark")
        each = (time.perf_counter() - begun) / 2
        tour.settle()
    tour.notes.append(f"una tessera al gruppo di lettura: {each * 1000:.0f} ms")
    view = _panes(tour).meeting
    view.unnamed.editor.setFocus()
    view.unnamed.editor.selectAll()
    tour.typist.type_text("5")
    view.hold_button.click()
    tour.until(lambda: _model(tour).meeting.state == "held", "the meeting to be held")
    tour.settle()
    tour.shot("gruppo-di-lettura-svolto")
    lesson = _model(tour).meeting.lesson
    if lesson is not None:
        late = sum(one.is_late for one in lesson.people)
        tour.notes.append(f"gruppo di lettura: {lesson.present} presenze, {late} in ritardo, nessuna seduta digitale")


def _certificate(tour: Tour) -> None:
    """Of the first who was there: what was drawn is kept."""
    view = _panes(tour).meeting
    view.table.go_to_row(0)
    view.certificate_button.click()
    tour.until(lambda: tour.work.papers.model.paper is not None, "the certificate")
    tour.settle()
    paper = tour.work.papers.model.paper
    printed: list[bytes] = []
    if paper is not None and paper.kind is PaperKind.CERTIFICATE:
        tour.in_background(lambda: printed.append(tour.work.desk.printing.render(paper)), "the drawing")
        tour.keep("attestato-di-presenza", printed[-1])
    tour.work.papers.close()
    tour.settle()


def _look(tour: Tour) -> None:
    """The month, the week and the day, as they are read from two metres."""
    calendar = _panes(tour).calendar
    for span, name in ((MONTH, "mese"), (WEEK, "settimana"), (DAY, "giorno")):
        _model(tour).calendar.show(span, _model(tour).calendar.today)
        calendar.focus_first()
        tour.settle()
        tour.shot(f"calendario-{name}")
    tour.typist.press("Esc")
    tour.settle()


def _log(tour: Tour) -> None:
    """What was not planned: from F7 on, by keys alone."""
    tour.typist.press("F2")
    tour.settle()
    before = len(_model(tour).calendar.lines)
    with tour.task("registrare un’attività non programmata", _LOG_KEYS):
        tour.typist.press("F7")
        tour.settle()
        tour.typist.press("Tab", times=_tabs_to_log(tour))
        tour.typist.press("Return")
        tour.settle()
        tour.typist.type_text("9")
        tour.typist.press("Tab")
        tour.typist.type_text("6")
        tour.typist.press("Ctrl+S")
        tour.until(lambda: len(_model(tour).calendar.lines) > before, "what took place")
        tour.settle()
    tour.shot("attivita-non-programmata")
    tour.typist.press("F2")
    tour.settle()


def _tabs_to_log(tour: Tour) -> int:
    """From the list to the button, as many as there are between."""
    calendar = _panes(tour).calendar
    between = (calendar.before, calendar.this_week, calendar.after, calendar.tell_button, calendar.programme_button)
    return sum(one.isVisible() for one in between) + 1
