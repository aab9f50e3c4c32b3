"""Every change is written down twice, in its own transaction: for the centre and for the access log."""

import traceback

import pytest

from tests.factories import CODE, OPERATORS, make_citizen, make_contact, person, visit
from wemi_desk.domain.contacts import ContactCancellation
from wemi_desk.domain.errors import RecordMissingError, StorageError
from wemi_desk.persistence import tables
from wemi_desk.persistence.driver import Driver, pooled
from wemi_desk.persistence.sync_log import outgoing
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.sync.canonical import body_hash, next_link
from wemi_desk.sync.messages import EMPTY_CHAIN, decoded, plain


def _a_morning(desk):
    giulia = desk.giulia
    written = giulia.citizens.register(RegisterCitizen(form=person(code=CODE, phone="333 1234567")))
    giulia.contacts.quick("1")
    giulia.contacts.record(visit(citizen_id=written.citizen.id, destinations=("caf",)))
    giulia.citizens.change(written.citizen.id, person(code=CODE, phone="333 7654321"))
    giulia.queue.arrive("1", "Ada")
    giulia.queue.call_next()
    giulia.notices.give(written.citizen.id, "it")
    giulia.undo.undo()
    return written.citizen


def test_the_outbox_counts_without_gaps_and_its_chain_can_be_recomputed(desk):
    _a_morning(desk)
    acts = desk.acts()
    assert [act.number for act in acts] == list(range(1, len(acts) + 1))
    chain = EMPTY_CHAIN
    for act in acts:
        chain = next_link(chain, act.id, act.body)
        assert act.chain == chain
    with Driver(pooled(desk.engine)).reading() as cursor:
        _, sent = outgoing(cursor, 0, len(acts), 1 << 20)
    assert [body_hash(one.envelope(), bytes(one.payload)) for one in sent] == [act.body for act in acts]
    state = desk.rows(tables.DESK)[0]
    assert (state.last_number, state.chain, state.hlc) == (len(acts), chain, acts[-1].hlc)
    assert len({act.id for act in acts}) == len(acts)


def test_logical_time_only_grows_even_when_the_clock_stands_still_or_runs_back(desk):
    for _ in range(3):
        desk.giulia.contacts.quick("1")
    desk.clock.pass_by(hours=-2)
    desk.giulia.contacts.quick("1")
    hlc = [act.hlc for act in desk.acts()]
    assert hlc == sorted(set(hlc))


def test_everything_of_one_deed_is_said_at_one_instant_on_a_machine_that_takes_minutes(desk):
    kept = desk.giulia.citizens.register(RegisterCitizen(form=person())).citizen
    other = desk.giulia.citizens.register(RegisterCitizen(form=person(phone="333 1234567"))).citizen
    now = desk.clock.now

    def slow():
        desk.clock.pass_by(minutes=1)
        return now()

    desk.clock.now = slow
    desk.giulia.merging.merge(kept.id, other.id)
    desk.clock.now = now
    acts = desk.acts()[-3:]
    assert [act.kind for act in acts] == ["citizen", "citizen", "citizen_merge"]
    assert len({act.made_at for act in acts}) == 1
    assert len({act.hlc for act in acts}) == 3


def test_each_changed_record_has_exactly_one_outbox_row_and_one_access_entry(desk):
    _a_morning(desk)
    acts, entries = desk.acts(), desk.accesses()
    for kind, (_, table) in tables.SYNCHRONISED.items():
        born = {row.id for row in desk.rows(table)}
        news = [act.record_id for act in acts if act.kind == kind and act.verb == "new"]
        assert sorted(news) == sorted(born), kind
    changes = [(entry.object_kind, entry.object_id) for entry in entries if entry.action in {"create", "change"}]
    assert sorted(changes) == sorted((act.kind, act.record_id) for act in acts)


