"""The Sportello as an operator meets it: focus, Esc, undo, scans, strips, cover, lock; nothing lost, nothing left."""

import gc
import weakref
from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from tests.counter_models import code_of
from wemi_desk.persistence import tables
from wemi_desk.services import practice
from wemi_desk.services.desk import DeskServices
from wemi_desk.ui.session import WorkSession
from wemi_desk.ui.shell.pane_host import PlacePage
from wemi_desk.ui.shell.places import Place

CODE = code_of("Zzyxwald", "Ludmilla", date(1958, 3, 12))
OTHER = code_of("Qwortz", "Ildegarda", date(1961, 7, 20), "F", "Z336")
CANARIES = ("Zzyxwald", "Ludmilla", CODE, CODE[:6], "Xylonota", "3339876543", "333 987 6543")
BAD = CODE[:-1] + ("A" if CODE[-1] != "A" else "B")


@pytest.fixture
def maria(counter):
    return counter.register("Zzyxwald", "Ludmilla", code=CODE, phone="3339876543")


@pytest.fixture
def visit(counter, maria):
    counter.scan(CODE)
    return maria


def write_note(counter, text="Xylonota del colloquio"):
    counter.panes.contact.note.editor.setFocus()
    counter.type(text)


def no_dialogs():
    return not [w for w in QApplication.topLevelWidgets() if w.isVisible() and isinstance(w, (QDialog, QMessageBox))]


# --- focus -----------------------------------------------------------------------------------------------------------


def test_the_box_has_the_focus_when_the_desk_is_idle(counter):
    assert counter.focus is counter.box


def test_after_a_card_the_focus_is_on_the_reason(counter, visit):
    assert counter.focus is counter.panes.contact.reason.editor
    counter.press("3")
    assert counter.counter.contact.form.reason is not None


def test_after_an_unknown_card_the_focus_is_on_the_first_empty_field(counter):
    counter.scan(CODE)
    assert counter.focus is counter.panes.registration.surname.editor


def test_the_focus_stays_visible_through_a_whole_morning(counter, maria):
    for keys in (["F9", "1"], ["F9", "Return"], ["F9", "Esc"], ["Ctrl+N"], ["Esc"], ["Ctrl+Return", "1"], ["F3"],
                 ["F8"], ["F4"], ["F2"], ["Ctrl+Tab"], ["Ctrl+Shift+Tab"], ["Ctrl+K"], ["F12"], ["F12"]):
        counter.press(*keys)
        assert counter.focus is not None, keys
        assert counter.focus.isVisible(), keys
        assert no_dialogs(), keys


def test_every_completed_act_gives_the_box_back(counter, maria):
    counter.press("F9", "1")
    counter.press("Esc")
    assert counter.focus is counter.box
    counter.scan(CODE)
    counter.press("1", "Ctrl+Return")
    assert counter.focus is counter.box


def test_ctrl_s_stays_in_the_visit(counter, visit):
    counter.press("1", "Ctrl+S")
    assert counter.counter.visit.card.citizen.id == visit.id
    assert counter.focus is not None
    assert len(counter.contacts()) == 1


def test_the_strip_that_folds_by_itself_does_not_take_the_focus_from_who_went_on(counter, qtbot):
    counter.press("F9", "1")
    counter.press("Ctrl+N")
    field = counter.panes.registration.surname.editor
    assert counter.focus is field
    counter.work._quick_strip._expire()
    counter.settle()
    assert counter.focus is field


def test_a_quick_contact_in_the_middle_of_a_note_gives_the_form_back(counter, visit):
    write_note(counter)
    counter.press("F9", "1", "Esc")
    assert counter.counter.contact.form.note == "Xylonota del colloquio"
    assert counter.panes.contact.isAncestorOf(counter.focus)
    assert [row.citizen_id for row in counter.contacts()] == [None]


def test_any_other_letter_after_a_quick_contact_goes_to_the_box(counter, maria):
    counter.press("F9", "1")
    counter.type("zzy")
    assert counter.box.text() == "zzy"


# --- Esc and drafts --------------------------------------------------------------------------------------------------


def test_esc_leaves_the_registration_and_keeps_its_text(counter):
    counter.press("Ctrl+N")
    counter.type("zzyxwald")
    counter.press("Esc")
    assert counter.counter.task == "contact"
    assert ["zzyxwald" in draft.casefold() for draft in counter.drafts()] == [True]


def test_esc_in_the_note_loses_nothing(counter, visit):
    write_note(counter)
    counter.press("Esc", "Esc", "Esc")
    assert counter.counter.contact.form.note == "Xylonota del colloquio"


