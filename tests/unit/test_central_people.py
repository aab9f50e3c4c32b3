"""One person at two spaces: joined where that is certain, asked otherwise, undone when it was wrong."""

from __future__ import annotations

import itertools
import json
from uuid import UUID

import pytest

from tests.fake_workspace import (
    CODE,
    Acts,
    FakeWorkspace,
    application,
    call_back,
    caller_of,
    citizen,
    contact,
    known_citizen,
    uid,
)
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.redirects import group_of, root_of
from wemi_desk.domain.questions import DOUBLE_APPLICATION, SAME_PERSON
from wemi_desk.sync.wire import ALREADY, CONFLICT, OK, PARKED, REFUSED

A, B = caller_of("A"), caller_of("B", device=2)
BOTH = caller_of("A", "B", device=3)


@pytest.fixture(params=[False, True], ids=["copied", "in place"])
def work(request) -> FakeWorkspace:
    return FakeWorkspace(in_place=request.param)


@pytest.fixture
def acts() -> Acts:
    return Acts()


def person(work, number):
    return work.find("citizen", uid(number)).content


def questions(work, field=None, state="open"):
    found = [held for (kind, _), held in work.records.items() if kind == "question"]
    return [one for one in found if one.content["state"] == state and field in (None, one.content["field"])]


def values(question):
    return [json.loads(one)["value"] for one in question.content["values"]]


def merges(work):
    return [held for (kind, _), held in work.records.items() if kind == "citizen_merge"]


def test_the_same_person_at_two_spaces_becomes_one_and_nothing_is_lost(work, acts):
    apply_act(work, B, acts.new("citizen", known_citizen(11, "B", phone="2", email="m@r.it"), space="B"))
    apply_act(work, B, acts.new("call_back", call_back(1, 11, "B"), space="B"))
    apply_act(work, B, acts.new("contact", contact(2, "B", citizen_id=str(uid(11))), space="B"))
    assert apply_act(work, A, acts.new("citizen", known_citizen(10, phone="1"))) == (OK, "")
    assert person(work, 11)["merged_into"] == str(uid(10))
    assert person(work, 10)["email"] == "m@r.it"
    assert set(values(questions(work, "phone")[0])) == {"1", "2"}
    moved = work.find("call_back", uid(1)).content
    assert (moved["citizen_id"], moved["origin_citizen_id"]) == (str(uid(10)), str(uid(11)))
    assert work.find("contact", uid(2)).content["citizen_id"] == str(uid(11))
    assert work.scopes_of("citizen", uid(10)) == work.scopes_of("citizen", uid(11)) == {"space:A", "space:B"}
    assert work.scopes_of("call_back", uid(1)) == {"space:B"}
    assert len(merges(work)) == 1


def test_who_stands_does_not_depend_on_who_speaks_first():
    for order in itertools.permutations([10, 11, 12]):
        work, acts = FakeWorkspace(), Acts()
        for number in order:
            apply_act(work, A, acts.new("citizen", known_citizen(number)))
        assert {root_of(work, uid(number)) for number in order} == {uid(10)}
        assert set(group_of(work, uid(12))) == {uid(10), uid(11), uid(12)}


@pytest.mark.parametrize(
    "other",
    [
        {"birth_date": "1959-05-01"}, {"birth_date": None}, {"surname": "Russo"}, {"given_name": ""},
        {"fiscal_code_provenance": "declared"},
    ],
)  # fmt: skip
def test_the_code_alone_never_joins_two_records(work, acts, other):
    apply_act(work, A, acts.new("citizen", known_citizen(10)))
    assert apply_act(work, B, acts.new("citizen", known_citizen(11, "B", **other), space="B")) == (OK, "")
    assert person(work, 11)["merged_into"] is None
    question = questions(work, SAME_PERSON)[0]
    assert values(question) == [str(uid(10)), str(uid(11))]
    assert work.scopes_of("question", question.id) == {"space:A", "space:B"}
    assert "Russo" not in json.dumps(question.content)


@pytest.mark.parametrize("name", ["ROSSI", "Rossì", "Ros si"])
def test_names_agree_whatever_their_accents_and_spaces(work, acts, name):
    apply_act(work, A, acts.new("citizen", known_citizen(10)))
    apply_act(work, A, acts.new("citizen", known_citizen(11, surname=name)))
    assert person(work, 11)["merged_into"] == str(uid(10))


