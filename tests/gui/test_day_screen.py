from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from tests.counter_store import LISTS, MARCO, MORNING
from tests.keyboard import show, window_with
from tests.place_screens import day_model, desk, ledger_model
from wemi_desk.services.contacts import ContactService
from wemi_desk.services.deeds import UndoService
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.keyboard import Keyboard
from wemi_desk.ui.screens.day.figures_view import FiguresPane
from wemi_desk.ui.screens.day.view import DayPane
from wemi_desk.ui.screens.day.view_model import LateContact
from wemi_desk.ui.screens.day.words import closing_words, open_items
from wemi_desk.ui.shortcuts import Shortcuts
from wemi_desk.ui.widgets.confirmation import Confirmation


class Day:
    """A desk with some contacts, and its day."""

    def __init__(self, *keys, roles=("operator",)):
        self.at = desk(roles=roles)
        self.contacts = ContactService(self.at.store, self.at.session, LISTS)
        for key in keys:
            self.contacts.quick(key)
            self.at.store.clock.advance(minutes=10)
        self.model = day_model(self.at)
        self.refused = []
        self.model.field_failed.connect(lambda name, words: self.refused.append((name, words)))

    def reasons(self):
        return [line.reason for line in self.model.lines]

    def undo(self):
        _deed, changes = UndoService(self.at.store, self.at.session).undo(self.at.said[-1].deed)
        self.at.changes.changed.emit(changes)

    def late(self, **changes):
        given = {"day": date(2026, 11, 20), "time": "16:30", "reason": "q_work", "channel": "phone", "duration": "6_15"}
        self.model.add_late(LateContact(**given | changes))


def test_the_day_lists_contacts_newest_first_and_what_is_open(qapp):
    day = Day("1", "2")
    assert day.reasons() == ["Aiuto digitale, SPID", "Informazioni"]
    assert day.model.title == "Oggi, 23/11/2026"
    assert [item.words for item in open_items(day.model.summary)] == ["3 da inviare"]


def test_a_new_contact_shows_by_itself(qapp):
    day = Day("1")
    recorded = day.contacts.quick("3")
    day.at.changes.changed.emit(recorded.changes)
    assert day.reasons() == ["Sanità online", "Informazioni"]


def test_the_channel_and_the_reason_can_be_put_right_and_back(qapp):
    day = Day("1")
    day.model.correct(day.model.lines[0].contact, "phone", "q_isee")
    assert [(line.reason, line.channel) for line in day.model.lines] == [("ISEE e contributi", "Telefono")]
    assert day.model.lines[0].contact.needs == LISTS_ISEE_NEEDS
    day.undo()
    assert [(line.reason, line.channel) for line in day.model.lines] == [("Informazioni", "Allo sportello")]


LISTS_ISEE_NEEDS = (LISTS.quick_reason("4").data["need"],)


def test_a_correction_that_changes_nothing_is_refused_beside_the_field(qapp):
    day = Day("1")
    day.model.correct(day.model.lines[0].contact, "desk", "q_information")
    assert day.refused[0][0] == "reason"
    assert day.model.summary.contacts == 1


def test_a_contact_taken_out_of_the_counts_can_come_back(qapp):
    day = Day("1", "2")
    day.model.cancel(day.model.lines[0].contact, "mistake")
    assert day.reasons() == ["Informazioni"]
    day.undo()
    assert day.reasons() == ["Aiuto digitale, SPID", "Informazioni"]


def test_a_contact_does_not_go_without_a_reason(qapp):
    day = Day("1")
    day.model.cancel(day.model.lines[0].contact, None)
    assert day.refused == [("cancel_reason", "Scegli perché questo contatto non conta.")]
    assert day.model.summary.contacts == 1


def test_the_contact_of_a_colleague_is_not_mine_to_change(qapp):
    day = Day("1")
    contact = day.model.lines[0].contact
    day.at.store.tables[type(contact)][contact.id] = replace(contact, operator_id=MARCO)
    day.model.cancel(contact, "mistake")
    assert day.at.said[-1].error


def test_the_coordinator_sees_and_corrects_everybody(qapp):
    day = Day("1", roles=("network_coordinator",))
    contact = day.model.lines[0].contact
    day.at.store.tables[type(contact)][contact.id] = replace(contact, operator_id=MARCO)
    day.model.reload()
    assert day.model.lines[0].who == "Marco T."
    day.model.correct(contact, "email", None)
    assert day.model.lines[0].channel == "E-mail"


def test_a_contact_of_another_day_is_marked_as_written_later(qapp):
    day = Day()
    day.late()
    assert day.at.said[-1].text == "Contatto del 20/11/2026 registrato. Annulla con Ctrl+Z"
    day.model.turn_to(date(2026, 11, 20))
    line = day.model.lines[0]
    assert (line.time, line.reason, line.contact.entered_later) == ("16:30", "Lavoro (scritto dopo)", True)
    assert line.contact.duration_typed


@pytest.mark.parametrize(("changes", "name"), [
    ({"day": None}, "day"), ({"time": "dopo"}, "started_at"),
    ({"day": date(2026, 11, 23), "time": "23:00"}, "started_at"),
    ({"reason": None}, "needs"), ({"day": date(2026, 9, 1)}, "started_at")])
