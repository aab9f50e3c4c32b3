"""What a merge put on another's sheet goes with whom it was said of: in records, in questions, in the log of acts."""

from __future__ import annotations

import json

import pytest

from tests.fake_workspace import CODE, Acts, FakeWorkspace, application, caller_of, citizen, known_citizen, uid
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.domain.questions import SAME_PERSON
from wemi_desk.sync.policies import carries, heard, unseen
from wemi_desk.sync.wire import ALREADY, CONFLICT, ERASED, OK

A, B = caller_of("A"), caller_of("A", device=2)
FILLED = {"phone": [None, "333canary"], "fiscal_code": [None, CODE], "fiscal_code_provenance": [None, "card_scan"]}


@pytest.fixture
def work() -> FakeWorkspace:
    return FakeWorkspace()


@pytest.fixture
def acts() -> Acts:
    return Acts()


def merge_record(acts, **fields):
    return {
        "id": str(uid(20)), "kept_id": str(uid(10)), "merged_id": str(uid(11)), "merged_at": "2026-09-20T08:00:00Z",
        "before": json.dumps({"filled": sorted(FILLED), "moved": []}), "merged_by": str(acts.operator_id),
        "undone_at": None, "undone_by": None,
    } | fields  # fmt: skip


def two(work, acts, **fields):
    apply_act(work, A, acts.new("citizen", citizen(10, **fields)))
    apply_act(work, A, acts.new("citizen", known_citizen(11, phone="333canary")))


def merged_too_late(work, acts, **record):
    """A desk that has not heard of the order makes one of the two, and fills what is empty."""
    fill = acts.set("citizen", uid(10), **FILLED)
    verdicts = [
        apply_act(work, B, one)[0]
        for one in (
            fill, acts.set("citizen", uid(11), merged_into=[None, str(uid(10))]),
            acts.new("citizen_merge", merge_record(acts, **record)),
        )
    ]  # fmt: skip
    return fill, verdicts


def sheet(work):
    return work.find("citizen", uid(10)).content


def test_a_merge_that_comes_after_the_erasure_leaves_nothing_on_the_other_sheet(work, acts):
    two(work, acts)
    erase_person(work, uid(11))
    fill, verdicts = merged_too_late(work, acts)
    assert verdicts == [OK, ERASED, ERASED]
    assert [sheet(work)[name] for name in FILLED] == [None, None, None]
    assert work.settled == {fill.id: (ERASED, "")}
    assert not work.keys[uid(10)] & work.keys.get(uid(11), set())
    assert "canary" not in json.dumps([held.content for held in work.records.values()])


def test_a_merge_whose_desk_has_heard_of_the_order_meanwhile_says_whom_it_filled(work, acts):
    two(work, acts)
    fill = acts.set("citizen", uid(10), **FILLED)
    assert apply_act(work, B, fill)[0] == OK
    erase_person(work, uid(11))
    silent = acts.act("citizen_merge", "new", uid(20), None, subject_id=uid(10))
    assert apply_act(work, B, silent) == (ERASED, "")
    assert [sheet(work)[name] for name in FILLED] == [None, None, None]
    assert work.settled == {fill.id: (ERASED, "")}


def made_one_at_the_desk(acts):
    """What a desk says that makes one of two whom the centre knows as two, made now."""
    return (
        acts.set("citizen", uid(10), **FILLED), acts.set("citizen", uid(11), merged_into=[None, str(uid(10))]),
        acts.new("citizen_merge", merge_record(acts)),
    )  # fmt: skip


def test_a_merge_that_comes_after_somebody_told_the_two_apart_leaves_nothing_on_the_other_sheet(work, acts):
    two(work, acts)
    late = made_one_at_the_desk(acts)
    apply_act(work, A, acts.set("citizen", uid(11), merged_into=[None, str(uid(10))]))
    apply_act(work, A, acts.set("citizen", uid(11), merged_into=[str(uid(10)), None]))
    assert [apply_act(work, B, one) for one in late] == [(OK, ""), (ALREADY, "separate"), (OK, "")]
    assert [sheet(work)[name] for name in FILLED] == [None, None, None]
    assert work.find("citizen", uid(11)).content["phone"] == "333canary"
    assert not work.keys[uid(10)] & work.keys[uid(11)]


def test_what_a_desk_filled_goes_when_the_answer_is_that_they_are_two(work, acts):
    two(work, acts)
    apply_act(work, A, acts.new("citizen", known_citizen(9)))
    verdicts = [apply_act(work, B, one)[0] for one in made_one_at_the_desk(acts)]
    assert verdicts == [OK, CONFLICT, OK]
    asked = [held for (kind, _), held in work.records.items() if kind == "question"]
    question = next(one for one in asked if (one.content["field"], one.content["state"]) == (SAME_PERSON, "open"))
    assert apply_act(work, A, acts.act("question", "answer", question.id, {"answer": '"other"'})) == (OK, "")
    assert [sheet(work)[name] for name in FILLED] == [None, None, None]