def test_esc_at_the_question_about_the_reason_records_nothing(counter, visit):
    write_note(counter)
    counter.press("Ctrl+Return")
    counter.press("Esc")
    assert counter.contacts() == []
    assert counter.counter.contact.form.note == "Xylonota del colloquio"
    assert counter.panes.contact.isAncestorOf(counter.focus)


def test_a_visit_opened_by_mistake_can_be_closed_without_a_contact(counter, visit):
    counter.press("Ctrl+Return", "Return")
    assert counter.counter.visit.visit is None
    assert counter.contacts() == []
    assert counter.focus is counter.box


def test_a_digit_at_the_question_about_the_reason_records_and_closes(counter, visit):
    counter.press("Ctrl+Return", "2")
    assert [row.citizen_id for row in counter.contacts()] == [visit.id]
    assert counter.counter.visit.visit is None


def test_esc_while_a_strip_is_open_takes_only_the_strip(counter):
    counter.press("Ctrl+N")
    counter.type("zzyxwald")
    counter.press("F9", "Esc")
    assert counter.counter.task == "registration"
    assert counter.counter.registration.form.surname.casefold() == "zzyxwald"
    assert counter.contacts() == []


def test_esc_empties_the_box_in_two_steps(counter, maria):
    counter.type("zzy")
    assert counter.box.results.isVisible()
    counter.press("Esc")
    assert (counter.box.results.isVisible(), counter.box.text()) == (False, "zzy")
    counter.press("Esc")
    assert counter.box.text() == ""


def test_esc_from_another_place_comes_back_and_keeps_the_visit(counter, visit):
    write_note(counter)
    counter.press("F8", "Esc")
    assert counter.window.place is Place.COUNTER
    assert counter.counter.contact.form.note == "Xylonota del colloquio"


def test_what_was_typed_a_moment_before_the_lock_is_a_draft(counter, visit):
    write_note(counter)
    counter.press("Ctrl+L")
    assert ["Xylonota del colloquio" in draft for draft in counter.drafts()] == [True]


def test_a_registration_is_kept_through_lock(counter):
    counter.press("Ctrl+N")
    counter.type("zzyxwald")
    counter.press("Ctrl+L")
    assert ["zzyxwald" in draft.casefold() for draft in counter.drafts()] == [True]


# --- undo ------------------------------------------------------------------------------------------------------------


def test_ctrl_z_in_a_text_undoes_typing_first(counter, visit):
    counter.press("1", "Ctrl+S")
    write_note(counter, "abc")
    counter.press("Ctrl+Z")
    assert counter.panes.contact.note.editor.toPlainText() != "abc"
    assert counter.rows(tables.CONTACT_CANCELLATION) == []


def test_ctrl_z_outside_a_text_undoes_the_last_act(counter):
    counter.press("F9", "1", "Esc", "Ctrl+Z")
    assert len(counter.rows(tables.CONTACT_CANCELLATION)) == 1


def test_undoing_a_registration_leaves_nobodys_name_on_the_screen(counter):
    counter.press("Ctrl+N")
    counter.type("zzyxwald\tludmilla")
    counter.press("Ctrl+S")
    assert counter.seen("Zzyxwald")
    counter.window.person_bar.setFocus()
    counter.work.undo()
    counter.settle()
    assert counter.seen("Zzyxwald", "Ludmilla") == []


# --- scans -----------------------------------------------------------------------------------------------------------


def test_a_scan_in_a_half_typed_note_leaves_the_note_as_it_was(counter, visit):
    counter.register("Qwortz", "Ildegarda", code=OTHER)
    write_note(counter, "Xylonota a me")
    counter.typist.press("Left", times=3)
    counter.scan(OTHER)
    editor = counter.panes.contact.note.editor
    assert editor.toPlainText() == "Xylonota a me"
    counter.press("3")
    assert counter.focus is editor
    counter.type("t")
    assert editor.toPlainText() == "Xylonota at me"
    assert counter.counter.visit.card.citizen.id == visit.id


def test_the_other_persons_card_closes_and_opens_with_one_digit(counter, visit):
    other = counter.register("Qwortz", "Ildegarda", code=OTHER)
    write_note(counter)
    counter.scan(OTHER)
    counter.press("1")
    assert counter.counter.visit.card.citizen.id == other.id
    assert counter.focus is counter.panes.contact.reason.editor
    assert ["Xylonota" in draft for draft in counter.drafts()] == [True]


def test_the_other_persons_card_can_join_the_family(counter, visit):
    other = counter.register("Qwortz", "Ildegarda", code=OTHER)
    counter.scan(OTHER)
    counter.press("2")
    members = {row.citizen_id for row in counter.rows(tables.HOUSEHOLD_MEMBER)}
    assert {visit.id, other.id} <= members


