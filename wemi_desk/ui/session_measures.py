"""Misure of one session, for who may publish them: what it works with is loaded when they go there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wemi_desk.services.measure_ports import RIGHT
from wemi_desk.ui.shell.pane_host import PaneSpec

if TYPE_CHECKING:
    from wemi_desk.ui.screens.measures.view_model import MeasuresViewModel
    from wemi_desk.ui.session import WorkSession


class SessionMeasures(QObject):
    """The list and the editor."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self._is_made = False
        self.is_offered = work.desk.session.allows(RIGHT)

    @cached_property
    def model(self) -> MeasuresViewModel:
        """Every measure, and the draft of the next version."""
        from wemi_desk.ui.screens.measures.view_model import MeasuresViewModel

        work, used = self._work, self._work.desk.paperwork()
        self._is_made = True
        return MeasuresViewModel(
            used.measure_drafts, used.measure_files, work.runner, work.changes, work.messages, self
        )

    def panes(self) -> list[PaneSpec]:
        """For the window."""
        from wemi_desk.ui.screens.measures.view import measures_panes

        return measures_panes(self.model)

    def save_now(self) -> None:
        """Lock, switch, close: nothing typed may wait."""
        if self._is_made:
            self.model.save_now()
