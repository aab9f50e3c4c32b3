"""Misure: every version that is known, and what is done with one of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from wemi_desk.services.measure_drafts import MeasureDraftService, MeasureLine
from wemi_desk.services.measure_ports import MeasureFiles
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.measures.draft_view_model import DraftViewModel

CLOSED = ("waiting", "refused", "unreadable")
"""States of a line that nothing can be begun from."""


class MeasuresViewModel(DraftViewModel):
    """The list, with the draft that was opened from it."""

    watches = frozenset({"measures", "outbox"})
    lines_changed = Signal()

    def __init__(
        self,
        service: MeasureDraftService,
        files: MeasureFiles,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(service, files, runner, changes, messages, parent)
        self.lines: Sequence[MeasureLine] = ()

    def reload(self) -> None:
        """Read the list again."""
        self._ask(self._service.lines, self._show_lines)

    def open(self, line: MeasureLine) -> None:
        """A draft is taken up again; of anything else the next version is begun."""
        draft_id = line.draft_id
        if draft_id is not None:
            self._ask(lambda: self._service.get(draft_id), self._take)
        elif line.state not in CLOSED:
            self._ask(lambda: self._service.begin(line.code, line.version), self._take)

    def begin(self) -> None:
        """A measure that nobody had before."""
        self._ask(self._service.begin, self._take)

    def import_file(self, path: str) -> None:
        """A draft from a file."""
        self._ask(lambda: self._service.read(self._files.read(path)), self._take, self._refuse)

    def _show_lines(self, lines: Sequence[MeasureLine]) -> None:
        self.lines = lines
        self.lines_changed.emit()