def test_a_question_that_a_filled_word_answered_is_open_again_without_it(work, acts):
    two(work, acts, phone="1")
    for device, (seen, said) in ((2, ("1", "2")), (3, ("1", "3"))):
        apply_act(work, caller_of("A", device=device), acts.set("citizen", uid(10), phone=[seen, said]))
    late = made_one_at_the_desk(acts)
    late = (acts.set("citizen", uid(10), phone=["3", "333canary"], at={"made_at": late[0].made_at}), *late[1:])
    apply_act(work, A, acts.set("citizen", uid(11), merged_into=[None, str(uid(10))]))
    apply_act(work, A, acts.set("citizen", uid(11), merged_into=[str(uid(10)), None]))
    for one in late:
        apply_act(work, B, one)
    about = [held.content for (kind, _), held in work.records.items() if kind == "question"]
    assert "canary" not in json.dumps([one for one in about if one["record_id"] == str(uid(10))])
    assert sheet(work)["phone"] in ("2", "3")


def test_a_word_somebody_else_said_meanwhile_stands(work, acts):
    two(work, acts)
    erase_person(work, uid(11))
    mine, acts.operator_id = acts.operator_id, uid(99)
    apply_act(work, A, acts.set("citizen", uid(10), phone=[None, "333own"]))
    acts.operator_id = mine
    merged_too_late(work, acts)
    assert sheet(work)["phone"] == "333own"
    assert "canary" not in json.dumps([held.content for held in work.records.values()])


def test_what_the_operator_said_of_them_an_hour_before_is_no_part_of_the_merge(work, acts):
    two(work, acts)
    erase_person(work, uid(11))
    apply_act(work, A, acts.set("citizen", uid(10), email=[None, "ada@esempio.it"]))
    for _minute in range(60):
        acts.act("citizen", "set", uid(10), {})
    merged_too_late(work, acts, before=json.dumps({"filled": [*FILLED, "email"], "moved": []}))
    assert sheet(work)["email"] == "ada@esempio.it"
    assert sheet(work)["phone"] is None


@pytest.mark.parametrize("before", ["", "x", "[]", "{}", '{"filled": 3}', '{"filled": ["id", "merged_into"]}'])
def test_a_merge_that_says_nothing_of_what_it_filled_takes_nothing(work, acts, before):
    two(work, acts)
    erase_person(work, uid(11))
    _, verdicts = merged_too_late(work, acts, before=before)
    assert verdicts == [OK, ERASED, ERASED]
    assert sheet(work)["id"] == str(uid(10))
    assert sheet(work)["phone"] == "333canary"


def test_words_of_who_was_told_apart_and_erased_leave_the_log_of_the_other(work, acts):
    two(work, acts)
    apply_act(work, A, acts.set("citizen", uid(11), merged_into=[None, str(uid(10))]))
    apply_act(work, A, acts.new("citizen_merge", merge_record(acts)))
    apply_act(work, A, acts.set("citizen", uid(11), merged_into=[str(uid(10)), None]))
    erase_person(work, uid(11))
    assert work.forgotten == [(uid(10), {"phone": {"333canary"}, "fiscal_code": {CODE}})]


def test_a_sheet_that_a_desk_filled_before_the_centre_made_something_else_of_the_merge_is_empty_again(work, acts):
    two(work, acts)
    apply_act(work, A, acts.new("citizen", known_citizen(9)))
    fill = acts.set("citizen", uid(10), phone=[None, "333canary"])
    work.log[fill.id] = uid(10)
    verdicts = [
        apply_act(work, B, one)[0]
        for one in (
            fill, acts.set("citizen", uid(11), merged_into=[None, str(uid(10))]),
            acts.new("citizen_merge", merge_record(acts)),
        )
    ]  # fmt: skip
    assert verdicts == [OK, "conflict", OK]
    erase_person(work, uid(9))
    assert sheet(work)["phone"] is None
    assert "canary" not in json.dumps([held.content for held in work.records.values()])


def merged_otherwise(work, acts, **filled):
    """A desk fills a sheet with the words of somebody whom the centre had made part of another."""
    fill = acts.set("citizen", uid(10), **filled)
    work.log[fill.id] = uid(10)
    for one in (
        fill, acts.set("citizen", uid(11), merged_into=[None, str(uid(10))]),
        acts.new("citizen_merge", merge_record(acts)),
    ):  # fmt: skip
        apply_act(work, B, one)


