"""Years on a clock, months without a line, a space that is taken away: what was said is neither lost nor shown."""

from datetime import timedelta

import pytest

from tests.factories import CODE, person, visit
from tests.fakes import PlainContactDetails
from tests.joined_desks import World
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.persistence import tables
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.mending import MendingService
from wemi_desk.sync.ports import LineError

TEN_YEARS = timedelta(days=3652)


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    yield world
    world.close()


def register(desk, surname="Fumagalli", **values):
    return desk.giulia.citizens.register(RegisterCitizen(form=person(surname, **values))).citizen


def everything(desk):
    return " ".join(str(row) for table in tables.METADATA.sorted_tables for row in desk.rows(table))


@pytest.mark.parametrize(("first", "second"), [(TEN_YEARS, -TEN_YEARS), (-TEN_YEARS, TEN_YEARS)])
def test_with_clocks_twenty_years_apart_no_word_is_lost_and_both_desks_hold_the_same(world, first, second):
    one, two = world.desks
    citizen = register(one, phone="333 1234567")
    world.settle()
    right = world.clock.instant
    for desk, wrong, phone in ((one, first, "333 1111111"), (two, second, "333 2222222")):
        world.clock.instant = right + wrong
        desk.giulia.citizens.change(citizen.id, person("Fumagalli", phone=phone))
        world.clock.instant = right
    assert world.settle().verified
    assert one.sync().verified
    held = [[row.phone for row in desk.rows(tables.CITIZEN)] for desk in world.desks]
    assert held[0] == held[1]
    for desk in world.desks:
        assert all(phone in everything(desk) for phone in ("3331111111", "3332222222"))
    assert {act.verdict for desk in world.desks for act in desk.desk.acts()} <= {"ok", "conflict"}


def test_back_after_months_a_desk_forgets_the_erased_before_it_says_or_hears_anything_else(world):
    one, two = world.desks
    citizen = register(one, code=CODE, phone="333 1234567")
    world.settle()
    two.giulia.contacts.record(visit(citizen_id=citizen.id, note="Torna giovedì"))
    other = register(two, "Brambilla")
    world.pass_by(days=130)
    world.within(lambda work: erase_person(work, citizen.id))
    two.line.failing = [("erased", False, LineError("down"))]
    with pytest.raises(LineError):
        two.sync()
    held = everything(two)
    assert "3331234567" not in held
    assert "giovedì" not in held
    assert two.sync().verified
    assert [row.id for row in two.rows(tables.CITIZEN)] == [other.id]
    assert one.sync().verified
    assert [row.surname for row in one.rows(tables.CITIZEN)] == ["Brambilla"]


def test_what_was_not_sent_from_a_space_that_was_taken_away_stays_to_be_mended_and_goes_when_it_is_given_back(world):
    one, two = world.desks
    register(one)
    world.settle()
    mine = register(two, "Brambilla")
    two.line.caller = two.caller("CAP")
    two.sync()
    kept = [act for act in two.desk.acts() if act.record_id == mine.id]
    assert [(act.verdict, act.verdict_reason) for act in kept] == [("refused", "foreign_space")]
    assert [row.surname for row in two.rows(tables.CITIZEN)] == ["Brambilla"]
    two.line.caller = two.caller("VEN")
    MendingService(two.giulia.store, two.giulia.session, PlainContactDetails()).retry(kept[0].id)
    assert world.settle().verified
    assert sorted(row.surname for row in one.rows(tables.CITIZEN)) == ["Brambilla", "Fumagalli"]
