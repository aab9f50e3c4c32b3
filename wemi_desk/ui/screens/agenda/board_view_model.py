"""The day and the week that are looked at, of one's own space or of one of the network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.appointments import AppointmentId
from wemi_desk.domain.courses import monday_of
from wemi_desk.domain.spaces import Space
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.agenda.daybook import AppointmentLine, DayPlan
from wemi_desk.services.agenda.doors import AgendaDoors
from wemi_desk.services.agenda.planning import CHANGED, Copied, WeekPlan
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.agenda.refusing import RefusingViewModel
from wemi_desk.ui.screens.agenda.words import PersonDay


class BoardViewModel(RefusingViewModel):
    """``changed``: a day or a week was read. ``chosen(AppointmentLine | None)``: the appointment that is looked at."""

    watches = frozenset({"agenda", "queue", "citizens"})
    changed = Signal()
    chosen = Signal(object)

    def __init__(
        self, doors: AgendaDoors, session: DeskSession, runner: Runner, changes: ChangeBus, messages: Notices,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(runner, changes, messages, parent)
        self._doors = doors
        self._session = session
        self._is_wanted = False
        self.day = session.clock.today()
        self.space_code = session.space.code
        self.spaces: Sequence[Space] = (session.space,)
        self.plan: DayPlan | None = None
        self.week: WeekPlan | None = None
        self.current: AppointmentId | None = None

    @property
    def today(self) -> date:
        return self._session.clock.today()

    @property
    def monday(self) -> date:
        return monday_of(self.day)

    @property
    def is_planner(self) -> bool:
        """Who writes hours and shifts, and looks at the other spaces of the network."""
        return self._session.allows("plan_shifts")

    @property
    def is_own_space(self) -> bool:
        return self.space_code == self._session.space.code

    @property
    def here(self) -> PersonDay:
        """One's own square of the week."""
        return PersonDay(self._session.operator.id, self.day)

    @property
    def line(self) -> AppointmentLine | None:
        """The appointment that is looked at."""
        lines = self.plan.lines if self.plan is not None else ()
        return next((one for one in lines if one.appointment.id == self.current), None)

    def arrive(self) -> None:
        """Somebody looks."""
        self._is_wanted = True
        if self.is_planner:
            self._ask(self._doors.planning.spaces, self._show_spaces)
        self.reload()

    def reload(self) -> None:
        """The day and its week as they stand."""
        if self._is_wanted:
            day, monday, code = self.day, self.monday, self.space_code
            days, weeks = self._doors.days, self._doors.planning
            self._ask(lambda: (day, days.day(day, code), weeks.week(monday, code)), lambda read: self._show(*read))

    def turn(self, days: int) -> None:
        """So many days on or back; 0 is today."""
        self.go_to(self.day + timedelta(days=days) if days else self.today)

    def go_to(self, day: date, appointment_id: AppointmentId | None = None) -> None:
        """Another day; with an appointment, on it."""
        self.day, self.current = day, appointment_id
        self.reload()

    def look_at(self, space_code: str) -> None:
        """Another space of the network."""
        if space_code and space_code != self.space_code:
            self.space_code, self.current = space_code, None
            self.reload()

    def choose(self, line: AppointmentLine | None) -> None:
        """The operator is on this appointment, or on none."""
        self.current = line.appointment.id if line is not None else None
        self.chosen.emit(line)

    def copy_week(self) -> None:
        """The shifts of this week to the next, which is then looked at."""
        monday, code = self.monday, self.space_code
        self._ask(lambda: self._doors.planning.copy_week(monday, code), self._copied, self._refused)

    def _copied(self, copied: Copied) -> None:
        made = len(copied.made)
        words = ngettext("Copiato {n} turno nella settimana dopo.", "Copiati {n} turni nella settimana dopo.", made)
        words = words.format(n=made)
        if copied.left_out:
            left = ngettext("{n} no: l’operatore è assente.", "{n} no: gli operatori sono assenti.", copied.left_out)
            words = f"{words} {left.format(n=copied.left_out)}"
        self.day = self.monday + timedelta(days=7)
        self._tell(_("{words} Annulla con Ctrl+Z").format(words=words), CHANGED)

    def _show_spaces(self, spaces: Sequence[Space]) -> None:
        self.spaces = spaces
        self.changed.emit()

    def _show(self, day: date, plan: DayPlan, week: WeekPlan) -> None:
        if day != self.day:  # somebody has turned on meanwhile
            return
        self.plan, self.week = plan, week
        self.changed.emit()
        self.chosen.emit(self.line)
