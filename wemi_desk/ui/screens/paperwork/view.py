"""The panes of digital paperwork, made when they are first wanted, for the three columns of Pratiche."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtWidgets import QStackedWidget

from wemi_desk.ui.screens.paperwork.checklist_view import ChecklistPane
from wemi_desk.ui.screens.paperwork.matter_view import MatterPane
from wemi_desk.ui.screens.paperwork.pick_view import AboutPane, Listen, MattersPane, PickPane
from wemi_desk.ui.screens.paperwork.standing_view import StandingPane
from wemi_desk.ui.screens.paperwork.view_model import MattersViewModel
from wemi_desk.ui.widgets.page_stack import added
from wemi_desk.ui.widgets.panes import Pane

Columns = tuple[QStackedWidget, QStackedWidget, QStackedWidget]


class MatterPanes:
    """Three panes to choose a matter, three to go through one."""

    def __init__(self, model: MattersViewModel, columns: Columns, listen: Listen) -> None:
        self.model = model
        self._left, self._middle, self._right = columns
        self._listen = listen
        self._is_awaited = False
        model.pick.changed.connect(self._read)

    @cached_property
    def matters(self) -> MattersPane:
        """What the person has begun."""
        pane = added(self._left, MattersPane(self.model.pick))
        self._listen(pane.list, self.pick.press, keys="123456789", rest=self.pick.type)
        return pane

    @cached_property
    def pick(self) -> PickPane:
        """What can begin."""
        pane = added(self._middle, PickPane(self.model.pick, self._listen))
        pane.chosen.connect(self.about.show_kind)
        self.model.refused.connect(pane.show_refusal)
        self.about.show_kind(pane.line.kind if pane.line is not None else None)
        return pane

    @cached_property
    def about(self) -> AboutPane:
        """What to know beforehand."""
        return added(self._right, AboutPane(self.model.matter.today))

    @cached_property
    def checklist(self) -> ChecklistPane:
        """What is here and what was done."""
        return added(self._left, ChecklistPane(self.model.matter))

    @cached_property
    def matter(self) -> MatterPane:
        """The pratica."""
        model = self.model
        pane = added(self._middle, MatterPane(model.matter, model.ending, model.mandate, self._listen))
        pane.print_wanted.connect(model.print_open)
        return pane

    @cached_property
    def standing(self) -> StandingPane:
        """Where it stands."""
        return added(self._right, StandingPane(self.model.matter))

    def to_pick(self) -> tuple[Pane, Pane, Pane]:
        """Left, middle, right."""
        return self.matters, self.pick, self.about

    def to_go_through(self) -> tuple[Pane, Pane, Pane]:
        """Left, middle, right."""
        return self.checklist, self.matter, self.standing

    def focus_pick(self) -> None:
        """On what can be gone on with, else on the list of kinds: digits work on both."""
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
                self.focus_pick()

    def focus_matter(self) -> None:
        """On the first thing to tick; all ticked: on what closes the sitting."""
        if any(box.isEnabled() and not box.isChecked() for box in self.checklist.lines):
            self.checklist.focus_first()
        else:
            self.matter.end_button.setFocus()
