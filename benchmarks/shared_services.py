"""Groups for 500 open requests, spread as a city is, and where everybody fits with everybody; against the best."""

import random
import statistics
import time
from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.shared_grouping import Packing, Pool
from wemi_desk.domain.shared_matching import HOURLY_CENTS, Offer, traits
from wemi_desk.domain.shared_services import GIVEN, RequestId, SharedRequest
from wemi_desk.domain.shared_slots import WeekSlot
from wemi_desk.gateways.highs_solver import HighsSolver
from wemi_desk.services.shared_services.finding import Found, find

NAME = "shared_services"
LIMITS = {"city_500_s": 2.0, "all_alike_500_s": 2.0, "one_need_500_s": 2.0}
TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)


def run(scale: str) -> dict[str, float | int | str]:
    """Seconds, families placed and how many more could be at most; and the ratio to the exact best on small cases."""
    count = 200 if scale == "small" else 500
    HighsSolver().solve(Packing(((0, 1),), (2.0,), 2), 1.0)  # the library is loaded once
    told: dict[str, float | int | str] = {}
    cases = {"city": city(count), "one_need": city(count, one_need=True), "all_alike": alike(count)}
    for name, requests in cases.items():
        seconds, busy, found = _timed(requests)
        told |= {
            f"{name}_{count}_s": seconds, f"{name}_processor_s": busy,
            f"{name}_placed": found.placed, f"{name}_at_most": found.at_most,
            f"{name}_saved_month_eur": found.saved_cents // 100,
        }  # fmt: skip
    ratios = [_ratio(seed) for seed in range(40 if scale == "small" else 200)]
    mean = statistics.mean(ratios)
    return told | {"small_cases": len(ratios), "small_worst_ratio": min(ratios), "small_mean_ratio": mean}


def _timed(requests: list[SharedRequest]) -> tuple[float, float, Found]:
    """By the clock, and by the processor: on a machine with other work only the second says something."""
    begin, worked = time.perf_counter(), time.process_time()
    found = find(requests, HighsSolver(), TODAY)
    assert found is not None
    return round(time.perf_counter() - begin, 3), round(time.process_time() - worked, 3), found


def _ratio(seed: int) -> float:
    """Families placed, over what the best of all choices places."""
    requests = city(14, seed=seed, one_need=True, municipi=2)
    found = find(requests, HighsSolver(), TODAY)
    best = exact(requests)
    return 1.0 if not best or found is None else found.placed / best


def exact(requests: list[SharedRequest]) -> int:
    """The most families that any choice of groups places; by trying them all."""
    pool = Pool([traits(one, TODAY) for one in requests], HOURLY_CENTS[requests[0].need], TODAY)
    groups = [sum(1 << one for one in group) for group in pool.groups() if isinstance(pool.offer(group), Offer)]

    @cache
    def most(left: int) -> int:
        if not left:
            return 0
        first = left & -left
        rest = [group.bit_count() + most(left & ~group) for group in groups if group & first and not group & ~left]
        return max([most(left & ~first), *rest])

    return most((1 << len(requests)) - 1)


def city(count: int, *, seed: int = 0, one_need: bool = False, municipi: int = 9) -> list[SharedRequest]:
    """Families over the Municipi, with after-school afternoons, evenings, mornings; some know school or building."""
    rng = random.Random(seed)
    return [_family(rng, number, one_need, municipi) for number in range(count)]


def _family(rng: random.Random, number: int, one_need: bool, municipi: int) -> SharedRequest:
    needs = ("baby_sitting", "homework", "carer", "other")
    need = "baby_sitting" if one_need else rng.choices(needs, (45, 25, 22, 8))[0]
    begin = rng.choice((8, 14, 16, 16, 16, 16, 17, 18)) * 60
    days = sorted(rng.sample(range(6), rng.choice((2, 3, 3, 4, 5))))
    length = rng.choice((120, 180, 240, 240))
    slots = tuple(WeekSlot(day, begin, min(begin + length, 1440)) for day in days)
    offered = sum(slot.minutes for slot in slots)
    municipio = rng.randint(1, municipi)
    ages = {"baby_sitting": (1, 10), "homework": (6, 15)}.get(need)
    return SharedRequest(
        id=RequestId(UUID(int=10_000 + number)), citizen_id=CitizenId(UUID(int=90_000 + number)), space_code="TST",
        need=need, other_text="spesa" if need == "other" else "", slots=slots,
        minutes_wanted=max(60, rng.choice((offered, offered // 2, offered // 2, offered // 3)) // 60 * 60),
        municipio=str(municipio),
        nil_code=str(municipio * 10 + rng.randint(0, 8)), context=rng.choice(("school", "neighbourhood")),
        context_name=f"Scuola {municipio}-{rng.randint(1, 6)}" if rng.random() < 0.4 else "",
        children=tuple(
            TODAY - timedelta(days=366 * rng.randint(*ages) + 40) for _child in range(rng.choice((1, 1, 2)))
        ) if ages else (), languages=rng.choice((("it",), ("it",), ("it", "en"), ("ar", "it"), ("es",))),
        from_on=TODAY + timedelta(days=rng.choice((0, 0, 14, 30))), until_on=date(2027, 6, 10),
        most_cents=rng.choice((None, 6_00, 8_00, 10_00)), consent=GIVEN, created_at=NOW + timedelta(minutes=number),
        created_by=UUID(int=1),
    )  # fmt: skip


def alike(count: int) -> list[SharedRequest]:
    """Everybody wants the same at the same place: the number of groups explodes."""
    slots = tuple(WeekSlot(day, 960, 1140) for day in range(5))
    return [
        SharedRequest(
            id=RequestId(UUID(int=10_000 + number)), citizen_id=CitizenId(UUID(int=90_000 + number)), space_code="TST",
            need="homework", slots=slots, minutes_wanted=360, municipio="4", children=(date(2016, 5, 1),),
            from_on=TODAY, consent=GIVEN, created_at=NOW + timedelta(minutes=number), created_by=UUID(int=1),
        )
        for number in range(count)
    ]  # fmt: skip
