"""Read the calendar: lines of a period, and one meeting with its people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.clashes import Clash, clashes
from wemi_desk.domain.courses import (
    CANCELLED,
    HELD,
    MOST_MINUTES,
    PLANNED,
    Activity,
    ActivityDate,
    ActivityDateId,
    Presence,
    Standing,
    present,
    standings,
)
from wemi_desk.domain.errors import RecordMissingError
from wemi_desk.domain.facilitation import ABOUT_PERSON
from wemi_desk.domain.volunteers import VolunteerId
from wemi_desk.services.ports import UnitOfWork

_LONGEST = timedelta(minutes=MOST_MINUTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLine:
    """One meeting in the calendar: places taken, people who wait, people present, people somebody must call."""

    date: ActivityDate
    activity: Activity
    taken: int
    waiting: int
    present: int
    to_tell: int
    is_clashing: bool

    @property
    def free(self) -> int:
        return max(0, self.activity.capacity - self.taken)


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The meetings of a period, which of its days are holidays, how many people somebody must call at all, and the
    first meeting they must be called about."""

    lines: tuple[DateLine, ...]
    holidays: Mapping[date, str]
    to_tell: int = 0
    tell_at: ActivityDate | None = None


@dataclass(frozen=True, slots=True)
class LessonPerson:
    """Somebody on the list of a meeting; without a standing: came and was not enrolled. *answers* are what they said
    about themselves; None where nobody asks."""

    citizen: Citizen
    standing: Standing | None
    presence: Presence | None
    answers: Mapping[str, tuple[str, ...]] | None = None
    is_late: bool = False

    @property
    def lacks_answers(self) -> bool:
        """The row of this person would not leave for Facilita, or say less."""
        return self.answers is not None and any(not self.answers.get(name) for name in ABOUT_PERSON)


