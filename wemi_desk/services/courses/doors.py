"""Everything that courses and workstations offer to the interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.courses.attendance import AttendanceService
from wemi_desk.services.courses.attendance_paper import AttendancePaper
from wemi_desk.services.courses.enrolling import EnrolmentService
from wemi_desk.services.courses.planning import CoursePlanning
from wemi_desk.services.courses.workstations import WorkstationService
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession


@dataclass(frozen=True, slots=True)
class CourseDoors:
    """One of each, of one operator's session."""

    planning: CoursePlanning
    enrolling: EnrolmentService
    attendance: AttendanceService
    paper: AttendancePaper
    workstations: WorkstationService


def course_doors(
    store: Store, session: DeskSession, lists: PickLists, colleagues: Mapping[UUID, str]
) -> CourseDoors:
    """Wired on an open store."""
    return CourseDoors(
        CoursePlanning(store, session), EnrolmentService(store, session), AttendanceService(store, session, lists),
        AttendancePaper(store, session, colleagues), WorkstationService(store, session),
    )  # fmt: skip
