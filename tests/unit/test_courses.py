"""Places and waiting list, presences, clashes."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.clashes import clashes
from wemi_desk.domain.courses import (
    Activity,
    ActivityDate,
    Enrolment,
    Presence,
    enrolment_id,
    monday_of,
    nameless_entry,
    presence_id,
    present,
    sitting_of,
    standings,
)
from wemi_desk.domain.errors import InvalidFieldError

NINE = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
WHO = UUID(int=9)


def activity(**values):
    base = {
        "id": UUID(int=1), "space_code": "VEN", "title": "SPID", "competences": ("9",), "capacity": 2,
        "created_at": NINE, "created_by": WHO,
    }
    return Activity(**base | values)


def meeting(number=1, minutes=60, at=NINE, **values):
    base = {
        "id": UUID(int=number), "activity_id": UUID(int=1), "space_code": "VEN", "starts_at": at, "minutes": minutes,
        "created_at": NINE, "created_by": WHO,
    }
    return ActivityDate(**base | values)


def enrolment(number, after=0, **values):
    base = {
        "id": UUID(int=number), "activity_id": UUID(int=1), "citizen_id": UUID(int=100 + number), "space_code": "VEN",
        "enrolled_at": NINE + timedelta(minutes=after), "enrolled_by": WHO,
    }
    return Enrolment(**base | values)


def presence(number, **values):
    base = {
        "id": UUID(int=number), "date_id": UUID(int=1), "activity_id": UUID(int=1), "space_code": "VEN",
        "citizen_id": UUID(int=100 + number), "noted_at": NINE + timedelta(minutes=number), "noted_by": WHO,
    }
    return Presence(**base | values)


def test_places_go_to_who_came_first_whatever_the_order_of_the_records():
    people = [enrolment(1, 5), enrolment(2, 0), enrolment(3, 9)]
    for order in permutations(people):
        shown = standings(order, 2)
        assert [(one.enrolment.id.int, one.has_place, one.number) for one in shown] == [
            (2, True, 1), (1, True, 2), (3, False, 1),
        ]


def test_who_leaves_frees_the_place_of_the_first_who_waits_and_somebody_must_tell_them():
    gone = enrolment(1, 0, cancelled_at=NINE, told="place")
    waiting = enrolment(2, 1, told="waiting")
    (only,) = standings([gone, waiting], 1)
    assert only.has_place
    assert only.is_to_tell


def test_fewer_places_send_the_last_to_the_waiting_list():
    shown = standings([enrolment(n, n, told="place") for n in (1, 2, 3)], 1)
    assert [one.has_place for one in shown] == [True, False, False]
    assert [one.is_to_tell for one in shown] == [False, True, True]


def test_a_person_who_was_two_records_has_one_place():
    double = enrolment(2, 3, citizen_id=UUID(int=101))
    assert [one.enrolment.id.int for one in standings([enrolment(1), double], 5)] == [1]


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(0, 50), st.booleans()), max_size=25),
    st.integers(1, 8),
)
def test_nobody_counts_twice_and_no_place_stays_empty_while_somebody_waits(said, capacity):
    people = [
        enrolment(place + 1, after, citizen_id=UUID(int=who), cancelled_at=NINE if gone else None)
        for place, (who, after, gone) in enumerate(said)
    ]
    shown = standings(people, capacity)
    named = [one.enrolment.citizen_id for one in shown]
    assert len(named) == len(set(named))
    assert sum(one.has_place for one in shown) == min(capacity, len(shown))
    assert [one.has_place for one in shown] == sorted((one.has_place for one in shown), reverse=True)


def test_a_mark_that_was_a_mistake_counts_nobody():
    marks = [presence(1), presence(2, withdrawn_at=NINE), presence(3, citizen_id=UUID(int=101))]
    assert [one.id.int for one in present(marks)] == [1]


def test_two_desks_make_the_same_records():
    assert enrolment_id(UUID(int=1), UUID(int=2)) == enrolment_id(UUID(int=1), UUID(int=2))
    made = {enrolment_id(UUID(int=1), UUID(int=2)), presence_id(UUID(int=1), UUID(int=2)), sitting_of(UUID(int=1))}
    assert len(made) == 3


def test_the_week_begins_on_monday():
    assert {monday_of(date(2026, 11, day)) for day in range(16, 23)} == {date(2026, 11, 16)}


def test_the_same_room_or_leader_at_the_same_time_clashes():
    first = meeting(1, room="Sala A", leader_id=WHO)
    later = meeting(2, room="sala a", at=NINE + timedelta(minutes=59), leader_id=WHO)
    after = meeting(3, room="Sala A", at=NINE + timedelta(minutes=119), leader_id=WHO)
    assert [(one.one.id.int, one.other.id.int, one.what) for one in clashes([after, later, first])] == [
        (1, 2, "room"), (1, 2, "leader"),
    ]


def test_a_volunteer_and_a_leader_without_an_account_cannot_be_in_two_places():
    ada = UUID(int=77)
    first = meeting(1, volunteers=(ada,), led_by_text="Lina  Verdi")
    other = meeting(2, volunteers=(UUID(int=78), ada), led_by_text="lina verdi", at=NINE + timedelta(minutes=30))
    assert [one.what for one in clashes([first, other])] == ["leader", "volunteer"]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 600), st.integers(5, 720), st.integers(0, 2)), max_size=25))
def test_the_clashes_are_those_that_comparing_every_pair_finds(said):
    dates = [
        meeting(number, minutes, NINE + timedelta(minutes=after), room="ABC"[room])
        for number, (after, minutes, room) in enumerate(said, start=1)
    ]
    pairs = {
        frozenset((one.id, other.id)) for one in dates for other in dates
        if one.id != other.id and one.room == other.room
        and one.starts_at < other.ends_at and other.starts_at < one.ends_at
    }  # fmt: skip
    assert {frozenset((clash.one.id, clash.other.id)) for clash in clashes(dates)} == pairs


def test_places_held_without_a_name_are_taken_and_what_cannot_be_read_holds_none():
    held = activity(capacity=8, nameless=(nameless_entry(5, WHO), "x|1", "99999999|2", ""))
    assert (held.nameless_people, held.places) == (5, 3)


def test_who_comes_well_after_the_beginning_is_late_and_a_mark_made_afterwards_says_nothing():
    first = meeting(1)
    assert not presence(5).is_late(first)
    assert presence(15).is_late(first)
    assert not presence(61).is_late(first)


def test_a_cancelled_meeting_is_in_nobodys_way():
    assert clashes([meeting(1, room="Sala"), meeting(2, room="Sala", state="cancelled")]) == ()


@pytest.mark.parametrize(
    ("made", "field"),
    [
        (lambda: activity(title="  "), "title"), (lambda: activity(capacity=0), "capacity"),
        (lambda: activity(competences=()), "competences"), (lambda: meeting(minutes=26 * 60), "minutes"),
        (lambda: meeting(minutes=0), "minutes"), (lambda: meeting(unnamed=-1), "unnamed"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(made, field):
    with pytest.raises(InvalidFieldError) as refused:
        made()
    assert refused.value.field == field


def test_an_activity_of_another_kind_needs_no_competence():
    assert not activity(kind="reading_group", competences=()).is_digital_help
