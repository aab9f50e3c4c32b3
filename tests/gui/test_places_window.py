"""The places and side lists in the real window, on a real store, by real keys alone."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from tests.counter_models import code_of
from wemi_desk.persistence import tables
from wemi_desk.ui.screens.citizens.view import CitizensPage
from wemi_desk.ui.screens.day.view import DayPane
from wemi_desk.ui.screens.outbox.view import OutboxView
from wemi_desk.ui.screens.settings.view import SettingsView
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.theme import ThemeName, current_theme
from wemi_desk.ui.widgets.confirmation import Confirmation

CODE = code_of("Zzyxwald", "Ludmilla", date(1958, 3, 12))


@pytest.fixture
def visit(counter):
    maria = counter.register("Zzyxwald", "Ludmilla", code=CODE, phone="3339876543")
    counter.scan(CODE)
    return maria


def panel(counter):
    return counter.window.panel.content


def page(counter, kind):
    return counter.window.panes.page(counter.window.place).findChild(kind)


def command(counter, text):
    counter.press("Ctrl+K")
    counter.type(">" + text)
    counter.press("Return")


def test_commands_are_typed_after_the_sign(counter):
    command(counter, "invio dati")
    assert isinstance(panel(counter), OutboxView)
    command(counter, "impostazioni")
    assert isinstance(panel(counter), SettingsView)
    command(counter, "giornata")
    assert counter.window.place is Place.DAY


def test_a_theme_chosen_by_command_is_kept_for_the_next_session(counter, theme):
    command(counter, "contrasto")
    assert current_theme().name is ThemeName.CONTRAST
    command(counter, "piu grande")
    assert current_theme().percent == 110
    assert '"contrast"' in counter.profile.settings.read_text()


def test_with_a_visit_f4_is_the_card_and_a_change_is_recorded(counter, visit):
    counter.press("F4")
    card = page(counter, CitizensPage).card
    card.data.fields["address"].editor.setFocus()
    counter.type("via Xylonota 3")
    counter.press("Ctrl+S")
    assert "via Xylonota 3" in {row.address for row in counter.rows(tables.CITIZEN)}
    counter.press("Alt+5")
    assert card.accesses.rows.row_at(card.accesses.rows.rowCount() - 1).what == "Ha registrato"


def test_what_is_typed_on_a_card_survives_a_lock(counter, visit):
    counter.press("F4")
    page(counter, CitizensPage).card.data.fields["address"].editor.setFocus()
    counter.type("via Xylonota 3")
    counter.press("Ctrl+L")
    counter.enter()
    counter.scan(CODE)
    counter.press("F4")
    assert page(counter, CitizensPage).card.data.fields["address"].editor.text() == "via Xylonota 3"


def test_nothing_of_the_card_stays_when_the_visit_closes(counter, visit):
    counter.press("F4")
    cards = page(counter, CitizensPage)
    counter.press("Alt+2", "Alt+5", "Alt+1", "Ctrl+Return", "1")
    assert cards.currentWidget() is cards.list
    assert cards.card.data.fields["surname"].editor.text() == ""
    assert cards.card.accesses.rows.rowCount() == 0


def test_without_a_visit_f4_filters_and_enter_opens(counter):
    counter.register("Zzyxwald", "Ludmilla", code=CODE)
    counter.press("F4")
    counter.type("zzyxwald")
    counter.press("Return")
    assert counter.window.place is Place.COUNTER
    assert counter.counter.visit.card.citizen.surname == "Zzyxwald"


def test_the_day_closes_after_one_question(counter):
    counter.press("F9", "1", "Esc", "F8")
    page(counter, DayPane).close_button.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Confirmation)
    dialog.act_button.click()
    counter.settle()
    assert page(counter, DayPane).closed.isVisible()


def test_a_person_in_the_queue_comes_to_the_desk_by_keys(counter):
    counter.press("F3")
    arrivals = counter.window.panes.page(Place.QUEUE).panes[1].widget
    arrivals.reason.editor.setFocus()
    counter.press("2", "Ctrl+S", "F11")
    counter.window.panes.page(Place.QUEUE).panes[0].widget.table.setFocus()
    counter.press("Return")
    assert counter.window.place is Place.COUNTER
    assert counter.counter.visit.visit.ticket_id is not None
    assert [row.state for row in counter.rows(tables.QUEUE_TICKET)] == ["serving"]
    counter.press("1", "Ctrl+Return")
    assert [row.state for row in counter.rows(tables.QUEUE_TICKET)] == ["done"]


def test_nobody_comes_to_the_desk_while_somebody_is_there(counter, visit):
    counter.press("F3")
    list_pane, arrivals = (spec.widget for spec in counter.window.panes.page(Place.QUEUE).panes)
    arrivals.reason.editor.setFocus()
    counter.press("2", "Ctrl+S", "F11")
    list_pane.table.setFocus()
    counter.press("Return")
    assert "chiudi prima il colloquio" in counter.window.status.words
    assert [row.state for row in counter.rows(tables.QUEUE_TICKET)] == ["called"]
