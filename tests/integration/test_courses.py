"""Activities, places, attendance and the one sitting of a group, on a real store."""

import csv
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.facilita_desk import FacilitaDesk
from tests.factories import CODE, OPERATORS, OTHER_CODE, SPACE, person
from wemi_desk.domain.courses import BY_CARD, BY_TICK
from wemi_desk.domain.errors import InvalidFieldError, NotAllowedError
from wemi_desk.gateways.calendars import ICalendarFiles
from wemi_desk.persistence.tables import (
    ACTIVITY_ENROLMENT,
    ACTIVITY_PRESENCE,
    FACILITATION_ATTENDANCE,
    FACILITATION_SESSION,
)
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.courses.attendance import ALREADY, NOT_ENROLLED, PRESENT, UNKNOWN
from wemi_desk.services.courses.doors import course_doors
from wemi_desk.services.courses.planning import ActivityForm, Meetings
from wemi_desk.services.facilita.export import Period

FORM = ActivityForm(title="SPID in gruppo", kind="group", competences=("9",), capacity=2, room="Sala A")


def doors(counter):
    names = {one.id: one.shown_name for one in OPERATORS.values()}
    return course_doors(counter.store, counter.session, counter.desk.lists, names, ICalendarFiles())


@pytest.fixture
def courses(desk):
    return doors(desk.giulia)


@pytest.fixture
def lesson(desk, courses):
    """Today, in an hour."""
    planned = courses.planning.plan(FORM, Meetings(desk.clock.now() + timedelta(hours=1), 60))
    return planned.dates[0]


@pytest.fixture
def ada(desk):
    return register(desk, "Fumagalli", "Ada", CODE)


def register(desk, surname, name="Ugo", code=""):
    return desk.giulia.citizens.register(RegisterCitizen(form=person(surname, name, code=code))).citizen.id


def sittings(desk):
    return [row for row in desk.rows(FACILITATION_SESSION) if row.cancelled_at is None]


def attendances(desk):
    return [row for row in desk.rows(FACILITATION_ATTENDANCE) if row.cancelled_at is None]


def begun(desk):
    desk.clock.pass_by(hours=2)


def test_a_course_of_four_weeks_stands_in_the_calendar(desk, courses):
    planned = courses.planning.plan(FORM, Meetings(desk.clock.now() + timedelta(hours=1), 90, times=4))
    assert [len(courses.planning.week(one.starts_at.date())) for one in planned.dates] == [1, 1, 1, 1]
    (line,) = courses.planning.week(desk.clock.today())
    assert (line.free, line.taken, line.waiting, line.is_clashing) == (2, 0, 0, False)
    assert courses.planning.lesson(planned.dates[2].id).number == 3


def test_the_last_place_then_the_waiting_list_and_back_up(desk, courses, lesson, ada):
    bruno, carla = register(desk, "Bianchi"), register(desk, "Conti")
    stood = []
    for one in (ada, bruno, carla):
        desk.clock.pass_by(minutes=1)
        stood.append(courses.enrolling.enrol(lesson.activity_id, one).standing)
    assert [(one.has_place, one.number) for one in stood] == [(True, 1), (True, 2), (False, 1)]
    assert courses.enrolling.to_tell() == []
    left = courses.enrolling.leave(stood[0].enrolment.id)
    assert [one.enrolment.citizen_id for one in left.moved_up] == [carla]
    ((activity, standing),) = courses.enrolling.to_tell()
    assert (activity.title, standing.has_place) == (FORM.title, True)
    courses.enrolling.told(standing.enrolment.id)
    assert courses.enrolling.to_tell() == []


def test_enrolling_twice_writes_nothing_the_second_time(desk, courses, lesson, ada):
    courses.enrolling.enrol(lesson.activity_id, ada)
    acts = len(desk.acts())
    again = courses.enrolling.enrol(lesson.activity_id, ada)
    assert again.deed is None
    assert again.standing.has_place
    assert len(desk.acts()) == acts


def test_undo_takes_an_enrolment_back_and_a_second_undo_a_leaving(desk, courses, lesson, ada):
    standing = courses.enrolling.enrol(lesson.activity_id, ada).standing
    courses.enrolling.leave(standing.enrolment.id)
    desk.giulia.undo.undo()
    assert [one.standing.has_place for one in courses.planning.lesson(lesson.id).people] == [True]
    desk.giulia.undo.undo()
    assert courses.planning.lesson(lesson.id).people == ()
    assert len(desk.rows(ACTIVITY_ENROLMENT)) == 1


