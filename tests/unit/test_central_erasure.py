"""A person is erased, with all they were; what comes late about them is dropped (sync.md 7; H3, H4, H13, H14)."""

from __future__ import annotations

import json

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
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.domain.errors import CentreRecoveringError, RecordMissingError
from wemi_desk.sync.wire import ERASED, OK, PARKED

A, B = caller_of("A"), caller_of("B", device=2)


@pytest.fixture(params=[False, True], ids=["copied", "in place"])
def work(request) -> FakeWorkspace:
    return FakeWorkspace(in_place=request.param)


@pytest.fixture
def acts() -> Acts:
    return Acts()


def everything(work) -> str:
    return json.dumps([held.content for held in work.records.values()])


def test_nothing_of_the_person_is_left_whatever_record_it_stood_in(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10, surname="Canarino", phone="333canary")))
    apply_act(work, B, acts.new("citizen", known_citizen(11, "B", surname="Canarino", phone="444canary"), space="B"))
    apply_act(work, A, acts.new("citizen", known_citizen(12, surname="Altri")))
    apply_act(work, B, acts.new("call_back", call_back(1, 11, "B", reason="canary"), space="B"))
    apply_act(work, A, acts.new("contact", contact(2, citizen_id=str(uid(10)), note="canary")))
    apply_act(work, A, acts.new("contact", contact(3, note="canary senza nome", corrects=str(uid(2)))))
    apply_act(work, A, acts.new("application", application(4, 12, beneficiary_id=str(uid(10)))))
    apply_act(work, A, acts.act("application", "submit", uid(4), {}))
    number = erase_person(work, uid(11))
    left = everything(work)
    for canary in ("canary", "Canarino", str(uid(10)), str(uid(11))):
        assert canary not in left
    ids, keys, scopes = work.orders[number - 1]
    assert {uid(n) for n in (10, 11, 1, 2, 3, 4)} <= ids
    assert uid(12) not in ids
    assert len(keys) == 1
    assert scopes == {"space:A", "space:B"}
    assert not work.live
    assert work.find("citizen", uid(12))


def test_past_figures_do_not_move(work, acts):
    apply_act(work, A, acts.new("citizen", citizen(10)))
    for number in (1, 2, 3):
        apply_act(work, A, acts.new("contact", contact(number, citizen_id=str(uid(10)), note="x")))
    corrected = contact(4, citizen_id=str(uid(10)), corrects=str(uid(1)), outcome="sent_on")
    apply_act(work, A, acts.new("contact", corrected))
    gone = {"id": str(uid(5)), "contact_id": str(uid(2)), "reason": "", "cancelled_at": "2026-09-20T08:00:00Z",
            "cancelled_by": str(acts.operator_id)}  # fmt: skip
    apply_act(work, A, acts.new("contact_cancellation", gone))
    erase_person(work, uid(10))
    left = [held for (kind, _), held in work.records.items() if kind == "contact"]
    assert sorted(one.content["outcome"] for one in left) == ["sent_on", "solved"]
    assert {(one.content["citizen_id"], one.content["note"], one.subject_id) for one in left} == {(None, "", None)}
    assert all(work.scopes_of("contact", one.id) == {"space:A"} for one in left)
    assert not {one.id for one in left} & work.orders[0][0]


def test_a_question_of_somebody_else_that_names_the_person_goes(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10)))
    apply_act(work, A, acts.new("citizen", known_citizen(11, surname="Russo")))
    assert any(kind == "question" for kind, _ in work.records)
    erase_person(work, uid(11))
    assert not any(kind == "question" for kind, _ in work.records)


def test_late_acts_are_answered_erased_and_leave_nothing(work, acts):
    apply_act(work, A, acts.new("citizen", citizen(10)))
    erase_person(work, uid(10))
    late = acts.new("contact", contact(2, citizen_id=str(uid(10)), note="canary"))
    assert apply_act(work, A, acts.set("citizen", uid(10), phone=[None, "1"])) == (ERASED, "")
    assert apply_act(work, A, late) == (ERASED, "")
    gone = {"id": str(uid(5)), "contact_id": str(uid(2)), "reason": "", "cancelled_at": "2026-09-20T08:00:00Z",
            "cancelled_by": str(acts.operator_id)}  # fmt: skip
    assert apply_act(work, A, acts.new("contact_cancellation", gone)) == (ERASED, "")
    assert not work.records
    assert work.is_erased(uid(2))


