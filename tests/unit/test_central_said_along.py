"""What is said along with another word (the reason of an outcome) is lost no more than that word itself."""

import copy
import dataclasses
import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fake_workspace import Acts, FakeWorkspace, caller_of, citizen, uid
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.questions import QUESTION, value_of
from wemi_desk.central.exchange.settling import keep_words

A = caller_of("A")
WHEN = "2026-11-22T10:00:00Z"
CASE = {
    "id": str(uid(20)), "operator_id": str(uid(8)), "type_code": "CUP", "type_version": 1, "opened_at": WHEN,
    "space_code": "A", "citizen_id": str(uid(10)), "outcome": "", "reason": "", "note": "",
}  # fmt: skip
OUTCOMES = ("completed", "not_possible")


class Matter:
    """One matter, three desks that see it from time to time, and what each had seen when it spoke."""

    def __init__(self):
        self.work, self.acts = FakeWorkspace(), Acts()
        apply_act(self.work, A, self.acts.new("citizen", citizen(10)))
        apply_act(self.work, A, self.acts.new("paperwork_case", CASE))
        self.seen = [self.content] * 3
        self.said, self.replaced = [], set()

    @property
    def content(self):
        return dict(self.work.find("paperwork_case", uid(20)).content)

    def say(self, desk, outcome, has_reason):
        before = self.seen[desk]
        reason = f"R{len(self.said)}" if has_reason else before["reason"]
        edits = {"outcome": [before["outcome"], outcome], "reason": [before["reason"], reason]}
        edits = {name: change for name, change in edits.items() if change[0] != change[1]}
        if not edits:
            return
        if has_reason:
            self.said.append(reason)
            self.replaced.add(before["reason"])
        apply_act(self.work, A, self.acts.set("paperwork_case", uid(20), **edits))
        self.seen[desk] = before | {name: change[1] for name, change in edits.items()}

    def look(self, desk):
        self.seen[desk] = self.content

    def answer(self, which):
        for question in self.questions():
            if question.content["state"] == "open":
                words = question.content["values"]
                chosen = json.dumps(value_of(words[which % len(words)]))
                apply_act(self.work, A, self.acts.act(QUESTION, "answer", question.id, {"answer": chosen}))

    def questions(self):
        return [held for (kind, _), held in self.work.records.items() if kind == QUESTION]

    def lost(self):
        there = str(self.content) + str([one.content for one in self.questions()])
        return [word for word in self.said if word not in self.replaced and f"{word}'" not in there.replace('"', "'")]


DESK = st.integers(0, 2)
DEEDS = st.one_of(
    st.tuples(st.just("say"), DESK, st.sampled_from(OUTCOMES), st.booleans()), st.tuples(st.just("look"), DESK),
    st.tuples(st.just("answer"), st.integers(0, 3)),
)  # fmt: skip


def said(*outcomes):
    """By one desk after the other, none of which heard of it."""
    return [("say", desk, OUTCOMES[which], True) for desk, which in enumerate(outcomes)]


@example([*said(0, 1, 0)])
@example([*said(0, 1, 0), ("answer", 1)])
@example([*said(1, 0), ("say", 0, OUTCOMES[0], True), ("answer", 0)])
@settings(max_examples=150, deadline=None)
@given(st.lists(DEEDS, max_size=9))
def test_no_reason_is_lost_whoever_says_the_same_outcome_for_another(deeds):
    matter = Matter()
    for deed, *how in deeds:
        getattr(matter, deed)(*how)
    assert not matter.lost()


def test_an_answer_says_whose_word_it_is_where_two_said_the_same():
    matter = Matter()
    for deed, *how in said(0, 1, 0):
        getattr(matter, deed)(*how)
    (asked,) = matter.questions()
    words = [json.loads(word) for word in asked.content["values"]]
    assert sorted((one["value"], one["with"]["reason"]) for one in words) == [
        ("completed", "R0"), ("completed", "R2"), ("not_possible", "R1"),
    ]  # fmt: skip
    for reason in ("R0", "R2"):
        twin = copy.deepcopy(matter)
        chosen = next(one for one in words if one["with"]["reason"] == reason)
        payload = {"answer": [None, '"completed"'], "said_by": chosen["act_id"]}
        assert apply_act(twin.work, A, twin.acts.act(QUESTION, "answer", asked.id, payload)) == ("ok", "")
        assert (twin.content["outcome"], twin.content["reason"]) == ("completed", reason)


@pytest.mark.parametrize(("ours", "kept"), [
    ({"outcome": "completed", "reason": "R1"}, [("reason", "R1")]),
    ({"outcome": "not_possible", "reason": "R1"}, [("outcome", "not_possible", "R1")]),
    ({"outcome": "not_possible", "reason": "R2"}, [("outcome", "not_possible", "R2")]),
    ({"outcome": "completed", "reason": "R2", "closed_by": str(uid(9))}, []),
])  # fmt: skip
def test_what_a_row_that_came_back_replaces_is_kept_with_what_was_said_along(ours, kept):
    matter = Matter()
    before = matter.work.find("paperwork_case", uid(20))
    row = {"outcome": "completed", "reason": "R2", "closed_by": str(uid(8))}
    held = matter.work.put("paperwork_case", uid(20), before.content | row, subject_id=uid(10))
    keep_words(matter.work, held, dataclasses.replace(before, content=before.content | ours))
    found = [(one.content["field"], json.loads(one.content["values"][-1])) for one in matter.questions()]
    said_there = [(field, word["value"], *word.get("with", {}).values()) for field, word in found]
    assert [words[: len(wanted)] for words, wanted in zip(said_there, kept, strict=True)] == kept
