"""Who may take an application where: only draft, ready and cancelled are the operator's."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measure_documents import measure, rome
from wemi_desk.domain.application_receipts import NOTABLE, lacking, with_receipt, with_statement
from wemi_desk.domain.application_states import FINAL_STATES, STATES, Allowed, Refused, may, next_steps, state_after
from wemi_desk.domain.applications import (
    CANCELLED,
    DESK_STATES,
    FROM_CENTRE,
    FROM_DESK,
    LIVE_STATES,
    QUEUED,
    TYPED,
    Application,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HANDS = (FROM_DESK, TYPED, FROM_CENTRE)
CONTENT = {"state": "draft", "receipt_number": None, "submitted_at": None, "protocol_number": None}
SAID = {
    "number": "WEB-1", "at": "2026-11-20T09:00:00Z", "on": "2026-11-20", "due_on": "2026-12-20", "note": "pagina 2",
    "noted_at": "2026-11-21T09:00:00Z",
}  # fmt: skip


def application(state="draft", **values):
    person = UUID(int=1)
    return Application(
        id=UUID(int=2), space_code="VEN", citizen_id=person, beneficiary_id=person, measure_code="PROVA-2026",
        state=state, created_at=NOW, created_by=UUID(int=3), **values,
    )  # fmt: skip


def step(code, one, at=NOW, version=None):
    return next(found for found in next_steps(one, version or measure(), at) if found.code == code)


@given(st.sampled_from(STATES), st.sampled_from(STATES))
def test_an_operator_moves_between_draft_ready_and_cancelled_and_nowhere_else(state, to):
    if isinstance(may(state, to, FROM_DESK), Allowed):
        assert state in DESK_STATES
        assert to in (*DESK_STATES, CANCELLED)


@given(st.sampled_from(STATES), st.sampled_from(STATES), st.sampled_from(HANDS))
def test_what_ended_stays_ended_but_for_the_offices_second_look(state, to, by):
    if state in FINAL_STATES and isinstance(may(state, to, by), Allowed):
        assert (by, to) == (FROM_CENTRE, "under_review")


@given(st.sampled_from(STATES), st.sampled_from(STATES), st.sampled_from(HANDS))
def test_every_refusal_has_a_reason(state, to, by):
    answer = may(state, to, by)
    assert isinstance(answer, Allowed) or answer.reason


def test_the_outcome_is_the_offices_alone():
    for to in ("under_review", "granted", "waiting", "rejected", "lapsed", "duplicate"):
        for state in STATES:
            assert isinstance(may(state, to, FROM_DESK), Refused)
            assert isinstance(may(state, to, TYPED), Refused)


papers = st.fixed_dictionaries(
    {"what": st.sampled_from(NOTABLE)}, optional={name: st.just(value) for name, value in SAID.items()}
)
statements = st.tuples(
    st.just("office"), st.fixed_dictionaries({"receipt_number": st.sampled_from(["WEB-1", "WEB-9"])})
)


@settings(max_examples=200)
@given(st.lists(st.one_of(papers.map(lambda paper: ("paper", paper)), statements), max_size=8))
def test_whatever_papers_come_in_whatever_order_submitted_means_there_is_a_number(deeds):
    content = dict(CONTENT)
    for kind, said in deeds:
        if kind == "office":
            content = with_statement(content, said, "2026-11-22T09:00:00Z")
        elif not lacking(said):
            content = with_receipt(content, said) or content
        assert content["state"] in STATES
        if content["state"] in LIVE_STATES:
            assert content.get("receipt_number") or content.get("protocol_number")


@settings(max_examples=100)
@given(st.lists(papers, max_size=6))
def test_copying_the_same_papers_once_more_changes_nothing(deeds):
    def after(content):
        for paper in deeds:
            content = with_receipt(content, paper) or content
        return content

    once = after(CONTENT)
    for paper in deeds[-1:]:
        assert (with_receipt(once, paper) or once) == once


@given(st.sampled_from(["WEB-1", "WEB-2"]), st.sampled_from(["WEB-1", "WEB-2"]))
def test_the_office_prevails_and_what_was_typed_otherwise_stays_beside_it(typed, said):
    content = with_receipt(CONTENT, SAID | {"what": "submitted", "number": typed})
    after = with_statement(content, {"receipt_number": said}, "2026-11-22T09:00:00Z")
    assert after["receipt_number"] == said
    told = [(one["typed"], one["stated"]) for one in after.get("contradictions", ())]
    assert told == ([] if typed == said else [(typed, said)])


@pytest.mark.parametrize(("state", "noted", "after"), [
    ("draft", "submitted", "submitted"), ("submitted", "registered", "registered"),
    ("registered", "submitted", "registered"), ("granted", "registered", "granted"),
    ("under_review", "integration_requested", "integration_requested"),
])  # fmt: skip
def test_a_receipt_noted_late_leads_nowhere_back(state, noted, after):
    assert state_after(state, noted) == after


def test_what_may_be_done_is_said_for_every_state_and_what_may_not_has_its_reason():
    for state in (*STATES, QUEUED):
        for one in next_steps(application(state), measure(), NOW):
            assert one.allowed == (not one.reason), (state, one)


def test_a_ready_one_is_sent_while_the_measure_is_open_and_not_a_second_later():
    ready = application("ready")
    assert step("submit", ready, rome("2027-01-31T11:59")).allowed
    assert step("submit", ready, rome("2027-01-31T12:00")).reason == "closed"
    assert step("submit", ready, rome("2026-11-02T08:59")).reason == "not_open_yet"
    assert step("submit", application()).reason == "not_ready"


def test_what_the_office_confirmed_is_not_typed_again():
    typed = application("submitted", receipt_number="WEB-1", typed_fields=("receipt_number",))
    assert step("note_submitted", typed).allowed
    assert step("note_submitted", replace(typed, typed_fields=())).reason == "the_centres"


def test_asking_again_is_for_what_ended():
    assert [state for state in STATES if step("reapply", application(state)).allowed] == [
        CANCELLED, "rejected", "withdrawn", "lapsed",
    ]  # fmt: skip


def test_a_paper_says_what_it_must():
    assert [lacking({"what": what}) for what in NOTABLE] == ["number", "number", "due_on", "number", "on"]
    assert lacking({"what": "granted"}) == "what"
    assert date.fromisoformat(SAID["on"])