def test_a_code_corrected_later_finds_the_person(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10)))
    apply_act(work, B, acts.new("citizen", citizen(11, "B", birth_date="1958-05-01"), space="B"))
    edit = acts.set("citizen", uid(11), fiscal_code=[None, CODE], fiscal_code_provenance=[None, "card_scan"],
                    at={"space": "B"})  # fmt: skip
    assert apply_act(work, B, edit) == (OK, "")
    assert person(work, 11)["merged_into"] == str(uid(10))


def test_same_person_answered_yes_joins_and_no_tells_apart_for_good(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10)))
    apply_act(work, A, acts.new("citizen", known_citizen(11, surname="Russo")))
    question = questions(work, SAME_PERSON)[0]
    assert apply_act(work, A, acts.act("question", "answer", question.id, {"answer": '"other"'})) == (OK, "")
    apply_act(work, A, acts.set("citizen", uid(11), surname=["Russo", "Rossi"]))
    assert person(work, 11)["merged_into"] is None
    apply_act(work, A, acts.new("citizen", known_citizen(12, surname="Russi")))
    asked = questions(work, SAME_PERSON)
    answer = acts.act("question", "set", asked[0].id, {"answer": [None, '"same"'], "state": ["open", "answered"]})
    assert apply_act(work, A, answer) == (OK, "")
    assert person(work, 12)["merged_into"] in (str(uid(10)), str(uid(11)))
    assert apply_act(work, A, acts.act("question", "answer", asked[0].id, {"answer": '"other"'}))[0] == ALREADY


def test_a_desk_that_saw_both_said_another_person(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10)))
    apply_act(work, A, acts.new("citizen", known_citizen(11, given_name="Mario")))
    assert questions(work, SAME_PERSON)
    decision = {
        "id": str(uid(5)), "citizen_id": str(uid(11)), "shown_ids": [str(uid(10)), str(uid(99))], "answer": "other",
        "reason": "", "decided_at": "2026-09-20T08:00:00Z", "decided_by": str(acts.operator_id),
    }  # fmt: skip
    assert apply_act(work, A, acts.new("duplicate_decision", decision)) == (OK, "")
    assert not questions(work, SAME_PERSON)
    apply_act(work, A, acts.set("citizen", uid(11), given_name=["Mario", "Maria"]))
    assert person(work, 11)["merged_into"] is None


def desk_merge(acts, kept, other, **at):
    return acts.set("citizen", uid(other), merged_into=[None, str(uid(kept))], at=at)


def test_a_merge_made_at_a_desk_moves_what_the_desk_could_not_see(work, acts):
    apply_act(work, BOTH, acts.new("citizen", citizen(10)))
    apply_act(work, B, acts.new("citizen", citizen(11, "B", email="m@r.it"), space="B"))
    apply_act(work, B, acts.new("call_back", call_back(1, 11, "B"), space="B"))
    assert apply_act(work, BOTH, desk_merge(acts, 10, 11)) == (OK, "")
    assert work.find("call_back", uid(1)).content["citizen_id"] == str(uid(10))
    assert person(work, 10)["email"] == "m@r.it"
    late = acts.set("call_back", uid(1), citizen_id=[str(uid(11)), str(uid(10))], at={"space": "B"})
    assert apply_act(work, B, late) == (OK, "")
    assert not questions(work)


def test_a_redirect_that_would_close_a_circle_is_there_already(work, acts):
    for number in (10, 11, 12):
        apply_act(work, A, acts.new("citizen", citizen(number)))
    assert apply_act(work, A, desk_merge(acts, 10, 11))[0] == OK
    assert apply_act(work, A, desk_merge(acts, 11, 12))[0] == OK
    assert apply_act(work, A, desk_merge(acts, 12, 10)) == (ALREADY, str(uid(10)))
    assert apply_act(work, A, desk_merge(acts, 11, 11)) == (ALREADY, str(uid(10)))
    assert root_of(work, uid(12)) == uid(10)


def test_one_record_put_into_two_others_by_two_desks_is_a_question(work, acts):
    for number in (10, 11, 12):
        apply_act(work, A, acts.new("citizen", citizen(number)))
    apply_act(work, A, desk_merge(acts, 10, 12))
    assert apply_act(work, A, desk_merge(acts, 11, 12)) == (CONFLICT, "")
    assert set(values(questions(work, SAME_PERSON)[0])) == {str(uid(10)), str(uid(11))}


