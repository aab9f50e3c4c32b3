from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.access_desk import GIULIA, PASSPHRASE, PIN, Desk
from tests.access_screens import FakeAccess, lock_screen, not_today, tile, unlock_view
from tests.keyboard import show
from tests.runners import HeldRunner, ImmediateRunner
from wemi_desk.domain.access import DeskCondition, KeyRenewal, LockScreen, SlotKind, TileState
from wemi_desk.domain.errors import (
    KeyringMissingError,
    PinNotReadyError,
    SecretWaitError,
    SlotDestroyedError,
    SlotSuspendedError,
    WeakSecretError,
    WrongSecretError,
)
from wemi_desk.guards import slow_work_allowed
from wemi_desk.ui.desk_input import DeskInput
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.screens.unlock import words
from wemi_desk.ui.screens.unlock.view import UnlockView
from wemi_desk.ui.screens.unlock.view_model import UnlockViewModel
from wemi_desk.ui.screens.unlock.words import renewal_words
from wemi_desk.ui.snapshots import is_secret


class Opened:
    """What unlock() hands over, as far as the screen looks at it."""

    def __init__(self, method=SlotKind.PIN, operator_id=None):
        self.method = method
        self.operator_id = operator_id or tile(0).operator_id
        self.closed = False

    def close(self):
        self.closed = True


class Listener:
    def __init__(self, signal):
        self.heard = []
        signal.connect(self.heard.append)


def opened_by(view_model):
    return Listener(view_model.unlocked).heard


@pytest.fixture
def desk_input(qapp):
    desk_input = DeskInput()
    desk_input.install()
    try:
        yield desk_input
    finally:
        desk_input.remove()


def ready(screen=None, answer=None, runner=None):
    view_model = UnlockViewModel(FakeAccess(screen, answer), runner or ImmediateRunner())
    view_model.start()
    return view_model


# --- view model ------------------------------------------------------------------------------------------------------


def test_the_tiles_come_after_the_first_paint(qapp):
    runner = HeldRunner()
    view_model = ready(runner=runner)
    assert view_model.roll.tiles == ()
    runner.release()
    assert [one.initials for one in view_model.roll.tiles] == ["GR", "AK", "SL"]
    assert view_model.chosen is None


def test_a_single_operator_is_chosen_already(qapp):
    assert ready(lock_screen(tile(0))).chosen == tile(0)


def test_initials_choose_and_start_over_when_they_stop_making_sense(qapp):
    view_model = ready()
    for typed, expected in (("s", "Sara L."), ("x", "Sara L."), ("a", "Amir K."), ("k", "Amir K."), ("G", "Giulia R.")):
        view_model.type_initial(typed)
        assert view_model.chosen.shown_name == expected


def test_more_than_eight_operators_get_a_filter_and_type_ahead_still_finds_the_ninth(qapp):
    view_model = ready(lock_screen(*(tile(number) for number in range(10))))
    assert view_model.roll.needs_filter
    assert len(view_model.roll.shown) == 8
    view_model.set_filter("fra")
    assert [one.shown_name for one in view_model.roll.shown] == ["Francesca D."]
    view_model.set_filter("")
    view_model.type_initial("l")
    view_model.type_initial("c")
    assert [one.shown_name for one in view_model.roll.shown] == ["Lucia C."]


def test_a_badge_only_chooses(qapp):
    view_model = ready(answer=Opened())
    opened = opened_by(view_model)
    assert view_model.select_badge("OP4F7K2Q2")
    assert view_model.chosen.shown_name == "Sara L."
    assert not view_model.select_badge("OP00000")
    assert opened == []


def test_the_secret_is_judged_once_and_opens_the_desk(qapp):
    desk = Opened()
    view_model = ready(answer=desk)
    opened = opened_by(view_model)
    view_model.choose(tile(0).operator_id)
    view_model.enter(PIN)
    assert opened == [desk]
    assert view_model._access.attempts == [(tile(0).operator_id, PIN)]