def test_a_registration_from_before_the_order_is_dropped_with_what_waited_for_it(work, acts):  # H13, H14
    apply_act(work, A, acts.new("citizen", known_citizen(10)))
    erase_person(work, uid(10))
    note = acts.new("contact", contact(2, "B", citizen_id=str(uid(11))), space="B")
    gone = {"id": str(uid(5)), "contact_id": str(uid(2)), "reason": "", "cancelled_at": "2026-09-20T08:00:00Z",
            "cancelled_by": str(acts.operator_id)}  # fmt: skip
    cancelled = acts.new("contact_cancellation", gone, space="B")
    assert apply_act(work, B, note)[0] == apply_act(work, B, cancelled)[0] == PARKED
    again = acts.new("citizen", known_citizen(11, "B"), space="B", erase_no=0)
    assert apply_act(work, B, again) == (ERASED, "")
    assert work.settled == {note.id: (ERASED, ""), cancelled.id: (ERASED, "")}
    assert not work.records
    assert {uid(11), uid(2), uid(5)} <= work.orders[1][0]
    assert "space:B" in work.orders[1][2]


def test_a_registration_made_afterwards_is_a_new_relation(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10)))
    number = erase_person(work, uid(10))
    apply_act(work, B, acts.new("citizen", known_citizen(11, "B"), space="B", erase_no=0))
    assert apply_act(work, A, acts.new("citizen", known_citizen(12), erase_no=number)) == (OK, "")


def test_who_bears_the_code_of_somebody_left_alone_is_asked_about_and_not_erased(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10)))
    apply_act(work, A, acts.new("citizen", known_citizen(11)))
    apply_act(work, A, acts.set("citizen", uid(11), merged_into=[str(uid(10)), None]))
    erase_person(work, uid(11))
    apply_act(work, A, acts.set("citizen", uid(10), given_name=["Maria", "Mariella"]))
    again = acts.new("citizen", known_citizen(12, "B"), space="B", erase_no=0)
    assert apply_act(work, B, again) == (OK, "")
    declared = known_citizen(13, "B", fiscal_code_provenance="declared")
    assert apply_act(work, B, acts.new("citizen", declared, space="B", erase_no=0)) == (ERASED, "")
    asked = [one for (kind, _), one in work.records.items() if kind == "question"]
    assert [one.content["field"] for one in asked] == ["same_person"]


def lost(work, number):
    """The centre was put back: a person is not here any more, the order that left them alone is."""
    work.set_person_keys(uid(number), ())
    del work.records["citizen", uid(number)]


@pytest.mark.parametrize(
    ("left_alone", "comes", "verdict"),
    [("card_scan", "card_scan", OK), ("card_scan", "declared", ERASED), ("declared", "card_scan", ERASED)],
)
def test_who_was_left_alone_and_is_lost_with_a_backup_still_stands_for_who_bears_their_code(
    work, acts, left_alone, comes, verdict
):
    apply_act(work, A, acts.new("citizen", known_citizen(10, fiscal_code_provenance="declared")))
    apply_act(work, A, acts.new("citizen", known_citizen(11, fiscal_code_provenance=left_alone)))
    erase_person(work, uid(10))
    lost(work, 11)
    again = known_citizen(12, "B", fiscal_code_provenance=comes)
    assert apply_act(work, B, acts.new("citizen", again, space="B", erase_no=0)) == (verdict, "")


def test_who_was_left_alone_and_erased_later_stands_for_nobody(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10, fiscal_code_provenance="declared")))
    apply_act(work, A, acts.new("citizen", known_citizen(11)))
    erase_person(work, uid(10))
    work.order_erasure([uid(11)], (), ())
    assert apply_act(work, B, acts.new("citizen", known_citizen(12, "B"), space="B")) == (ERASED, "")


def test_who_stood_beside_a_later_order_was_left_alone_by_the_earlier_ones_too(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10, fiscal_code_provenance="declared")))
    apply_act(work, A, acts.new("citizen", known_citizen(11)))
    erase_person(work, uid(10))
    again = acts.new("citizen", known_citizen(12, "B", surname="Russo"), space="B")
    assert apply_act(work, B, again) == (OK, "")
    erase_person(work, uid(11))
    lost(work, 12)
    assert apply_act(work, B, again) == (OK, "")


