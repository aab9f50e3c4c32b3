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


@pytest.mark.parametrize("whom", ["two", "again", "late", "clone"])
def test_a_request_meets_two_itself_one_of_before_and_a_copy_of_its_desk(whom, on_postgres):
    script = meetings.meeting(generate.everything(25))
    met = f"centre_meet_{whom}"
    outcome = played(script.with_steps(tuple(
        replace(step, faults=tuple(
            replace(one, kind=met) if one.kind.startswith("centre_meet") else one for one in step.faults
        ))
        for step in script.steps
    )))  # fmt: skip
    assert outcome.faults[f"met_{whom}"] > 0
    assert outcome.violations == []


def test_who_is_registered_at_the_moment_of_an_erasure_does_not_pass_by_the_order(on_postgres):
    assert played(Script.read("""
        world seed=73000090 desks=3 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=30000 files=0 skew=0
        register desk=0 pick=3
        sync desk=3 pick=0
        register desk=3 pick=91
        sync desk=3 pick=5 !centre_meet@380
    """)).violations == []


def test_told_apart_from_the_last_who_was_one_with_somebody_no_word_of_theirs_stays(on_postgres):
    assert played(Script.read("""
        world seed=74000933 desks=3 spaces=3 persons=1 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        sync desk=0 pick=3978816154
        contact desk=1 pick=87
        edit desk=0 pick=36
        register desk=2 pick=1776557423
        restore_centre desk=0 pick=25
        backup_centre desk=3 pick=38
        contact desk=4 pick=1705513723
        register desk=3 pick=2596428443
        edit desk=4 pick=2
        register desk=1 pick=656317107
        call_back desk=4 pick=76
        contact desk=0 pick=59
        register desk=0 pick=69
        sync desk=0 pick=3053111698 !centre_meet@79
        sync desk=2 pick=3614515711
        sync desk=3 pick=1900057176
        register desk=2 pick=62
        sync desk=0 pick=3726342834
        draft desk=0 pick=96
        register desk=0 pick=785931938
        restore_centre desk=3 pick=16
        register desk=3 pick=86
        register desk=2 pick=54
        sync desk=0 pick=2664022172
        unmerge desk=3 pick=3243099175
        register desk=2 pick=71
        register desk=3 pick=24
        register desk=1 pick=66
        sync desk=3 pick=58 !centre_meet@353
        register desk=2 pick=45
        register desk=3 pick=39
        sync desk=3 pick=3562723883 !centre_meet@1170
        register desk=0 pick=603900312
        edit desk=3 pick=3484358498
        sync desk=2 pick=1433721396 !centre_meet@268
        sync desk=2 pick=1532737830
        register desk=4 pick=3080852023
        register desk=1 pick=788190366
        sync desk=4 pick=48 !centre_meet@1986
        sync desk=1 pick=9 !centre_meet@665
    """)).violations == []


def test_the_control_without_looking_again_who_is_met_is_overwritten(on_postgres, monkeypatch):
    script = meetings.meeting(generate.script(70_000_026))
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
