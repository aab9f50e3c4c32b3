"""An application that lived on at the centre and in the hours it lost: the further life stands, no grant is gone."""

import pytest

from tests.fake_workspace import Acts, FakeWorkspace, application, caller_of, citizen, uid
from wemi_desk.central.exchange import applications, contents, two_lives
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.workspace import Held
from wemi_desk.sync.merge import Stamp

A = caller_of("A")
FUND = 50_000


def held(version, **content):
    return Held(
        kind="application", id=uid(5), content=application(5, 1, **content), version=version, subject_id=uid(1),
        birth=Stamp(1, "x"),
    )  # fmt: skip


def stands(here, row):
    said = two_lives.brought(here, row.content, row.version)
    return here.content if said is None else row.content | said


SUBMITTED = {"state": "submitted", "receipt_number": "nido-000001"}
GRANTED = {"state": "granted", "receipt_number": "nido-000001", "granted_cents": 100}


@pytest.mark.parametrize("versions", [(3, 2), (3, 3), (3, 4)])
@pytest.mark.parametrize("other", [{"state": "ready"}, SUBMITTED, {"state": "waiting"}, {"state": "duplicate"}])
def test_a_grant_of_either_life_stands_whatever_the_versions(versions, other):
    mine, its = versions
    assert stands(held(mine, **other), held(its, **GRANTED))["granted_cents"] == 100
    assert stands(held(mine, **GRANTED), held(its, **other))["state"] == "granted"


@pytest.mark.parametrize("versions", [(3, 2), (3, 3), (3, 4)])
def test_what_was_examined_again_is_further_than_the_outcome_before(versions):
    mine, its = versions
    again = {"state": "under_review", "reviews": 1}
    assert stands(held(mine, **again), held(its, **GRANTED))["state"] == "under_review"
    assert stands(held(mine, **GRANTED), held(its, **again))["granted_cents"] == 0


def test_what_either_life_has_of_evidence_stays():
    noted = {"protocol_number": "PG 7", "protocol_on": "2026-09-21"}
    for here, row in ((held(3, **GRANTED), held(4, **SUBMITTED, **noted)), (held(4, **SUBMITTED, **noted),
                                                                           held(3, **GRANTED))):  # fmt: skip
        life = stands(here, row)
        assert (life["state"], life["protocol_number"]) == ("granted", "PG 7")


@pytest.mark.parametrize("versions", [(3, 2), (3, 3), (3, 4)])
def test_of_what_the_further_life_heard_nothing_it_says_nothing_and_stays_an_application(versions):
    examined = {"deadline": "in_time", "judged": {"result": "met"}, "typed_fields": ["note"], "outcome": "no"}
    mine, its = versions
    for here, row in ((held(mine, **SUBMITTED, **examined), held(its, **GRANTED)),
                      (held(mine, **GRANTED), held(its, **SUBMITTED, **examined))):  # fmt: skip
        life = stands(here, row)
        contents.fit("application", life, 1)
        assert (life.get("deadline", ""), life.get("outcome", "")) == ("", "")


@pytest.mark.parametrize(("mine", "its", "state"), [(3, 2, "submitted"), (3, 3, "registered"), (3, 4, "registered")])
def test_where_nothing_is_decided_the_newer_row_stands(mine, its, state):
    assert stands(held(mine, **SUBMITTED), held(its, state="registered"))["state"] == state


def test_what_ended_in_the_lost_hours_leaves_its_place_and_its_money():
    work, acts = FakeWorkspace(), Acts()
    work.totals["nido"] = FUND
    apply_act(work, A, acts.new("citizen", citizen(1)))
    apply_act(work, A, acts.new("application", application(5, 1)))
    apply_act(work, A, acts.act("application", "submit", uid(5), {}))
    applications.decide(work, uid(5), 20_000, "")
    here = work.find("application", uid(5))
    two_lives.ended(work, here, here.content | {"state": "withdrawn", "granted_cents": 0})
    assert work.fund("nido").left_cents == FUND
    assert applications.taken_by_another(work, held(1)) is None


def voucher(version, **content):
    return Held(kind="voucher", id=uid(6), content=content, version=version, subject_id=uid(1), birth=Stamp(1, "x"))


TYPED = {"provenance": "typed", "number": "B 1", "amount_cents": 100, "revoked_at": None}
ISSUED = {"provenance": "centre", "number": "B 1", "amount_cents": 120, "revoked_at": None}
ENDED = {"revoked_at": "2026-09-21T08:00:00Z", "revoked_reason": "withdrawn"}


@pytest.mark.parametrize("versions", [(3, 2), (3, 3), (3, 4)])
def test_a_voucher_issued_in_one_life_and_revoked_in_one_is_both_whatever_the_versions(versions):
    mine, its = versions
    for one, other in ((ISSUED, TYPED), (TYPED, ISSUED)):
        life = stands(voucher(mine, **one | ENDED), voucher(its, **other))
        assert (life["provenance"], life["amount_cents"], life["revoked_reason"]) == ("centre", 120, "withdrawn")
        life = stands(voucher(mine, **one), voucher(its, **other | ENDED))
        assert (life["provenance"], life["amount_cents"], life["revoked_reason"]) == ("centre", 120, "withdrawn")


def test_a_newer_voucher_that_is_as_far_stands():
    assert two_lives.brought(voucher(3, **ISSUED), ISSUED, 2) is None


@pytest.mark.parametrize("versions", [(3, 2), (3, 3), (3, 4)])
def test_of_two_sums_granted_in_two_lives_the_one_in_the_ledger_stands_and_the_other_is_told(versions):
    mine, its = versions
    here, row = held(mine, **GRANTED), held(its, **(GRANTED | {"granted_cents": 250}))
    life = stands(here, row)
    assert life["granted_cents"] == 100
    assert [(one["field"], one["typed"], one["stated"]) for one in life["contradictions"]] == [
        ("granted_cents", "250", "100")
    ]
    again = held(9, **{name: life[name] for name in (*GRANTED, "contradictions")})
    assert stands(again, row)["contradictions"] == life["contradictions"]


def test_vouchers_of_the_other_life_give_no_more_than_was_granted():
    work, acts = FakeWorkspace(), Acts()
    work.totals["nido"] = FUND
    apply_act(work, A, acts.new("citizen", citizen(1)))
    apply_act(work, A, acts.new("application", application(5, 1)))
    apply_act(work, A, acts.act("application", "submit", uid(5), {}))
    applications.decide(work, uid(5), 20_000, "")
    issued = ISSUED | {"application_id": str(uid(5)), "amount_cents": 15_000}
    for number in (6, 7, 8):
        work.put("voucher", uid(number), issued, subject_id=uid(1), birth=Stamp(1, "x"))
    two_lives.fit_vouchers(work, uid(5))
    two_lives.fit_vouchers(work, uid(5))
    first, second, third = (work.find("voucher", uid(number)).content for number in (6, 7, 8))
    assert (first["amount_cents"], second["amount_cents"]) == (15_000, 5_000)
    assert [(one["typed"], one["stated"]) for one in second["contradictions"]] == [("15000", "5000")]
    assert third["revoked_at"]
