"""F1 in the real window: the right page from everywhere, and back to where one was with nothing lost."""

import re

import pytest
from PySide6.QtWidgets import QApplication

from wemi_desk.resources import manual_folder
from wemi_desk.services import practice
from wemi_desk.ui.screens.call_backs.view import CallBacksView
from wemi_desk.ui.screens.help.manual import read_manual
from wemi_desk.ui.screens.help.topics import OF_PLACES
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.widgets.confirmation import Confirmation

COMMAND = re.compile(r"`>([^`]+)`")


def manual(counter):
    return counter.console.manual.view


def topic(counter):
    return manual(counter).model.topic


def go(counter, place):
    counter.window.place_requested.emit(place)
    counter.settle()


def test_every_place_opens_its_page(counter):
    offered = []
    counter.press("Ctrl+L")
    counter.enter(practice.OPERATORS[1])
    for place in Place:
        go(counter, place)
        counter.press("F1")
        offered.append((place, topic(counter).partition("#")[0]))
        assert manual(counter).model.page.name == topic(counter).partition("#")[0]
        counter.press("Esc")
        assert counter.window.panel.reading is None
    assert dict(offered) == OF_PLACES


@pytest.mark.parametrize(("keys", "page"), [
    (("Ctrl+R",), "coda#da-richiamare"), (("Ctrl+D",), "sportello#bozze"), (("Ctrl+?",), "tasti"),
    (("Ctrl+N",), "nuova-persona"), (("F9",), "contatto-rapido"), (("F4",), "scheda#cercare-tra-i-cittadini"),
])
def test_a_list_a_form_and_a_strip_open_theirs(counter, keys, page):
    counter.press(*keys, "F1")
    assert topic(counter) == page


def test_esc_gives_back_the_list_that_was_there_and_the_hands_to_it(counter):
    counter.press("Ctrl+R")
    before, focus = counter.window.panel.content, QApplication.focusWidget()
    counter.press("F1")
    assert before.isHidden()
    counter.press("Esc")
    assert isinstance(counter.window.panel.content, CallBacksView)
    assert (counter.window.panel.content, QApplication.focusWidget()) == (before, focus)
    counter.press("Esc")
    assert counter.window.panel.isHidden()


def test_what_is_half_written_is_there_again_with_its_cursor(counter):
    counter.press("Ctrl+N")
    counter.type("rss")
    field = QApplication.focusWidget()
    field.setCursorPosition(1)
    counter.press("F1", "Esc")
    assert QApplication.focusWidget() is field
    assert (field.text(), field.cursorPosition()) == ("Rss", 1)


def test_f1_again_looks_for_a_word_and_marks_it_in_the_page(counter):
    counter.press("F1", "F1")
    counter.type("stampante")
    view = manual(counter)
    assert view.found.isVisible()
    counter.press("Return")
    assert topic(counter).startswith("stampa")
    assert view.reader.extraSelections()
    assert view.reader.hasFocus()


def test_esc_goes_back_from_what_was_found_to_the_page_and_only_then_away(counter):
    counter.press("F1", "Ctrl+F")
    counter.type("zzz")
    view = manual(counter)
    assert view.found.item(0).text() == "Nessuna pagina ne parla."
    counter.press("Return", "Esc")
    assert view.reader.hasFocus()
    counter.press("Esc")
    assert manual(counter) is None


def test_pages_are_turned_by_keys_and_a_link_leads_there_and_back(counter):
    counter.press("F1")
    model = manual(counter).model
    counter.press("Ctrl+PgDown")
    assert topic(counter) == "contatto-rapido"
    counter.press("Ctrl+PgUp")
    assert topic(counter) == "sportello"
    model.follow_link("scheda.md#accessi")
    counter.settle()
    assert topic(counter) == "scheda#accessi"
    counter.press("Alt+Left")
    assert topic(counter) == "sportello"


def test_the_work_goes_on_beside_the_page_and_f1_from_there_turns_it(counter):
    counter.press("F1", "F3")
    assert topic(counter) == "sportello"
    counter.press("F1")
    assert topic(counter).startswith("coda")


def test_over_a_question_the_question_waits(counter):
    counter.press("F8")
    pane = counter.window.panes.page(Place.DAY).panes[0].widget
    pane.ask_to_close()
    counter.settle()
    question = QApplication.activeModalWidget()
    assert isinstance(question, Confirmation)
    counter.press("F1")
    assert topic(counter).startswith("giornata")
    counter.press("F1")
    assert manual(counter).words.hasFocus()
    counter.press("Esc", "Esc")
    assert manual(counter) is None
    assert QApplication.activeModalWidget() is question
    question.reject()


@pytest.mark.parametrize("keys", ["F12", "Ctrl+L"])
def test_a_question_and_the_page_over_it_do_not_stand_over_the_cover_or_the_lock(counter, keys):
    counter.press("F8")
    counter.window.panes.page(Place.DAY).panes[0].widget.ask_to_close()
    counter.settle()
    counter.press("F1", keys)
    assert not counter.window.stage.is_desk_shown
    assert QApplication.activeModalWidget() is None


def test_before_anybody_has_come_in_and_not_under_the_cover(counter):
    counter.press("F1", "F12", "F1")
    assert counter.window.stage.is_covered
    counter.press("F12", "Ctrl+L")
    assert manual(counter) is None
    counter.press("F1")
    assert topic(counter) == "primo-accesso"
    counter.press("Ctrl+PgDown")
    assert topic(counter) == "blocco"
    counter.press("Esc")
    assert manual(counter) is None
    counter.qtbot.waitUntil(lambda: QApplication.activeWindow() is counter.window)
    counter.press("Ctrl+?")
    assert topic(counter) == "tasti"
    counter.press("Esc")


def test_who_comes_in_finds_no_page_over_the_desk(counter):
    counter.press("Ctrl+L", "F1")
    counter.enter()
    assert manual(counter) is None


def test_every_command_that_the_manual_names_is_one(counter):
    counter.press("Ctrl+L")
    counter.enter(practice.OPERATORS[1])
    pages = read_manual(manual_folder()).pages
    named = {command for page in pages for command in COMMAND.findall(page.shown)}
    assert len(named) > 8
    wrong = []
    for command in sorted(named):
        counter.press("Ctrl+K")
        counter.type(">" + command)
        rows = counter.window.bar.box.results.rows if counter.window.bar.box.results is not None else ()
        if not rows:
            wrong.append(command)
        counter.press("Esc", "Esc")
    assert wrong == []
