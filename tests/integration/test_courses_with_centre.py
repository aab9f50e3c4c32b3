"""Courses and workstations between two desks and the centre: the last place, the same register, who is erased."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import CODE, person
from tests.joined_desks import World
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.gateways.calendars import ICalendarFiles
from wemi_desk.persistence import tables
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.courses.doors import course_doors
from wemi_desk.services.courses.planning import ActivityForm, Meetings
from wemi_desk.services.courses.workstations import TurnForm
from wemi_desk.services.volunteers.register import VolunteerForm

FORM = ActivityForm(title="SPID in gruppo", kind="group", competences=("9",), capacity=1)


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
def both(world):
    return [
        course_doors(one.giulia.store, one.giulia.session, one.desk.lists, {}, ICalendarFiles())
        for one in world.desks
    ]


def people(world, *surnames):
    registered = [
        world.desks[0].giulia.citizens.register(RegisterCitizen(form=person(surname, "Ada"))).citizen.id
        for surname in surnames
    ]
    world.settle()
    return registered


def planned(world, both):
    (meeting,) = both[0].planning.plan(FORM, Meetings(world.clock.now() + timedelta(hours=1), 60)).dates
    world.settle()
    return meeting


def test_the_last_place_given_at_two_desks_goes_to_the_first_and_both_are_told(world, both):
    ada, bruno = people(world, "Fumagalli", "Bianchi")
    meeting = planned(world, both)
    both[0].enrolling.enrol(meeting.activity_id, ada)
    world.pass_by(minutes=1)
    assert both[1].enrolling.enrol(meeting.activity_id, bruno).standing.has_place
    assert world.settle().verified
    for doors in both:
        assert [(one.citizen.id, one.standing.has_place) for one in doors.planning.lesson(meeting.id).people] == [
            (ada, True), (bruno, False),
        ]  # fmt: skip
        ((_activity, standing),) = doors.enrolling.to_tell()
        assert standing.enrolment.citizen_id == bruno


def test_one_register_kept_at_two_desks_is_one_sitting_for_everybody(world, both):
    ada, bruno = people(world, "Fumagalli", "Bianchi")
    meeting = planned(world, both)
    world.pass_by(hours=1)
    for doors, citizen_id in zip(both, (ada, bruno), strict=True):
        doors.attendance.tick(meeting.id, ada)
        doors.attendance.tick(meeting.id, citizen_id)
        doors.attendance.hold(meeting.id)
    assert world.settle().verified
    for desk in world.desks:
        (sitting,) = desk.rows(tables.FACILITATION_SESSION)
        rows = desk.rows(tables.FACILITATION_ATTENDANCE)
        assert {row.session_id for row in rows} == {sitting.id}
        assert {row.citizen_id for row in rows} == {ada, bruno}


def test_who_is_erased_leaves_no_list_behind_and_the_course_stays(world, both):
    ada, bruno = people(world, "Fumagalli", "Bianchi")
    meeting = planned(world, both)
    for one in (ada, bruno):
        both[0].enrolling.enrol(meeting.activity_id, one)
        both[0].attendance.tick(meeting.id, one)
    station = both[0].workstations.add("Postazione 1")
    both[0].workstations.take(TurnForm(workstation_id=station.id, citizen_id=ada))
    world.settle()
    world.within(lambda work: erase_person(work, ada))
    world.settle()
    for desk, doors in zip(world.desks, both, strict=True):
        assert [one.citizen.id for one in doors.planning.lesson(meeting.id).people] == [bruno]
        assert {row.citizen_id for row in desk.rows(tables.ACTIVITY_PRESENCE)} == {bruno}
        assert desk.rows(tables.WORKSTATION_TURN) == []


def test_a_place_booked_at_two_desks_is_kept_twice_and_both_see_it(world, both):
    station = both[0].workstations.add("Postazione 1")
    world.settle()
    at = world.clock.now() + timedelta(hours=1)
    for doors, name in zip(both, ("Ada", "Ugo"), strict=True):
        doors.workstations.take(TurnForm(workstation_id=station.id, first_name=name, starts_at=at))
    assert world.settle().verified
    for doors in both:
        assert [line.is_doubled for line in doors.workstations.day(world.clock.today())] == [True, True]


def test_the_person_goes_where_the_course_is(world, both, tmp_path):
    """A code that two desks wrote: the enrolment is of whoever stands for both."""
    meeting = planned(world, both)
    for doors, desk in zip(both, world.desks, strict=True):
        ada = desk.giulia.citizens.register(RegisterCitizen(form=person("Fumagalli", "Ada", code=CODE))).citizen.id
        world.pass_by(minutes=1)
        doors.enrolling.enrol(meeting.activity_id, ada)
    assert world.settle().verified
    assert len({tuple(one.citizen.id for one in doors.planning.lesson(meeting.id).people) for doors in both}) == 1


def test_the_same_volunteer_at_two_desks_is_one_with_one_record_of_hours_and_goes_with_an_erasure(world, both):
    ada, bruno = people(world, "Fumagalli", "Bianchi")
    meeting = planned(world, both)
    for doors in both:
        volunteer = doors.volunteers.register(ada, VolunteerForm(skills=("reading",))).volunteer
        doors.changing.ask_volunteers(meeting.id, (volunteer.id,))
    assert world.settle().verified
    world.pass_by(hours=1)
    for doors in both:
        doors.attendance.tick(meeting.id, bruno)
        doors.attendance.hold(meeting.id)
    assert world.settle().verified
    for desk, doors in zip(world.desks, both, strict=True):
        assert len(desk.rows(tables.VOLUNTEER)) == 1
        assert [row.minutes for row in desk.rows(tables.VOLUNTEER_HOURS)] == [60]
        assert [one.citizen.id for one in doors.planning.lesson(meeting.id).volunteers] == [ada]
    world.within(lambda work: erase_person(work, ada))
    world.settle()
    for desk, doors in zip(world.desks, both, strict=True):
        assert desk.rows(tables.VOLUNTEER) == desk.rows(tables.VOLUNTEER_HOURS) == []
        assert doors.planning.lesson(meeting.id).volunteers == ()


def test_places_without_a_name_that_two_desks_hold_offline_are_all_held_and_who_loses_one_is_told(world, both):
    (ada,) = people(world, "Fumagalli")
    meetings = Meetings(world.clock.now() + timedelta(hours=1), 60)
    (meeting,) = both[0].planning.plan(replace(FORM, capacity=4), meetings).dates
    both[0].enrolling.enrol(meeting.activity_id, ada)
    world.settle()
    for doors in both:
        doors.changing.expect_nameless(meeting.activity_id, 3)
    assert world.settle().verified
    for doors in both:
        assert doors.planning.lesson(meeting.id).activity.nameless_people == 6
        ((_activity, standing),) = doors.enrolling.to_tell()
        assert (standing.enrolment.citizen_id, standing.has_place) == (ada, False)