def test_what_is_missing_or_wrong_is_said_beside_its_field(qapp, changes, name):
    day = Day()
    day.late(**changes)
    assert [field for field, _words in day.refused] == [name]


def test_tomorrow_cannot_be_looked_at(qapp):
    day = Day()
    day.model.turn_to(date(2026, 12, 1))
    assert day.model.is_today


def test_after_midnight_the_new_day_is_on_show(qapp):
    day = Day("1")
    day.at.store.clock.advance(days=1)
    day.model.reload()
    assert (day.model.title, day.reasons()) == ("Oggi, 24/11/2026", [])


def test_closing_says_what_leaves_by_itself_and_stays_written(qapp):
    day = Day("1")
    assert closing_words(day.model.summary) == (
        "La giornata si chiude con 1 contatto. 3 sono ancora da inviare e partiranno da soli.")
    assert day.model.summary.closed_at is None
    day.model.close_day()
    assert day.model.summary.closed_at == MORNING + timedelta(minutes=10)


def test_the_sheet_holds_counts_and_no_names(qapp):
    day = Day("1")
    sheets = []
    day.model.print_requested.connect(sheets.append)
    day.model.print_sheet()
    assert sheets[0].on == date(2026, 11, 23)
    assert ("Contatti", 1) in sheets[0].tables[0].rows


@pytest.fixture
def opened(qtbot):
    day = Day("1", "2", "2")
    pane = DayPane(day.model, ledger_model(day.at))
    window = show(qtbot, window_with(pane, FiguresPane(day.model)))
    shortcuts = Shortcuts()
    for shortcut, handler in pane.handlers.items():
        shortcuts.register(shortcut, handler, owner=pane)
    keyboard = Keyboard(shortcuts.take)
    keyboard.install()
    day.pane, day.window = pane, window
    yield day
    keyboard.remove()


def test_by_keys_alone_a_contact_gets_another_reason(opened):
    opened.pane.table.setFocus()
    typist = Typist()
    typist.press("Return")
    typist.press("7")
    typist.press("Ctrl+S")
    assert opened.reasons()[0] == "Lavoro"
    assert opened.pane.table.hasFocus()


def test_by_keys_alone_yesterday_is_written(opened):
    opened.pane.late_button.setFocus()
    typist = Typist()
    typist.press("Return")
    typist.press("Tab")
    typist.type_text("16.30")
    typist.press("Ctrl+S")
    assert opened.pane.pages.late.reason.error == "Scegli un motivo: un numero da 1 a 9."
    assert opened.pane.pages.late.reason.editor.hasFocus()
    typist.press("3")
    typist.press("Ctrl+S")
    assert opened.at.said[-1].text == "Contatto del 22/11/2026 registrato. Annulla con Ctrl+Z"


def test_esc_goes_back_from_a_form(opened):
    opened.pane.correct_button.click()
    Typist().press("Esc")
    assert opened.pane.stack.currentWidget() is opened.pane.overview


def test_closing_asks_once_with_the_focus_on_the_safe_button(opened, qtbot):
    opened.pane.close_button.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Confirmation)
    qtbot.waitUntil(dialog.back_button.hasFocus)
    Typist().press("Return")
    assert opened.model.summary.closed_at is None
    opened.pane.close_button.click()
    dialog = QApplication.activeModalWidget()
    qtbot.waitUntil(dialog.back_button.hasFocus)
    Typist().press("Tab")
    Typist().press("Return")
    assert opened.model.summary.closed_at is not None
    assert opened.pane.closed.text() == "Giornata chiusa alle 10:11."


def test_the_chart_and_the_table_say_the_same(opened):
    figures = opened.window.findChild(FiguresPane)
    assert [figures.rows.row_at(row) for row in range(2)] == [("Aiuto digitale, SPID", 2, 67), ("Informazioni", 1, 33)]
    assert figures.chart.accessibleName() == "Contatti per motivo"
    figures.dimension.editor.set_code("1")
    assert figures.rows.row_at(0) == ("Allo sportello", 3, 100)


def test_what_is_open_is_one_key_away(opened):
    asked = []
    opened.model.go_requested.connect(asked.append)
    for shown in opened.pane.open_widgets:
        shown.click()
    assert asked == ["outbox"]


def test_the_ledger_counts_what_arrived_and_what_is_held_and_goes_to_paper(opened):
    pane, sheets = opened.pane, []
    pane.pages.ledger.model.print_requested.connect(sheets.append)
    pane.ledger_button.click()
    assert pane.pages.ledger.print_button.hasFocus()
    assert pane.pages.ledger.sums.text() == "Fatti: 41. Ricevuti dal sistema centrale: 37. Ancora qui: 4."
    assert pane.pages.ledger.model.held == [
        ("da controllare: è di uno spazio che questa postazione non segue", "1"), ("messi da parte", "1"),
        ("in attesa di invio", "2")]
    assert pane.pages.ledger.receipt.text().endswith(
        "ha tutto fino al numero 158. 2 atti del giorno non sono ancora compresi.")
    pane.print_sheet()
    assert sheets[0].ledger.made == 41
    assert pane.step_back()
    assert pane.stack.currentWidget() is pane.overview
