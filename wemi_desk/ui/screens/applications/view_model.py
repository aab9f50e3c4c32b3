"""Pratiche (F5): what is to be followed, the family's measures, or the application that is open."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.applications import Application
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.services.application_ports import NewApplications
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.applications.attachments_view_model import AttachmentsViewModel
from wemi_desk.ui.screens.applications.case_view_model import CaseViewModel
from wemi_desk.ui.screens.applications.doors import PaperworkServices
from wemi_desk.ui.screens.applications.family_view_model import FamilyViewModel
from wemi_desk.ui.screens.applications.steps_view_model import StepsViewModel
from wemi_desk.ui.screens.applications.voucher_view_model import VoucherViewModel

OPEN, FAMILY, GROUP, CASE = "open", "family", "group", "case"


class PaperworkViewModel(QObject):
    """Holds the parts and says which of them is on the screen.

    ``print_requested(application, what)``: the one that is open; missing, summary or receipt.
    """

    stage_changed = Signal()
    print_requested = Signal(object, str)

    def __init__(
        self,
        services: PaperworkServices,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        rest = (runner, changes, messages, self)
        self.family = FamilyViewModel(services, *rest)
        self.case = CaseViewModel(services, *rest)
        self.steps = StepsViewModel(self.case, self)
        self.files = AttachmentsViewModel(self.case, self)
        self.vouchers = VoucherViewModel(services, *rest)
        self.stage = OPEN
        self._wanted: tuple[CitizenId, UUID] | None = None
        self.case.filled.connect(self._case_opened)

    @property
    def citizen_id(self) -> CitizenId | None:
        """Who is at the desk."""
        return self.family.citizen_id

    def show_person(self, citizen_id: CitizenId | None) -> None:
        """The visit was opened, identified or closed; None leaves nothing of the person behind."""
        if citizen_id == self.family.citizen_id:
            return
        self.case.close()
        self.vouchers.open(None)
        self.family.show_person(citizen_id)
        self._turn(OPEN if citizen_id is None else FAMILY)
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted[0] == citizen_id:
            self.family.reload()
            self.case.open(wanted[1])

    def open_when_here(self, citizen_id: CitizenId, application_id: UUID) -> None:
        """With the visit that is about to open."""
        self._wanted = citizen_id, application_id

    def arrive(self) -> None:
        """Somebody came to the place."""
        if self.family.citizen_id is not None:
            self.family.reload()

    def begin(self, new: NewApplications) -> None:
        """A draft for each child."""
        self.case.begin(new)

    def open(self, application: Application) -> None:
        """One of the family's."""
        self.case.open(application.id)

    def want_group(self) -> None:
        """A school or a service asks."""
        self._turn(GROUP)

    def to_family(self) -> None:
        """Back to the family's measures; what was typed is kept."""
        self.case.close()
        self.family.reload()
        self._turn(FAMILY if self.family.citizen_id is not None else OPEN)

    def save_now(self) -> None:
        """Lock, switch, close: nothing typed may wait."""
        self.case.save_now()

    def print_open(self, what: str) -> None:
        """A paper of the application that is open, once what was typed is written."""
        shown = self.case.case.shown
        if shown is not None:
            self.case.save_now()
            self.print_requested.emit(shown, what)

    def _case_opened(self) -> None:
        self._turn(CASE)

    def _turn(self, stage: str) -> None:
        self.stage = stage
        self.stage_changed.emit()
