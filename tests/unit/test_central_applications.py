"""An application is received once, one lives per measure and person, and the fund is never overspent."""

from __future__ import annotations

import pytest

from tests.fake_workspace import CODE, Acts, FakeWorkspace, application, caller_of, citizen, known_citizen, uid
from wemi_desk.central.exchange.applications import decide
from wemi_desk.central.exchange.applying import apply_act, drain
from wemi_desk.central.exchange.settling import settle
from wemi_desk.central.exchange.workspace import AFTER_RECOVERY
from wemi_desk.domain.errors import CentreRecoveringError, InvalidFieldError, RecordMissingError
from wemi_desk.sync.wire import ALREADY, LOCKED, OK, PARKED, REFUSED

A, B = caller_of("A"), caller_of("B", device=2)


@pytest.fixture(params=[False, True], ids=["copied", "in place"])
def work(request) -> FakeWorkspace:
    work = FakeWorkspace(in_place=request.param)
    work.totals["nido"] = 25_000
    for number in (10, 11, 12):
        apply_act(work, A, Acts().act("citizen", "new", uid(number), citizen(number)))
        apply_act(work, A, Acts().act("application", "new", uid(number - 9), application(number - 9, number)))
    return work


@pytest.fixture
def acts() -> Acts:
    return Acts()


def state(work, number):
    return work.find("application", uid(number)).content["state"]


def submit(work, acts, number):
    return apply_act(work, A, acts.act("application", "submit", uid(number), {}))


def withdraw(work, acts, number):
    return apply_act(work, A, acts.act("application", "withdraw", uid(number), {}))


def test_it_is_received_once_however_often_it_is_sent(work, acts):
    assert submit(work, acts, 1) == (OK, "nido-000001")
    assert submit(work, acts, 1) == (ALREADY, "nido-000001")
    content = work.find("application", uid(1)).content
    assert (content["receipt_number"], content["submitted_at"]) == ("nido-000001", "2026-09-21T14:13:20Z")


def test_a_second_one_for_the_same_person_says_which_was_first(work, acts):
    apply_act(work, A, acts.new("application", application(4, 10)))
    submit(work, acts, 1)
    assert submit(work, acts, 4) == (ALREADY, "nido-000001")
    assert state(work, 4) == "duplicate"
    assert submit(work, acts, 4) == (LOCKED, "duplicate")


def test_the_same_child_under_two_records_is_one_beneficiary(work, acts):
    apply_act(work, A, acts.new("citizen", known_citizen(20, surname="Bianchi")))
    apply_act(work, B, acts.new("citizen", known_citizen(21, "B", surname="Neri"), space="B"))
    apply_act(work, A, acts.new("application", application(5, 20)))
    apply_act(work, B, acts.new("application", application(6, 21, "B"), space="B"))
    assert submit(work, acts, 5)[0] == OK
    assert apply_act(work, B, acts.act("application", "submit", uid(6), {}, space="B")) == (ALREADY, "nido-000001")
    assert CODE in str(work.find("citizen", uid(21)).content)


def test_after_submitting_the_desk_edits_no_more(work, acts):
    assert apply_act(work, A, acts.set("application", uid(1), asked_cents=[10_000, 20_000])) == (OK, "")
    submit(work, acts, 1)
    assert apply_act(work, A, acts.set("application", uid(1), asked_cents=[20_000, 5])) == (LOCKED, "submitted")


@pytest.mark.parametrize("said", ["submitted", "granted", 7, None])
def test_a_desk_does_not_say_what_the_centre_decides(work, acts, said):
    made = application(7, 10, state=said, granted_cents=10**9, receipt_number="x")
    assert apply_act(work, A, acts.new("application", made))[0] == REFUSED
    assert apply_act(work, A, acts.set("application", uid(1), state=["draft", said]))[0] == REFUSED
    made = application(7, 10, granted_cents=10**9, receipt_number="x", duplicate_of=str(uid(1)))
    apply_act(work, A, acts.new("application", made))
    assert work.find("application", uid(7)).content == application(7, 10)
    apply_act(work, A, acts.set("application", uid(7), granted_cents=[0, 5], state=["draft", "ready"]))
    assert work.find("application", uid(7)).content == application(7, 10, state="ready")


