"""Two desks of one space and the centre: names are said once, and what one desk prepared the other leaves alone."""

from dataclasses import replace

import pytest

from tests.facilita_desk import OCTOBER, FacilitaDesk
from tests.factories import LEAD
from tests.joined_desks import World
from wemi_desk.persistence import tables


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
def two(world, tmp_path):
    """The coordinator at both desks."""
    made = []
    for number, desk in enumerate(world.desks[:2]):
        counter = desk.giulia
        counter.operator = replace(counter.operator, roles=LEAD.roles)
        counter.__post_init__()
        made.append(FacilitaDesk(counter, tmp_path / f"out{number}"))
    return made


def test_names_as_registered_at_one_desk_hold_at_the_other(world, two):
    one, other = two
    one.registered()
    assert world.settle().verified
    assert [site.site_name for site in other.register.registered().sites] == ["Spazio WeMi Capuana"]
    assert len(other.register.registered().operators) == 2


def test_what_one_desk_prepared_the_other_leaves_alone_until_it_is_thrown_away(world, two):
    one, other = two
    one.registered().month(3)
    assert world.settle().verified
    assert other.exports.look(OCTOBER).counts == {"new": 3}
    [batch] = one.export().batches
    assert world.settle().verified
    assert other.exports.look(OCTOBER).counts == {"elsewhere": 3}
    [line] = other.ledger.lines()
    assert (line.batch.file_name, line.is_here, line.batch.sha256) == (batch.file_name, False, batch.sha256)
    one.ledger.discard(batch.id)
    assert world.settle().verified
    assert other.exports.look(OCTOBER).counts == {"new": 3}


def test_rows_and_their_key_never_leave_the_desk(world, two):
    one, other = two
    one.registered().month(2)
    one.export()
    assert world.settle().verified
    assert [len(desk.rows(tables.FACILITA_ROW)) for desk in world.desks[:2]] == [2, 0]
    sent = b"".join(act.payload or b"" for act in world.desks[0].desk.acts() if act.kind.startswith("facilita_"))
    assert one.exports.hash_key() not in sent
    assert other.exports.hash_key() is not None
