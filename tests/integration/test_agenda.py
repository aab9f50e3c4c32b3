"""Appointments, hours, shifts, leave and notes on a real store."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.agenda_store import AMBROGIO, agenda_of
from tests.factories import CODE, LEAD, OPERATORS, SPACE, person
from wemi_desk.domain.appointments import ARRIVED, BOOKED, CANCELLED, DONE, NO_SHOW, TOLD
from wemi_desk.domain.errors import (
    AppointmentDoubtedError,
    InvalidFieldError,
    NotAllowedError,
    NothingToUndoError,
)
from wemi_desk.domain.openings import instant_of
from wemi_desk.domain.operators import Operator
from wemi_desk.services.agenda.appointments import AppointmentForm
from wemi_desk.services.agenda.free_hours import Wish
from wemi_desk.services.citizens import RegisterCitizen

TODAY = date(2026, 11, 18)  # a Wednesday
THURSDAY = date(2026, 11, 19)
GIULIA, MARCO = OPERATORS["giulia"].id, OPERATORS["marco"].id
MONDAY = date(2026, 11, 16)


@pytest.fixture
def agenda(desk):
    with desk.lead.store.work() as work:
        work.directory.put_space(SPACE)
        for one in (OPERATORS["giulia"], OPERATORS["marco"], LEAD):
            work.directory.put_operator(one)
        work.commit()
    return agenda_of(desk.giulia)


@pytest.fixture
def lead(desk, agenda):
    return agenda_of(desk.lead)


@pytest.fixture
def open_mornings(lead):
    for weekday in range(5):
        lead.openings.add_slot(weekday, (540, 780))


@pytest.fixture
def ada(desk):
    form = person("Fumagalli", "Ada", code=CODE, phone="333 1234567")
    return desk.giulia.citizens.register(RegisterCitizen(form=form)).citizen.id


def at(day, minute, **more):
    base = {"starts_at": instant_of(day, minute), "operator_id": GIULIA, "name": "Sig. Bianchi", "reason": "2"}
    return AppointmentForm(**{**base, **more})


def said(refused):
    return [(one.field, one.reason) for one in refused.value.doubts]


def test_the_first_free_hour_is_today_after_now_with_who_works(desk, agenda, lead, open_mornings):
    lead.planning.add_shift(MARCO, TODAY, (660, 780))
    lead.planning.add_shift(GIULIA, THURSDAY, (540, 780))
    free = agenda.free_hours.first(Wish(minutes=60, most=4))
    assert [(one.operator_id, one.starts_at) for one in free] == [
        (MARCO, instant_of(TODAY, 660)), (MARCO, instant_of(TODAY, 720)),
        (GIULIA, instant_of(THURSDAY, 540)), (GIULIA, instant_of(THURSDAY, 600)),
    ]  # fmt: skip


def test_where_nobody_planned_shifts_the_opening_hours_are_ones_own(agenda, open_mornings):
    (slot,) = agenda.free_hours.first(Wish(minutes=45, after=instant_of(AMBROGIO, 0), most=1))
    assert (slot.operator_id, slot.starts_at) == (GIULIA, instant_of(date(2026, 12, 9), 540))


def test_without_hours_and_shifts_there_is_nothing_to_propose(agenda):
    assert agenda.free_hours.first(Wish()) == []


def test_an_hour_that_is_taken_is_not_proposed_and_not_given_without_a_word(agenda, open_mornings):
    agenda.appointments.book(at(THURSDAY, 540))
    (slot,) = agenda.free_hours.first(Wish(after=instant_of(THURSDAY, 0), most=1))
    assert slot.starts_at == instant_of(THURSDAY, 570)
    with pytest.raises(AppointmentDoubtedError) as refused:
        agenda.appointments.book(at(THURSDAY, 550))
    assert said(refused) == [("time", "taken")]
    kept = agenda.appointments.book(at(THURSDAY, 550), anyway=True).appointment
    assert kept.doubts == ("time:taken",)
    assert all(line.is_doubled for line in agenda.days.day(THURSDAY).lines)


@pytest.mark.parametrize(("day", "minute", "doubt"), [
    (THURSDAY, 1020, ("time", "outside_hours")), (AMBROGIO, 600, ("day", "holiday")),
    (date(2026, 11, 21), 600, ("day", "closed")),
])  # fmt: skip
def test_an_hour_out_of_the_hours_is_said_and_may_be_recorded(agenda, open_mornings, day, minute, doubt):
    with pytest.raises(AppointmentDoubtedError) as refused:
        agenda.appointments.book(at(day, minute))
    assert said(refused) == [doubt]
    agenda.appointments.book(at(day, minute), anyway=True)
    assert len(agenda.days.day(day).lines) == 1


@pytest.mark.parametrize(("form", "field"), [
    (at(TODAY - timedelta(days=1), 600), "day"), (at(TODAY, 540), "time"), (at(date(2028, 1, 3), 600), "day"),
    (at(THURSDAY, 600, minutes=26 * 60), "minutes"), (at(THURSDAY, 600, name="x" * 61), "name"),
    (at(THURSDAY, 600, name=" "), "name"), (at(THURSDAY, 600, note="n" * 201), "note"),
])  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(desk, agenda, open_mornings, form, field):
    with pytest.raises(InvalidFieldError) as refused:
        agenda.appointments.book(form, anyway=True)
    assert refused.value.field == field
    assert not [act for act in desk.acts() if act.kind == "appointment"]


def test_who_is_away_or_has_no_shift_is_said(agenda, lead, open_mornings):
    lead.planning.add_shift(MARCO, THURSDAY, (540, 780))
    with pytest.raises(AppointmentDoubtedError) as refused:
        agenda.appointments.book(at(THURSDAY, 600))
    assert said(refused) == [("operator", "no_shift")]
    lead.planning.add_leave(MARCO, THURSDAY, THURSDAY)
    with pytest.raises(AppointmentDoubtedError) as refused:
        agenda.appointments.book(at(THURSDAY, 600, operator_id=MARCO))
    assert said(refused) == [("operator", "away")]


def test_whoever_is_free_is_promised_only_as_often_as_there_are_people(agenda, lead, open_mornings):
    for who in (GIULIA, MARCO):
        lead.planning.add_shift(who, THURSDAY, (540, 780))
    agenda.appointments.book(at(THURSDAY, 600, operator_id=None))
    agenda.appointments.book(at(THURSDAY, 600, operator_id=None))
    with pytest.raises(AppointmentDoubtedError) as refused:
        agenda.appointments.book(at(THURSDAY, 600, operator_id=None))
    assert said(refused) == [("time", "nobody_free")]
    free = agenda.free_hours.first(Wish(after=instant_of(THURSDAY, 585), most=1))
    assert free[0].starts_at == instant_of(THURSDAY, 630)


def test_who_arrives_goes_to_the_queue_with_the_reason_and_is_done_when_served(desk, agenda, ada):
    booked = agenda.appointments.book(at(TODAY, 660, citizen_id=ada, name="")).appointment
    assert agenda.appointments.expected_of(ada) == booked
    arrived = agenda.appointments.arrive(booked.id)
    assert (arrived.ticket.reason, arrived.ticket.first_name, arrived.ticket.due_at) == (
        "q_digital", "Ada", booked.starts_at)  # fmt: skip
    called = desk.giulia.queue.call_next().ticket
    desk.giulia.queue.serve(called.id)
    desk.giulia.queue.finish(called.id)
    with desk.giulia.store.reading() as work:
        assert work.appointments.get(booked.id).status == DONE
    desk.giulia.undo.undo()
    with desk.giulia.store.reading() as work:
        assert work.appointments.get(booked.id).status == ARRIVED


def test_who_has_an_hour_is_called_before_who_came_earlier_once_it_has_come(desk, agenda):
    agenda.appointments.book(at(TODAY, 660))
    desk.giulia.queue.arrive("1", "Ugo")
    desk.clock.pass_by(minutes=1)
    (line,) = agenda.days.day(TODAY).lines
    agenda.appointments.arrive(line.appointment.id)
    assert desk.giulia.queue.call_next().ticket.first_name == "Ugo"
    desk.giulia.queue.arrive("1", "Lin")
    desk.clock.pass_by(hours=2)
    assert desk.giulia.queue.call_next().ticket.first_name == "Sig."


def test_undoing_an_arrival_takes_the_ticket_along(desk, agenda):
    booked = agenda.appointments.book(at(TODAY, 660)).appointment
    agenda.appointments.arrive(booked.id)
    desk.giulia.undo.undo()
    assert desk.giulia.queue.today()[0].state == "gone"
    with desk.giulia.store.reading() as work:
        assert work.appointments.get(booked.id).status == BOOKED
    desk.giulia.undo.undo()
    with desk.giulia.store.reading() as work:
        assert work.appointments.get(booked.id).status == CANCELLED


def test_what_a_colleague_went_on_with_is_not_undone(desk, agenda):
    booked = agenda.appointments.book(at(TODAY, 660)).appointment
    agenda_of(desk.marco).appointments.arrive(booked.id)
    with pytest.raises(NothingToUndoError):
        desk.giulia.undo.undo()


def test_who_came_without_a_booking_waits_at_once(desk, agenda):
    made = agenda.appointments.book(at(TODAY, 0, starts_at=desk.clock.now(), is_here=True))
    assert made.appointment.status == ARRIVED
    assert made.ticket.due_at is None
    assert agenda.planning.figures(TODAY, TODAY).booked == 0


def test_every_step_of_an_appointment_is_taken_back(desk, agenda):
    booked = agenda.appointments.book(at(TODAY, 660)).appointment
    for step, status in (("missed", NO_SHOW), ("expect", BOOKED), ("cancel", CANCELLED)):
        assert getattr(agenda.appointments, step)(booked.id).appointment.status == status
    desk.giulia.undo.undo()
    moved = agenda.appointments.move(booked.id, instant_of(THURSDAY, 600), 45, MARCO).appointment
    assert (moved.day, moved.minutes, moved.operator_id) == (THURSDAY, 45, MARCO)
    desk.giulia.undo.undo()
    with desk.giulia.store.reading() as work:
        assert work.appointments.get(booked.id).starts_at == booked.starts_at


def test_appointments_of_who_is_away_are_said_and_passed_on(desk, agenda, lead, open_mornings):
    for who in (GIULIA, MARCO):
        lead.planning.add_shift(who, THURSDAY, (540, 780))
    booked = agenda.appointments.book(at(THURSDAY, 600)).appointment
    _leave, standing = agenda.planning.add_leave(GIULIA, THURSDAY, THURSDAY)
    assert standing == [booked]
    assert agenda.planning.week(MONDAY).stranded == (booked,)
    agenda.appointments.hand_over([booked.id], MARCO)
    assert agenda.planning.week(MONDAY).stranded == ()
    desk.giulia.undo.undo()
    desk.giulia.undo.undo()
    assert agenda.planning.leaves() == []


def test_a_week_shows_holes_and_is_copied_without_who_is_away(desk, lead, open_mornings):
    plan = lead.planning
    for day in (TODAY, THURSDAY):
        plan.add_shift(GIULIA, day, (540, 720))
    week = plan.week(MONDAY)
    assert [(one.day, one.span) for one in week.holes if one.day == TODAY] == [(TODAY, (720, 780))]
    assert week.covered == (360, 5 * 240)
    plan.add_leave(GIULIA, THURSDAY + timedelta(days=7), THURSDAY + timedelta(days=7))
    copied = plan.copy_week(MONDAY)
    assert ([one.day for one in copied.made], copied.left_out) == ([TODAY + timedelta(days=7)], 1)
    assert plan.copy_week(MONDAY).stood == 1
    desk.lead.undo.undo()
    assert not [one for one in plan.week(MONDAY + timedelta(days=7)).people if one.shifts]
    assert len(plan.copy_week(MONDAY).made) == 1


def test_a_shift_over_another_is_said_and_may_be_recorded(lead):
    lead.planning.add_shift(GIULIA, THURSDAY, (540, 720))
    with pytest.raises(InvalidFieldError) as refused:
        lead.planning.add_shift(GIULIA, THURSDAY, (660, 780))
    assert refused.value.reason == "shift_overlaps"
    lead.planning.add_shift(GIULIA, THURSDAY, (660, 780), anyway=True)
    assert len(lead.planning.week(MONDAY).overlaps) == 1


def test_who_does_not_plan_plans_nothing_but_says_when_they_are_away(agenda):
    with pytest.raises(NotAllowedError):
        agenda.planning.add_shift(GIULIA, THURSDAY, (540, 720))
    with pytest.raises(NotAllowedError):
        agenda.openings.add_slot(0, (540, 720))
    with pytest.raises(NotAllowedError):
        agenda.planning.add_leave(MARCO, THURSDAY, THURSDAY)
    with pytest.raises(NotAllowedError):
        agenda.planning.week(MONDAY, "") and agenda.planning.copy_week(MONDAY)
    agenda.planning.add_leave(GIULIA, THURSDAY, THURSDAY)


def test_hours_written_twice_are_refused_and_a_closing_says_who_is_expected(agenda, lead, open_mornings):
    with pytest.raises(InvalidFieldError) as refused:
        lead.openings.add_slot(3, (600, 700))
    assert refused.value.reason == "open_already"
    booked = agenda.appointments.book(at(THURSDAY, 600)).appointment
    _made, standing = lead.openings.add_exception(THURSDAY, THURSDAY, reason="Disinfestazione")
    assert standing == [booked]
    assert agenda.days.day(THURSDAY).day.reason == "Disinfestazione"


def test_the_missed_are_counted_over_the_booked(desk, agenda):
    for minute, step in ((660, "missed"), (690, None), (720, "cancel")):
        one = agenda.appointments.book(at(TODAY, minute)).appointment
        if step:
            getattr(agenda.appointments, step)(one.id)
    figures = agenda.planning.figures(TODAY, TODAY)
    assert (figures.missed, figures.booked) == (1, 2)


def test_who_is_expected_tomorrow_is_called_and_the_telephone_is_an_access(desk, agenda, ada):
    booked = agenda.appointments.book(at(THURSDAY, 600, citizen_id=ada, name="")).appointment
    agenda.appointments.book(at(THURSDAY, 660, phone="333 7654321"))
    day, lines = agenda.days.to_remind()
    assert (day, [one.who for one in lines]) == (THURSDAY, ["Ada F.", "Sig. Bianchi"])
    assert agenda.days.telephone(booked.id)
    assert desk.accesses()[-1].action == "show_contacts"
    agenda.days.reminded(booked.id, TOLD)
    assert len(agenda.days.to_remind()[1]) == 1


def test_a_note_is_shown_to_who_has_not_read_it_at_its_space_alone(desk, agenda):
    written = agenda.handover.write("Il fax è dal tecnico")
    theirs = agenda_of(desk.marco).handover
    assert theirs.news() == [written]
    theirs.read([written.id])
    assert theirs.news() == []
    (line,) = agenda.handover.listed()
    assert [one.operator_id for one in line.note.readings] == [MARCO]
    with pytest.raises(InvalidFieldError):
        agenda.handover.write("x" * 501)


def test_a_calendar_that_leaves_the_desk_names_nobody_unless_asked(agenda, lead, ada):
    lead.planning.add_shift(GIULIA, THURSDAY, (540, 720))
    agenda.appointments.book(at(THURSDAY, 600, citizen_id=ada, name=""))
    made = agenda.calendar.of(GIULIA, "Giulia R.", TODAY)
    assert (made.shifts, made.appointments, made.has_names) == (1, 1, False)
    assert b"Ada" not in made.content
    assert b"Ada F." in agenda.calendar.of(GIULIA, "Giulia R.", TODAY, with_names=True).content
    assert b"Ada" not in lead.calendar.of(GIULIA, "Giulia R.", TODAY, with_names=True).content


def test_an_appointment_stands_in_the_history_and_moves_with_the_person(desk, agenda, ada):
    booked = agenda.appointments.book(at(THURSDAY, 600, citizen_id=ada, name="")).appointment
    (line,) = [one for one in desk.giulia.citizens.timeline(ada, 50) if one.kind == "appointment"]
    assert (line.state, line.data["status"]) == ("open", BOOKED)
    form = person("Fumagalli", "Adele")
    other = desk.giulia.citizens.register(RegisterCitizen(form=form)).citizen.id
    desk.lead.merging.merge(other, ada)
    assert [one.id for one in agenda.appointments.coming_of(other)] == [booked.id]


def test_nine_in_the_morning_is_nine_after_a_clock_change(desk, agenda, lead, open_mornings):
    desk.clock.pass_by(days=127)  # the week before the last Sunday of March
    monday = date(2027, 3, 29)
    (slot,) = agenda.free_hours.first(Wish(after=instant_of(monday, 0), most=1))
    assert slot.starts_at == datetime(2027, 3, 29, 7, tzinfo=UTC)


def test_a_network_coordinator_plans_for_another_space_and_it_belongs_there(desk, lead):
    with desk.lead.store.work() as work:
        work.directory.put_space(type(SPACE)(id=desk.ids(), code="CAP", name="WeMi Capuana", kind="wemi_space"))
        nina = Operator(id=desk.ids(), given_name="Nina", surname="Sala", organisation_id=desk.ids(),
                        space_codes=("CAP",), roles=("operator",))  # fmt: skip
        work.directory.put_operator(nina)
        work.commit()
    assert [one.code for one in lead.planning.spaces()] == ["VEN", "CAP"]
    lead.planning.add_shift(nina.id, THURSDAY, (540, 720), "CAP")
    assert desk.acts()[-1].space_code == "CAP"
    assert [one.name for one in lead.planning.week(MONDAY, "CAP").people] == ["Nina S."]
