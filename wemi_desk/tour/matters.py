"""A SPID recovery with a missing document, put off at one desk, taken up at another; its slip in Arabic."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.papers import Paper
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.tour.stage import Tour
from wemi_desk.tour.two_desks import Desk
from wemi_desk.ui.screens.paperwork.view_model import MattersViewModel
from wemi_desk.ui.screens.printing.view_model import Stage
from wemi_desk.ui.session import WorkSession

TO_OPEN, TO_CLOSE = 3, 12
SURNAME, GIVEN_NAME, SPID_LOST, LANGUAGE = "Digitali", "Rosa", "2", "ar"
FINISHED = "12411314"
"""It works again; from 2 to 4; her own telephone; Italian, a diploma, an employee; very useful."""
PUT_OFF = ("2", "\n", "\n", "2", "2", "1", "3", "3", "1", "\n")
"""Something is missing, as suggested, until the suggested day; the rest as asked; not asked whether it was useful."""
DONE_NOW = "1241"


def play(tour: Tour) -> None:
    """From a person at the desk to the row for Facilita, by keys that are counted."""
    _register(tour)
    with tour.task("aprire una pratica per chi è allo sportello", TO_OPEN):
        _open(tour)
    tour.shot("pratica-appena-aperta")
    for _box in tour.work.places.paperwork.matters.panes.checklist.lines:
        tour.typist.press("Space")
        tour.settle()
        tour.typist.press("Tab")
    with tour.task("chiudere una seduta SPID, con le risposte per Facilita", TO_CLOSE):
        _end(tour, tour.work, FINISHED)
        tour.until(lambda: _outcome(tour.work) == "completed", "the sitting to be written")
    tour.settle()
    tour.shot("pratica-conclusa")
    with tour.task("chiudere il colloquio: il motivo si sa già", 2):
        tour.typist.press("Ctrl+Return")
        tour.until(lambda: tour.work.counter.task == "idle", "the visit to close")
    tour.typist.press("F2")
    tour.settle()


def at_two_desks(tour: Tour, one: Desk, two: Desk, quiet: Callable[[], None]) -> None:
    """Two desks of one space; *quiet* lets everything that is known reach both."""
    tour.turn_to(one.console)
    person = _register(tour)
    _open(tour)
    tour.typist.press("Space")
    tour.settle()
    tour.typist.press("Tab", times=2)
    tour.typist.press("Space")
    tour.settle()
    tour.shot("manca-un-documento")
    case_id = _model(one.work).matter.shown.case.id  # type: ignore[union-attr]
    with tour.task("rimandare una pratica a cui manca un documento"):
        _end(tour, one.work, PUT_OFF)
        tour.until(lambda: _outcome(one.work) == "to_complete", "the next day to be written")
    tour.shot("da-completare-un-altro-giorno")
    _slip(tour, one, case_id)
    _leave(tour, one)
    quiet()
    _take_up(tour, two, person)
    quiet()


def _take_up(tour: Tour, desk: Desk, person: CitizenId) -> None:
    tour.turn_to(desk.console)
    _arrive(tour, person)
    with tour.task("riprendere la pratica a un'altra postazione", TO_OPEN):
        tour.typist.press("F5")
        tour.until(lambda: _model(desk.work).pick.is_read and _model(desk.work).pick.matters, "the pratica")
        tour.settle()
        tour.typist.press("Return")
        tour.until(lambda: _model(desk.work).stage == "matter", "the pratica")
        tour.settle()
    shown = _model(desk.work).matter.shown
    if shown is not None:
        tour.notes.append(f"ripresa a {desk.code}: manca {', '.join(shown.guide.missing)}, passo {shown.guide.next_no}")
    tour.shot("ripresa-a-un-altra-postazione")
    for box in desk.work.places.paperwork.matters.panes.checklist.lines:
        if not box.isChecked():
            box.setFocus()
            tour.typist.press("Space")
            tour.settle()
    with tour.task("chiudere una seduta ripresa: quello che si sa non si chiede", TO_CLOSE):
        _end(tour, desk.work, (*DONE_NOW, "4"))
        tour.until(lambda: _outcome(desk.work) == "completed", "the sitting to be written")
    tour.shot("conclusa-a-un-altra-postazione")
    _leave(tour, desk)


def _register(tour: Tour) -> CitizenId:
    """Somebody who was registered before, brought to this desk."""
    desk, found = tour.work.desk, list[CitizenId]()
    form = PersonForm(surname=SURNAME, given_name=GIVEN_NAME, birth="12/03/1958")
    tour.runner.run(
        lambda: desk.citizens.register(RegisterCitizen(form=form)).citizen.id, owner=tour.work, done=found.append,
        failed=tour.work.fail,
    )  # fmt: skip
    tour.until(lambda: found, "the person")
    _arrive(tour, found[0])
    return found[0]


def _arrive(tour: Tour, person: CitizenId) -> None:
    tour.work.counter.arrivals.open_person(person)
    tour.until(lambda: tour.work.counter.visit.card, "the person at the desk")
    tour.settle()


def _open(tour: Tour) -> None:
    tour.typist.press("F5")
    tour.until(lambda: _model(tour.work).pick.is_read, "the kinds of paperwork")
    tour.settle()
    tour.typist.type_text(SPID_LOST)
    tour.until(lambda: _model(tour.work).stage == "matter", "the pratica")
    tour.settle()


def _end(tour: Tour, work: WorkSession, keys: str | tuple[str, ...]) -> None:
    """Ctrl+S, one key for each question, Enter at the end."""
    tour.typist.press("Ctrl+S")
    tour.settle()
    ending = _model(work).ending
    for key in keys:
        asked = ending.current
        if key == "\n":
            tour.typist.press("Return")
        else:
            tour.typist.type_text(key)
        tour.until(partial(_is_answered, work, asked), "the next question")
    tour.settle()
    tour.typist.press("Return")


def _is_answered(work: WorkSession, asked: object) -> bool:
    return _model(work).ending.current != asked


def _slip(tour: Tour, desk: Desk, case_id: UUID) -> None:
    """What she takes home, in her language beside the Italian."""
    work, slips = desk.work, desk.work.desk.paperwork().slips
    papers: list[bytes] = []

    def made() -> Paper:
        paper = slips.slip(case_id, LANGUAGE)
        papers.append(work.desk.printing.render(paper))
        return paper

    work.papers.press_made(made, case_id)
    tour.until(lambda: work.papers.model.stage is Stage.SHOWN, "the preview of the slip")
    tour.shot("foglio-in-arabo")
    tour.keep("pratica-in-arabo", papers[0])
    work.papers.close()
    tour.settle()


def _leave(tour: Tour, desk: Desk) -> None:
    desk.work.counter.close_without_contact()
    tour.typist.press("F2")
    tour.settle()


def _model(work: WorkSession) -> MattersViewModel:
    return work.places.paperwork.matters.model


def _outcome(work: WorkSession) -> str:
    shown = _model(work).matter.shown
    return shown.case.outcome if shown is not None else ""