@dataclass(frozen=True, slots=True)
class LessonVolunteer:
    """Who lends a hand at a meeting."""

    id: VolunteerId
    citizen: Citizen


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One meeting with its people, those with a place first, then who waits, then who came unasked."""

    activity: Activity
    date: ActivityDate
    number: int
    dates: tuple[ActivityDate, ...]
    people: tuple[LessonPerson, ...]
    clashes: tuple[Clash, ...] = field(default=())
    volunteers: tuple[LessonVolunteer, ...] = ()
    holiday: str = ""

    @property
    def taken(self) -> int:
        """Places given, by name or by number."""
        named = sum(one.standing is not None and one.standing.has_place for one in self.people)
        return named + self.activity.nameless_people

    @property
    def present(self) -> int:
        """Everybody who is there, with a name or without."""
        return sum(one.presence is not None for one in self.people) + self.date.unnamed

    @property
    def later(self) -> tuple[ActivityDate, ...]:
        """The meetings of the series that come after this one and were not held yet."""
        return tuple(one for one in self.dates if one.state == PLANNED and one.starts_at > self.date.starts_at)


def lesson_of(work: UnitOfWork, meeting: ActivityDate, holiday: str = "") -> Lesson:
    """One meeting with its people."""
    activity = work.records(Activity).find(meeting.activity_id)
    if activity is None:
        raise RecordMissingError("activity")
    dates = tuple(work.activity_dates.of(activity.id))
    alive = [one for one in dates if one.state != CANCELLED or one.id == meeting.id]
    return Lesson(
        activity=activity, date=meeting, number=1 + [one.id for one in alive].index(meeting.id), dates=dates,
        people=_people(work, activity, meeting), clashes=clashing(work, (meeting,)),
        volunteers=_volunteers(work, meeting), holiday=holiday,
    )  # fmt: skip


def clashing(
    work: UnitOfWork, dates: Sequence[ActivityDate], without: frozenset[UUID] = frozenset()
) -> tuple[Clash, ...]:
    """What *dates*, written or not, clash with; *without* are meetings that will not be there."""
    around: dict[UUID, ActivityDate] = {}
    for begin, end in _stretches(dates):
        around |= {one.id: one for one in work.activity_dates.between(begin - _LONGEST, end)}
    living = {one.id for one in work.activity_dates.activities(list({one.activity_id for one in around.values()}))
              .values() if one.cancelled_at is None}  # fmt: skip
    others = {one.id: one for one in around.values() if one.activity_id in living and one.id not in without}
    mine = {one.id for one in dates}
    found = clashes({**others, **{one.id: one for one in dates}}.values())
    return tuple(one for one in found if one.one.id in mine or one.other.id in mine)


def lines_of(work: UnitOfWork, begin: datetime, end: datetime) -> tuple[DateLine, ...]:
    """The meetings that begin in a period, but those of activities that were taken back."""
    dates = work.activity_dates.between(begin, end)
    found = work.activity_dates.activities(list({one.activity_id for one in dates}))
    activities = {key: one for key, one in found.items() if one.cancelled_at is None}
    dates = [one for one in dates if one.activity_id in activities]
    enrolled = work.enrolments.of(list(activities))
    placed = {key: standings(enrolled[key], activity.places) for key, activity in activities.items()}
    presences = work.presences.of([one.id for one in dates])
    clash_ids = {one.id for clash in clashes(dates) for one in (clash.one, clash.other)}
    return tuple(
        _line(one, activities[one.activity_id], placed[one.activity_id], len(present(presences[one.id])),
              one.id in clash_ids)
        for one in dates
    )  # fmt: skip


def _line(
    meeting: ActivityDate, activity: Activity, people: tuple[Standing, ...], named: int, is_clashing: bool
) -> DateLine:
    placed = sum(one.has_place for one in people)
    return DateLine(
        date=meeting, activity=activity, taken=placed + activity.nameless_people, waiting=len(people) - placed,
        present=named + meeting.unnamed, to_tell=sum(one.is_to_tell for one in people),
        is_clashing=is_clashing and meeting.state != HELD,
    )  # fmt: skip


def _stretches(dates: Sequence[ActivityDate]) -> Sequence[tuple[datetime, datetime]]:
    """Days next to each other are one question to the store."""
    stretches: list[tuple[datetime, datetime]] = []
    for one in sorted(dates, key=lambda one: one.starts_at):
        if stretches and one.starts_at - stretches[-1][1] < timedelta(days=15):
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], one.ends_at))
        else:
            stretches.append((one.starts_at, one.ends_at))
    return stretches


def _people(work: UnitOfWork, activity: Activity, meeting: ActivityDate) -> tuple[LessonPerson, ...]:
    placed = standings(work.enrolments.of([activity.id])[activity.id], activity.places)
    here = {one.citizen_id: one for one in present(work.presences.of([meeting.id])[meeting.id])}
    ids = [one.enrolment.citizen_id for one in placed]
    guests = [one for one in here if one not in ids]
    found = {one.id: one for one in work.citizens.by_ids([*ids, *guests])}
    said = _answers(work, meeting)
    late = {one for one, mark in here.items() if mark.is_late(meeting)}
    listed = [*zip(ids, placed, strict=True), *((one, None) for one in guests)]
    return tuple(
        LessonPerson(found[one], standing, here.get(one), said.get(one), one in late)
        for one, standing in listed if one in found
    )  # fmt: skip


def _volunteers(work: UnitOfWork, meeting: ActivityDate) -> tuple[LessonVolunteer, ...]:
    """In the order in which they were asked; one whose record is gone leaves no name."""
    if not meeting.volunteers:
        return ()
    known = {one.id: one for one in work.volunteers.by_ids(meeting.volunteers)}
    people = {one.id: one for one in work.citizens.by_ids([one.citizen_id for one in known.values()])}
    asked = [known[VolunteerId(one)] for one in meeting.volunteers if one in known]
    return tuple(LessonVolunteer(one.id, people[one.citizen_id]) for one in asked if one.citizen_id in people)


def _answers(work: UnitOfWork, meeting: ActivityDate) -> Mapping[UUID, Mapping[str, tuple[str, ...]]]:
    """Of everybody at the sitting that a held meeting was."""
    if meeting.session_id is None:
        return {}
    attended = work.paperwork.sittings.attended([meeting.session_id])[meeting.session_id]
    return {one.citizen_id: one.answers for one in attended if one.citizen_id is not None}


__all__ = [
    "ActivityDateId", "CalendarPage", "DateLine", "Lesson", "LessonPerson", "LessonVolunteer", "clashing", "lesson_of",
    "lines_of",
]  # fmt: skip
