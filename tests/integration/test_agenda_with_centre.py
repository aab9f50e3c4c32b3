"""The agenda between two desks and the centre: one hour given twice, one week copied twice, who is erased."""

from datetime import date, timedelta

import pytest

from tests.agenda_store import agenda_of
from tests.factories import OPERATORS, person
from tests.joined_desks import World
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.domain.appointments import NO_SHOW
from wemi_desk.domain.openings import instant_of
from wemi_desk.persistence import tables
from wemi_desk.services.agenda.appointments import AppointmentForm
from wemi_desk.services.citizens import RegisterCitizen

GIULIA, MARCO = OPERATORS["giulia"].id, OPERATORS["marco"].id


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
def both(world):
    return [agenda_of(one.giulia) for one in world.desks]


def tomorrow(world) -> date:
    return world.clock.today() + timedelta(days=1)


def booked(agenda, day, name="", citizen=None):
    form = AppointmentForm(starts_at=instant_of(day, 600), operator_id=GIULIA, name=name, citizen_id=citizen)
    return agenda.appointments.book(form, anyway=True).appointment


def test_an_hour_given_at_two_desks_stays_with_both_people_and_both_desks_say_so(world, both):
    day = tomorrow(world)
    kept = {booked(both[0], day, "Sig. Bianchi").id, booked(both[1], day, "Sig.ra Conti").id}
    assert world.settle().verified
    for agenda in both:
        lines = agenda.days.day(day).lines
        assert {line.appointment.id for line in lines} == kept
        assert all(line.is_doubled and line.appointment.starts_at == instant_of(day, 600) for line in lines)


def test_a_week_copied_at_two_desks_is_one_week(world):
    leads = [agenda_of(one.desk.lead) for one in world.desks]
    monday = world.clock.today() - timedelta(days=world.clock.today().weekday())
    leads[0].planning.add_shift(GIULIA, monday, (540, 780))
    world.settle()
    for lead in leads:
        assert len(lead.planning.copy_week(monday).made) == 1
    assert world.settle().verified
    for one in world.desks:
        assert len(one.rows(tables.SHIFT)) == 2


def test_readers_of_a_note_at_two_desks_add_up(world, both):
    note = agenda_of(world.desks[0].desk.lead).handover.write("Chiavi dal custode")
    world.settle()
    both[0].handover.read([note.id])
    agenda_of(world.desks[1].desk.marco).handover.read([note.id])
    assert world.settle().verified
    for agenda in both:
        (line,) = agenda.handover.listed()
        assert {one.operator_id for one in line.note.readings} == {GIULIA, MARCO}


def test_who_is_erased_leaves_the_figure_of_a_missed_hour_and_nothing_that_is_to_come(world, both):
    form = RegisterCitizen(form=person("Zzyxwald", "Ada"))
    ada = world.desks[0].giulia.citizens.register(form).citizen.id
    day = tomorrow(world)
    missed, coming = booked(both[0], day, citizen=ada), booked(both[0], day + timedelta(days=30), citizen=ada)
    both[0].appointments.missed(missed.id)
    world.settle()
    world.within(lambda work: erase_person(work, ada))
    assert world.settle().verified
    for one in world.desks:
        rows = one.rows(tables.APPOINTMENT)
        assert [(row.status, row.citizen_id, row.name, row.note) for row in rows] == [(NO_SHOW, None, "", "")]
        assert {missed.id, coming.id}.isdisjoint(row.id for row in rows)
