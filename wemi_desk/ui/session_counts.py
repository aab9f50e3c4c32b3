"""The figures that are always in sight: what waits to be sent, today's contacts, the drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.contacts import Contact
from wemi_desk.domain.sync_state import SyncState
from wemi_desk.services.sync_status import sync_state

if TYPE_CHECKING:
    from wemi_desk.ui.session import WorkSession

_COUNTED = {"outbox", "contacts", "drafts", "queue"}


class SessionCounts(QObject):
    """Read again after every change that they count."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self.sync: SyncState | None = None
        work.changes.changed.connect(self._on_changed)
        self._read_again()

    def _on_changed(self, changes: Changes) -> None:
        if changes.kinds & _COUNTED:
            self._read_again()

    def _read_again(self) -> None:
        self._work.runner.run(self._read, owner=self, done=self._show, failed=self._work.fail)

    def _read(self) -> tuple[SyncState, list[Contact], int]:
        desk = self._work.desk
        today = desk.contacts.of_day(desk.session.clock.today())
        return sync_state(desk.store, desk.session.clock.now()), list(today), len(desk.drafts.mine())

    def _show(self, counts: tuple[SyncState, list[Contact], int]) -> None:
        self.sync, contacts, drafts = counts
        self._work.window.bar.set_sync(self.sync)
        self._work.panes.today.show_contacts(contacts)
        self._work.panes.welcome.set_drafts(drafts)
