"""Everything that courses and workstations offer to the interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.series import HolidayName
from wemi_desk.services.calendar_ports import CalendarFiles
from wemi_desk.services.courses.afterwards import AfterwardsService
from wemi_desk.services.courses.attendance import AttendanceService
from wemi_desk.services.courses.attendance_paper import AttendancePaper
from wemi_desk.services.courses.calendar_export import ProgrammeExport
from wemi_desk.services.courses.certificates import CertificatePaper
from wemi_desk.services.courses.changing import SeriesChanges
from wemi_desk.services.courses.enrolling import EnrolmentService
from wemi_desk.services.courses.figures import ActivityFiguresService
from wemi_desk.services.courses.planning import CoursePlanning, no_holidays
from wemi_desk.services.courses.programme import ProgrammeService
from wemi_desk.services.courses.workstations import WorkstationService
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession
from wemi_desk.services.volunteers.register import VolunteerService


@dataclass(frozen=True, slots=True)
class CourseDoors:
    """One of each, of one operator's session."""

    planning: CoursePlanning
    changing: SeriesChanges
    enrolling: EnrolmentService
    attendance: AttendanceService
    afterwards: AfterwardsService
    paper: AttendancePaper
    certificates: CertificatePaper
    programme: ProgrammeService
    exports: ProgrammeExport
    figures: ActivityFiguresService
    workstations: WorkstationService
    volunteers: VolunteerService


def course_doors(
    store: Store, session: DeskSession, lists: PickLists, colleagues: Mapping[UUID, str],
    files: CalendarFiles, holiday: HolidayName = no_holidays,
) -> CourseDoors:
    """Wired on an open store."""
    attendance = AttendanceService(store, session, lists)
    return CourseDoors(
        planning=CoursePlanning(store, session, holiday), changing=SeriesChanges(store, session),
        enrolling=EnrolmentService(store, session), attendance=attendance,
        afterwards=AfterwardsService(store, session, attendance),
        paper=AttendancePaper(store, session, colleagues, lists), workstations=WorkstationService(store, session),
        volunteers=VolunteerService(store, session), certificates=CertificatePaper(store, session, lists),
        programme=ProgrammeService(store, session, holiday), exports=ProgrammeExport(store, session, files),
        figures=ActivityFiguresService(store, session),
    )  # fmt: skip
