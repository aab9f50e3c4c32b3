from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.counter_store import LISTS, MARCO, SPACE, FakeStore, operator, session
from tests.keyboard import show, window_with
from tests.runners import ImmediateRunner
from wemi_desk.services.deeds import UndoService
from wemi_desk.services.queue import QueueService
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.keyboard import Keyboard
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.queue.pane_view import QueuePane
from wemi_desk.ui.screens.queue.view import ArrivalPane, QueueListPane
from wemi_desk.ui.screens.queue.view_model import CALL, LEFT, MISSING, PUT_BACK, SERVE, QueueViewModel
from wemi_desk.ui.shortcuts import Shortcuts


class Desk:
    def __init__(self, space=SPACE):
        self.store = FakeStore()
        self.session = session(self.store, space=space)
        self.changes, self.notices, self.said = ChangeBus(), Notices(), []
        self.notices.posted.connect(self.said.append)
        self.service = QueueService(self.store, self.session, LISTS)
        self.queue = QueueViewModel(
            self.service, LISTS, self.session, {MARCO: "Marco T."}, ImmediateRunner(), self.changes, self.notices)
        self.queue.reload()

    def arrive(self, *reasons):
        for reason in reasons:
            self.queue.arrive(reason, "")
            self.store.clock.advance(minutes=1)

    def ticket(self, row=0):
        return self.queue.lines[row].ticket

    def undo(self):
        _deed, changes = UndoService(self.store, self.session).undo(self.said[-1].deed)
        self.changes.changed.emit(changes)


@pytest.fixture
def desk(qapp):
    return Desk()


def test_arrivals_are_numbered_and_say_how_long_they_wait(desk):
    desk.arrive("q_digital", None)
    desk.store.clock.advance(minutes=5)
    assert [line.short for line in desk.queue.lines] == ["A1 · 7 min · Aiuto digitale", "A2 · 6 min"]
    assert desk.queue.title == "In coda: 2"


def test_an_arrival_can_be_undone(desk):
    desk.arrive("1")
    assert desk.said[-1].text == "In coda A1: 0 persone prima. Annulla con Ctrl+Z"
    desk.undo()
    assert desk.queue.lines == []


def test_f11_calls_in_order_and_notes_who_does_not_answer(desk):
    desk.arrive("1", "2")
    desk.queue.call_next()
    desk.queue.call_next()
    assert [line.state for line in desk.queue.lines] == ["non risponde", "chiamata"]
    desk.undo()
    assert desk.ticket(1).state == "waiting"


def test_f11_with_nobody_waiting_says_so(desk):
    desk.queue.call_next()
    assert desk.said[-1].text == "Nessuno in attesa."


def test_a_called_person_comes_to_the_desk_and_a_visit_is_asked_for(desk):
    served = []
    desk.queue.serve_requested.connect(served.append)
    desk.arrive("1")
    desk.queue.act(CALL, desk.ticket())
    desk.queue.act(SERVE, desk.ticket())
    assert [ticket.code for ticket in served] == ["A1"]


def test_somebody_who_waits_can_come_to_the_desk_without_being_called(desk):
    desk.arrive("1")
    desk.queue.act(SERVE, desk.ticket())
    assert desk.ticket().state == "serving"


def test_every_step_back_is_there(desk):
    desk.arrive("1")
    desk.queue.act(CALL, desk.ticket())
    desk.queue.act(MISSING, desk.ticket())
    desk.queue.act(PUT_BACK, desk.ticket())
    assert desk.ticket().state == "waiting"
    desk.queue.act(LEFT, desk.ticket())
    assert desk.queue.lines == []


def test_two_operators_on_one_ticket_get_a_fresh_list_instead_of_an_error(desk):
    desk.arrive("1")
    old = desk.ticket()
    desk.service.call(old.id)
    desk.service.serve(old.id)
    desk.service.finish(old.id)
    desk.queue.act(CALL, old)
    assert desk.said[-1].error
    assert desk.said[-1].text == "Questo biglietto è già stato preso: elenco aggiornato."
    assert desk.queue.lines == []


def test_a_ticket_that_a_colleague_took_names_the_colleague(desk):
    desk.arrive("1", "2")
    first, second = desk.ticket(0), desk.ticket(1)
    marco = QueueService(desk.store, replace(desk.session, operator=operator(MARCO, "Marco", "Testa")), LISTS)
    marco.call(first.id)
    desk.queue.call_next()
    assert [(line.state, line.colleague) for line in desk.queue.lines] == [("chiamata", "Marco T."), ("chiamata", "")]
    marco.serve(first.id)
    desk.queue.act(CALL, first)
    assert desk.said[-1].text == "Biglietto già preso da Marco T.: elenco aggiornato."
    assert desk.queue.lines[0].short.endswith("allo sportello")
    assert (desk.queue.lines[0].colleague, second.code) == ("Marco T.", "A2")


