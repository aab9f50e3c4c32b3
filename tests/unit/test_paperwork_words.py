"""What people read of a case: in their history, in a question between two desks, beside a paper that was seen."""

import json
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from tests.exchange_desk import around, question
from wemi_desk.domain.mandates import KINDS, NEEDS, Permission
from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.paperwork_cases import DocumentWarning
from wemi_desk.domain.timeline import TimelineEntry
from wemi_desk.gateways.reference_lists import load_pick_lists
from wemi_desk.services.paperwork import words
from wemi_desk.ui.question_words import choices, sentence
from wemi_desk.ui.screens.counter.timeline_words import TimelineWords

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def entry(**data):
    values = {"outcome": "", "next_on": "", "reference": ""} | data
    return TimelineEntry(
        at=NOW, kind="paperwork", object_id=UUID(int=1), operator_id=UUID(int=2), state="open", codes=("SPID-REC",),
        text="Recuperare o rinnovare SPID", data=values,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({}, "Pratica: Recuperare o rinnovare SPID"),
        ({"outcome": "completed"}, "Pratica: Recuperare o rinnovare SPID · Conclusa"),
        ({"outcome": "to_complete", "next_on": "2026-12-01"},
         "Pratica: Recuperare o rinnovare SPID · Da completare, torna il 01/12/2026"),
    ],
)  # fmt: skip
def test_the_history_of_a_person_tells_of_their_cases(said, shown):
    assert TimelineWords(load_pick_lists(), {})._what(entry(**said)) == shown


def test_two_outcomes_are_asked_in_the_words_of_the_desk():
    asked = question(field="outcome", first="completed", second="not_possible", kind="paperwork_case")
    assert sentence(asked, at_desk=True) == "Com’è finita la pratica digitale?"
    assert [one.words for one in choices(asked, around())] == ["Conclusa", "Non possibile"]
    assert all(json.loads(text)["value"] for text in asked.values)


@pytest.mark.parametrize(
    "code",
    ["strictly_personal", "caf_collects", "mandate_needed", "only_for_minor", "parents_only", "parent_needed",
     "hand_over_only", "not_by_call", "out_of_scope", "ended", "minor", "sgd_unconfirmed"],
)  # fmt: skip
def test_every_reason_has_its_sentence(code):
    assert words.permission_words(Permission("blocked", code)).endswith(".")


def test_a_day_stands_in_the_sentence_of_what_ends():
    until = date(2026, 11, 23)
    assert words.permission_words(Permission("warning", "ends_soon", until)) == "Il titolo scade il 23/11/2026."
    assert "23/11/2026" in words.permission_words(Permission("blocked", "expired", until))
    assert words.permission_words(Permission("allowed")) == ""


def test_every_kind_of_paper_has_a_name_and_says_what_it_needs():
    assert [kind for kind in KINDS if words.mandate_words(kind) == kind or kind not in NEEDS] == []


def test_documents_and_faults_have_words():
    ended = DocumentWarning("passport", "expired", date(2026, 1, 2))
    assert words.document_words(ended) == "È scaduto il 02/01/2026."
    assert "03/08/2026" in words.document_words(DocumentWarning("paper_card", "in_doubt", date(2026, 8, 3)))
    assert words.problem_sentence(Problem("steps", "not_counted")).startswith("steps: ")
    assert words.problem_sentence(Problem("", "newer"))
    assert words.actor_words("person") == "fa la persona"
