"""Pratiche of one session: made when somebody first goes there, for it is more than half of the program's widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from wemi_desk.domain.applications import Application
from wemi_desk.domain.box import Query, QueryKind
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.services.desk import DeskServices
from wemi_desk.ui.loading import Loading
from wemi_desk.ui.session_matters import SessionMatters
from wemi_desk.ui.shell.pane_host import PlacePage
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shortcuts import BackStep, Shortcut

if TYPE_CHECKING:
    from wemi_desk.ui.screens.applications.view import FollowUpsPanes, PaperworkPanes
    from wemi_desk.ui.screens.applications.view_model import PaperworkViewModel
    from wemi_desk.ui.screens.follow_ups.view_model import FollowUpsViewModel
    from wemi_desk.ui.session import WorkSession


class SessionPaperwork(QObject):
    """What is to be followed without a visit; the family's measures and applications with one."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self._is_made = False
        self.loading = Loading(partial(_load, work.desk), work.runner, work.fail, self)
        self.matters = SessionMatters(work, self)

    @cached_property
    def model(self) -> PaperworkViewModel:
        """The family and the application that is open."""
        from wemi_desk.ui.screens.applications.doors import PaperworkServices
        from wemi_desk.ui.screens.applications.view_model import PaperworkViewModel

        work, desk = self._work, self._work.desk
        used = desk.paperwork()
        services = PaperworkServices(
            cases=used.cases, measures=used.measures, isee=used.isee, attachments=used.attachments,
            vouchers=used.vouchers, citizens=desk.citizens, households=desk.households, session=desk.session,
            colleagues=desk.colleagues, spaces=work.exchange.spaces,
        )  # fmt: skip
        self._is_made = True
        made = PaperworkViewModel(services, work.runner, work.changes, work.messages, self)
        made.print_requested.connect(self._print_application)
        made.vouchers.print_requested.connect(self._print_voucher)
        made.show_person(self._person)
        return made

    @cached_property
    def follow_ups(self) -> FollowUpsViewModel:
        """Without a visit."""
        from wemi_desk.ui.screens.follow_ups.view_model import FollowUpsViewModel

        work, desk = self._work, self._work.desk
        made = FollowUpsViewModel(
            desk.paperwork().follow_ups, desk.session, work.runner, work.changes, work.messages, self
        )
        made.open_requested.connect(self.open)
        made.matter_requested.connect(self.matters.open)
        made.print_requested.connect(self._print_follow_ups)
        made.measure_list_requested.connect(self._print_measure)
        made.call_requested.connect(work.places.show_call_backs)
        return made

    @cached_property
    def panes(self) -> PaperworkPanes:
        """Left, middle, right."""
        from wemi_desk.ui.screens.applications.view import PaperworkPanes

        panes = PaperworkPanes(self.model, self._open_panes)
        panes.welcome(self.matters.panes)
        self.matters.model.measures_wanted.connect(self._begin)
        self.matters.show_person()
        self._work.keys.scanner.expect(panes.middle, self._take_card)
        return panes

    def arrive(self) -> None:
        """Somebody came to the place."""
        if self.matters.model.is_here:
            self.matters.model.arrive()
        else:
            self.follow_ups.arrive()

    def begin(self) -> None:
        """Ctrl+Maiusc+N: which measures fit the family of who is at the desk."""
        if self._work.window.place is not Place.PAPERWORK:
            self._work.window.set_place(Place.PAPERWORK)
        self.loading.then(self._begin)

    def focus_first(self) -> None:
        """Where the hands should be, if they have not gone elsewhere meanwhile."""
        if self._work.window.place is Place.PAPERWORK:
            self.panes.focus_first()

    def open(self, citizen_id: CitizenId, application_id: UUID | None) -> None:
        """From the list, or from a paper: the person at the desk, the application on the screen."""
        self.loading.then(partial(self._open, citizen_id, application_id))

    def _begin(self) -> None:
        self.matters.model.leave()
        self.model.to_family()
        self.focus_first()

    def _open(self, citizen_id: CitizenId, application_id: UUID | None) -> None:
        if self._person == citizen_id:
            if application_id is not None:
                self.model.case.open(application_id)
        else:
            if application_id is not None:
                self.model.open_when_here(citizen_id, application_id)
            self._work.counter.arrivals.open_person(citizen_id)
        self._work.window.set_place(Place.PAPERWORK)

    def show_person(self) -> None:
        """The visit was opened, identified or closed."""
        if self._is_made:
            self.matters.show_person()  # first: what it covers need not be made
            self.model.show_person(self._person)
            if self._work.window.place is Place.PAPERWORK:
                self.arrive()

    def save_now(self) -> None:
        """Lock, switch, close: nothing typed may wait."""
        if self._is_made:
            self.model.save_now()
            self.matters.model.save_now()

    def settle(self, page: PlacePage) -> None:
        """On the window: whichever of the three panes is seen answers the keys."""
        handlers: Mapping[Shortcut, Callable[[], bool | None]] = self.panes.handlers
        for spec in page.panes:
            for shortcut, handler in handlers.items():
                self._work.keys.shortcuts.register(shortcut, handler, owner=spec.widget, step=BackStep.PANEL)
        self.panes.page = page
        self.panes.arrange()

    @property
    def _person(self) -> CitizenId | None:
        visit = self._work.counter.visit.visit
        return visit.citizen_id if visit is not None else None

    def _print_application(self, application: Application, what: str) -> None:
        papers = self._work.desk.paperwork().application_papers
        make = {"missing": papers.missing, "summary": papers.summary, "receipt": papers.receipt}[what]
        self._work.papers.press_made(partial(make, application.id), application.id)

    def _print_voucher(self, voucher_id: UUID, price_cents: int | None) -> None:
        papers = self._work.desk.paperwork().application_papers
        self._work.papers.press_made(partial(papers.voucher, voucher_id, price_cents), voucher_id)

    def _print_follow_ups(self, reasons: Sequence[str]) -> None:
        self._work.papers.press_made(partial(self._work.desk.paperwork().application_papers.follow_ups, reasons))

    def _print_measure(self, code: str) -> None:
        papers = self._work.desk.paperwork().application_papers
        self._work.papers.press_made(partial(papers.list_of_measure, code))

    def _open_panes(self) -> FollowUpsPanes:
        from wemi_desk.ui.screens.applications.view import FollowUpsPanes
        from wemi_desk.ui.screens.follow_ups.view import CountsPane, FollowUpDetail, FollowUpsPane

        lines = FollowUpsPane(self.follow_ups)
        return FollowUpsPanes(lines, FollowUpDetail(self.follow_ups, lines), CountsPane(self.follow_ups))

    def _take_card(self, query: Query) -> bool:
        return query.kind is QueryKind.FISCAL_CODE and self.panes.take_code(query.value)


def _load(desk: DeskServices) -> None:
    """Sixty modules: read while the window goes on."""
    import wemi_desk.ui.screens.applications.view
    import wemi_desk.ui.screens.applications.view_model
    import wemi_desk.ui.screens.follow_ups.view
    import wemi_desk.ui.screens.follow_ups.view_model
    import wemi_desk.ui.screens.paperwork.ending_view
    import wemi_desk.ui.screens.paperwork.view  # noqa: F401

    desk.paperwork()
