"""Who opened the card: operator, date, reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.access_sheets import AccessRow
from wemi_desk.domain.audit import AuditEntry
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.i18n import _
from wemi_desk.services.access_list import AccessListService
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.citizens.words import action_words, reason_words
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.words import clock_words, day_words, local


class AccessViewModel(ViewModel):
    """Read when the tab is opened, and again when the person changes. ``print_requested`` carries the rows."""

    lines_changed = Signal()
    print_requested = Signal(object)

    def __init__(
        self,
        accesses: AccessListService,
        colleagues: Mapping[UUID, str],
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._accesses = accesses
        self._colleagues = colleagues
        self._id: CitizenId | None = None
        self.lines: Sequence[AccessRow] = ()

    def show_person(self, citizen_id: CitizenId | None) -> None:
        """Another person, or nobody."""
        self._id, self.lines = citizen_id, ()
        self.lines_changed.emit()

    def reload(self) -> None:
        """Read the log of this person."""
        citizen_id = self._id
        if citizen_id is not None:
            self._ask(lambda: self._accesses.of_person(citizen_id), lambda found: self._show(citizen_id, found))

    def print_list(self) -> None:
        """Ask for the list on paper: the person may take it home."""
        if self.lines:
            self.print_requested.emit(tuple(self.lines))

    def _show(self, citizen_id: CitizenId, found: Sequence[AuditEntry]) -> None:
        if citizen_id == self._id:
            self.lines = [self._line(entry) for entry in found]
            self.lines_changed.emit()

    def _line(self, entry: AuditEntry) -> AccessRow:
        day = day_words(local(entry.at).date())
        when = _("{day}, {time}").format(day=day, time=clock_words(entry.at))
        who = self._colleagues.get(entry.operator_id, "") if entry.operator_id else _("il programma")
        return AccessRow(when, who, action_words(entry.action), reason_words(entry.reason))
