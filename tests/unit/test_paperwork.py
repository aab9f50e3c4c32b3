"""Types of paperwork, what a case needs, and who may act for whom."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from wemi_desk.domain.errors import InvalidFieldError, PaperworkRefusedError
from wemi_desk.domain.mandates import ForWhom, Mandate, allowed, check_mandate
from wemi_desk.domain.paperwork import DatedWarning
from wemi_desk.domain.paperwork_cases import (
    PaperworkCase,
    StepDone,
    check_closing,
    is_due,
    is_flagged,
    missing_to_bring,
    next_step,
)
from wemi_desk.domain.paperwork_documents import read_type, write_type
from wemi_desk.domain.paperwork_habits import Habits, read_habits
from wemi_desk.gateways.reference_lists import load_paperwork_catalogue

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
WHO = UUID(int=1)
CATALOGUE = load_paperwork_catalogue()
OTHER = ForWhom(alone=False)


def kind(code):
    return CATALOGUE.newest(code)


def case(**more):
    base = {
        "id": UUID(int=9), "space_code": "S1", "operator_id": WHO, "type_code": "SPID-REC", "type_version": 1,
        "opened_at": NOW,
    }  # fmt: skip
    return PaperworkCase(**(base | more))


def mandate(**more):
    base = {
        "id": UUID(int=8), "citizen_id": UUID(int=2), "delegate_name": "Luca B.", "kind": "guardian",
        "act_reference": "RG 12/2025", "court": "Milano", "act_on": date(2025, 5, 2), "scope_text": "tutto",
        "seen_by": WHO, "seen_at": NOW, "space_code": "S1",
    }  # fmt: skip
    return Mandate(**(base | more))


def test_the_catalogue_has_42_types_and_13_topics_in_the_order_of_what_people_ask():
    topics = [one for one in CATALOGUE.types if one.is_topic]
    assert (len(CATALOGUE.types), len(topics)) == (55, 13)
    assert {one.group for one in CATALOGUE.types} == set(CATALOGUE.default_order)
    offered = CATALOGUE.offered_on(TODAY)
    assert [offered[0].group, offered[-1].group] == ["health", "digital_help"]


def test_a_space_may_have_its_own_order():
    assert CATALOGUE.offered_on(TODAY, order=("school",))[0].group == "school"


def test_the_national_delegation_is_switched_off_until_somebody_says_it_is_live():
    offered = {one.code for one in CATALOGUE.offered_on(TODAY)}
    assert "SGD" not in offered
    assert all(CATALOGUE.is_offered_on(one.code, TODAY) == (one.code in offered) for one in CATALOGUE.types)
    assert kind("SGD") is not None


@pytest.mark.parametrize("one", CATALOGUE.types, ids=lambda one: one.code)
def test_every_type_survives_being_written_and_read(one):
    assert read_type(write_type(one)) == one


def test_a_document_keeps_what_this_program_does_not_know():
    document = write_type(kind("ISEE"), {"id": "x", "knowledge": "press"})
    assert (document["knowledge"], "id" in document) == ("press", False)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"title_it": ""}, ("title_it", "required")),
        ({"steps": [{"no": 2, "who": "person", "text_it": "a"}]}, ("steps", "not_counted")),
        ({"steps": [{"no": 1, "who": "robot", "text_it": "a"}]}, ("steps[0].who", "unknown_code")),
        ({"bring_it": ["a", "a"]}, ("bring_it[1]", "twice")),
        ({"outcomes": [{"code": "completed", "label_it": "a"}]}, ("outcomes", "no_way_out")),
        ({"mandate": {"rule": "anyone"}}, ("mandate.rule", "unknown_code")),
        ({"facilita": {"se3": ["A"], "se5": ["14"], "se6": ["S"]}}, ("facilita.se5[0]", "unknown_code")),
        ({"valid_from": "2026-02-02", "valid_to": "2026-02-01"}, ("valid_to", "end_before_start")),
        ({"warnings": [{"code": "a", "text_it": "b", "from_on": "2026-02-30"}]}, ("warnings[0].from_on", "not_a_day")),
    ],
)
def test_a_type_with_a_fault_is_refused_with_its_path(change, fault):
    with pytest.raises(PaperworkRefusedError) as refused:
        read_type(write_type(kind("ISEE")) | change)
    assert [(one.path, one.code) for one in refused.value.problems] == [fault]


def test_a_warning_holds_on_its_days_only():
    codes = {one.code for one in kind("CIE-APP").warnings_on(date(2026, 8, 2))}
    assert "paper_card" not in codes
    assert "paper_card" in {one.code for one in kind("CIE-APP").warnings_on(date(2026, 8, 3))}
    december = DatedWarning("a", "b", date(2026, 12, 1), date(2026, 12, 31))
    assert [december.holds_on(date(2026, 12, day)) for day in (1, 31)] == [True, True]
    assert not december.holds_on(date(2027, 1, 1))


def test_a_withdrawn_type_is_not_offered_and_its_versions_are_still_there():
    gone = replace(kind("CUP"), version=2, valid_to=TODAY - timedelta(days=1))
    catalogue = CATALOGUE.with_published([gone])
    assert "CUP" not in {one.code for one in catalogue.offered_on(TODAY)}
    assert catalogue.find("CUP", 1) == kind("CUP")


def test_a_version_of_tomorrow_does_not_count_today():
    later = replace(kind("CUP"), version=2, title="Domani", valid_from=TODAY + timedelta(days=1))
    catalogue = CATALOGUE.with_published([later])
    found = next(one for one in catalogue.offered_on(TODAY) if one.code == "CUP")
    assert found.version == 1
    assert next(one for one in catalogue.offered_on(later.valid_from) if one.code == "CUP").version == 2


def test_what_is_missing_and_which_step_is_next():
    begun = case(brought=("Cellulare registrato",), steps_done=(StepDone(no=1, at=NOW, by=WHO),))
    assert missing_to_bring(begun, kind("SPID-REC")) == ("E-mail registrata",)
    assert next_step(begun, kind("SPID-REC")) == 2


def test_the_first_word_on_a_step_stands_where_two_people_said_it():
    first, second = StepDone(no=1, at=NOW, by=WHO), StepDone(no=1, at=NOW + timedelta(minutes=5), by=UUID(int=2))
    assert case(steps_done=(second, first)).done(1) == first


@pytest.mark.parametrize(
    ("fields_", "missing"),
    [
        ({}, "outcome"), ({"outcome": "to_complete"}, "next_on"), ({"outcome": "started"}, "next_on"),
        ({"outcome": "referred"}, "destination"), ({"outcome": "not_possible"}, "reason"),
    ],
)  # fmt: skip
def test_an_outcome_needs_what_it_needs(fields_, missing):
    with pytest.raises(InvalidFieldError) as refused:
        check_closing(case(**fields_), TODAY)
    assert (refused.value.field, refused.value.reason) == (missing, "required")


def test_the_next_day_of_a_case_is_not_in_the_past():
    with pytest.raises(InvalidFieldError):
        check_closing(case(outcome="to_complete", next_on=TODAY - timedelta(days=1)), TODAY)
    check_closing(case(outcome="to_complete", next_on=TODAY, reason="site_down"), TODAY)


@pytest.mark.parametrize("value", [0, 6])
def test_autonomy_is_between_1_and_5(value):
    with pytest.raises(InvalidFieldError):
        case(autonomy_before=value)


def test_an_open_case_without_a_next_day_is_flagged_after_thirty_days():
    old = case(opened_at=NOW - timedelta(days=30))
    assert is_flagged(old, NOW)
    assert not is_flagged(replace(old, next_on=TODAY), NOW)
    assert not is_flagged(replace(old, closed_at=NOW), NOW)
    assert is_due(replace(old, next_on=TODAY), TODAY)


@pytest.mark.parametrize("code", ["SPID-NEW", "SPID-REC", "CIE-PIN"])
def test_spid_and_cie_are_nobodys_to_use_for_somebody_else_whatever_the_paper(code):
    answer = allowed(kind(code), mandate(), TODAY, OTHER)
    assert (answer.verdict, answer.code, answer.instead) == ("blocked", "strictly_personal", "INPS-DEL")


def test_a_decree_that_ends_tomorrow_warns_with_its_day_and_blocks_after_it():
    paper = mandate(expires_on=TODAY + timedelta(days=1))
    answer = allowed(kind("INPS-AUU"), paper, TODAY, OTHER)
    assert (answer.verdict, answer.code, answer.until) == ("warning", "ends_soon", paper.expires_on)
    after = allowed(kind("INPS-AUU"), paper, TODAY + timedelta(days=2), OTHER)
    assert (after.verdict, after.code) == ("blocked", "expired")


def test_a_paper_out_of_scope_or_revoked_blocks_and_says_so():
    limited = mandate(scope=("health",))
    assert allowed(kind("INPS-AUU"), limited, TODAY, OTHER).code == "out_of_scope"
    assert allowed(kind("FSE"), limited, TODAY, OTHER).verdict == "allowed"
    assert allowed(kind("FSE"), mandate(ended_at=NOW), TODAY, OTHER).code == "ended"


@pytest.mark.parametrize(
    ("code", "paper", "whom", "answer"),
    [
        ("CUP", None, OTHER, ("allowed", "")),
        ("ISEE", None, OTHER, ("blocked", "caf_collects")),
        ("ANPR-CERT", None, ForWhom(alone=False, same_household=True), ("allowed", "")),
        ("ANPR-CERT", None, OTHER, ("blocked", "mandate_needed")),
        ("SCU-ISC", "parent", ForWhom(alone=False, is_minor=True), ("allowed", "")),
        ("SCU-ISC", "parent", ForWhom(alone=False, is_minor=False), ("blocked", "only_for_minor")),
        ("SCU-ISC", "paper_mandate", ForWhom(alone=False, is_minor=True), ("blocked", "hand_over_only")),
        ("SCU-ISC", "inps_delegate", ForWhom(alone=False, is_minor=True), ("blocked", "parents_only")),
        ("INPS-AUU", "paper_mandate", OTHER, ("blocked", "hand_over_only")),
        ("INPS-AUU", "inps_delegate", OTHER, ("allowed", "")),
        ("INPS-AUU", "sgd_delegate", OTHER, ("warning", "sgd_unconfirmed")),
        ("INPS-DEL", None, OTHER, ("allowed", "")),
        ("MIS-B2", "support_administrator", ForWhom(alone=False, applicant_roles=("self", "parent")),
         ("blocked", "not_by_call")),
        ("SCU-ISC", None, ForWhom(is_minor=True), ("blocked", "parent_needed")),
        ("IO", None, ForWhom(is_minor=True), ("warning", "minor")),
        ("IO", None, ForWhom(is_minor=None), ("allowed", "")),
    ],
)  # fmt: skip
def test_each_rule_of_the_catalogue_allows_what_it_says(code, paper, whom, answer):
    held = mandate(kind=paper) if paper else None
    found = allowed(kind(code), held, TODAY, whom)
    assert (found.verdict, found.code) == answer


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"delegate_name": " "}, "delegate_name"), ({"court": ""}, "court"), ({"act_on": None}, "act_on"),
        ({"act_on": date(2027, 1, 1)}, "act_on"), ({"expires_on": date(2025, 1, 1)}, "expires_on"),
        ({"delegate_id": UUID(int=2)}, "delegate_id"),
    ],
)  # fmt: skip
def test_a_mandate_says_what_its_paper_says(change, field):
    with pytest.raises(InvalidFieldError) as refused:
        check_mandate(mandate(**change), TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "content",
    [None, {}, {"spaces": []}, {"order": "school", "forgotten_days": "9"}, {"forgotten_days": True},
     {"forgotten_days": 0}, {"spaces": {"VEN": 7}}, {"order": [7, None]}],
)  # fmt: skip
def test_habits_that_are_none_leave_everything_as_it_is(content):
    assert read_habits(content, "VEN") == Habits()


def test_a_case_holds_no_number_of_a_document():
    assert not {one.name for one in fields(PaperworkCase)} & {"document_number", "number"}
