"""What is typed to plan and to book, read field by field; and the words of meetings and turns."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.gateways.reference_lists import load_facilita_contract
from wemi_desk.services.courses.forms import TypedActivity, TypedTurn, activity_of, meetings_of, price_of, turn_of
from wemi_desk.services.courses.words import kinds, topic_codes, topics
from wemi_desk.services.volunteers.forms import minutes_of_hours
from wemi_desk.ui.course_errors import COURSE_TEXTS
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.screens.courses.calendar_words import title_words

DAY = date(2026, 11, 25)
WHERE = UUID(int=5)


def activity(**values):
    base = {"title": "SPID", "topic": "DIG-09", "capacity": "8", "day": DAY, "time": "16:30", "minutes": "90"}
    return TypedActivity(**base | values)


def turn(**values):
    base = {"workstation_id": WHERE, "first_name": "Ada", "day": DAY, "time": "16:30", "minutes": "30"}
    return TypedTurn(**base | values)


def refusal(work):
    with pytest.raises(InvalidFieldError) as refused:
        work()
    return refused.value


def test_an_activity_takes_its_codes_from_what_it_is_about():
    form = activity_of(activity(title="  SPID\n per tutti "))
    meetings = meetings_of(activity(rhythm="weekly", times="4"))
    assert (form.title, form.competences, form.domains, form.capacity) == ("SPID per tutti", ("9",), (), 8)
    at = (meetings.starts_at, meetings.minutes, meetings.said.times)
    assert at == (datetime(2026, 11, 25, 15, 30, tzinfo=UTC), 90, 4)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"), ({"topic": ""}, "topic"), ({"capacity": "otto"}, "capacity"),
        ({"capacity": "0"}, "capacity"), ({"capacity": "9" * 5000}, "capacity"),
    ],
)
def test_a_fault_of_the_activity_names_its_field_in_a_sentence(values, field):
    error = refusal(lambda: activity_of(activity(**values)))
    assert error.field == field
    assert error_text(error).endswith(".")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"day": None}, "day"), ({"time": "25:00"}, "time"), ({"time": ""}, "time"), ({"minutes": "1560"}, "minutes"),
        ({"minutes": "-5"}, "minutes"),
        ({"rhythm": "weekly", "times": "0"}, "times"),
        ({"rhythm": "weekly", "times": "²"}, "times"), ({"rhythm": "monthly"}, "times"),
        ({"rhythm": "weekly", "until": date(2026, 11, 1)}, "until"),
        ({"rhythm": "weekly", "until_wrong": True}, "until"), ({"rhythm": "chosen"}, "chosen"),
        ({"rhythm": "chosen", "chosen": "31/11"}, "chosen"), ({"rhythm": "chosen", "chosen": "boh"}, "chosen"),
        ({"rhythm": "weekly", "times": "3", "left_out": "29/2/2027"}, "left_out"),
        ({"day": date(2027, 3, 28), "time": "02:30"}, "time"),
    ],
)
def test_a_fault_of_the_dates_names_its_field_in_a_sentence(values, field):
    error = refusal(lambda: meetings_of(activity(**values)))
    assert error.field == field
    assert error_text(error).endswith(".")


def test_an_activity_of_26_hours_is_told_in_hours():
    words = error_text(refusal(lambda: meetings_of(activity(minutes="1560"))))
    assert words == "Un incontro dura al massimo 12 ore, qui sono 26. Fanne due incontri."


def test_what_is_not_digital_has_no_codes_and_needs_no_topic():
    form = activity_of(activity(activity_type="reading", topic="", price="7,5", partners=" Biblioteca , ARCI, "))
    assert (form.kind, form.competences, form.topic, form.price_cents) == ("gathering", (), "", 750)
    assert form.partner_organisations == ("Biblioteca", "ARCI")


@pytest.mark.parametrize(("typed", "cents"), [("", 0), ("5", 500), ("7,50 €", 750), ("0.5", 50)])
def test_prices_as_people_type_them(typed, cents):
    assert price_of(typed) == cents


@pytest.mark.parametrize("typed", ["gratis", "5,555", "-1", "99999", "5,x"])
def test_what_is_no_price_is_told(typed):
    assert error_text(refusal(lambda: price_of(typed))).endswith(".")


def test_without_a_time_the_person_sits_down_now():
    assert turn_of(turn(time="")).starts_at is None
    assert turn_of(turn()).starts_at == datetime(2026, 11, 25, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"workstation_id": None}, "workstation"), ({"first_name": ""}, "first_name"), ({"minutes": ""}, "minutes")],
)
def test_a_fault_of_a_turn_names_its_field_in_a_sentence(values, field):
    error = refusal(lambda: turn_of(turn(**values)))
    assert error.field == field
    assert error_text(error).endswith(".")


def test_every_refusal_of_courses_has_a_whole_sentence():
    data = {"limit": 1, "hours": 26, "most": 12, "word": "31/11", "day": DAY,
            "low": 1, "high": 2, "at": DAY, "until": DAY, "free": DAY}
    for (field, reason), _text in COURSE_TEXTS.items():
        words = error_text(InvalidFieldError(field, reason, **data))
        assert words.endswith("."), (field, reason)
        assert "{" not in words, (field, reason)


def test_every_topic_has_codes_that_facilita_knows():
    contract = load_facilita_contract()
    known = {name: set(contract.lists[name].codes) for name in ("SE5", "SE6")}
    for topic, words in topics():
        competences, domains = topic_codes(topic)
        assert words
        assert competences
        assert set(competences) <= known["SE5"]
        assert set(domains) <= known["SE6"]
    assert len(kinds()) == 3


@pytest.mark.parametrize(
    ("span", "title"),
    [("list", "Settimana dal 16/11 al 22/11/2026"), ("week", "Settimana dal 16/11 al 22/11/2026"),
     ("month", "Novembre 2026"), ("day", "Domenica 22 novembre 2026")],
)  # fmt: skip
def test_the_calendar_says_what_it_shows(span, title):
    assert title_words(span, date(2026, 11, 22), {}) == title


@pytest.mark.parametrize(("typed", "minutes"), [("2", 120), ("1,5", 90), ("0.25", 15), ("1:30", 90), (" 16 ", 960)])
def test_hours_as_people_type_them(typed, minutes):
    assert minutes_of_hours(typed) == minutes


@pytest.mark.parametrize("typed", ["", "26", "due", "1:75", "-1", "0", "1,555", "²"])
def test_what_are_no_hours_is_told(typed):
    assert error_text(refusal(lambda: minutes_of_hours(typed))).endswith(".")
