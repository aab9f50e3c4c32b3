"""Attività (F7): the week, one meeting, planning, workstations; and who is at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.courses.doors import CourseDoors
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.courses.calendar_view_model import CalendarViewModel
from wemi_desk.ui.screens.courses.details_view_model import DetailsViewModel
from wemi_desk.ui.screens.courses.log_view_model import LogViewModel
from wemi_desk.ui.screens.courses.meeting_view_model import MeetingViewModel
from wemi_desk.ui.screens.courses.planning_view_model import PlanningViewModel
from wemi_desk.ui.screens.courses.programme_view_model import ProgrammeViewModel
from wemi_desk.ui.screens.courses.register_view_model import RegisterViewModel
from wemi_desk.ui.screens.courses.telling_view_model import TellingViewModel
from wemi_desk.ui.screens.courses.volunteers_view_model import VolunteersViewModel
from wemi_desk.ui.screens.courses.workstations_view_model import WorkstationsViewModel


class CoursesViewModel(QObject):
    """Holds the parts; ``person_changed``: somebody came to the desk, or left."""

    person_changed = Signal()

    def __init__(
        self,
        doors: CourseDoors,
        session: DeskSession,
        lists: PickLists,
        colleagues: Mapping[UUID, str],
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        rest = (runner, changes, messages, self)
        self.calendar = CalendarViewModel(doors.planning, session, *rest)
        self.meeting = MeetingViewModel(doors, lists, colleagues, *rest)
        self.register = RegisterViewModel(self.meeting, doors.attendance, session, *rest)
        self.planning = PlanningViewModel(doors, session, lists, colleagues, *rest)
        self.details = DetailsViewModel(doors, *rest)
        self.programme = ProgrammeViewModel(doors, session, *rest)
        self.volunteers = VolunteersViewModel(doors.volunteers, session, lists, *rest)
        self.telling = TellingViewModel(doors.enrolling, *rest)
        self.log = LogViewModel(doors.afterwards, session, lists, *rest)
        self.workstations = WorkstationsViewModel(doors.workstations, session, *rest)
        self.calendar.chosen.connect(self.meeting.open)
        self.planning.planned.connect(self.calendar.go_to)
        self.log.logged.connect(self.calendar.go_to)
        self.programme.copied.connect(self.calendar.go_to)

    def arrive(self) -> None:
        """Somebody came to the place."""
        self.calendar.arrive()
        self.workstations.arrive()

    def show_person(self, citizen: Citizen | None) -> None:
        """The visit was opened, identified or closed; None leaves nothing of the person behind."""
        self.meeting.show_person(citizen)
        self.workstations.show_person(citizen)
        self.volunteers.show_person(citizen)
        self.person_changed.emit()
