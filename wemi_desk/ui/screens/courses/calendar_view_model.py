"""The week of this space: which meetings there are, and on which of them the operator is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.courses import ActivityDateId, monday_of
from wemi_desk.domain.days import rome_day
from wemi_desk.services.courses.lessons import DateLine
from wemi_desk.services.courses.planning import CoursePlanning
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.courses.words import week_words
from wemi_desk.ui.view_model import ViewModel


class CalendarViewModel(ViewModel):
    """``chosen(date_id)``: the meeting that is looked at changed; None when there is none."""

    watches = frozenset({"courses"})
    changed = Signal()
    chosen = Signal(object)

    def __init__(
        self,
        planning: CoursePlanning,
        session: DeskSession,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._planning = planning
        self._session = session
        self._is_wanted = False
        self.is_read = False
        self.monday = monday_of(session.clock.today())
        self.lines: Sequence[DateLine] = ()
        self.current: ActivityDateId | None = None

    @property
    def title(self) -> str:
        return week_words(self.monday)

    @property
    def today(self) -> date:
        return self._session.clock.today()

    @property
    def row(self) -> int:
        """Where the chosen meeting stands; -1 when it is not in this week."""
        return next((row for row, line in enumerate(self.lines) if line.date.id == self.current), -1)

    def arrive(self) -> None:
        """Somebody looks: from now on the week is read again when something changes."""
        self._is_wanted = True
        self.reload()

    def reload(self) -> None:
        """The week as it stands."""
        if self._is_wanted:
            self._ask(lambda: self._planning.week(self.monday), self._show)

    def turn(self, weeks: int) -> None:
        """Forward or back; 0 is this week."""
        self.monday = self.monday + timedelta(weeks=weeks) if weeks else monday_of(self.today)
        self.current = None
        self.reload()

    def go_to(self, day: date, date_id: ActivityDateId) -> None:
        """The week of a meeting that was just planned or moved."""
        self.monday, self.current = monday_of(day), date_id
        self.reload()

    def choose(self, row: int | None) -> None:
        """The operator is on this line."""
        wanted = self.lines[row].date.id if row is not None and 0 <= row < len(self.lines) else None
        if wanted != self.current:
            self.current = wanted
            self.chosen.emit(wanted)

    def _show(self, lines: Sequence[DateLine]) -> None:
        self.lines, self.is_read = lines, True
        if self.row < 0:
            self.current = self._likely()
        self.changed.emit()
        self.chosen.emit(self.current)

    def _likely(self) -> ActivityDateId | None:
        """Today's, or the next one, or the last of the week."""
        coming = [line for line in self.lines if rome_day(line.date.ends_at) >= self.today]
        likely = coming[0] if coming else self.lines[-1] if self.lines else None
        return likely.date.id if likely is not None else None
