"""A newer version during a session: one thing at a time, the outbox first, and words that promise nothing more."""

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from tests.keyboard import show
from tests.runners import HeldRunner
from tests.session_screens import counter
from tests.update_screens import AT, COMING, PACKAGES, READY, REFUSED, SaidUpdates, updates_model
from wemi_desk.domain import errors
from wemi_desk.domain.errors import NoLineError, ReleaseRefusedError
from wemi_desk.domain.releases import UpdateState, UpdateStatus, Version
from wemi_desk.domain.sync_state import SyncState
from wemi_desk.services.updates.ports import FetchStopped
from wemi_desk.services.updates.service import Step
from wemi_desk.ui.screens.updates.view import UpdatesView
from wemi_desk.ui.screens.updates.view_model import UpdatesViewModel, failure_words
from wemi_desk.ui.shell.sync_indicator import is_about_update
from wemi_desk.ui.update_words import note_of, refusal_words, too_old_words, update_words

RUNNING = Version(0, 1, 0)
SENTENCES = (
    (UpdateStatus(), "Usi la versione 0.1.0."),
    (UpdateStatus(at=AT), "Usi la versione 0.1.0. Non ce n’è una più nuova."),
    (UpdateStatus(state=UpdateState.ANNOUNCED, version=Version(0, 2, 0)),
     "C’è la versione 0.2.0. Si scarica da sola, quando la linea è libera."),
    (COMING, "Arriva la versione 0.2.0: 34 MB di 71."),
    (READY, "La versione 0.2.0 è pronta: si installa la prossima volta che apri il programma."),
    (UpdateStatus(state=UpdateState.GONE_BACK, version=Version(0, 2, 0)),
     "La versione 0.2.0 non ha funzionato su questo computer: lavori con quella di prima, e i dati ci sono tutti."),
    (PACKAGES, "C’è la versione 0.2.0, e non si installa da sola su questo computer."),
)  # fmt: skip
REASONS = (
    "rollback", "freeze", "mixed", "expired", "unsigned", "wrong_key", "garbled", "too_large", "too_small", "hash",
    "missing", "clock", "facts", "space", "carries", "wire", "bad", "no_releases", "nothing_newer", "by_package",
)  # fmt: skip


@pytest.mark.parametrize(("status", "words"), SENTENCES)
def test_each_state_has_its_sentence(status, words):
    assert update_words(status, RUNNING).said == words


@pytest.mark.parametrize("state", list(UpdateState))
def test_no_state_is_without_words(state):
    assert update_words(UpdateStatus(state=state, version=Version(0, 2, 0), reason="x"), RUNNING).said


@pytest.mark.parametrize("reason", REASONS)
def test_every_refusal_says_why_and_a_grave_one_gives_a_code_to_read_out(reason):
    words = refusal_words(reason)
    assert words.startswith("La versione nuova non viene installata: ")
    assert ("codice" in words) == (reason in {"mixed", "unsigned", "wrong_key", "garbled", "too_large", "facts"})
    assert failure_words(ReleaseRefusedError(reason)) == words


def test_who_is_too_old_is_told_that_nothing_is_lost():
    assert "almeno la versione 0.1.9" in too_old_words(REFUSED, RUNNING)
    assert too_old_words(REFUSED, Version(0, 1, 9)) == ""
    assert note_of(COMING).startswith("Il conto")


def opened(qtbot, status, many=0):
    view = UpdatesView(updates_model(status, many))
    show(qtbot, view)
    return view


def shown(view):
    return [one.text() for one in view.findChildren(QLabel) if one.isVisibleTo(view) and one.text()]


def pressed(view, words):
    (found,) = (one for one in view.findChildren(QPushButton) if one.isVisibleTo(view) and one.text() == words)
    found.click()


def test_the_page_lists_what_waits_by_kind_and_never_by_name(qtbot):
    words = "\n".join(shown(opened(qtbot, READY, 9)))
    assert "9 atti aspettano di partire. Restano qui, e partono anche con la versione nuova:" in words
    assert "· Contatto: 3\n" in words
    assert "· Scheda di una persona, modifica: 1" in words
    assert words.count("·") == 5
    assert "Che cosa cambia" in words


def test_a_desk_of_packages_offers_no_button(qtbot):
    view = opened(qtbot, PACKAGES)
    assert not [one for one in view.findChildren(QPushButton) if one.isVisibleTo(view)]


