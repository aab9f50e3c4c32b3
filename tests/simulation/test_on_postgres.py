"""The same histories with their centre on a real PostgreSQL: its SQL is another than SQLite's where that is faster."""

from dataclasses import replace

import pytest

from simulation import centre_store, generate, meetings, postgres
from simulation.play import played
from simulation.script import Script
from simulation.traps import Trap
from wemi_desk.central.store.slots import IdentityMap

FLAVOURS = sorted({one.__name__ for one in (*generate.FLAVOURS, *generate.RARE)})


@pytest.fixture(scope="module")
def on_postgres(databases):
    url = databases.fresh()
    with centre_store.made_with(lambda trap: postgres.PostgresStore(url, trap)):
        yield
    postgres.close(url)
    databases.drop(url)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_histories_of_every_kind_keep_every_invariant_on_postgresql(flavour, on_postgres):
    assert played(getattr(generate, flavour)(22)).violations == []


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_message_is_the_same_to_the_byte_on_either_database(flavour, on_postgres):
    assert are_told_alike(getattr(generate, flavour)(23), steps=80)


@pytest.mark.parametrize("seed", [50_000_004, 50_000_015])
def test_rows_compared_and_acts_that_wait_are_told_in_one_order_on_either_database(seed, on_postgres):
    assert are_told_alike(generate.script(seed))


@pytest.mark.parametrize("flavour", ["everything", "merges", "funds", "erasures", "restores", "made_one"])
def test_requests_that_meet_keep_every_invariant(flavour, on_postgres):
    outcome = played(meetings.meeting(getattr(generate, flavour)(24)))
    assert outcome.faults["met"] > 0
    assert outcome.violations == []


def test_who_is_registered_at_the_moment_of_an_erasure_does_not_pass_by_the_order(on_postgres):
    assert played(Script.read("""
        world seed=73000090 desks=3 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=30000 files=0 skew=0
        register desk=0 pick=3
        sync desk=3 pick=0
        register desk=3 pick=91
        sync desk=3 pick=5 !centre_meet@380
    """)).violations == []


def test_the_control_without_looking_again_who_is_met_is_overwritten(on_postgres, monkeypatch):
    script = meetings.meeting(generate.script(70_000_025))
    assert played(script).violations == []
    monkeypatch.setattr(IdentityMap, "lock", lambda self, ids: None)
    assert played(script).violations


def are_told_alike(script, steps=None):
    """On the database of this module and in memory. What happens at the n-th statement of the centre happens elsewhere
    where there are others: those faults are left out."""
    counted = ("centre_crash", "centre_full")
    script = script.with_steps(tuple(
        replace(step, faults=tuple(one for one in step.faults if one.kind not in counted))
        for step in script.steps[:steps]
    ))  # fmt: skip
    there = played(script).trace
    with centre_store.made_with(centre_store.MemoryStore):
        return played(script).trace == there


def test_a_store_that_is_put_back_holds_what_its_image_held(on_postgres):
    store = centre_store.made(Trap())
    store.write("INSERT INTO fund (tenant, measure_code, total_cents, booked_cents) VALUES (?, ?, ?, 0)", "t", "M", 7)
    image = store.image()
    store.write("UPDATE fund SET booked_cents = total_cents")
    store.put_back(image)
    assert store.rows("SELECT tenant, total_cents, booked_cents FROM fund WHERE measure_code = ?", "M") == [("t", 7, 0)]
    store.end()
    assert centre_store.made(Trap()).rows("SELECT * FROM fund") == []