def test_nothing_is_judged_without_an_operator_or_while_one_attempt_runs(qapp):
    runner = HeldRunner()
    view_model = ready(runner=runner)
    view_model.enter(PIN)
    runner.release()
    view_model.enter(PIN)
    view_model.choose(tile(0).operator_id)
    view_model.enter("")
    view_model.enter(PIN)
    view_model.enter(PIN)
    assert len(runner.jobs) == 1


@pytest.mark.parametrize(("error", "expected"), [
    (WrongSecretError(3), "Non corrisponde. Tentativi rimasti: 3"),
    (SlotDestroyedError(), "Il PIN non vale più: troppi tentativi sbagliati. Entra con la frase di accesso."),
    (SlotSuspendedError(), "Accesso sospeso: serve la rete"),
    (PinNotReadyError(), "Oggi non hai ancora usato la frase di accesso"),
])
def test_a_refused_secret_is_said_in_words(qapp, error, expected):
    view_model = ready(answer=error)
    view_model.choose(tile(0).operator_id)
    view_model.enter(PIN)
    assert view_model.refusal == expected
    assert not view_model.busy


def test_the_wait_counts_down_and_then_asks_again(qapp):
    view_model = ready(answer=SecretWaitError(3))
    seconds = Listener(view_model.waiting_changed).heard
    view_model.choose(tile(0).operator_id)
    view_model.enter(PIN)
    view_model.enter(PIN)
    for _ in range(3):
        view_model.countdown.tick()
    assert seconds == [3, 2, 1, 0]
    assert len(view_model._access.attempts) == 1
    assert words.wait_words(8) == "Riprova tra 8 secondi"
    assert words.wait_words(1) == "Riprova tra 1 secondo"


def test_a_suspended_operator_is_told_so_and_asked_nothing(qapp):
    suspended = not_today(0, state=TileState.SUSPENDED, suspended=True)
    view_model = ready(lock_screen(suspended))
    view_model.enter(PASSPHRASE)
    assert view_model._access.attempts == []
    assert words.stopped_words(suspended) == "Accesso sospeso: serve la rete"


def test_every_obstacle_has_its_words_and_a_way_out(qapp):
    for condition in set(DeskCondition) - {DeskCondition.READY}:
        for recovery in (False, True):
            assert words.condition_words(condition, recovery_possible=recovery)


def test_a_wrong_clock_is_told_in_round_words():
    for span, expected in ((timedelta(minutes=40), "40 minuti"), (timedelta(hours=30), "30 ore"),
                           (timedelta(days=400), "400 giorni")):
        assert words.clock_words(span) == f"Orologio del computer indietro di {expected}"
        assert expected in words.clock_words(timedelta(0), span)
    assert words.clock_words(timedelta(seconds=59)) == ""


def test_a_dead_keyring_at_start_is_an_obstacle_with_a_retry_not_a_crash(qapp):
    view_model = ready(KeyringMissingError("none"))
    assert view_model.screen.condition is DeskCondition.KEYRING_MISSING
    view_model._access.screen = lock_screen()
    view_model.start()
    assert view_model.is_ready


def test_a_pass_phrase_without_a_pin_offers_one_and_goes_on_either_way(qapp):
    desk = Opened(SlotKind.PASSPHRASE)
    view_model = ready(lock_screen(not_today(0, kinds=frozenset({SlotKind.PASSPHRASE}))), desk)
    opened = opened_by(view_model)
    offered = []
    view_model.pin_offered.connect(lambda: offered.append(True))
    view_model.enter(PASSPHRASE)
    assert (offered, opened) == ([True], [])
    refused = Listener(view_model.pin.refused).heard
    view_model.pin.save(PIN, "274917")
    view_model._access.answer = WeakSecretError("date")
    view_model.pin.save("120358", "120358")
    assert refused == ["I due PIN non sono uguali: scrivilo di nuovo.",
                       "Sembra una data: scegli cifre che non siano una data."]
    view_model._access.answer = None
    view_model.pin.save(PIN, PIN)
    assert opened == [desk]
    assert view_model._access.pins[-1] == (desk.operator_id, PASSPHRASE, PIN)