def test_an_act_carries_the_whole_new_record_and_of_a_change_only_what_changed(desk):
    citizen = _a_morning(desk)
    acts = [act for act in desk.acts() if act.kind == "citizen"]
    assert decoded(acts[0].payload, type(citizen)) == citizen
    assert plain(acts[1].payload) == {
        "phone": ["+393331234567", "+393337654321"],
        "phone_typed": ["333 1234567", "333 7654321"],
    }
    assert {act.operator_id for act in acts} == {OPERATORS["giulia"].id}


def test_an_act_about_a_person_names_the_person_so_that_erasure_finds_it(desk):
    citizen = _a_morning(desk)
    about = {act.kind for act in desk.acts() if act.subject_id == citizen.id}
    assert about == {"citizen", "fiscal_code_record", "contact", "referral", "privacy_notice_record"}


def test_without_commit_nothing_happened(desk):
    with desk.giulia.store.work() as work:
        work.contacts.add(make_contact(1))
        work.log("open_person")
    assert (desk.acts(), desk.accesses(), desk.rows(tables.CONTACT)) == ([], [], [])


def test_an_error_in_the_middle_leaves_nothing(desk):
    def half():
        with desk.giulia.store.work() as work:
            work.contacts.add(make_contact(1))
            work.contacts.get(make_contact(2).id)

    with pytest.raises(RecordMissingError):
        half()
    assert desk.rows(tables.CONTACT) == desk.acts() == []


def test_writing_the_same_record_again_writes_nothing(desk):
    with desk.giulia.store.work() as work:
        work.citizens.add(make_citizen(1))
        work.citizens.replace(make_citizen(1))
        work.commit()
    assert len(desk.acts()) == len(desk.accesses()) == 1


def test_a_draft_is_neither_sent_nor_logged(desk):
    desk.giulia.drafts.save(desk.giulia.drafts.begin(), "contact", {"note": "a"})
    assert desk.acts() == desk.accesses() == []


def test_a_failing_insert_quotes_nothing_a_person_said(desk):
    canary = "CANARINO-7391"
    contact = make_contact(1, note=canary)
    with desk.giulia.store.work() as work:
        work.contacts.add(contact)
        work.commit()
    with pytest.raises(StorageError) as caught, desk.giulia.store.work() as work:
        work.contacts.add(contact)
    said = "".join(traceback.format_exception(caught.value)) + str(caught.value) + repr(caught.value)
    assert canary not in said


def test_a_cancelled_contact_stays_and_does_not_count(desk):
    contact = make_contact(1)
    with desk.giulia.store.work() as work:
        work.contacts.add(contact)
        work.records(ContactCancellation).add(
            ContactCancellation(
                id=desk.ids(), contact_id=contact.id, reason="undo", cancelled_at=desk.clock.now(),
                cancelled_by=OPERATORS["giulia"].id,
            )
        )
        work.commit()
    with desk.giulia.store.reading() as work:
        assert work.contacts.get(contact.id) == contact
        assert work.contacts.cancellation_of(contact.id).reason == "undo"
        assert work.contacts.cancellation_of(make_contact(2).id) is None
        assert work.contacts.between(desk.clock.now(), desk.clock.now().replace(hour=20)) == []


def test_a_reader_sees_the_last_commit_while_somebody_writes(desk):
    with desk.giulia.store.work() as work:
        work.contacts.add(make_contact(1))
        with desk.marco.store.reading() as other:
            assert other.contacts.find(make_contact(1).id) is None
        work.commit()
    with desk.marco.store.reading() as other:
        assert other.contacts.find(make_contact(1).id) == make_contact(1)


def test_the_store_remembers_the_highest_time_it_saw(desk):
    desk.clock.pass_by(hours=1)
    high = desk.clock.now()
    desk.giulia.contacts.quick("1")
    desk.clock.pass_by(hours=-3)
    desk.giulia.contacts.quick("1")
    assert desk.rows(tables.DESK)[0].highest_time == high
