"""The Agenda in the real window, on a real store, by real keys and cards."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from tests.counter_models import code_of
from wemi_desk.domain.appointments import ARRIVED, BOOKED, CANCELLED, DONE
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.handover_notes import HandoverNote
from wemi_desk.domain.slip_codes import slip_code
from wemi_desk.persistence import tables
from wemi_desk.services import practice
from wemi_desk.services.agenda.appointments import AppointmentForm
from wemi_desk.ui.shell.places import Place

ADA = code_of("Zzyxwald", "Ada", date(1956, 3, 12))


@pytest.fixture
def ada(counter):
    return counter.register("Zzyxwald", "Ada", code=ADA)


def booked(counter, citizen, minutes=5):
    """Expected in some minutes, whatever the hour at which the tests run."""
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    with counter.aside():
        form = AppointmentForm(starts_at=at, operator_id=practice.OPERATORS[0].id, citizen_id=citizen.id, reason="2")
        return counter.work.desk.agenda().appointments.book(form, anyway=True).appointment


def of_ada(counter, ada):
    return [row for row in counter.rows(tables.APPOINTMENT) if row.citizen_id == ada.id]


def test_the_first_free_hour_is_promised_to_who_is_at_the_desk_in_few_keys(counter, ada):
    counter.scan(ADA)
    counter.keys.keystrokes.reset()
    counter.press("Ctrl+K")
    counter.type(">appu")
    counter.press("Return")
    counter.press("2", "Ctrl+S")
    (row,) = of_ada(counter, ada)
    assert (row.status, row.reason, row.minutes, row.doubts) == (BOOKED, "q_digital", 45, ())
    assert counter.keys.keystrokes.keys <= 13
    assert "Appuntamento" in counter.window.status.words
    counter.press("Ctrl+Z")
    assert of_ada(counter, ada)[0].status == CANCELLED


def test_a_card_in_coda_puts_who_is_expected_in_the_queue_and_f11_brings_them(counter, ada):
    one = booked(counter, ada)
    counter.press("F3")
    assert "Ada Z." in "".join(counter.work.places.expected.model.words(line)
                               for line in counter.work.places.expected.model.lines)  # fmt: skip
    counter.scan(ADA)
    assert counter.window.place is Place.QUEUE
    (ticket,) = counter.rows(tables.QUEUE_TICKET)
    assert (ticket.reason, ticket.first_name, ticket.appointment_id) == ("q_digital", "Ada", one.id)
    counter.press("F11", "F3", "Return")
    assert counter.work.counter.visit.card.citizen.id == ada.id
    assert of_ada(counter, ada)[0].status == ARRIVED


def test_who_is_opened_at_the_desk_about_their_hour_has_arrived_and_is_done_with_the_visit(counter, ada):
    booked(counter, ada)
    counter.scan(ADA)
    assert of_ada(counter, ada)[0].status == ARRIVED
    assert not counter.rows(tables.QUEUE_TICKET)
    counter.work.counter.close_without_contact()
    counter.settle()
    assert of_ada(counter, ada)[0].status == DONE


def test_the_printed_card_that_comes_back_puts_its_person_in_the_queue(counter, ada):
    one = booked(counter, ada)
    counter.scan(slip_code(one.id, one.created_at))
    (ticket,) = counter.rows(tables.QUEUE_TICKET)
    assert ticket.appointment_id == one.id
    assert counter.window.place is Place.QUEUE


def test_a_card_in_coda_of_who_is_not_expected_opens_the_person(counter, ada):
    counter.press("F3")
    counter.scan(ADA)
    assert counter.work.counter.visit.card.citizen.id == ada.id


def test_a_note_is_announced_without_its_words_and_is_read_with_one_key(counter):
    marco = practice.OPERATORS[1].id
    note = HandoverNote(id=UUID(int=77), space_code="VEN", text="Chiavi dal custode", created_at=datetime.now(UTC),
                        created_by=marco)  # fmt: skip
    with counter.aside(), counter.work.desk.store.work() as work:
        work.handover_notes.add(note)
        work.commit()
    agenda = counter.work.places.agenda
    agenda.look_for_news()
    counter.settle()
    assert agenda.strip.isVisible()
    assert "custode" not in agenda.strip.accessibleName()
    agenda.strip.chosen.emit(0)
    counter.settle()
    assert counter.window.place is Place.AGENDA
    assert agenda.panes.notes.text.text() == "Chiavi dal custode"
    counter.press("Return")
    (row,) = [one for one in counter.rows(tables.HANDOVER_NOTE) if one.id == note.id]
    assert str(practice.OPERATORS[0].id) in row.read_by[0]


def test_a_free_hour_of_the_calendar_is_booked_by_name_as_told(counter):
    counter.window.place_requested.emit(Place.AGENDA)
    counter.settle()
    board = counter.work.places.agenda.model.board
    board.go_to(rome_day(datetime.now(UTC)) + timedelta(days=14))
    counter.settle()
    counter.work.places.agenda.panes.day.grid.setFocus()
    counter.press("Return")
    counter.type("Sig. Neri")
    counter.press("Ctrl+S", "Ctrl+S")
    rows = [row for row in counter.rows(tables.APPOINTMENT) if row.name == "Sig. Neri"]
    assert len(rows) == 1
