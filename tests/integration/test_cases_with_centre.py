"""Applications between two desks and the centre: receipts, the deadline, who was first, credit, and going back."""

from datetime import UTC, date, datetime

import pytest

from tests.case_desk import CODE, CaseDesk, publish
from tests.joined_desks import World
from wemi_desk.central.exchange import applications as central
from wemi_desk.central.exchange import case_steps, credit
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.domain.applications import ReceiptNoted
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.persistence import tables
from wemi_desk.sync.ports import LineError

AT = datetime(2026, 11, 18, 8, 12, tzinfo=UTC)
REGISTERED = {"number": "PG/2026/9", "on": "2026-11-19"}


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    publish(world)
    yield world
    world.close()


@pytest.fixture
def one(world):
    return CaseDesk(world.desks[0].giulia)


@pytest.fixture
def two(world):
    return CaseDesk(world.desks[1].giulia)


def receipt(number="WEB-77", at=AT):
    return ReceiptNoted(what="submitted", number=number, at=at, channel="municipal_portal")


def step(world, application, to, **said):
    world.pass_by(minutes=1)
    return world.within(lambda work: case_steps.take_step(work, application.id, to, said))


def history(case, application):
    return [(event.state, event.provenance) for event in case.cases.history(application.id)]


def test_submitted_is_what_the_centre_received_and_it_judged_by_the_same_rules(world, one, two):
    application = one.one_ready()
    one.cases.submit(application.id)
    assert one.cases.get(application.id).state == "queued"
    assert world.settle().verified
    for case in (one, two):
        stands = case.cases.get(application.id)
        assert (stands.state, stands.deadline, stands.is_typed) == ("submitted", "in_time", False)
        assert stands.judged["verdict"] == stands.eligibility["verdict"] == "eligible"
        assert stands.judged["amount_cents"] == 10_000
    assert history(two, application) == [
        ("draft", "desk"), ("ready", "desk"), ("queued", "desk"), ("submitted", "centre"),
    ]  # fmt: skip


def test_made_ready_in_time_and_received_too_late_is_late_by_the_centres_clock_and_nothing_is_lost(world, one):
    application = one.one_ready()
    world.desks[0].line.failing.append(("push", False, LineError("timeout")))
    one.cases.submit(application.id)
    with pytest.raises(LineError):
        world.desks[0].sync()
    (line,) = one.follow_ups.lines()
    assert (line.reason, line.due_on) == ("ready_unsent", date(2027, 1, 31))
    world.pass_by(days=80)
    world.settle()
    stands = one.cases.get(application.id)
    assert (stands.state, stands.deadline) == ("submitted", "late")
    assert stands.judged["verdict"] == "not_eligible"
    assert one.cases.history(application.id)[-1].evidence == "late"


@pytest.mark.parametrize(("birth", "sent", "judged", "deadline"), [
    ("03/05/2019", "2027-01-31T10:59:59Z", "isee", "in_time"),
    ("03/05/2019", "2027-01-31T11:00:00Z", "isee", "late"),
    ("03/05/2019", "2026-12-31T22:59:00Z", "", "in_time"),
    ("03/05/2019", "2026-12-31T23:10:00Z", "isee", "in_time"),  # ten past midnight in Rome: last year's attestation
    ("01/12/2008", "2026-11-30T22:59:00Z", "", "in_time"),
    ("01/12/2008", "2026-11-30T23:01:00Z", "age", "in_time"),  # grown up between drafting and sending
])  # fmt: skip
def test_the_instant_of_the_receipt_decides_and_nothing_else(world, one, birth, sent, judged, deadline):
    mother = one.mother()
    child = one.child(mother, birth=birth)
    one.with_isee(mother)
    (application,) = one.ready(mother, child)
    one.cases.submit(application.id)
    world.clock.instant = datetime.fromisoformat(sent)
    world.centre.now = world.now()
    world.settle()
    stands = one.cases.get(application.id)
    failed = {each["code"] for each in stands.judged["criteria"] if each["verdict"] == "not_met"}
    assert (stands.state, stands.deadline) == ("submitted", deadline)
    assert any(code.startswith(judged) for code in failed) if judged else not failed


