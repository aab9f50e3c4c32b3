"""The rest of the counter: queue, promises, informativa, the day, the timeline."""

from datetime import timedelta

import pytest

from tests.factories import CODE, person, visit
from wemi_desk.domain.errors import InvalidFieldError, NotAllowedError, NothingToUndoError
from wemi_desk.domain.queue import QueueTicket
from wemi_desk.persistence import tables
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.day import DayService
from wemi_desk.ui.screens.day.words import closing_words


def _citizen(counter, **values):
    return counter.citizens.register(RegisterCitizen(form=person(**values))).citizen


def _states(counter):
    return [(ticket.code, ticket.state) for ticket in counter.queue.today()]


def test_numbers_restart_each_day_and_yesterdays_tickets_are_not_todays(desk):  # S92
    desk.giulia.queue.arrive()
    assert desk.giulia.queue.arrive("1", "Ada").ticket.code == "A2"
    desk.clock.pass_by(days=1)
    assert desk.giulia.queue.arrive().ticket.code == "A1"
    assert len(desk.giulia.queue.waiting()) == 1


def test_a_ticket_is_called_served_and_done(desk):
    desk.giulia.queue.arrive()
    ticket = desk.giulia.queue.call_next().ticket
    desk.giulia.queue.serve(ticket.id)
    desk.giulia.queue.finish(ticket.id)
    assert _states(desk.giulia) == [("A1", "done")]
    assert desk.giulia.queue.call_next() is None


def test_calling_the_next_marks_who_did_not_answer(desk):
    for _ in range(2):
        desk.giulia.queue.arrive()
    desk.giulia.queue.call_next()
    desk.giulia.queue.call_next()
    assert _states(desk.giulia) == [("A1", "no_answer"), ("A2", "called")]


def test_a_colleague_who_calls_leaves_my_call_alone(desk):
    for _ in range(2):
        desk.giulia.queue.arrive()
    desk.giulia.queue.call_next()
    desk.marco.queue.call_next()
    assert _states(desk.giulia) == [("A1", "called"), ("A2", "called")]


def test_a_ticket_served_already_cannot_be_called(desk):  # S89
    ticket = desk.giulia.queue.arrive().ticket
    desk.giulia.queue.call(ticket.id)
    desk.giulia.queue.serve(ticket.id)
    with pytest.raises(InvalidFieldError):
        desk.marco.queue.call(ticket.id)


def test_a_ticket_closed_by_mistake_goes_back_to_its_place(desk):  # S90
    ticket = desk.giulia.queue.arrive().ticket
    desk.clock.pass_by(minutes=4)
    desk.giulia.queue.gone(ticket.id)
    desk.giulia.undo.undo()
    (again,) = desk.giulia.queue.waiting()
    assert isinstance(again, QueueTicket)
    assert (again.state, again.arrived_at, again.code) == ("waiting", ticket.arrived_at, ticket.code)


def test_an_arrival_by_mistake_can_be_undone(desk):
    desk.giulia.queue.arrive()
    desk.giulia.undo.undo()
    assert desk.giulia.queue.waiting() == []


def test_undo_does_not_take_a_ticket_from_a_colleague_who_went_on_with_it(desk):
    ticket = desk.giulia.queue.arrive().ticket
    desk.giulia.queue.call(ticket.id)
    desk.marco.queue.serve(ticket.id)
    with pytest.raises(NothingToUndoError):
        desk.giulia.undo.undo()
    assert _states(desk.giulia) == [("A1", "serving")]


# Promises.


@pytest.fixture
def promise(desk):
    citizen = _citizen(desk.giulia, phone="333 1234567")
    desk.giulia.contacts.record(visit(citizen_id=citizen.id, call_back_on=desk.clock.today()))
    return desk.giulia.call_backs.pending()[0].call_back


def test_the_list_shows_first_name_and_initial_and_what_is_late(desk, promise):
    assert [(row.shown_name, row.is_late) for row in desk.giulia.call_backs.pending()] == [("Teresa F.", False)]
    desk.clock.pass_by(days=1)
    assert desk.giulia.call_backs.pending()[0].is_late


