"""Catalogo of one session: made when somebody first goes there, and told who is at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from wemi_desk.domain.catalogue import ServiceId
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.contacts import ContactId
from wemi_desk.services.catalogue_files.ports import RIGHT
from wemi_desk.services.desk import DeskServices
from wemi_desk.ui.loading import Loading
from wemi_desk.ui.shell.pane_host import PlacePage
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shortcuts import BackStep, Shortcut

if TYPE_CHECKING:
    from wemi_desk.ui.screens.catalogue.view import CataloguePanes
    from wemi_desk.ui.screens.catalogue.view_model import CatalogueViewModel
    from wemi_desk.ui.session import WorkSession


class SessionCatalogue(QObject):
    """Services, orientations and referrals."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self._is_made = False
        self.loading = Loading(partial(_load, work.desk), work.runner, work.fail, self)

    @cached_property
    def model(self) -> CatalogueViewModel:
        """What is searched, what is on show, who is followed."""
        from wemi_desk.ui.screens.catalogue.view_model import CatalogueViewModel

        work, desk = self._work, self._work.desk
        self._is_made = True
        made = CatalogueViewModel(
            desk.catalogue(), desk.lists, desk.session, work.runner, work.changes, work.messages, self
        )
        made.follow.contact_id = self._contact
        made.sheet.print_requested.connect(self._print)
        made.sheet.text_ready.connect(_to_clipboard)
        made.follow.open_requested.connect(work.places.open_person)
        made.show_person(self._person)
        return made

    @cached_property
    def panes(self) -> CataloguePanes:
        """Left and right."""
        from wemi_desk.ui.screens.catalogue.view import CataloguePanes

        files = self._work.places.catalogue_files
        panes = CataloguePanes(self.model, files.page if files.is_offered else None)
        forms = self._work.places.forms
        for form, kind in ((panes.right.orient, "orientation"), (panes.right.referral, "referral")):
            forms.keep(form, kind, of_person=True)
        forms.keep(panes.right.outcome, "outcome")
        return panes

    def arrive(self) -> None:
        """Somebody came to the place."""
        self.model.arrive()

    def focus_first(self) -> None:
        """Where the hands should be, if they have not gone elsewhere meanwhile."""
        if self._work.window.place is Place.CATALOGUE:
            self.panes.focus_first()

    def settle(self, page: PlacePage) -> None:
        """On the window: whichever pane is seen answers the keys."""
        self.panes.settle(page)
        for spec in page.panes:
            for shortcut, handler in self.panes.handlers.items():
                verb = self._step_back if shortcut is Shortcut.BACK else handler
                self._work.keys.shortcuts.register(shortcut, verb, owner=spec.widget, step=BackStep.PANEL)

    def show_person(self) -> None:
        """The visit was opened, identified or closed."""
        if not self._is_made:
            return
        self.model.show_person(self._person)
        if self._person is None:
            self.panes.forget_person()
        else:
            self.panes.right.welcome()

    def show_service(self, service_id: ServiceId) -> None:
        """A row of the one box: its sheet."""
        self._work.window.set_place(Place.CATALOGUE)
        self.loading.then(lambda: self._open(service_id))

    def show_line(self, record_id: UUID) -> None:
        """A line of the list of promises: what came of an orientation or a referral."""
        self._work.window.set_place(Place.CATALOGUE)
        self.loading.then(lambda: self._follow(record_id))

    def resume(self, kind: str, about: str) -> None:
        """A draft: its services or its line; of a referral to anybody else its form."""
        if kind == "outcome":
            self.show_line(UUID(about))
        elif about:
            self.show_service(ServiceId(UUID(about.split(",")[0])))
        else:
            self._work.window.set_place(Place.CATALOGUE)
            self.loading.then(lambda: self.panes.send(to_shown=False))

    def show_update(self) -> None:
        """Aggiorna il catalogo, for who may."""
        self._work.window.set_place(Place.CATALOGUE)
        self.loading.then(self._update)

    def _update(self) -> None:
        from wemi_desk.ui.screens.catalogue.view import GUEST

        self.panes.show_tab(GUEST)

    def _open(self, service_id: ServiceId) -> None:
        from wemi_desk.ui.screens.catalogue.view import SERVICES

        self.panes.show_tab(SERVICES)
        self.model.search.go_to(service_id)

    def _follow(self, record_id: UUID) -> None:
        from wemi_desk.ui.screens.catalogue.view import FOLLOWED

        self.panes.show_tab(FOLLOWED)
        self.model.follow.go_to(record_id)

    def _step_back(self) -> bool:
        """A preview at the side goes first."""
        return self._work.window.panel.isHidden() and self.panes.step_back()

    @property
    def _person(self) -> Citizen | None:
        card = self._work.counter.visit.card
        return card.citizen if card is not None else None

    def _contact(self) -> ContactId | None:
        """The contact of the visit, once it was recorded."""
        recorded = self._work.counter.contact.recorded_id
        return ContactId(recorded) if recorded is not None else None

    def _print(self, ids: Sequence[ServiceId]) -> None:
        citizen_id = self._person.id if self._person is not None else None
        make = partial(self._work.desk.catalogue().papers.of, tuple(ids), citizen_id)
        self._work.papers.press_made(make, ids[0] if len(ids) == 1 else None)


def _to_clipboard(text: str) -> None:
    """Nobody's name is in it."""
    QGuiApplication.clipboard().setText(text)


def _load(desk: DeskServices) -> None:
    import wemi_desk.ui.screens.catalogue.view
    import wemi_desk.ui.screens.catalogue.view_model  # noqa: F401

    desk.catalogue()
    if desk.session.allows(RIGHT):
        desk.catalogue_files()
