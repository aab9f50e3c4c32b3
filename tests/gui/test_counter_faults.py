"""What goes wrong under the window is said where it happened, in words, and nothing typed is lost."""

from dataclasses import replace
from datetime import date
from threading import Event

import pytest
from sqlalchemy import event

from tests.counter_models import code_of
from tests.counter_window import CounterWindow, opened_desk
from wemi_desk.domain.access import KeyRenewal
from wemi_desk.domain.errors import AnotherConsoleError, RecordMissingError
from wemi_desk.services import practice
from wemi_desk.ui.session import WorkSession

CODE = code_of("Zzyxwald", "Ludmilla", date(1958, 3, 12))


class FullDisk:
    """The store may not grow: SQLite's own "disk is full"."""

    def __init__(self, engine):
        self.engine, self.limit = engine, 2**30
        event.listen(engine, "begin", self._limit)

    def fill(self):
        with self.engine.connect() as connection:
            self.limit = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def free(self):
        self.limit = 2**30

    def _limit(self, connection):
        connection.exec_driver_sql(f"PRAGMA max_page_count = {self.limit}")


def test_a_full_disk_is_said_the_text_stays_and_the_same_key_works_later(counter):
    counter.register("Zzyxwald", "Ludmilla", code=CODE)
    counter.scan(CODE)
    counter.press("1")
    counter.panes.contact.note.editor.setFocus()
    counter.panes.contact.note.editor.setPlainText("Xylonota " * 50)
    with counter.aside():
        disk = FullDisk(counter.work.desk.store._engine)
        disk.fill()
    said = ""
    for _try in range(60):  # what is left of the last pages takes a few acts to fill
        counter.panes.contact.note.editor.setPlainText("Xylonota " * 50)
        counter.counter.contact.edit(reason=counter.work.desk.lists["quick_contact"].items[0].code)
        counter.press("Ctrl+S")
        said = counter.window.status.words
        if said.startswith("Il disco"):
            break
    assert said == "Il disco è pieno: libera spazio e premi di nuovo Registra. Quello che hai scritto è qui."
    assert counter.counter.contact.form.note.startswith("Xylonota")
    before = len(counter.contacts())
    disk.free()
    counter.press("Ctrl+S")
    assert len(counter.contacts()) == before + 1
    assert counter.counter.contact.form.note == ""


@pytest.fixture
def locked(qtbot, theme, threads, practice_store, tmp_path):
    return CounterWindow(qtbot, threads, practice_store, tmp_path, enter=False)


def refusal(window):
    window.enter()
    assert window.work is None
    assert not window.window.stage.is_desk_shown
    return window.console.unlock.refusal


def test_a_damaged_store_is_said_on_the_lock_screen(locked):
    whole = locked.profile.store.read_bytes()
    locked.profile.store.write_bytes(b"x" * len(whole))
    words = refusal(locked)
    assert words == "L'archivio non si apre con questa chiave: chiama l'assistenza, i dati sono al sicuro."
    assert locked.seen(words)
    locked.profile.store.write_bytes(whole)
    for leftover in locked.profile.folder.glob("store.db-*"):
        leftover.unlink()
    locked.enter()
    assert locked.work is not None


def test_a_second_console_is_said_and_steps_back(locked):
    def taken(_opened):
        raise AnotherConsoleError

    locked.open_desk = taken
    words = refusal(locked)
    assert words == "WeMi Desk è già aperto su questo computer: usa l'altra finestra."
    assert locked.seen(words)


def test_an_operator_who_is_not_in_the_store_is_said(locked):
    def unknown(_opened):
        raise RecordMissingError("operator")

    locked.open_desk = unknown
    assert refusal(locked)


def held_back(locked):
    """A store that takes its time to open, until it may."""
    may_open, asked, as_it_is = Event(), [], locked.open_desk

    def slow(opened):
        asked.append(opened)
        may_open.wait(20)
        return as_it_is(opened)

    locked.open_desk = slow
    return may_open, asked


def test_while_a_store_opens_nobody_else_enters(locked):
    may_open, asked = held_back(locked)
    first, second = opened_desk(), opened_desk(practice.OPERATORS[1])
    locked.console.unlock.pin.finished.emit(first)
    locked.qtbot.waitUntil(lambda: asked == [first])
    assert locked.seen("Un momento…")
    locked.console.unlock.pin.finished.emit(second)
    may_open.set()
    locked.settle()
    assert asked == [first]
    assert not any(second.db)
    assert locked.work.desk.session.operator.id == first.operator_id
    assert len(locked.window.findChildren(WorkSession)) == 1


def test_a_desk_locked_while_its_store_opens_stays_locked(locked):
    may_open, asked = held_back(locked)
    opened = opened_desk()
    locked.console.enter(opened)
    locked.qtbot.waitUntil(lambda: asked == [opened])
    locked.console.lock()
    may_open.set()
    locked.settle()
    assert locked.work is None
    assert not any(opened.db)
    assert not locked.window.stage.is_desk_shown
    locked.enter()
    assert locked.work is not None


def test_what_became_of_an_ordered_key_is_told_to_who_enters(locked):
    locked.console.enter(replace(opened_desk(), renewal=KeyRenewal.DONE))
    locked.settle()
    banner = locked.window.banner
    assert not banner.isHidden()
    assert "chiave nuova" in banner.words


def test_the_keys_of_a_desk_that_did_not_open_are_wiped(locked):
    def taken(_opened):
        raise AnotherConsoleError

    locked.open_desk = taken
    opened = opened_desk()
    locked.console.unlock.pin.finished.emit(opened)
    locked.settle()
    assert not any(opened.db)
    assert locked.seen("già aperto su questo computer")
    assert not locked.seen("Un momento…")