def test_looking_at_the_number_is_an_access(desk, promise):
    assert desk.giulia.call_backs.telephone(promise.id) == "3331234567"
    assert (desk.accesses()[-1].action, desk.accesses()[-1].object_id) == ("show_contacts", promise.citizen_id)
    with pytest.raises(NotAllowedError):
        desk.reader.call_backs.telephone(promise.id)


@pytest.mark.parametrize("result", ["reached", "closed", "no_answer", "postponed"])
def test_every_answer_to_a_promise_can_be_undone(desk, promise, result):
    later = desk.clock.today() + timedelta(days=3)
    after = desk.giulia.call_backs.answer(promise.id, result, later).call_back
    assert after != promise
    desk.giulia.undo.undo()
    assert desk.giulia.call_backs.pending()[0].call_back == promise


def test_no_answer_counts_the_try_and_moves_to_tomorrow(desk, promise):
    after = desk.giulia.call_backs.answer(promise.id, "no_answer").call_back
    assert (after.tries, after.due_on, after.is_open) == (1, desk.clock.today() + timedelta(days=1), True)


def test_a_closed_promise_takes_no_second_answer(desk, promise):
    desk.giulia.call_backs.answer(promise.id, "reached")
    with pytest.raises(InvalidFieldError) as caught:
        desk.giulia.call_backs.answer(promise.id, "no_answer")
    assert caught.value.reason == "already_closed"


@pytest.mark.parametrize("days", [None, -1, 0])
def test_a_promise_is_postponed_to_a_day_to_come(desk, promise, days):
    day = None if days is None else desk.clock.today() + timedelta(days=days)
    with pytest.raises(InvalidFieldError):
        desk.giulia.call_backs.answer(promise.id, "postponed", day)
    with pytest.raises(InvalidFieldError):
        desk.giulia.call_backs.answer(promise.id, "forgotten")


def test_undoing_the_contact_leaves_a_promise_that_was_kept_meanwhile(desk, promise):
    contact_deed = desk.giulia.undo.last()
    desk.giulia.call_backs.answer(promise.id, "reached")
    desk.giulia.undo.undo(contact_deed.id)
    (row,) = desk.rows(tables.CALL_BACK)
    assert row.result == "reached"


# The informativa.


def test_the_informativa_is_recorded_with_version_language_digest_and_channel(desk):
    citizen = _citizen(desk.giulia)
    assert desk.giulia.citizens.open(citizen.id).notice_state == "missing"
    record, _ = desk.giulia.notices.give(citizen.id, "en", "qr")
    assert (record.version, record.language, record.channel, len(record.sha256)) == ("2026-11", "en", "qr", 64)
    assert desk.giulia.citizens.open(citizen.id).notice_state == "given"
    desk.giulia.undo.undo()
    assert desk.giulia.citizens.open(citizen.id).notice_state == "missing"


def test_a_language_without_a_text_is_refused_and_italian_is_offered(desk):
    with pytest.raises(InvalidFieldError):
        desk.giulia.notices.give(None, "ar")
    assert desk.giulia.notices.languages() == ("it", "en")


# The day.


