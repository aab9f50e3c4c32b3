"""Do families fit together, why, and what would each pay?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import and_

from wemi_desk.domain.names import folded
from wemi_desk.domain.shared_costs import month_cents, split_cents
from wemi_desk.domain.shared_services import (
    BABY_SITTING,
    BY_HOURS,
    CARER,
    GIVEN,
    HOMEWORK,
    OTHER,
    RequestId,
    SharedRequest,
    too_old,
)
from wemi_desk.domain.shared_slots import WeekSlot, mask_of, minutes_of, slots_of, trimmed

SAME_CONTEXT, SAME_NIL, SAME_MUNICIPIO, NEXT_MUNICIPIO = 4, 3, 2, 1
NEED, HOURS, PLACE, AGES, LANGUAGE, DATES, PRICE, SIZE = (
    "need", "hours", "place", "ages", "language", "dates", "price", "size",
)  # fmt: skip
LEAST_TOGETHER = timedelta(days=28)
SIZES: Mapping[str, tuple[int, int]] = {BABY_SITTING: (2, 4), CARER: (2, 5), HOMEWORK: (2, 6), OTHER: (2, 5)}
"""Need → how few and how many families make a group."""
AGE_GAP: Mapping[str, int] = {BABY_SITTING: 6, HOMEWORK: 4}
MOST_TOGETHER: Mapping[str, int] = {BABY_SITTING: 6, HOMEWORK: 8}
"""Children one person can look after, or help."""
HOURLY_CENTS: Mapping[str, int] = {BABY_SITTING: 12_00, CARER: 13_00, HOMEWORK: 15_00, OTHER: 12_00}
"""What an hour costs where nobody said: to be confirmed by the Comune, and changed on the screen."""


@dataclass(frozen=True, slots=True)
class Traits:
    """A request as it is compared: worked out once."""

    request: SharedRequest
    mask: int
    context: str
    other: str
    ages: tuple[int, ...]
    languages: frozenset[str]
    until_on: date = field(default=date.max)

    @property
    def wanted(self) -> int:
        return self.request.minutes_wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A group that fits. *near* is the weakest nearness between two of its families; *minutes* a week; what each
    family would pay a month (*shares*), and what alone (*alone*), in the order of *requests*."""

    need: str
    requests: tuple[RequestId, ...]
    slots: tuple[WeekSlot, ...]
    minutes: int
    near: int
    ages: tuple[int, ...]
    languages: tuple[str, ...]
    from_on: date
    until_on: date | None
    hourly_cents: int
    total_cents: int
    shares: tuple[int, ...]
    alone: tuple[int, ...]

    @property
    def saved_cents(self) -> int:
        return sum(self.alone) - sum(self.shares)


def traits(request: SharedRequest, today: date) -> Traits:
    """For a service that begins today or when the family wants."""
    begin = max(today, request.from_on)
    return Traits(
        request, mask_of(request.slots), _text(request.context_name), _text(request.other_text),
        request.ages_on(begin), frozenset(request.languages), request.until_on or date.max,
    )  # fmt: skip


def _text(typed: str) -> str:
    return " ".join(folded(typed).split())


def is_placeable(request: SharedRequest, today: date) -> bool:
    """Open, in time, of somebody who agreed to be proposed, and for a child who is not too old."""
    if not request.is_open or request.consent != GIVEN:
        return False
    begin = max(today, request.from_on)
    return (request.until_on or date.max) >= begin and not too_old(request, begin)


def nearness(one: Traits, other: Traits) -> int:
    """0 when they are far from each other, or nobody said where they are."""
    first, second = one.request, other.request
    if one.context and one.context == other.context and first.context == second.context:
        return SAME_CONTEXT
    if first.nil_code and first.nil_code == second.nil_code:
        return SAME_NIL
    if first.municipio.isdecimal() and first.municipio == second.municipio:
        return SAME_MUNICIPIO
    return NEXT_MUNICIPIO if are_neighbours(first.municipio, second.municipio) else 0


