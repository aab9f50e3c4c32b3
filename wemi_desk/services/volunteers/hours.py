"""What a held meeting writes down for its volunteers, and takes back when it is reopened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from wemi_desk.domain.courses import HELD, ActivityDate
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.volunteers import VolunteerHours, VolunteerId, hours_id
from wemi_desk.services.ports import UnitOfWork
from wemi_desk.services.session import DeskSession


def follow_meeting(work: UnitOfWork, session: DeskSession, meeting: ActivityDate) -> None:
    """One record per volunteer of a held meeting, with its true minutes; none that counts of one that is not held."""
    now = session.clock.now()
    for asked in meeting.volunteers:
        made = hours_id(meeting.id, VolunteerId(asked))
        known = work.volunteer_hours.find(made)
        if meeting.state == HELD:
            _write(work, session, meeting, known, VolunteerId(asked), now)
        elif known is not None and known.cancelled_at is None:
            work.volunteer_hours.replace(replace(known, cancelled_at=now))


def _write(
    work: UnitOfWork, session: DeskSession, meeting: ActivityDate, known: VolunteerHours | None, asked: VolunteerId,
    now: datetime,
) -> None:  # fmt: skip
    if known is not None:
        work.volunteer_hours.replace(replace(known, minutes=meeting.minutes, cancelled_at=None))
        return
    volunteer = work.volunteers.find(asked)
    if volunteer is None:  # erased meanwhile
        return
    work.volunteer_hours.add(VolunteerHours(
        id=hours_id(meeting.id, asked), volunteer_id=asked, citizen_id=volunteer.citizen_id,
        space_code=session.space.code, worked_on=rome_day(meeting.starts_at), minutes=meeting.minutes,
        activity_id=meeting.activity_id, date_id=meeting.id, created_at=now, created_by=session.operator.id,
    ))  # fmt: skip