def test_a_merge_into_a_person_of_elsewhere_waits(work, acts):
    apply_act(work, A, acts.new("citizen", citizen(10)))
    apply_act(work, B, acts.new("citizen", citizen(11, "B"), space="B"))
    assert apply_act(work, A, desk_merge(acts, 11, 10)) == (PARKED, f"citizen:{uid(11)}")
    assert apply_act(work, A, acts.new("citizen", citizen(13, merged_into=str(uid(11)))))[0] == PARKED


def test_late_acts_on_the_record_that_went_reach_the_one_that_stands(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10)))
    apply_act(work, B, acts.new("citizen", known_citizen(11, "B"), space="B"))
    at = {"space": "B"}
    assert apply_act(work, B, acts.set("citizen", uid(11), address=[None, "via Capuana"], at=at)) == (OK, "")
    assert person(work, 10)["address"] == person(work, 11)["address"] == "via Capuana"
    apply_act(work, B, acts.new("call_back", call_back(1, 11, "B"), space="B"))
    assert work.find("call_back", uid(1)).content["citizen_id"] == str(uid(10))


def test_an_unmerge_gives_everything_back_and_holds(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10, phone="1")))
    apply_act(work, B, acts.new("citizen", known_citizen(11, "B", phone="2"), space="B"))
    apply_act(work, B, acts.new("call_back", call_back(1, 11, "B"), space="B"))
    apply_act(work, A, acts.new("call_back", call_back(2, 10)))
    undo = {"merged_into": [str(uid(10)), None]}
    assert apply_act(work, B, acts.set("citizen", uid(11), **undo, at={"space": "B"})) == (OK, "")
    assert person(work, 11)["merged_into"] is None
    assert work.find("call_back", uid(1)).content["citizen_id"] == str(uid(11))
    assert "origin_citizen_id" not in work.find("call_back", uid(1)).content
    assert work.find("call_back", uid(2)).content["citizen_id"] == str(uid(10))
    assert work.scopes_of("citizen", uid(10)) == {"space:A"}
    assert work.scopes_of("citizen", uid(11)) == {"space:B"}
    assert not questions(work)
    apply_act(work, B, acts.set("citizen", uid(11), given_name=["Maria", "Mariella"], at={"space": "B"}))
    apply_act(work, B, acts.set("citizen", uid(11), given_name=["Mariella", "Maria"], at={"space": "B"}))
    assert person(work, 11)["merged_into"] is None
    again = acts.set("citizen", uid(11), merged_into=[str(uid(10)), None], at={"space": "B"})
    assert apply_act(work, B, again) == (ALREADY, "separate")


def test_an_unmerge_returns_the_name_that_a_late_edit_replaced(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10)))
    apply_act(work, B, acts.new("citizen", known_citizen(11, "B"), space="B"))
    at = {"space": "B"}
    apply_act(work, B, acts.set("citizen", uid(11), given_name=["Maria", "Mariella"], at=at))
    assert person(work, 10)["given_name"] == "Mariella"
    apply_act(work, B, acts.set("citizen", uid(11), merged_into=[str(uid(10)), None], at=at))
    assert (person(work, 10)["given_name"], person(work, 11)["given_name"]) == ("Maria", "Mariella")
    assert "own_words" not in person(work, 10)


def test_an_unmerge_in_the_middle_takes_its_own_branch_along(work, acts):
    for number in (10, 11, 12):
        apply_act(work, A, acts.new("citizen", citizen(number)))
        apply_act(work, A, acts.new("call_back", call_back(number + 90, number)))
    apply_act(work, A, desk_merge(acts, 11, 12))
    apply_act(work, A, desk_merge(acts, 10, 11))
    assert {work.find("call_back", uid(n)).content["citizen_id"] for n in (100, 101, 102)} == {str(uid(10))}
    apply_act(work, A, acts.set("citizen", uid(11), merged_into=[str(uid(10)), None]))
    named = [work.find("call_back", uid(n)).content["citizen_id"] for n in (100, 101, 102)]
    assert named == [str(uid(10)), str(uid(11)), str(uid(11))]
    assert root_of(work, uid(12)) == uid(11)


