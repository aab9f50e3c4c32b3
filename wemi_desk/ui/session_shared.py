"""Condivisi of one session: made when somebody first goes there, and told who is at the desk."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.shared_services import ParticipantId, SharedServiceId
from wemi_desk.services.desk import DeskServices
from wemi_desk.ui.loading import Loading
from wemi_desk.ui.shell.pane_host import PlacePage
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shortcuts import BackStep

if TYPE_CHECKING:
    from wemi_desk.ui.screens.shared_services.view import SharedServicesPanes
    from wemi_desk.ui.screens.shared_services.view_model import SharedServicesViewModel
    from wemi_desk.ui.session import WorkSession


class SessionShared(QObject):
    """Requests, proposals, groups."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self._is_made = False
        self.loading = Loading(partial(_load, work.desk), work.runner, work.fail, self)

    @cached_property
    def model(self) -> SharedServicesViewModel:
        """What families want, what could be, what is."""
        from wemi_desk.ui.screens.shared_services.view_model import SharedServicesViewModel

        work, desk = self._work, self._work.desk
        self._is_made = True
        made = SharedServicesViewModel(
            desk.shared(), desk.drafts, desk.session, work.runner, work.changes, work.messages, self
        )
        made.groups.print_requested.connect(self._print)
        made.show_person(self._person)
        return made

    @cached_property
    def panes(self) -> SharedServicesPanes:
        """Left and right."""
        from wemi_desk.ui.screens.shared_services.view import SharedServicesPanes

        panes = SharedServicesPanes(self.model, self._work.desk.lists, self._work.desk.shared().districts)
        self._work.places.forms.keep(panes.terms, "group_terms")
        return panes

    def arrive(self) -> None:
        """Somebody came to the place."""
        self.model.arrive()

    def focus_first(self) -> None:
        """Where the hands should be, if they have not gone elsewhere meanwhile."""
        if self._work.window.place is Place.SHARED:
            self.panes.focus_first()

    def settle(self, page: PlacePage) -> None:
        """On the window: whichever pane is seen answers the keys."""
        self.panes.settle(page)
        for spec in page.panes:
            for shortcut, handler in self.panes.handlers.items():
                self._work.keys.shortcuts.register(shortcut, handler, owner=spec.widget, step=BackStep.PANEL)

    def show_person(self) -> None:
        """The visit was opened, identified or closed."""
        if self._is_made:
            self.model.show_person(self._person)

    def save_now(self) -> None:
        """Lock or switch: what is typed is kept."""
        if self._is_made:
            self.model.save_now()

    def find_groups(self) -> None:
        """From anywhere."""
        self._work.window.set_place(Place.SHARED)
        self.loading.then(lambda: self.panes.search())

    @property
    def _person(self) -> Citizen | None:
        card = self._work.counter.visit.card
        return card.citizen if card is not None else None

    def _print(self, service_id: SharedServiceId, one: ParticipantId | None) -> None:
        """Of an active group the shares; before it is active the proposal of one family."""
        papers, group = self._work.desk.shared().papers, self.model.groups.group
        is_active = group is not None and group.service.status == "active"
        if is_active or one is None:
            self._work.papers.press_made(partial(papers.split, service_id, one), one or service_id)
        else:
            self._work.papers.press_made(partial(papers.proposal, service_id, one), one)


def _load(desk: DeskServices) -> None:
    import wemi_desk.ui.screens.shared_services.view
    import wemi_desk.ui.screens.shared_services.view_model  # noqa: F401

    desk.shared()
