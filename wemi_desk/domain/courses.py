"""What a space plans with dates: an activity with room, leader and capacity. A course is one kind of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NewType
from uuid import UUID, uuid5

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilitation import SessionId

ActivityId = NewType("ActivityId", UUID)
ActivityDateId = NewType("ActivityDateId", UUID)
EnrolmentId = NewType("EnrolmentId", UUID)
PresenceId = NewType("PresenceId", UUID)

GROUP, COURSE, ONLINE_COURSE = "group", "course", "online_course"
SERVICE_KINDS = {GROUP: "B", COURSE: "C", ONLINE_COURSE: "D"}
"""Kind of activity → Facilita's SE3. An activity of another kind is held without a sitting of digital help."""
GATHERING = "gathering"
DIGITAL_TYPE, OTHER_TYPE = "digital_course", "other"
"""Of the list of activity types: the one whose kinds are above, and the one for what has no name."""
PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"
PLACE, WAITING = "place", "waiting"
BY_CARD, BY_TICK = "card", "ticked"
MOST_PLACES, MOST_MINUTES = 500, 12 * 60
LEAST_MINUTES = 5
MOST_PRICE_CENTS = 1_000_000
LATE_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What is offered: its dates are records of their own. *competences* and *domains* are SE5 and SE6 of the whole
    group, *topic* the code of the paperwork or of the digital help it is about. *series* is the rhythm as it was said
    (:mod:`series`), *nameless* the places taken by people whose name nobody needs (:func:`nameless_entry`)."""

    id: ActivityId
    space_code: str
    kind: str = COURSE
    title: str
    topic: str = ""
    competences: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    capacity: int
    room: str = ""
    leader_id: UUID | None = None
    note: str = ""
    created_at: datetime
    created_by: UUID
    cancelled_at: datetime | None = None
    cancelled_reason: str = ""
    activity_type: str = ""
    led_by_text: str = ""
    partner_organisations: tuple[str, ...] = ()
    is_free: bool = True
    price_cents: int = 0
    target: str = ""
    enrolment_needed: bool = True
    series: str = ""
    nameless: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise InvalidFieldError("title", "required")
        if not 1 <= self.capacity <= MOST_PLACES:
            raise InvalidFieldError("capacity", "out_of_range", low=1, high=MOST_PLACES)
        if not 0 <= self.price_cents <= MOST_PRICE_CENTS:
            raise InvalidFieldError("price", "out_of_range", high=MOST_PRICE_CENTS // 100)
        if self.is_digital_help and not self.competences:
            raise InvalidFieldError("competences", "required")

    @property
    def is_digital_help(self) -> bool:
        """Whether each date of it, once held, is a sitting of digital help."""
        return self.kind in SERVICE_KINDS

    @property
    def nameless_people(self) -> int:
        """How many places are taken without a name."""
        return sum(people_of(entry) for entry in self.nameless)

    @property
    def places(self) -> int:
        """Places for who enrols by name."""
        return max(0, self.capacity - self.nameless_people)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDate:
    """One meeting. *unnamed* came and gave no name; *session_id* is its sitting of digital help, once held."""

    id: ActivityDateId
    activity_id: ActivityId
    space_code: str
    starts_at: datetime
    minutes: int
    room: str = ""
    leader_id: UUID | None = None
    state: str = PLANNED
    reason: str = ""
    unnamed: int = 0
    session_id: SessionId | None = None
    created_at: datetime
    created_by: UUID
    led_by_text: str = ""
    volunteers: tuple[UUID, ...] = ()
    outcome_note: str = ""

    def __post_init__(self) -> None:
        if not LEAST_MINUTES <= self.minutes <= MOST_MINUTES:
            raise InvalidFieldError("minutes", "out_of_range", low=LEAST_MINUTES, high=MOST_MINUTES)
        if not 0 <= self.unnamed <= MOST_PLACES:
            raise InvalidFieldError("unnamed", "out_of_range", low=0, high=MOST_PLACES)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """Somebody wants to come. Whether there is a place is worked out from the order (:func:`standings`), never kept;
    *told* is what the person was last told."""

    id: EnrolmentId
    activity_id: ActivityId
    citizen_id: CitizenId
    space_code: str
    enrolled_at: datetime
    enrolled_by: UUID
    told: str = ""
    cancelled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Somebody is at a meeting; *withdrawn_at* when the mark was a mistake."""

    id: PresenceId
    date_id: ActivityDateId
    activity_id: ActivityId
    citizen_id: CitizenId
    space_code: str
    how: str = BY_TICK
    noted_at: datetime
    noted_by: UUID
    withdrawn_at: datetime | None = None

    def is_late(self, meeting: ActivityDate) -> bool:
        """Noted while the meeting was going on, and well after it began; a mark made afterwards tells nothing."""
        return meeting.starts_at + LATE_AFTER <= self.noted_at < meeting.ends_at


@dataclass(frozen=True, slots=True)
class Standing:
    """One enrolled person: a place, or a number in the waiting list."""

    enrolment: Enrolment
    number: int
    has_place: bool

    @property
    def state(self) -> str:
        return PLACE if self.has_place else WAITING

    @property
    def is_to_tell(self) -> bool:
        """What the person was told is not so any more: a place became free, or two desks gave the last one."""
        return self.enrolment.told != self.state


def enrolment_id(activity_id: ActivityId, citizen_id: CitizenId) -> EnrolmentId:
    """One per person and activity: two desks that enrol the same person make one record."""
    return EnrolmentId(uuid5(activity_id, f"enrolment|{citizen_id}"))


def presence_id(date_id: ActivityDateId, citizen_id: CitizenId) -> PresenceId:
    """One per person and meeting, however often the card is passed."""
    return PresenceId(uuid5(date_id, f"presence|{citizen_id}"))


def sitting_of(date_id: ActivityDateId) -> SessionId:
    """One sitting per meeting, also when two desks close it."""
    return SessionId(uuid5(date_id, "sitting"))


def nameless_entry(people: int, mark: UUID) -> str:
    """So many places without a name: each desk adds its own, and none takes away what another added."""
    if not 1 <= people <= MOST_PLACES:
        raise InvalidFieldError("nameless", "out_of_range", low=1, high=MOST_PLACES)
    return f"{people}|{mark}"


def people_of(entry: str) -> int:
    """How many of :func:`nameless_entry`; nothing of what cannot be read."""
    number = entry.partition("|")[0]
    return min(int(number), MOST_PLACES) if number.isdecimal() and len(number) < 6 else 0


def standings(enrolments: Iterable[Enrolment], capacity: int) -> tuple[Standing, ...]:
    """Who has a place and who waits, by who came first. Nobody counts twice, also after two records became one."""
    first: dict[CitizenId, Enrolment] = {}
    for one in sorted(enrolments, key=lambda one: (one.enrolled_at, one.id.bytes)):
        if one.cancelled_at is None:
            first.setdefault(one.citizen_id, one)
    return tuple(
        Standing(one, number if number <= capacity else number - capacity, number <= capacity)
        for number, one in enumerate(first.values(), start=1)
    )


def present(presences: Iterable[Presence]) -> tuple[Presence, ...]:
    """Who is there, in the order of arrival, each person once."""
    first: dict[CitizenId, Presence] = {}
    for one in sorted(presences, key=lambda one: (one.noted_at, one.id.bytes)):
        if one.withdrawn_at is None:
            first.setdefault(one.citizen_id, one)
    return tuple(first.values())


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())