def test_a_pause_and_its_end(qtbot):
    view = opened(qtbot, COMING)
    pressed(view, "Sospendi")
    assert any(words.startswith("Sospeso: della versione 0.2.0") for words in shown(view))
    pressed(view, "Riprendi")
    assert view.model.status.paused is False
    assert view.model._updates.asked == ["pause True", "pause False"]


def test_the_outbox_has_its_turn_before_anything_is_offered(qtbot):
    model = updates_model(COMING)
    updates, asked, said = model._updates, [], []
    updates.steps = [Step(2, send_first=True)]
    model.send_requested.connect(lambda: asked.append(list(updates.asked)))
    model.arrived.connect(said.append)
    model.go_on()
    assert asked == [["go_on"]]
    updates.now = READY
    model.sent()
    assert updates.asked == ["go_on", "offer"]
    assert said == ["La versione 0.2.0 è pronta: si installa la prossima volta che apri il programma."]
    model.sent()
    assert updates.asked == ["go_on", "offer"]


def test_one_thing_at_a_time_and_what_was_pressed_comes_next(qtbot):
    runner = HeldRunner()
    model = UpdatesViewModel(SaidUpdates(COMING), runner, lambda: False)
    model.go_on()
    model.look_now()
    model.go_on()
    assert model._updates.asked == ["stop"]
    runner.release()
    assert model._updates.asked == ["stop", "go_on"]
    runner.release()
    assert model._updates.asked == ["stop", "go_on", "look_now"]


def test_after_the_lock_nothing_is_begun(qtbot):
    model = updates_model(COMING)
    model.end()
    model.go_on()
    model.look_now()
    model.sent()
    assert model._updates.asked == ["stop", "leave"]


def test_a_stick_is_chosen_read_and_its_refusal_said_beside_the_button(qtbot, monkeypatch, tmp_path):
    view = opened(qtbot, UpdateStatus(at=AT))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_what: str(tmp_path / "stick"))
    view.model._updates.fails = [ReleaseRefusedError("rollback"), NoLineError(), FetchStopped()]
    pressed(view, "Aggiorna da chiavetta…")
    assert view.model._updates.asked == ["take stick"]
    assert any("più vecchio di quello che questa postazione conosce" in words for words in shown(view))
    pressed(view, "Aggiorna da chiavetta…")
    assert any(words.startswith("La lettura si è interrotta") for words in shown(view))
    pressed(view, "Aggiorna da chiavetta…")
    assert view.choice.words == ""


def test_nothing_chosen_reads_nothing(qtbot, monkeypatch):
    view = opened(qtbot, UpdateStatus(at=AT))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_what: "")
    pressed(view, "Aggiorna da chiavetta…")
    assert view.model._updates.asked == []


def test_a_fault_of_the_program_is_not_hidden(qtbot):
    model = updates_model(COMING)
    model._updates.fails = [ZeroDivisionError()]
    with pytest.raises(ZeroDivisionError):
        model.go_on()
    model._updates.fails = [errors.DiskFullError()]
    model.go_on()
    assert model._next.isActive()


def test_the_line_above_leads_to_the_page_only_where_it_speaks_of_it():
    state = SyncState(AT, update_needed=True, unsent=3)
    assert is_about_update(state)
    assert not is_about_update(SyncState(AT, update_needed=True, to_check=1))
    assert not is_about_update(SyncState(AT, unsent=3))


@pytest.mark.parametrize(("state", "page"), [
    (SyncState(AT, update_needed=True, unsent=3), "UpdatesView"), (SyncState(AT, unsent=3), "OutboxView"),
])  # fmt: skip
def test_enter_on_the_line_above_opens_what_it_speaks_of(qtbot, theme, state, page):
    seen = []

    def press(work):
        work.exchange.state = state
        work.window.bar.sync_requested.emit()
        seen.append(type(work.window.panel.content).__name__)

    qtbot.addWidget(counter(press))
    assert seen == [page]


def test_the_command_opens_the_page_and_asks_for_the_stick_only_where_one_can_be_taken(qtbot, theme, monkeypatch):
    seen = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_what: seen.append("asked") or "")

    def press(work):
        work.updates.show_and_choose()
        seen.append(type(work.window.panel.content).__name__)

    qtbot.addWidget(counter(press))
    qtbot.wait(1)
    assert seen == ["UpdatesView"]
