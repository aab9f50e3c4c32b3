"""An appointment for who is at the desk, its card, and a person who comes for theirs: card, queue, desk."""

from __future__ import annotations

from functools import partial

from wemi_desk.domain.appointments import ARRIVED, BOOKED, DONE
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.days import rome_time
from wemi_desk.domain.papers import Paper, PaperKind
from wemi_desk.tour.stage import Tour
from wemi_desk.ui.screens.agenda.view import WEEK, AgendaPanes
from wemi_desk.ui.screens.agenda.view_model import AgendaViewModel
from wemi_desk.ui.shell.places import Place


def play(tour: Tour) -> None:
    """Everything by keys and cards."""
    first, second = _with_cards(tour)
    _book(tour, first)
    _card(tour)
    _book_now(tour, second)
    _receive(tour, second)
    _week(tour)


def _with_cards(tour: Tour) -> list[Citizen]:
    """Two people of the palestra who have a card and no appointment yet."""
    desk, found = tour.work.desk, list[Citizen]()

    def read() -> None:
        service = desk.agenda().appointments
        cards = [one.citizen for one in desk.citizens.page(80, 80) if one.citizen.fiscal_code and (one.age or 0) > 40]
        found.extend(one for one in cards if not service.coming_of(one.id))

    tour.in_background(read, "people with cards")
    return found[:2]


def _model(tour: Tour) -> AgendaViewModel:
    return tour.work.places.agenda.model


def _panes(tour: Tour) -> AgendaPanes:
    return tour.work.places.agenda.panes


def _status(tour: Tour, citizen: Citizen) -> str:
    """The state of the newest appointment of somebody."""
    found: list[str] = []

    def read() -> None:
        with tour.work.desk.store.reading() as work:
            found.extend(one.status for one in work.appointments.of_citizen(citizen.id))

    tour.in_background(read, "the appointment")
    return found[-1] if found else ""


def _open_form(tour: Tour) -> None:
    tour.typist.press("Ctrl+K")
    tour.typist.type_text(">appu")
    tour.typist.press("Return")
    tour.until(lambda: tour.work.window.place is Place.AGENDA, "the place")
    tour.settle()


def _at_desk(tour: Tour, person: Citizen) -> None:
    tour.typist.press("F2")
    tour.typist.scan(person.fiscal_code or "")
    tour.until(lambda: tour.work.counter.visit.card, "the person")
    tour.settle()


def _book(tour: Tour, person: Citizen) -> None:
    """The first free hour, for who is at the desk: a digit says what for."""
    _at_desk(tour, person)
    with tour.task("appuntamento per chi è allo sportello, il primo posto libero", 13):
        _open_form(tour)
        tour.typist.press("2")
        tour.until(lambda: _panes(tour).booking.fields["time"].editor.text(), "a free hour")
        tour.settle()
        tour.typist.press("Ctrl+S")
        tour.until(lambda: _model(tour).board.line, "the appointment")
        tour.settle()
    assert _status(tour, person) == BOOKED, "the hour is not promised"
    tour.shot("agenda-giorno")


def _card(tour: Tour) -> None:
    """What goes home: date, hour, address, in large type."""
    _panes(tour).day.opened.emit()
    tour.settle()
    printed: list[bytes] = []

    def put(pdf: bytes) -> None:
        printed.append(pdf)

    tour.work.papers.model.press.put = put  # type: ignore[method-assign]
    with tour.task("stampare il biglietto dell’appuntamento", 4):
        tour.typist.press("Ctrl+P")
        tour.until(lambda: _shown(tour) is PaperKind.APPOINTMENT, "the card")
        tour.settle()
        tour.typist.press("Ctrl+P")
        tour.until(lambda: printed, "the card on paper")
        tour.settle()
    tour.shot("biglietto-dell-appuntamento")
    tour.keep("biglietto-dell-appuntamento", printed[-1])
    tour.typist.press("Esc")
    tour.work.counter.close_without_contact()
    tour.settle()


def _shown(tour: Tour) -> PaperKind | None:
    paper: Paper | None = tour.work.papers.model.paper
    return paper.kind if paper is not None and tour.work.papers.preview.is_shown else None


def _book_now(tour: Tour, person: Citizen) -> None:
    """For this very hour, out of the hours if the tour is played then: the desk says so, and records all the same."""
    _at_desk(tour, person)
    _open_form(tour)
    now = rome_time(tour.work.desk.session.clock.now())
    tour.typist.press("4")
    tour.settle()
    fields = _panes(tour).booking.fields
    for name, words in (("day", f"{now:%d%m%Y}"), ("time", f"{now:%H%M}")):
        fields[name].editor.setFocus()
        fields[name].editor.selectAll()
        tour.typist.type_text(words)
    tour.typist.press("Ctrl+S")
    tour.settle()
    if not _status(tour, person):
        tour.shot("agenda-fuori-orario-registra-comunque")
        tour.typist.press("Ctrl+S")
    tour.until(partial(_is, tour, person, BOOKED), "the appointment")
    tour.work.counter.close_without_contact()
    tour.settle()


def _is(tour: Tour, person: Citizen, status: str) -> bool:
    return _status(tour, person) == status


def _receive(tour: Tour, person: Citizen) -> None:
    """In Coda a card is enough; F11 calls, Enter brings the person to the desk."""
    tour.typist.press("F3")
    tour.settle()
    tour.shot("coda-con-appuntamenti")
    with tour.task("chi ha un appuntamento passa la tessera, è in coda, è allo sportello", 3):
        tour.typist.scan(person.fiscal_code or "")
        tour.until(lambda: any(line.ticket.appointment_id for line in tour.work.places.queue.lines), "the ticket")
        tour.settle()
        tour.typist.press("F11")
        tour.settle()
        tour.typist.press("F3")
        tour.typist.press("Return")
        tour.until(lambda: tour.work.counter.visit.card, "the person at the desk")
        tour.settle()
    assert _is(tour, person, ARRIVED), "who came has not arrived"
    tour.shot("persona-con-appuntamento-allo-sportello")
    tour.work.counter.close_without_contact()
    tour.until(partial(_is, tour, person, DONE), "the appointment to be done")
    tour.settle()


def _week(tour: Tour) -> None:
    """Who works when, and what nobody covers."""
    tour.work.window.place_requested.emit(Place.AGENDA)
    tour.settle()
    _panes(tour).show_tab(WEEK)
    tour.settle()
    tour.shot("agenda-settimana")
    tour.typist.press("F2")
    tour.settle()
