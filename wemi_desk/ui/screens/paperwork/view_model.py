"""Digital paperwork of the visit: choosing a matter, or the one that is open."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import ActingRefusedError
from wemi_desk.domain.mandates import Permission
from wemi_desk.services.paperwork.words import permission_words
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.paperwork.doors import MatterServices
from wemi_desk.ui.screens.paperwork.ending_view_model import EndingViewModel
from wemi_desk.ui.screens.paperwork.mandate_view_model import MandateViewModel
from wemi_desk.ui.screens.paperwork.matter_view_model import MatterViewModel
from wemi_desk.ui.screens.paperwork.pick_view_model import PickViewModel


class MattersViewModel(QObject):
    """``opened``: a matter is on the screen; ``print_requested(PaperworkCase, what)``: slip or missing;
    ``refused(words, instead)``: the rule of the kind stands against beginning it; ``sitting_ended(Matter)``."""

    opened = Signal()
    print_requested = Signal(object, str)
    refused = Signal(str, str)
    sitting_ended = Signal(object)

    def __init__(
        self,
        services: MatterServices,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        rest = (runner, changes, messages, self)
        self.pick = PickViewModel(services, *rest)
        self.matter = MatterViewModel(services, *rest)
        self.ending = EndingViewModel(self.matter, self)
        self.mandate = MandateViewModel(self.matter, self)
        self.citizen_id: CitizenId | None = None
        self.pick.begin_wanted.connect(lambda code, again: self.begin(code, again=again))
        self.pick.resume_wanted.connect(self.matter.resume)
        self.matter.filled.connect(self.opened)
        self.matter.not_begun.connect(self._not_begun)
        self.ending.ended.connect(lambda _case: self.sitting_ended.emit(self.matter.shown))

    def show_person(self, citizen_id: CitizenId | None) -> None:
        """A visit begins or gets its person; None for somebody without a name."""
        if citizen_id != self.citizen_id:
            self.matter.close()
        self.citizen_id = citizen_id
        self.pick.show_person(citizen_id)

    def end_visit(self) -> None:
        """Nothing of the person stays; minutes that no sitting holds are written."""
        self.matter.end_visit()
        self.citizen_id = None
        self.pick.forget()

    def begin(self, code: str, *, again: bool = False) -> None:
        """A new matter of who is at the desk."""
        self.matter.begin(code, self.citizen_id, again=again)

    def resume(self, case_id: UUID) -> None:
        """One that was begun before."""
        self.matter.resume(case_id)

    def to_pick(self) -> None:
        """Back to the list: the time of the matter stands still."""
        self.matter.close()
        self.pick.reload()

    def save_now(self) -> None:
        """Lock, switch, close: nothing typed may wait."""
        self.matter.save_now()

    def print_open(self, what: str) -> None:
        """A paper of the matter that is open, once what was typed is written."""
        shown = self.matter.shown
        if shown is not None:
            self.matter.save_now()
            self.print_requested.emit(shown.case, what)

    def _not_begun(self, error: Exception) -> None:
        if isinstance(error, ActingRefusedError):
            words = permission_words(Permission("blocked", error.code, error.until))
            self.refused.emit(words, error.instead)
        else:
            self.matter.refuse(error)
