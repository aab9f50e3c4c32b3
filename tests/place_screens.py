"""The places and side lists of the desk in every state, for the catalogue of screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID

from PySide6.QtWidgets import QWidget

from tests.counter_models import NoPlaces
from tests.counter_store import (
    GIULIA,
    LISTS,
    MARCO,
    MORNING,
    SPACE,
    FakeDetails,
    FakeSpecialData,
    FakeStore,
    session,
)
from tests.exchange_desk import (
    ACTS,
    DOUBLE,
    SAME,
    Ledgers,
    OutboxOfActs,
    Questions,
    Sealed,
    around,
    question,
)
from tests.runners import ImmediateRunner
from tests.screens import MARIA, frame, screen
from wemi_desk.domain.call_backs import CallBack, CallBackId
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.desk_settings import DeskSettings
from wemi_desk.domain.errors import CentreRefusedError
from wemi_desk.domain.households import HouseholdId, HouseholdMember
from wemi_desk.domain.machine_policy import NOTHING_DECIDED, read_policy
from wemi_desk.domain.referrals import Referral
from wemi_desk.domain.special_data import ShownHealthCode
from wemi_desk.domain.sync_state import SyncState
from wemi_desk.services.access_list import AccessListService
from wemi_desk.services.arrivals import ArrivalService
from wemi_desk.services.call_backs import CallBackService
from wemi_desk.services.citizens import CitizenService
from wemi_desk.services.contacts import ContactService, RecordContact
from wemi_desk.services.corrections import CorrectionService
from wemi_desk.services.day import DayService
from wemi_desk.services.drafts import DraftService
from wemi_desk.services.households import HouseholdService
from wemi_desk.services.merging import MergeService
from wemi_desk.services.people_list import PeopleListService
from wemi_desk.services.person_forms import PersonReader
from wemi_desk.services.queue import QueueService
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.call_backs.view import CallBacksView
from wemi_desk.ui.screens.call_backs.view_model import CallBacksViewModel
from wemi_desk.ui.screens.citizens.access_view_model import AccessViewModel
from wemi_desk.ui.screens.citizens.card_view_model import CardServices, CardViewModel
from wemi_desk.ui.screens.citizens.household_view_model import HouseholdViewModel
from wemi_desk.ui.screens.citizens.list_view import PeopleListPane
from wemi_desk.ui.screens.citizens.list_view_model import PeopleListViewModel
from wemi_desk.ui.screens.citizens.merge_view_model import MergeViewModel
from wemi_desk.ui.screens.citizens.view import CitizensPage
from wemi_desk.ui.screens.citizens.view_model import CitizensViewModel
from wemi_desk.ui.screens.connection.view import ConnectionView
from wemi_desk.ui.screens.connection.view_model import ConnectionViewModel
from wemi_desk.ui.screens.day.ledger_view_model import LedgerViewModel
from wemi_desk.ui.screens.day.view import DayPane, day_panes
from wemi_desk.ui.screens.day.view_model import DayViewModel, Services
from wemi_desk.ui.screens.drafts.view import DraftsView
from wemi_desk.ui.screens.drafts.view_model import DraftsViewModel
from wemi_desk.ui.screens.help.view import KeysView
from wemi_desk.ui.screens.outbox.act_view import ActDetail
from wemi_desk.ui.screens.outbox.leaving_view_model import LeavingViewModel
from wemi_desk.ui.screens.outbox.mending_view_model import MendingViewModel
from wemi_desk.ui.screens.outbox.models import OutboxModels
from wemi_desk.ui.screens.outbox.view import WIDE_UNITS, OutboxView
from wemi_desk.ui.screens.outbox.view_model import OutboxViewModel
from wemi_desk.ui.screens.queue.pane_view import QueuePane
from wemi_desk.ui.screens.queue.view import queue_panes
from wemi_desk.ui.screens.queue.view_model import QueueViewModel
from wemi_desk.ui.screens.settings.view import SettingsView
from wemi_desk.ui.screens.settings.view_model import SettingsViewModel
from wemi_desk.ui.shell.pane_host import PaneSpec
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shortcuts import Keymap


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
    return QueueViewModel(service, LISTS, at.session, {GIULIA: "Giulia R.", MARCO: "Marco T."}, *tools(at))


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


def ledger_model(at) -> LedgerViewModel:
    return LedgerViewModel(Ledgers(), at.session, *tools(at))


def day_place(model: DayViewModel) -> list[PaneSpec]:
    return day_panes(model, ledger_model(desk()))


def day_state(act: Callable[[DayPane], None], roles=("operator",)) -> QWidget:
    window = placed(Place.DAY, day_place(worked_day(roles)))
    window.panes.page(Place.DAY).show_pane(0)
    act(window.findChild(DayPane))
    return window


add("day, worked", lambda: placed(Place.DAY, day_place(worked_day())))
add("day, of everybody", lambda: placed(Place.DAY, day_place(worked_day(("network_coordinator",)))))
add("day, empty", lambda: placed(Place.DAY, day_place(day_model(desk()))))
add("day, correction", lambda: day_state(lambda pane: pane.correct_button.click()))
add("day, ledger", lambda: day_state(lambda pane: pane.ledger_button.click()))
add("day, late contact", lambda: day_state(lambda pane: (pane.late_button.click(), pane.pages.late.save())))


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


add("call backs, telephone shown", with_phone)
add("call backs, none", lambda: in_panel("Da richiamare", CallBacksView(call_backs_model(desk()))))
add("drafts, one being thrown away", being_thrown_away)


# --- people ----------------------------------------------------------------------------------------------------------

SURNAMES = (
    "Rossi", "Bianchi", "Della Rovere Montefeltro", "Fo", "D’Angelo", "El Amrani", "Ng", "Ștefănescu", "Colombo")
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


def citizens_model(at) -> CitizensViewModel:
    details, citizens = FakeDetails(), citizen_service(at)
    reader = PersonReader(at.session, LISTS, details)
    special = FakeSpecialData({at.maria.id: [ShownHealthCode("STP", "STP0301511234567", None)]})
    accesses = AccessListService(at.store, at.session)
    drafts = DraftService(at.store, at.session)
    arrivals = ArrivalService(citizens, NoPlaces(), at.store.clock)
    used = CardServices(citizens, reader, accesses, special, drafts, arrivals, at.store.clock)
    households = HouseholdService(at.store, at.session, reader, special)
    names = {GIULIA: "Giulia R.", MARCO: "Marco T."}
    model = CitizensViewModel(
        PeopleListViewModel(PeopleListService(at.store, at.session), citizens, *tools(at)),
        CardViewModel(used, *tools(at)),
        HouseholdViewModel(households, citizens, at.store.clock, *tools(at)),
        AccessViewModel(accesses, names, *tools(at)),
        MergeViewModel(MergeService(at.store, at.session), citizens, LISTS, at.session, *tools(at)),
    )
    model.at, model.special = at, special
    return model


def household_of(at, *members) -> None:
    home = HouseholdId(UUID(int=5000))
    with at.store.work() as work:
        for number, (citizen, relation, title) in enumerate(members):
            work.household_members.add(HouseholdMember(
                id=UUID(int=5001 + number), household_id=home, citizen_id=citizen.id, relation=relation,
                responsibility=title, joined_on=MORNING.date()))


def maria_at_desk(roles=("operator",), **maria) -> CitizensViewModel:
    """Maria is at the desk, with a daughter, a namesake, and somebody who looked before."""
    at = desk(roles=roles)
    at.maria = person(
        1, "Rossi", "Maria", **{
            "birth_date": date(1958, 3, 12), "fiscal_code": "RSSMRA58C52F205N", "phone": "+39333123456",
            "municipio": "2", "email": "maria@esempio.it"} | maria)
    at.nina = person(2, "Rossi", "Nina", birth_date=date(2019, 5, 3))
    at.namesake = person(3, "Rossi", "Mara", birth_year=1958, phone="+39333999888", municipio="4", language="fr")
    with at.store.work() as work:
        for one in (at.maria, at.nina, at.namesake):
            work.citizens.add(one)
    household_of(at, (at.maria, "applicant", "parental"), (at.nina, "child", "none"))
    citizen_service(at).open(at.maria.id)
    model = citizens_model(at)
    model.show_person(at.maria.id)
    return model


def card_window(model: CitizensViewModel, act: Callable[[CitizensPage], object] = lambda page: None) -> QWidget:
    page = CitizensPage(model, LISTS)
    act(page)
    window = placed(Place.CITIZENS, [PaneSpec(page, "Cittadini")])
    window.person_bar.show_person(MARIA)
    return window


def wrong_fields(page: CitizensPage) -> None:
    page.card.data.fields["code"].editor.setText("RSSMRA58C52F205X")
    page.card.data.fields["phone"].editor.setText("333")
    page.card.data.save()


def comparing(page: CitizensPage) -> None:
    page.card._open_merge()
    page.card.merge.search.field.editor.setText("rossi mara")
    page.card.merge.compare_button.click()


def adding_minor(page: CitizensPage) -> None:
    page.card.show_tab(1)
    page.card.household.minor_button.click()
    page.card.household.minor.save()


def adding_adult(page: CitizensPage) -> None:
    page.card.show_tab(1)
    page.card.household.adult_button.click()
    page.card.household.adult.search.field.editor.setText("rossi")


add("card, wrong fields", lambda: card_window(maria_at_desk(), wrong_fields))
add("card, protected and special data shown", lambda: card_window(
    maria_at_desk(is_protected=True), lambda page: page.model.card.show_special("service")))
add("card, household", lambda: card_window(maria_at_desk(), lambda page: page.card.show_tab(1)))
add("card, adding a minor", lambda: card_window(maria_at_desk(), adding_minor))
add("card, adding an adult", lambda: card_window(maria_at_desk(), adding_adult))
add("card, way to the paperwork", lambda: card_window(maria_at_desk(), lambda page: page.card.show_tab(2)))
add("card, documents", lambda: card_window(maria_at_desk(), lambda page: page.card.show_tab(3)))
add("card, accesses", lambda: card_window(maria_at_desk(), lambda page: page.card.show_tab(4)))
add("card, merging", lambda: card_window(maria_at_desk(), comparing))


def people_place(**how) -> QWidget:
    return placed(Place.CITIZENS, [PaneSpec(people_pane(**how), "Cittadini")])


add("people, all", people_place)
add("people, nobody found", lambda: people_place(text="zzzz"))


# --- what goes to the centre -----------------------------------------------------------------------------------------


def outbox_models(rows=(), questions=(), confirmed_at=None, sealed=None, runner=None) -> OutboxModels:
    at = desk(runner=runner)
    outbox, asked = OutboxOfActs(at.store, at.session, rows), Questions(*questions)
    at.outbox, at.questions, at.connected, at.sealed = outbox, asked, [], sealed or Sealed()
    sync = SyncState(now=MORNING, last_confirmed_at=confirmed_at)
    lists = OutboxViewModel(outbox, asked, around, lambda: sync, *tools(at))
    mending = MendingViewModel(outbox, asked, around, *tools(at))
    leaving = LeavingViewModel(at.sealed, lambda: at.connected.append(True), at.runner)
    lists.reload()
    lists.at = at
    return OutboxModels(lists, mending, leaving)


def outbox_list(which: str, questions=(), act: Callable[[OutboxView], object] = lambda view: None) -> QWidget:
    models = outbox_models(ACTS, questions)
    view = OutboxView(models)
    window = frame()
    window.panel.open_widget("Invio dati", view, WIDE_UNITS)
    models.lists.turn_to(which)
    act(view)
    return window


def go_to(view: OutboxView, row: int) -> ActDetail:
    view.table.go_to_row(row)
    return view.act


add("outbox, waiting", lambda: outbox_list("waiting"))
add("outbox, to check", lambda: outbox_list("to_check", act=lambda view: go_to(view, 2)))
add("outbox, set aside", lambda: outbox_list("to_check"))
add("outbox, mending", lambda: outbox_list("to_check", act=lambda view: (
    go_to(view, 2).mend_button.click(), view.act.do_button.click())))
add("outbox, withdrawing", lambda: outbox_list("to_check", act=lambda view: (
    go_to(view, 2).withdraw_button.click(), view.act.do_button.click())))
add("outbox, a question", lambda: outbox_list("to_check", (question(), SAME, DOUBLE)))
add("outbox, taken away", lambda: outbox_list(
    "waiting", act=lambda view: view.leaving.model.export("/media/wemi-lavoro-non-inviato.wemi")))
add("outbox, all sent", lambda: in_panel("Invio dati", OutboxView(outbox_models(confirmed_at=MORNING))))


# --- settings and help -----------------------------------------------------------------------------------------------


class KeptSettings:
    """A settings file in memory."""

    def __init__(self, settings=None, decided=()):
        self.kept = settings or DeskSettings()
        self._decided = frozenset(decided)

    def decided(self):
        return self._decided

    def load(self):
        return self.kept

    def save(self, settings):
        self.kept = settings


class LonelyDesk:
    """A desk's way to a centre; *trouble* is raised by joining."""

    def __init__(self, address="", policy=NOTHING_DECIDED, trouble=None, proxy=""):
        self._address, self._policy, self.trouble, self._proxy = address, policy, trouble, proxy
        self.joined, self.proxies = [], []

    def address(self):
        return self._address

    def decided(self):
        return self._policy

    def proxy(self):
        return self._proxy or self._policy.proxy

    def keep_proxy(self, *typed):
        if self.trouble is not None:
            raise self.trouble
        self.proxies.append(typed)

    def keep_authority(self, path):
        return "kept.pem"

    def join(self, place, code):
        if self.trouble is not None:
            raise self.trouble
        self.joined.append((place, code))


