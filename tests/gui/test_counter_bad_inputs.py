"""Bad inputs through the real window and the real store; ``test_every_field`` tries all of them in every field."""

import pytest
from PySide6.QtGui import QGuiApplication

from tests.corpus import bad_inputs, some_bad_inputs
from tests.counter_models import ANNA
from tests.counter_window import CounterWindow
from tests.runners import SlowWorkRunner
from wemi_desk.domain.contacts import NOTE_LIMIT
from wemi_desk.domain.names import capitalised, clean
from wemi_desk.persistence import tables


@pytest.fixture
def quick(qtbot, theme, practice_store, tmp_path):
    """The real window with answers that come at once: five hundred inputs have no time to wait."""
    window = CounterWindow(qtbot, SlowWorkRunner(), practice_store, tmp_path)
    window.keys.sounds.enabled = False
    window.work.changes.blockSignals(True)  # reading the whole day again after each of them proves nothing here
    return window


def assert_calm(window):
    assert window.shown_as_markup() == []
    assert QGuiApplication.focusWindow() is not None


def test_the_box_survives_everything(quick):
    for number, item in enumerate(some_bad_inputs()):
        quick.paste(quick.box, item.text)
        if number % 3 == 0:
            quick.typist.press("Return")
        quick.settle()
        if quick.counter.visit.visit is not None:
            quick.counter.close_without_contact()
        quick.box.empty()
        quick.window.panel.close_panel()
    assert_calm(quick)
    assert quick.contacts() == []


def test_the_note_and_the_service_are_stored_as_they_are_or_refused_in_words(quick):
    before = len(quick.contacts())
    refused = stored = 0
    quick.counter.visit.open_anonymous()
    pane, contact = quick.panes.contact, quick.counter.contact
    for item in some_bad_inputs():
        quick.paste(pane.note.editor, item.text)
        quick.paste(pane.service.editor, item.text)
        pane.reason.editor.set_code(quick.work.desk.lists["quick_contact"].items[0].code)
        typed, service = pane.note.editor.toPlainText(), pane.service.editor.text()
        contact.record()
        if contact.form.says_something:
            refused += 1
            assert pane.note.error, str(item)
            assert pane.note.editor.toPlainText() == typed, str(item)
            assert len(clean(typed, len(typed) + 1)) > NOTE_LIMIT, str(item)
            contact.edit(reason=None, note="", service_text="")
        else:
            stored += 1
            kept = quick.last_contact()
            assert kept.note == clean(typed, NOTE_LIMIT), str(item)
            assert kept.service_text == clean(service, 200), str(item)
    assert_calm(quick)
    assert refused
    assert len(quick.contacts()) - before == stored


def test_names_are_stored_as_they_are_or_refused_in_words(quick):
    pane, registration = quick.panes.registration, quick.counter.registration
    for item in bad_inputs("name", "formula")[::6]:
        quick.counter.arrivals.start_registration("")
        quick.paste(pane.surname.editor, item.text)
        quick.paste(pane.given_name.editor, item.text)
        typed = pane.surname.editor.text()
        quick.counter.save()
        if registration.is_open:
            assert pane.surname.error or pane.given_name.error, str(item)
            assert pane.surname.editor.text() in (typed, capitalised(typed)), str(item)
            assert not clean(typed, 101) or len(clean(typed, 101)) > 100, str(item)
        elif quick.counter.visit.card is not None:
            kept = quick.counter.visit.card.citizen
            assert kept.surname == kept.given_name == clean(capitalised(" ".join(typed.split())), 100), str(item)
        quick.counter.close_without_contact()
    assert_calm(quick)


def test_a_form_full_of_anything_is_refused_beside_a_field_and_stays_as_it_was(quick):
    """A code that cannot be read stops every one of them: nothing is written, so this is quick."""
    pane, registration = quick.panes.registration, quick.counter.registration
    fields = (pane.surname, pane.given_name, pane.birth, pane.phone)
    quick.counter.arrivals.start_registration("Prova")
    quick.paste(pane.code.editor, "RSSMRA58C52F205A")
    for item in some_bad_inputs():
        for field in fields:
            quick.paste(field.editor, item.text)
        typed = [field.editor.text() for field in (pane.given_name, pane.phone)]
        quick.counter.save()
        assert registration.is_open, str(item)
        assert any(field.error for field in (*fields, pane.code)), str(item)
        kept = [field.editor.text() for field in (pane.given_name, pane.phone)]
        assert kept in (typed, [capitalised(typed[0]), typed[1]]), str(item)
    assert_calm(quick)
    assert not [row for row in quick.rows(tables.CITIZEN) if row.surname == "Prova"]


@pytest.mark.parametrize(("name", "kinds"), [
    ("code", ("fiscal_code", "health_code")), ("birth", ("date",)), ("phone", ("phone", "email"))])
def test_codes_dates_and_telephones_are_read_or_refused_beside_the_field(quick, name, kinds):
    pane, registration = quick.panes.registration, quick.counter.registration
    field = getattr(pane, name)
    for number, item in enumerate(bad_inputs(*kinds)[::4]):
        quick.counter.arrivals.start_registration(f"Prova {number}")
        quick.paste(field.editor, item.text)
        typed = field.editor.text()
        quick.counter.save()
        if registration.is_open:
            assert field.error[-1] in ".?", str(item)
            assert field.editor.text().strip() == typed.strip() or name == "birth", str(item)
            assert registration.form.surname.startswith("Prova"), str(item)
        quick.counter.close_without_contact()
    assert_calm(quick)


def test_the_day_of_a_call_back_is_read_or_refused_beside_the_field(quick):
    quick.counter.visit.open_anonymous()
    pane, contact = quick.panes.contact, quick.counter.contact
    for item in some_bad_inputs():
        contact.edit(reason=quick.work.desk.lists["quick_contact"].items[0].code, wants_call_back=True)
        quick.paste(pane.call_back_on.editor, item.text)
        contact.record()
        assert pane.call_back_on.error, str(item)  # at least: nobody to call back
    assert_calm(quick)


def test_the_reader_survives_everything(quick):
    for item in (*bad_inputs("scan"), *bad_inputs("fiscal_code", "health_code", "mrz")[::4]):
        if len(item.text) < 300:
            quick.typist.scan(item.text)
            quick.settle()
        if quick.counter.visit.visit is not None:
            quick.counter.close_without_contact()
        quick.window.banner.hide_words()
        quick.window.focus_box()
        quick.box.empty()
    assert_calm(quick)
    assert quick.contacts() == []
    quick.typist.scan(ANNA)
    quick.settle()
    assert quick.counter.registration.form.code == ANNA
