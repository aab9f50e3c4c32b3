"""Two words on one field: which stands, what is asked, and what closes the question (peers.md S31-S37)."""

from __future__ import annotations

import json

import pytest

from tests.fake_workspace import START, Acts, FakeWorkspace, call_back, caller_of, citizen, contact, uid
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.sync.merge import Stamp
from wemi_desk.sync.wire import ALREADY, CONFLICT, OK, REFUSED

A = caller_of("A", "B")
HOUR = 3_600_000_000


@pytest.fixture
def work() -> FakeWorkspace:
    work = FakeWorkspace()
    apply_act(work, A, Acts().act("citizen", "new", uid(10), citizen(10), hlc=1))
    return work


@pytest.fixture
def acts() -> Acts:
    return Acts()


def asked(work, state="open"):
    return [one for (kind, _), one in work.records.items() if kind == "question" and one.content["state"] == state]


def values(question):
    return [json.loads(one)["value"] for one in question.content["values"]]


def person(work):
    return work.find("citizen", uid(10)).content


def say(work, acts, hours=0, **changes):
    return apply_act(work, A, acts.set("citizen", uid(10), **changes, at={"made_at": START + hours * HOUR}))


def test_who_saw_a_word_and_replaced_it_comes_after_it_whatever_the_clocks_say(work, acts):
    say(work, acts, 0, address=[None, "1"])
    say(work, acts, -9, address=["1", "2"])
    say(work, acts, -5, address=[None, "3"])
    assert person(work)["address"] == "2"


def test_different_fields_ask_nobody(work, acts):  # S31
    assert say(work, acts, phone=[None, "1"]) == (OK, "")
    assert say(work, acts, address=[None, "via Venini"]) == (OK, "")
    assert not asked(work)


@pytest.mark.parametrize("turned", [False, True])
def test_the_same_field_said_twice_keeps_both_in_either_order(work, acts, turned):  # S32
    sayings = [(0, "via Venini"), (2, "via Capuana")]
    for hours, value in reversed(sayings) if turned else sayings:
        verdict = say(work, acts, hours, address=[None, value])
    assert verdict == (CONFLICT, "")
    assert person(work)["address"] == "via Capuana"
    assert values(asked(work)[0]) == ["via Capuana", "via Venini"]


def test_identity_never_changes_silently(work, acts):  # S32
    say(work, acts, 0, birth_date=[None, "1958-05-01"], birth_date_provenance=[None, "declared"])
    say(work, acts, 30, birth_date=[None, "1959-05-01"], birth_date_provenance=[None, "document"])
    assert (person(work)["birth_date"], person(work)["birth_date_provenance"]) == ("1958-05-01", "declared")
    answer = acts.act("question", "answer", asked(work)[0].id, {"answer": '"1959-05-01"'})
    assert apply_act(work, A, answer) == (OK, "")
    assert (person(work)["birth_date"], person(work)["birth_date_provenance"]) == ("1959-05-01", "document")


def test_a_telephone_of_a_later_visit_stands_unasked_and_the_other_is_kept(work, acts):  # S32
    say(work, acts, -48, phone=[None, "1"])
    assert say(work, acts, 0, phone=[None, "2"]) == (OK, "")
    assert person(work)["phone"] == "2"
    assert not asked(work)
    assert values(asked(work, "kept")[0]) == ["2", "1"]


def test_a_question_gathers_what_more_is_said(work, acts):
    for hours, phone in enumerate(("1", "2", "3")):
        say(work, acts, hours, phone=[None, phone])
    assert len(asked(work)) == 1
    assert values(asked(work)[0]) == ["3", "2", "1"]


def test_who_replaces_an_own_word_does_not_leave_it_as_a_candidate(work, acts):
    say(work, acts, 0, phone=[None, "1"])
    say(work, acts, 1, phone=[None, "2"])
    say(work, acts, 2, phone=["1", "4"])
    assert values(asked(work)[0]) == ["4", "2"]


def test_an_edit_made_before_the_question_arose_does_not_answer_it(work, acts):
    say(work, acts, 0, phone=[None, "1"])
    say(work, acts, 1, phone=[None, "2"])
    work.now = START + 4 * HOUR
    say(work, acts, -1, phone=["2", "3"])
    assert values(asked(work)[0]) == ["3", "1"]


