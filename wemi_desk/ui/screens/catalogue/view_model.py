"""Catalogo (F6): searching, one sheet or several, orientations and referrals; and who is at the desk."""

from __future__ import annotations

from PySide6.QtCore import QObject

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.catalogue.doors import CatalogueDoors
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.catalogue.follow_view_model import FollowViewModel
from wemi_desk.ui.screens.catalogue.search_view_model import SearchViewModel
from wemi_desk.ui.screens.catalogue.sheet_view_model import SheetViewModel


class CatalogueViewModel(QObject):
    """Holds the parts."""

    def __init__(
        self,
        doors: CatalogueDoors,
        lists: PickLists,
        session: DeskSession,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        rest = (runner, changes, messages, self)
        self.search = SearchViewModel(doors.finding, lists, *rest)
        self.sheet = SheetViewModel(doors.sheets, doors.papers, *rest)
        self.follow = FollowViewModel(doors.following, lists, session, *rest)
        self.search.chosen.connect(self.sheet.show)
        self.sheet.ages_read.connect(self.search.set_child_ages)

    def arrive(self) -> None:
        """Somebody came to the place."""
        self.search.arrive()
        self.follow.arrive()

    def show_person(self, citizen: Citizen | None) -> None:
        """The visit was opened, identified or closed; None leaves nothing of the person behind."""
        self.follow.person = citizen
        self.sheet.show_person(citizen)
        if citizen is None:
            self.search.start_again()