def test_a_scan_while_the_quick_contact_is_open_records_nothing_by_its_digits(counter, maria):
    counter.press("F9")
    counter.scan(CODE)
    assert counter.contacts() == []
    assert counter.counter.visit.card.citizen.id == maria.id


def test_a_scan_in_the_registration_fills_it_and_keeps_what_was_typed(counter):
    counter.press("Ctrl+N")
    counter.type("zzyxwald\tludmilla")
    counter.scan(CODE)
    form = counter.counter.registration.form
    assert (form.surname, form.given_name.casefold(), form.code) == ("Zzyxwald", "ludmilla", CODE)


def test_a_card_read_badly_is_said_and_esc_goes_back_to_the_field(counter, visit):
    write_note(counter)
    counter.scan(BAD)
    assert counter.window.banner.words == "Codice letto male: ripassa la tessera"
    assert counter.focus is not counter.panes.contact.note.editor
    counter.press("Esc")
    assert counter.focus is counter.panes.contact.note.editor
    assert counter.panes.contact.note.editor.toPlainText() == "Xylonota del colloquio"
    assert counter.window.banner.words == ""


def test_after_a_card_read_badly_the_right_one_takes_the_warning_away(counter, maria):
    counter.scan(BAD)
    counter.scan(CODE)
    assert counter.window.banner.words == ""
    assert counter.counter.visit.card.citizen.id == maria.id


def test_an_operators_badge_changes_nothing_at_work(counter, visit):
    counter.scan("OP1002")
    assert counter.counter.visit.card.citizen.id == visit.id


def test_a_scan_at_the_lock_screen_opens_nobody(counter, maria):
    counter.press("Ctrl+L")
    counter.scan(CODE)
    assert counter.traces(*CANARIES) == []
    accesses = [row for row in counter.rows(tables.AUDIT) if row.object_id == maria.id and row.action == "open_person"]
    assert accesses == []


# --- the public screen -----------------------------------------------------------------------------------------------


class OwnClipboard:
    """The platform without a screen does not tell whose the clipboard is; on a desk it is ours after Ctrl+C."""

    def __init__(self, real):
        self._real = real

    def ownsClipboard(self):  # noqa: N802 (Qt's own name)
        return True

    def __getattr__(self, name):
        return getattr(self._real, name)


def test_closing_leaves_nothing_of_the_person_anywhere(counter, visit):
    counter.keys.clipboard._clipboard = OwnClipboard(counter.keys.clipboard._clipboard)
    write_note(counter)
    counter.panes.contact.note.editor.selectAll()
    counter.press("Ctrl+C")
    counter.panes.contact.reason.editor.setFocus()
    counter.press("1")
    assert counter.seen(*CANARIES)
    counter.press("Ctrl+Return")
    assert counter.counter.visit.visit is None
    assert counter.traces(*CANARIES) == []
    assert counter.seen(*CANARIES) == []


def test_closing_after_a_registration_leaves_nothing(counter):
    counter.press("Ctrl+N")
    counter.type("zzyxwald\tludmilla\t1958\t3339876543")
    counter.press("Ctrl+S")
    counter.press("1", "Ctrl+Return")
    assert counter.traces(*CANARIES) == []


@pytest.mark.parametrize("half_way", ["visit", "registration", "question", "results"])
def test_locking_leaves_nothing_of_the_person_anywhere(counter, maria, half_way):
    counter.register("Zzyxwald", "Ludmilla", birth="1990")
    if half_way == "registration":
        counter.press("Ctrl+N")
        counter.type("zzyxwald\tludmilla")
    elif half_way == "results":
        counter.type("zzyxw")
    else:
        counter.scan(CODE)
        write_note(counter)
    if half_way == "question":
        counter.scan(OTHER)
    assert counter.seen(*CANARIES)
    counter.press("Ctrl+L")
    assert not counter.window.stage.is_desk_shown
    assert counter.traces(*CANARIES) == []
    assert counter.seen(*CANARIES) == []


def test_after_a_lock_no_object_of_the_session_waits_in_memory(counter, visit):
    for key in ("F3", "F4", "F5", "F6", "F7", "F8", "Ctrl+D", "F9", "Esc", "F2"):
        counter.press(key)
    write_note(counter)
    of_the_session = {id(counter.work), id(counter.work.desk)}
    views = [weakref.ref(one) for one in (counter.counter, counter.panes, counter.work.places)]
    counter.press("Ctrl+L")
    counter.qtbot.waitUntil(lambda: not counter.window.findChildren(WorkSession))
    counter.settle()
    gc.collect()  # as the program does a quarter of a second after each lock
    still = {id(one) for one in gc.get_objects() if isinstance(one, (WorkSession, DeskServices))}
    assert not of_the_session & still
    assert [one() for one in views if one() is not None] == []


