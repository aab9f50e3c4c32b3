"""What is typed in the forms of Agenda, Attività, Catalogo and Condivisi outlives a lock, a crash and a visit."""

from datetime import date

import pytest
import shiboken6
from PySide6.QtWidgets import QLineEdit

from tests.counter_models import code_of
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.drafts import FORMS
from wemi_desk.persistence import tables
from wemi_desk.services import practice
from wemi_desk.ui.screens.counter.home_view import TodayPane
from wemi_desk.ui.screens.drafts.view import DraftsView
from wemi_desk.ui.screens.drafts.view_model import _KINDS
from wemi_desk.ui.shell.places import Place

ADA = code_of("Zzyxwald", "Ada", date(1956, 3, 12))
BEA = code_of("Quuxmann", "Bea", date(1961, 7, 9))


@pytest.fixture
def ada(counter):
    counter.register("Quuxmann", "Bea", code=BEA)
    return counter.register("Zzyxwald", "Ada", code=ADA)


def typed(field):
    return field.editor.text()


def killed(counter):
    """As kill -9 would leave the files, a moment after the last key; and the desk started again on them."""
    counter.qtbot.waitUntil(lambda: bool(counter.drafts()), timeout=5_000)
    store = counter.profile.store
    files = {path: path.read_bytes() for path in store.parent.glob(f"{store.name}*") if path.suffix != ".db-shm"}
    counter.press("Ctrl+L")
    for path in store.parent.glob(f"{store.name}*"):
        path.unlink()
    for path, held in files.items():
        path.write_bytes(held)
    counter.enter()


def booking(counter):
    counter.work.places.agenda.book()
    counter.settle()
    return counter.work.places.agenda.panes.booking


def choose_draft(counter, words):
    counter.press("Ctrl+D")
    view = counter.window.panel.findChild(DraftsView)
    row = next(at for at, line in enumerate(view.model.lines) if line.kind == words)
    view.table.go_to_row(row)
    view.resume_button.click()
    counter.settle()


def test_every_form_has_words_in_the_list_of_drafts():
    assert set(_KINDS) >= FORMS


def test_an_appointment_half_typed_survives_a_crash_and_is_gone_once_recorded(counter):
    booking(counter)
    counter.type("Sig. Xylomar")
    counter.press("Tab")
    counter.type("3331234567")
    killed(counter)
    choose_draft(counter, "appuntamento")
    form = counter.work.places.agenda.panes.booking
    assert counter.window.place is Place.AGENDA
    assert (typed(form.fields["name"]), typed(form.fields["phone"])) == ("Sig. Xylomar", "3331234567")
    assert "Ripresa la bozza" in form.kept_line.words.text()
    form.fields["reason"].editor.setFocus()
    counter.press("2", "Ctrl+S")
    assert [row.name for row in counter.rows(tables.APPOINTMENT) if row.name.startswith("Sig. X")] == ["Sig. Xylomar"]
    assert not counter.drafts()
    assert not typed(booking(counter).fields["name"])


def test_another_operator_does_not_see_what_was_typed(counter):
    booking(counter)
    counter.type("Sig. Xylomar")
    counter.press("Ctrl+L")
    counter.enter(practice.OPERATORS[1])
    assert not typed(booking(counter).fields["name"])
    with counter.aside():
        assert not counter.work.desk.drafts.mine()
    assert len(counter.drafts()) == 1


def test_what_was_typed_for_one_visitor_is_kept_for_them_when_another_is_opened(counter, ada):
    counter.scan(ADA)
    form = booking(counter)
    form.fields["note"].editor.setFocus()
    counter.type("porta la DSU")
    counter.work.counter.close_without_contact()
    counter.settle()
    assert not any("porta la DSU" in one.text() for one in counter.window.findChildren(QLineEdit))
    counter.scan(BEA)
    assert not typed(booking(counter).fields["note"])
    counter.work.counter.close_without_contact()
    counter.settle()
    counter.scan(ADA)
    assert typed(booking(counter).fields["note"]) == "porta la DSU"
    [row] = counter.rows(tables.DRAFT)
    assert (row.citizen_id, row.initials) == (ada.id, "A. Z.")


