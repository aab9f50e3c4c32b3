"""The Sportello with its whole session wired, in the states an operator meets, for the catalogue of screens."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from tests.counter_models import NoPlaces
from tests.counter_store import (
    GIULIA,
    LISTS,
    MARCO,
    MORNING,
    FakeDetails,
    FakeSpecialData,
    FakeStore,
    FakeWork,
    session,
)
from tests.exchange_desk import ELSEWHERE, SAME, LookUps, Questions, question
from tests.matter_desk import paperwork_records
from tests.runners import ImmediateRunner
from tests.screens import screen
from tests.slip_samples import made as slip_of_a_pratica
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.outbox_rows import OutboxCounts
from wemi_desk.domain.papers import Paper
from wemi_desk.domain.timeline import TimelineEntry
from wemi_desk.guards import slow_work_allowed
from wemi_desk.services.arrivals import ArrivalService
from wemi_desk.services.citizens import CitizenService
from wemi_desk.services.desk import DeskServices
from wemi_desk.services.ports import Likeness
from wemi_desk.ui.desk_input import DeskInput
from wemi_desk.ui.screens.printing.view_model import Sheets
from wemi_desk.ui.session import WorkSession
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shell.window import MainWindow
from wemi_desk.wiring import OpenedStore, wired

MARIA = CitizenId(UUID(int=7_001))
TWIN = CitizenId(UUID(int=7_002))
NOTICE = {"version": "2026-11", "language": "it"}
PAST = (("contact", "done", {"reason": "q_digital"}), ("notice", "done", NOTICE),
        ("contact", "referred", {"reason": "q_isee"}), ("registration", "done", {}))


class WorkWithPast(FakeWork):
    """Everybody here has the same past, and a namesake."""

    def __init__(self, store):
        super().__init__(store)
        self.citizens.alike = lambda _sketch, _limit: [Likeness(self.citizens.get(TWIN), 0.9, ("name", "birth_date"))]
        self.paperwork = paperwork_records(store)
        self.catalogue = SimpleNamespace(
            edition=lambda: None, count=lambda: 0, providers=lambda: (), all_services=lambda: (),
            services=lambda _ids: {},
        )  # fmt: skip
        self.workstations = SimpleNamespace(of_space=lambda _space: [])
        self.workstation_turns = SimpleNamespace(between=lambda _begin, _end: [])
        self.questions = SimpleNamespace(about=lambda _id: ())

    def timeline(self, citizen_id, limit, kinds=None):
        return [
            TimelineEntry(
                at=MORNING - timedelta(days=9 * number), kind=kind, object_id=UUID(int=8_000 + number),
                operator_id=MARCO if number % 2 else GIULIA, state=state, data=data)
            for number, (kind, state, data) in enumerate(PAST)]


class StoreWithPast(FakeStore):
    @contextmanager
    def work(self):
        yield WorkWithPast(self)

    reading = work


def person(citizen_id: CitizenId, **more) -> Citizen:
    known = Citizen(
        id=citizen_id, surname="Rossi", given_name="Maria", birth_date=date(1958, 3, 12), phone="+393331234567",
        fiscal_code="RSSMRA58C52F205N", municipio="2", space_code="VEN", created_at=MORNING, created_by=GIULIA)
    return replace(known, **more)


class AtOnce(ImmediateRunner):
    """Answers before anything is painted, as the store of a picture should."""

    def run(self, work, *, owner, done, failed, lane="store"):
        with slow_work_allowed():
            super().run(work, owner=owner, done=done, failed=failed, lane=lane)


def opened_desk(**others) -> DeskServices:
    """The services as the program puts them together, on a store in memory with two people called Rossi."""
    store = StoreWithPast(outbox=SimpleNamespace(
        unsent=lambda: 3, oldest_unsent_at=lambda: MORNING, is_received=lambda _id: False, page=lambda *_: [],
        refusal=lambda _id: None,
        counts=lambda _today: OutboxCounts(waiting=3, to_check=0, sent_today=0, made_today=3)))
    with store.work() as work:
        work.citizens.add(person(MARIA))
        work.citizens.add(person(TWIN, given_name="Mariangela", to_verify=True, fiscal_code=None))
    backups = SimpleNamespace(
        back_up_if_due=lambda: None, check_store=lambda: None, drill_if_due=lambda: None, last_at=lambda: None)
    with slow_work_allowed():
        desk = wired(OpenedStore(
            store=store, session=session(store), lists=LISTS, colleagues={GIULIA: "Giulia R.", MARCO: "Marco T."},
            opened=SimpleNamespace(persons=bytes(32)), backups=backups, settled=lambda: None,
            connection=SimpleNamespace(), keep_time=lambda: None))
    special = FakeSpecialData()
    citizens = CitizenService(store, desk.session, desk.reader, FakeDetails(), "2026-11", special)
    return replace(desk, citizens=citizens, special_data=special,
                   arrivals=ArrivalService(citizens, NoPlaces(), store.clock),
                   **{"questions": Questions()} | others)


def counter(act: Callable[[WorkSession], object] = lambda work: None, **others) -> QWidget:
    """The window of an open session, after *act*."""
    window, keys = MainWindow(), DeskInput()
    keys.setParent(window)
    work = WorkSession(opened_desk(**others), window, keys, AtOnce())
    for step in work.to_build():
        step()
    for piece in work.to_prepare():
        piece()
    act(work)
    return window


def typing_a_namesake(work: WorkSession) -> None:
    work.register("Rossi Maria")
    work.counter.registration.edit(birth="12/03/1958", phone="333 123 4567")
    work.counter.registration._look_for_candidates()


def wrong_code(work: WorkSession) -> None:
    work.register("Rossi Maria")
    work.counter.registration.edit(code="RSSMRA58C52F205")
    work.counter.save()


def health_card(work: WorkSession) -> None:
    work.register("Diallo Awa")
    work.counter.registration.edit(code="STP0301511234567")
    work.counter.save()


def worked(work: WorkSession) -> None:
    for key in ("1", "2", "4"):
        work.desk.contacts.quick(key, "desk")
    work.changes.changed.emit(Changes.of("contacts", "drafts", "outbox"))


def paper_drawn(work: WorkSession) -> None:
    page = QImage(420, 594, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    sheets = Sheets(b"", [page], ["Che cosa abbiamo fatto. Che cosa portare."])
    work.papers.model.press = SimpleNamespace(draw=lambda _pdf: sheets, put=lambda _pdf: None)
    work.counter.visit.open_person(MARIA)


def previewing_a_pratica(work: WorkSession) -> None:
    paper_drawn(work)
    with slow_work_allowed():
        slip = slip_of_a_pratica("ar")
    work.papers.press_paper(Paper(slip, UUID(int=7), MARIA))


def previewing(work: WorkSession) -> None:
    paper_drawn(work)
    work.papers.press()
    if work.papers.choice.is_open:
        work.papers.choice.take_first()


def whole_card(work: WorkSession) -> None:
    work.counter.visit.open_person(MARIA)
    work.window.set_place(Place.CITIZENS)


def another_card(work: WorkSession) -> None:
    work.counter.visit.open_person(MARIA)
    work.counter.visit.open_person(TWIN)


def add(name: str, act: Callable[[WorkSession], object]) -> None:
    screen(name)(lambda: counter(act))


add("counter, nobody", lambda work: None)
add("counter, after three contacts", worked)
add("counter, citizen at the desk", lambda work: work.counter.visit.open_person(MARIA))
add("counter, new citizen", lambda work: work.register(""))
add("counter, perhaps registered already", typing_a_namesake)
add("counter, wrong codice fiscale", wrong_code)
add("counter, STP card", health_card)
add("counter, another card", another_card)
add("counter, a paper before it is printed", previewing)
add("counter, the slip of a pratica in another language", previewing_a_pratica)
add("counter, whole card", whole_card)
def looking_elsewhere(act: Callable[[WorkSession], object]) -> Callable[[], QWidget]:
    def look(work: WorkSession) -> None:
        work.look_up.show("Rossi Maria 12/03/1958")
        view = work.window.panel.content
        view.reason.editor.set_code("at_desk")
        act(view)

    return lambda: counter(look, look_up=LookUps(*ELSEWHERE))


screen("counter, other spaces asked")(looking_elsewhere(lambda view: view.search_button.click()))
screen("counter, other spaces, no reason")(looking_elsewhere(
    lambda view: (view.reason.editor.set_code(None), view.search_button.click())))
screen("counter, perhaps known elsewhere")(lambda: counter(
    lambda work: (work.register("Bianchi Carla"), work.counter.registration.edit(code="BNCCRL58C52F205X")),
    look_up=LookUps(perhaps=True)))
screen("counter, a question between two desks")(lambda: counter(
    lambda work: work.counter.visit.open_person(MARIA), questions=Questions(question(subject_id=MARIA))))
screen("counter, two cards of one person")(lambda: counter(
    lambda work: work.counter.visit.open_person(MARIA), questions=Questions(replace(SAME, subject_id=MARIA))))
add("counter, quick contact", lambda work: work.quick.open())
