"""Field-wise merge: what stands, what is asked, and that nothing said disappears."""

from hypothesis import given
from hypothesis import strategies as st

from wemi_desk.sync.merge import Stamp, merged, rebased
from wemi_desk.sync.policies import POLICIES, Policy, Rule

CITIZEN = POLICIES["citizen"]
BIRTH = Stamp(1 << 16, "a0")
HOUR = 3_600_000 << 16


def said(hlc, act="b"):
    return Stamp(hlc, act, "op", "S01", 0)


def test_a_field_seen_as_it_stands_is_set():
    result = merged({"phone": "1"}, {}, BIRTH, {"phone": ["1", "2"]}, said(HOUR), CITIZEN)
    assert (result.content["phone"], result.doubts, result.settled) == ("2", (), ("phone",))


def test_the_same_wish_twice_is_one_wish():
    result = merged({"phone": "2"}, {}, BIRTH, {"phone": ["1", "2"]}, said(HOUR), CITIZEN)
    assert (result.content["phone"], result.doubts) == ("2", ())


def test_two_telephones_in_one_hour_are_a_question_and_the_later_stands():
    stamps = {"phone": said(HOUR, "a")}
    result = merged({"phone": "2"}, stamps, BIRTH, {"phone": ["1", "3"]}, said(HOUR + 5), CITIZEN)
    assert result.content["phone"] == "3"
    assert result.doubts[0].asked
    assert result.doubts[0].other == "2"


def test_the_telephone_of_a_later_visit_needs_no_question_but_the_other_is_kept():
    stamps = {"phone": said(HOUR, "a")}
    result = merged({"phone": "2"}, stamps, BIRTH, {"phone": ["1", "3"]}, said(HOUR * 30), CITIZEN)
    assert result.content["phone"] == "3"
    assert [(doubt.asked, doubt.other) for doubt in result.doubts] == [(False, "2")]


def test_a_name_that_stands_is_not_replaced_and_is_asked_about():
    result = merged({"surname": "B"}, {"surname": said(1)}, BIRTH, {"surname": ["A", "C"]}, said(HOUR * 99), CITIZEN)
    assert result.content["surname"] == "B"
    assert (result.doubts[0].asked, result.doubts[0].other) == (True, "C")


def test_whoever_hides_an_address_hides_it():
    result = merged({"is_protected": True}, {}, BIRTH, {"is_protected": [False, False]}, said(HOUR), CITIZEN)
    assert result.content["is_protected"] is True


def test_a_field_this_version_does_not_know_is_kept():
    result = merged({"phone": "1", "later": 7}, {}, BIRTH, {"phone": ["1", "2"]}, said(HOUR), CITIZEN)
    assert result.content["later"] == 7


CASE = POLICIES["paperwork_case"]
CLOSED = {"outcome": "not_possible", "reason": "a", "closed_at": "1"}


def test_a_reason_nobody_had_seen_is_asked_about_though_the_outcome_beside_it_was_seen():
    stamps = {"outcome": said(1, "a"), "reason": said(HOUR, "b"), "closed_at": said(HOUR, "b")}
    now = CLOSED | {"reason": "b", "closed_at": "2"}
    wanted = {"outcome": ["not_possible", "completed"], "reason": ["a", "c"], "closed_at": ["1", "3"]}
    for by in (said(HOUR * 2, "c"), said(2, "c")):
        result = merged(now, stamps, BIRTH, wanted, by, CASE)
        assert (result.content["outcome"], result.content["reason"]) == ("completed", "c")
        assert {(one.field, one.asked, one.standing, one.other) for one in result.doubts} == {
            ("reason", True, "c", "b"), ("closed_at", False, "3", "2"),
        }  # fmt: skip
        assert result.settled == ("outcome",)


def test_who_saw_the_reason_too_settles_both():
    wanted = {"outcome": ["not_possible", "completed"], "reason": ["a", "c"]}
    result = merged(CLOSED, {}, BIRTH, wanted, said(HOUR), CASE)
    assert (result.content["reason"], result.doubts, result.settled) == ("c", (), ("outcome", "reason"))


def test_a_reason_beside_an_outcome_that_was_not_changed_is_a_word_of_its_own():
    wanted = {"outcome": ["completed", "completed"], "reason": ["a", "c"]}
    result = merged(CLOSED, {}, BIRTH, wanted, said(HOUR), CASE)
    assert (result.content["outcome"], result.content["reason"]) == ("not_possible", "c")


ELEMENTS = Policy(Rule.MERGED, elements=frozenset({"needs"}))
codes = st.lists(st.sampled_from("abcdef"), unique=True)


@given(codes, codes, codes)
def test_lists_of_codes_merge_the_same_whoever_speaks_first(base, one, two):
    def both(first, second):
        content = {"needs": base}
        for number, wanted in enumerate((first, second)):
            change = {"needs": [base, wanted]}
            content = merged(content, {}, BIRTH, change, said(number, str(number)), ELEMENTS).content
        return set(content["needs"])

    assert both(one, two) == both(two, one)


values = st.sampled_from(["x", "y", "z", None])


@given(values, values, st.integers(1, 9), st.integers(1, 9), st.sampled_from(["notes", "phone"]))
def test_two_desks_agree_whoever_speaks_first_and_the_loser_is_kept(one, two, early, late, field):
    acts = [({field: ["base", one]}, said(early * HOUR, "p")), ({field: ["base", two]}, said(late * HOUR, "q"))]

    def both(order):
        content, stamps, kept = {field: "base"}, {}, set()
        for changes, stamp in order:
            result = merged(content, stamps, BIRTH, changes, stamp, CITIZEN)
            content, stamps = result.content, result.stamps
            kept |= {doubt.other for doubt in result.doubts}
        return content[field], kept

    assert both(acts) == both(acts[::-1])
    standing, kept = both(acts)
    assert {one, two} <= {standing} | kept


@given(values, values)
def test_an_act_applied_again_changes_nothing(current, wanted):
    changes, stamp = {"notes": ["base", wanted]}, said(HOUR)
    once = merged({"notes": current}, {}, BIRTH, changes, stamp, CITIZEN)
    again = merged(once.content, once.stamps, BIRTH, changes, stamp, CITIZEN)
    assert again.content == once.content


def test_an_act_nobody_judged_is_shown_and_one_already_judged_does_not_undo_what_came_after():
    change = {"phone": ["1", "2"]}
    assert rebased({"phone": "9"}, "set", change, forced=True)["phone"] == "2"
    assert rebased({"phone": "9"}, "set", change, forced=False)["phone"] == "9"
    assert rebased({"phone": "1"}, "set", change, forced=False)["phone"] == "2"