def test_locking_while_the_pin_is_offered_closes_the_desk(qapp):
    desk = Opened(SlotKind.PASSPHRASE)
    view_model = ready(lock_screen(not_today(0, kinds=frozenset({SlotKind.PASSPHRASE}))), desk)
    opened = opened_by(view_model)
    view_model.enter(PASSPHRASE)
    view_model.lock()
    view_model.pin.skip()
    assert desk.closed
    assert opened == []


@pytest.mark.parametrize("wanted", [True, False])
def test_a_data_key_that_was_ordered_is_made_with_the_store_closed_and_without_haste(qapp, wanted):
    lanes = []

    class Lanes(ImmediateRunner):
        def run(self, work, *, lane="store", **rest):
            lanes.append(lane)
            super().run(work, lane=lane, **rest)

    view = unlock_view(replace(lock_screen(), new_key=wanted), answer=Opened(), runner=Lanes())
    assert (not view._new_key.isHidden()) is wanted
    view.view_model.choose(view.view_model.roll.tiles[0].operator_id)
    view.view_model.enter("una frase lunga")
    assert (lanes[-1], view.view_model._access.may_renew) == (("store", True) if wanted else ("keys", False))


def test_what_became_of_the_ordered_key_is_told_in_a_sentence():
    told = [renewal_words(one) for one in KeyRenewal]
    assert not told[0]
    assert all("chiave nuova" in one for one in told[1:])


def test_after_a_lock_the_same_operator_is_chosen(qapp):
    view_model = ready()
    view_model.lock(tile(2).operator_id)
    assert view_model.chosen == tile(2)


# --- the screen ------------------------------------------------------------------------------------------------------


def test_two_initials_six_digits_and_enter_open_the_desk(qtbot, theme, desk_input):
    view = show(qtbot, unlock_view(answer=Opened()))
    opened = opened_by(view.view_model)
    typist = Typist()
    typist.type_text("gr" + PIN + "\n")
    assert view.view_model._access.attempts == [(tile(0).operator_id, PIN)]
    assert len(opened) == 1
    assert view.entry.secret.text() == ""


@pytest.mark.parametrize("key", ["Return", "Tab", "Space"])
def test_enter_tab_or_space_on_a_chosen_tile_moves_to_the_field(qtbot, theme, desk_input, key):
    view = show(qtbot, unlock_view())
    typist = Typist()
    typist.type_text("ak")
    typist.press(key)
    assert QApplication.focusWidget() is view.entry.secret
    typist.type_text("il tram")
    assert view.entry.secret.text() == "il tram"
    assert view.entry.secret.echoMode() == view.entry.secret.EchoMode.Password


def test_a_digit_before_anybody_is_chosen_goes_nowhere(qtbot, theme, desk_input):
    view = show(qtbot, unlock_view())
    Typist().type_text("27")
    assert view.entry.secret.text() == ""
    assert view.tiles.has_focus


@pytest.mark.parametrize("code", ["RSSMRA58C52F205N", "RSSMRA58C52F205Z"])
@pytest.mark.parametrize("field", [False, True])
def test_a_scanned_card_is_ignored_and_never_typed(qtbot, theme, desk_input, code, field):
    view = show(qtbot, unlock_view())
    view.view_model.choose(tile(1).operator_id)
    if field:
        view.entry.take_focus()
    Typist().scan(code if not field else "RSSMRA58C52F205N")
    assert view.entry.secret.text() == ""
    assert view.view_model.chosen == not_today(1)
    assert view.view_model._access.attempts == []


