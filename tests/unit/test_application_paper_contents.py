"""The papers of an application say what was recorded, in words for its applicant."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.case_samples import (
    CHILD,
    EVERYTHING,
    GUARDIANSHIP,
    MEASURE,
    MOTHER,
    NOW,
    SENT,
    application,
    case,
    facts,
)
from wemi_desk.domain.application_papers import Funding
from wemi_desk.domain.applications import Group, SeenDocument
from wemi_desk.domain.eligibility import evaluate
from wemi_desk.domain.measures import RequestedAttachment
from wemi_desk.services.application_missing import missing_things
from wemi_desk.services.application_paper_contents import funding, head, missing_list, summary
from wemi_desk.services.application_receipt_contents import receipt


def rows(content, title):
    return dict(next((block.rows for block in content.blocks if block.title == title), ()))


def test_the_summary_names_both_people_the_measure_with_its_version_and_the_isee():
    made = summary(case())
    assert rows(made, "Chi fa la domanda")["Nome"] == "Teresa Fumagalli"
    assert rows(made, "Chi fa la domanda")["In qualità di"] == "genitore"
    assert rows(made, "Chi fa la domanda")["Abita in"] == "via delle Prove 12"
    assert rows(made, "Per chi") == {"Nome": "Nina Fumagalli", "Data di nascita": "02/05/2015"}
    assert rows(made, "ISEE")["Valore"] == "€ 12.345,67"
    assert rows(made, "ISEE")["Da dove"] == "visto sull’attestazione"
    assert "versione 1" in made.head.edition
    assert made.head.measure == MEASURE.short_title
    assert made.head.is_example


def test_every_required_declaration_is_there_with_its_text_and_when_it_was_ticked():
    made = summary(case())
    assert [line.ticked_at for line in made.declarations] == [NOW, *[None] * (len(EVERYTHING) - 1)]
    assert made.declarations[0].text == MEASURE.declarations[0].text


def test_a_declaration_that_the_version_does_not_know_is_not_lost():
    other = replace(EVERYTHING[0], code="later_one")
    made = summary(case(application=application(declarations=(other,))))
    assert made.declarations[-1].text == "later_one"


def test_documents_seen_are_named_and_dated():
    assert summary(case()).documents == ("Carta d’identità: controllo del 18/11/2026 alle 10:42.",)


@pytest.mark.parametrize(
    ("kind", "words"), [("isee_attestation", "Attestazione ISEE"), ("of_a_later_version", "un documento")]
)
def test_no_document_is_named_by_its_code(kind, words):
    seen = SeenDocument(kind=kind, seen_at=NOW)
    assert summary(case(application=application(documents_seen=(seen,)))).documents[0].startswith(f"{words}: controllo")


def test_what_was_received_is_no_longer_judged_as_if_sent_now():
    made = summary(case(application=application(state="submitted", submitted_at=NOW, receipt_number="R1")))
    assert made.result.startswith("Ammissibile quando è stata inviata")
    assert made.result.endswith("Decide l’ufficio.")


def test_the_result_is_in_words_and_complete():
    made = summary(case())
    assert made.result.startswith("Ammissibile, se inviata adesso")
    assert len(made.criteria) == len(evaluate(facts(), MEASURE, NOW).criteria)
    assert all(line.rule and line.verdict for line in made.criteria)


def test_a_missing_isee_is_not_known_and_never_no():
    result = evaluate(facts(isee=None), MEASURE, NOW)
    made = case(isee=None, result=result, missing=("isee", "declaration:truthful"))
    assert rows(summary(made), "ISEE") == {"Valore": "non ancora noto"}
    things = missing_list(made).things
    assert "ISEE" in things[0].what
    assert "CAF" in things[0].where


def test_an_isee_of_zero_is_a_value():
    zero = replace(case().isee, value_cents=0)
    assert rows(summary(case(isee=zero)), "ISEE")["Valore"] == "€ 0,00"


@pytest.mark.parametrize("who", ["applicant", "beneficiary"])
def test_a_protected_person_has_no_address_and_the_paper_does_not_say_where_it_was_made(who):
    hidden = {"applicant": replace(MOTHER, is_protected=True)} if who == "applicant" else {
        "beneficiary": replace(CHILD, is_protected=True)}  # fmt: skip
    made = case(**hidden, space=replace(case().space, address="via Esempio 3", opening_text="9–13"))
    for paper in (summary(made), missing_list(made), receipt(made)):
        assert "via" not in repr(paper.head.space)
        assert paper.head.space.name == "WeMi, Comune di Milano"
        assert "via delle Prove" not in repr(paper)
    assert missing_list(made).initials == receipt(made).initials == ""


def test_the_slip_has_initials_instead_of_a_name():
    made = receipt(case())
    assert made.initials == "N. F."
    assert "Fumagalli" not in repr(made)


def test_the_list_says_how_many_days_are_left():
    made = missing_list(case(missing=("role",)))
    assert made.closes_at == MEASURE.closes_at
    assert made.days_left == (MEASURE.closes_at.date() - NOW.date()).days


def test_what_is_missing_twice_is_listed_once():
    things = missing_things(("role", "applicant_role", "representation"), MEASURE)
    assert len(things) == 2


def test_a_document_is_asked_for_by_the_name_the_measure_gives_it():
    asked = replace(MEASURE, attachments=(RequestedAttachment(code="school", label="Certificato di iscrizione"),))
    (thing,) = missing_things(("document:school",), asked)
    assert thing.what == "Portare: Certificato di iscrizione"


def test_a_code_of_a_later_version_is_still_something_to_ask():
    (thing,) = missing_things(("shoe_size",), None)
    assert thing.what.startswith("Un dato che manca")


def test_a_slip_without_a_receipt_says_how_it_is_sent():
    made = receipt(case(application=application(state="ready")))
    assert not made.head.is_sent
    assert "portale del Comune" in made.next_step
    assert dict(made.rows)["La misura chiude"].startswith("18/12/2026 alle 12:00")
    assert "Ricevuta n." not in dict(made.rows)


def test_a_slip_of_a_closed_measure_gives_no_hope():
    late = MEASURE.closes_at + timedelta(minutes=1)
    assert "chiusa" in receipt(case(now=late, saved_at=late)).next_step


def test_what_waits_for_the_line_says_which_hour_counts():
    assert "Vale l’ora in cui arriva al Comune" in receipt(case(application=application(state="queued"))).next_step


def test_a_slip_with_a_receipt_has_number_and_moment():
    made = receipt(case(application=application(**SENT)))
    assert made.head.is_sent
    assert dict(made.rows)["Ricevuta n."] == "PORT-7"
    assert dict(made.rows)["Inviata"] == "18/11/2026 alle 10:42"
    assert "La misura chiude" not in dict(made.rows)


@pytest.mark.parametrize("state", ["integration_requested", "granted", "waiting", "rejected", "duplicate", "lapsed",
                                   "withdrawn", "registered", "under_review", "integrated"])  # fmt: skip
def test_every_state_has_a_next_step(state):
    made = application(**{**SENT, "state": state, "integration_due_on": date(2026, 12, 1)})
    slip = receipt(case(application=made))
    assert slip.next_step
    assert ("Integrazione entro" in dict(slip.rows)) == (state == "integration_requested")


def test_cancelled_at_the_desk_is_over():
    assert "annullata" in receipt(case(application=application(state="cancelled"))).next_step


def test_a_guardian_is_named_with_the_act():
    made = application(applicant_role="guardian", representation=GUARDIANSHIP)
    assert rows(summary(case(application=made)), "Chi fa la domanda")["Con l’atto"] == (
        "Trib. Milano 12/2025, vale fino al 01/01/2027"
    )


def test_a_group_is_counted_and_no_child_is_named():
    group = Group(holder_kind="school", holder_name="Scuola di prova", participants=22, age_from=8, age_to=10)
    made = summary(case(application=application(group=group)))
    assert rows(made, "Per chi") == {"Ente": "Scuola di prova", "Partecipanti": "22", "Età": "da 8 a 10 anni"}
    assert "Nina" not in repr(made)


def test_who_asks_for_themselves_is_named_once():
    made = summary(case(beneficiary=MOTHER, application=application(beneficiary_id=MOTHER.id)))
    assert "Per chi" not in [block.title for block in made.blocks]


def test_a_version_that_is_not_here_leaves_code_and_number():
    made = head(case(measure=None))
    assert (made.measure, made.edition) == (MEASURE.code, "Versione 1")


def test_emblems_and_cup_come_from_the_published_document():
    document = {"emblems": ["eu", 7, "pn_metro"], "cup": "B41J22000000006"}
    assert funding(replace(MEASURE, document=document)) == Funding(("eu", "pn_metro"), "B41J22000000006")
    assert funding(replace(MEASURE, document={"emblems": "eu", "cup": 3})) == Funding()
    assert funding(None) == Funding()
