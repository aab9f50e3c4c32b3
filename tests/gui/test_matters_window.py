"""A pratica in the real window, on a real store, by real keys alone; the keys are counted."""

from datetime import date

import pytest

from tests.counter_models import code_of
from wemi_desk.domain.papers import PaperKind
from wemi_desk.persistence import tables
from wemi_desk.ui.shell.places import Place

CODE = code_of("Zzyxwald", "Ludmilla", date(1958, 3, 12))
CANARIES = ("Zzyxwald", "Ludmilla", "Xylonota")


@pytest.fixture
def rosa(counter):
    person = counter.register("Zzyxwald", "Ludmilla", code=CODE, phone="3339876543")
    counter.scan(CODE)
    return person


def place(counter):
    return counter.work.places.paperwork


def opened(counter):
    counter.press("F5")
    assert place(counter).matters.model.pick.is_read
    counter.press("2")
    assert place(counter).matters.model.stage == "matter"


def test_a_pratica_is_opened_with_two_keys(counter, rosa):
    strokes = counter.console.keys.keystrokes
    strokes.reset()
    opened(counter)
    assert strokes.keys <= 3
    (row,) = counter.rows(tables.PAPERWORK_CASE)
    assert row.type_code == "SPID-REC"


def test_a_finished_sitting_is_closed_within_twelve_keys_and_nothing_is_left_of_the_person(counter, rosa):
    opened(counter)
    model = place(counter).matters.model
    for _box in place(counter).matters.panes.checklist.lines:
        counter.press("Space", "Tab")
    counter.settle()
    strokes = counter.console.keys.keystrokes
    strokes.reset()
    counter.press("Ctrl+S")
    for digit in "12411314":
        counter.press(digit)
    counter.press("Return")
    assert model.matter.shown.case.closed_at is not None
    assert strokes.keys <= 12
    (case,) = counter.rows(tables.PAPERWORK_CASE)
    assert case.outcome == "completed"
    assert len(counter.rows(tables.FACILITATION_SESSION)) == 1
    counter.press("Ctrl+Return")
    assert counter.work.counter.task == "idle", "it closes by itself: its reason is known"
    assert counter.last_contact().reason == "q_digital"
    assert counter.traces(*CANARIES) == []


def test_a_card_passed_over_the_list_opens_nobodys_pratica(counter, rosa):
    counter.press("F5")
    assert place(counter).matters.model.pick.is_read
    counter.scan(CODE)
    assert counter.rows(tables.PAPERWORK_CASE) == []


def test_somebody_without_a_name_is_helped_from_the_sportello(counter):
    counter.work.counter.visit.open_anonymous()
    opened(counter)
    (row,) = counter.rows(tables.PAPERWORK_CASE)
    assert row.citizen_id is None
    counter.press("F5")
    assert counter.window.place is Place.PAPERWORK
    assert place(counter).matters.model.stage == "matter"


def test_a_card_passed_later_asks_whose_the_pratica_is_and_one_key_says_it(counter):
    person = counter.register("Zzyxwald", "Ludmilla", code=CODE, phone="3339876543")
    counter.work.counter.visit.open_anonymous()
    opened(counter)
    counter.scan(CODE)
    counter.settle()
    counter.press("F5")
    counter.press("Return")
    assert [row.citizen_id for row in counter.rows(tables.PAPERWORK_CASE)] == [person.id]
    counter.press("Ctrl+Z")
    assert [row.citizen_id for row in counter.rows(tables.PAPERWORK_CASE)] == [None]


def test_the_delega_to_sign_is_shown_from_its_button(counter, rosa):
    counter.press("F5")
    place(counter).matters.model.begin("CUP")
    counter.settle()
    pane = place(counter).matters.panes.matter
    assert pane.form_button.isVisible()
    pane.form_button.setFocus()
    counter.press("Space")
    assert counter.work.papers.model.paper.kind is PaperKind.MANDATE


def test_what_is_typed_survives_a_lock(counter, rosa):
    opened(counter)
    place(counter).matters.panes.matter.note.field.editor.setFocus()
    counter.type("Xylonota della pratica")
    counter.press("Ctrl+L")
    counter.enter()
    assert [row.note for row in counter.rows(tables.PAPERWORK_CASE)] == ["Xylonota della pratica"]


def test_ctrl_z_takes_the_outcome_back(counter, rosa):
    opened(counter)
    counter.press("Ctrl+S")
    for digit in "12411314":
        counter.press(digit)
    counter.press("Return")
    assert counter.rows(tables.PAPERWORK_CASE)[0].outcome == "completed"
    counter.press("Ctrl+Z")
    assert counter.rows(tables.PAPERWORK_CASE)[0].outcome == ""
