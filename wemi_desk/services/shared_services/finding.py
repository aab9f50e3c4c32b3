"""Find the groups that place the most families: the domain says which may be made, a solver which are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import floor

from wemi_desk.domain.errors import SolverMissingError
from wemi_desk.domain.shared_grouping import Group, Packed, Packing, Pool
from wemi_desk.domain.shared_matching import HOURLY_CENTS, NEXT_MUNICIPIO, Offer, Traits, is_placeable, traits
from wemi_desk.domain.shared_services import NEEDS, OTHER, SharedRequest
from wemi_desk.services.shared_services.ports import PackingSolver

SECONDS = 0.9
"""That the solver may take for all needs together; finding what may be made takes about as long."""

FEW = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found. *asked* families were looked at; no choice places more than *at_most*: that *placed* is as many
    is proved. *is_simple*: the solver could not be loaded."""

    offers: tuple[Offer, ...]
    asked: int
    at_most: int
    is_simple: bool = False

    @property
    def placed(self) -> int:
        return sum(len(one.requests) for one in self.offers)

    @property
    def is_most(self) -> bool:
        """No other choice places more families."""
        return self.placed >= self.at_most

    @property
    def saved_cents(self) -> int:
        return sum(one.saved_cents for one in self.offers)


def find(
    requests: Iterable[SharedRequest], solver: PackingSolver, today: date, rates: Mapping[str, int] = HOURLY_CENTS,
    *, seconds: float = SECONDS, stopped: Callable[[], bool] = lambda: False,
) -> Found | None:
    """The groups to propose; None when it was stopped meanwhile. The same requests give the same groups."""
    pools: dict[tuple[str, str], list[Traits]] = {}
    for one in requests:
        if is_placeable(one, today):
            seen = traits(one, today)
            pools.setdefault((one.need, seen.other if one.need == OTHER else ""), []).append(seen)
    answers = []
    for need, words in sorted(pools, key=lambda key: (NEEDS.index(key[0]), key[1])):
        answers.append(_answered(Pool(pools[need, words], rates[need], today, stopped), solver, seconds / len(pools)))
        if stopped():
            return None
    return Found(
        offers=tuple(sorted((offer for one in answers for offer in one.offers), key=_order)),
        asked=sum(map(len, pools.values())), at_most=sum(one.at_most for one in answers),
        is_simple=any(one.is_simple for one in answers),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Answer:
    offers: tuple[Offer, ...]
    at_most: int
    is_simple: bool


def _answered(pool: Pool, solver: PackingSolver, seconds: float) -> _Answer:
    groups = pool.groups()
    if not groups:
        return _Answer((), 0 if pool.is_complete else pool.meetable, is_simple=False)
    packing, is_simple = _asked(pool, groups), False
    groups = list(packing.groups)
    try:
        packed = solver.solve(packing, seconds)
    except SolverMissingError:
        packed, is_simple = Packed(packing.start, float(pool.meetable), is_proved=False), True
    chosen: list[Group] = [groups[at] for at in packed.chosen]
    if is_simple or not pool.is_complete:
        chosen = pool.polished(chosen)
    at_most = min(pool.meetable, floor(packed.bound + 1e-6)) if pool.is_complete else pool.meetable
    offers = [made for one in chosen if isinstance(made := pool.offer(one), Offer)]
    return _Answer(tuple(offers), at_most, is_simple)


def _asked(pool: Pool, groups: list[Group]) -> Packing:
    """The whole question; or, where the greedy answer already places everybody, only what could cost them less."""
    packing = pool.packing(groups)
    placed = sum(len(packing.groups[at]) for at in packing.start)
    if placed < pool.meetable or len(groups) <= FEW:
        return packing
    best = sorted(range(len(groups)), key=lambda at: (-packing.values[at], at))[:FEW]
    return pool.packing([groups[at] for at in sorted({*best, *packing.start})])


def _order(one: Offer) -> tuple[int, int, int, bytes]:
    """The nearest first, then the larger."""
    return NEEDS.index(one.need), NEXT_MUNICIPIO - one.near, -len(one.requests), one.requests[0].bytes
