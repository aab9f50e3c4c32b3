"""Condivisi: requests, proposals, groups; and who is at the desk."""

from __future__ import annotations

from PySide6.QtCore import QObject

from wemi_desk.domain.citizens import Citizen
from wemi_desk.services.drafts import DraftService
from wemi_desk.services.session import DeskSession
from wemi_desk.services.shared_services.doors import SharedServiceDoors
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.shared_services.groups_view_model import GroupsViewModel
from wemi_desk.ui.screens.shared_services.proposals_view_model import ProposalsViewModel
from wemi_desk.ui.screens.shared_services.requests_view_model import RequestsViewModel


class SharedServicesViewModel(QObject):
    """Holds the parts."""

    def __init__(
        self,
        doors: SharedServiceDoors,
        drafts: DraftService,
        session: DeskSession,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        rest = (runner, changes, messages, self)
        self.requests = RequestsViewModel(doors.requests, drafts, session, *rest)
        self.proposals = ProposalsViewModel(doors.forming, *rest)
        self.groups = GroupsViewModel(doors.groups, session, *rest)
        self.proposals.formed.connect(self.groups.choose)

    def arrive(self) -> None:
        """Somebody came to the place."""
        self.requests.reload()
        self.groups.reload()

    def show_person(self, citizen: Citizen | None) -> None:
        """The visit was opened, identified or closed; None leaves nothing of the person behind."""
        self.requests.show_person(citizen)

    def save_now(self) -> None:
        """Lock or switch."""
        self.requests.save_now()
        self.proposals.stop()
