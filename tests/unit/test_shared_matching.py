"""Which families fit together, and which groups place the most of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.shared_services import TODAY, alike, city, exact
from tests.shared_desk import DAY, FirstSolver, NoSolver, request
from wemi_desk.domain.shared_grouping import Packing, Pool, greedy
from wemi_desk.domain.shared_matching import (
    AGES,
    DATES,
    HOURS,
    LANGUAGE,
    NEED,
    PLACE,
    PRICE,
    SIZE,
    Offer,
    are_neighbours,
    is_placeable,
    nearness,
    offer,
    traits,
)
from wemi_desk.domain.shared_slots import read_week
from wemi_desk.gateways.highs_solver import HighsSolver
from wemi_desk.services.shared_services.finding import find


def judged(*requests, cents=12_00, day=DAY):
    return offer([traits(one, day) for one in requests], cents, day)


def test_families_with_the_same_need_hours_and_place_are_a_group_that_costs_each_less():
    made = judged(request(0), request(1, minutes_wanted=180))
    assert isinstance(made, Offer)
    assert (made.minutes, made.near, sum(made.shares)) == (360, 2, made.total_cents)
    assert made.shares[0] == 2 * made.shares[1]
    assert all(share < alone for share, alone in zip(made.shares, made.alone, strict=True))
    assert sum(slot.minutes for slot in made.slots) == 360


@pytest.mark.parametrize(("changes", "why"), [
    ({"need": "homework"}, NEED), ({"slots": read_week("sab 9-12"), "minutes_wanted": 60}, HOURS),
    ({"slots": read_week("lun 16-19"), "minutes_wanted": 60}, HOURS), ({"municipio": "8"}, PLACE),
    ({"municipio": "unknown"}, PLACE), ({"children": (date(2013, 1, 1),)}, AGES), ({"languages": ("es",)}, LANGUAGE),
    ({"from_on": date(2027, 6, 1)}, ""), ({"until_on": DAY + timedelta(days=20)}, DATES),
    ({"citizen_id": request(0).citizen_id}, NEED), ({"most_cents": 5_00}, PRICE),
    ({"children": (date(2022, 5, 1),) * 6}, AGES),
])  # fmt: skip
def test_what_does_not_fit_says_why(changes, why):
    made = judged(request(0), request(1, **changes))
    assert (made if isinstance(made, str) else "") == why


def test_one_family_is_no_group_and_five_are_too_many_for_one_baby_sitter():
    assert judged(request(0)) == SIZE
    assert judged(*(request(number) for number in range(5))) == SIZE


def test_three_that_fit_two_by_two_need_not_fit_together():
    three = (
        request(0, "lun 16-19; mar 16-19", minutes_wanted=180), request(1, "mar 16-19; mer 16-19", minutes_wanted=180),
        request(2, "lun 16-19; mer 16-19", minutes_wanted=180),
    )  # fmt: skip
    assert isinstance(judged(three[0], three[1]), Offer)
    assert judged(*three) == HOURS


def test_a_price_too_high_for_two_may_be_right_for_three():
    families = [request(number, most_cents=4_50) for number in range(3)]
    assert judged(*families[:2]) == PRICE
    assert isinstance(judged(*families), Offer)


def test_near_is_the_school_then_the_district_then_the_municipio_then_the_one_beside():
    def near(first, second):
        return nearness(traits(request(0, **first), DAY), traits(request(1, **second), DAY))

    school = {"context": "school", "context_name": "Scuola di via Ariberto"}
    assert near(school | {"municipio": "1"}, school | {"context_name": "scuola di VIA  ariberto"}) == 4
    assert near({"nil_code": "21"}, {"nil_code": "21"}) == 3
    assert near({}, {}) == 2
    assert near({"municipio": "1"}, {"municipio": "6"}) == 1
    assert near({"municipio": ""}, {"municipio": ""}) == 0
    assert are_neighbours("2", "9")
    assert not are_neighbours("3", "9")
    assert not are_neighbours("4", "4")


def test_a_child_who_turns_out_too_old_a_closed_request_and_who_did_not_agree_are_left_out():
    assert is_placeable(request(), DAY)
    assert not is_placeable(request(children=(date(2010, 1, 1),)), DAY)
    assert not is_placeable(request(consent="not_asked"), DAY)
    assert not is_placeable(request(until_on=DAY), DAY + timedelta(days=1))
    assert not is_placeable(replace(request(), closed_at=request().created_at), DAY)


def test_the_same_requests_in_any_order_give_the_same_groups():
    requests = city(40, seed=3)
    assert find(requests, HighsSolver(), TODAY) == find(requests[::-1], HighsSolver(), TODAY)


def test_without_the_library_groups_are_found_more_simply_and_it_says_so():
    found = find([request(number) for number in range(6)], NoSolver(), DAY)
    assert (found.placed, found.is_simple, found.is_most) == (6, True, True)


def test_a_search_that_is_stopped_gives_nothing():
    assert find([request(0), request(1)], FirstSolver(), DAY, stopped=lambda: True) is None


def test_nobody_is_in_two_groups_and_every_group_fits():
    requests = city(60, seed=5)
    found = find(requests, HighsSolver(), TODAY)
    placed = [one for made in found.offers for one in made.requests]
    assert len(placed) == len(set(placed)) == found.placed <= found.at_most
    by_id = {one.id: one for one in requests}
    for made in found.offers:
        assert judged(*(by_id[one] for one in made.requests), cents=made.hourly_cents, day=TODAY) == made


def test_where_all_fit_with_all_nearly_all_are_placed_although_not_all_groups_can_be_looked_at():
    pool = Pool([traits(one, TODAY) for one in alike(90)], 15_00, TODAY)
    groups = pool.groups()
    assert not pool.is_complete
    assert len(groups) < 90 * 30
    found = find(alike(90), HighsSolver(), TODAY)
    assert found.placed == found.at_most == 90


def test_the_solver_takes_the_better_choice_where_the_greedy_one_is_caught():
    packing = Packing(((0, 1), (1, 2, 3), (0, 4), (2, 3)), (2.0, 3.0, 2.0, 2.0), 5, start=(1, 2))
    assert HighsSolver().solve(packing, 1.0).is_proved
    caught = Packing(((1, 2, 3), (0, 1), (2, 4), (3, 5)), (3.0, 2.0, 2.0, 2.0), 6)
    greedily = greedy(caught.groups, caught.values)
    assert len(greedily) == 1
    assert HighsSolver().solve(replace(caught, start=greedily), 1.0).chosen == (1, 2, 3)


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_as_many_families_are_placed_as_the_best_of_all_choices_places(seed):
    requests = city(11, seed=seed, one_need=True, municipi=2)
    found = find(requests, HighsSolver(), TODAY)
    assert found.placed == exact(requests) == found.at_most
