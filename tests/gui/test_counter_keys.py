"""The keystroke targets of interface.md 18, counted from real events in the real window."""

from datetime import date

import pytest

from tests.counter_models import code_of
from tests.counter_window import CounterWindow
from wemi_desk.persistence import tables

CODE = code_of("Brambill", "Ludmil", date(1958, 3, 12))


@pytest.fixture
def count(counter: CounterWindow):
    counter.keys.keystrokes.reset()

    def counted():
        return counter.keys.keystrokes.scans, counter.keys.keystrokes.keys

    return counted


def new_people(counter):
    return [row for row in counter.rows(tables.CITIZEN) if row.surname == "Brambill"]


def test_an_anonymous_contact_takes_two_keys(counter, count):
    counter.press("F9", "1")
    assert count() == (0, 2)
    assert [row.citizen_id for row in counter.contacts()] == [None]


def test_somebody_who_comes_back_with_the_card_takes_a_scan_and_three_keys(counter):
    citizen = counter.register("Brambill", "Ludmil", code=CODE)
    counter.keys.keystrokes.reset()
    counter.scan(CODE)
    counter.press("1", "Ctrl+Return")
    assert (counter.keys.keystrokes.scans, counter.keys.keystrokes.keys) == (1, 3)
    assert [row.citizen_id for row in counter.contacts()] == [citizen.id]
    assert counter.focus is counter.box


def test_somebody_who_comes_back_by_name_takes_eleven_keys(counter):
    citizen = counter.register("Zzyxwald", "Ludmil", birth="1958")
    counter.keys.keystrokes.reset()
    counter.press("Ctrl+K")
    counter.type("zzyxw")
    counter.press("Return", "1", "Ctrl+Return")
    assert counter.keys.keystrokes.keys == 11
    assert [row.citizen_id for row in counter.contacts()] == [citizen.id]


def test_by_name_also_when_enter_comes_before_the_answer(counter):
    citizen = counter.register("Zzyxwald", "Ludmil", birth="1958")
    counter.press("Ctrl+K")
    counter.typist.type_text("zzyxw")
    counter.typist.press("Return")
    counter.settle()
    counter.settle()
    assert counter.counter.visit.card.citizen.id == citizen.id


def finish_new(counter):
    counter.type("brambill\tludmil\t3331234567")
    counter.press("Ctrl+I", "1", "Ctrl+Return")


def assert_registered(counter):
    (citizen,) = new_people(counter)
    assert (citizen.surname, citizen.given_name, citizen.phone) == ("Brambill", "Ludmil", "+393331234567")
    (contact,) = counter.contacts()
    assert contact.citizen_id == citizen.id
    notices = [row for row in counter.rows(tables.PRIVACY_NOTICE_RECORD) if row.citizen_id == citizen.id]
    assert len(notices) == 1
    assert counter.counter.visit.visit is None
    assert counter.focus is counter.box
    assert counter.drafts() == []
    return citizen


def test_a_new_person_with_the_card_takes_a_scan_and_thirty_one_keys(counter, count):
    counter.scan(CODE)
    finish_new(counter)
    assert count() == (1, 31)
    citizen = assert_registered(counter)
    assert (citizen.fiscal_code, citizen.birth_date) == (CODE, date(1958, 3, 12))


def test_a_new_person_with_the_code_typed_takes_forty_eight_keys(counter, count):
    counter.type(CODE.lower())
    counter.press("Return")
    finish_new(counter)
    assert count() == (0, 48)
    assert assert_registered(counter).fiscal_code == CODE


def test_a_new_person_without_documents_takes_thirty_seven_keys(counter, count):
    counter.type("brambill ludmil")
    counter.press("Ctrl+N")
    counter.type("1958\t3331234567")
    counter.press("Ctrl+I", "1", "Ctrl+Return")
    assert count() == (0, 37)
    assert assert_registered(counter).birth_year == 1958
