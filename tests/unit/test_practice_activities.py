"""What the palestra plans: there to be looked at and enrolled in, never in the way of this week."""

from datetime import date
from uuid import uuid4

from tests.factories import make_citizen
from wemi_desk.domain.courses import monday_of
from wemi_desk.domain.days import rome_day
from wemi_desk.services.practice_activities import practice_activities

IMMACULATE = date(2026, 12, 8)


def planned(today):
    people = [make_citizen(number) for number in range(20)]
    return practice_activities(uuid4, today, people, lambda day: "Immacolata" if day == IMMACULATE else "")


def test_this_week_stays_free_and_no_meeting_falls_on_a_holiday():
    today = date(2026, 11, 19)
    days = [rome_day(one.starts_at) for one in planned(today)["activity_date"]]
    assert len(days) == 12
    assert (min(days) - monday_of(today)).days >= 7
    assert IMMACULATE not in days


def test_everybody_enrolled_has_a_place_and_nobody_is_in_two():
    made = planned(date(2026, 11, 19))
    assert len({one.citizen_id for one in made["activity_enrolment"]}) == len(made["activity_enrolment"]) == 13
    for activity in made["activity"]:
        assert sum(one.activity_id == activity.id for one in made["activity_enrolment"]) <= activity.capacity