def test_fewer_places_than_people_makes_the_last_wait_and_says_whom_to_call(desk, courses, lesson, ada):
    bruno = register(desk, "Bianchi")
    for one in (ada, bruno):
        desk.clock.pass_by(minutes=1)
        courses.enrolling.enrol(lesson.activity_id, one)
    courses.planning.replan(lesson.activity_id, ActivityForm(title="SPID", competences=("9",), capacity=1))
    ((_activity, standing),) = courses.enrolling.to_tell()
    assert (standing.enrolment.citizen_id, standing.has_place) == (bruno, False)


def test_nobody_enrols_for_what_does_not_take_place(desk, courses, lesson, ada):
    courses.planning.cancel_date(lesson.id, "Sala chiusa")
    with pytest.raises(InvalidFieldError) as refused:
        courses.enrolling.enrol(lesson.activity_id, ada)
    assert refused.value.reason == "over"
    courses.planning.restore_date(lesson.id)
    assert courses.enrolling.enrol(lesson.activity_id, ada).standing.has_place


def test_a_clash_of_room_is_told_and_does_not_stop(desk, courses, lesson):
    planned = courses.planning.plan(FORM, Meetings(lesson.starts_at + timedelta(minutes=30), 60))
    assert [one.what for one in planned.clashes] == ["room"]
    assert [line.is_clashing for line in courses.planning.week(desk.clock.today())] == [True, True]


def test_a_card_notes_who_is_enrolled_and_asks_about_who_is_not(desk, courses, lesson, ada):
    other = register(desk, "Brambilla", "Carlo", OTHER_CODE)
    courses.enrolling.enrol(lesson.activity_id, ada)
    scan = courses.attendance.scan
    assert [scan(lesson.id, CODE).outcome for _twice in range(2)] == [PRESENT, ALREADY]
    assert scan(lesson.id, OTHER_CODE).outcome == NOT_ENROLLED
    assert scan(lesson.id, "RSSMRA80A01F205X").outcome == UNKNOWN
    assert len(desk.rows(ACTIVITY_PRESENCE)) == 1
    shown = courses.attendance.tick(lesson.id, other, BY_CARD)
    assert [(one.standing is None, one.presence.how) for one in shown.people] == [(False, BY_CARD), (True, BY_CARD)]


def test_a_mark_may_be_taken_back_and_made_again(desk, courses, lesson, ada):
    courses.enrolling.enrol(lesson.activity_id, ada)
    assert courses.attendance.tick(lesson.id, ada).present == 1
    assert courses.attendance.untick(lesson.id, ada).present == 0
    assert courses.attendance.tick(lesson.id, ada).present == 1
    assert len(desk.rows(ACTIVITY_PRESENCE)) == 1


def test_a_group_is_one_sitting_with_the_attendance_of_each_and_of_those_without_a_name(desk, courses, lesson, ada):
    bruno = register(desk, "Bianchi")
    courses.attendance.tick(lesson.id, ada)
    courses.attendance.tick(lesson.id, bruno)
    courses.attendance.count_unnamed(lesson.id, 3)
    begun(desk)
    held = courses.attendance.hold(lesson.id, 75)
    assert held.people == 5
    (sitting,) = sittings(desk)
    assert (sitting.minutes, sitting.kind, sitting.competences, sitting.course_id) == (
        75, "B", ("9",), lesson.activity_id,
    )
    assert (sitting.case_id, sitting.entered_after) == (None, False)
    assert sorted(str(row.citizen_id) for row in attendances(desk)) == sorted(map(str, [ada, bruno, None, None, None]))


def test_the_register_of_a_held_meeting_may_still_be_put_right(desk, courses, lesson, ada):
    bruno = register(desk, "Bianchi")
    courses.attendance.tick(lesson.id, ada)
    courses.attendance.count_unnamed(lesson.id, 2)
    begun(desk)
    courses.attendance.hold(lesson.id)
    courses.attendance.tick(lesson.id, bruno)
    courses.attendance.untick(lesson.id, ada)
    courses.attendance.count_unnamed(lesson.id, 1)
    assert sorted(str(row.citizen_id) for row in attendances(desk)) == sorted([str(bruno), "None"])
    courses.attendance.tick(lesson.id, ada)
    assert len(attendances(desk)) == 3


def test_a_meeting_held_by_mistake_counts_nowhere_and_is_held_again_as_the_same(desk, courses, lesson, ada):
    courses.attendance.tick(lesson.id, ada)
    begun(desk)
    first = courses.attendance.hold(lesson.id).sitting
    courses.attendance.reopen(lesson.id)
    assert sittings(desk) == []
    assert courses.attendance.hold(lesson.id, 50).sitting.id == first.id
    assert [row.minutes for row in sittings(desk)] == [50]