def test_who_was_left_alone_stands_for_their_code_also_when_led_to_a_sheet_whose_code_was_told(work, acts):
    told = {"fiscal_code_provenance": "declared"}
    apply_act(work, A, acts.new("citizen", known_citizen(10, **told)))
    apply_act(work, A, acts.new("citizen", known_citizen(11, **told)))
    apply_act(work, A, acts.new("citizen", known_citizen(12)))
    erase_person(work, uid(10))
    apply_act(work, A, acts.set("citizen", uid(12), merged_into=[None, str(uid(11))]))
    assert apply_act(work, B, acts.new("citizen", known_citizen(13, "B"), space="B")) == (OK, "")


def test_a_code_seen_only_after_the_order_is_no_reason_to_leave_somebody_alone(work, acts):
    told = {"fiscal_code_provenance": "declared"}
    apply_act(work, A, acts.new("citizen", known_citizen(10)))
    apply_act(work, A, acts.new("citizen", known_citizen(11, **told)))
    erase_person(work, uid(10))
    brought = {"fiscal_code_provenance": ["declared", "card_scan"]}  # a desk had made one of the two meanwhile
    apply_act(work, A, acts.set("citizen", uid(11), **brought))
    assert apply_act(work, B, acts.new("citizen", known_citizen(12, "B"), space="B")) == (ERASED, "")


def test_who_was_left_alone_is_known_by_a_card_seen_before_they_were_led_to_a_sheet_whose_code_was_told(work, acts):
    told = {"fiscal_code_provenance": "declared"}
    apply_act(work, A, acts.new("citizen", known_citizen(10, **told)))
    apply_act(work, A, acts.new("citizen", known_citizen(11, **told)))
    apply_act(work, A, acts.new("citizen", known_citizen(12)))
    apply_act(work, A, acts.set("citizen", uid(12), merged_into=[None, str(uid(11))]))
    erase_person(work, uid(10))
    assert apply_act(work, B, acts.new("citizen", known_citizen(13, "B"), space="B")) == (OK, "")


def test_an_order_that_does_not_say_who_was_seen_leaves_alone_whose_code_is_seen_now(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(10, fiscal_code_provenance="declared")))
    apply_act(work, A, acts.new("citizen", known_citizen(11)))
    erase_person(work, uid(10))
    work.spared[-1] = dict.fromkeys(work.spared[-1])
    assert apply_act(work, B, acts.new("citizen", known_citizen(12, "B"), space="B")) == (OK, "")
    lost(work, 11)
    lost(work, 12)
    assert apply_act(work, B, acts.new("citizen", known_citizen(13, "B"), space="B")) == (ERASED, "")


def test_a_code_the_person_had_before_is_known_too(work, acts):
    apply_act(work, A, acts.new("citizen", citizen(10)))
    code = {"id": str(uid(3)), "citizen_id": str(uid(10)), "code": CODE, "provenance": "document",
            "recorded_at": "2026-09-20T08:00:00Z", "recorded_by": str(acts.operator_id)}  # fmt: skip
    apply_act(work, A, acts.new("fiscal_code_record", code))
    erase_person(work, uid(10))
    assert apply_act(work, A, acts.new("citizen", known_citizen(11))) == (ERASED, "")


def test_acts_that_waited_for_the_erased_are_answered(work, acts):
    apply_act(work, A, acts.new("citizen", citizen(10)))
    apply_act(work, A, acts.new("citizen", citizen(11)))
    waiting = acts.set("citizen", uid(10), phone=[None, "9"], at={"space": "B"})
    assert apply_act(work, B, waiting)[0] == PARKED
    erase_person(work, uid(10))
    assert work.settled == {waiting.id: (ERASED, "")}


def test_who_is_not_there_cannot_be_erased_and_nobody_is_in_recovery(work, acts):
    with pytest.raises(RecordMissingError):
        erase_person(work, uid(10))
    apply_act(work, A, acts.new("citizen", citizen(10)))
    work.recovering = True
    with pytest.raises(CentreRecoveringError):
        erase_person(work, uid(10))
