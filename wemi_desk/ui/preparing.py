"""From the lock screen to the first start and back; nothing of it is loaded on a day without one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wemi_desk.ui.background import Runner
from wemi_desk.ui.screens.unlock.view_model import UnlockViewModel
from wemi_desk.ui.shell.stage import Stage

if TYPE_CHECKING:
    from wemi_desk.ui.screens.first_start.view import FirstStartView
    from wemi_desk.ui.screens.first_start.view_model import FirstStartDoor

PAGE = "first_start"


class Preparing(QObject):
    """``prepared`` hands over the OpenedDesk of a PC that has just become a desk, or is one again."""

    prepared = Signal(object)
    left = Signal()

    def __init__(
        self, unlock: UnlockViewModel, stage: Stage, runner: Runner, door: Callable[[], FirstStartDoor | None]
    ) -> None:
        super().__init__(unlock)
        self._stage = stage
        self._runner = runner
        self._door = door
        self.page: FirstStartView | None = None
        unlock.setup_requested.connect(lambda: self._open(recovering=False))
        unlock.recovery_requested.connect(lambda: self._open(recovering=True))

    def _open(self, *, recovering: bool) -> None:
        door = self._door() if self.page is None else None
        if door is not None:
            self.page = self._made(door)
        if self.page is None:
            return  # a console that is only looked at
        self._stage.show_page(PAGE)
        self.page.model.begin(recovering=recovering)

    def _made(self, door: FirstStartDoor) -> FirstStartView:
        from wemi_desk.ui.screens.first_start.view import FirstStartView
        from wemi_desk.ui.screens.first_start.view_model import FirstStartViewModel

        model = FirstStartViewModel(door, self._runner, parent=self)
        page = FirstStartView(model)
        self._stage.add_page(PAGE, page)
        model.finished.connect(self.prepared)
        model.left.connect(self.left)
        return page
