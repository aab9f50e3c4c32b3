"""The places of the rail beside the Sportello, filled for one session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QWidget

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.drafts import FORMS, Draft
from wemi_desk.domain.queue import QueueTicket, TicketId
from wemi_desk.i18n import _
from wemi_desk.ui.loading import Loading
from wemi_desk.ui.screens.call_backs.view_model import CallBacksViewModel
from wemi_desk.ui.screens.citizens.access_view_model import AccessViewModel
from wemi_desk.ui.screens.citizens.card_view_model import CardServices, CardViewModel
from wemi_desk.ui.screens.citizens.household_view_model import HouseholdViewModel
from wemi_desk.ui.screens.citizens.list_view_model import PeopleListViewModel
from wemi_desk.ui.screens.citizens.merge_view_model import MergeViewModel
from wemi_desk.ui.screens.citizens.view import CitizensPage, citizens_panes
from wemi_desk.ui.screens.citizens.view_model import CitizensViewModel
from wemi_desk.ui.screens.day.ledger_view_model import LedgerViewModel
from wemi_desk.ui.screens.day.view_model import DayViewModel
from wemi_desk.ui.screens.day.view_model import Services as DayServicesUsed
from wemi_desk.ui.screens.drafts.view_model import DraftsViewModel
from wemi_desk.ui.screens.queue.pane_view import QueuePane
from wemi_desk.ui.screens.queue.view import queue_panes
from wemi_desk.ui.screens.queue.view_model import QueueViewModel
from wemi_desk.ui.session_agenda import SessionAgenda
from wemi_desk.ui.session_catalogue import SessionCatalogue
from wemi_desk.ui.session_catalogue_files import SessionCatalogueFiles
from wemi_desk.ui.session_courses import SessionCourses
from wemi_desk.ui.session_expected import SessionExpected
from wemi_desk.ui.session_facilita import SessionFacilita
from wemi_desk.ui.session_forms import SessionForms
from wemi_desk.ui.session_measures import SessionMeasures
from wemi_desk.ui.session_paperwork import SessionPaperwork
from wemi_desk.ui.session_shared import SessionShared
from wemi_desk.ui.session_types import SessionTypes
from wemi_desk.ui.shell.pane_host import PaneSpec, PlacePage
from wemi_desk.ui.shell.places import ON_REQUEST, Place
from wemi_desk.ui.shortcuts import BackStep, Shortcut

if TYPE_CHECKING:
    from wemi_desk.ui.session import WorkSession


_LATE = {
    Place.PAPERWORK, Place.MEASURES, Place.TYPES, Place.ACTIVITIES, Place.FACILITA, Place.CATALOGUE, Place.AGENDA,
    Place.SHARED, Place.DAY,
}  # fmt: skip
"""What they work with is loaded when somebody goes there."""


class SessionPlaces(QObject):
    """Queue, people, day, drafts, promises. Screens meet through services, the change bus and navigation only."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        desk, runner = work.desk, work.runner
        self.queue = QueueViewModel(
            desk.queue, desk.lists, desk.session, desk.colleagues, runner, work.changes, work.messages, self
        )
        used = DayServicesUsed(desk.day, desk.contacts, desk.corrections)
        self.day = DayViewModel(
            used, desk.lists, desk.session, desk.colleagues, runner, work.changes, work.messages, self
        )
        self.ledger = LedgerViewModel(desk.ledger, desk.session, runner, work.changes, work.messages, self)
        self.citizens = self._citizens()
        self.drafts = DraftsViewModel(desk.drafts, desk.session, runner, work.changes, work.messages, self)
        self.call_backs = CallBacksViewModel(
            desk.call_backs, desk.lists, desk.session, runner, work.changes, work.messages, self
        )
        self.forms = SessionForms(work)
        self.paperwork = SessionPaperwork(work)
        self.measures = SessionMeasures(work)
        self.types = SessionTypes(work)
        self.courses = SessionCourses(work)
        self.catalogue = SessionCatalogue(work)
        self.catalogue_files = SessionCatalogueFiles(work)
        self.facilita = SessionFacilita(work)
        self.agenda, self.expected = SessionAgenda(work), SessionExpected(work)
        self.shared = SessionShared(work)
        self._rooms: dict[
            Place, SessionPaperwork | SessionCourses | SessionCatalogue | SessionAgenda | SessionShared
        ] = {
            Place.PAPERWORK: self.paperwork, Place.ACTIVITIES: self.courses, Place.CATALOGUE: self.catalogue,
            Place.AGENDA: self.agenda, Place.SHARED: self.shared,
        }  # fmt: skip
        self._loading = {
            Place.FACILITA: self.facilita.loading, Place.DAY: Loading(_load_day, runner, work.fail, self),
            **{place: room.loading for place, room in self._rooms.items()},
        }  # fmt: skip
        self._ticket: TicketId | None = None
        self.queue.obstacle = partial(_why_nobody_can_come, work)
        self.queue_pane = QueuePane(self.queue)
        self._bind()

    def _citizens(self) -> CitizensViewModel:
        work, desk = self._work, self._work.desk
        rest = (work.runner, work.changes, work.messages, self)
        used = CardServices(
            desk.citizens, desk.reader, desk.accesses, desk.special_data, desk.drafts, desk.arrivals, desk.session.clock
        )
        return CitizensViewModel(
            PeopleListViewModel(desk.people_list, desk.citizens, *rest),
            CardViewModel(used, *rest),
            HouseholdViewModel(desk.households, desk.citizens, desk.session.clock, *rest),
            AccessViewModel(desk.accesses, desk.colleagues, *rest),
            MergeViewModel(desk.merging, desk.citizens, desk.lists, desk.session, *rest),
            self,
        )

    def _bind(self) -> None:
        self.citizens.people.open_requested.connect(self.open_person)
        self.citizens.paperwork_wanted.connect(lambda: self._go("paperwork"))
        self.citizens.merge.merged.connect(lambda _merge: self._visit_changed())
        self._work.counter.visit.visit_changed.connect(self._visit_changed)
        self._work.counter.visit.card_changed.connect(self.forms.person_changed)
        self._work.counter.visit.card_changed.connect(self.courses.show_person)
        for part in (self.agenda, self.expected, self.shared, self.catalogue):
            self._work.counter.visit.card_changed.connect(part.show_person)
        self.call_backs.open_requested.connect(self.open_person)
        self.call_backs.follow_requested.connect(self.catalogue.show_line)
        self.drafts.resume_requested.connect(self._resume)
        self.queue.lines_changed.connect(self._show_queue)
        self.queue.serve_requested.connect(self._serve)
        self.day.go_requested.connect(self._go)
        self.facilita.open_requested.connect(self.open_person)

    def fill(self) -> None:
        """Say how each place gets its panes: they are made when somebody goes there, and not before: they weigh."""
        self._builders: dict[Place, Callable[[], list[PaneSpec]]] = {
            Place.QUEUE: lambda: queue_panes(self.queue, self.expected.model),
            Place.CITIZENS: lambda: citizens_panes(self.citizens, self._work.desk.lists),
            Place.DAY: lambda: _day_panes(self.day, self.ledger),
            Place.PAPERWORK: lambda: self.paperwork.panes.specs(),
            Place.ACTIVITIES: lambda: self.courses.panes.specs(),
            Place.AGENDA: lambda: self.agenda.panes.specs(),
            Place.SHARED: lambda: self.shared.panes.specs(),
            Place.CATALOGUE: lambda: self.catalogue.panes.specs(),
        }
        if self.measures.is_offered:
            self._builders[Place.MEASURES] = self.measures.panes
            self._builders[Place.TYPES] = self.types.panes
            for place in (Place.MEASURES, Place.TYPES):
                self._work.window.offer_place(place)
        if self.facilita.is_offered:
            self._builders[Place.FACILITA] = self.facilita.panes
            self._work.window.offer_place(Place.FACILITA)
        self._made: dict[Place, list[PaneSpec]] = {}
        self._work.window.place_changed.connect(self._arrive)
        self.queue.reload()
        self.courses.listen()

    def _make(self, place: Place) -> None:
        """Made, and put on the window with the first visit: a widget that is dressed weighs five times as much."""
        builder = self._builders.pop(place, None)
        if builder is not None:
            self._made[place] = builder()

    def _put(self, place: Place) -> None:
        self._make(place)
        panes = self._made.pop(place, None)
        if panes is None:
            return
        page = self._work.window.add_place(place, panes)
        room = self._rooms.get(place)
        if room is not None:
            room.settle(page)
            return
        page.show_pane(0)
        if place is Place.QUEUE:
            self._work.keys.scanner.expect(panes[0].widget, self.expected.take_card)
        for spec in panes:
            handlers: Mapping[Shortcut, Callable[[], bool | None]] = getattr(spec.widget, "handlers", {})
            for shortcut, handler in handlers.items():
                self._work.keys.shortcuts.register(shortcut, handler, owner=spec.widget, step=BackStep.PANEL)

    def save_now(self) -> None:
        """Lock, switch: what is typed on a card is kept, and no draft is thrown away in a hurry."""
        self.citizens.save_now()
        self.paperwork.save_now()
        self.measures.save_now()
        self.types.save_now()
        self.shared.save_now()
        self.forms.save_now()
        self.drafts.keep_all()

    def end(self) -> None:
        """The panes that nobody came to see have no window that takes them along."""
        for panes in self._made.values():
            for spec in panes:
                spec.widget.deleteLater()
        self._made.clear()

    def show_drafts(self) -> None:
        """Ctrl+D: also what was typed a moment ago."""
        from wemi_desk.ui.screens.drafts.view import DraftsView

        self.forms.save_now()
        self.drafts.reload()
        self._work.window.panel.open_widget(_("Bozze"), DraftsView(self.drafts))

    def show_call_backs(self, citizen_id: CitizenId | None = None) -> None:
        """Ctrl+R; with somebody, on their line."""
        from wemi_desk.ui.screens.call_backs.view import CallBacksView

        self.call_backs.wanted = citizen_id
        self.call_backs.reload()
        self._work.window.panel.open_widget(_("Da richiamare"), CallBacksView(self.call_backs))

    def _visit_changed(self) -> None:
        visit = self._work.counter.visit.visit
        ticket = visit.ticket_id if visit is not None else None
        if self._ticket is not None and ticket is None:
            self.queue.finish(self._ticket)
        self._ticket = ticket
        self.forms.person_changed()
        self.citizens.show_person(visit.citizen_id if visit is not None else None)
        self.paperwork.show_person()
        self.courses.show_person()
        self.agenda.show_person()
        self.shared.show_person()
        self.expected.show_person()
        self.catalogue.show_person()

    def open_person(self, citizen_id: CitizenId) -> None:
        """At the desk, from a line that names somebody."""
        self._work.window.panel.close_panel()
        self._work.window.set_place(Place.COUNTER)
        self._work.counter.arrivals.open_person(citizen_id)

    def _resume(self, draft: Draft) -> None:
        self._work.window.panel.close_panel()
        if draft.kind in FORMS:
            self.forms.resume(draft)
            return
        self._work.window.set_place(Place.COUNTER)
        self._work.counter.arrivals.resume(draft)

    def focus(self, place: Place) -> None:
        """Where the hands should be when somebody comes to *place*: its main field or list."""
        room = self._rooms.get(place)
        if room is not None:
            room.loading.then(room.focus_first)
        elif place in self._loading:
            self._loading[place].then(lambda: _focus_first(self._work.window.panes.page(place)))
        else:
            _focus_first(self._work.window.panes.page(place))

    def _arrive(self, place: Place) -> None:
        if place in _LATE:
            loading = self._loading.get(place, self.paperwork.loading)
            loading.then(partial(self._make, place))
            loading.then(partial(self._show, place))
        else:
            self._show(place)

    def _show(self, place: Place) -> None:
        self._put(place)
        read: dict[Place, Callable[[], None]] = {  # asked one by one: what is late is made when it is asked for
            Place.CITIZENS: lambda: self.citizens.reload(), Place.PAPERWORK: lambda: self.paperwork.arrive(),
            Place.ACTIVITIES: lambda: self.courses.arrive(), Place.MEASURES: lambda: self.measures.model.reload(),
            Place.TYPES: lambda: self.types.model.reload(), Place.FACILITA: lambda: self.facilita.model.arrive(),
            Place.SHARED: lambda: self.shared.arrive(),
            Place.CATALOGUE: lambda: self.catalogue.arrive(),
            Place.DAY: lambda: self.day.reload(), Place.QUEUE: lambda: self.expected.look(self.queue.reload),
            Place.AGENDA: lambda: self.agenda.arrive(),
        }  # fmt: skip
        is_offered = self.facilita.is_offered if place is Place.FACILITA else self.measures.is_offered
        if place in read and (is_offered or place not in ON_REQUEST):
            read[place]()

    def _show_queue(self) -> None:
        self._work.window.bar.set_queue(self.queue.waiting if self.queue.is_used else None)

    def _serve(self, ticket: QueueTicket) -> None:
        self._work.window.set_place(Place.COUNTER)
        self._work.counter.visit.open_anonymous(ticket.id)
        if ticket.appointment_id is not None:
            self.expected.bring(ticket.appointment_id)

    def _go(self, where: str) -> None:
        match where:
            case "queue":
                self._work.window.set_place(Place.QUEUE)
            case "paperwork":
                self._work.window.set_place(Place.PAPERWORK)
                self.focus(Place.PAPERWORK)
            case "drafts":
                self.show_drafts()
            case "call_backs":
                self.show_call_backs()
            case "to_verify":
                self._work.window.set_place(Place.CITIZENS)
                self.citizens.people.show_to_verify(True)
            case "outbox" | "unsent":
                self._work.outbox.show()


def _focus_first(page: PlacePage) -> None:
    for spec in page.panes:
        if isinstance(spec.widget, CitizensPage):
            spec.widget.focus_first()
            return
        first = next((one for one in spec.widget.findChildren(QWidget) if _takes_keys(one)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return


def _day_panes(day: DayViewModel, ledger: LedgerViewModel) -> list[PaneSpec]:
    from wemi_desk.ui.screens.day.view import day_panes

    return day_panes(day, ledger)


def _load_day() -> None:
    import wemi_desk.ui.screens.day.view  # noqa: F401


def _why_nobody_can_come(work: WorkSession) -> str | None:
    if work.counter.visit.visit is None:
        return None
    return _("C’è già una persona allo sportello: chiudi prima il colloquio, con Ctrl+Invio.")


def _takes_keys(widget: QWidget) -> bool:
    """A field or a list, not a button: what a place is for."""
    wanted = isinstance(widget, QLineEdit | QComboBox | QAbstractItemView) and widget.isVisible()
    return wanted and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
