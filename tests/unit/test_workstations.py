"""Turns at a computer: steps, time that is up, what is booked."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.workstations import (
    Workstation,
    WorkstationTurn,
    double_booked,
    free_from,
    in_the_way,
    time_left,
    time_sign,
)

TEN = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
WHO = UUID(int=9)


def turn(number=1, at=0, minutes=30, station=1, **values):
    base = {
        "id": UUID(int=number), "workstation_id": UUID(int=station), "space_code": "VEN",
        "starts_at": TEN + timedelta(minutes=at), "minutes": minutes, "created_at": TEN, "created_by": WHO,
        "changed_at": TEN, "changed_by": WHO,
    }
    return WorkstationTurn(**base | values)


def seated(number=1, at=0, minutes=30, **values):
    begun = TEN + timedelta(minutes=at)
    return turn(number, at, minutes, state="seated", seated_at=begun, **values)


def test_who_sits_down_late_has_the_whole_time():
    late = turn(minutes=30).moved("seated", at=TEN + timedelta(minutes=10), by=WHO)
    assert late.ends_at == TEN + timedelta(minutes=40)
    assert time_left(late, TEN + timedelta(minutes=50)) == timedelta(minutes=-10)


def test_the_operator_sees_when_the_time_is_nearly_up_and_when_it_is():
    one = seated(minutes=30)
    signs = [time_sign(one, TEN + timedelta(minutes=minutes)) for minutes in (0, 24, 25, 29, 30, 90)]
    assert signs == ["in_time", "in_time", "ending", "ending", "over", "over"]


def test_more_time_puts_the_sign_away():
    one = seated(minutes=30).longer(15, at=TEN, by=WHO)
    assert time_sign(one, TEN + timedelta(minutes=30)) == "in_time"


def test_a_step_that_does_not_exist_is_refused_and_says_who_moved_last():
    done = seated().moved("done", at=TEN, by=WHO)
    with pytest.raises(InvalidFieldError) as refused:
        done.moved("missed", at=TEN, by=WHO)
    assert refused.value.data["by"] == WHO


def test_leaving_taken_back_keeps_the_moment_of_sitting_down():
    one = seated(at=-20)
    back = one.moved("done", at=TEN, by=WHO).moved("seated", at=TEN, by=WHO)
    assert (back.seated_at, back.left_at) == (one.seated_at, None)


def test_a_booking_meets_only_who_is_there_at_that_time():
    turns = [turn(1, 0), turn(2, 60), turn(3, 30, state="cancelled"), turn(4, 30, state="missed")]
    assert in_the_way(turns, TEN + timedelta(minutes=30), 30) is None
    assert in_the_way(turns, TEN + timedelta(minutes=30), 31).id.int == 2
    assert in_the_way(turns, TEN + timedelta(minutes=30), 31, but=UUID(int=2)) is None


@settings(max_examples=80)
@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(5, 90)), max_size=10), st.integers(0, 300), st.integers(5, 90)
)
def test_the_first_free_time_is_free_and_not_before_what_was_asked(booked, at, minutes):
    turns = [turn(number, begin, length) for number, (begin, length) in enumerate(booked, start=1)]
    asked = TEN + timedelta(minutes=at)
    found = free_from(turns, asked, minutes)
    assert found >= asked
    assert in_the_way(turns, found, minutes) is None


def test_what_two_desks_gave_twice_is_told_and_nothing_is_lost():
    turns = [turn(1, 0), turn(2, 15), turn(3, 15, station=2), turn(4, 60)]
    assert [(one.id.int, other.id.int) for one, other in double_booked(turns)] == [(1, 2)]


@pytest.mark.parametrize("minutes", [0, 4, 481])
def test_a_turn_is_neither_a_moment_nor_a_night(minutes):
    with pytest.raises(InvalidFieldError):
        turn(minutes=minutes)


def test_a_workstation_has_a_name():
    with pytest.raises(InvalidFieldError):
        Workstation(id=UUID(int=1), space_code="VEN", name=" ", created_at=TEN, created_by=WHO)
