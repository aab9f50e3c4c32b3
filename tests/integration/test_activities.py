"""Activities of every type on a real store: series, changes with their undo, places without a name, volunteers."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from icalendar import Calendar

from tests.factories import CODE, OPERATORS, OTHER_CODE, person
from wemi_desk.domain.courses import CANCELLED
from wemi_desk.domain.days import rome_instant, rome_time
from wemi_desk.domain.errors import InvalidFieldError, NothingToUndoError
from wemi_desk.domain.series import Rhythm, Series
from wemi_desk.gateways.calendars import ICalendarFiles
from wemi_desk.gateways.holidays import MilanHolidays
from wemi_desk.persistence.tables import ACTIVITY, ACTIVITY_DATE, VOLUNTEER, VOLUNTEER_HOURS
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.courses.afterwards import TypedLog, log_of
from wemi_desk.services.courses.doors import course_doors
from wemi_desk.services.courses.planning import ActivityForm, Meetings
from wemi_desk.services.volunteers.register import VolunteerForm

FORM = ActivityForm(title="Lettura ad alta voce", kind="gathering", activity_type="reading", capacity=8, room="Sala A")


@pytest.fixture
def courses(desk):
    names = {one.id: one.shown_name for one in OPERATORS.values()}
    giulia = desk.giulia
    return course_doors(giulia.store, giulia.session, giulia.desk.lists, names, ICalendarFiles(), MilanHolidays().name)


@pytest.fixture
def ada(desk):
    return register(desk, "Fumagalli", CODE)


def register(desk, surname, code=""):
    return desk.giulia.citizens.register(RegisterCitizen(form=person(surname, "Ada", code=code))).citizen.id


def weekly(desk, times=4, hour=16, **said):
    first = desk.clock.today() + timedelta(days=1)
    series = Series(rhythm=Rhythm.WEEKLY, first_on=first, times=times, **said)
    return Meetings(rome_instant(first, time(hour)), 90, series=series)


def undo(desk):
    desk.giulia.undo.undo()


def hours_of(dates):
    return [f"{rome_time(one.starts_at):%H:%M}" for one in dates]


def test_a_series_is_planned_and_ctrl_z_takes_it_out_of_the_calendar(desk, courses):
    planned = courses.planning.plan(FORM, weekly(desk))
    assert planned.activity.series == "weekly"
    assert [len(courses.planning.week(rome_time(one.starts_at).date())) for one in planned.dates] == [1] * 4
    undo(desk)
    assert [len(courses.planning.week(rome_time(one.starts_at).date())) for one in planned.dates] == [0] * 4
    assert len(desk.rows(ACTIVITY_DATE)) == 4


def test_what_would_clash_is_seen_before_anything_is_written(desk, courses):
    courses.planning.plan(FORM, weekly(desk, hour=17))
    acts = len(desk.acts())
    seen = courses.planning.preview(replace(FORM, room="sala a"), weekly(desk, times=2))
    assert [one.what for one in seen.clashes] == ["room", "room"]
    assert set(seen.titles.values()) == {FORM.title}
    assert len(desk.acts()) == acts


def test_the_rest_of_a_series_moves_together_and_ctrl_z_brings_it_back(desk, courses):
    planned = courses.planning.plan(FORM, weekly(desk))
    second = planned.dates[1]
    moved = Meetings(second.starts_at + timedelta(days=1, hours=1), 60)
    changed = courses.changing.change(second.id, replace(FORM, room="Sala B"), moved, rest=True)
    assert len(changed.dates) == 3
    dates = courses.planning.lesson(second.id).dates
    assert hours_of(dates) == ["16:00", "17:00", "17:00", "17:00"]
    assert [one.room for one in dates] == ["Sala A", "Sala B", "Sala B", "Sala B"]
    undo(desk)
    assert hours_of(courses.planning.lesson(second.id).dates) == ["16:00"] * 4
    assert courses.planning.lesson(second.id).activity.room == "Sala A"


def test_one_meeting_moves_alone(desk, courses):
    planned = courses.planning.plan(FORM, weekly(desk))
    courses.changing.change(planned.dates[2].id, FORM, Meetings(planned.dates[2].starts_at, 30), rest=False)
    assert [one.minutes for one in courses.planning.lesson(planned.dates[0].id).dates] == [90, 90, 30, 90]


def test_a_word_said_since_is_not_undone(desk, courses):
    planned = courses.planning.plan(FORM, weekly(desk, times=1))
    meeting = planned.dates[0]
    changed = courses.changing.change(meeting.id, FORM, Meetings(meeting.starts_at, 30), rest=False)
    courses.changing.change(meeting.id, FORM, Meetings(meeting.starts_at, 45), rest=False)
    with pytest.raises(NothingToUndoError):
        desk.giulia.undo.undo(changed.deed.id)
    assert courses.planning.lesson(meeting.id).date.minutes == 45


def test_a_rest_that_would_fall_on_the_missing_hour_moves_nothing(desk, courses):
    planned = courses.planning.plan(FORM, weekly(desk, times=25))
    before = hours_of(courses.planning.lesson(planned.dates[0].id).dates)
    first = rome_time(planned.dates[0].starts_at)
    sunday = first.date() + timedelta(days=6 - first.weekday())
    night = Meetings(rome_instant(sunday, time(2, 30)), 60)
    with pytest.raises(InvalidFieldError) as refused:
        courses.changing.change(planned.dates[0].id, FORM, night, rest=True)
    assert refused.value.reason == "missing_hour"
    assert hours_of(courses.planning.lesson(planned.dates[0].id).dates) == before


def test_the_rest_is_called_off_and_comes_back_with_ctrl_z(desk, courses):
    planned = courses.planning.plan(FORM, weekly(desk))
    gone, _deed = courses.changing.cancel(planned.dates[1].id, "Sala chiusa", rest=True)
    assert {one.state for one in gone} == {CANCELLED}
    assert len(gone) == 3
    undo(desk)
    assert [one.state for one in courses.planning.lesson(planned.dates[0].id).dates] == ["planned"] * 4


def test_fewer_places_than_people_removes_nobody_and_says_who_waits(desk, courses, ada):
    planned = courses.planning.plan(FORM, weekly(desk, times=1))
    bruno = register(desk, "Bianchi")
    for one in (ada, bruno):
        desk.clock.pass_by(minutes=1)
        courses.enrolling.enrol(planned.activity.id, one)
    meetings = Meetings(planned.dates[0].starts_at, 90)
    changed = courses.changing.change(planned.dates[0].id, replace(FORM, capacity=1), meetings, rest=False)
    assert [one.enrolment.citizen_id for one in changed.waiting] == [bruno]
    assert courses.planning.page(desk.clock.today(), desk.clock.today()).to_tell == 1


def test_five_without_a_name_take_five_places_and_no_more_than_there_are(desk, courses, ada):
    planned = courses.planning.plan(FORM, weekly(desk, times=1))
    courses.enrolling.enrol(planned.activity.id, ada)
    courses.changing.expect_nameless(planned.activity.id, 5)
    lesson = courses.planning.lesson(planned.dates[0].id)
    assert (lesson.taken, lesson.activity.nameless_people) == (6, 5)
    with pytest.raises(InvalidFieldError) as refused:
        courses.changing.expect_nameless(planned.activity.id, 8)
    assert refused.value.data["free"] == 7
    undo(desk)
    assert courses.planning.lesson(planned.dates[0].id).taken == 1
    courses.changing.expect_nameless(planned.activity.id, 4)
    courses.changing.expect_nameless(planned.activity.id, 6)
    courses.changing.expect_nameless(planned.activity.id, 2)
    assert courses.planning.lesson(planned.dates[0].id).taken == 3


def test_a_mark_of_the_register_is_undone(desk, courses, ada):
    planned = courses.planning.plan(FORM, weekly(desk, times=1))
    desk.clock.pass_by(days=1)
    courses.attendance.tick(planned.dates[0].id, ada)
    assert courses.planning.lesson(planned.dates[0].id).present == 1
    undo(desk)
    assert courses.planning.lesson(planned.dates[0].id).present == 0


def test_a_volunteer_is_registered_once_changed_ended_and_asked_again(desk, courses, ada):
    form = VolunteerForm(skills=("reading",), availability_text="martedì")
    made = courses.volunteers.register(ada, form).volunteer
    with pytest.raises(InvalidFieldError):
        courses.volunteers.register(ada, form)
    courses.volunteers.change(made.id, replace(form, availability_text="giovedì"))
    (line,) = courses.volunteers.listed()
    assert (line.citizen.id, line.volunteer.availability_text) == (ada, "giovedì")
    courses.volunteers.end(made.id)
    desk.clock.pass_by(days=1)
    assert courses.volunteers.listed() == []
    assert len(courses.volunteers.listed(all_of_them=True)) == 1
    courses.volunteers.register(ada, form)
    assert len(courses.volunteers.listed()) == 1
    assert len(desk.rows(VOLUNTEER)) == 1


def test_a_registration_that_was_a_mistake_is_undone(desk, courses, ada):
    courses.volunteers.register(ada, VolunteerForm())
    undo(desk)
    assert courses.volunteers.listed(all_of_them=True) == []


def test_a_held_meeting_writes_the_hours_of_its_volunteers_and_reopening_takes_them_back(desk, courses, ada):
    volunteer = courses.volunteers.register(ada, VolunteerForm()).volunteer
    planned = courses.planning.plan(replace(FORM, volunteers=(volunteer.id,)), weekly(desk, times=1))
    meeting = planned.dates[0]
    assert [one.citizen.id for one in courses.planning.lesson(meeting.id).volunteers] == [ada]
    desk.clock.pass_by(days=2)
    courses.attendance.count_unnamed(meeting.id, 4)
    courses.attendance.hold(meeting.id, 100)
    today = desk.clock.today()
    figures = courses.volunteers.figures(today - timedelta(days=7), today)
    assert (figures.active, figures.minutes) == (1, 100)
    assert [one.title for one in courses.volunteers.hours_of(volunteer.id)] == [FORM.title]
    courses.attendance.reopen(meeting.id)
    assert courses.volunteers.figures(today - timedelta(days=7), today).active == 0
    courses.attendance.hold(meeting.id, 50)
    assert courses.volunteers.figures(today - timedelta(days=7), today).minutes == 50
    assert len(desk.rows(VOLUNTEER_HOURS)) == 1


def test_hours_outside_a_meeting_are_written_and_taken_back(desk, courses, ada):
    volunteer = courses.volunteers.register(ada, VolunteerForm()).volunteer
    today = desk.clock.today()
    with pytest.raises(InvalidFieldError):
        courses.volunteers.add_hours(volunteer.id, today + timedelta(days=1), 60)
    hours, _deed = courses.volunteers.add_hours(volunteer.id, today, 150)
    assert courses.volunteers.listed()[0].minutes == 150
    courses.volunteers.remove_hours(hours.id)
    assert courses.volunteers.listed()[0].minutes == 0
    undo(desk)
    assert courses.volunteers.listed()[0].minutes == 150


def test_two_records_of_one_person_are_one_volunteer_after_they_are_joined(desk, courses, ada):
    other = register(desk, "Fumagali", OTHER_CODE)
    for one in (ada, other):
        courses.volunteers.add_hours(courses.volunteers.register(one, VolunteerForm()).volunteer.id,
                                     desk.clock.today(), 60)  # fmt: skip
    desk.giulia.merging.merge(ada, other)
    (line,) = courses.volunteers.listed()
    assert line.minutes == 120
    assert courses.volunteers.figures(desk.clock.today(), desk.clock.today()).active == 1
    kinds = {one.kind for one in desk.giulia.citizens.timeline(line.citizen.id)}
    assert {"volunteer", "volunteer_hours"} <= kinds


def test_a_page_of_the_calendar_names_its_holidays(desk, courses):
    page = courses.planning.page(date(2026, 12, 1), date(2026, 12, 31))
    assert [day.day for day in page.holidays] == [7, 8, 25, 26]
    assert desk.rows(ACTIVITY) == []


def held(desk, courses, people, **form):
    """A series of two, both held, with these people noted."""
    planned = courses.planning.plan(replace(FORM, **form), weekly(desk, times=2))
    for one in planned.dates:
        desk.clock.pass_by(days=(one.starts_at.date() - desk.clock.today()).days + 1)
        for person_id in people:
            courses.attendance.tick(one.id, person_id)
        courses.attendance.hold(one.id)
    return planned


def test_a_certificate_lists_the_meetings_one_was_at(desk, courses, ada):
    planned = held(desk, courses, [ada])
    paper = courses.certificates.of(planned.dates[0].id, ada)
    content = paper.content
    assert (content.person, content.title, content.kind) == ("Ada Fumagalli", FORM.title, "Lettura ad alta voce")
    assert (len(content.meetings), content.held, content.minutes) == (2, 2, 180)
    assert paper.citizen_id == ada


def test_whoever_came_late_is_certified_from_when_they_came(desk, courses, ada):
    planned = courses.planning.plan(FORM, weekly(desk, times=1))
    meeting = planned.dates[0]
    desk.clock.pass_by(seconds=int((meeting.starts_at - desk.clock.now()).total_seconds()) + 30 * 60)
    courses.attendance.tick(meeting.id, ada)
    (one,) = courses.planning.lesson(meeting.id).people
    assert one.is_late
    courses.attendance.hold(meeting.id)
    assert courses.certificates.of(meeting.id, ada).content.minutes == 60


def test_nobody_is_certified_who_was_not_there(desk, courses, ada):
    planned = held(desk, courses, [ada])
    with pytest.raises(InvalidFieldError):
        courses.certificates.of(planned.dates[0].id, register(desk, "Bianchi"))


def test_a_programme_is_copied_without_the_holidays_and_one_key_takes_it_back(desk, courses):
    planned = courses.planning.plan(FORM, weekly(desk, times=4))
    courses.planning.plan(replace(FORM, title="Cura del verde", room="Cortile"), weekly(desk, times=1, hour=10))
    first, last = (rome_time(planned.dates[at].starts_at).date() for at in (0, -1))
    seen = courses.programme.proposed(first, last, last + timedelta(days=1))
    acts = len(desk.acts())
    assert seen.meetings == 5 - sum(len(one.left_out) for one in seen.activities if one.activity.series == "once")
    made = courses.programme.copy(first, last, last + timedelta(days=1))
    assert len(desk.acts()) == acts + len(made.activities) + made.meetings
    for one in made.activities:
        assert not {MilanHolidays().name(rome_time(date.starts_at).date()) for date in one.dates} - {""}
        assert {rome_time(date.starts_at).weekday() for date in one.dates} == {first.weekday()}
    assert made.activities[0].activity.series == "weekly"
    undo(desk)
    assert courses.planning.week(rome_time(made.activities[0].dates[0].starts_at).date()) == ()


def test_a_copy_says_what_it_would_clash_with(desk, courses):
    planned = courses.planning.plan(FORM, weekly(desk, times=2))
    first, last = (rome_time(planned.dates[at].starts_at).date() for at in (0, -1))
    again = Meetings(planned.dates[0].starts_at + timedelta(weeks=2), 90)
    courses.planning.plan(replace(FORM, title="Ospiti"), again)
    seen = courses.programme.proposed(first, last, last + timedelta(days=1))
    assert seen.clashing == 1


@pytest.mark.parametrize(("days", "field"), [
    ((0, -1, 30), "last"), ((0, 400, 500), "last"), ((0, 7, 7), "begins"), ((200, 207, 300), "first"),
])  # fmt: skip
def test_a_copy_that_cannot_be_is_refused_with_its_field(desk, courses, days, field):
    courses.planning.plan(FORM, weekly(desk, times=1))
    today = desk.clock.today()
    with pytest.raises(InvalidFieldError) as refused:
        courses.programme.copy(*(today + timedelta(days=one) for one in days))
    assert refused.value.field == field


def test_the_programme_goes_to_other_calendars_without_a_name_and_keeps_its_hour(desk, courses, ada):
    series = Series(rhythm=Rhythm.WEEKLY, first_on=date(2027, 3, 18), times=3)
    volunteer = courses.volunteers.register(ada, VolunteerForm()).volunteer
    form = replace(FORM, led_by_text="Lina Verdi", volunteers=(volunteer.id,), partner_organisations=("Biblioteca",))
    planned = courses.planning.plan(form, Meetings(rome_instant(date(2027, 3, 18), time(16)), 90, series=series))
    courses.enrolling.enrol(planned.activity.id, ada)
    courses.planning.cancel_date(planned.dates[1].id, "")
    made = courses.exports.made(date(2027, 3, 1), date(2027, 4, 30))
    assert made.meetings == 3
    assert not any(name.encode() in made.content for name in ("Fumagalli", "Ada", "Verdi", "Lina"))
    events = Calendar.from_ical(made.content).walk("VEVENT")
    assert [f"{one.decoded('dtstart'):%d/%m %H:%M %z}" for one in events] == [
        "18/03 16:00 +0100", "25/03 16:00 +0100", "01/04 16:00 +0200",
    ]  # fmt: skip
    assert [str(one["status"]) for one in events] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert {str(one["location"]) for one in events} == {"Sala A"}
    assert "Biblioteca" in str(events[0]["description"])
    again = Calendar.from_ical(courses.exports.made(date(2027, 3, 1), date(2027, 4, 30)).content).walk("VEVENT")
    assert [one["uid"] for one in again] == [one["uid"] for one in events]


def test_what_was_not_planned_is_held_at_once_and_undone_at_once(desk, courses):
    said = log_of(TypedLog(
        activity_type="social", title="Merenda in cortile", day=desk.clock.today(), time="00:00", minutes="30",
        people="12",
    ))  # fmt: skip
    logged = courses.afterwards.log(said)
    assert logged.held.people == 12
    today = desk.clock.today()
    figures = courses.figures.of(today, today)
    assert (figures.activities, figures.meetings, figures.attendances) == (1, 1, 12)
    undo(desk)
    assert courses.figures.of(today, today).meetings == 0


def test_the_indicators_count_what_was_held_and_who_was_there_not_who_enrolled(desk, courses, ada):
    bruno = register(desk, "Bianchi")
    planned = courses.planning.plan(FORM, weekly(desk, times=3))
    for one in (ada, bruno):
        courses.enrolling.enrol(planned.activity.id, one)
    desk.clock.pass_by(days=8)
    courses.attendance.tick(planned.dates[0].id, ada)
    courses.attendance.count_unnamed(planned.dates[0].id, 4)
    courses.attendance.hold(planned.dates[0].id)
    courses.attendance.tick(planned.dates[1].id, ada)
    today = desk.clock.today()
    figures = courses.figures.of(today - timedelta(days=30), today)
    assert (figures.activities, figures.meetings, figures.attendances) == (1, 1, 5)