def test_the_end_of_the_visit_ends_the_ticket_and_leaves_one_that_went_elsewhere(desk):
    desk.arrive("1", "2")
    desk.queue.act(SERVE, desk.ticket())
    desk.queue.finish(desk.ticket().id)
    assert [line.code for line in desk.queue.lines] == ["A2"]
    desk.queue.finish(desk.ticket().id)
    assert desk.ticket().state == "waiting"
    assert not any(said.error for said in desk.said)


def test_nobody_is_brought_to_a_desk_that_is_taken(desk):
    desk.arrive("1")
    desk.queue.obstacle = lambda: "C’è già una persona."
    desk.queue.act(SERVE, desk.ticket())
    assert (desk.ticket().state, desk.said[-1].text) == ("waiting", "C’è già una persona.")


def test_a_space_without_a_queue_reads_nothing(qapp):
    desk = Desk(replace(SPACE, has_queue=False))
    assert not desk.queue.is_used
    assert desk.queue.lines == []


@pytest.fixture
def place(desk, qtbot):
    desk.arrive("1", "2")
    window = window_with(QueueListPane(desk.queue), ArrivalPane(desk.queue))
    shortcuts = Shortcuts()
    for pane in window.findChildren(QueueListPane) + window.findChildren(ArrivalPane):
        for shortcut, handler in pane.handlers.items():
            shortcuts.register(shortcut, handler, owner=pane)
    keyboard = Keyboard(shortcuts.take)
    keyboard.install()
    yield SimpleNamespace(
        window=show(qtbot, window), list=window.findChild(QueueListPane), arrivals=window.findChild(ArrivalPane))
    keyboard.remove()


def shown_steps(place):
    return [act for act, step in place.list.steps.items() if step.isVisible()]


def test_enter_calls_and_enter_again_brings_to_the_desk(desk, place):
    served = []
    desk.queue.serve_requested.connect(served.append)
    place.list.table.setFocus()
    typist = Typist()
    typist.press("Return")
    assert shown_steps(place) == [SERVE, MISSING, PUT_BACK, LEFT]
    typist.press("Return")
    assert [ticket.code for ticket in served] == ["A1"]


def test_f11_calls_from_anywhere_in_the_place(desk, place):
    place.arrivals.first_name.editor.setFocus()
    Typist().press("F11")
    assert desk.ticket().state == "called"


def test_an_arrival_takes_a_digit_and_a_key_and_is_ready_for_the_next(desk, place):
    place.arrivals.reason.editor.setFocus()
    typist = Typist()
    typist.press("4")
    typist.press("Tab")
    typist.type_text("Amina\n")
    assert desk.queue.lines[-1].ticket.reason == "q_isee"
    assert desk.queue.lines[-1].ticket.first_name == "Amina"
    assert place.arrivals.reason.editor.code is None
    assert place.arrivals.reason.editor.hasFocus()


def test_an_arrival_that_is_not_written_leaves_the_name_where_it_was_typed(desk, place):
    name = "\u0958" * 30  # letters that count twice when they are composed
    place.arrivals.first_name.editor.insert(name)
    place.arrivals.add()
    assert len(desk.queue.lines) == 2
    assert place.arrivals.first_name.editor.text() == name
    assert place.arrivals.first_name.error == "Il testo è troppo lungo: 60 caratteri, al massimo 30."
    place.arrivals.first_name.editor.setText("Amina")
    assert not place.arrivals.first_name.error


def test_the_selected_ticket_stays_selected_when_the_list_changes(desk, place):
    place.list.table.go_to_row(1)
    desk.arrive("3")
    assert place.list.chosen.code == "A2"


def test_the_small_pane_calls_and_says_when_nobody_waits(desk, qtbot):
    pane = QueuePane(desk.queue)
    show(qtbot, pane)
    assert not pane.people.isVisible()
    desk.arrive("1")
    pane.people.setCurrentRow(0)
    pane.people.setFocus()
    Typist().press("Return")
    assert pane.title.text() == "In coda: 0"
    assert pane.people.item(0).text() == "A1 · 1 min · chiamata"
