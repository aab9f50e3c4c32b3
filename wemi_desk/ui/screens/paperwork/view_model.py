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
from wemi_desk.ui.screens.paperwork.naming_view_model import NamingViewModel
from wemi_desk.ui.screens.paperwork.note_view_model import NoteViewModel
from wemi_desk.ui.screens.paperwork.pick_view_model import PickViewModel

AWAY, PICK, MATTER = "", "pick", "matter"


class MattersViewModel(QObject):
    """Its *stage* says what is to be seen: AWAY when the rest of the place is, PICK or MATTER.

    ``print_requested(PaperworkCase, what)``: slip, missing or mandate; ``refused(words, instead)``: the rule of the
    kind stands against beginning it; ``sitting_ended(Matter)``; ``measures_wanted``: of the family.
    """

    stage_changed = Signal()
    measures_wanted = Signal()
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
        self.note = NoteViewModel(self.matter, self)
        self.ending = EndingViewModel(self.matter, self)
        self.mandate = MandateViewModel(self.matter, self)
        self.naming = NamingViewModel(self.matter, self)
        self.citizen_id: CitizenId | None = None
        self.is_here = False
        self.stage = AWAY
        self._wanted: tuple[CitizenId, UUID] | None = None
        self._nameless: UUID | None = None
        self.pick.begin_wanted.connect(lambda code, again: self.begin(code, again=again))
        self.pick.resume_wanted.connect(self.matter.resume)
        self.matter.filled.connect(self._filled)
        self.matter.not_begun.connect(self._not_begun)
        self.ending.ended.connect(lambda _case: self.sitting_ended.emit(self.matter.shown))

    def show_visit(self, citizen_id: CitizenId | None, *, is_here: bool) -> None:
        """A visit begins, gets its person, or ends; somebody may be here without a name."""
        if (citizen_id, is_here) == (self.citizen_id, self.is_here):
            return
        self.citizen_id, self.is_here = citizen_id, is_here
        self.naming.person = citizen_id
        nameless, self._nameless = self._nameless, None
        if not is_here:
            self.matter.end_visit()
            self.pick.forget()
            self._turn(AWAY)
            return
        self.matter.close()
        self.pick.show_person(citizen_id)
        self._turn(PICK)
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted[0] == citizen_id:
            self.matter.resume(wanted[1])
        elif nameless is not None and citizen_id is not None:
            self.matter.resume(nameless)  # who was helped has said the name: is the pratica theirs?

    def resume_when_here(self, citizen_id: CitizenId, case_id: UUID) -> None:
        """With the visit that is about to open."""
        self._wanted = citizen_id, case_id

    def begin(self, code: str, *, again: bool = False) -> None:
        """A new matter of who is at the desk."""
        self.matter.begin(code, self.citizen_id, again=again)

    def begin_instead(self, code: str) -> None:
        """The way that is open, where the one that was wanted is not."""
        self.to_pick()
        self.begin(code)

    def begin_from_box(self, code: str) -> None:
        """One of this kind that is open already is offered first."""
        self.to_pick()
        self.pick.begin_code(code)

    def resume(self, case_id: UUID) -> None:
        """One that was begun before."""
        self.matter.resume(case_id)

    def arrive(self) -> None:
        """Somebody came to the place."""
        if self.stage == PICK:
            self.pick.reload()

    def to_pick(self) -> bool:
        """To the list: the time of the matter stands still. False when nobody is here, or it is shown already."""
        if not self.is_here or self.stage == PICK:
            return False
        self.matter.close()
        self.pick.reload()
        self._turn(PICK)
        return True

    def leave(self) -> None:
        """The rest of the place is to be seen."""
        if self.stage != AWAY:
            self.matter.close()
            self._turn(AWAY)

    def save_now(self) -> None:
        """Lock, switch, close: nothing typed may wait."""
        self.note.save_now()

    def print_open(self, what: str) -> None:
        """A paper of the matter that is open, once what was typed is written."""
        shown = self.matter.shown
        if shown is not None:
            self.note.save_now()
            self.print_requested.emit(shown.case, what)

    def _filled(self) -> None:
        shown = self.matter.shown
        if shown is not None and self.citizen_id is None:
            self._nameless = shown.case.id if shown.case.citizen_id is None else None
        self._turn(MATTER)

    def _turn(self, stage: str) -> None:
        self.stage = stage
        self.stage_changed.emit()

    def _not_begun(self, error: Exception) -> None:
        if isinstance(error, ActingRefusedError):
            words = permission_words(Permission("blocked", error.code, error.until))
            self.refused.emit(words, error.instead)
        else:
            self.matter.refuse(error)
