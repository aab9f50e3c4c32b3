"""An operator's shifts and appointments as a file that other calendars open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from wemi_desk.domain import audit
from wemi_desk.domain.appointments import CANCELLED, Appointment
from wemi_desk.domain.openings import instant_of
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.shifts import Shift
from wemi_desk.domain.spaces import Space
from wemi_desk.i18n import _
from wemi_desk.services.agenda.reading import read_days
from wemi_desk.services.calendar_ports import CalendarEvent, CalendarFiles, Holidays
from wemi_desk.services.courses.workstations import short_name
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession

DAYS = 56


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A file ready to be written, and what it holds: said before it leaves the desk."""

    name: str
    content: bytes
    shifts: int
    appointments: int
    has_names: bool


class AgendaCalendar:
    """What leaves this desk names nobody, unless that is asked for."""

    def __init__(
        self, store: Store, session: DeskSession, lists: PickLists, holidays: Holidays, files: CalendarFiles
    ) -> None:
        self._store = store
        self._session = session
        self._lists = lists
        self._holidays = holidays
        self._files = files

    def of(self, operator_id: UUID, name: str, first: date | None = None, *, with_names: bool = False) -> CalendarFile:
        """Eight weeks from *first*; one's own, or as a coordinator anybody's without names."""
        own = operator_id == self._session.operator.id
        self._session.require("serve" if own else "plan_shifts")
        with_names = with_names and own
        begin = first or self._session.clock.today()
        with self._store.work() as work:
            space = self._session.space
            known = read_days(work, space, begin, begin + timedelta(days=DAYS - 1), self._holidays)
            shifts = [one for one in known.shifts if one.operator_id == operator_id]
            mine = [one for one in known.appointments if one.operator_id == operator_id and not one.is_walk_in]
            ids = [one.citizen_id for one in mine if one.citizen_id is not None]
            people = work.citizens.by_ids(ids) if with_names else ()
            spaces = {one.code: one for one in work.directory.spaces()} | {space.code: space}
            work.log(audit.PRINT, "calendar", operator_id, reason="names" if with_names else "no_names")
            work.commit()
        names: dict[UUID, str] = {one.id: short_name(one) for one in people}
        events = [*self._shifts(shifts, spaces), *self._appointments(mine, space, names, with_names)]
        content = self._files.written(_("Agenda di {name}").format(name=name), events)
        file_name = f"agenda-{space.code.lower()}-{begin.isoformat()}.ics"
        return CalendarFile(file_name, content, len(shifts), len(mine), with_names)

    def save(self, made: CalendarFile, path: str) -> None:
        """Where the operator said."""
        self._files.save(path, made.content)

    def _shifts(self, shifts: list[Shift], spaces: Mapping[str, Space]) -> Iterator[CalendarEvent]:
        for one in shifts:
            space = spaces.get(one.space_code)
            yield CalendarEvent(
                uid=f"{one.id}@wemi-desk", starts_at=instant_of(one.day, one.from_minute),
                ends_at=instant_of(one.day, one.to_minute),
                title=_("Turno, {space}").format(space=space.name if space else one.space_code),
                place=space.address if space else "", changed_at=one.created_at,
            )  # fmt: skip

    def _appointments(
        self, found: list[Appointment], space: Space, names: Mapping[UUID, str], with_names: bool
    ) -> Iterator[CalendarEvent]:
        for one in found:
            title = self._lists["quick_contact"].label(one.reason) if one.reason else _("Appuntamento")
            who = (names.get(one.citizen_id, "") if one.citizen_id else one.name) if with_names else ""
            yield CalendarEvent(
                uid=f"{one.id}@wemi-desk", starts_at=one.starts_at, ends_at=one.ends_at,
                title=f"{title}: {who}" if who else title, place=space.name, changed_at=one.changed_at,
                is_cancelled=one.status == CANCELLED,
            )  # fmt: skip
