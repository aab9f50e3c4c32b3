"""Perhaps known at another space: told offline, showing nothing (decisions/0013)."""

from __future__ import annotations

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fake_workspace import Acts, FakeWorkspace, caller_of, citizen, uid
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.elsewhere import KNOWN_ELSEWHERE, publish
from wemi_desk.sync.known_elsewhere import ONE_YES_IN, SHARD_BYTES, KnownElsewhere, filled, held_here, size_for

KEY = b"k" * 32


def desk_of(shards, key=KEY):
    return KnownElsewhere(key, len(shards) * SHARD_BYTES * 8, dict(enumerate(shards)))


@given(st.sets(st.text("ABC0123456789", min_size=1, max_size=16), max_size=50))
def test_who_is_known_always_gets_a_yes(codes):
    desk = desk_of(filled(KEY, codes))
    assert all(desk.may_know(code) for code in codes)


@pytest.mark.parametrize("people", [0, 100, 4096, 5000, 20_000])
def test_one_stranger_in_eight_gets_a_yes_however_many_are_known(people):
    shards = filled(KEY, (f"known{number}" for number in range(people)))
    desk = desk_of(shards)
    yes = sum(desk.may_know(f"stranger{number}") for number in range(8000))
    assert 0.8 < yes / 8000 * ONE_YES_IN < 1.2
    bits = sum(shard.count(one) * one.bit_count() for shard in shards for one in range(1, 256))
    assert bits <= size_for(people) // ONE_YES_IN


def test_two_publications_cannot_be_subtracted_to_unmask_the_places_of_nobody():
    old, new = (filled(KEY, (f"known{n}" for n in range(count))) for count in (1000, 1001))
    changed = sum((a ^ b).bit_count() for x, y in zip(old, new, strict=True) for a, b in zip(x, y, strict=True))
    assert changed <= 2


def test_without_the_key_it_says_nothing():
    codes = [f"known{number}" for number in range(3000)]
    stranger = desk_of(filled(KEY, codes), b"x" * 32)
    yes = sum(stranger.may_know(code) for code in codes)
    assert 0.8 < yes / 3000 * ONE_YES_IN < 1.2


def test_a_space_gets_who_is_known_at_the_others_and_never_who_hides():
    work, acts = FakeWorkspace(), Acts()
    for number, space, hides in ((1, "A", False), (2, "B", False), (3, "B", True), (4, "C", False)):
        made = citizen(number, space, fiscal_code=f"CODE{number}", is_protected=hides)
        apply_act(work, caller_of(space), acts.new("citizen", made, space=space))
    people = [work.find("citizen", uid(number)).content for number in (2, 3, 4)]
    assert publish(work, "A", people) == 1
    assert publish(work, "A", people) == 0
    [shard] = [held for (kind, _), held in work.records.items() if kind == KNOWN_ELSEWHERE]
    assert work.scopes_of(KNOWN_ELSEWHERE, shard.id) == {"space:A"}
    data, key = b64decode(shard.content["data"]), b64decode(shard.content["key"])
    assert data == filled(key, ["CODE2", "CODE4"])[0]
    desk = KnownElsewhere(key, shard.content["bits"], {0: data})
    assert desk.may_know("CODE2")
    assert desk.may_know("CODE4")
    assert held_here([shard.content]).may_know("CODE2")
    assert held_here([]) is None
    assert held_here([shard.content | {"bits": shard.content["bits"] * 2}]) is None


def test_a_filter_that_became_smaller_leaves_nothing_behind():
    work = FakeWorkspace()
    many = [{"fiscal_code": f"CODE{number}"} for number in range(5000)]
    assert publish(work, "A", many) == 2
    assert publish(work, "A", many[:10]) == 2
    shown = [held.content for (kind, one), held in work.records.items() if work.scopes_of(kind, one)]
    assert held_here(shown).may_know("CODE3")
    assert publish(work, "A", many) == 2
