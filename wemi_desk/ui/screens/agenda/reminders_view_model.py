"""Who should be reminded of the next day of opening; the telephone is hidden until it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.appointments import NO_ANSWER, TOLD
from wemi_desk.i18n import _
from wemi_desk.services.agenda.appointments import CHANGED, Appointed
from wemi_desk.services.agenda.daybook import AppointmentLine
from wemi_desk.services.agenda.doors import AgendaDoors
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.agenda.refusing import RefusingViewModel
from wemi_desk.ui.screens.agenda.words import day_title, who_words


class RemindersViewModel(RefusingViewModel):
    """``changed``: the list was read. ``phone_changed``: a number is shown, or not any more."""

    watches = frozenset({"agenda", "citizens"})
    changed = Signal()
    phone_changed = Signal()

    def __init__(
        self, doors: AgendaDoors, runner: Runner, changes: ChangeBus, messages: Notices, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._doors = doors
        self._is_wanted = False
        self.day: date | None = None
        self.lines: Sequence[AppointmentLine] = ()
        self.phone = ""

    @property
    def title(self) -> str:
        """For which day."""
        return _("Da avvisare per {day}").format(day=day_title(self.day)) if self.day else _("Da avvisare")

    def arrive(self) -> None:
        self._is_wanted = True
        self.reload()

    def reload(self) -> None:
        """As it stands."""
        if self._is_wanted:
            self._ask(self._doors.days.to_remind, lambda found: self._show(*found))

    def show_phone(self, line: AppointmentLine) -> None:
        """The number to call; looking at it is an access."""
        self._ask(lambda: self._doors.days.telephone(line.appointment.id), self._show_phone)

    def hide_phone(self) -> None:
        if self.phone:
            self._show_phone("", empty=True)

    def answer(self, line: AppointmentLine, result: str) -> None:
        """What came of the call."""
        said = {TOLD: _("Avvisata: {who}. Annulla con Ctrl+Z"), NO_ANSWER: _("{who} non risponde. Annulla con Ctrl+Z")}
        words = said[result].format(who=who_words(line))

        def done(made: Appointed) -> None:
            self.hide_phone()
            self._tell(words, CHANGED, made.deed)

        self._ask(lambda: self._doors.days.reminded(line.appointment.id, result), done, self._refused)

    def cancel(self, line: AppointmentLine) -> None:
        """They say that they do not come."""
        words = _("Appuntamento di {who} disdetto. Annulla con Ctrl+Z").format(who=who_words(line))

        def done(made: Appointed) -> None:
            self.hide_phone()
            self._tell(words, CHANGED, made.deed)

        self._ask(lambda: self._doors.appointments.cancel(line.appointment.id), done, self._refused)

    def _show_phone(self, number: str, *, empty: bool = False) -> None:
        self.phone = "" if empty else number or _("Nessun telefono")
        self.phone_changed.emit()

    def _show(self, day: date | None, lines: Sequence[AppointmentLine]) -> None:
        self.day, self.lines = day, lines
        self.changed.emit()
