"""Agenda: the board, booking, one appointment, reminders, hours, notes; and who is at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.agenda.doors import AgendaDoors
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.agenda.appointment_view_model import AppointmentViewModel
from wemi_desk.ui.screens.agenda.board_view_model import BoardViewModel
from wemi_desk.ui.screens.agenda.booking_view_model import BookingViewModel
from wemi_desk.ui.screens.agenda.handover_view_model import HandoverViewModel
from wemi_desk.ui.screens.agenda.hours_view_model import HoursViewModel
from wemi_desk.ui.screens.agenda.reminders_view_model import RemindersViewModel


class AgendaViewModel(QObject):
    """Holds the parts; ``person_changed``: somebody came to the desk, or left."""

    person_changed = Signal()

    def __init__(
        self, doors: AgendaDoors, session: DeskSession, lists: PickLists, colleagues: Mapping[UUID, str],
        runner: Runner, changes: ChangeBus, messages: Notices, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        rest = (runner, changes, messages, self)
        self.board = BoardViewModel(doors, session, *rest)
        self.booking = BookingViewModel(doors, session, lists, colleagues, *rest)
        self.appointment = AppointmentViewModel(doors, *rest)
        self.reminders = RemindersViewModel(doors, *rest)
        self.hours = HoursViewModel(doors, session, colleagues, *rest)
        self.handover = HandoverViewModel(doors.handover, session, colleagues, *rest)
        self.board.chosen.connect(self.appointment.show)
        self.booking.booked.connect(lambda one: self.board.go_to(one.day, one.id))

    def arrive(self) -> None:
        """Somebody came to the place."""
        for part in (self.board, self.reminders, self.hours, self.handover):
            part.arrive()

    def look_at(self, space_code: str) -> None:
        """Another space of the network."""
        self.board.look_at(space_code)
        self.hours.look_at(self.board.space_code)

    def show_person(self, citizen: Citizen | None) -> None:
        """The visit was opened, identified or closed; None leaves nothing of the person behind."""
        self.booking.show_person(citizen)
        self.person_changed.emit()
