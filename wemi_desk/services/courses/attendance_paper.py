"""The sheet of one meeting, put together for the printer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from wemi_desk.domain.attendance_sheets import AttendanceSheet
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.courses import CANCELLED, HELD, ActivityDateId
from wemi_desk.domain.names import folded
from wemi_desk.domain.papers import Paper
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.spaces import Space
from wemi_desk.services.courses.lessons import Lesson, lesson_of
from wemi_desk.services.courses.words import type_words
from wemi_desk.services.paper_contents import paper_space
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession

ROWS_AT_LEAST = 3
"""For who comes without having enrolled."""


class AttendancePaper:
    """To sign before, to keep after. Blocks: use a lane."""

    def __init__(
        self, store: Store, session: DeskSession, colleagues: Mapping[UUID, str], lists: PickLists
    ) -> None:
        self._store = store
        self._session = session
        self._colleagues = colleagues
        self._lists = lists

    def of(self, date_id: ActivityDateId) -> Paper:
        """The sheet of one meeting: who has a place or is there. Raises RecordMissingError."""
        self._session.require("serve")
        with self._store.reading() as work:
            lesson = lesson_of(work, work.activity_dates.get(date_id))
        return Paper(attendance_sheet(lesson, self._session.space, self._colleagues, self._lists), date_id)


def attendance_sheet(
    lesson: Lesson, space: Space, colleagues: Mapping[UUID, str], lists: PickLists
) -> AttendanceSheet:
    """Before the meeting everybody with a place, and rows for others; afterwards who came."""
    is_held = lesson.date.state == HELD
    listed = [
        one for one in lesson.people
        if one.presence is not None or (not is_held and one.standing is not None and one.standing.has_place)
    ]  # fmt: skip
    twice = {name for name, times in Counter(_name(one.citizen) for one in listed).items() if times > 1}
    names = sorted((folded(_told_apart(one.citizen, twice)), _told_apart(one.citizen, twice), one.presence is not None)
                   for one in listed)  # fmt: skip
    leader = lesson.date.leader_id or lesson.activity.leader_id
    named_leader = colleagues.get(leader, "") if leader is not None else ""
    led_by = lesson.date.led_by_text or lesson.activity.led_by_text
    free = max(ROWS_AT_LEAST, lesson.activity.capacity - len(names))
    return AttendanceSheet(
        space=paper_space(space), title=lesson.activity.title, kind=type_words(lesson.activity, lists),
        starts_at=lesson.date.starts_at, ends_at=lesson.date.ends_at, number=lesson.number,
        of=sum(one.state != CANCELLED for one in lesson.dates), room=lesson.date.room,
        leader=", ".join(one for one in (named_leader, led_by) if one),
        volunteers=tuple(_name(one.citizen) for one in lesson.volunteers),
        names=tuple((name, is_here) for _key, name, is_here in names), unnamed=lesson.date.unnamed,
        empty_rows=0 if is_held else min(free, 20), is_held=is_held,
    )  # fmt: skip


def _told_apart(citizen: Citizen, twice: set[str]) -> str:
    """The year of birth only where two have the same name: everybody reads the sheet."""
    name, year = _name(citizen), citizen.known_birth_year()
    return f"{name} ({year})" if name in twice and year and not citizen.is_protected else name


def _name(citizen: Citizen) -> str:
    """Others read the sheet: of whoever must not be found only initials."""
    if citizen.is_protected:
        return " ".join(f"{part[:1]}." for part in (citizen.surname, citizen.given_name) if part)
    return f"{citizen.surname} {citizen.given_name}".strip()
