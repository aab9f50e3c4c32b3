"""Catalogo pratiche of one session, for who may publish it: what it works with is loaded when they go there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wemi_desk.ui.shell.pane_host import PaneSpec

if TYPE_CHECKING:
    from wemi_desk.ui.screens.paperwork_catalogue.view_model import PaperworkCatalogueViewModel
    from wemi_desk.ui.session import WorkSession


class SessionTypes(QObject):
    """The list and the editor."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self._is_made = False

    @cached_property
    def model(self) -> PaperworkCatalogueViewModel:
        """Every type of paperwork, and the draft of the next version."""
        from wemi_desk.ui.screens.paperwork_catalogue.view_model import PaperworkCatalogueViewModel

        work, used = self._work, self._work.desk.paperwork()
        self._is_made = True
        return PaperworkCatalogueViewModel(used.type_drafts, work.runner, work.changes, work.messages, self)

    def panes(self) -> list[PaneSpec]:
        """For the window."""
        from wemi_desk.ui.screens.paperwork_catalogue.view import catalogue_panes

        return catalogue_panes(self.model, self._work.desk.lists)

    def save_now(self) -> None:
        """Lock, switch, close: nothing typed may wait."""
        if self._is_made:
            self.model.save_now()
