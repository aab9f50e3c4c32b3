"""Who pays what of a shared service: to the cent, on every day, whatever happened."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.shared_costs import is_settled, month_cents, split_cents, split_on, with_split
from wemi_desk.domain.shared_services import AGREED, EQUAL, Share, SharedParticipant, SharedService, Split, families

DAY = date(2026, 12, 1)
WHEN = datetime(2026, 11, 23, tzinfo=UTC)
GROUP = SharedService(
    id=UUID(int=9), space_code="VEN", title="Baby-sitter", need="baby_sitting", total_cents=100_00, starts_on=DAY,
    created_at=WHEN, created_by=UUID(int=1),
)  # fmt: skip


def family(number, minutes=60, joined=0, left=None, person=None):
    return SharedParticipant(
        id=UUID(int=100 + number), shared_service_id=GROUP.id, citizen_id=UUID(int=person or 500 + number),
        space_code="VEN", minutes=minutes, answer=AGREED, joined_on=DAY + timedelta(days=joined),
        left_on=None if left is None else DAY + timedelta(days=left), created_at=WHEN + timedelta(minutes=number),
        created_by=UUID(int=1),
    )  # fmt: skip


def test_the_odd_cents_go_by_the_largest_remainder_and_ties_to_who_joined_first():
    assert split_cents(100, [1, 1, 1]) == (34, 33, 33)
    assert split_cents(101, [1, 1, 1]) == (34, 34, 33)
    assert split_cents(100, [1, 2, 4]) == (14, 29, 57)
    assert split_cents(10, [0, 0]) == (5, 5)
    assert split_cents(7, []) == ()
    assert split_cents(0, [3, 1]) == (0, 0)


@settings(max_examples=100)
@given(st.integers(0, 10**9), st.lists(st.integers(0, 3000), min_size=1, max_size=12))
def test_parts_sum_to_the_total_and_nobody_is_a_cent_away_from_their_exact_part(total, weights):
    parts = split_cents(total, weights)
    assert sum(parts) == total
    exact = weights if any(weights) else [1] * len(weights)
    assert all(abs(part * sum(exact) - total * one) < sum(exact) for part, one in zip(parts, exact, strict=True))


def test_a_month_is_fifty_two_weeks_in_twelve_months():
    assert month_cents(60, 12_00) == 52_00
    assert month_cents(90, 10_01) == 6507  # 15.015 € a week
    assert month_cents(0, 10_00) == 0


def test_a_split_that_does_not_sum_is_no_split():
    with pytest.raises(InvalidFieldError):
        Split(DAY, 100, (Share(UUID(int=1), 60), Share(UUID(int=2), 39)))
    with pytest.raises(InvalidFieldError):
        Split(DAY, 100, (Share(UUID(int=1), 60), Share(UUID(int=1), 40)))


def test_who_leaves_pays_until_that_day_and_the_others_more_from_it():
    people = [family(1), family(2), family(3)]
    group = with_split(GROUP, people, DAY)
    gone = [people[0], people[1], replace(people[2], left_on=DAY + timedelta(days=30))]
    group = with_split(group, gone, DAY + timedelta(days=30))
    before, after = (split_on(group, gone, DAY + timedelta(days=day)) for day in (29, 30))
    assert [one.cents for one in before.shares] == [33_34, 33_33, 33_33]
    assert [one.cents for one in after.shares] == [50_00, 50_00]


def test_what_was_agreed_stands_also_where_the_rule_would_say_otherwise():
    people = [family(1), family(2)]
    agreed = Split(DAY, 100_00, (Share(people[0].id, 70_00), Share(people[1].id, 30_00)))
    assert split_on(replace(GROUP, splits=(agreed,)), people, DAY) == agreed


def test_of_two_records_of_one_person_only_one_pays():
    people = [family(1, person=7), family(2, person=7), family(3)]
    assert [one.id for one in families(people)] == [people[0].id, people[2].id]
    assert [one.cents for one in split_on(GROUP, people, DAY).shares] == [50_00, 50_00]


def test_whoever_came_back_stands_for_both_times():
    people = [family(1, left=10, person=7), family(2, joined=20, person=7), family(3)]
    assert len(families(people)) == 3
    assert len(split_on(GROUP, people, DAY + timedelta(days=15)).shares) == 1


def test_the_share_of_somebody_erased_goes_to_the_others_but_what_is_past_stays():
    people = [family(1), family(2), family(3)]
    first = with_split(GROUP, people, DAY)
    assert [one.cents for one in split_on(first, people[:2], DAY).shares] == [50_00, 50_00]
    second = with_split(first, people[:2], DAY + timedelta(days=5))
    assert len(split_on(second, people[:2], DAY + timedelta(days=4)).shares) == 3


def test_a_group_is_settled_when_each_was_told_what_it_pays():
    people = [family(1), family(2)]
    group = with_split(GROUP, people, DAY)
    assert not is_settled(group, people, DAY)
    told = [replace(one, share_cents=50_00) for one in people]
    assert is_settled(group, told, DAY)
    assert not is_settled(group, [*told, family(3)], DAY)


@st.composite
def histories(draw):
    """Families that come and go, totals that change, what was stored by two desks, and somebody erased."""
    people = []
    for number in range(draw(st.integers(1, 5))):
        joined = draw(st.integers(0, 20))
        left = draw(st.none() | st.integers(joined, 25))
        minutes, person = draw(st.integers(0, 600)), draw(st.sampled_from([None, None, 77]))
        people.append(family(number, minutes, joined, left, person))
    group = replace(GROUP, split_by=draw(st.sampled_from(["hours", EQUAL])))
    for _step in range(draw(st.integers(0, 4))):
        known = [one for one in people if draw(st.booleans())]
        group = replace(group, total_cents=draw(st.integers(0, 99_999)))
        group = with_split(group, known, DAY + timedelta(days=draw(st.integers(0, 25))))
    return group, [one for one in people if draw(st.integers(0, 5))]


@settings(max_examples=120)
@given(histories(), st.integers(-2, 28))
def test_on_every_day_the_shares_are_the_total_or_nobody_is_there(history, day):
    group, people = history
    split = split_on(group, people, DAY + timedelta(days=day))
    assert not split.shares or sum(one.cents for one in split.shares) == split.total_cents
    paying = {one.id for one in families(people) if one.is_in_on(DAY + timedelta(days=day))}
    assert paying <= {one.participant_id for one in split.shares}
