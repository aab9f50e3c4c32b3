"""From open requests to groups: which could be made, and which of them together place the most families.

``Pool`` finds the groups that could be made, ``Packing`` is the question for the solver, ``greedy`` answers it without
one, ``polished`` takes in who was left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from wemi_desk.domain.shared_costs import month_cents, split_cents
from wemi_desk.domain.shared_matching import (
    LEAST_TOGETHER,
    SIZES,
    Offer,
    Traits,
    ages_fit,
    nearness,
    obstacle,
    offer,
)

MOST_VISITS = 40_000
"""So many half-made groups are looked at before it is said that not all can be."""
QUOTA, BREADTH = 24, 10
"""When there are too many: groups per family, and how many neighbours of each are tried."""
NEAR_CENTS = 2_00
"""What a step of nearness is worth a month, beside what families save."""
Group = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Packing:
    """Groups as rows of families; at most one group may have each family. The *values* together are wanted largest:
    the whole part counts families, the rest, which never adds up to one, savings and nearness."""

    groups: tuple[Group, ...]
    values: tuple[float, ...]
    families: int
    start: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Packed:
    """Which groups, and how much more at most any other choice among them could be worth."""

    chosen: tuple[int, ...]
    bound: float
    is_proved: bool


@dataclass(frozen=True, slots=True)
class _Half:
    """A group while it grows: what all of its families have in common."""

    mask: int
    wanted: int
    ages: tuple[int, ...]
    languages: frozenset[str]
    begin: date
    end: date


class Pool:
    """The open requests of one need. *stopped* is asked now and then: somebody may have changed their mind."""

    def __init__(
        self, members: Sequence[Traits], hourly_cents: int, today: date, stopped: Callable[[], bool] = lambda: False
    ) -> None:
        self.members = sorted(members, key=lambda one: (one.request.created_at, one.request.id.bytes))
        self.hourly_cents = hourly_cents
        self.today = today
        self.is_complete = True
        self._stopped = stopped
        self._most = [_most(one) for one in self.members]
        self._low, self._high = SIZES[self.members[0].request.need] if self.members else (2, 2)
        self._near = [0] * len(self.members)
        for at, one in enumerate(self.members):
            if self._stopped():
                break
            for before in range(at):
                if not obstacle(one, self.members[before]):
                    self._near[at] |= 1 << before
                    self._near[before] |= 1 << at

    @property
    def meetable(self) -> int:
        """Families that fit with anybody: no more than these can ever be placed."""
        return sum(bool(one) for one in self._near)

    def groups(self) -> list[Group]:
        """Every group that could be made; where these are too many, a good part of them (``is_complete`` says)."""
        found: list[Group] = []
        visits = 0
        for lead in range(len(self.members)):
            for group, is_good in self._grown(lead):
                visits += 1
                if is_good:
                    found.append(group)
                if visits > MOST_VISITS:
                    self.is_complete = False
                    return self._some()
            if self._stopped():
                return []
        return found

    def offer(self, group: Group) -> Offer | str:
        """A group with its reasons and prices."""
        return offer([self.members[one] for one in group], self.hourly_cents, self.today)

    def is_good(self, group: Group) -> bool:
        """May these be one group?"""
        return isinstance(self.offer(group), Offer)

    def worth(self, group: Group) -> int:
        """Cents a month: what the families save, and a little for being near."""
        minutes = sum(self.members[one].wanted for one in group) - max(self.members[one].wanted for one in group)
        near = min(
            nearness(self.members[one], self.members[other]) for at, one in enumerate(group) for other in group[:at]
        )
        return month_cents(minutes, self.hourly_cents) + NEAR_CENTS * near * len(group)

    def _grown(self, lead: int) -> Iterator[tuple[Group, bool]]:
        """Groups of *lead* with later families: each tried group, and whether it may be made as it is."""
        later = self._near[lead] >> (lead + 1) << (lead + 1)
        stack: list[tuple[Group, _Half, int]] = [((lead,), _half(self.members[lead]), later)]
        while stack:
            group, half, allowed = stack.pop()
            for other in _bits(allowed):
                grown = _with(half, self.members[other])
                made = (*group, other)
                if grown is None or not ages_fit(self.members[lead].request.need, grown.ages):
                    yield made, False
                    continue
                yield made, len(made) >= self._low and self._is_affordable(made)
                if len(made) < self._high:
                    stack.append((made, grown, allowed & self._near[other] >> (other + 1) << (other + 1)))

    def _some(self) -> list[Group]:
        """For each family the groups with those who fit it best, each family beginning with others."""
        found: dict[Group, None] = {}
        for lead in range(len(self.members)):
            for group in self._around(lead):
                found.setdefault(group)
            if self._stopped():
                return []
        return list(found)

    def _around(self, lead: int) -> Iterator[Group]:
        count = len(self.members)
        best = sorted(
            _bits(self._near[lead]),
            key=lambda at: (-nearness(self.members[lead], self.members[at]), (at - lead) % count),
        )[:BREADTH]
        made, stack = 0, _begun(lead, self.members[lead], best)
        while stack and made < QUOTA:
            group, half, left = stack.pop()
            for at, other in enumerate(left):
                grown = _with(half, self.members[other])
                if grown is None or not ages_fit(self.members[lead].request.need, grown.ages):
                    continue
                bigger = (*group, other)
                if len(bigger) >= self._low and self._is_affordable(bigger):
                    made += 1
                    yield tuple(sorted(bigger))
                rest = [one for one in left[at + 1 :] if (self._near[other] >> one) & 1]
                if rest and len(bigger) < self._high:
                    stack += [(group, half, left[at + 1 :]), (bigger, grown, rest)]
                    break

    def _is_affordable(self, group: Group) -> bool:
        if all(self._most[one] is None for one in group):
            return True
        weights = [self.members[one].wanted for one in group]
        shares = split_cents(month_cents(max(weights), self.hourly_cents), weights)
        for one, cents in zip(group, shares, strict=True):
            most = self._most[one]
            if most is not None and cents > most:
                return False
        return True

    def packing(self, groups: Sequence[Group]) -> Packing:
        """The question for the solver, with the greedy answer to begin with."""
        worth = [self.worth(group) for group in groups]
        whole = 1.0 + sum(month_cents(one.wanted, self.hourly_cents) + 4 * NEAR_CENTS for one in self.members)
        values = tuple(len(group) + cents / whole for group, cents in zip(groups, worth, strict=True))
        return Packing(tuple(groups), values, len(self.members), greedy(groups, values))

    def polished(self, chosen: Sequence[Group]) -> list[Group]:
        """Who was left out goes where there is room, or together with another; only where not all was looked at."""
        made = [list(one) for one in chosen]
        left = [one for one in range(len(self.members)) if not any(one in group for group in made)]
        while left:
            one = left.pop(0)
            home = next((group for group in made if self._has_room(group, one)), None)
            if home is not None:
                home.append(one)
                continue
            partner = next((other for other in left if self.is_good((one, other))), None)
            if partner is not None:
                left.remove(partner)
                made.append([one, partner])
        return [tuple(sorted(group)) for group in made]

    def _has_room(self, group: Sequence[int], one: int) -> bool:
        is_known = all((self._near[one] >> other) & 1 for other in group)
        return is_known and len(group) < self._high and self.is_good(tuple(sorted((*group, one))))


def greedy(groups: Sequence[Group], values: Sequence[float]) -> tuple[int, ...]:
    """The most valuable first, then what is left: a good answer, not the best one."""
    taken: set[int] = set()
    chosen = []
    for at in sorted(range(len(groups)), key=lambda at: (-values[at], groups[at])):
        if taken.isdisjoint(groups[at]):
            taken.update(groups[at])
            chosen.append(at)
    return tuple(chosen)


def _begun(lead: int, member: Traits, best: list[int]) -> list[tuple[Group, _Half, list[int]]]:
    return [((lead,), _half(member), best)]


def _most(one: Traits) -> int | None:
    most = one.request.most_cents
    return None if most is None else month_cents(one.wanted, most)


def _half(one: Traits) -> _Half:
    return _Half(one.mask, one.wanted, one.ages, one.languages, one.request.from_on, one.until_on)


def _with(half: _Half, one: Traits) -> _Half | None:
    """With one family more; None when they do not fit together."""
    mask, wanted = half.mask & one.mask, max(half.wanted, one.wanted)
    if mask.bit_count() * 30 < wanted:
        return None
    languages = half.languages & one.languages if half.languages and one.languages else half.languages | one.languages
    if not languages and half.languages:
        return None
    begin, end = max(half.begin, one.request.from_on), min(half.end, one.until_on)
    if begin + LEAST_TOGETHER > end:
        return None
    return _Half(mask, wanted, (*half.ages, *one.ages), languages, begin, end)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
