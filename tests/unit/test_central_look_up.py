"""Looking up a person of another space: with a reason, as little as possible, written down (privacy.md 8)."""

from __future__ import annotations

import json
from uuid import UUID

import pytest

from tests.fake_workspace import CODE, Acts, FakeWorkspace, caller_of, citizen, contact, known_citizen, uid
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.central.exchange.lookup import COPY_LIFE, LOOK_UP, MATCH_LIFE, look_up
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.sync.wire import OK, PARKED, LookUpRequest

A, B = caller_of("A"), caller_of("B", device=2)
BY_CODE = LookUpRequest(reason="at_desk", fiscal_code=CODE)


@pytest.fixture
def acts() -> Acts:
    return Acts()


@pytest.fixture
def work(acts) -> FakeWorkspace:
    work = FakeWorkspace()
    apply_act(work, B, acts.new("citizen", known_citizen(10, "B", phone="333", address="via Capuana"), space="B"))
    return work


def by_name(**said):
    name = {"surname": "rossi", "given_name": "MARIA", "birth_date": "1958-05-01"}
    return LookUpRequest(reason="duplicate_check", **(name | said))


def opening(record_id: UUID):
    return LookUpRequest(reason="at_desk", record_id=record_id)


def entries(work):
    return [held.content for (kind, _), held in work.records.items() if kind == LOOK_UP]


@pytest.mark.parametrize("reason", ["", "curiosity", "other:", "other: x", "AT_DESK", "other:" + "\u202e" * 9])
def test_nothing_is_said_without_a_reason(work, reason):
    with pytest.raises(InvalidFieldError):
        look_up(work, A, LookUpRequest(reason=reason, fiscal_code=CODE))
    assert not entries(work)


@pytest.mark.parametrize("asked", [BY_CODE, by_name(), by_name(surname="Rossi ", given_name="Maria")])
def test_a_match_is_name_year_and_space_and_nothing_else(work, asked):
    found = look_up(work, A, asked)
    [match] = found.matches
    assert (match.id, match.shown_name, match.birth_year, match.space_code) == (uid(10), "Rossi Maria", 1958, "B")
    assert not found.rows
    assert [(one["reason"], one["citizen_id"]) for one in entries(work)] == [(asked.reason, str(uid(10)))]
    assert "Rossi" not in json.dumps(entries(work))


@pytest.mark.parametrize(
    "asked",
    [by_name(surname=""), by_name(surname="Ross"), by_name(birth_date=""), by_name(birth_date="1958-05-02"),
     LookUpRequest(reason="at_desk"), LookUpRequest(reason="at_desk", fiscal_code="RSSMRA58E41F205X")],
)  # fmt: skip
def test_half_a_name_finds_nobody_and_is_written_down_all_the_same(work, asked):
    assert look_up(work, A, asked) == ([], [], 0)
    assert [one["citizen_id"] for one in entries(work)] == [None]


def test_ones_own_people_are_no_matches(work):
    assert not look_up(work, B, BY_CODE).matches


def test_the_sheet_is_opened_after_a_match_within_the_hour(work):
    assert look_up(work, A, opening(uid(10))) == ([], [], 0)
    look_up(work, A, BY_CODE)
    work.now += MATCH_LIFE
    found = look_up(work, A, opening(uid(10)))
    assert json.loads(bytes(found.rows[0].data))["phone"] == "333"
    assert found.expires_at == work.now + COPY_LIFE
    assert work.scopes_of("citizen", uid(10)) == {"space:B"}
    assert [one["by"] for one in entries(work)] == ["nothing", "fiscal_code", "sheet"]


def test_a_match_goes_stale_and_is_nobody_elses(work):
    look_up(work, A, BY_CODE)
    assert not look_up(work, caller_of("A", device=7), opening(uid(10))).rows
    work.now += MATCH_LIFE + 1
    assert look_up(work, A, opening(uid(10))) == look_up(work, A, opening(uid(99))) == ([], [], 0)


def test_children_are_found_by_their_code_alone(work, acts):
    apply_act(work, B, acts.new("citizen", citizen(11, "B", birth_date="2015-05-01", fiscal_code="X"), space="B"))
    apply_act(work, B, acts.new("citizen", citizen(12, "B", birth_date="2999-01-01"), space="B"))
    assert not look_up(work, A, by_name(birth_date="2015-05-01")).matches
    assert not look_up(work, A, by_name(birth_date="2999-01-01")).matches
    assert look_up(work, A, LookUpRequest(reason="at_desk", fiscal_code="x")).matches


def test_who_hides_an_address_is_not_found_by_name_and_the_space_is_not_said(work, acts):
    apply_act(work, B, acts.set("citizen", uid(10), is_protected=[False, True], at={"space": "B"}))
    assert not look_up(work, A, by_name()).matches
    assert look_up(work, A, BY_CODE).matches[0].space_code == ""
    sheet = bytes(look_up(work, A, opening(uid(10))).rows[0].data).decode()
    assert "333" not in sheet
    assert "Capuana" not in sheet


def test_who_was_opened_may_be_named_and_then_belongs_to_this_space_too(work, acts):
    visit = {"citizen_id": str(uid(10))}
    assert apply_act(work, A, acts.new("contact", contact(1, **visit)))[0] == PARKED
    look_up(work, A, BY_CODE)
    assert apply_act(work, A, acts.new("contact", contact(2, **visit)))[0] == PARKED
    look_up(work, A, opening(uid(10)))
    assert apply_act(work, A, acts.new("contact", contact(3, **visit))) == (OK, "")
    assert work.scopes_of("citizen", uid(10)) == {"space:A", "space:B"}
    assert len(work.settled) == 2


def test_the_one_that_stands_is_found_by_the_code_of_one_that_went(work, acts):
    apply_act(work, B, acts.new("citizen", known_citizen(11, "B"), space="B"))
    assert [match.id for match in look_up(work, A, BY_CODE).matches] == [uid(10)]


def test_erasure_takes_the_copy_and_leaves_who_looked(work):
    look_up(work, A, BY_CODE)
    look_up(work, A, opening(uid(10)))
    erase_person(work, uid(10))
    assert {kind for kind, _ in work.records} == {LOOK_UP}
    assert not look_up(work, A, BY_CODE).matches
    assert not look_up(work, A, opening(uid(10))).rows