def test_a_receipt_of_the_portal_is_judged_by_its_own_instant_however_late_it_is_typed(world, one):
    application = one.one_ready()
    world.pass_by(days=80)
    one.cases.note_receipt(application.id, receipt())
    assert one.cases.get(application.id).state == "submitted"
    world.settle()
    stands = one.cases.get(application.id)
    assert (stands.state, stands.deadline, stands.is_typed) == ("submitted", "in_time", True)
    assert stands.submitted_at == AT < stands.received_at


def test_the_centre_says_the_same_number_and_it_is_not_merely_typed_any_more(world, one):
    application = one.one_ready()
    one.cases.note_receipt(application.id, receipt())
    world.settle()
    step(world, application, "submitted", number="WEB-77", at="2026-11-18T08:12:00Z")
    world.settle()
    stands = one.cases.get(application.id)
    assert (stands.contradictions, "receipt_number" in stands.typed_fields) == ((), False)


def test_the_centre_says_another_number_its_own_stands_and_the_typed_one_is_shown_beside_it(world, one):
    application = one.one_ready()
    one.cases.note_receipt(application.id, receipt("WEB-71"))
    world.settle()
    step(world, application, "submitted", number="WEB-77", at="2026-11-18T08:12:00Z")
    world.settle()
    stands = one.cases.get(application.id)
    assert stands.receipt_number == "WEB-77"
    assert [(told.field, told.typed, told.stated) for told in stands.contradictions] == [
        ("receipt_number", "WEB-71", "WEB-77")
    ]
    with pytest.raises(InvalidFieldError):
        one.cases.note_receipt(application.id, receipt("WEB-72"))


def test_a_number_typed_after_the_centre_had_said_one_replaces_nothing(world, one, two):
    application = one.one_ready()
    one.cases.submit(application.id)
    world.desks[0].sync()
    world.desks[1].sync()
    step(world, application, "registered", **REGISTERED)
    two.cases.note_receipt(application.id, ReceiptNoted(what="registered", number="PG/8", on=date(2026, 11, 18)))
    world.settle()
    stands = two.cases.get(application.id)
    assert (stands.state, stands.protocol_number) == ("registered", "PG/2026/9")
    assert {told.typed for told in stands.contradictions} == {"PG/8", "2026-11-18"}


def test_our_own_number_gives_way_to_the_portals_and_stays_in_the_history(world, one):
    application = one.one_ready()
    one.cases.submit(application.id)
    one.cases.note_receipt(application.id, receipt())
    assert one.cases.get(application.id).receipt_number == "WEB-77"
    world.settle()
    stands = one.cases.get(application.id)
    assert (stands.state, stands.receipt_number, stands.submitted_at) == ("submitted", "WEB-77", AT)
    assert (stands.contradictions, stands.receipt_channel) == ((), "municipal_portal")
    numbers = [event.number for event in one.cases.history(application.id) if event.state == "submitted"]
    assert sorted(numbers) == ["PROVA-2026-000001", "WEB-77"]


def test_two_desks_prepare_for_one_child_the_one_with_a_receipt_stands_and_the_other_says_so(world, one, two):
    mother, (child,) = one.family()
    one.with_isee(mother)
    world.settle()
    first, second = one.ready(mother, child)[0], two.ready(mother, child)[0]
    two.cases.note_receipt(second.id, receipt("WEB-2"))
    world.desks[1].sync()
    one.cases.submit(first.id)
    world.settle()
    kept, other = (one.cases.get(each.id) for each in (second, first))
    assert (kept.state, other.state, other.duplicate_of) == ("submitted", "duplicate", second.id)
    assert one.cases.history(first.id)[-1].number == "WEB-2"


def test_two_receipts_for_one_child_the_second_is_kept_with_its_number(world, one, two):
    mother, (child,) = one.family()
    one.with_isee(mother)
    world.settle()
    first, second = one.ready(mother, child)[0], two.ready(mother, child)[0]
    one.cases.note_receipt(first.id, receipt("WEB-1"))
    two.cases.note_receipt(second.id, receipt("WEB-2"))
    world.desks[0].sync()
    world.settle()
    other = one.cases.get(second.id)
    assert (other.state, other.receipt_number, other.duplicate_of) == ("duplicate", "WEB-2", first.id)