def test_an_unmerge_takes_the_words_from_every_sheet_on_the_way(work, acts):
    for number, phone in ((11, "1"), (12, "2"), (10, "0")):
        apply_act(work, A, acts.new("citizen", known_citizen(number, phone=phone)))
    assert (person(work, 11)["phone"], person(work, 10)["one_with"]) == ("2", [str(uid(11)), str(uid(12))])
    apply_act(work, A, acts.set("citizen", uid(12), merged_into=[str(uid(11)), None]))
    assert [person(work, number)["phone"] for number in (11, 12)] == ["1", "2"]
    assert "2" not in [word for one in questions(work, "phone") for word in values(one)]
    assert (person(work, 11)["one_with"], person(work, 10)["one_with"]) == ([], [str(uid(11))])


def test_two_words_said_of_a_record_while_it_was_part_of_another_are_asked_about_when_they_part(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10, phone="1")))
    apply_act(work, A, acts.new("citizen", known_citizen(11, phone="2")))
    apply_act(work, A, acts.set("citizen", uid(11), phone=["2", "3"]))
    apply_act(work, A, acts.set("citizen", uid(11), phone=["2", "4"]))
    apply_act(work, A, acts.set("citizen", uid(11), merged_into=[str(uid(10)), None]))
    (asked,) = questions(work, "phone")
    assert (asked.content["record_id"], sorted(values(asked))) == (str(uid(11)), ["3", "4"])
    assert person(work, 10)["phone"] == "1"


def test_who_is_told_apart_does_not_take_along_what_was_said_of_others_they_had_been_asked_about(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(11, surname="Russo")))
    apply_act(work, A, acts.new("citizen", known_citizen(12, phone="2")))
    assert questions(work, SAME_PERSON)[0].content["record_id"] == str(uid(11))
    apply_act(work, A, acts.new("citizen", known_citizen(10, phone="1")))
    apply_act(work, A, desk_merge(acts, 10, 11))
    apply_act(work, A, acts.set("citizen", uid(11), merged_into=[str(uid(10)), None]))
    (asked,) = questions(work, "phone")
    assert (asked.content["record_id"], sorted(values(asked))) == (str(uid(10)), ["1", "2"])
    assert not [one for one in questions(work, "phone", "kept") if one.content["record_id"] == str(uid(11))]


def test_what_was_asked_before_a_merge_is_asked_of_the_one_that_stands_and_again_after_an_unmerge(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10)))
    apply_act(work, B, acts.new("citizen", citizen(11, "B", birth_date="1958-05-01"), space="B"))
    for phone in ("5", "6"):
        apply_act(work, B, acts.set("citizen", uid(11), phone=[None, phone], at={"space": "B"}))
    first = questions(work, "phone")[0]
    apply_act(work, B, acts.set("citizen", uid(11), fiscal_code=[None, CODE],
                                fiscal_code_provenance=[None, "document"], at={"space": "B"}))  # fmt: skip
    asked = questions(work, "phone")
    assert [one.content["record_id"] for one in asked] == [str(uid(10))]
    assert set(values(asked[0])) == {"5", "6"}
    apply_act(work, B, acts.set("citizen", uid(11), merged_into=[str(uid(10)), None], at={"space": "B"}))
    assert [one.id for one in questions(work, "phone")] == [first.id]


def test_a_protected_address_stays_protected(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10)))
    apply_act(work, A, acts.new("citizen", known_citizen(11, is_protected=True)))
    assert person(work, 10)["is_protected"] is True


