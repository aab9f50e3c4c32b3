"""Invio dati of one session: Enter on the sync state, `>invio dati`, or the day's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.i18n import _
from wemi_desk.ui.screens.outbox.leaving_view_model import LeavingViewModel
from wemi_desk.ui.screens.outbox.mending_view_model import MendingViewModel
from wemi_desk.ui.screens.outbox.models import OutboxModels
from wemi_desk.ui.screens.outbox.view_model import OutboxViewModel
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shell.sync_indicator import is_about_update
from wemi_desk.ui.shortcuts import BackStep

if TYPE_CHECKING:
    from uuid import UUID

    from wemi_desk.ui.session import WorkSession


class SessionOutbox(QObject):
    """The lists, what can be done about them, and the way out by USB."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        desk, exchange = work.desk, work.exchange
        rest = (work.runner, work.changes, work.messages, self)
        self.models = OutboxModels(
            OutboxViewModel(desk.outbox, desk.questions, exchange.around, lambda: exchange.state, *rest),
            MendingViewModel(desk.mending, desk.questions, exchange.around, *rest),
            LeavingViewModel(desk.hand_over, exchange.connect_now, work.runner, self),
        )
        self.models.mending.open_requested.connect(self._open_person)
        work.window.bar.sync_requested.connect(self._show_what_is_said)

    def _show_what_is_said(self) -> None:
        """Enter on the sync state: the page that explains what it says."""
        state = self._work.exchange.state
        if state is not None and is_about_update(state):
            self._work.updates.show()
        else:
            self.show()

    def show(self) -> None:
        """What waits, what came back, what arrived."""
        from wemi_desk.ui.screens.outbox.view import WIDE_UNITS, OutboxView

        self.models.lists.arrive()
        view = OutboxView(self.models)
        keys = self._work.keys
        for shortcut, handler in view.handlers.items():
            keys.shortcuts.register(shortcut, handler, owner=view, step=BackStep.PANEL)
        for owner in view.digit_owners:
            keys.digits.open(owner, view.press, keys="12")
        self._work.window.panel.open_widget(_("Invio dati"), view, WIDE_UNITS)

    def _open_person(self, citizen_id: UUID) -> None:
        self._work.window.panel.close_panel()
        self._work.window.set_place(Place.COUNTER)
        self._work.counter.arrivals.open_person(CitizenId(citizen_id))