def test_a_meeting_is_not_held_before_it_begins_nor_with_nobody_nor_when_it_was_cancelled(desk, courses, lesson, ada):
    courses.attendance.tick(lesson.id, ada)
    with pytest.raises(InvalidFieldError) as refused:
        courses.attendance.hold(lesson.id)
    assert refused.value.reason == "not_begun"
    courses.attendance.untick(lesson.id, ada)
    begun(desk)
    with pytest.raises(InvalidFieldError) as refused:
        courses.attendance.hold(lesson.id)
    assert refused.value.reason == "nobody"
    courses.planning.cancel_date(lesson.id, "")
    with pytest.raises(InvalidFieldError):
        courses.attendance.tick(lesson.id, ada)


def test_a_meeting_written_down_the_day_after_says_so(desk, courses, lesson, ada):
    courses.attendance.tick(lesson.id, ada)
    desk.clock.pass_by(days=1)
    courses.attendance.hold(lesson.id)
    assert sittings(desk)[0].entered_after


def test_an_activity_that_is_no_digital_help_is_held_without_a_sitting(desk, courses, ada):
    form = ActivityForm(title="Gruppo di lettura", kind="reading_group", capacity=8)
    (meeting,) = courses.planning.plan(form, Meetings(desk.clock.now() + timedelta(hours=1), 60)).dates
    courses.attendance.tick(meeting.id, ada)
    begun(desk)
    assert courses.attendance.hold(meeting.id).sitting is None
    assert desk.rows(FACILITATION_SESSION) == []


def test_the_sitting_is_its_leaders(desk, courses, ada):
    form = ActivityForm(title="SPID", competences=("9",), capacity=3, leader_id=OPERATORS["marco"].id)
    (meeting,) = courses.planning.plan(form, Meetings(desk.clock.now() + timedelta(hours=1), 60)).dates
    courses.attendance.tick(meeting.id, ada)
    begun(desk)
    assert courses.attendance.hold(meeting.id).sitting.operator_id == OPERATORS["marco"].id


def test_it_stands_in_the_persons_history(desk, courses, lesson, ada):
    courses.enrolling.enrol(lesson.activity_id, ada)
    courses.attendance.tick(lesson.id, ada)
    with desk.giulia.store.reading() as work:
        lines = {one.kind: one.text for one in work.timeline(ada, 20)}
    assert lines["enrolment"] == lines["presence"] == FORM.title
    ((activity, standing),) = courses.planning.of_citizen(ada)
    assert (activity.id, standing.has_place) == (lesson.activity_id, True)


def test_two_records_of_one_person_have_one_place_after_they_became_one(desk, courses, lesson, ada):
    twin = register(desk, "Fumagalli", "Ada")
    for one in (ada, twin):
        desk.clock.pass_by(minutes=1)
        courses.enrolling.enrol(lesson.activity_id, one)
    desk.giulia.merging.merge(ada, twin)
    assert [(one.citizen.id, one.standing.number) for one in courses.planning.lesson(lesson.id).people] == [(ada, 1)]


def test_the_sheet_has_the_names_in_order_and_room_for_others(desk, courses, lesson, ada):
    bruno = register(desk, "Bianchi")
    for one in (ada, bruno):
        courses.enrolling.enrol(lesson.activity_id, one)
    courses.attendance.tick(lesson.id, bruno)
    sheet = courses.paper.of(lesson.id).content
    assert sheet.names == (("Bianchi Ugo", True), ("Fumagalli Ada", False))
    assert (sheet.empty_rows, sheet.number, sheet.of) == (3, 1, 1)
    begun(desk)
    courses.attendance.hold(lesson.id)
    assert courses.paper.of(lesson.id).content.names == (("Bianchi Ugo", True),)


def test_namesakes_are_told_apart_on_the_sheet_and_a_protected_person_is_initials(desk, courses, lesson):
    courses.planning.replan(lesson.activity_id, replace(FORM, capacity=5))
    for name, birth in (("Ugo", "12/03/1958"), ("Ugo", "01/02/1960"), ("Ada", "03/04/1970")):
        form = person("Bianchi", name, birth=birth)
        made = desk.giulia.citizens.register(RegisterCitizen(form=form)).citizen
        courses.enrolling.enrol(lesson.activity_id, made.id)
    with desk.giulia.store.work() as work:
        work.citizens.replace(replace(work.citizens.get(made.id), is_protected=True))
        work.commit()
    names = [name for name, _here in courses.paper.of(lesson.id).content.names]
    assert sorted(names) == ["B. A.", "Bianchi Ugo (1958)", "Bianchi Ugo (1960)"]


