from datetime import timedelta

import pytest

from tests.screens import NOW
from wemi_desk.domain.sync_state import SyncState
from wemi_desk.ui.shell.sync_button import SyncButton
from wemi_desk.ui.shell.sync_indicator import locked_words, row_of
from wemi_desk.ui.widgets.announce import listen

ALONE = SyncState(NOW, unsent=3)
SENDING = SyncState(NOW, unsent=3, in_contact=True)
SENT = SyncState(NOW, in_contact=True, last_confirmed_at=NOW)
VERIFIED = SyncState(NOW, in_contact=True, last_confirmed_at=NOW, digest_agreed=True)
WRONG = SyncState(NOW, to_check=2)


@pytest.fixture
def said():
    heard = []
    stop = listen(lambda words, _urgent: heard.append(words))
    yield heard
    stop()


@pytest.fixture
def sign(qtbot):
    widget = SyncButton()
    qtbot.addWidget(widget)
    return widget


def test_what_waited_for_the_network_is_said_to_have_arrived_even_by_way_of_sending(sign, said):
    for state in (ALONE, SENDING, VERIFIED):
        sign.show_state(state)
    assert said == ["Invio dati: Tutto inviato e verificato alle 14:40"]


def test_an_ordinary_sending_is_not_spoken_of(sign, said):
    for state in (SENT, SENDING, SENT, VERIFIED):
        sign.show_state(state)
    assert said == []


def test_what_is_wrong_is_said_at_most_once_a_minute_and_never_left_unsaid(sign, said):
    sign.show_state(SENT)
    sign.show_state(WRONG)
    sign.show_state(SyncState(NOW, to_check=3))
    sign.show_state(SyncState(NOW, to_check=4))
    assert said == ["Invio dati: 2 da controllare. Apri l’elenco"]
    assert sign._to_say.isActive()
    sign._to_say.timeout.emit()
    assert said[1:] == ["Invio dati: 4 da controllare. Apri l’elenco"]


def test_what_was_put_right_within_the_minute_is_not_said_afterwards(sign, said):
    for state in (SENT, WRONG, SyncState(NOW, update_needed=True), SENT):
        sign.show_state(state)
    assert not sign._to_say.isActive()
    assert len(said) == 1


def test_the_first_words_of_a_session_are_not_spoken(sign, said):
    sign.show_state(WRONG)
    assert said == []


def test_rows_are_counted_as_in_the_table():
    assert [row_of(state) for state in (WRONG, ALONE, SENDING, SENT, VERIFIED)] == [5, 8, 9, 13, 14]


def test_the_lock_screen_says_the_first_row_and_what_waits_meanwhile():
    assert locked_words(None) == "In pausa: postazione bloccata"
    assert locked_words(VERIFIED) == "In pausa: postazione bloccata"
    assert locked_words(ALONE) == "In pausa: postazione bloccata · 3 da inviare"
    assert locked_words(WRONG) == "In pausa: postazione bloccata · 2 da controllare"
    old = SyncState(NOW, unsent=1, oldest_waiting_at=NOW - timedelta(days=3))
    assert locked_words(old) == "In pausa: postazione bloccata · 1 da inviare"