def test_begin_again_throws_the_draft_away(counter):
    form = booking(counter)
    counter.type("Sig. Xylomar")
    form.save_button.setFocus()
    counter.press("Esc")
    assert typed(booking(counter).fields["name"]) == "Sig. Xylomar"
    form.kept_line.restart_button.click()
    counter.settle()
    assert not typed(form.fields["name"])
    assert not counter.drafts()


def test_what_is_taken_out_again_leaves_no_draft(counter):
    booking(counter)
    counter.type("S")
    counter.press("Backspace", "Ctrl+L")
    assert not counter.drafts()


def test_an_activity_half_planned_survives_a_crash(counter):
    counter.press("F7")
    counter.work.places.courses.panes.calendar.new_button.click()
    counter.settle()
    form = counter.work.places.courses.panes.planning
    counter.press("2")
    form.fields["title"].editor.setFocus()
    form.fields["title"].editor.selectAll()
    counter.type("Maglia per tutti")
    form.fields["capacity"].editor.setFocus()
    form.fields["capacity"].editor.selectAll()
    counter.type("7")
    killed(counter)
    choose_draft(counter, "attività")
    form = counter.work.places.courses.panes.planning
    assert (typed(form.fields["title"]), typed(form.fields["capacity"])) == ("Maglia per tutti", "7")
    assert form.fields["activity_type"].editor.code


def test_an_orientation_half_written_survives_a_crash_and_is_gone_with_the_record(counter, ada):
    counter.scan(ADA)
    counter.press("F6")
    panes = counter.work.places.catalogue.panes
    panes.results.focus_list()
    counter.press("Ctrl+S")
    assert panes.right.form is panes.right.orient
    panes.right.orient.fields["reason"].editor.setFocus()
    counter.type("vicino a casa")
    killed(counter)
    counter.scan(ADA)
    counter.press("F6")
    panes = counter.work.places.catalogue.panes
    panes.results.focus_list()
    counter.press("Ctrl+S")
    assert typed(panes.right.orient.fields["reason"]) == "vicino a casa"
    counter.press("Ctrl+S")
    assert [row.reason for row in counter.rows(tables.ORIENTATION)][-1:] == ["vicino a casa"]
    assert not counter.drafts()


def test_a_note_for_the_next_shift_half_written_comes_back(counter):
    counter.work.places.agenda.show_notes()
    counter.settle()
    note = counter.work.places.agenda.panes.notes.note.editor
    note.setFocus()
    counter.type("la stampante")
    counter.press("Ctrl+L")
    counter.enter()
    choose_draft(counter, "nota per chi viene dopo")
    notes = counter.work.places.agenda.panes.notes
    assert notes.note.editor.toPlainText() == "la stampante"
    notes.note.editor.setFocus()
    counter.press("Ctrl+S")
    assert not counter.drafts()
    assert not notes.note.editor.toPlainText()


@pytest.mark.parametrize(("kind", "words", "name"), [("leave", "assenza", "leave"), ("shift", "turno", "shift")])
def test_a_leave_or_a_shift_half_written_is_taken_up_from_the_list(counter, kind, words, name):
    counter.work.places.agenda.resume(kind)
    counter.settle()
    getattr(counter.work.places.agenda.panes, name).fields["from"].editor.setFocus()
    counter.type("9:15")
    counter.press("Esc")
    choose_draft(counter, words)
    form = getattr(counter.work.places.agenda.panes, name)
    assert form.isVisible()
    assert typed(form.fields["from"]) == "9:15"


def test_figures_that_arrive_when_the_panes_are_gone_are_shown_to_nobody(counter, monkeypatch):
    work, gone = counter.work, TodayPane(counter.work.desk.lists)
    shiboken6.delete(gone)
    with monkeypatch.context() as patched:
        patched.setattr(work.panes, "today", gone)
        work.changes.changed.emit(Changes.of("contacts"))
        counter.settle()
    assert not work.runner.busy
