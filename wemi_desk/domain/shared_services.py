"""Services that families want together: what each asks for, the group, and who is in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType
from uuid import UUID, uuid5

from wemi_desk.domain.ages import age_on
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.households import HouseholdId
from wemi_desk.domain.shared_slots import DAYS, WeekSlot, mask_of, minutes_of

RequestId = NewType("RequestId", UUID)
SharedServiceId = NewType("SharedServiceId", UUID)
ParticipantId = NewType("ParticipantId", UUID)

BABY_SITTING, CARER, HOMEWORK, OTHER = "baby_sitting", "carer", "homework", "other"
NEEDS = (BABY_SITTING, CARER, HOMEWORK, OTHER)
CONTEXTS = ("apartment_building", "school", "company", "neighbourhood")
INTEREST, FORMING, ACTIVE, CLOSED = "interest", "forming", "active", "closed"
STATUSES = (INTEREST, FORMING, ACTIVE, CLOSED)
TO_ASK, AGREED, DECLINED = "to_ask", "agreed", "declined"
NOT_ASKED, GIVEN, REFUSED = "not_asked", "given", "refused"
EQUAL, BY_HOURS = "equal", "hours"
OLDEST = {BABY_SITTING: 14, HOMEWORK: 19}
"""Need → the last age of a child it is for."""
MOST_CHILDREN, MOST_MINUTES, MOST_CENTS, MOST_TOTAL = 8, 60 * 60, 100_00, 100_000_00
OLDEST_CARED = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRequest:
    """What one family wants. *children* are dates of birth without names; *most_cents* is the most they would pay for
    an hour of theirs; *consent*: may others hear of them, without a name."""

    id: RequestId
    citizen_id: CitizenId
    household_id: HouseholdId | None = None
    space_code: str
    need: str
    other_text: str = ""
    slots: tuple[WeekSlot, ...]
    minutes_wanted: int
    municipio: str = ""
    nil_code: str = ""
    address: str = ""
    context: str = "neighbourhood"
    context_name: str = ""
    children: tuple[date, ...] = ()
    cared_age: int | None = None
    languages: tuple[str, ...] = ()
    from_on: date
    until_on: date | None = None
    most_cents: int | None = None
    consent: str = NOT_ASKED
    created_at: datetime
    created_by: UUID
    closed_at: datetime | None = None
    closed_reason: str = ""

    def __post_init__(self) -> None:
        _check_codes(self)
        _check_hours(self)
        if len(self.children) > MOST_CHILDREN:
            raise InvalidFieldError("children", "too_many", high=MOST_CHILDREN)
        if self.cared_age is not None and not 0 <= self.cared_age <= OLDEST_CARED:
            raise InvalidFieldError("cared_age", "out_of_range", low=0, high=OLDEST_CARED)
        if self.until_on is not None and self.until_on < self.from_on:
            raise InvalidFieldError("until_on", "before_start")
        if self.most_cents is not None and not 1 <= self.most_cents <= MOST_CENTS:
            raise InvalidFieldError("most_cents", "out_of_range", low=1, high=MOST_CENTS // 100)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def ages_on(self, day: date) -> tuple[int, ...]:
        """How old the children are on *day*; one who is not born yet counts as newborn."""
        return tuple(age_on(born, day) if born <= day else 0 for born in self.children)


def _check_codes(request: SharedRequest) -> None:
    if request.need not in NEEDS:
        raise InvalidFieldError("need", "unknown_code")
    if request.context not in CONTEXTS:
        raise InvalidFieldError("context", "unknown_code")
    if request.consent not in (NOT_ASKED, GIVEN, REFUSED):
        raise InvalidFieldError("consent", "unknown_code")
    if request.need == OTHER and not request.other_text.strip():
        raise InvalidFieldError("other_text", "required")


def _check_hours(request: SharedRequest) -> None:
    if not request.slots:
        raise InvalidFieldError("slots", "required")
    offered = minutes_of(mask_of(request.slots))
    if offered < sum(slot.minutes for slot in request.slots):
        raise InvalidFieldError("slots", "overlap")
    if not 30 <= request.minutes_wanted <= min(offered, MOST_MINUTES):
        raise InvalidFieldError("minutes_wanted", "beyond_slots", hours=offered / 60)


@dataclass(frozen=True, slots=True)
class Share:
    """What one participant pays of a total."""

    participant_id: ParticipantId
    cents: int


@dataclass(frozen=True, slots=True)
class Split:
    """From a day on: who pays what of the month's total. The shares are the total to the cent, or it is no split."""

    from_on: date
    total_cents: int
    shares: tuple[Share, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.total_cents <= MOST_TOTAL:
            raise InvalidFieldError("total", "out_of_range", low=0, high=MOST_TOTAL // 100)
        if self.shares and sum(one.cents for one in self.shares) != self.total_cents:
            raise InvalidFieldError("splits", "does_not_sum")
        if len({one.participant_id for one in self.shares}) < len(self.shares):
            raise InvalidFieldError("splits", "twice")


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedService:
    """The group. It names nobody: who is in it stands in the participants. *total_cents* is the cost of a month;
    *splits* is what was agreed, in order of days."""

    id: SharedServiceId
    space_code: str
    title: str
    need: str
    context: str = "neighbourhood"
    context_name: str = ""
    municipio: str = ""
    status: str = INTEREST
    slots: tuple[WeekSlot, ...] = ()
    minutes: int = 0
    hourly_cents: int = 0
    total_cents: int = 0
    split_by: str = BY_HOURS
    professional_text: str = ""
    provider_id: UUID | None = None
    catalogue_service_id: UUID | None = None
    splits: tuple[Split, ...] = ()
    starts_on: date
    ends_on: date | None = None
    created_at: datetime
    created_by: UUID
    closed_reason: str = ""

    def __post_init__(self) -> None:
        if self.need not in NEEDS:
            raise InvalidFieldError("need", "unknown_code")
        if self.status not in STATUSES:
            raise InvalidFieldError("status", "unknown_code")
        if self.split_by not in (EQUAL, BY_HOURS):
            raise InvalidFieldError("split_by", "unknown_code")
        if not self.title.strip():
            raise InvalidFieldError("title", "required")
        if not 0 <= self.total_cents <= MOST_TOTAL:
            raise InvalidFieldError("total", "out_of_range", low=0, high=MOST_TOTAL // 100)
        if not 0 <= self.minutes <= DAYS * 24 * 60:
            raise InvalidFieldError("minutes", "out_of_range", low=0, high=DAYS * 24)
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise InvalidFieldError("ends_on", "before_start")


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedParticipant:
    """One family's place in a group. *share_cents* is what they were last told they pay a month; *shows_contact*: the
    others of the group may have their name and telephone."""

    id: ParticipantId
    shared_service_id: SharedServiceId
    request_id: RequestId | None = None
    citizen_id: CitizenId
    household_id: HouseholdId | None = None
    space_code: str
    minutes: int = 0
    answer: str = TO_ASK
    agreed_at: datetime | None = None
    agreed_by: UUID | None = None
    shows_contact: bool = False
    share_cents: int | None = None
    call_back_id: UUID | None = None
    joined_on: date | None = None
    left_on: date | None = None
    left_reason: str = ""
    created_at: datetime
    created_by: UUID

    def __post_init__(self) -> None:
        if self.answer not in (TO_ASK, AGREED, DECLINED):
            raise InvalidFieldError("answer", "unknown_code")
        if self.left_on is not None and self.joined_on is not None and self.left_on < self.joined_on:
            raise InvalidFieldError("left_on", "before_joined")

    @property
    def is_in(self) -> bool:
        """Not gone, and did not say no."""
        return self.left_on is None and self.answer != DECLINED

    def is_in_on(self, day: date) -> bool:
        """Does the family pay for *day*? The day they leave is not theirs any more."""
        return self.joined_on is not None and self.joined_on <= day and (self.left_on is None or day < self.left_on)


def group_id(requests: Iterable[RequestId], before: int = 0) -> SharedServiceId:
    """One per set of families: two desks that form the same group make one record. *before*: how many groups of the
    same families there were and ended."""
    ordered = sorted(requests, key=lambda one: one.bytes)
    return SharedServiceId(uuid5(ordered[0], "|".join(("shared", str(before), *map(str, ordered)))))


def participant_id(service_id: SharedServiceId, request_id: RequestId) -> ParticipantId:
    """One per family and group."""
    return ParticipantId(uuid5(service_id, f"participant|{request_id}"))


def families(participants: Iterable[SharedParticipant]) -> tuple[SharedParticipant, ...]:
    """In order of joining, each person once, also after two records became one; of a person who left and came back
    both times stand."""
    kept: list[SharedParticipant] = []
    for one in sorted(participants, key=_order):
        if not any(one.citizen_id == other.citizen_id and _together(one, other) for other in kept):
            kept.append(one)
    return tuple(kept)


def _order(one: SharedParticipant) -> tuple[date, datetime, bytes]:
    return one.joined_on or date.max, one.created_at, one.id.bytes


def _together(one: SharedParticipant, other: SharedParticipant) -> bool:
    """Both are in at the same time, so far as is known."""
    if one.answer == DECLINED or other.answer == DECLINED:
        return False
    ends, others_ends = one.left_on or date.max, other.left_on or date.max
    return (one.joined_on or date.min) < others_ends and (other.joined_on or date.min) < ends


def too_old(request: SharedRequest, day: date) -> bool:
    """Is there a child who will be too old for what is asked?"""
    limit = OLDEST.get(request.need)
    return limit is not None and any(age > limit for age in request.ages_on(day))


def in_several(participants: Sequence[SharedParticipant]) -> frozenset[UUID]:
    """Requests that stand in two groups at once: two desks formed them, and somebody must choose."""
    seen: dict[UUID, set[UUID]] = {}
    for one in participants:
        if one.request_id is not None and one.is_in:
            seen.setdefault(one.request_id, set()).add(one.shared_service_id)
    return frozenset(request for request, groups in seen.items() if len(groups) > 1)
