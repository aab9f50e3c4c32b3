"""Computers for the public on a real store: sit, book, leave, take back."""

from datetime import timedelta

import pytest

from tests.factories import CODE, person
from wemi_desk.domain.errors import InvalidFieldError, NothingToUndoError
from wemi_desk.persistence.tables import WORKSTATION_TURN
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.courses.workstations import TurnForm, WorkstationService


def service(counter):
    return WorkstationService(counter.store, counter.session)


@pytest.fixture
def places(desk):
    return service(desk.giulia)


@pytest.fixture
def station(places):
    return places.add("Postazione 1")


@pytest.fixture
def ada(desk):
    return desk.giulia.citizens.register(RegisterCitizen(form=person("Fumagalli", "Ada", code=CODE))).citizen.id


def test_who_sits_where_since_when(desk, places, station, ada):
    places.take(TurnForm(workstation_id=station.id, citizen_id=ada))
    desk.clock.pass_by(minutes=10)
    (line,) = places.now()
    assert (line.workstation.name, line.seated.who) == ("Postazione 1", "Ada F.")
    assert line.seated.turn.seated_at == desk.clock.now() - timedelta(minutes=10)


def test_a_place_where_somebody_sits_is_not_given_again(desk, places, station, ada):
    places.take(TurnForm(workstation_id=station.id, citizen_id=ada))
    desk.clock.pass_by(hours=2)
    with pytest.raises(InvalidFieldError) as refused:
        places.take(TurnForm(workstation_id=station.id, first_name="Ugo"))
    assert refused.value.reason == "occupied"


def test_a_booking_says_when_the_place_is_taken_and_when_it_is_free(desk, places, station, ada):
    at = desk.clock.now() + timedelta(hours=1)
    places.take(TurnForm(workstation_id=station.id, citizen_id=ada, starts_at=at, minutes=45))
    with pytest.raises(InvalidFieldError) as refused:
        places.take(TurnForm(workstation_id=station.id, first_name="Ugo", starts_at=at + timedelta(minutes=30)))
    assert refused.value.data["free"] == at + timedelta(minutes=45)
    places.take(TurnForm(workstation_id=station.id, first_name="Ugo", starts_at=refused.value.data["free"]))
    assert [line.who for line in places.day(desk.clock.today())] == ["Ada F.", "Ugo"]


def test_who_booked_sits_down_stays_longer_and_leaves(desk, places, station):
    at = desk.clock.now() + timedelta(minutes=30)
    turn = places.take(TurnForm(workstation_id=station.id, first_name="Ugo", starts_at=at)).turn
    desk.clock.pass_by(minutes=40)
    turn = places.arrive(turn.id).turn
    assert turn.ends_at == desk.clock.now() + timedelta(minutes=30)
    assert places.longer(turn.id).minutes == 45
    places.finish(turn.id)
    (line,) = places.now()
    assert line.seated is None


def test_nobody_is_given_the_time_that_somebody_else_has_booked(desk, places, station):
    turn = places.take(TurnForm(workstation_id=station.id, first_name="Ugo")).turn
    places.take(TurnForm(
        workstation_id=station.id, first_name="Ada", starts_at=desk.clock.now() + timedelta(minutes=30),
    ))  # fmt: skip
    with pytest.raises(InvalidFieldError) as refused:
        places.longer(turn.id)
    assert refused.value.reason == "booked_after"


def test_only_an_assisted_place_is_booked_and_never_in_the_past(desk, places, station):
    free = places.add("Libera", is_assisted=False)
    at = desk.clock.now() + timedelta(hours=1)
    with pytest.raises(InvalidFieldError) as refused:
        places.take(TurnForm(workstation_id=free.id, first_name="Ugo", starts_at=at))
    assert refused.value.reason == "not_booked"
    with pytest.raises(InvalidFieldError) as refused:
        places.take(TurnForm(workstation_id=station.id, first_name="Ugo", starts_at=at - timedelta(hours=3)))
    assert refused.value.reason == "in_past"


def test_undo_puts_a_step_back_but_not_over_a_colleague(desk, places, station):
    turn = places.take(TurnForm(workstation_id=station.id, first_name="Ugo")).turn
    places.finish(turn.id)
    desk.giulia.undo.undo()
    assert places.now()[0].seated is not None
    service(desk.marco).finish(turn.id)
    with pytest.raises(NothingToUndoError):
        desk.giulia.undo.undo()


def test_a_workstation_in_use_is_not_taken_away_and_names_are_not_given_twice(desk, places, station):
    turn = places.take(TurnForm(workstation_id=station.id, first_name="Ugo")).turn
    with pytest.raises(InvalidFieldError):
        places.retire(station.id)
    with pytest.raises(InvalidFieldError):
        places.add("postazione 1 ")
    places.finish(turn.id)
    places.retire(station.id)
    assert places.now() == []
    assert len(desk.rows(WORKSTATION_TURN)) == 1


def test_a_first_name_that_does_not_fit_is_refused_whole(places, station):
    with pytest.raises(InvalidFieldError) as refused:
        places.take(TurnForm(workstation_id=station.id, first_name="U" * 31))
    assert refused.value.field == "first_name"
