"""The programme of a period for the calendars of others: what, when, where; never a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wemi_desk.domain.courses import CANCELLED, Activity, ActivityDate
from wemi_desk.domain.days import bounds
from wemi_desk.i18n import _
from wemi_desk.services.calendar_ports import CalendarEvent, CalendarFiles
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession


@dataclass(frozen=True, slots=True)
class ProgrammeFile:
    """A file, what it is called, and how many meetings it holds."""

    name: str
    content: bytes
    meetings: int


class ProgrammeExport:
    """Each meeting is an entry under an identifier of its own: exported again, a calendar moves it or calls it off."""

    def __init__(self, store: Store, session: DeskSession, files: CalendarFiles) -> None:
        self._store = store
        self._session = session
        self._files = files

    def made(self, first: date, last: date) -> ProgrammeFile:
        """The meetings from *first* to *last*, those called off as such. Blocks: use a lane."""
        self._session.require("serve")
        with self._store.reading() as work:
            dates = work.activity_dates.between(bounds(first)[0], bounds(last)[1])
            activities = work.activity_dates.activities(list({one.activity_id for one in dates}))
        events = [
            _event(one, activities[one.activity_id], self._session.space.code) for one in dates
            if one.activity_id in activities and activities[one.activity_id].cancelled_at is None
        ]  # fmt: skip
        name = _("Attività di {space}").format(space=self._session.space.name)
        file_name = f"attivita-{self._session.space.code}-{first:%Y%m%d}-{last:%Y%m%d}.ics"
        return ProgrammeFile(file_name, self._files.written(name, events), len(events))

    def save(self, path: str, made: ProgrammeFile) -> None:
        """Where the operator wants it."""
        self._files.save(path, made.content)


def _event(meeting: ActivityDate, activity: Activity, space_code: str) -> CalendarEvent:
    return CalendarEvent(
        uid=f"{meeting.id}@{space_code.casefold()}.wemi-desk", starts_at=meeting.starts_at, ends_at=meeting.ends_at,
        title=activity.title, place=meeting.room, note=_note(activity), changed_at=meeting.created_at,
        is_cancelled=meeting.state == CANCELLED,
    )  # fmt: skip


def _note(activity: Activity) -> str:
    """For whom, with whom, whether one enrols; the leader is a person and stays out."""
    partners = ", ".join(activity.partner_organisations)
    parts = (
        _("Per: {target}").format(target=activity.target) if activity.target else "",
        _("Con: {partners}").format(partners=partners) if partners else "",
        _("Gratis") if activity.is_free else "",
        _("Ci si iscrive prima") if activity.enrolment_needed else "",
    )  # fmt: skip
    return "\n".join(part for part in parts if part)
