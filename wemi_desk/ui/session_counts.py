"""The figures that are always in sight: today's contacts, the drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.contacts import Contact

if TYPE_CHECKING:
    from wemi_desk.ui.session import WorkSession

_COUNTED = {"contacts", "drafts", "queue"}


class SessionCounts(QObject):
    """Read again after every change that they count."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        work.changes.changed.connect(self._on_changed)
        self._read_again()

    def _on_changed(self, changes: Changes) -> None:
        if changes.kinds & _COUNTED:
            self._read_again()

    def _read_again(self) -> None:
        self._work.runner.run(self._read, owner=self, done=self._show, failed=self._work.fail)

    def _read(self) -> tuple[list[Contact], int]:
        desk = self._work.desk
        today = desk.contacts.of_day(desk.session.clock.today())
        return list(today), len(desk.drafts.mine())

    def _show(self, counts: tuple[list[Contact], int]) -> None:
        contacts, drafts = counts
        if not isValid(self._work.panes.today):
            return  # the desk was locked while this was read: the panes go before their session
        self._work.panes.today.show_contacts(contacts)
        self._work.panes.welcome.set_drafts(drafts)
