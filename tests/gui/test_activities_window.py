"""The calendar of a space in the real window: month, week, day, and what was not planned."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.counter_models import code_of
from wemi_desk.domain.days import bounds, rome_day, rome_time
from wemi_desk.domain.exchange_news import ExchangeNews
from wemi_desk.domain.papers import PaperKind
from wemi_desk.persistence import tables
from wemi_desk.services.courses.planning import ActivityForm, Meetings
from wemi_desk.services.volunteers.register import VolunteerForm
from wemi_desk.ui.screens.courses.board_model import DayCell, EventCell
from wemi_desk.ui.screens.courses.spans import DAY, LIST, MONTH, WEEK


@pytest.fixture
def reading(counter):
    """Today, begun an hour ago, though not yesterday."""
    form = ActivityForm(title="Lettura ad alta voce", kind="gathering", activity_type="reading", capacity=8)
    with counter.aside():
        now = datetime.now(UTC)
        begin = max(now - timedelta(hours=1), bounds(rome_day(now))[0])
        return counter.work.desk.courses().planning.plan(form, Meetings(begin, 60)).dates[0]


def calendar(counter):
    return counter.work.places.courses.panes.calendar


def named(board):
    return board.board.data(board.currentIndex(), 11)  # Qt's AccessibleTextRole


def test_from_the_month_to_the_day_to_the_people_by_enter_and_back_by_esc(counter, reading):
    counter.press("F7")
    calendar(counter).model.show(MONTH)
    calendar(counter).focus_first()
    counter.settle()
    board = calendar(counter).board
    assert board.hasFocus()
    assert "oggi" in named(board)
    assert "1 attività" in named(board)
    assert "Lettura ad alta voce" in named(board)
    assert not counter.work.places.courses.panes.right.isVisible()
    counter.press("Return")
    assert calendar(counter).model.span == DAY
    assert named(board).startswith("Lettura ad alta voce, dalle ")
    counter.press("Return")
    assert calendar(counter).model.span == LIST
    assert counter.work.places.courses.model.meeting.lesson.date.id == reading.id
    assert counter.work.places.courses.panes.right.isVisible()


def test_esc_leaves_the_grid_and_page_keys_turn_it(counter, reading):
    counter.press("F7")
    calendar(counter).model.show(WEEK)
    calendar(counter).focus_first()
    counter.settle()
    first = calendar(counter).model.day
    counter.press("PgDown")
    assert calendar(counter).model.day == first + timedelta(days=7)
    counter.press("PgUp", "Esc")
    assert calendar(counter).model.span == LIST


def test_the_week_has_days_on_top_and_their_meetings_under_them(counter, reading):
    counter.press("F7")
    calendar(counter).model.show(WEEK)
    counter.settle()
    board = calendar(counter).board.board
    column = rome_time(reading.starts_at).weekday()
    assert isinstance(board.cell(board.index(0, column)), DayCell)
    assert isinstance(board.cell(board.index(1, column)), EventCell)
    assert board.rowCount() == 2


def test_what_was_not_planned_is_written_down_with_a_digit_a_number_and_ctrl_s(counter):
    counter.press("F7")
    calendar(counter).log_button.click()
    counter.settle()
    counter.type("2\t7")
    counter.press("Ctrl+S")
    (activity,), (meeting,) = counter.planned(tables.ACTIVITY), counter.planned(tables.ACTIVITY_DATE)
    assert (activity.title, activity.activity_type) == ("Lettura ad alta voce", "reading")
    assert (meeting.state, meeting.unnamed) == ("held", 7)
    assert "7 persone" in counter.window.status.words
    assert calendar(counter).held.text() == "Svolto 1 incontro di 1 attività, 7 presenze"
    counter.press("Ctrl+Z")
    (activity,) = counter.planned(tables.ACTIVITY)
    assert activity.cancelled_at is not None
    assert calendar(counter).model.lines == ()


def test_a_digital_lesson_that_was_not_planned_is_a_sitting_and_undone_it_is_none(counter):
    sittings = len(counter.rows(tables.FACILITATION_SESSION))
    counter.press("F7")
    calendar(counter).log_button.click()
    counter.settle()
    counter.type("6\t3\t1")
    counter.press("Ctrl+S")
    made = counter.rows(tables.FACILITATION_SESSION)[sittings:]
    assert [row.kind for row in made] == ["B"]
    counter.press("Ctrl+Z")
    assert counter.rows(tables.FACILITATION_SESSION)[-1].cancelled_at is not None


def test_every_command_of_the_place_begins_what_it_says(counter):
    commands = {one.name: one for one in counter.work.box.model.commands}
    commands["activities_month"].run()
    counter.settle()
    assert calendar(counter).model.span == MONTH
    commands["activities_log"].run()
    counter.settle()
    panes = counter.work.places.courses.panes
    assert panes.right_stack.currentWidget() is panes.log
    assert panes.right.isVisible()


ADA = code_of("Zzyxwald", "Ada", date(1956, 3, 12))


@pytest.fixture
def ada(counter):
    return counter.register("Zzyxwald", "Ada", code=ADA)


def test_the_person_at_the_desk_becomes_a_volunteer_with_hours_and_ctrl_z_undoes(counter, ada):
    counter.scan(ADA)
    counter.press("F7", "Alt+3", "Ctrl+S")
    (row,) = counter.rows(tables.VOLUNTEER)
    assert row.citizen_id == ada.id
    panes = counter.work.places.courses.panes
    assert panes.right_stack.currentWidget() is panes.volunteer
    panes.volunteer.fields["hours"].editor.setFocus()
    counter.type("1,5")
    panes.volunteer.add_button.click()
    counter.settle()
    assert [one.minutes for one in counter.rows(tables.VOLUNTEER_HOURS)] == [90]
    assert "1 ora e 30 minuti" in panes.volunteers.figures.text()
    counter.press("Ctrl+Z")
    assert counter.rows(tables.VOLUNTEER_HOURS)[0].cancelled_at is not None
    assert panes.model.volunteers.hours == []


def test_hours_that_are_none_are_told_beside_the_field(counter, ada):
    counter.scan(ADA)
    counter.press("F7", "Alt+3", "Ctrl+S")
    volunteer = counter.work.places.courses.panes.volunteer
    volunteer.fields["hours"].editor.setText("26")
    volunteer.add_button.click()
    counter.settle()
    assert volunteer.fields["hours"].error
    assert counter.rows(tables.VOLUNTEER_HOURS) == []


def test_five_without_a_name_are_counted_and_a_volunteer_is_asked(counter, reading, ada):
    with counter.aside():
        doors = counter.work.desk.courses()
        volunteer = doors.volunteers.register(ada.id, VolunteerForm()).volunteer
    counter.press("F7")
    panes = counter.work.places.courses.panes
    panes.meeting.details_button.click()
    counter.settle()
    counter.type("5")
    panes.details.volunteers.choose([volunteer.id])
    counter.press("Ctrl+S")
    (meeting,), (activity,) = counter.planned(tables.ACTIVITY_DATE), counter.planned(tables.ACTIVITY)
    assert meeting.volunteers == (volunteer.id,)
    assert sum(int(entry.split("|")[0]) for entry in activity.nameless) == 5
    assert "5 posti presi su 8" in panes.meeting.counts.text()
    assert panes.right_stack.currentWidget() is panes.meeting


def test_the_certificate_of_whoever_was_there_is_shown_with_its_name(counter, reading, ada):
    with counter.aside():
        attendance = counter.work.desk.courses().attendance
        attendance.tick(reading.id, ada.id)
        attendance.hold(reading.id)
    counter.press("F7", "Return")
    panes = counter.work.places.courses.panes
    assert panes.meeting.certificate_button.isVisible()
    panes.meeting.certificate_button.click()
    counter.settle()
    assert counter.work.papers.model.paper.kind is PaperKind.CERTIFICATE


def test_the_rest_of_a_series_is_called_off_with_one_button(counter):
    form = ActivityForm(title="Cucito", kind="gathering", activity_type="workshop", capacity=8)
    with counter.aside():
        now = datetime.now(UTC)
        counter.work.desk.courses().planning.plan(form, Meetings(now + timedelta(minutes=1), 60, 3))
    counter.press("F7")
    panes = counter.work.places.courses.panes
    panes.meeting.cancel_rest_button.click()
    counter.settle()
    assert [row.state for row in counter.planned(tables.ACTIVITY_DATE)] == ["cancelled"] * 3
    counter.press("Ctrl+Z")
    assert [row.state for row in counter.planned(tables.ACTIVITY_DATE)] == ["planned"] * 3


def test_the_programme_is_saved_for_other_calendars(counter, reading, tmp_path, monkeypatch):
    target = tmp_path / "programma.ics"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    counter.press("F7")
    panes = counter.work.places.courses.panes
    panes.calendar.programme_button.click()
    counter.settle()
    panes.programme.export_button.click()
    counter.settle()
    assert b"Lettura ad alta voce" in target.read_bytes()
    assert "senza nomi" in counter.window.status.words


def test_a_place_that_two_desks_gave_is_told_wherever_the_operator_is_and_only_once(counter, ada):
    form = ActivityForm(title="Cucito", kind="gathering", activity_type="workshop", capacity=1)
    with counter.aside():
        doors = counter.work.desk.courses()
        meeting = doors.planning.plan(form, Meetings(datetime.now(UTC) + timedelta(days=1), 60)).dates[0]
        standing = doors.enrolling.enrol(meeting.activity_id, ada.id).standing
        with counter.work.desk.store.work() as work:  # as the centre shows it after another desk's came first
            work.enrolments.replace(replace(standing.enrolment, told="waiting"))
            work.commit()
    news = ExchangeNews(changed=frozenset({"courses"}))
    counter.work.exchange.rounds.news.emit(news)
    counter.settle()
    assert "«Cucito»" in counter.window.status.words
    assert "1 persona da avvisare" in counter.window.status.words
    counter.work.messages.say("altro")
    counter.work.exchange.rounds.news.emit(news)
    counter.settle()
    assert counter.window.status.words == "altro"
    counter.press("F7")
    calendar(counter).tell_button.click()
    counter.settle()
    assert counter.work.places.courses.model.meeting.lesson.date.id == meeting.id