def test_readers_plan_nothing(desk, lesson):
    reader = doors(desk.reader)
    with pytest.raises(NotAllowedError):
        reader.planning.plan(FORM, Meetings(desk.clock.now(), 60))
    with pytest.raises(NotAllowedError):
        reader.attendance.tick(lesson.id, UUID(int=1))


def test_every_change_is_an_act_for_the_centre(desk, courses, lesson, ada):
    courses.enrolling.enrol(lesson.activity_id, ada)
    courses.attendance.tick(lesson.id, ada, BY_TICK)
    kinds = [act.kind for act in desk.acts()]
    wanted = {"activity", "activity_date", "activity_enrolment", "activity_presence"}
    assert wanted <= set(kinds)
    about = {act.kind for act in desk.acts() if act.subject_id == ada}
    assert {"activity_enrolment", "activity_presence"} <= about


def test_a_moved_meeting_keeps_its_people(desk, courses, lesson, ada):
    courses.enrolling.enrol(lesson.activity_id, ada)
    later: datetime = lesson.starts_at + timedelta(days=1)
    courses.planning.move_date(lesson.id, later, 45, "Sala B", None)
    shown = courses.planning.lesson(lesson.id)
    assert (shown.date.starts_at, shown.date.minutes, shown.date.room, shown.taken) == (later, 45, "Sala B", 1)


ANSWERS = {"education": "primary", "occupation": "retired", "citizenship": "it"}


def test_what_somebody_said_about_themselves_is_asked_once(desk, courses, lesson, ada):
    bruno = register(desk, "Bianchi")
    for one in (ada, bruno):
        courses.attendance.tick(lesson.id, one)
    begun(desk)
    courses.attendance.hold(lesson.id)
    shown = courses.attendance.answer(lesson.id, ada, ANSWERS)
    assert {one.citizen.id: one.lacks_answers for one in shown.people} == {ada: False, bruno: True}
    (later,) = courses.planning.plan(FORM, Meetings(desk.clock.now() - timedelta(minutes=10), 60)).dates
    for one in (ada, bruno):
        courses.attendance.tick(later.id, one)
    courses.attendance.hold(later.id)
    assert {one.citizen.id: one.lacks_answers for one in courses.planning.lesson(later.id).people} == {
        ada: False, bruno: True,
    }  # fmt: skip


def test_answers_wait_for_the_sitting_and_are_codes_of_the_lists(desk, courses, lesson, ada):
    courses.attendance.tick(lesson.id, ada)
    (person,) = courses.planning.lesson(lesson.id).people
    assert not person.lacks_answers
    with pytest.raises(InvalidFieldError):
        courses.attendance.answer(lesson.id, ada, ANSWERS)
    begun(desk)
    courses.attendance.hold(lesson.id)
    with pytest.raises(InvalidFieldError):
        courses.attendance.answer(lesson.id, ada, {"citizenship": "marziana"})


def test_a_group_leaves_for_facilita_as_rows_that_differ_only_in_the_person(desk, tmp_path):
    facilita = FacilitaDesk(desk.lead, tmp_path / "out").registered()
    courses, today = doors(desk.giulia), desk.clock.today()
    people = [facilita.person() for _ in range(3)]
    form = replace(FORM, leader_id=OPERATORS["giulia"].id, domains=("D", "A"), competences=("9", "2"))
    (meeting,) = courses.planning.plan(form, Meetings(desk.clock.now() - timedelta(minutes=90), 90)).dates
    for one in people:
        courses.attendance.tick(meeting.id, one.id)
    courses.attendance.count_unnamed(meeting.id, 2)
    courses.attendance.hold(meeting.id, 80)
    for one in people:
        courses.attendance.answer(meeting.id, one.id, ANSWERS)
    made = facilita.export(Period(SPACE.code, today, today))
    (batch,) = made.batches
    rows = list(csv.DictReader(facilita.text_of(batch).splitlines()))
    assert len(rows) == 3
    assert made.outlook.counts["anonymous"] == 2
    services = {tuple(row[f"SE{number}"] for number in range(1, 8)) for row in rows}
    assert services == {(today.isoformat(), "01:20", "B", "A:B", "2:9", "A:D", "SPID in gruppo")}
    assert len({row["AN3"] for row in rows}) == 3