def test_the_fund_is_never_passed_by_a_cent(work, acts):
    for number in (1, 2, 3):
        submit(work, acts, number)
    assert decide(work, uid(1), 15_000, "").state == "granted"
    assert decide(work, uid(2), 10_001, "").state == "waiting"
    assert decide(work, uid(2), 10_000, "").state == "granted"
    assert decide(work, uid(3), 1, "").state == "waiting"
    assert work.fund("nido").left_cents == 0
    assert withdraw(work, acts, 1) == (OK, "")
    assert decide(work, uid(3), 15_000, "").granted_cents == 15_000
    assert work.fund("nido").left_cents == 0


@pytest.mark.parametrize("cents", [0, -1, 10**13])
def test_no_grant_of_nothing_or_less(work, acts, cents):
    submit(work, acts, 1)
    with pytest.raises(InvalidFieldError):
        decide(work, uid(1), cents, "")
    assert work.booked("nido") == 0


def test_only_what_was_received_is_decided_and_only_once(work, acts):
    with pytest.raises(InvalidFieldError):
        decide(work, uid(1), 100, "")
    with pytest.raises(RecordMissingError):
        decide(work, uid(99), 100, "")
    submit(work, acts, 1)
    decide(work, uid(1), 100, "")
    with pytest.raises(InvalidFieldError):
        decide(work, uid(1), 100, "")
    del work.totals["nido"]
    submit(work, acts, 2)
    with pytest.raises(InvalidFieldError):
        decide(work, uid(2), 100, "")


def test_a_rejected_or_withdrawn_one_frees_the_place(work, acts):
    apply_act(work, A, acts.new("application", application(4, 10)))
    submit(work, acts, 1)
    decide(work, uid(1), None, "fuori zona")
    assert (state(work, 1), submit(work, acts, 4)) == ("rejected", (OK, "nido-000002"))
    assert withdraw(work, acts, 4) == (OK, "")
    assert withdraw(work, acts, 4) == (ALREADY, "withdrawn")
    assert submit(work, acts, 4) == (ALREADY, "nido-000002")
    assert not work.live


def test_a_draft_can_be_withdrawn(work, acts):
    assert withdraw(work, acts, 1) == (OK, "")
    assert submit(work, acts, 1) == (LOCKED, "withdrawn")


def test_a_submission_before_its_application_waits_for_it(work, acts):
    early = acts.act("application", "submit", uid(8), {})
    assert apply_act(work, A, early) == (PARKED, f"application:{uid(8)}")
    apply_act(work, A, acts.new("application", application(8, 10)))
    assert work.settled[early.id] == (OK, "nido-000001")


def test_a_beneficiary_nobody_registered_is_waited_for(work, acts):
    made = application(8, 10, beneficiary_id=str(uid(30)))
    assert apply_act(work, A, acts.new("application", made)) == (PARKED, f"citizen:{uid(30)}")


def test_in_recovery_nothing_is_decided_and_what_waited_is_judged_at_its_end(work, acts):
    apply_act(work, A, acts.new("application", application(4, 10)))
    work.recovering = True
    late = acts.act("application", "submit", uid(1), {})
    assert apply_act(work, A, late) == (PARKED, "recovering")
    with pytest.raises(CentreRecoveringError):
        decide(work, uid(1), 100, "")
    given = work.find("application", uid(4))
    content = given.content | {"state": "granted", "receipt_number": "nido-000777", "granted_cents": 20_000}
    settle(work, A, work.put("application", uid(4), content, subject_id=uid(10)))
    work.recovering = False
    drain(work, [AFTER_RECOVERY])
    assert work.settled[late.id] == (ALREADY, "nido-000777")
    assert work.fund("nido").left_cents == 5_000
    submit(work, acts, 2)
    assert decide(work, uid(2), 5_001, "").state == "waiting"
