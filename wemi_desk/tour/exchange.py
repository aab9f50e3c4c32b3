"""Two desks and a centre: offline work on the same person, cable in, a question, one receipt, an erasure, the proof."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from wemi_desk.domain.applications import Application
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.services.application_ports import NewApplications
from wemi_desk.services.ledger_paper import ledger_sheet
from wemi_desk.services.practice import PIN
from wemi_desk.tour import catalogue_files, matters, measures
from wemi_desk.tour.first_desk import first_start
from wemi_desk.tour.stage import Tour
from wemi_desk.tour.two_desks import MEASURE_CODE, Centre, Desk, make_desk
from wemi_desk.ui.screens.outbox.leaving_view_model import FILE_NAME
from wemi_desk.ui.shell.sync_indicator import row_of

CARD, SURNAME, GIVEN_NAME = "RSSMRA58C52F205N", "rossi", "maria"
PHONES = {"VEN": "3331234567", "CAP": "3479876543"}
VERIFIED = 14
T = TypeVar("T")


def play(tour: Tour) -> None:
    """The sync as operators live it; ends with both desks verified."""
    home = tour.console
    with tempfile.TemporaryDirectory(prefix="wemi-tour-exchange-") as folder:
        centre = Centre(Path(folder) / "centre")
        tour.in_background(centre.found, "the centre")
        tour.in_background(centre.plug, "the centre's line")
        desks: list[Desk] = []
        try:
            desks.extend(make_desk(tour, Path(folder), code, centre) for code in PHONES)
            _play(tour, centre, *desks)
            desks.append(first_start(tour, Path(folder), centre))
            _verified(tour, desks[-1], "prima-accensione-verificato")
            matters.at_two_desks(tour, desks[1], desks[2], partial(_until_quiet, tour, (desks[1], desks[2])))
        finally:
            for desk in desks:
                tour.turn_to(desk.console)
                desk.console.close()
                tour.settle()
                desk.console.window.close()
            tour.in_background(centre.pull, "the centre to end")
            tour.turn_to(home)


def _play(tour: Tour, centre: Centre, venini: Desk, capuana: Desk) -> None:
    for desk in (venini, capuana):
        _enter(tour, desk)
    _verified(tour, venini, "primo-collegamento")
    tour.in_background(centre.pull, "the cable to be out")
    for desk in (venini, capuana):
        _work_offline(tour, desk)
    _by_hand(tour, centre, capuana)
    tour.in_background(centre.plug, "the cable to be in")
    with tour.task("rete tornata: tutto arriva e si unisce"):
        _until_quiet(tour, (venini, capuana))
    asked, other = _who_is_asked(tour, venini, capuana)
    _verified(tour, other, "rete-tornata")
    _question(tour, asked)
    _until_quiet(tour, (venini, capuana))
    _one_receipt(tour, venini, capuana)
    measures.correct(tour, venini, capuana, partial(_exchange, tour))
    catalogue_files.update(tour, venini, capuana, partial(_exchange, tour))
    _ledger(tour, venini)
    _erasure(tour, centre, venini, capuana)
    for desk in (venini, capuana):
        _verified(tour, desk, f"{desk.code.lower()}-verificato")


def _enter(tour: Tour, desk: Desk) -> None:
    tour.turn_to(desk.console)
    desk.console.start()
    tour.until(lambda: desk.console.unlock.is_ready, "the tiles of the operators")
    tour.activate()
    tour.typist.type_text(desk.initials)
    tour.typist.type_text(PIN)
    tour.typist.press("Return")
    tour.until(lambda: desk.console.work, "the session")
    tour.until(lambda: _row(desk) == VERIFIED, f"{desk.code} to be verified")
    tour.settle()


def _row(desk: Desk) -> int:
    state = desk.work.exchange.state
    return row_of(state) if state is not None else 0


def _verified(tour: Tour, desk: Desk, name: str) -> None:
    tour.turn_to(desk.console)
    tour.until(lambda: _row(desk) == VERIFIED, f"{desk.code} to be verified")
    tour.shot(name)


def _work_offline(tour: Tour, desk: Desk) -> None:
    """The same card at both spaces, another telephone at each, and the same application."""
    tour.turn_to(desk.console)
    with tour.task(f"senza rete a {desk.code}: persona nuova, con la tessera"):
        tour.typist.scan(CARD)
        tour.until(lambda: desk.work.counter.task == "registration", "the registration")
        tour.typist.type_text(SURNAME)
        tour.typist.press("Tab")
        tour.typist.type_text(GIVEN_NAME)
        tour.typist.press("Tab")
        tour.typist.type_text(PHONES[desk.code])
        tour.typist.press("Ctrl+I")
        tour.typist.type_text("1")
        tour.typist.press("Ctrl+Return")
        tour.until(lambda: desk.work.counter.task == "idle", "the visit to close")
    _apply(tour, desk)
    tour.until(lambda: _row(desk) == 8, "the words of a desk without network")
    tour.shot(f"{desk.code.lower()}-senza-rete")
    _close_visit(tour, desk)


def _by_hand(tour: Tour, centre: Centre, desk: Desk) -> None:
    """Unsent work goes to the centre on a stick; what comes by the line afterwards has no second effect."""
    tour.turn_to(desk.console)
    path, said, received = centre.folder.parent / FILE_NAME, list[str](), list[str]()
    leaving = desk.work.outbox.models.leaving
    leaving.exported.connect(said.append)
    desk.work.outbox.show()
    leaving.export(str(path))
    tour.until(lambda: said, "the file")
    tour.settle()
    tour.shot("lavoro-su-una-chiavetta")
    tour.typist.press("Esc")

    def receive() -> None:
        from wemi_desk.central.registry import Registry

        centre.within(lambda office: received.extend(Registry(office).receive(path.read_bytes()).verdicts))

    tour.in_background(receive, "the file to be received")
    tour.notes.append(f"lavoro portato a mano: {', '.join(sorted(received))}")


def _apply(tour: Tour, desk: Desk) -> None:
    """Prepared and handed to the centre; the operator wrote why it goes on without an ISEE."""
    _open_person(tour, desk)
    person, cases = _person(tour, desk), desk.work.desk.paperwork().cases

    def prepare() -> Application:
        (begun,) = cases.start_all(NewApplications(
            applicant_id=person, beneficiary_ids=[person], measure_code=MEASURE_CODE, applicant_role="parent"
        ))  # fmt: skip
        for code in ("truthful", "parental_responsibility", "privacy_notice_seen"):
            cases.tick(begun.id, code)
        cases.make_ready(begun.id, "prova del giro")
        cases.submit(begun.id)
        return begun

    begun = _from_store(tour, desk, prepare)
    _show_application(tour, desk, begun.id)
    tour.until(lambda: _state(desk) == "queued", "the queue")


def _open_person(tour: Tour, desk: Desk) -> None:
    if desk.work.counter.visit.card is None:
        tour.typist.press("F2")
        tour.typist.scan(CARD)
        tour.until(lambda: desk.work.counter.visit.card, "the person")
        tour.settle()


def _show_application(tour: Tour, desk: Desk, application_id: UUID) -> None:
    """F5, with the person at the desk."""
    tour.typist.press("F5")
    tour.settle()
    desk.work.places.paperwork.model.case.open(application_id)
    tour.settle()


def _state(desk: Desk) -> str:
    shown = desk.work.places.paperwork.model.case.case.shown
    return shown.state if shown is not None else ""


def _close_visit(tour: Tour, desk: Desk) -> None:
    desk.work.counter.close_without_contact()
    tour.typist.press("F2")
    tour.settle()


def _until_quiet(tour: Tour, desks: tuple[Desk, ...]) -> None:
    """What one desk sends reaches the other with its next exchange: two rounds, as in an ordinary minute."""
    for _ in range(2):
        for desk in desks:
            _exchange(tour, desk)


def _who_is_asked(tour: Tour, one: Desk, two: Desk) -> tuple[Desk, Desk]:
    """The space whose word came second is asked; which of the two is chance, and both orders end the same."""

    def asked() -> list[Desk]:
        states = [(desk, desk.work.exchange.state) for desk in (one, two)]
        return [desk for desk, state in states if state is not None and state.to_check]

    tour.until(lambda: len(asked()) == 1, "the question")
    first = asked()[0]
    return first, two if first is one else one


def _exchange(tour: Tour, desk: Desk) -> None:
    rounds = desk.work.exchange.rounds
    rounds.exchange_now()
    tour.until(lambda: not rounds.is_under_way, "the exchange")
    tour.settle()


def _question(tour: Tour, desk: Desk) -> None:
    """The person is back at the desk: one sentence, one key."""
    tour.turn_to(desk.console)
    tour.typist.scan(CARD)
    tour.until(lambda: desk.work.counter.visit.card, "the person")
    tour.until(lambda: desk.work.exchange.asked.model.asked, "the question")
    tour.shot("quale-telefono")
    with tour.task("rispondere a una questione tra due spazi", 2):
        tour.typist.press("Alt+1")
        tour.until(lambda: desk.work.exchange.asked.model.asked is None, "the answer")
    tour.shot("telefono-scelto")
    _close_visit(tour, desk)


def _one_receipt(tour: Tour, *desks: Desk) -> None:
    """Two desks submitted the same application: the centre received one, and each desk knows how its own stands."""
    states: list[str] = []
    for desk in desks:
        tour.turn_to(desk.console)
        _open_person(tour, desk)
        person = _person(tour, desk)
        mine = _from_store(tour, desk, partial(_of_here, desk, person))
        _show_application(tour, desk, mine.id)
        tour.until(partial(_is_answered, desk), "the centre's word")
        tour.shot(f"una-sola-domanda-{desk.code.lower()}")
        states.append(_state(desk))
        if states[-1] == "submitted":
            _print_receipt(tour, desk, mine)
        _close_visit(tour, desk)
    if sorted(states) != ["duplicate", "submitted"]:
        raise RuntimeError(f"applications: {states}")
    tour.notes.append(f"la stessa domanda da due spazi: {', '.join(sorted(states))}")


def _is_answered(desk: Desk) -> bool:
    return _state(desk) not in ("", "queued")


def _of_here(desk: Desk, person: CitizenId) -> Application:
    return next(one for one in desk.work.desk.paperwork().cases.of(person) if one.space_code == desk.code)


def _print_receipt(tour: Tour, desk: Desk, application: Application) -> None:
    papers = desk.work.papers
    papers.press_made(partial(desk.work.desk.paperwork().application_papers.receipt, application.id), application.id)
    tour.until(lambda: papers.preview.is_shown and papers.model.sheets, "the preview")
    tour.shot("ricevuta-della-domanda")
    if papers.model.sheets is not None:
        tour.keep("ricevuta-della-domanda", papers.model.sheets.pdf)
    papers.close()
    tour.settle()


def _ledger(tour: Tour, desk: Desk) -> None:
    tour.turn_to(desk.console)
    work = desk.work.desk
    tour.typist.press("F8")
    tour.settle()
    desk.work.places.ledger.show_day(work.session.clock.today())
    tour.until(lambda: desk.work.places.ledger.ledger, "the ledger")
    ledger = desk.work.places.ledger.ledger
    if ledger is None or ledger.held_count or ledger.beyond_receipt:
        raise RuntimeError(f"the ledger does not add up: {ledger}")
    paper = ledger_sheet(ledger, work.session.space)
    tour.keep("registro-degli-invii", _made(tour, desk, lambda: work.papers.day_ledger(paper)))
    tour.notes.append(f"registro del giorno: fatti {ledger.made}, ricevuti {ledger.received}")
    tour.typist.press("F2")
    tour.settle()
    desk.work.outbox.show()
    tour.settle()
    tour.shot("invio-dati-tutto-inviato")
    tour.typist.press("Esc")


def _made(tour: Tour, desk: Desk, work: Callable[[], bytes]) -> bytes:
    made: list[bytes] = []
    tour.runner.run(work, owner=desk.work, done=made.append, failed=_raise, lane="paper")
    tour.until(lambda: made, "the paper")
    return made[0]


def _erasure(tour: Tour, centre: Centre, *desks: Desk) -> None:
    """An order of the centre: it reaches every desk before anything else is shown."""
    person = _person(tour, desks[0])

    def erase() -> None:
        from wemi_desk.central.registry import Registry

        centre.within(lambda office: Registry(office).erase(person))

    tour.in_background(erase, "the erasure")
    for desk in desks:
        _exchange(tour, desk)
        tour.turn_to(desk.console)
        if _found(tour, desk):
            raise RuntimeError(f"{desk.code} still knows the person")
    tour.notes.append("persona cancellata: nessuna postazione la trova più")


def _person(tour: Tour, desk: Desk) -> CitizenId:
    return _found(tour, desk)[0]


def _found(tour: Tour, desk: Desk) -> list[CitizenId]:
    return _from_store(tour, desk, lambda: [card.citizen.id for card in desk.work.desk.citizens.search(CARD)])


def _from_store(tour: Tour, desk: Desk, work: Callable[[], T]) -> T:
    """What the desk's own screens would read or write, in their lane."""
    found: list[T] = []
    tour.runner.run(work, owner=desk.work, done=found.append, failed=_raise)
    tour.until(lambda: found, "the store")
    return found[0]


def _raise(error: Exception) -> None:
    raise error
