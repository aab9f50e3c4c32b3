"""What a record given back after a restore means beside itself."""

import pytest

from tests.fake_workspace import (
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
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.central.exchange.settling import keep_words, settle
from wemi_desk.central.exchange.turns import came_back
from wemi_desk.domain.questions import DOUBLE_APPLICATION
from wemi_desk.sync.wire import ALREADY, ERASED, EXISTS, OK

A, B = caller_of("A"), caller_of("B", device=2)


@pytest.fixture
def work():
    return FakeWorkspace()


@pytest.fixture
def acts():
    return Acts()


def given_back(work, kind, content, subject=None, scope="space:A"):
    held = work.put(kind, uid_of(content), content, subject_id=subject, birth=came_back(uid_of(content)))
    work.show(kind, held.id, [scope])
    settle(work, A, held)
    return held


def uid_of(content):
    return uid(int(content["id"].replace("-", ""), 16) - uid(0).int)


def merge_of(number, kept, merged, **fields):
    return {
        "id": str(uid(number)), "kept_id": str(uid(kept)), "merged_id": str(uid(merged)), "before": "{}",
        "merged_at": "2026-09-20T08:00:00Z", "merged_by": str(uid(0)), "undone_at": None, "undone_by": None,
    } | fields  # fmt: skip


def into(work, number):
    return work.find("citizen", uid(number)).content["merged_into"]


def test_two_applications_that_each_had_the_place_are_a_question(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(1)))
    apply_act(work, A, acts.new("application", application(5, 1)))
    apply_act(work, A, acts.act("application", "submit", uid(5), {}))
    given_back(work, "application", application(6, 1, state="submitted", receipt_number="nido-000001"), uid(1))
    asked = [held for (kind, _), held in work.records.items() if kind == "question"]
    assert [(held.content["field"], held.content["state"]) for held in asked] == [(DOUBLE_APPLICATION, "open")]
    assert {str(uid(5)), str(uid(6))} <= set(str(asked[0].content["values"]).split('"'))


def two_namesakes(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(1)))
    apply_act(work, A, acts.new("citizen", known_citizen(2, given_name="Marta")))
    assert into(work, 2) is None


def test_a_merge_stands_though_the_record_that_went_knows_nothing_of_it(work, acts):
    two_namesakes(work, acts)
    given_back(work, "citizen_merge", merge_of(9, 1, 2), uid(1))
    assert into(work, 2) == str(uid(1))


def test_a_merge_that_was_undone_does_not(work, acts):
    two_namesakes(work, acts)
    given_back(work, "citizen_merge", merge_of(9, 1, 2, undone_at="2026-09-20T09:00:00Z"), uid(1))
    assert into(work, 2) is None


def test_who_was_told_apart_before_the_merge_came_back_stays_apart(work, acts):
    two_namesakes(work, acts)
    assert apply_act(work, A, acts.set("citizen", uid(2), merged_into=[str(uid(1)), None])) == (ALREADY, "separate")
    given_back(work, "citizen_merge", merge_of(9, 1, 2), uid(1))
    assert into(work, 2) is None


def test_its_own_birth_shows_it_where_it_was_made(work, acts):
    given_back(work, "citizen", known_citizen(1, "B", phone="+39021234567"), uid(1))
    assert apply_act(work, B, acts.new("citizen", known_citizen(1, "B"), space="B"))[0] == OK
    assert work.scopes_of("citizen", uid(1)) == {"space:A", "space:B"}
    assert apply_act(work, B, acts.new("contact", contact(3, "B", citizen_id=str(uid(1))), space="B"))[0] == OK


def test_another_birth_under_its_id_shows_nothing(work, acts):
    given_back(work, "citizen", known_citizen(1, "A"), uid(1))
    assert apply_act(work, B, acts.new("citizen", known_citizen(1, "B"), space="B"))[0] == EXISTS
    assert work.scopes_of("citizen", uid(1)) == {"space:A"}


def test_what_moved_with_a_person_goes_back_with_who_was_told_apart_since(work, acts):
    two_namesakes(work, acts)
    apply_act(work, A, acts.set("citizen", uid(2), merged_into=[str(uid(1)), None]))
    moved = application(5, 1, origin_citizen_id=str(uid(2)), origin_beneficiary_id=str(uid(2)))
    given_back(work, "application", moved, uid(1))
    content = work.find("application", uid(5)).content
    assert (content["citizen_id"], content["beneficiary_id"]) == (str(uid(2)), str(uid(2)))
    assert not [name for name in content if name.startswith("origin_")]


