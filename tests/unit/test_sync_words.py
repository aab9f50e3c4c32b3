from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.sync_state import SyncState
from wemi_desk.ui.shell.sync_indicator import sync_words

NOW = datetime(2026, 11, 22, 14, 40, tzinfo=UTC)
AT_1432 = NOW - timedelta(minutes=8)
AT_1305 = NOW - timedelta(minutes=95)
OLD = NOW - timedelta(days=2, hours=1)

ROWS = [
    (SyncState(NOW, locked=True, revoked=True), "In pausa: postazione bloccata", "it-lock", "neutral",
     "Invio dati in pausa: postazione bloccata"),
    (SyncState(NOW, revoked=True, unsent=2), "Postazione disattivata", "it-ban", "err",
     "Postazione disattivata dal coordinamento"),
    (SyncState(NOW, grant_expired=True), "Accesso scaduto: solo contatti anonimi", "it-key", "err",
     "Accesso scaduto: solo contatti anonimi, serve la rete"),
    (SyncState(NOW, clock_error=timedelta(minutes=-40)), "Orologio sbagliato di 40 minuti", "it-clock", "err",
     "Orologio sbagliato di 40 minuti"),
    (SyncState(NOW, to_check=2, unsent=5), "2 da controllare", "it-warning", "err",
     "2 da controllare. Apri l’elenco"),
    (SyncState(NOW, update_needed=True, unsent=3), "Aggiornamento necessario per inviare · 3 in attesa", "it-download",
     "warn", "Aggiornamento necessario per inviare · 3 in attesa"),
    (SyncState(NOW, unsent=3, oldest_waiting_at=OLD), "3 da inviare · da 2 giorni", "it-warning-circle", "err",
     "3 da inviare, il più vecchio da 2 giorni"),
    (SyncState(NOW, unsent=3), "3 da inviare · in attesa di rete", "it-warning-circle", "warn",
     "3 da inviare, in attesa di rete"),
    (SyncState(NOW, unsent=3, in_contact=True), "Invio in corso · 3", "it-refresh", "info",
     "Invio in corso, ne restano 3"),
    (SyncState(NOW, last_confirmed_at=AT_1305, contact_lost_at=AT_1305), "Tutto inviato · senza rete dalle 13:05",
     "it-check-circle", "neutral", "Tutto inviato · senza rete dalle 13:05"),
    (SyncState(NOW), "Mai collegata", "it-warning-circle", "warn", "Postazione mai collegata"),
    (SyncState(NOW, loading=True, in_contact=True), "Caricamento in corso · si può già lavorare", "it-download",
     "info", "Caricamento in corso · si può già lavorare"),
    (SyncState(NOW, in_contact=True, last_confirmed_at=AT_1432), "Tutto inviato · 14:32", "it-check-circle", "ok",
     "Tutto inviato, ultimo collegamento alle 14:32"),
    (SyncState(NOW, in_contact=True, last_confirmed_at=AT_1432, digest_agreed=True),
     "Tutto inviato · 14:32, verificato", "it-check-circle", "ok", "Tutto inviato e verificato alle 14:32"),
]


@pytest.mark.parametrize(("state", "words", "icon", "tone", "spoken"), ROWS)
def test_each_row_of_the_table_has_its_exact_words(state, words, icon, tone, spoken):
    assert sync_words(state) == (words, icon, tone, spoken)


def test_one_is_said_in_the_singular():
    assert sync_words(SyncState(NOW, unsent=1)).words == "1 da inviare · in attesa di rete"
    assert sync_words(SyncState(NOW, unsent=1, in_contact=True)).spoken == "Invio in corso, ne resta 1"
    a_day_ago = NOW - timedelta(hours=25)
    assert sync_words(SyncState(NOW, unsent=1, oldest_waiting_at=a_day_ago)).words == "1 da inviare · da 1 giorno"


def test_over_999_nobody_counts_any_more():
    assert sync_words(SyncState(NOW, unsent=1_000)).words == "999+ da inviare · in attesa di rete"


def test_times_are_those_of_the_zone_on_screen_and_name_the_day_when_it_is_another():
    rome = timezone(timedelta(hours=1))
    state = SyncState(NOW.astimezone(rome), in_contact=True, last_confirmed_at=AT_1432)
    assert sync_words(state).words == "Tutto inviato · 15:32"
    lost = SyncState(NOW, last_confirmed_at=OLD, contact_lost_at=OLD)
    assert sync_words(lost).words == "Tutto inviato · senza rete dal 20/11"


spans = st.timedeltas(timedelta(), timedelta(days=30))
states = st.builds(
    SyncState, st.just(NOW), locked=st.booleans(), revoked=st.booleans(), grant_expired=st.booleans(),
    clock_error=st.just(timedelta()) | st.timedeltas(-timedelta(hours=3), timedelta(hours=3)),
    to_check=st.integers(0, 2), update_needed=st.booleans(), unsent=st.integers(0, 1_200),
    unacknowledged=st.integers(0, 3), oldest_waiting_at=st.none() | spans.map(lambda span: NOW - span),
    in_contact=st.booleans(), contact_lost_at=st.none() | spans.map(lambda span: NOW - span),
    last_confirmed_at=st.none() | spans.map(lambda span: NOW - span), loading=st.booleans(),
    digest_agreed=st.booleans())


@settings(max_examples=300, deadline=None)
@given(states)
def test_everything_sent_is_never_claimed_while_something_waits(state):
    shown = sync_words(state)
    if "Tutto inviato" in shown.words + shown.spoken:
        assert state.unsent == 0
        assert state.unacknowledged == 0
        assert state.last_confirmed_at is not None
    if "verificato" in shown.words + shown.spoken:
        assert state.digest_agreed
        assert state.in_contact


@settings(max_examples=300, deadline=None)
@given(states)
def test_no_count_of_zero_is_ever_shown_and_nothing_is_empty(state):
    shown = sync_words(state)
    assert all(shown)
    assert not shown.words.startswith("0 ")
    assert "· 0" not in shown.words
