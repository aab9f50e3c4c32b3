"""Facilita of one session, for who keeps the register: what it works with is loaded when they go there."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wemi_desk.services.desk import DeskServices
from wemi_desk.services.facilita.ports import RIGHT
from wemi_desk.ui.loading import Loading
from wemi_desk.ui.shell.pane_host import PaneSpec

if TYPE_CHECKING:
    from wemi_desk.ui.screens.facilita.settings_view_model import RegisterViewModel
    from wemi_desk.ui.screens.facilita.view_model import FacilitaViewModel
    from wemi_desk.ui.session import WorkSession


class SessionFacilita(QObject):
    """``open_requested(citizen_id)``: somebody's card."""

    open_requested = Signal(object)

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self.is_offered = work.desk.session.allows(RIGHT)
        self.loading = Loading(partial(_load, work.desk), work.runner, work.fail, self)

    @cached_property
    def model(self) -> FacilitaViewModel:
        """Files, what is to be put right, figures."""
        from wemi_desk.ui.screens.facilita.view_model import FacilitaViewModel

        work, desk = self._work, self._work.desk
        made = FacilitaViewModel(desk.facilita(), desk.session, work.runner, work.changes, work.messages, self)
        made.open_requested.connect(self.open_requested)
        return made

    @cached_property
    def register(self) -> RegisterViewModel:
        """Names as registered."""
        from wemi_desk.ui.screens.facilita.settings_view_model import RegisterViewModel

        work, desk = self._work, self._work.desk
        return RegisterViewModel(
            desk.facilita().register, desk.colleagues, desk.session.clock.today, work.runner, work.changes,
            work.messages, self,
        )  # fmt: skip

    def panes(self) -> list[PaneSpec]:
        """For the window."""
        from wemi_desk.ui.screens.facilita.files_view import facilita_panes

        return facilita_panes(self.model, self.register, self._work.desk.lists)


def _load(desk: DeskServices) -> None:
    import wemi_desk.ui.screens.facilita.files_view
    import wemi_desk.ui.screens.facilita.view_model  # noqa: F401

    desk.facilita()