def test_told_apart_each_keeps_the_words_that_came_back_with_it(work, acts):
    for number, phone in ((1, "+39021234567"), (2, "+39027654321")):
        given_back(work, "citizen", known_citizen(number, phone=phone), uid(number))
    assert into(work, 2) == str(uid(1))
    apply_act(work, A, acts.set("citizen", uid(2), merged_into=[str(uid(1)), None]))
    said = [work.find("citizen", uid(number)).content["phone"] for number in (1, 2)]
    assert said == ["+39021234567", "+39027654321"]


def test_told_apart_the_answer_that_chose_the_others_word_goes_with_the_word(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(1, phone="+39021234567")))
    apply_act(work, A, acts.new("citizen", known_citizen(2, phone="+39027654321")))
    asked = next(held for (kind, _), held in work.records.items() if kind == "question")
    apply_act(work, A, acts.act("question", "answer", asked.id, {"answer": '"+39027654321"'}))
    assert work.find("question", asked.id).content["state"] == "answered"
    apply_act(work, A, acts.set("citizen", uid(2), merged_into=[str(uid(1)), None]))
    assert "+39027654321" not in str(work.find("question", asked.id).content)


VOLUNTEER = {
    "id": str(uid(30)), "citizen_id": str(uid(10)), "space_code": "A", "since_on": "2026-11-18", "skills": ["reading"],
    "created_at": "2026-11-18T10:00:00Z", "created_by": str(uid(8)),
}  # fmt: skip


@pytest.mark.parametrize(("by", "kept"), [(8, []), (9, ["availability_text"])])
def test_words_of_two_births_under_one_id_are_both_there_to_be_read(work, acts, by, kept):
    apply_act(work, A, acts.new("citizen", citizen(10)))
    ours = VOLUNTEER | {"availability_text": "di sera"}
    assert apply_act(work, A, acts.new("volunteer", ours)) == ("ok", "")
    theirs = VOLUNTEER | {"availability_text": "il sabato", "created_by": str(uid(by))}
    here = work.find("volunteer", uid(30))
    came = work.put("volunteer", uid(30), theirs, subject_id=uid(10))
    keep_words(work, came, here)
    questions = work.pointing("record_id", uid(30), ("question",))
    assert [one.content["field"] for one in questions] == kept
    assert all(one.content["state"] == "kept" for one in questions)


def test_a_sheet_that_came_back_from_when_another_was_part_of_it_does_not_keep_their_words_for_its_own(work, acts):
    apply_act(work, A, acts.new("citizen", citizen(11)))
    apply_act(work, A, acts.new("citizen", citizen(12, phone="333theirs")))
    apply_act(work, A, acts.set("citizen", uid(12), merged_into=[None, str(uid(11))]))
    words = {"phone": "333theirs", "email": "a@b.it"}
    said = {"own_words": words, "apart_from": [str(uid(11))], "phone": "333new", "email": "e@f.it"}
    given_back(work, "citizen", citizen(10, **said), uid(10))
    erase_person(work, uid(11))
    left = work.find("citizen", uid(10)).content
    assert left["own_words"] == {"phone": None, "email": "a@b.it"}
    assert (left["phone"], left["email"]) == ("333new", "e@f.it")


def led_to_somebody_lost(work):
    """The sheets 2 and 4 came back; 1, into which they were merged, did not yet."""
    for number in (2, 4):
        given_back(work, "citizen", citizen(number, merged_into=str(uid(1))), uid(number))
    given_back(work, "call_back", call_back(6, 1) | {"origin_citizen_id": str(uid(2))}, uid(1))


def test_who_led_to_somebody_known_for_erased_stands_for_themselves_with_what_is_theirs(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(3)))
    erase_person(work, uid(3))
    led_to_somebody_lost(work)
    assert apply_act(work, A, acts.new("citizen", known_citizen(1))) == (ERASED, "")
    assert into(work, 2) is None is into(work, 4)
    assert work.find("call_back", uid(6)).content["citizen_id"] == str(uid(2))


def test_an_order_reaches_everybody_who_leads_to_a_sheet_that_is_not_here(work):
    led_to_somebody_lost(work)
    erase_person(work, uid(2))
    assert [work.is_erased(uid(number)) for number in (1, 2, 4, 6)] == [True, True, True, True]
