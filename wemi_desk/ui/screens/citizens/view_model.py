"""Cittadini: without a visit the list, with a visit the card of who is at the desk."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.ui.screens.citizens.access_view_model import AccessViewModel
from wemi_desk.ui.screens.citizens.card_view_model import CardViewModel
from wemi_desk.ui.screens.citizens.household_view_model import HouseholdViewModel
from wemi_desk.ui.screens.citizens.list_view_model import PeopleListViewModel
from wemi_desk.ui.screens.citizens.merge_view_model import MergeViewModel


class CitizensViewModel(QObject):
    """Holds the parts and tells each of them who is at the desk."""

    person_changed = Signal()
    paperwork_wanted = Signal()

    def __init__(
        self,
        people: PeopleListViewModel,
        card: CardViewModel,
        household: HouseholdViewModel,
        accesses: AccessViewModel,
        merge: MergeViewModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.people, self.card, self.household = people, card, household
        self.accesses, self.merge = accesses, merge
        self.citizen_id: CitizenId | None = None

    def show_person(self, citizen_id: CitizenId | None) -> None:
        """The visit was opened, identified or closed; None leaves nothing of the person behind."""
        if citizen_id == self.citizen_id:
            return
        self.citizen_id = citizen_id
        for part in (self.card, self.household, self.accesses, self.merge):
            part.show_person(citizen_id)
        self.person_changed.emit()

    def reload(self) -> None:
        """Coming to the place."""
        if self.citizen_id is None:
            self.people.reload()

    def save_now(self) -> None:
        """Lock, switch, close: nothing typed may wait."""
        self.card.save_now()
