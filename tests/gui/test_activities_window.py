"""The calendar of a space in the real window: month, week, day, and what was not planned."""

from datetime import UTC, datetime, timedelta

import pytest

from wemi_desk.domain.days import bounds, rome_day, rome_time
from wemi_desk.persistence import tables
from wemi_desk.services.courses.planning import ActivityForm, Meetings
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
    (activity,), (meeting,) = counter.rows(tables.ACTIVITY), counter.rows(tables.ACTIVITY_DATE)
    assert (activity.title, activity.activity_type) == ("Lettura ad alta voce", "reading")
    assert (meeting.state, meeting.unnamed) == ("held", 7)
    assert "7 persone" in counter.window.status.words
    counter.press("Ctrl+Z")
    (activity,) = counter.rows(tables.ACTIVITY)
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
