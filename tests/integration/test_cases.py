"""Applications at one desk, on a real store: from the first question to the paper that says it was submitted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.case_desk import CODE, CaseDesk
from tests.measure_documents import document, measure
from wemi_desk.domain.applications import Group, ReceiptNoted
from wemi_desk.domain.errors import InvalidFieldError, NotAllowedError, NotReadyError
from wemi_desk.domain.measure_documents import read_measure
from wemi_desk.persistence import tables
from wemi_desk.services.application_ports import NewApplications

AT = datetime(2026, 11, 18, 8, 12, tzinfo=UTC)


@pytest.fixture
def case(desk):
    return CaseDesk(desk.giulia)


def receipt(number="WEB-77", at=AT, **more):
    return ReceiptNoted(what="submitted", number=number, at=at, channel="municipal_portal", **more)


def states(case, application):
    return [(one.state, one.provenance) for one in case.cases.history(application.id)]


def allowed(case, application):
    return {one.code for one in case.cases.next_steps(application.id) if one.allowed}


def test_several_children_are_asked_for_in_one_go_and_what_is_common_is_typed_once(desk, case):
    mother, children = case.family("Nina", "Ugo", "Eva")
    isee = case.with_isee(mother)
    begun = case.ready(mother, *children)
    assert [one.beneficiary_id for one in begun] == children
    assert {(one.state, one.isee_id, one.measure_version, one.asked_cents) for one in begun} == {
        ("ready", isee.id, 1, 10_000)
    }
    assert len(desk.rows(tables.ISEE_CERTIFICATE)) == 1
    assert all(one.eligibility["verdict"] == "eligible" for one in begun)
    assert len(case.cases.of(mother)) == 3
    assert [one.id for one in case.cases.of(children[1])] == [begun[1].id]


def test_the_same_child_named_twice_is_asked_for_once(case):
    mother, (child,) = case.family()
    assert len(case.start(mother, child, child)) == 1


@pytest.mark.parametrize("wrong", [{"measure_code": " "}, {"beneficiary_ids": ()}])
def test_nothing_is_begun_without_a_measure_or_without_a_child(desk, case, wrong):
    mother, children = case.family()
    new = {"applicant_id": mother, "beneficiary_ids": children, "measure_code": CODE} | wrong
    with pytest.raises(InvalidFieldError):
        case.cases.start_all(NewApplications(**new))
    assert desk.rows(tables.APPLICATION) == []


def test_what_is_missing_is_said_in_codes_and_nothing_is_lost(case):
    mother, (child,) = case.family()
    (begun,) = case.start(mother, child, applicant_role="")
    missing = set(case.cases.missing(begun.id))
    assert {"isee", "declaration:truthful"} <= missing
    with pytest.raises(NotReadyError) as caught:
        case.cases.make_ready(begun.id)
    assert set(caught.value.missing) == missing
    assert case.cases.get(begun.id).state == "draft"


def test_a_written_reason_carries_over_a_judgement_but_not_over_a_declaration(case):
    mother, (child,) = case.family()
    case.with_isee(mother, 5_000_000)
    (begun,) = case.start(mother, child)
    assert "eligibility" in case.cases.missing(begun.id)
    with pytest.raises(NotReadyError) as caught:
        case.cases.make_ready(begun.id, "chiede lo stesso")
    assert caught.value.missing == ("declaration:truthful", "declaration:shared")
    for code in ("truthful", "shared"):
        case.cases.tick(begun.id, code)
    case.cases.make_ready(begun.id, "chiede lo stesso")
    ready = case.cases.get(begun.id)
    assert (ready.state, ready.override_reason) == ("ready", "chiede lo stesso")


def test_a_measure_that_closed_meanwhile_lets_nothing_be_ready_and_keeps_the_draft(desk, case):
    mother, (child,) = case.family()
    case.with_isee(mother)
    (begun,) = case.start(mother, child)
    desk.clock.pass_by(days=90)
    with pytest.raises(NotReadyError) as caught:
        case.cases.make_ready(begun.id, "tardi")
    assert "closed" in caught.value.missing
    assert case.cases.get(begun.id) == begun
    steps = {one.code: one.reason for one in case.cases.next_steps(begun.id)}
    assert steps["make_ready"] == "closed"


def test_every_january_the_isee_has_to_be_asked_for_again(desk, case):
    application = case.one_ready()
    desk.clock.pass_by(days=50)  # January
    case.cases.back_to_draft(application.id)
    with pytest.raises(NotReadyError) as caught:
        case.cases.make_ready(application.id)
    assert "eligibility" in caught.value.missing
    assert [line.reason for line in case.follow_ups.lines()] == ["waiting_isee"]


def test_changing_what_was_ready_makes_it_a_draft_again(case):
    application = case.one_ready()
    changed = case.cases.change(replace(application, note="richiamare dopo le cinque"))
    assert (changed.state, changed.note) == ("draft", "richiamare dopo le cinque")
    assert states(case, application) == [("draft", "desk"), ("ready", "desk"), ("draft", "desk")]


def test_a_tick_keeps_its_minute_and_can_be_taken_back(desk, case):
    mother, (child,) = case.family()
    (begun,) = case.start(mother, child)
    first = case.cases.tick(begun.id, "truthful").declarations
    desk.clock.pass_by(minutes=5)
    assert case.cases.tick(begun.id, "truthful").declarations == first
    assert case.cases.tick(begun.id, "truthful", ticked=False).declarations == ()


def test_a_document_that_has_expired_is_not_seen(desk, case):
    mother, (child,) = case.family()
    (begun,) = case.start(mother, child)
    with pytest.raises(InvalidFieldError):
        case.cases.see_document(begun.id, "identity_card", desk.clock.today() - timedelta(days=1))
    seen = case.cases.see_document(begun.id, "identity_card", date(2030, 1, 1)).documents_seen
    assert [(one.kind, one.expires_on) for one in seen] == [("identity_card", date(2030, 1, 1))]


def test_nothing_is_submitted_without_a_receipt(case):
    application = case.one_ready()
    case.cases.submit(application.id)
    queued = case.cases.get(application.id)
    assert (queued.state, queued.has_receipt, queued.submitted_at) == ("queued", False, None)
    assert "submit" not in allowed(case, application)
    assert allowed(case, application) == {"note_submitted", "note_registered"}


def test_a_receipt_copied_from_the_portal_makes_it_submitted_and_says_that_it_was_copied(case):
    application = case.one_ready()
    case.cases.note_receipt(application.id, receipt())
    stands = case.cases.get(application.id)
    assert (stands.state, stands.receipt_number, stands.submitted_at) == ("submitted", "WEB-77", AT)
    assert "receipt_number" in stands.typed_fields
    assert stands.is_typed
    assert states(case, application)[-1] == ("submitted", "typed")


def test_a_wrong_digit_is_typed_again_and_both_stand_in_the_history(case):
    application = case.one_ready()
    case.cases.note_receipt(application.id, receipt("WEB-71"))
    case.cases.note_receipt(application.id, receipt("WEB-77"))
    stands = case.cases.get(application.id)
    assert (stands.receipt_number, stands.contradictions) == ("WEB-77", ())
    assert [one.number for one in case.cases.history(application.id) if one.provenance == "typed"] == [
        "WEB-71", "WEB-77",
    ]  # fmt: skip


def test_first_a_receipt_then_a_protocol_number_both_are_kept(case):
    application = case.one_ready()
    case.cases.note_receipt(application.id, receipt())
    noted = ReceiptNoted(what="registered", number="PG/2026/0123456", on=date(2026, 11, 18))
    case.cases.note_receipt(application.id, noted)
    stands = case.cases.get(application.id)
    assert (stands.state, stands.receipt_number, stands.protocol_number) == ("registered", "WEB-77", "PG/2026/0123456")


@pytest.mark.parametrize(
    ("noted", "field"),
    [
        (receipt(number=" "), "number"), (receipt(at=None), "at"), (receipt(at=AT + timedelta(days=2)), "at"),
        (receipt(number="9" * 200), "number"),
        (ReceiptNoted(what="registered", number="PG/1"), "on"),
        (ReceiptNoted(what="registered", number="PG/1", on=date(2026, 12, 24)), "on"),
        (ReceiptNoted(what="granted", number="1", on=date(2026, 11, 1)), "what"),
    ],
)  # fmt: skip
def test_a_paper_without_its_number_or_of_tomorrow_is_no_evidence(case, noted, field):
    application = case.one_ready()
    with pytest.raises(InvalidFieldError) as caught:
        case.cases.note_receipt(application.id, noted)
    assert caught.value.field == field
    assert case.cases.get(application.id).state == "ready"


def test_what_is_asked_in_a_letter_stands_with_its_day_until_it_was_brought(case):
    application = case.one_ready()
    case.cases.note_receipt(application.id, receipt())
    letter = ReceiptNoted(what="integration_requested", note="manca la pagina 2", due_on=date(2026, 12, 3))
    case.cases.note_receipt(application.id, letter)
    asked = case.cases.get(application.id)
    assert (asked.state, asked.integration_asked, asked.integration_due_on) == (
        "integration_requested", "manca la pagina 2", date(2026, 12, 3),
    )  # fmt: skip
    (line,) = case.follow_ups.lines()
    assert (line.reason, line.due_on, line.code) == ("integration_due", date(2026, 12, 3), "WEB-77")
    brought = ReceiptNoted(what="integrated", number="INT-5", on=date(2026, 11, 18))
    case.cases.note_receipt(application.id, brought)
    assert case.cases.get(application.id).state == "integrated"


def test_it_is_given_up_at_the_desk_with_a_reason_and_asked_for_again_linked(case):
    application = case.one_ready()
    with pytest.raises(InvalidFieldError):
        case.cases.cancel(application.id, " ")
    case.cases.cancel(application.id, "ci ripensa")
    assert case.cases.get(application.id).cancel_reason == "ci ripensa"
    with pytest.raises(InvalidFieldError):
        case.cases.change(replace(application, note="x"))
    again = case.cases.reapply(application.id)
    assert (again.previous_id, again.state, again.declarations) == (application.id, "draft", ())
    assert again.beneficiary_id == application.beneficiary_id


def test_a_second_application_for_the_same_child_is_warned_of(case):
    application = case.one_ready()
    (known,) = case.cases.before(application.beneficiary_id, CODE)
    assert (known.application_id, known.state, known.here) == (application.id, "ready", True)
    case.cases.cancel(application.id, "doppia")
    assert case.cases.before(application.beneficiary_id, CODE) == []


def test_the_other_parents_application_is_known_without_anything_of_the_other_parent(case):
    application = case.one_ready()
    father = case.mother("Neri", phone="333 7654321")
    (known,) = case.cases.before(application.beneficiary_id, CODE)
    assert known.citizen_id != father
    assert set(known.__dataclass_fields__) == {"application_id", "state", "created_at", "here", "citizen_id"}


def test_a_group_is_asked_for_without_any_childs_name_and_without_isee(desk):
    collective = measure(
        kind="collective_voucher", unit={"kind": "institution"}, applicants={"roles": ["institution"]},
        holder="institution", isee=None, amount={"fixed_cents": 150_000}, residence=None,
        eligibility_tests=[], declarations=[],
    )  # fmt: skip
    case = CaseDesk(desk.giulia, collective)
    person = case.mother()
    (begun,) = case.start(person, person, applicant_role="institution")
    assert "group" in case.cases.missing(begun.id)
    group = Group(holder_kind="school", holder_name="IC Venini", responsible="Prof. Sala", participants=24, age_from=6,
                  age_to=10, activity="Nuoto", period="gennaio-maggio 2027")  # fmt: skip
    case.cases.change(replace(begun, group=group))
    assert case.cases.missing(begun.id) == ()
    case.cases.make_ready(begun.id)
    ready = case.cases.get(begun.id)
    assert (ready.group, ready.asked_cents) == (group, 150_000)


def test_whoever_only_reads_changes_nothing(desk, case):
    application = case.one_ready()
    reader = CaseDesk(desk.reader)
    for deed in (
        lambda: reader.cases.submit(application.id), lambda: reader.cases.cancel(application.id, "x"),
        lambda: reader.cases.note_receipt(application.id, receipt()),
        lambda: reader.cases.tick(application.id, "truthful"),
    ):  # fmt: skip
        with pytest.raises(NotAllowedError):
            deed()
    assert reader.cases.get(application.id).state == "ready"


def test_a_call_corrected_while_drafts_are_open_moves_none_of_them_and_says_which_would_change(desk, case):
    mother, (child, other) = case.family("Nina", "Ugo")
    case.with_isee(mother)
    one, two = case.ready(mother, child, other)
    harder = document(version=2, isee__max_cents=1_000_000, amount={"fixed_cents": 5_000}, eligibility_tests=[])
    harder["declarations"][0]["text"] = "Dichiaro che è tutto vero"
    after = CaseDesk(desk.giulia, measure(), read_measure(harder))
    assert (after.cases.get(one.id).measure_version, after.cases.get(one.id).state) == (1, "ready")
    assert {line.reason for line in after.follow_ups.lines()} == {"call_corrected"}
    assert after.cases.next_steps(one.id)[0].code == "move_version"
    moved = after.cases.move_version(one.id)
    assert (moved.measure_version, moved.state) == (2, "draft")
    assert [ticked.code for ticked in moved.declarations] == ["shared"]
    assert "eligibility" in after.cases.missing(one.id)
    assert after.cases.get(two.id).measure_version == 1
    with pytest.raises(InvalidFieldError):
        after.cases.move_version(one.id)


def test_a_call_corrected_without_another_result_troubles_nobody(desk, case):
    case.one_ready()
    after = CaseDesk(desk.giulia, measure(), measure(version=2, title="Voucher di prova, testo corretto"))
    assert [line.reason for line in after.follow_ups.lines()] == ["ready_unsent"]
