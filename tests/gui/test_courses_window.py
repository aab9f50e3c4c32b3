"""Attività in the real window, on a real store, by real keys and cards."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.counter_models import code_of
from wemi_desk.domain.courses import monday_of
from wemi_desk.domain.days import bounds, rome_day
from wemi_desk.persistence import tables
from wemi_desk.services.courses.planning import ActivityForm, Meetings
from wemi_desk.services.courses.workstations import TurnForm
from wemi_desk.ui.shell.places import Place

ADA = code_of("Zzyxwald", "Ada", date(1956, 3, 12))
FAR = datetime.now(UTC).date() + timedelta(days=40)
UGO = code_of("Brambilla", "Ugo", date(1961, 7, 2))


@pytest.fixture
def people(counter):
    return [
        counter.register("Zzyxwald", "Ada", code=ADA), counter.register("Brambilla", "Ugo", code=UGO),
    ]  # fmt: skip


def planned(counter, hours=-1, capacity=5, title="SPID in gruppo"):
    """A meeting that began an hour ago, though not yesterday; or begins later."""
    form = ActivityForm(title=title, kind="group", topic="DIG-09", competences=("9",), capacity=capacity)
    with counter.aside():
        now = datetime.now(UTC)
        begin = max(now + timedelta(hours=hours), bounds(rome_day(now))[0])
        return counter.work.desk.courses().planning.plan(form, Meetings(begin, 60)).dates[0]


def meeting_of(counter):
    return counter.work.places.courses.model.meeting


def present(counter):
    return {row.citizen_id for row in counter.rows(tables.ACTIVITY_PRESENCE) if row.withdrawn_at is None}


def test_the_citizen_at_the_desk_is_enrolled_with_two_keys_and_undone_with_one(counter, people):
    planned(counter)
    counter.scan(ADA)
    counter.press("F7", "Ctrl+S")
    (row,) = counter.planned(tables.ACTIVITY_ENROLMENT)
    assert row.citizen_id == people[0].id
    assert "Iscritta a «SPID in gruppo», posto 1" in counter.window.status.words
    assert meeting_of(counter).enrol_words == ""
    counter.press("Ctrl+Z")
    (row,) = counter.planned(tables.ACTIVITY_ENROLMENT)
    assert row.cancelled_at is not None


def test_cards_tick_people_and_a_stranger_is_asked_about(counter, people):
    meeting = planned(counter)
    with counter.aside():
        counter.work.desk.courses().enrolling.enrol(meeting.activity_id, people[0].id)
    counter.press("F7")
    counter.scan(ADA)
    assert present(counter) == {people[0].id}
    counter.scan(UGO)
    band = counter.work.places.courses.panes.meeting.band
    assert band.isVisible()
    assert present(counter) == {people[0].id}
    counter.press("Esc")
    assert not band.isVisible()
    counter.scan(UGO)
    counter.press("Return")
    assert present(counter) == {people[0].id, people[1].id}
    assert counter.window.place is Place.ACTIVITIES


def test_before_its_day_a_card_opens_the_person(counter, people):
    planned(counter, hours=24)
    counter.press("F7")
    if meeting_of(counter).lesson is None:  # tomorrow is another week
        counter.work.places.courses.panes.calendar.after.click()
        counter.settle()
    counter.scan(ADA)
    assert counter.window.place is Place.COUNTER
    assert counter.counter.visit.card.citizen.id == people[0].id


def test_space_ticks_and_unticks_and_the_meeting_is_closed_with_those_without_a_name(counter, people):
    meeting = planned(counter)
    with counter.aside():
        for one in people:
            counter.work.desk.courses().enrolling.enrol(meeting.activity_id, one.id)
    counter.press("F7", "Return", "Space")
    assert present(counter) == {people[0].id}
    counter.press("Space")
    assert present(counter) == set()
    counter.press("Space", "Down", "Space")
    view = counter.work.places.courses.panes.meeting
    view.unnamed.editor.setFocus()
    view.unnamed.editor.selectAll()
    counter.type("3")
    view.hold_button.click()
    counter.settle()
    (sitting,) = counter.rows(tables.FACILITATION_SESSION)[-1:]
    assert (sitting.course_id, sitting.minutes, sitting.kind) == (meeting.activity_id, 60, "B")
    mine = [row for row in counter.rows(tables.FACILITATION_ATTENDANCE) if row.session_id == sitting.id]
    assert len(mine) == 5
    assert "Incontro svolto: 5 persone." in counter.window.status.words


def test_answers_are_given_person_after_person_by_digits(counter, people):
    meeting = planned(counter)
    with counter.aside():
        attendance = counter.work.desk.courses().attendance
        for one in people:
            attendance.tick(meeting.id, one.id)
        attendance.hold(meeting.id)
    counter.press("F7", "Return")
    panes = counter.work.places.courses.panes
    panes.meeting.answers_button.click()
    for _person in people:
        counter.type("1\t1\t1")
        counter.press("Ctrl+S")
    assert panes.right_stack.currentWidget() is panes.meeting
    mine = [row for row in counter.rows(tables.FACILITATION_ATTENDANCE) if row.citizen_id in {p.id for p in people}]
    assert [set(row.answers) for row in mine] == [{"education", "occupation", "citizenship"}] * 2


def test_an_activity_is_planned_by_keys_and_a_fault_is_told_beside_its_field(counter):
    counter.press("F7")
    courses = counter.work.places.courses
    courses.panes.calendar.new_button.click()
    counter.settle()
    counter.press("Ctrl+S")
    fields = courses.panes.planning.fields
    assert fields["activity_type"].error
    for name, words in (("activity_type", "6"), ("topic", "1"), ("day", f"{FAR:%d/%m/%Y}"), ("time", "16.30")):
        fields[name].editor.setFocus()
        counter.type(words)
    counter.press("Ctrl+S")
    (row,) = counter.planned(tables.ACTIVITY)
    assert (row.title, row.capacity) == ("SPID, CIE e identità digitale", 10)
    assert courses.panes.right_stack.currentWidget() is not courses.panes.planning
    assert courses.model.calendar.monday == monday_of(FAR)


def test_what_was_typed_in_the_form_is_still_there_after_esc(counter):
    counter.press("F7")
    panes = counter.work.places.courses.panes
    panes.calendar.new_button.click()
    panes.planning.fields["title"].editor.setFocus()
    counter.type("Foto e file")
    counter.press("Esc")
    panes.calendar.new_button.click()
    assert panes.planning.fields["title"].editor.text() == "Foto e file"


def test_somebody_sits_down_and_the_time_that_is_up_is_told_once(counter):
    counter.press("F7", "Alt+2")
    panes, model = counter.work.places.courses.panes, counter.work.places.courses.model.workstations
    counter.type("Postazione 1")
    counter.press("Return")
    panes.workstations.focus_first()
    counter.press("Return")
    counter.type("Ada")
    panes.turn.fields["minutes"].editor.setFocus()
    panes.turn.fields["minutes"].editor.selectAll()
    counter.type("5")
    counter.press("Ctrl+S")
    (row,) = counter.rows(tables.WORKSTATION_TURN)
    assert (row.first_name, row.state) == ("Ada", "seated")
    assert "il tempo di Ada finisce alle" in counter.window.status.words
    counter.window.status.clear()
    model.look()
    assert counter.window.status.words == ""
    panes.workstations.finish_button.click()
    counter.settle()
    assert "il posto è libero" in counter.window.status.words
    counter.press("Ctrl+Z")
    assert counter.rows(tables.WORKSTATION_TURN)[0].state == "seated"


def test_time_that_is_up_is_told_also_to_who_never_went_to_the_place(counter):
    with counter.aside():
        service = counter.work.desk.courses().workstations
        service.take(TurnForm(workstation_id=service.add("Postazione 7").id, first_name="Ada", minutes=5))
    counter.work.places.courses._watch.timeout.emit()
    counter.settle()
    assert "Postazione 7: il tempo di Ada finisce alle" in counter.window.status.words
    assert counter.window.place is Place.COUNTER


def test_a_place_that_is_taken_says_when_it_is_free_beside_the_time(counter):
    counter.press("F7", "Alt+2")
    courses = counter.work.places.courses
    counter.type("Postazione 1")
    counter.press("Return")
    for who in ("Ada", "Ugo"):
        courses.panes.agenda.book_button.click()
        fields = courses.panes.turn.fields
        fields["day"].editor.setText(f"{FAR:%d/%m/%Y}")
        for name, words in (("first_name", who), ("time", "16:30")):
            fields[name].editor.setFocus()
            counter.type(words)
        counter.press("Ctrl+S")
    assert "è libero dalle 17:00" in courses.panes.turn.fields["time"].error
    assert len(counter.rows(tables.WORKSTATION_TURN)) == 1


def test_the_sheet_is_shown_with_one_key(counter, people):
    planned(counter)
    counter.press("F7", "Ctrl+P")
    assert counter.work.papers.preview.is_shown
    assert counter.work.papers.model.paper.kind.value == "attendance_sheet"


def test_when_the_visit_closes_nobody_is_offered_for_enrolment(counter, people):
    planned(counter)
    counter.scan(ADA)
    counter.press("F7")
    assert meeting_of(counter).enrol_words == "Iscrivi Ada Z."
    counter.press("Ctrl+Return", "1")
    assert meeting_of(counter).at_desk is None
    assert counter.traces("Zzyxwald", "Iscrivi Ada") == []