def are_neighbours(one: str, other: str) -> bool:
    """Municipio 1 touches all; 2 to 9 lie around it in a ring."""
    if not (one.isdecimal() and other.isdecimal()) or one == other:
        return False
    numbers = sorted((int(one), int(other)))
    return numbers[0] == 1 or numbers[1] - numbers[0] == 1 or numbers == [2, 9]


def obstacle(one: Traits, other: Traits) -> str:
    """The first reason why two families do not fit; empty when they do. Price is judged of whole groups."""
    first, second = one.request, other.request
    if first.need != second.need or one.other != other.other:
        return NEED
    if first.citizen_id == second.citizen_id or (
        first.household_id is not None and first.household_id == second.household_id
    ):
        return NEED
    if minutes_of(one.mask & other.mask) < max(one.wanted, other.wanted):
        return HOURS
    if not nearness(one, other):
        return PLACE
    return _later_obstacle(one, other)


def _later_obstacle(one: Traits, other: Traits) -> str:
    if not ages_fit(one.request.need, (*one.ages, *other.ages)):
        return AGES
    if one.languages and other.languages and not one.languages & other.languages:
        return LANGUAGE
    begin = max(one.request.from_on, other.request.from_on)
    if begin + LEAST_TOGETHER > min(one.until_on, other.until_on):
        return DATES
    return ""


def ages_fit(need: str, ages: Sequence[int]) -> bool:
    """Near enough in age, and not too many for one person."""
    gap, most = AGE_GAP.get(need), MOST_TOGETHER.get(need)
    if gap is None or most is None or not ages:
        return True
    return max(ages) - min(ages) <= gap and len(ages) <= most


def offer(
    members: Sequence[Traits], hourly_cents: int, today: date, split_by: str = BY_HOURS
) -> Offer | str:
    """The group as it would be, or the reason why it is none."""
    first = members[0].request
    low, high = SIZES[first.need]
    if not low <= len(members) <= high:
        return SIZE
    ordered = sorted(members, key=lambda one: (one.request.created_at, one.request.id.bytes))
    for at, one in enumerate(ordered):
        found = next((why for other in ordered[:at] if (why := obstacle(one, other))), "")
        if found:
            return found
    return _fit_together(ordered) or _offered(ordered, hourly_cents, today, split_by)


def _fit_together(members: Sequence[Traits]) -> str:
    """What fits two by two may not fit together."""
    mask = reduce(and_, (one.mask for one in members))
    if minutes_of(mask) < max(one.wanted for one in members):
        return HOURS
    if not ages_fit(members[0].request.need, [age for one in members for age in one.ages]):
        return AGES
    spoken = [one.languages for one in members if one.languages]
    if spoken and not frozenset.intersection(*spoken):
        return LANGUAGE
    begin = max(one.request.from_on for one in members)
    return DATES if begin + LEAST_TOGETHER > min(one.until_on for one in members) else ""


def _offered(members: Sequence[Traits], hourly_cents: int, today: date, split_by: str) -> Offer | str:
    minutes = max(one.wanted for one in members)
    total = month_cents(minutes, hourly_cents)
    weights = [one.wanted if split_by == BY_HOURS else 1 for one in members]
    shares = split_cents(total, weights)
    for one, cents in zip(members, shares, strict=True):
        most = one.request.most_cents
        if most is not None and cents > month_cents(one.wanted, most):
            return PRICE
    spoken = [one.languages for one in members if one.languages]
    ends = min(one.until_on for one in members)
    return Offer(
        need=members[0].request.need, requests=tuple(one.request.id for one in members),
        slots=slots_of(trimmed(reduce(and_, (one.mask for one in members)), minutes)), minutes=minutes,
        near=min(nearness(one, other) for at, one in enumerate(members) for other in members[:at]),
        ages=tuple(sorted(age for one in members for age in one.ages)),
        languages=tuple(sorted(frozenset.intersection(*spoken))) if spoken else (),
        from_on=max(today, *(one.request.from_on for one in members)), until_on=None if ends == date.max else ends,
        hourly_cents=hourly_cents, total_cents=total, shares=shares,
        alone=tuple(month_cents(one.wanted, hourly_cents) for one in members),
    )  # fmt: skip
