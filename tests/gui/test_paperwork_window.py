"""Pratiche in the real window, on a real store, by real keys alone."""

from datetime import date

import pytest

from tests.counter_models import code_of
from wemi_desk.guards import slow_work_allowed
from wemi_desk.persistence import tables
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.ui.shell.places import Place

CODE = code_of("Zzyxwald", "Ludmilla", date(1986, 3, 12))
CANARIES = ("Zzyxwald", "Ludmilla", "Xylona", "Xylonota")


@pytest.fixture
def mother(counter):
    mother = counter.register("Zzyxwald", "Ludmilla", code=CODE, phone="3339876543")
    with slow_work_allowed():
        for name, born in (("Xylona", "03/05/2019"), ("Iole", "03/05/2014")):
            counter.work.desk.households.add_minor(
                mother.id, PersonForm(surname="Zzyxwald", given_name=name, birth=born))
    counter.scan(CODE)
    return mother


def prepared(counter):
    """From the visit to the form, and everything that is asked."""
    counter.press("Ctrl+Shift+N", "Return")
    counter.press("Space", "Tab", "Tab", "Space", "Tab")
    for _declaration in counter.work.places.paperwork.model.case.case.measure.declarations:
        counter.press("Space", "Tab")


def test_an_application_is_asked_for_somebody(counter):
    counter.press("Ctrl+Shift+N")
    assert "serve sapere chi la fa" in counter.window.status.words
    assert counter.window.place is Place.COUNTER


def test_f5_without_a_visit_lists_what_is_to_be_followed(counter):
    counter.press("F5")
    panes = counter.work.places.paperwork.panes
    assert panes.open.lines.empty.isVisible()
    counter.press("Esc")
    assert counter.window.place is Place.COUNTER


def test_two_children_are_prepared_from_the_keyboard_and_nothing_is_left_when_the_visit_closes(counter, mother):
    prepared(counter)
    paperwork = counter.work.places.paperwork
    states = [row.state for row in counter.rows(tables.APPLICATION)]
    assert states == ["draft"] * len(paperwork.model.case.case.applications)
    assert paperwork.model.stage == "case"
    paperwork.panes.case.history_button.click()
    counter.press("Ctrl+Return", "1")
    assert counter.work.places.paperwork.model.stage == "open"
    assert counter.traces(*CANARIES) == []


def test_what_is_typed_survives_a_lock(counter, mother):
    prepared(counter)
    paperwork = counter.work.places.paperwork
    paperwork.panes.case.form.fields["note"].editor.setFocus()
    counter.type("Xylonota della pratica")
    counter.press("Ctrl+L")
    counter.enter()
    assert {row.note for row in counter.rows(tables.APPLICATION)} == {"Xylonota della pratica"}