def test_an_edit_made_after_it_answers_it(work, acts):
    say(work, acts, -2, phone=[None, "1"])
    say(work, acts, -1, phone=[None, "2"])
    work.now = START + 4 * HOUR
    assert say(work, acts, 3, phone=["2", "5"]) == (OK, "")
    assert not asked(work)
    assert asked(work, "answered")[0].content["answer"] == '"5"'
    assert values(asked(work, "answered")[0]) == ["2", "1"]


def test_the_first_answer_holds_and_the_second_is_told(work, acts):  # S36
    say(work, acts, 0, phone=[None, "1"], phone_typed=[None, "uno"])
    say(work, acts, 1, phone=[None, "2"], phone_typed=[None, "due"])
    question = asked(work)[0]
    for said in ("1", "2"):
        verdict = apply_act(work, A, acts.act("question", "answer", question.id, {"answer": json.dumps(said)}))
    assert verdict == (ALREADY, "answered")
    assert (person(work)["phone"], person(work)["phone_typed"]) == ("1", "uno")
    closed = asked(work, "answered")[0].content
    assert (closed["answer"], closed["answered_by"]) == ('"1"', str(acts.operator_id))


@pytest.mark.parametrize(("hours", "stands"), [(-3, "1"), (3, "9")])
def test_an_answer_does_not_replace_unheard_what_was_said_while_its_question_was_lost(work, acts, hours, stands):
    say(work, acts, -2, phone=[None, "1"])
    say(work, acts, -1, phone=[None, "2"])
    work.now = START + 4 * HOUR
    held, question = work.find("citizen", uid(10)), asked(work)[0]
    since = Stamp((START + hours * HOUR) // 1000 << 16, "an act of the other life")
    work.put("citizen", uid(10), held.content | {"phone": "9"}, subject_id=uid(10), stamps={"phone": since})
    at = {"hlc": (START + HOUR) // 1000 << 16, "made_at": START + HOUR}
    answer = acts.act("question", "answer", question.id, {"answer": '"1"'}, **at)
    assert apply_act(work, A, answer) == (CONFLICT, "")
    assert person(work)["phone"] == stands
    assert sorted(values(asked(work)[0])) == ["1", "9"]


def test_an_answer_must_be_one_that_was_offered(work, acts):
    say(work, acts, 0, phone=[None, "1"])
    say(work, acts, 1, phone=[None, "2"])
    answer = acts.act("question", "answer", asked(work)[0].id, {"answer": '"9"'})
    assert apply_act(work, A, answer) == (REFUSED, "answer:not_offered")
    assert asked(work)


def test_a_question_is_shown_where_the_person_is_and_goes_where_the_person_goes(work, acts):
    say(work, acts, 0, phone=[None, "1"])
    say(work, acts, 1, phone=[None, "2"])
    question = asked(work)[0]
    assert work.scopes_of("question", question.id) == {"space:A"}
    apply_act(work, A, acts.new("contact", contact(2, "B", citizen_id=str(uid(10))), space="B"))
    assert work.scopes_of("question", question.id) == {"space:A", "space:B"}


def test_who_hides_an_address_is_not_overruled_by_who_did_not_know(work, acts):
    say(work, acts, 0, is_protected=[False, True])
    assert say(work, acts, 1, is_protected=[None, False]) == (OK, "")
    assert person(work)["is_protected"] is True


def test_counters_and_marks_ask_nobody_and_keep_nothing(work, acts):
    apply_act(work, A, acts.new("call_back", call_back(1, 10)))
    for tries in (1, 2):
        assert apply_act(work, A, acts.set("call_back", uid(1), tries=[0, tries])) == (OK, "")
    assert not asked(work)
    assert not asked(work, "kept")


def test_what_is_said_of_a_call_back_is_asked_about_its_person(work, acts):
    apply_act(work, A, acts.new("call_back", call_back(1, 10)))
    for reason in ("ISEE", "nido"):
        verdict = apply_act(work, A, acts.set("call_back", uid(1), reason=["", reason]))
    assert verdict == (CONFLICT, "")
    assert asked(work)[0].content["subject_id"] == str(uid(10))
    assert asked(work)[0].content["kind"] == "call_back"
