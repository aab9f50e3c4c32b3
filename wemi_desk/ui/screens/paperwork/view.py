"""The panes of digital paperwork, made when they are first wanted, for the three columns of Pratiche."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from PySide6.QtWidgets import QStackedWidget, QWidget

from wemi_desk.i18n import N_, _
from wemi_desk.ui.screens.paperwork.checklist_view import ChecklistPane
from wemi_desk.ui.screens.paperwork.matter_view import MatterPane
from wemi_desk.ui.screens.paperwork.pick_view import DIGIT_KEYS, AboutPane, Listen, MattersPane, PickPane
from wemi_desk.ui.screens.paperwork.standing_view import StandingPane
from wemi_desk.ui.screens.paperwork.view_model import AWAY, MATTER, PICK, MattersViewModel
from wemi_desk.ui.widgets.page_stack import added

# stage → how the width is parted, the pane seen first in a narrow window, the words on the tabs
_LOOKS = {
    PICK: ((4, 5, 4), 1, (N_("Le sue pratiche"), N_("Che cosa serve?"), N_("Da sapere"))),
    MATTER: ((7, 10, 5), 0, (N_("Passi"), N_("Pratica"), N_("A che punto"))),
}


class MatterPanes:
    """Three panes to choose a matter, three to go through one; guests in the columns of the place."""

    def __init__(self, model: MattersViewModel, listen: Listen) -> None:
        self.model = model
        self._listen = listen
        self._is_awaited = False
        model.pick.changed.connect(self._read)

    # --- the panes -----------------------------------------------------------------------------------------------

    @cached_property
    def matters(self) -> MattersPane:
        """What the person has begun."""
        pane = added(self._stacks[0], MattersPane(self.model.pick))
        pane.measures_wanted.connect(self.model.measures_wanted)
        self._listen(pane.list, self.pick.press, keys=DIGIT_KEYS, rest=self.pick.type)
        return pane

    @cached_property
    def pick(self) -> PickPane:
        """What can begin."""
        pane = added(self._stacks[1], PickPane(self.model.pick, self._listen))
        pane.chosen.connect(self.about.show_kind)
        self.model.refused.connect(pane.show_refusal)
        self.about.show_kind(pane.line.kind if pane.line is not None else None)
        return pane

    @cached_property
    def about(self) -> AboutPane:
        """What to know beforehand."""
        return added(self._stacks[2], AboutPane(self.model.matter.today))

    @cached_property
    def checklist(self) -> ChecklistPane:
        """What is here and what was done."""
        return added(self._stacks[0], ChecklistPane(self.model.matter))

    @cached_property
    def matter(self) -> MatterPane:
        """The pratica."""
        model = self.model
        pane = added(self._stacks[1], MatterPane(model.note, model.ending, model.mandate, model.naming, self._listen))
        pane.print_wanted.connect(model.print_open)
        pane.left.connect(self.step_back)
        pane.instead_wanted.connect(model.begin_instead)
        pane.ending_shown.connect(lambda: self._turn_place())
        return pane

    @cached_property
    def standing(self) -> StandingPane:
        """Where it stands."""
        return added(self._stacks[2], StandingPane(self.model.matter))

    # --- in the place ----------------------------------------------------------------------------------------------

    @property
    def is_shown(self) -> bool:
        return self.model.stage != AWAY

    @property
    def look(self) -> tuple[Sequence[int], int, Sequence[str]]:
        """As the place asks."""
        shares, first, tabs = _LOOKS[self.model.stage]
        is_ending = self.model.stage == MATTER and "matter" in self.__dict__ and self.matter.is_ending
        return shares, 1 if is_ending else first, [_(words) for words in tabs]

    def settle(self, columns: Sequence[QStackedWidget], turn: Callable[[], None]) -> None:
        """Here is room."""
        self._stacks, self._turn_place = columns, turn
        self.model.stage_changed.connect(turn)

    def columns(self) -> Sequence[QWidget]:
        """Left, middle, right."""
        if self.model.stage == PICK:
            return self.matters, self.pick, self.about
        return self.checklist, self.matter, self.standing

    def fill(self) -> None:
        """They have just been turned to."""
        if self.model.stage == MATTER:
            self.focus_first()

    def leave(self) -> None:
        """The applications take the place."""
        self.model.leave()

    def come_back(self) -> bool:
        """From the family's measures to the list."""
        moved = self.model.to_pick()
        if moved:
            self.focus_first()
        return moved

    def save(self) -> bool:
        """Ctrl+S on a pratica; the list has nothing to save."""
        if self.model.stage == MATTER:
            self.matter.save()
        return self.model.stage == MATTER

    def step_back(self) -> bool:
        """From a page to its pratica, from there to the list, from the list out."""
        if self.model.stage == PICK:
            return self.pick.step_back()
        if not self.matter.step_back():
            self.model.to_pick()
            self.focus_first()
        return True

    def print_open(self) -> bool:
        """Ctrl+P: what the person takes home."""
        if self.model.stage == MATTER:
            self.model.print_open("slip")
        return self.model.stage == MATTER

    def focus_first(self) -> None:
        """On what can be gone on with, else on the list of kinds; in a pratica on the first thing to tick."""
        if self.model.stage == PICK:
            self._focus_pick()
        elif self.model.naming.is_asked:
            self.matter.name_button.setFocus()
        elif any(box.isEnabled() and not box.isChecked() for box in self.checklist.lines):
            self.checklist.focus_first()
        else:
            self.matter.end_button.setFocus()

    def _focus_pick(self) -> None:
        """Digits work on both lists."""
        pick = self.model.pick
        self._is_awaited = not pick.is_read
        if pick.matters and pick.matters[0].case.is_open:
            self.matters.list.setFocus()
        else:
            self.pick.focus_first()

    def _read(self) -> None:
        """The person's own matters have come: the hands go there, if they have not gone elsewhere meanwhile."""
        if self._is_awaited and self.model.pick.is_read:
            self._is_awaited = False
            if self.pick.table.hasFocus():
                self._focus_pick()
