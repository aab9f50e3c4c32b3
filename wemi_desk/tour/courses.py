"""A group lesson on SPID: planned, two people enrolled, attendance by card, one sitting for everybody, a sheet to sign;
and a computer for who stays to practise."""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.days import rome_time
from wemi_desk.domain.papers import Paper, PaperKind
from wemi_desk.tour.stage import Tour
from wemi_desk.ui.screens.courses.view import CoursesPanes
from wemi_desk.ui.screens.courses.view_model import CoursesViewModel

_UNNAMED = "2"


def play(tour: Tour) -> None:
    """Everything by keys and cards."""
    people = _with_cards(tour)
    _plan(tour)
    for number, person in enumerate(people[:2]):
        _enrol(tour, person, first=number == 0)
    _attend(tour, people)
    _hold(tour)
    _sheet(tour)
    _workstation(tour)


def _with_cards(tour: Tour) -> list[Citizen]:
    """Three people of the palestra who have a card."""
    desk, found = tour.work.desk, list[Citizen]()

    def read() -> None:
        cards = desk.citizens.page(0, 80)
        found.extend(one.citizen for one in cards if one.citizen.fiscal_code and (one.age or 0) > 40)

    tour.in_background(read, "people with cards")
    return found[:3]


def _model(tour: Tour) -> CoursesViewModel:
    return tour.work.places.courses.model


def _panes(tour: Tour) -> CoursesPanes:
    return tour.work.places.courses.panes


def _go(tour: Tour) -> None:
    tour.typist.press("F7")
    tour.settle()


def _plan(tour: Tour) -> None:
    """The week is empty: the hands are on the button that fills it."""
    now = tour.work.desk.session.clock.now()
    begin = rome_time(max(now - timedelta(minutes=5), now.replace(hour=0, minute=0)))
    with tour.task("programmare una lezione di gruppo"):
        _go(tour)
        tour.typist.press("Return")
        tour.settle()
        for text in ("6", "1", "2", "", f"{begin:%d%m%Y}", f"{begin:%H%M}", "", "", "", "Sala corsi"):
            tour.typist.type_text(text)
            tour.typist.press("Tab")
        tour.settle()
        tour.shot("lezione-da-programmare")
        tour.typist.press("Ctrl+S")
        tour.until(lambda: _model(tour).meeting.lesson, "the lesson")
        tour.settle()


def _enrol(tour: Tour, person: Citizen, *, first: bool) -> None:
    """The citizen at the desk, with F7 and Ctrl+S."""
    tour.typist.press("F2")
    tour.typist.scan(person.fiscal_code or "")
    tour.until(lambda: tour.work.counter.visit.card, "the person")
    tour.settle()
    enrolled = len(_people(tour))
    with tour.task("iscrivere chi è allo sportello", 3):
        _go(tour)
        tour.typist.press("Ctrl+S")
        tour.until(lambda: len(_people(tour)) > enrolled, "the enrolment")
        tour.settle()
    if first:
        tour.shot("iscrizione-di-chi-e-allo-sportello")
    tour.work.counter.close_without_contact()
    tour.settle()


def _people(tour: Tour) -> list[str]:
    lesson = _model(tour).meeting.lesson
    return [str(one.citizen.id) for one in lesson.people] if lesson is not None else []


def _present(tour: Tour) -> int:
    lesson = _model(tour).meeting.lesson
    return lesson.present if lesson is not None else 0


def _are_present(tour: Tour, people: int) -> bool:
    return _present(tour) == people


def _attend(tour: Tour, people: list[Citizen]) -> None:
    """Two are on the list; the third is not, and the desk asks."""
    _go(tour)
    begun = time.perf_counter()
    with tour.task("presenze con la tessera, una persona non iscritta", 1):
        for number, person in enumerate(people[:2], start=1):
            tour.typist.scan(person.fiscal_code or "")
            tour.until(partial(_are_present, tour, number), "the mark")
        each = (time.perf_counter() - begun) / 2
        tour.typist.scan(people[2].fiscal_code or "")
        tour.until(lambda: _model(tour).register.asked, "the question")
        tour.settle()
        tour.shot("tessera-di-chi-non-e-iscritto")
        tour.typist.press("Return")
        tour.until(lambda: _present(tour) == 3, "the third")
        tour.settle()
    tour.notes.append(f"una tessera: {each * 1000:.0f} ms dalla lettura al segno di presente")


def _hold(tour: Tour) -> None:
    """Those without a name are counted, and the lesson is closed: one sitting."""
    view = _panes(tour).meeting
    view.unnamed.editor.setFocus()
    view.unnamed.editor.selectAll()
    with tour.task("chiudere la lezione"):
        tour.typist.type_text(_UNNAMED)
        tour.typist.press("Tab", times=2)
        tour.typist.press("Return")
        tour.until(lambda: _model(tour).meeting.state == "held", "the lesson to be closed")
        tour.settle()
    tour.shot("lezione-svolta")
    lesson = _model(tour).meeting.lesson
    if lesson is not None:
        sitting = lesson.date.session_id
        tour.notes.append(f"lezione di gruppo: {lesson.present} presenze, una seduta ({sitting is not None})")


def _sheet(tour: Tour) -> None:
    printed: list[bytes] = []

    def put(pdf: bytes) -> None:
        printed.append(pdf)

    tour.work.papers.model.press.put = put  # type: ignore[method-assign]
    with tour.task("stampare il foglio delle presenze", 4):
        tour.typist.press("Ctrl+P")
        tour.until(lambda: _shown(tour) is PaperKind.ATTENDANCE, "the preview")
        tour.settle()
        tour.typist.press("Ctrl+P")
        tour.until(lambda: printed, "the sheet")
        tour.settle()
    tour.keep("foglio-delle-presenze", printed[-1])
    tour.typist.press("Esc")
    tour.settle()


def _shown(tour: Tour) -> PaperKind | None:
    paper: Paper | None = tour.work.papers.model.paper
    return paper.kind if paper is not None and tour.work.papers.preview.is_shown else None


def _workstation(tour: Tour) -> None:
    """A computer is set up, and somebody sits down for five minutes: the operator is told when they are nearly over."""
    model = _model(tour).workstations
    tour.typist.press("Alt+2")
    tour.settle()
    tour.typist.type_text("Postazione 1\n")
    tour.until(lambda: model.lines, "the workstation")
    tour.settle()
    _panes(tour).workstations.focus_first()
    with tour.task("far sedere una persona alla postazione"):
        tour.typist.press("Return")
        tour.settle()
        tour.typist.type_text("Ada")
        tour.typist.press("Tab")
        tour.typist.type_text("5")
        tour.typist.press("Ctrl+S")
        tour.until(lambda: any(line.seated for line in model.lines), "somebody to sit down")
        tour.settle()
    tour.shot("postazioni")
    tour.notes.append(f"postazioni: {tour.console.window.status.words}")
    tour.typist.press("Alt+1")
    tour.typist.press("F2")
    tour.settle()