def test_each_place_has_one_page_and_after_a_lock_none_is_left(counter):
    places = ("F3", "F4", "F5", "F6", "F7", "F8", "F2")
    counter.press(*places)
    assert len(counter.window.findChildren(PlacePage)) == len(places)
    counter.press("Ctrl+L")
    counter.qtbot.waitUntil(lambda: len(counter.window.findChildren(PlacePage)) <= 1)


def test_another_operator_finds_nothing_of_the_first(counter, visit):
    write_note(counter)
    counter.press("Ctrl+L")
    counter.enter(practice.OPERATORS[1])
    assert counter.traces(*CANARIES) == []
    counter.scan(OTHER)
    assert counter.counter.task == "registration"
    counter.press("Ctrl+L")
    counter.enter()
    counter.press("F9", "1")
    assert len(counter.contacts()) == 1


def test_the_cover_hides_everything_and_gives_text_and_cursor_back(counter, visit):
    write_note(counter, "Xylonota ab")
    counter.typist.press("Left")
    counter.press("F12")
    assert counter.seen(*CANARIES) == []
    assert QGuiApplication.focusWindow() is not None
    counter.press("F12")
    counter.type("x")
    assert counter.panes.contact.note.editor.toPlainText() == "Xylonota axb"


def test_under_the_cover_nothing_happens_that_nobody_sees(counter):
    counter.press("F12")
    counter.press("F9", "1", "Ctrl+N", "F8", "Ctrl+S")
    counter.press("F12")
    assert counter.contacts() == []
    assert counter.counter.task == "idle"
    assert counter.window.place is Place.COUNTER


def test_a_card_passed_under_the_cover_waits_for_it_to_go(counter, maria):
    counter.press("F12")
    counter.scan(CODE)
    assert counter.seen(*CANARIES) == []
    assert counter.window.stage.is_covered
    assert counter.seen("Scheda pronta: premi F12")
    counter.press("F12")
    assert counter.counter.visit.card.citizen.id == maria.id
    assert counter.focus is counter.panes.contact.reason.editor


@pytest.mark.parametrize("code", ["UNKNOWN-99887766", BAD])
def test_a_strange_code_under_the_cover_does_not_lift_it(counter, visit, code):
    counter.press("F12")
    counter.scan(code)
    assert counter.window.stage.is_covered
    assert counter.seen(*CANARIES) == []


def test_locking_under_the_cover_locks(counter, visit):
    counter.press("F12", "Ctrl+L")
    assert counter.work is None
    assert counter.traces(*CANARIES) == []


def test_the_window_title_never_names_anybody(counter, visit):
    assert counter.window.windowTitle() == "WeMi Desk · Palestra Venini · Sportello"


def test_the_idle_lock_warns_in_the_status_bar_and_takes_the_warning_back(counter, visit):
    counter.keys.idle.idle_s = 15
    counter.keys.idle.check()
    assert "si blocca tra" in counter.window.status.words
    assert no_dialogs()
    counter.typist.press("Shift")
    counter.press("Tab")
    assert counter.window.status.words == ""


def test_after_the_idle_time_the_desk_is_locked_and_the_note_kept(counter, visit):
    write_note(counter)
    counter.keys.idle.expired.emit()
    counter.settle()
    assert counter.work is None
    assert ["Xylonota" in draft for draft in counter.drafts()] == [True]
    assert counter.traces(*CANARIES) == []


@pytest.mark.parametrize("event", ["going to sleep", "locked by the system"])
def test_the_computers_own_lock_locks_the_desk_and_keeps_the_note(counter, visit, event):
    write_note(counter)
    heard = counter.console.system_lock
    heard.going(True) if event == "going to sleep" else heard.lock()
    counter.settle()
    assert counter.work is None
    assert ["Xylonota" in draft for draft in counter.drafts()] == [True]
    assert counter.traces(*CANARIES) == []


def test_nothing_is_announced_with_a_name_after_closing(counter, visit):
    from wemi_desk.ui.widgets.announce import listen

    counter.press("1")
    said = []
    stop = listen(lambda words, _urgent: said.append(words))
    try:
        counter.press("Ctrl+Return")
    finally:
        stop()
    assert said
    assert not [words for words in said for canary in CANARIES if canary.casefold() in words.casefold()]
