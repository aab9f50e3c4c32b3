"""Pratiche (F5): what is to be followed; with a visit digital paperwork, the family's measures, an application."""

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
from wemi_desk.ui.screens.paperwork.view_model import MattersViewModel

OPEN, FAMILY, GROUP, CASE = "open", "family", "group", "case"
PICK, MATTER = "pick", "matter"
"""Digital paperwork (screens.paperwork): choosing a pratica, and the one that is open."""


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
        matters: MattersViewModel | None = None,
    ) -> None:
        super().__init__(parent)
        self.matters = matters
        rest = (runner, changes, messages, self)
        self.family = FamilyViewModel(services, *rest)
        self.case = CaseViewModel(services, *rest)
        self.steps = StepsViewModel(self.case, self)
        self.files = AttachmentsViewModel(self.case, self)
        self.vouchers = VoucherViewModel(services, *rest)
        self.stage = OPEN
        self.is_here = False
        self._wanted: tuple[CitizenId, UUID] | None = None
        self._wanted_matter: tuple[CitizenId, UUID] | None = None
        self.case.filled.connect(self._case_opened)
        if matters is not None:
            matters.opened.connect(lambda: self._turn(MATTER))

    @property
    def citizen_id(self) -> CitizenId | None:
        """Who is at the desk."""
        return self.family.citizen_id

    def show_person(self, citizen_id: CitizenId | None, *, is_here: bool | None = None) -> None:
        """The visit was opened, identified or closed; nothing of whoever was there is left behind.

        *is_here*: somebody is at the desk, be it without a name.
        """
        here = citizen_id is not None if is_here is None else is_here
        if (citizen_id, here) == (self.family.citizen_id, self.is_here):
            return
        self.is_here = here
        self.case.close()
        self.vouchers.open(None)
        self.family.show_person(citizen_id)
        if self.matters is not None and here:
            self.matters.show_person(citizen_id)
        self._turn(self._start)
        if self.matters is not None and not here:
            self.matters.end_visit()
        self._go_where_wanted(citizen_id)

    def _go_where_wanted(self, citizen_id: CitizenId | None) -> None:
        wanted, self._wanted = self._wanted, None
        matter, self._wanted_matter = self._wanted_matter, None
        if wanted is not None and wanted[0] == citizen_id:
            self.family.reload()
            self.case.open(wanted[1])
        if matter is not None and matter[0] == citizen_id and self.matters is not None:
            self.matters.resume(matter[1])

    @property
    def _start(self) -> str:
        """Where a visit begins, and where Esc ends."""
        if not self.is_here:
            return OPEN
        return PICK if self.matters is not None else FAMILY

    def open_when_here(self, citizen_id: CitizenId, application_id: UUID) -> None:
        """With the visit that is about to open."""
        self._wanted = citizen_id, application_id

    def open_matter_when_here(self, citizen_id: CitizenId, case_id: UUID) -> None:
        """As :meth:`open_when_here`, for a matter of digital paperwork."""
        self._wanted_matter = citizen_id, case_id

    def arrive(self) -> None:
        """Somebody came to the place."""
        if self.stage == PICK and self.matters is not None:
            self.matters.pick.reload()
        elif self.family.citizen_id is not None:
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
        self._turn(FAMILY if self.family.citizen_id is not None else self._start)

    def begin_matter(self, code: str) -> None:
        """Of digital paperwork, from the box: one that is open already is offered first."""
        if self.matters is not None:
            self.to_pick()
            self.matters.pick.begin_code(code)

    def to_pick(self) -> bool:
        """Back to the matters of digital paperwork; False where there is nothing to go back to."""
        if self.matters is None or not self.is_here or self.stage == PICK:
            return False
        self.case.close()
        self.matters.to_pick()
        self._turn(PICK)
        return True

    def save_now(self) -> None:
        """Lock, switch, close: nothing typed may wait."""
        self.case.save_now()
        if self.matters is not None:
            self.matters.save_now()

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
