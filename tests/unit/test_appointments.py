"""Hours promised to people: steps, meetings, what is free."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.appointments import (
    ARRIVED,
    BOOKED,
    CANCELLED,
    DONE,
    NO_SHOW,
    Appointment,
    double_booked,
    free_in_day,
    in_the_way,
    missed_share,
)
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.openings import instant_of
from wemi_desk.domain.queue import WAITING, QueueTicket, in_turn

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 7, tzinfo=UTC)
ADA, UGO = UUID(int=1), UUID(int=2)


def booked(minute=600, minutes=30, who=ADA, number=1, day=DAY, **more):
    return Appointment(id=UUID(int=number), space_code="VEN", operator_id=who, starts_at=instant_of(day, minute),
                       minutes=minutes, created_at=AT, created_by=ADA, changed_at=AT, changed_by=ADA,
                       **more)  # fmt: skip


def test_every_step_has_a_way_back():
    arrived = booked().moved(ARRIVED, at=AT, by=UGO)
    assert (arrived.arrived_at, arrived.changed_by) == (AT, UGO)
    assert arrived.moved(BOOKED, at=AT, by=UGO).arrived_at is None
    assert arrived.moved(DONE, at=AT, by=UGO).moved(ARRIVED, at=AT, by=UGO).status == ARRIVED
    assert booked().moved(NO_SHOW, at=AT, by=UGO).moved(ARRIVED, at=AT, by=UGO).status == ARRIVED


def test_a_step_that_does_not_exist_names_who_was_faster():
    done = booked().moved(CANCELLED, at=AT, by=UGO)
    with pytest.raises(InvalidFieldError) as refused:
        done.moved(ARRIVED, at=AT, by=ADA)
    assert refused.value.data["by"] == UGO


def test_twenty_six_hours_are_no_appointment():
    with pytest.raises(InvalidFieldError) as refused:
        booked(minutes=26 * 60)
    assert refused.value.reason == "out_of_range"


def test_the_same_operator_cannot_have_two_people_without_a_word():
    there = [booked(), booked(660, number=2), booked(600, who=UGO, number=3)]
    assert in_the_way(there, ADA, instant_of(DAY, 615), 30).id == UUID(int=1)
    assert in_the_way(there, ADA, instant_of(DAY, 630), 30) is None
    assert in_the_way(there, None, instant_of(DAY, 600), 30) is None
    assert in_the_way([there[0].moved(CANCELLED, at=AT, by=ADA)], ADA, instant_of(DAY, 600), 30) is None


def test_hours_given_twice_are_both_shown():
    one, other, apart = booked(), booked(615, number=2), booked(700, number=3)
    assert double_booked([other, apart, one]) == ((one, other),)


def test_free_hours_begin_where_an_appointment_ends():
    found = list(free_in_day(DAY, ((540, 720),), [booked(555, 40)], 30, 30, AT))
    assert found == [instant_of(DAY, minute) for minute in (595, 625, 655, 685)]


def test_hours_that_are_over_are_not_offered():
    found = list(free_in_day(DAY, ((540, 660),), [], 30, 30, instant_of(DAY, 601)))
    assert found == [instant_of(DAY, 630)]


@settings(max_examples=80)
@given(st.lists(st.tuples(st.integers(480, 1000), st.integers(5, 120)), max_size=10), st.integers(5, 90),
       st.sampled_from((DAY, date(2027, 3, 28), date(2026, 10, 25))))  # fmt: skip
def test_what_is_offered_lies_within_the_hours_and_meets_nobody(taken, minutes, day):
    there = [booked(at, long, number=number, day=day) for number, (at, long) in enumerate(taken)]
    for at in free_in_day(day, ((540, 780), (840, 1020)), there, minutes, minutes, AT - timedelta(days=400)):
        assert in_the_way(there, ADA, at, minutes) is None
        assert any(instant_of(day, begin) <= at and at + timedelta(minutes=minutes) <= instant_of(day, end)
                   for begin, end in ((540, 780), (840, 1020)))  # fmt: skip


def test_who_was_called_off_or_came_unbooked_is_not_missed():
    there = [booked(status=NO_SHOW), booked(number=2, status=DONE), booked(number=3, status=CANCELLED),
             booked(number=4, status=DONE, is_walk_in=True)]  # fmt: skip
    assert missed_share(there) == (1, 2)


def ticket(number, arrived, due=None):
    return QueueTicket(id=UUID(int=number), space_code="VEN", day=DAY, letter="A", number=number, arrived_at=arrived,
                       state=WAITING, changed_at=AT, changed_by=ADA, due_at=due)  # fmt: skip


def test_whose_hour_has_come_is_called_first_and_then_by_arrival():
    now = AT + timedelta(minutes=30)
    first, second = ticket(1, AT), ticket(2, AT + timedelta(minutes=1))
    due = ticket(3, AT + timedelta(minutes=20), now)
    later = ticket(4, AT + timedelta(minutes=10), now + timedelta(hours=1))
    assert [one.number for one in in_turn([first, second, due, later], now)] == [3, 1, 2, 4]
