"""The places and side lists of the desk in every state, for the catalogue of screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

from PySide6.QtWidgets import QWidget

from tests.counter_store import GIULIA, LISTS, MARCO, MORNING, SPACE, FakeDetails, FakeSpecialData, FakeStore, session
from tests.runners import ImmediateRunner
from tests.screens import frame, screen
from wemi_desk.domain.call_backs import CallBack, CallBackId
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.referrals import Referral
from wemi_desk.services.call_backs import CallBackService
from wemi_desk.services.citizens import CitizenService
from wemi_desk.services.contacts import ContactService, RecordContact
from wemi_desk.services.corrections import CorrectionService
from wemi_desk.services.day import DayService
from wemi_desk.services.drafts import DraftService
from wemi_desk.services.people_list import PeopleListService
from wemi_desk.services.person_forms import PersonReader
from wemi_desk.services.queue import QueueService
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.call_backs.view import CallBacksView
from wemi_desk.ui.screens.call_backs.view_model import CallBacksViewModel
from wemi_desk.ui.screens.citizens.list_view import PeopleListPane
from wemi_desk.ui.screens.citizens.list_view_model import PeopleListViewModel
from wemi_desk.ui.screens.day.view import DayPane, day_panes
from wemi_desk.ui.screens.day.view_model import DayViewModel, Services
from wemi_desk.ui.screens.drafts.view import DraftsView
from wemi_desk.ui.screens.drafts.view_model import DraftsViewModel
from wemi_desk.ui.screens.queue.pane_view import QueuePane
from wemi_desk.ui.screens.queue.view import queue_panes
from wemi_desk.ui.screens.queue.view_model import QueueViewModel
from wemi_desk.ui.shell.pane_host import PaneSpec
from wemi_desk.ui.shell.places import Place


def desk(space=SPACE, roles=("operator",), runner=None) -> SimpleNamespace:
    """A desk in memory: store, session and what every view model is made of."""
    store = FakeStore()
    notices, said = Notices(), []
    notices.posted.connect(said.append)
    return SimpleNamespace(
        store=store, session=session(store, space=space, roles=roles), changes=ChangeBus(), notices=notices,
        said=said, runner=runner or ImmediateRunner())


def tools(at) -> tuple:
    return at.runner, at.changes, at.notices


def placed(place: Place, panes: list[PaneSpec]) -> QWidget:
    """The window with *panes* in their place."""
    window = frame()
    window.add_place(place, panes)
    window.set_place(place)
    return window


def queue_model(at) -> QueueViewModel:
    service = QueueService(at.store, at.session, LISTS)
    return QueueViewModel(service, LISTS, at.session, *tools(at))


def busy_queue() -> QueueViewModel:
    at = desk()
    model = queue_model(at)
    for reason, name in (("q_children", "Amina"), ("q_digital", ""), ("q_isee", "Giovanni"), ("q_care", "")):
        model.arrive(reason, name)
        at.store.clock.advance(minutes=3)
    model.call_next()
    model.call_next()
    return model


def add(name: str, build: Callable[[], QWidget]) -> None:
    screen(name)(build)


add("queue, busy", lambda: placed(Place.QUEUE, queue_panes(busy_queue())))
add("queue, empty", lambda: placed(Place.QUEUE, queue_panes(queue_model(desk()))))
add("queue, not used here", lambda: placed(
    Place.QUEUE, queue_panes(queue_model(desk(space=replace(SPACE, has_queue=False))))))
add("queue, small pane", lambda: placed(Place.COUNTER, [
    PaneSpec(QueuePane(queue_model(desk())), "Uno"), PaneSpec(QueuePane(queue_model(desk())), "Due"),
    PaneSpec(QueuePane(busy_queue()), "Coda")]))


# --- day -------------------------------------------------------------------------------------------------------------


def day_model(at) -> DayViewModel:
    contacts = ContactService(at.store, at.session, LISTS)
    services = Services(DayService(at.store, at.session), contacts, CorrectionService(at.store, at.session, LISTS))
    model = DayViewModel(services, LISTS, at.session, {GIULIA: "Giulia R.", MARCO: "Marco T."}, *tools(at))
    model.reload()
    return model


def worked_day(roles=("operator",)) -> DayViewModel:
    at = desk(roles=roles)
    service = ContactService(at.store, at.session, LISTS)
    for key, channel in (("1", "desk"), ("2", "desk"), ("4", "video_chat"), ("2", "desk"), ("9", "referral_in"),
                         ("1", "email"), ("6", "desk"), ("8", "outreach"), ("2", "phone")):  # fmt: skip
        service.quick(key, channel)
        at.store.clock.advance(minutes=11)
    service.record(RecordContact(reason="1", began_at=at.store.clock.at - timedelta(minutes=70)))
    return day_model(at)


def day_state(act: Callable[[DayPane], None], roles=("operator",)) -> QWidget:
    window = placed(Place.DAY, day_panes(worked_day(roles)))
    window.panes.page(Place.DAY).show_pane(0)
    act(window.findChild(DayPane))
    return window


add("day, worked", lambda: placed(Place.DAY, day_panes(worked_day())))
add("day, of everybody", lambda: placed(Place.DAY, day_panes(worked_day(("network_coordinator",)))))
add("day, empty", lambda: placed(Place.DAY, day_panes(day_model(desk()))))
add("day, correction", lambda: day_state(lambda pane: pane.correct_button.click()))
add("day, late contact", lambda: day_state(lambda pane: (pane.late_button.click(), pane.late.save())))


# --- lists of the side panel -----------------------------------------------------------------------------------------


def in_panel(title: str, view: QWidget) -> QWidget:
    window = frame()
    window.panel.open_widget(title, view)
    return window


def person(number: int, surname: str, given_name: str, **more) -> Citizen:
    return Citizen(
        id=CitizenId(UUID(int=1000 + number)), surname=surname, given_name=given_name, space_code="VEN",
        created_at=MORNING, created_by=GIULIA, **more)


def promised() -> CallBacksViewModel:
    """Two promises, one of them late, and a service that has not answered."""
    at = desk()
    with at.store.work() as work:
        for number, (surname, name, days, reason) in enumerate((
                ("Rossi", "Amina", -3, "Dire quando riapre lo sportello ISEE"), ("Fo", "Dario", 0, "Esito SPID"),
                ("Ng", "", 12, ""))):  # fmt: skip
            citizen = person(number, surname, name, phone="+39333123456" + str(number))
            work.citizens.add(citizen)
            work.call_backs.add(CallBack(
                id=CallBackId(UUID(int=2000 + number)), space_code="VEN", citizen_id=citizen.id, reason=reason,
                due_on=MORNING.date() + timedelta(days=days), tries=number, created_at=MORNING, created_by=GIULIA))
        work.referrals.add(Referral(
            id=UUID(int=3000), space_code="VEN", contact_id=UUID(int=1), destination="caf", sent_at=MORNING,
            due_on=MORNING.date() - timedelta(days=1)))
    model = call_backs_model(at)
    model.at = at
    return model


def call_backs_model(at) -> CallBacksViewModel:
    model = CallBacksViewModel(
        CallBackService(at.store, at.session, FakeDetails()), LISTS, at.session, *tools(at))
    model.reload()
    return model


def left_open() -> DraftsViewModel:
    """Two drafts of mine."""
    at = desk()
    service = DraftService(at.store, at.session)
    service.save(service.begin(), "citizen", {"surname": "Rossi"}, initials="R. M.")
    at.store.clock.advance(minutes=95)
    service.save(service.begin(), "contact", {"note": "…"})
    at.store.clock.advance(minutes=4)
    model = drafts_model(at)
    model.at = at
    return model


def drafts_model(at) -> DraftsViewModel:
    model = DraftsViewModel(DraftService(at.store, at.session), at.session, *tools(at))
    model.reload()
    return model


def with_phone() -> QWidget:
    model = promised()
    window = in_panel(model.title, CallBacksView(model))
    model.show_phone(model.lines[0])
    return window


def being_thrown_away() -> QWidget:
    model = left_open()
    window = in_panel("Bozze", DraftsView(model))
    model.discard(model.lines[0].draft)
    return window


add("call backs", lambda: in_panel("Da richiamare: 4", CallBacksView(promised())))
add("call backs, telephone shown", with_phone)
add("call backs, none", lambda: in_panel("Da richiamare", CallBacksView(call_backs_model(desk()))))
add("drafts", lambda: in_panel("Bozze", DraftsView(left_open())))
add("drafts, one being thrown away", being_thrown_away)
add("drafts, none", lambda: in_panel("Bozze", DraftsView(drafts_model(desk()))))


# --- people ----------------------------------------------------------------------------------------------------------

SURNAMES = ("Rossi", "Bianchi", "Della Rovere Montefeltro", "Fo", "D’Angelo", "El Amrani", "Ng", "Ștefănescu", "Colombo")
GIVEN = ("Maria", "Amina", "Giovanni", "Li", "Nicolò", "Fatima", "", "Maria Antonietta Guglielmina", "Paolo")


def crowd(at, count=60) -> None:
    with at.store.work() as work:
        for number in range(count):
            work.citizens.add(person(
                number, SURNAMES[number % 9], GIVEN[(number * 5) % 9], birth_year=1940 + number % 60,
                municipio=str(number % 9 + 1), to_verify=number % 17 == 3,
                fiscal_code="RSSMRA58C52F205N" if number % 3 else None))


def citizen_service(at) -> CitizenService:
    details = FakeDetails()
    reader = PersonReader(at.session, LISTS, details)
    return CitizenService(at.store, at.session, reader, details, "2026-11", FakeSpecialData())


def people_model(at) -> PeopleListViewModel:
    return PeopleListViewModel(PeopleListService(at.store, at.session), citizen_service(at), *tools(at))


def people_pane(count=60, text="") -> PeopleListPane:
    at = desk()
    crowd(at, count)
    pane = PeopleListPane(people_model(at), LISTS)
    pane.model.reload()
    pane.filter.editor.setText(text)
    pane.at = at
    return pane


def people_place(**how) -> QWidget:
    return placed(Place.CITIZENS, [PaneSpec(people_pane(**how), "Cittadini")])


add("people, all", people_place)
add("people, filtered", lambda: people_place(text="ross"))
add("people, nobody found", lambda: people_place(text="zzzz"))
add("people, nobody yet", lambda: people_place(count=0))