def test_siblings_on_one_isee_are_no_doubles(world, one):
    mother, children = one.family("Nina", "Ugo")
    one.with_isee(mother)
    for each in one.ready(mother, *children):
        one.cases.submit(each.id)
    world.settle()
    assert {each.state for each in one.cases.of(mother)} == {"submitted"}


def test_the_office_registers_examines_asks_and_grants_and_each_step_is_in_the_history(world, one):
    application = one.one_ready()
    one.cases.submit(application.id)
    world.settle()
    step(world, application, "registered", **REGISTERED)
    step(world, application, "under_review", due_on="2027-02-01")
    step(world, application, "integration_requested", note="manca la pagina 2", due_on="2026-12-03")
    world.settle()
    assert [line.reason for line in one.follow_ups.lines()] == ["integration_due"]
    one.cases.note_receipt(application.id, ReceiptNoted(what="integrated", number="I-1", on=date(2026, 11, 18)))
    world.settle()
    _grant(world, application, 10_000)
    world.settle()
    stands = one.cases.get(application.id)
    assert (stands.state, stands.granted_cents, stands.protocol_number) == ("granted", 10_000, "PG/2026/9")
    assert [state for state, by in history(one, application) if by == "centre"] == [
        "submitted", "registered", "under_review", "integration_requested", "granted",
    ]  # fmt: skip


def _grant(world, application, cents):
    world.pass_by(minutes=1)

    def unit(work):
        work.set_fund(CODE, 1_000_000)
        return central.decide(work, application.id, cents, "")

    return world.within(unit)


def test_withdrawn_and_asked_for_again_is_a_new_one_linked_to_the_old(world, one):
    application = one.one_ready()
    one.cases.submit(application.id)
    world.settle()
    one.cases.withdraw(application.id, "cambia misura")
    world.settle()
    assert one.cases.get(application.id).state == "withdrawn"
    again = one.cases.reapply(application.id)
    for code in ("truthful", "shared"):
        one.cases.tick(again.id, code)
    one.cases.make_ready(again.id)
    one.cases.submit(again.id)
    world.settle()
    stands = one.cases.get(again.id)
    assert (stands.state, stands.previous_id) == ("submitted", application.id)


def test_erasing_the_child_takes_application_history_attestation_and_credit_of_both_desks(world, one, two):
    application, voucher = _with_voucher(world, one)
    one.vouchers.note_movement(voucher, "spend", 1_000, AT)
    world.settle()
    for desk in world.desks:
        assert len(desk.rows(tables.VOUCHER_MOVEMENT)) == 1
    world.within(lambda work: erase_person(work, application.beneficiary_id))
    world.settle()
    for desk in world.desks:
        for table in (tables.APPLICATION, tables.APPLICATION_EVENT, tables.VOUCHER, tables.VOUCHER_MOVEMENT):
            assert desk.rows(table) == []


def _with_voucher(world, case):
    application = case.one_ready()
    case.cases.submit(application.id)
    world.settle()
    _grant(world, application, 10_000)
    said = {"number": "V-1", "amount_cents": 10_000, "issued_on": "2026-11-20", "spend_until": "2026-12-31"}
    voucher = world.within(lambda work: credit.issue(work, application.id, said))
    world.settle()
    return application, voucher


def test_credit_is_read_at_the_desk_and_what_is_spent_is_never_more(world, one, two):
    _application, voucher = _with_voucher(world, one)
    assert two.vouchers.balance(voucher).left_cents == 10_000
    hold = one.vouchers.note_movement(voucher, "hold", 4_000, AT, provider="Piscina")
    one.vouchers.note_movement(voucher, "spend", 3_000, AT, refers_to=hold.id)
    assert one.vouchers.balance(voucher).left_cents == 7_000
    with pytest.raises(InvalidFieldError) as caught:
        one.vouchers.note_movement(voucher, "spend", 7_001, AT)
    assert caught.value.reason == "exceeds"
    world.settle()
    assert (two.vouchers.balance(voucher).left_cents, two.vouchers.state(voucher)) == (7_000, "partly_spent")


