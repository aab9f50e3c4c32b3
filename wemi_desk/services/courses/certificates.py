"""The certificate of attendance of one person at one activity, put together for the printer."""

from __future__ import annotations

from wemi_desk.domain.attendance_certificates import AttendanceCertificate, AttendedMeeting
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.courses import HELD, Activity, ActivityDate, ActivityDateId, Presence, present
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.papers import Paper
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.citizens import living
from wemi_desk.services.courses.words import type_words
from wemi_desk.services.paper_contents import paper_space
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession


class CertificatePaper:
    """Only of meetings that were held, and only for whoever was noted there. Blocks: use a lane."""

    def __init__(self, store: Store, session: DeskSession, lists: PickLists) -> None:
        self._store = store
        self._session = session
        self._lists = lists

    def of(self, date_id: ActivityDateId, citizen_id: CitizenId) -> Paper:
        """Of the activity of this meeting. Raises InvalidFieldError when they were at none that was held."""
        self._session.require("serve")
        with self._store.reading() as work:
            meeting = work.activity_dates.get(date_id)
            activity = work.records(Activity).get(meeting.activity_id)
            held = [one for one in work.activity_dates.of(activity.id) if one.state == HELD]
            noted = work.presences.of([one.id for one in held])
            citizen = living(work, citizen_id)
        here = [(one, mark) for one in held for mark in present(noted[one.id]) if mark.citizen_id == citizen.id]
        if not here:
            raise InvalidFieldError("certificate", "not_there")
        content = AttendanceCertificate(
            space=paper_space(self._session.space, is_protected=citizen.is_protected),
            person=f"{citizen.given_name} {citizen.surname}".strip(), title=activity.title,
            kind=type_words(activity, self._lists), held=len(held),
            meetings=tuple(_attended(one, mark) for one, mark in here),
        )  # fmt: skip
        return Paper(content, activity.id, citizen.id)


def _attended(meeting: ActivityDate, mark: Presence) -> AttendedMeeting:
    arrived = mark.noted_at if mark.is_late(meeting) else None
    return AttendedMeeting(meeting.starts_at, meeting.ends_at, arrived)
