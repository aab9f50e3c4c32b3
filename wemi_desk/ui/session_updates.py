"""Newer versions of the program during one session: in the background, on their page, and from a stick."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from wemi_desk.i18n import _
from wemi_desk.services.desk import DeskServices
from wemi_desk.ui.loading import Loading

if TYPE_CHECKING:
    from wemi_desk.ui.screens.updates.view import UpdatesView
    from wemi_desk.ui.screens.updates.view_model import UpdatesViewModel
    from wemi_desk.ui.session import WorkSession

FIRST_MS, SOON_MS = 20_000, 1_000


class SessionUpdates(QObject):
    """Made after the exchange: the outbox has its turn before anything is offered.

    Loaded when there is something to do, or when somebody asks: on most days neither.
    """

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self._loading = Loading(partial(_load, work.desk), work.runner, work.fail, self)
        self._is_started = False
        self._first = QTimer(self, singleShot=True, interval=FIRST_MS)
        self._first.timeout.connect(self.start_if_due)
        rounds = work.exchange.rounds
        rounds.news.connect(lambda _news: self._exchanged())
        rounds.failed.connect(lambda _error: self._exchanged())

    @cached_property
    def model(self) -> UpdatesViewModel:
        """Ask for it when it is loaded."""
        from wemi_desk.ui.screens.updates.view_model import UpdatesViewModel

        work, rounds, updates = self._work, self._work.exchange.rounds, self._work.desk.updates()
        made = UpdatesViewModel(updates, work.runner, lambda: rounds.is_under_way, self)
        made.status = updates.status()  # read when it was made; until something is fetched it lies in memory
        made.send_requested.connect(rounds.exchange_now)
        made.arrived.connect(work.messages.say)
        made.refused.connect(work.messages.warn)
        return made

    def start(self) -> None:
        """The desk is open; its first minute belongs to who opened it."""
        self._first.start()

    def start_if_due(self) -> None:
        """Look after newer versions from now on, if this desk does or the centre has spoken of one."""
        if not self._is_started and self._work.desk.updates_due():
            self._is_started = True
            self._loading.then(lambda: self.model.start(SOON_MS))

    def show(self) -> None:
        """The page."""
        self._loading.then(self._open)

    def show_and_choose(self) -> None:
        """The page, and at once the question for the stick."""
        self._loading.then(self._open_and_choose)

    def end(self) -> None:
        """The session goes."""
        self._first.stop()
        if self._is_made:
            self.model.end()

    @property
    def _is_made(self) -> bool:
        return "model" in vars(self)

    def _exchanged(self) -> None:
        if self._is_made:
            self.model.sent()
        if not self._first.isActive():
            self.start_if_due()

    def _open(self) -> UpdatesView:
        from wemi_desk.ui.screens.updates.view import UpdatesView

        view = UpdatesView(self.model)
        self._work.window.panel.open_widget(_("Aggiornamento"), view)
        return view

    def _open_and_choose(self) -> None:
        view = self._open()
        if self.model.page.updates_itself:
            QTimer.singleShot(0, view, view.choose_stick)


def _load(desk: DeskServices) -> None:
    import wemi_desk.ui.screens.updates.view  # noqa: F401

    desk.updates()
