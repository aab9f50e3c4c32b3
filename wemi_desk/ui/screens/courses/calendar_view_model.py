"""The calendar of this space: the week as a list, or a day, a week, a month to look at; and where the operator is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.courses import ActivityDate, ActivityDateId, monday_of
from wemi_desk.domain.days import rome_day
from wemi_desk.services.courses.lessons import CalendarPage, DateLine
from wemi_desk.services.courses.planning import CoursePlanning
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.courses.calendar_words import title_words
from wemi_desk.ui.screens.courses.spans import LIST, MONTH, period, stepped
from wemi_desk.ui.view_model import ViewModel


class CalendarViewModel(ViewModel):
    """``chosen(date_id)``: the meeting that is looked at changed; None when there is none. ``span_changed``: it is
    shown in another way."""

    watches = frozenset({"courses"})
    changed = Signal()
    span_changed = Signal()
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
        self.span = LIST
        self.day = session.clock.today()
        self.lines: Sequence[DateLine] = ()
        self.holidays: Mapping[date, str] = {}
        self.to_tell = 0
        self._tell_at: ActivityDate | None = None
        self.current: ActivityDateId | None = None

    @property
    def title(self) -> str:
        return title_words(self.span, self.day, self.holidays)

    @property
    def counted(self) -> Sequence[DateLine]:
        """What is shown, of a month without the days of the months beside it."""
        if self.span != MONTH:
            return self.lines
        return [line for line in self.lines if rome_day(line.date.starts_at).month == self.day.month]

    @property
    def monday(self) -> date:
        """Of the week of the day that is shown."""
        return monday_of(self.day)

    @property
    def today(self) -> date:
        return self._session.clock.today()

    @property
    def row(self) -> int:
        """Where the chosen meeting stands; -1 when it is not shown."""
        return next((row for row, line in enumerate(self.lines) if line.date.id == self.current), -1)

    def arrive(self) -> None:
        """Somebody looks: from now on the period is read again when something changes."""
        self._is_wanted = True
        self.reload()

    def reload(self) -> None:
        """The period as it stands."""
        if self._is_wanted:
            wanted = self.span, self.day
            first, last = period(*wanted)
            self._ask(lambda: self._planning.page(first, last), lambda page: self._show(page, wanted))

    def show(self, span: str, day: date | None = None) -> None:
        """In another way, or another day."""
        is_other = span != self.span
        self.span, self.day = span, day or self.day
        if is_other:
            self.is_read = False
            self.span_changed.emit()
        self.reload()

    def turn(self, steps: int) -> None:
        """Forward or back by what is shown; 0 is today."""
        self.day = stepped(self.span, self.day, steps) if steps else self.today
        self.current = None
        self.reload()

    def go_to(self, day: date, date_id: ActivityDateId) -> None:
        """A meeting that was just planned or moved, or is looked at from the grid: in the list, with its people."""
        self.current = date_id
        self.show(LIST, day)

    def go_to_tell(self) -> None:
        """The first meeting about which somebody must be called, in whatever week it is."""
        if self._tell_at is not None:
            self.go_to(rome_day(self._tell_at.starts_at), self._tell_at.id)

    def choose(self, row: int | None) -> None:
        """The operator is on this line."""
        wanted = self.lines[row].date.id if row is not None and 0 <= row < len(self.lines) else None
        if wanted != self.current:
            self.current = wanted
            self.chosen.emit(wanted)

    def _show(self, page: CalendarPage, wanted: tuple[str, date]) -> None:
        if wanted != (self.span, self.day):
            return  # somebody turned the page meanwhile
        self.lines, self.holidays, self.to_tell = page.lines, page.holidays, page.to_tell
        self._tell_at = page.tell_at
        self.is_read = True
        if self.span == LIST and self.row < 0:
            self.current = self._likely()
        self.changed.emit()
        self.chosen.emit(self.current)

    def _likely(self) -> ActivityDateId | None:
        """Today's, or the next one, or the last of the week."""
        coming = [line for line in self.lines if rome_day(line.date.ends_at) >= self.today]
        likely = coming[0] if coming else self.lines[-1] if self.lines else None
        return likely.date.id if likely is not None else None