def test_two_live_applications_of_one_person_are_a_question_not_a_loss(work, acts):
    work.totals["nido"] = 100_000
    apply_act(work, A, acts.new("citizen", citizen(10, birth_date="1958-05-01")))
    apply_act(work, B, acts.new("citizen", known_citizen(11, "B"), space="B"))
    for caller, number, who, space in ((A, 1, 10, "A"), (B, 2, 11, "B")):
        apply_act(work, caller, acts.new("application", application(number, who, space), space=space))
        assert apply_act(work, caller, acts.act("application", "submit", uid(number), {}, space=space))[0] == OK
    seen = {"fiscal_code": [None, CODE], "fiscal_code_provenance": [None, "document"]}
    apply_act(work, A, acts.set("citizen", uid(10), **seen))
    assert person(work, 11)["merged_into"] == str(uid(10))
    question = questions(work, DOUBLE_APPLICATION)[0]
    assert set(values(question)) == {str(uid(1)), str(uid(2))}
    assert {work.find("application", uid(n)).content["state"] for n in (1, 2)} == {"submitted"}
    answer = acts.act("question", "answer", question.id, {"answer": json.dumps(str(uid(2)))})
    assert apply_act(work, A, answer) == (OK, "")
    assert [work.find("application", uid(n)).content["state"] for n in (1, 2)] == ["withdrawn", "submitted"]
    apply_act(work, A, acts.new("application", application(3, 10)))
    assert apply_act(work, A, acts.act("application", "submit", uid(3), {})) == (ALREADY, "nido-000002")


def test_two_live_applications_meet_when_a_desk_joins_two_records(work, acts):
    for number, person_number in ((1, 10), (2, 11)):
        apply_act(work, A, acts.new("citizen", citizen(person_number)))
        apply_act(work, A, acts.new("application", application(number, person_number)))
        assert apply_act(work, A, acts.act("application", "submit", uid(number), {}))[0] == OK
    apply_act(work, A, desk_merge(acts, 10, 11))
    assert set(values(questions(work, DOUBLE_APPLICATION)[0])) == {str(uid(1)), str(uid(2))}


def test_what_a_desk_moved_to_the_record_that_went_stays_with_the_one_that_stands(work, acts):
    for number in (10, 11):
        apply_act(work, A, acts.new("citizen", citizen(number)))
    apply_act(work, A, acts.new("call_back", call_back(1, 10)))
    apply_act(work, A, desk_merge(acts, 10, 11))
    other_way = acts.set("call_back", uid(1), citizen_id=[str(uid(10)), str(uid(11))])
    assert apply_act(work, A, other_way) == (OK, "")
    assert work.find("call_back", uid(1)).content["citizen_id"] == str(uid(10))


def test_what_a_desk_moved_with_a_merge_that_was_not_taken_stays_whose_it_was(work, acts):
    """It would stay behind when its person is erased, and go when the other one is."""
    for number in (10, 11, 12):
        apply_act(work, A, acts.new("citizen", citizen(number)))
    apply_act(work, A, acts.new("call_back", call_back(1, 12)))
    apply_act(work, A, desk_merge(acts, 10, 12))
    assert apply_act(work, A, desk_merge(acts, 11, 12)) == (CONFLICT, "")
    moved = acts.set("call_back", uid(1), citizen_id=[str(uid(12)), str(uid(11))], reason=["", "altro"])
    assert apply_act(work, A, moved) == (CONFLICT, "")
    content = work.find("call_back", uid(1)).content
    assert (content["citizen_id"], content["origin_citizen_id"]) == (str(uid(10)), str(uid(12)))
    assert content["reason"] == "altro"


def test_a_place_goes_with_the_person_when_the_code_becomes_known(work, acts):
    apply_act(work, A, acts.new("citizen", citizen(10)))
    for number in (1, 2):
        apply_act(work, A, acts.new("application", application(number, 10)))
    apply_act(work, A, acts.act("application", "submit", uid(1), {}))
    seen = {"fiscal_code": [None, CODE], "fiscal_code_provenance": [None, "document"]}
    apply_act(work, A, acts.set("citizen", uid(10), **seen))
    assert apply_act(work, A, acts.act("application", "submit", uid(2), {})) == (ALREADY, "nido-000001")
    assert work.find("application", uid(2)).content["duplicate_of"] == str(uid(1))


def test_who_was_withdrawn_is_not_joined(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10, withdrawn_at="2026-09-20T08:00:00Z")))
    apply_act(work, A, acts.new("citizen", known_citizen(11)))
    assert person(work, 11)["merged_into"] is None


def test_an_answer_that_was_not_offered_is_refused(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10)))
    apply_act(work, A, acts.new("citizen", known_citizen(11, surname="Russo")))
    question = questions(work, SAME_PERSON)[0]
    for said in ('"perhaps"', "7", "{", 7, None):
        assert apply_act(work, A, acts.act("question", "answer", question.id, {"answer": said}))[0] == REFUSED
    assert isinstance(question.id, UUID)