def test_the_day_counts_each_thing_once(desk):
    giulia = desk.giulia
    citizen = _citizen(giulia, code=CODE)
    giulia.contacts.quick("1")
    giulia.contacts.with_channel(giulia.contacts.quick("2"), "phone")
    giulia.contacts.record(visit(citizen_id=citizen.id, call_back_on=desk.clock.today()))
    giulia.contacts.record(visit(citizen_id=citizen.id))
    giulia.contacts.quick("3")
    giulia.undo.undo()
    giulia.contacts.record(visit(began_at=desk.clock.now() - timedelta(days=1)))
    giulia.notices.give(citizen.id, "it")
    giulia.queue.arrive()
    giulia.drafts.save(giulia.drafts.begin(), "contact", {})
    desk.marco.drafts.save(desk.marco.drafts.begin(), "contact", {})
    desk.marco.contacts.quick("1")
    day = giulia.day.summary()
    assert (day.contacts, day.anonymous, day.people, day.registered, day.notices) == (4, 2, 1, 1, 1)
    assert (day.call_backs_due, day.waiting, day.drafts, day.to_verify, day.entered_later) == (1, 1, 1, 0, 0)
    assert dict(day.by_channel) == {"desk": 3, "phone": 1}
    assert dict(day.by_reason) == {"q_information": 1, "q_digital": 1, "digital_identity": 2}
    assert (day.unsent, day.oldest_unsent_at) == (len(desk.acts()), desk.acts()[0].made_at)
    whole = desk.lead.day.summary()
    assert (whole.contacts, whole.drafts) == (5, 2)
    assert giulia.day.summary(desk.clock.today() - timedelta(days=1)).entered_later == 1


def test_closing_the_day_says_since_when_it_is_copied(desk):
    desk.giulia.backups.back_up()
    day = DayService(desk.giulia.store, desk.giulia.session, desk.giulia.backups.last_at).summary()
    assert day.last_backup_at == desk.clock.now()
    assert "Ultima copia di sicurezza" in closing_words(day)
    assert "copia" not in closing_words(desk.giulia.day.summary())


def test_a_day_of_nothing_is_all_zeros(desk):
    day = desk.giulia.day.summary()
    assert (day.contacts, day.people, day.unsent, day.oldest_unsent_at) == (0, 0, 0, None)


def test_the_day_the_clock_goes_back_has_twenty_five_hours(desk):  # S65
    desk.clock.instant = desk.clock.instant.replace(month=10, day=25, hour=0, minute=30)
    desk.giulia.contacts.quick("1")  # 02:30 in summer time
    desk.clock.pass_by(hours=1)
    desk.giulia.contacts.quick("1")  # 02:30 again
    desk.clock.pass_by(hours=21)
    desk.giulia.contacts.quick("1")  # 23:30
    contacts = desk.giulia.contacts.of_day(desk.clock.today())
    assert len(contacts) == 3
    assert contacts[0].started_at > contacts[1].started_at > contacts[2].started_at


# The timeline.


def test_everything_that_happened_to_a_person_is_on_their_timeline_newest_first(desk):
    giulia = desk.giulia
    citizen = _citizen(giulia, code=CODE)
    spells = [
        lambda: giulia.notices.give(citizen.id, "it"),
        lambda: giulia.contacts.record(
            visit(citizen_id=citizen.id, destinations=("caf",), call_back_on=desk.clock.today(), note="Porta l'ISEE")
        ),
        lambda: giulia.contacts.quick("1"),
    ]
    for spell in spells:
        desk.clock.pass_by(minutes=5)
        spell()
    entries = giulia.citizens.timeline(citizen.id)
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)
    assert sorted(entry.kind for entry in entries) == ["call_back", "contact", "notice", "referral", "registration"]
    assert {entry.operator_id for entry in entries} == {giulia.operator.id}
    assert len(giulia.citizens.timeline(citizen.id, limit=2)) == 2


def test_what_was_taken_back_stays_on_the_timeline_crossed_out(desk):
    giulia = desk.giulia
    citizen = _citizen(giulia)
    giulia.contacts.record(visit(citizen_id=citizen.id, destinations=("caf",)))
    giulia.undo.undo()
    states = {entry.kind: (entry.state, entry.cancelled_by) for entry in giulia.citizens.timeline(citizen.id)}
    assert states["contact"] == states["referral"] == ("cancelled", giulia.operator.id)


def test_a_corrected_contact_is_on_the_timeline_once(desk):
    giulia = desk.giulia
    citizen = _citizen(giulia)
    recorded = giulia.contacts.record(visit(citizen_id=citizen.id))
    giulia.contacts.with_channel(recorded, "phone")
    entries = [entry for entry in giulia.citizens.timeline(citizen.id) if entry.kind == "contact"]
    assert [entry.data["channel"] for entry in entries] == ["phone"]