def test_two_desks_spend_the_same_money_offline_the_second_comes_back_to_be_mended(world, one, two):
    _application, voucher = _with_voucher(world, one)
    one.vouchers.note_movement(voucher, "spend", 8_000, AT)
    two.vouchers.note_movement(voucher, "spend", 8_000, AT)
    world.settle()
    assert one.vouchers.balance(voucher).spent_cents == 8_000
    refused = [act for act in world.desks[1].desk.acts() if act.verdict == "refused"]
    assert [act.verdict_reason for act in refused] == ["amount_cents:exceeds"]


def test_a_movement_of_the_platform_that_does_not_fit_is_shown_and_not_dropped(world, one):
    _application, voucher = _with_voucher(world, one)
    one.vouchers.note_movement(voucher, "spend", 8_000, AT)
    world.settle()
    spent = {"kind": "spend", "amount_cents": 5_000, "at": "2026-11-18T09:00:00Z", "external_reference": "P-1"}
    for _twice in range(2):
        world.within(lambda work: credit.move(work, voucher, spent))
    world.settle()
    stands = one.vouchers.balance(voucher)
    assert (stands.spent_cents, stands.left_cents) == (13_000, 0)
    assert [(odd.code, odd.cents) for odd in stands.anomalies] == [("overspent", 3_000)]


def test_lapsed_takes_the_credit_with_it(world, one):
    application, voucher = _with_voucher(world, one)
    step(world, application, "lapsed", number="DD 5", on="2026-11-21", note="trasferita")
    world.settle()
    assert one.cases.get(application.id).state == "lapsed"
    assert one.vouchers.state(voucher) == "revoked"
    with pytest.raises(InvalidFieldError):
        one.vouchers.note_movement(voucher, "spend", 100, AT)


def test_a_voucher_copied_from_a_letter_becomes_the_offices_and_what_differed_is_shown(world, one):
    application = one.one_ready()
    one.cases.submit(application.id)
    world.settle()
    _grant(world, application, 10_000)
    world.settle()
    typed = one.vouchers.note(application.id, "V-1", 1_000, date(2026, 11, 18), date(2026, 12, 31))
    world.settle()
    said = {"number": "V-1", "amount_cents": 10_000, "issued_on": "2026-11-18", "spend_until": "2026-12-31"}
    assert world.within(lambda work: credit.issue(work, application.id, said)) == typed.id
    world.settle()
    stands = one.vouchers.get(typed.id)
    assert (stands.amount_cents, stands.provenance) == (10_000, "centre")
    assert [(told.field, told.typed, told.stated) for told in stands.contradictions] == [
        ("amount_cents", "1000", "10000")
    ]


def test_credit_that_ends_soon_is_on_the_list_with_what_is_left(world, one):
    _application, voucher = _with_voucher(world, one)
    (line,) = one.follow_ups.lines(["voucher_expiring"])
    assert (line.voucher.id, line.warning_days, line.left_cents, line.code) == (voucher, 60, 10_000, "V-1")
    assert one.follow_ups.counts()["voucher_expiring"] == 1
    promise = one.follow_ups.call_back(line)
    assert one.follow_ups.call_back(line).id == promise.id
    assert one.follow_ups.lines(["voucher_expiring"])[0].call_back.id == promise.id


def test_a_measure_corrected_meanwhile_judges_only_what_is_asked_under_it(world, one):
    application = one.one_ready()
    publish(world, version=2, isee__max_cents=1_000_000, amount={"fixed_cents": 5_000}, eligibility_tests=[])
    one.cases.submit(application.id)
    world.settle()
    stands = one.cases.get(application.id)
    assert (stands.measure_version, stands.judged["version"], stands.judged["verdict"]) == (1, 1, "eligible")


def test_a_desk_says_no_word_of_the_offices(world, one):
    application = one.one_ready()
    with world.desks[0].giulia.store.work() as work:
        work.acts.say("receipt", "application", application.id, application.citizen_id, {"what": "granted"})
        work.commit()
    world.settle()
    assert one.cases.get(application.id).state == "ready"
    assert world.desks[0].desk.acts()[-1].verdict == "refused"