def connection_view(**about) -> ConnectionView:
    view = ConnectionView(ConnectionViewModel(LonelyDesk(**about), ImmediateRunner()))
    view.door = view.model._door
    return view


def refused_connection() -> QWidget:
    view = connection_view(trouble=CentreRefusedError("old_code"))
    view.url.editor.setText("wemi.esempio.it")
    view.code.editor.setText("ABCDE 12345")
    window = in_panel("Collegamento", view)
    view.join_button.click()
    return window


def done_connection() -> QWidget:
    view = connection_view(policy=read_policy({"centre_url": "https://wemi.esempio.it", "ca_file": "/etc/ca.pem"}))
    view.code.editor.setText("ABCDE 12345")
    window = in_panel("Collegamento", view)
    view.join_button.click()
    return window


add("connection, refused", refused_connection)
add("connection, done", done_connection)
add("connection, proxy", lambda: in_panel(
    "Collegamento", connection_view(address="https://wemi.esempio.it", proxy="http://proxy.esempio.it:3128")))
add("connection, known", lambda: in_panel(
    "Collegamento", connection_view(address="https://wemi.esempio.it")))


def settings_model(store=None) -> SettingsViewModel:
    at = desk()
    model = SettingsViewModel(store or KeptSettings(), *tools(at))
    model.reload()
    return model


def settings_panel() -> QWidget:
    model = settings_model()
    window = in_panel("Impostazioni", SettingsView(model))
    model.reader_measured(21, 31)
    return window


add("settings", settings_panel)
add("settings, decided by the administration", lambda: in_panel("Impostazioni", SettingsView(settings_model(
    KeptSettings(DeskSettings(theme="light", idle_s=60), decided=("theme", "idle_s"))))))
add("help, all keys", lambda: in_panel("Tutti i tasti", KeysView(Keymap())))
