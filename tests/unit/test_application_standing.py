"""Where an application stands is said in one true sentence; nothing is called sent without a receipt."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.case_samples import NOW, SENT, application
from wemi_desk.domain.application_states import STATES
from wemi_desk.domain.applications import Contradiction
from wemi_desk.services.application_standing import standing

NUMBERS = (
    {},
    {"receipt_number": "PORT-7"},
    {"receipt_number": "PORT-7", "submitted_at": NOW},
    {"protocol_number": "PG/2026/1"},
    {"protocol_number": "PG/2026/1", "protocol_on": date(2026, 11, 18)},
)


def sentence(saved_at=NOW, **values):
    return standing(application(**values), saved_at, NOW).sentence


@settings(max_examples=80)
@given(st.sampled_from((*STATES, "queued", "of a later version")), st.sampled_from(NUMBERS), st.booleans())
def test_nothing_is_called_sent_without_a_number(state, numbers, typed):
    stands = standing(application(state=state, typed_fields=("receipt_number",) if typed else (), **numbers), NOW, NOW)
    assert stands.sentence.strip()
    if not numbers or state in ("draft", "ready", "queued", "cancelled"):
        assert not stands.is_sent
    if not stands.is_sent:
        said = stands.sentence.lower().replace("non ancora inviata", "").replace("non è ancora inviata", "")
        assert "inviata" not in said.replace("non è stata inviata", "").replace("non si può dire inviata", "")


def test_what_is_ready_says_when_it_was_saved_and_that_it_was_not_sent():
    assert sentence(state="ready") == "Pronta, salvata su questa postazione alle 10:42, NON ancora inviata."


def test_a_day_that_is_not_today_is_named():
    said = sentence(NOW - timedelta(days=1), state="draft")
    assert said == "Bozza, salvata su questa postazione il 17/11/2026 alle 10:42, non ancora inviata."


def test_midnight_is_that_of_milan():
    late = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)
    assert "salvata su questa postazione alle 00:30" in sentence(late, state="ready")


def test_what_waits_for_the_line_is_not_sent():
    assert "aspetta la rete, NON è ancora inviata" in sentence(state="queued")


def test_a_receipt_is_named_with_number_and_moment():
    assert sentence(**SENT) == "Inviata, ricevuta n. PORT-7 del 18/11/2026 alle 10:42."


def test_a_typed_number_says_that_it_was_copied():
    assert sentence(**SENT, typed_fields=("receipt_number",)).endswith(
        "Numero copiato da un foglio, non ancora confermato dal sistema centrale."
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [("registered", "Protocollata."), ("under_review", "In istruttoria"), ("integration_requested", "altri documenti"),
     ("integrated", "consegnati"), ("granted", "Ammessa."), ("waiting", "senza fondi"), ("rejected", "Non ammessa."),
     ("duplicate", "già un’altra domanda"), ("withdrawn", "Ritirata."), ("lapsed", "Decaduta.")],
)  # fmt: skip
def test_every_decision_has_its_words_and_keeps_both_numbers(state, words):
    said = sentence(**{**SENT, "state": state, "protocol_number": "PG/2026/1", "protocol_on": date(2026, 11, 20)})
    assert words in said
    assert "ricevuta n. PORT-7" in said
    assert "Protocollo n. PG/2026/1 del 20/11/2026." in said


def test_a_record_called_submitted_without_a_number_is_not_believed():
    assert sentence(state="submitted") == "Su questa postazione la ricevuta non c’è: NON si può dire inviata."


def test_what_the_centre_says_otherwise_is_shown_beside_what_was_typed():
    other = Contradiction(field="receipt_number", typed="PORT-9", stated="PORT-7", at=NOW)
    said = sentence(**SENT, contradictions=(other,), deadline="late")
    assert "Sul foglio era stato letto PORT-9: per il sistema centrale è PORT-7." in said
    assert "dopo la chiusura" in said
