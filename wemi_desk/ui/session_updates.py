"""Newer versions of the program during one session: in the background, on their page, and from a stick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from wemi_desk.i18n import _
from wemi_desk.ui.screens.updates.view import UpdatesView
from wemi_desk.ui.screens.updates.view_model import UpdatesViewModel

if TYPE_CHECKING:
    from wemi_desk.ui.session import WorkSession


class SessionUpdates(QObject):
    """Made after the exchange: the outbox has its turn before anything is offered."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        rounds = work.exchange.rounds
        self.model = UpdatesViewModel(work.desk.updates, work.runner, lambda: rounds.is_under_way, self)
        self.model.send_requested.connect(rounds.exchange_now)
        self.model.arrived.connect(work.messages.say)
        self.model.refused.connect(work.messages.warn)
        rounds.news.connect(lambda _news: self.model.sent())
        rounds.failed.connect(lambda _error: self.model.sent())

    def show(self) -> None:
        """The page."""
        self._work.window.panel.open_widget(_("Aggiornamento"), UpdatesView(self.model))

    def show_and_choose(self) -> None:
        """The page, and at once the question for the stick."""
        self.show()
        content = self._work.window.panel.content
        if isinstance(content, UpdatesView) and self.model.page.updates_itself:
            QTimer.singleShot(0, content, content.choose_stick)

    def end(self) -> None:
        """The session goes."""
        self.model.end()