def test_a_card_scanned_into_a_shown_secret_leaves_it_as_it_was(qtbot, theme, desk_input):
    view = show(qtbot, unlock_view())
    view.view_model.choose(tile(1).operator_id)
    view.entry.shown.click()
    view.entry.take_focus()
    typist = Typist()
    typist.type_text("quattro ")
    typist.scan("RSSMRA58C52F205N")
    typist.type_text("sedie")
    assert view.entry.secret.text() == "quattro sedie"
    assert is_secret(view.entry.secret)


def test_a_pin_half_typed_is_gone_when_the_desk_locks(qtbot, theme):
    desk = Opened(SlotKind.PASSPHRASE)
    view = show(qtbot, unlock_view(lock_screen(not_today(0, kinds=frozenset({SlotKind.PASSPHRASE}))), desk))
    view.view_model.enter(PASSPHRASE)
    Typist().type_text("2749")
    view.view_model.lock(tile(0).operator_id)
    assert view._pin.isHidden()
    assert view._pin.pin.editor.text() == ""


def test_a_scanned_badge_chooses_its_operator(qtbot, theme, desk_input):
    view = show(qtbot, unlock_view())
    desk_input.scanner.scanned.connect(lambda query: view.view_model.select_badge(query.value))
    Typist().scan("OP4F7K2Q2")
    assert view.view_model.chosen == tile(2)
    assert view.entry.secret.text() == ""


def test_capitals_that_contradict_shift_are_said(qtbot, theme):
    view = show(qtbot, unlock_view())
    view.view_model.choose(tile(0).operator_id)
    secret = view.entry.secret
    qtbot.keyClick(secret, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    assert view.entry._capitals.words == "Il blocco maiuscole è attivo."
    qtbot.keyClick(secret, Qt.Key.Key_B)
    assert view.entry._capitals.words == ""


def test_the_secret_can_be_shown_pasted_and_is_gone_with_the_operator(qtbot, theme):
    view = show(qtbot, unlock_view())
    view.view_model.choose(tile(0).operator_id)
    QApplication.clipboard().setText(PASSPHRASE)
    view.entry.secret.paste()
    view.entry.shown.click()
    assert view.entry.secret.echoMode() == view.entry.secret.EchoMode.Normal
    assert view.entry.secret.text() == PASSPHRASE
    view.view_model.choose(tile(1).operator_id)
    assert view.entry.secret.text() == ""
    assert view.entry.secret.echoMode() == view.entry.secret.EchoMode.Password


def test_the_screen_paints_before_anybody_is_known(qtbot, theme):
    runner = HeldRunner()
    view = show(qtbot, unlock_view(runner=runner))
    assert not view.grab().isNull()
    runner.release()
    assert view.tiles.has_focus


def test_a_new_desk_is_led_to_its_first_start(qtbot, theme):
    view = show(qtbot, unlock_view(LockScreen(DeskCondition.NOT_ENROLLED)))
    asked = []
    view.view_model.setup_requested.connect(lambda: asked.append(True))
    Typist().press("Return")
    assert asked == [True]


def test_a_real_desk_opens_by_keys_and_tells_a_wrong_secret(qtbot, theme, threads, tmp_path):
    with slow_work_allowed():
        desk = Desk(tmp_path)
        desk.enrol().close()
        desk.access.set_pin(GIULIA, PASSPHRASE, PIN)
    view_model = UnlockViewModel(desk.access, threads)
    view = UnlockView(view_model)
    show(qtbot, view)
    opened = opened_by(view_model)
    view_model.start()
    qtbot.waitUntil(lambda: view_model.chosen is not None)
    Typist().type_text("111222\n")
    qtbot.waitUntil(lambda: view_model.refusal == "Non corrisponde. Tentativi rimasti: 4")
    desk.clock.advance(seconds=2)
    qtbot.waitUntil(lambda: not view_model.waiting)
    Typist().type_text(PIN + "\n")
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert opened[0].shown_name == "Giulia R."
    opened[0].close()
