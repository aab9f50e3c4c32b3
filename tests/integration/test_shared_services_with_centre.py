"""Shared services between two desks and the centre: the same group formed twice, other groups, who is erased."""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import person
from tests.joined_desks import World
from tests.shared_desk import FirstSolver
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.domain.shared_services import AGREED, GIVEN, SharedService, participant_id
from wemi_desk.persistence import tables
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.shared_services.doors import shared_service_doors
from wemi_desk.services.shared_services.forms import TypedRequest, request_of

TYPED = TypedRequest(
    need="baby_sitting", week="lun-ven 16-19", hours="6", municipio="4", children="1/5/2022", consent=GIVEN,
)  # fmt: skip


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
def both(world):
    return [
        shared_service_doors(one.giulia.store, one.giulia.session, FirstSolver, lambda phone: phone)
        for one in world.desks
    ]


@pytest.fixture
def asked(world, both):
    """Three families at the first desk."""
    made = []
    for surname in ("Fumagalli", "Bianchi", "Colombo"):
        form = RegisterCitizen(form=person(surname, "Ada"))
        person_id = world.desks[0].giulia.citizens.register(form).citizen.id
        made.append(both[0].requests.ask(person_id, request_of(TYPED, world.clock.today())).request)
    world.settle()
    return made


def offered(doors):
    [proposal] = doors.forming.search().proposals
    return proposal.offer


def test_the_same_group_formed_at_two_desks_is_one_group_with_each_family_once(world, both, asked):
    offers = [offered(doors) for doors in both]
    for doors, offer in zip(both, offers, strict=True):
        doors.forming.form(offer)
        world.pass_by(minutes=1)
    assert world.settle().verified
    for doors in both:
        [group] = doors.groups.all()
        assert len(group.present) == 3
        assert group.issues == ()


def test_two_groups_with_a_family_in_common_are_both_kept_and_both_desks_are_told(world, both, asked):
    offer = offered(both[0])
    both[0].forming.form(offer)
    both[1].requests.close(asked[0].id)
    both[1].forming.form(offered(both[1]))
    both[1].requests.reopen(asked[0].id)
    assert world.settle().verified
    for doors in both:
        groups = doors.groups.all()
        assert sorted(len(group.present) for group in groups) == [2, 3]
        assert [group.issues for group in groups] == [("two_groups",), ("two_groups",)]
    both[0].groups.close(groups[1].service.id, date(2026, 12, 1), "double")
    world.settle()
    assert [group.issues for group in both[1].groups.all()] == [(), ()]


def test_who_left_at_one_desk_and_a_new_cost_at_the_other_still_sum_to_the_total(world, both, asked):
    group = both[0].forming.form(offered(both[0])).group
    for member in group.members:
        both[0].groups.answer(member.participant.id, AGREED)
    group = both[0].groups.activate(group.service.id).group
    world.settle()
    both[0].groups.leave(group.members[0].participant.id, group.service.starts_on)
    with world.desks[1].giulia.store.work() as work:
        before = work.records(SharedService).get(group.service.id)
        work.shared_services.replace(replace(before, total_cents=100_01, splits=()))
        work.commit()
    assert world.settle().verified
    shown = [doors.groups.get(group.service.id) for doors in both]
    assert shown[0] == shown[1]
    assert len(shown[0].split.shares) == 2
    assert sum(one.cents for one in shown[0].split.shares) == shown[0].split.total_cents


def test_who_is_erased_is_in_no_group_and_the_others_pay_the_whole(world, both, asked):
    group = both[0].forming.form(offered(both[0])).group
    for member in group.members:
        both[0].groups.answer(member.participant.id, AGREED)
    both[0].groups.activate(group.service.id)
    world.settle()
    world.within(lambda work: erase_person(work, asked[1].citizen_id))
    world.settle()
    for desk, doors in zip(world.desks, both, strict=True):
        left = doors.groups.get(group.service.id)
        assert len(left.present) == 2
        assert sum(one.cents for one in left.split.shares) == left.split.total_cents == 312_00
        assert left.issues == ("to_tell",)
        assert asked[1].citizen_id not in {row.citizen_id for row in desk.rows(tables.SHARED_REQUEST)}
        assert participant_id(group.service.id, asked[1].id) not in {
            row.id for row in desk.rows(tables.SHARED_PARTICIPANT)
        }
