"""The places and side lists of the desk in every state, for the catalogue of screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

from PySide6.QtWidgets import QWidget

from tests.counter_store import GIULIA, LISTS, MARCO, SPACE, FakeStore, session
from tests.runners import ImmediateRunner
from tests.screens import frame, screen
from wemi_desk.services.contacts import ContactService, RecordContact
from wemi_desk.services.corrections import CorrectionService
from wemi_desk.services.day import DayService
from wemi_desk.services.queue import QueueService
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.day.view import DayPane, day_panes
from wemi_desk.ui.screens.day.view_model import DayViewModel, Services
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