def test_the_place_of_an_application_goes_with_the_code_that_leaves_its_sheet(work, acts):
    two(work, acts)
    apply_act(work, A, acts.new("citizen", known_citizen(9)))
    merged_otherwise(work, acts, **FILLED)
    assert submitted(work, acts, 30, 10) == "submitted"
    erase_person(work, uid(9))
    apply_act(work, A, acts.new("citizen", known_citizen(12), erase_no=1))
    assert submitted(work, acts, 31, 12) == "submitted"
    assert submitted(work, acts, 32, 10) == "duplicate"
    assert sorted(work.live.values()) == [uid(30), uid(31)]


def submitted(work, acts, number, person):
    apply_act(work, A, acts.new("application", application(number, person)))
    apply_act(work, A, acts.act("application", "submit", uid(number), {}))
    return work.find("application", uid(number)).content["state"]


def test_words_of_the_erased_leave_a_third_sheet_that_the_other_was_made_part_of(work, acts):
    two(work, acts)
    apply_act(work, A, acts.new("citizen", known_citizen(9)))
    merged_otherwise(work, acts, phone=[None, "333canary"])
    apply_act(work, A, acts.new("citizen", citizen(8)))
    third = merge_record(acts, id=str(uid(21)), kept_id=str(uid(8)), merged_id=str(uid(10)), before="")
    for one in (acts.set("citizen", uid(10), merged_into=[None, str(uid(8))]), acts.new("citizen_merge", third)):
        assert apply_act(work, A, one)[0] == OK
    assert work.find("citizen", uid(8)).content["phone"] == "333canary"
    erase_person(work, uid(9))
    assert work.find("citizen", uid(8)).content["phone"] is None
    assert "canary" not in json.dumps([held.content for held in work.records.values()])


def test_a_filled_word_over_which_another_came_to_stand_is_not_the_sheets_own(work, acts):
    two(work, acts)
    apply_act(work, A, acts.new("citizen", known_citizen(9)))
    merged_otherwise(work, acts, phone=[None, "333canary"])
    apply_act(work, A, acts.new("citizen", citizen(12, phone="347other")))
    apply_act(work, A, acts.set("citizen", uid(12), merged_into=[None, str(uid(10))]))
    apply_act(work, A, acts.set("citizen", uid(12), phone=["347other", "347new"]))
    assert sheet(work)["own_words"] == {"phone": "333canary"}
    erase_person(work, uid(9))
    assert sheet(work)["own_words"] == {"phone": None}
    assert sheet(work)["phone"] == "347new"
    assert "canary" not in json.dumps([held.content for held in work.records.values()])


@pytest.mark.parametrize(
    ("change", "rest"),
    [
        (["1", "2"], [None, "2"]), (["1", None], [None, None]), (["2", "1"], None), ([None, "1"], None), ("1", None),
        ([["1"], "2"], None),
    ],
)  # fmt: skip
def test_what_somebody_saw_and_changed_is_said_without_it(change, rest):
    said = unseen({"phone": change, "language": ["it", "en"]}, {"phone": {"1"}, "email": {"it"}})
    assert said == (rest and {"phone": rest, "language": ["it", "en"]})


def test_what_is_kept_of_an_act_is_what_its_author_said_and_not_what_they_saw():
    change = {"phone": ["1", "2"], "email": [None, "x"], "merged_into": ["3", None], "language": ["it", "en"]}
    kept = json.loads(heard("citizen", "set", json.dumps(change).encode()))
    assert kept == change | {"phone": [None, "2"], "language": [None, "en"]}


@pytest.mark.parametrize(
    ("kind", "verb", "payload"),
    [
        ("citizen", "set", b'{"phone":[null,"1"]}'), ("citizen", "new", b'{"phone":"1"}'), ("citizen", "set", b"[1]"),
        ("contact", "set", b'{"phone":["1","2"]}'), ("citizen", "set", b"[" * 5000), ("citizen", "set", b'{"phone":1}'),
        ("citizen", "set", b'{"phone":[{"a":1},"2"]}'),
    ],
)  # fmt: skip
def test_of_another_act_everything_is_kept(kind, verb, payload):
    assert heard(kind, verb, payload) == payload


@pytest.mark.parametrize(
    ("change", "found"),
    [([None, "1"], True), (["1", None], True), (["1", "2"], False), (["2", "1"], False), ("1", False), ([], False)],
)
def test_a_word_is_passed_on_where_a_field_is_filled_with_it_or_emptied_of_it(change, found):
    assert carries({"phone": change, "language": [None, "it"]}, {"phone": {"1"}, "email": {"x"}}) is found
