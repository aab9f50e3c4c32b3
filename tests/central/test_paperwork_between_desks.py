"""Paperwork of one person at two desks, with the real centre on both its databases: nothing said is lost."""

import json
from datetime import timedelta

import pytest

from tests.central_exchange import TENANT
from tests.digital_desk import EMAIL, PHONE, SPID, DigitalDesk
from tests.joined_desks import World
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.central.exchange.paperwork import publish
from wemi_desk.central.exchange.published import published_id
from wemi_desk.domain.errors import PaperworkRefusedError
from wemi_desk.domain.paperwork import PAPERWORK_TYPE
from wemi_desk.domain.paperwork_documents import write_type
from wemi_desk.domain.paperwork_habits import HABITS
from wemi_desk.gateways.reference_lists import load_paperwork_catalogue
from wemi_desk.persistence import tables
from wemi_desk.services.paperwork.cases import Closing
from wemi_desk.services.paperwork.sittings import NewSitting
from wemi_desk.services.paperwork.words import twin_words
from wemi_desk.sync.merge import Stamp


@pytest.fixture
def world(tmp_path, centre_url):
    world = World(tmp_path, centre_url)
    yield world
    world.close()


@pytest.fixture
def one(world):
    return DigitalDesk(world.desks[0].giulia)


@pytest.fixture
def two(world):
    return DigitalDesk(world.desks[1].giulia)


def held(desks, record_id):
    return [desk.paperwork.get(record_id) for desk in desks]


def test_a_case_is_resumed_at_another_desk_exactly_where_it_stood(world, one, two):
    maria = one.register()
    case = one.open(citizen_id=maria.id, autonomy_before=1)
    one.paperwork.bring(case.id, PHONE)
    one.paperwork.do_step(case.id, 1)
    paper = one.guardian_of(maria, delegate_id=one.register("Bianchi").id)
    day = one.clock.today() + timedelta(days=3)
    sitting = NewSitting(minutes=18, case_ids=(case.id,))
    one.paperwork.finish(case.id, Closing(outcome="to_complete", next_on=day), sitting)
    assert world.settle().verified
    here, there = held((one, two), case.id)
    assert here == there
    two.paperwork.resume(case.id)
    two.paperwork.bring(case.id, EMAIL)
    two.paperwork.finish(case.id, Closing(outcome="completed"), NewSitting(minutes=7, case_ids=(case.id,)))
    assert world.settle().verified
    assert [line.sitting.minutes for line in one.sittings.of_case(case.id)] == [18, 7]
    assert one.paperwork.get(case.id).brought == (PHONE, EMAIL)
    assert [one_.id for one_ in two.mandates.of(maria.id)] == [paper.id]
    assert {desk.find("sittings", line.sitting.id) is not None for desk in (one, two)
            for line in one.sittings.of_case(case.id)} == {True}  # fmt: skip


def test_a_case_that_got_its_name_later_is_the_persons_at_the_other_desk(world, one, two):
    case = one.open()
    one.paperwork.finish(case.id, Closing(outcome="completed"), NewSitting(minutes=6, case_ids=(case.id,)))
    assert world.settle().verified
    maria = one.register()
    named = one.paperwork.name(case.id, maria.id)
    assert world.settle().verified
    assert [each.id for each in two.paperwork.of(maria.id)] == [case.id]
    (line,) = two.sittings.of_case(case.id)
    assert [each.citizen_id for each in line.attendances] == [maria.id]
    one.counter.undo.undo(named.deed.id)
    assert world.settle().verified
    assert two.paperwork.get(case.id).citizen_id is None


def test_two_operators_on_one_case_tick_and_do_different_things_and_everything_stays(world, one, two):
    maria = one.register()
    case = one.open(citizen_id=maria.id)
    world.settle()
    one.paperwork.bring(case.id, PHONE)
    two.paperwork.bring(case.id, EMAIL)
    one.paperwork.do_step(case.id, 1)
    world.pass_by(minutes=1)
    two.paperwork.do_step(case.id, 1)
    two.paperwork.do_step(case.id, 2)
    world.settle()
    here, there = held((one, two), case.id)
    assert here == there
    assert set(here.brought) == {PHONE, EMAIL}
    assert [step.no for step in here.steps_done].count(1) == 2  # both words are kept
    assert here.done(1).at == case.opened_at
    assert here.done(2).by == two.session.operator.id


def test_two_operators_who_close_one_case_differently_are_asked_and_both_words_stand_in_the_question(world, one, two):
    maria = one.register()
    case = one.open(citizen_id=maria.id)
    world.settle()
    one.paperwork.finish(case.id, Closing(outcome="completed", note="da una parte"))
    world.pass_by(minutes=5)
    two.paperwork.finish(case.id, Closing(outcome="not_possible", reason="site_down", note="dall'altra"))
    world.settle()
    here, there = held((one, two), case.id)
    assert here == there
    asked = {question.field: question for question in one.paperwork.guide(case.id).questions}
    assert set(asked) == {"outcome", "note"}
    words = {json.loads(text)["value"] for text in asked["outcome"].values}
    assert words == {"completed", "not_possible"}
    assert (here.outcome, here.reason, here.closed_at is None) == ("not_possible", "site_down", False)
    first = [json.loads(text)["value"] for text in asked["outcome"].values].index("completed")
    world.desks[0].questions.answer(asked["outcome"].id, first)
    world.settle()
    here, there = held((one, two), case.id)
    assert here == there
    assert (here.outcome, here.reason) == ("completed", "")


def test_one_matter_begun_at_two_desks_without_a_line_is_seen_twice_and_said(world, one, two):
    maria = one.register()
    world.settle()
    first = one.open(citizen_id=maria.id)
    world.pass_by(minutes=9)
    second = two.open(citizen_id=maria.id)
    world.settle()
    for desk in (one, two):
        assert {case.id for case in desk.paperwork.open_before(maria.id, SPID)} == {first.id, second.id}
        assert [case.id for case in desk.paperwork.guide(first.id).twins] == [second.id]
    assert "18/11/2026" in twin_words(two.paperwork.guide(second.id).twins)
    two.paperwork.finish(second.id, Closing(outcome="completed"))
    world.settle()
    assert twin_words(one.paperwork.guide(first.id).twins) == ""


def test_a_word_said_at_a_later_visit_stands_without_a_question(world, one, two):
    maria = one.register()
    case = one.open(citizen_id=maria.id)
    world.settle()
    one.paperwork.change(case.id, external_reference="ric 1")
    world.pass_by(hours=20)
    two.paperwork.change(case.id, external_reference="ric 2")
    world.settle()
    assert [case.external_reference for case in held((one, two), case.id)] == ["ric 2", "ric 2"]
    assert one.paperwork.guide(case.id).questions == []


def test_two_cards_that_become_one_take_cases_mandates_and_attendances_along(world, one, two):
    first = one.register("De Luca")
    second = two.register("Bianchi")
    case = two.open(citizen_id=second.id)
    paper = one.guardian_of(first, delegate_id=one.register("Verdi").id)
    two.sittings.record(NewSitting(minutes=9, case_ids=(case.id,)))
    world.settle()
    one.counter.merging.merge(first.id, second.id)
    world.settle()
    for desk in (one, two):
        (moved,) = desk.paperwork.of(first.id)
        assert (moved.id, moved.citizen_id) == (case.id, first.id)
        assert [one_.id for one_ in desk.mandates.of(first.id)] == [paper.id]
        (line,) = desk.sittings.of_case(case.id)
        assert [one_.citizen_id for one_ in line.attendances] == [first.id]
    assert all(desk.sync().verified for desk in world.desks)


def test_an_erased_person_leaves_no_case_no_mandate_and_no_attendance_and_the_sitting_still_counts(world, one, two):
    maria = one.register(phone="333 1234567")
    luca = one.register("Bianchi")
    case = one.open(citizen_id=maria.id)
    one.guardian_of(maria, delegate_id=luca.id, court="Tribunale Qui")
    one.guardian_of(luca, kind="guardian", delegate_id=maria.id, court="Tribunale Altrove")
    one.sittings.record(NewSitting(minutes=9, case_ids=(case.id,)))
    world.settle()
    two.paperwork.change(case.id, note="scritto tardi")
    world.within(lambda work: erase_person(work, maria.id))
    world.settle()
    for desk in world.desks:
        assert desk.rows(tables.PAPERWORK_CASE) == desk.rows(tables.FACILITATION_ATTENDANCE) == []
        assert desk.rows(tables.MANDATE) == []  # also the one in which she was the delegate
        assert len(desk.rows(tables.FACILITATION_SESSION)) == 1
        kept = " ".join(str(row) for table in tables.METADATA.sorted_tables for row in desk.rows(table))
        assert not [word for word in ("scritto tardi", "Tribunale") if word in kept]
        assert desk.sync().verified


def test_whoever_is_named_as_delegate_is_seen_where_the_mandate_is_seen(world, one):
    maria, luca = one.register(), one.register("Bianchi")
    one.guardian_of(maria, delegate_id=luca.id)
    world.settle()
    assert world.within(lambda work: work.scopes_of("citizen", luca.id)) == {"space:VEN"}


def test_a_published_version_reaches_every_desk_and_open_cases_keep_theirs(world, one, two):
    maria = one.register()
    case = one.open(citizen_id=maria.id)
    kind = load_paperwork_catalogue().newest(SPID)
    document = write_type(kind) | {"version": 2, "title_it": "SPID da recuperare", "bring_it": ["Telefono"]}
    assert world.within(lambda work: publish(work, document))
    assert not world.within(lambda work: publish(work, document))
    world.settle()
    assert two.types.get(SPID).title == "SPID da recuperare"
    later = two.open(citizen_id=maria.id, again=True)
    guides = [two.paperwork.guide(one_.id) for one_ in (case, later)]
    assert [(guide.case.type_version, guide.kind.title, guide.missing) for guide in guides] == [
        (1, kind.title, (PHONE, EMAIL)), (2, "SPID da recuperare", ("Telefono",)),
    ]  # fmt: skip


def test_a_type_withdrawn_by_the_centre_is_not_offered_and_its_open_case_goes_on(world, one):
    maria = one.register()
    case = one.open(citizen_id=maria.id)
    ended = (one.clock.today() - timedelta(days=1)).isoformat()
    document = write_type(load_paperwork_catalogue().newest(SPID)) | {"valid_to": ended}
    world.within(lambda work: publish(work, document))
    world.settle()
    assert SPID not in {kind.code for kind in one.types.offered()}
    guide = one.paperwork.guide(case.id)
    assert (guide.is_withdrawn, guide.missing) == (True, (PHONE, EMAIL))


def test_a_version_that_stands_is_never_edited(world):
    document = write_type(load_paperwork_catalogue().newest(SPID)) | {"version": 2}
    world.within(lambda work: publish(work, document))
    with pytest.raises(PaperworkRefusedError) as refused:
        world.within(lambda work: publish(work, document | {"title_it": "Altro"}))
    assert refused.value.problems[0].code == "version_taken"
    found = world.within(lambda work: work.find(PAPERWORK_TYPE, published_id(TENANT, PAPERWORK_TYPE, SPID, 2)))
    assert found.content["title_it"] == document["title_it"]


def test_a_space_has_its_own_order_and_its_own_patience_as_the_centre_publishes_them(world, one):
    maria = one.register()
    case = one.open(citizen_id=maria.id)
    record_id = published_id(TENANT, "reference_list", HABITS)
    content = {"id": str(record_id), "code": HABITS, "forgotten_days": 90,
               "spaces": {"VEN": {"order": ["school"], "forgotten_days": 5}, "CAP": {"order": ["work"]}}}  # fmt: skip

    def unit(work):
        work.put("reference_list", record_id, content, subject_id=None, birth=Stamp(0, ""))
        work.show("reference_list", record_id, ("ref",))

    world.within(unit)
    assert one.types.offered()[0].group == "health"
    world.settle()
    assert one.types.offered()[0].group == "school"
    world.pass_by(days=5)
    assert [found.id for found in one.paperwork.flagged()] == [case.id]
    assert one.paperwork.guide(case.id).is_flagged


def test_what_a_later_program_published_is_kept_and_named_and_the_others_are_offered(world, one):
    record_id = published_id(TENANT, PAPERWORK_TYPE, "CUP", 9)
    content = {"id": str(record_id), "code": "CUP", "version": 9, "steps": "…"}

    def unit(work):
        work.put(PAPERWORK_TYPE, record_id, content, subject_id=None, birth=Stamp(0, ""))
        work.show(PAPERWORK_TYPE, record_id, ("ref",))

    world.within(unit)
    world.settle()
    assert [(found.code, found.version) for found in one.types.unreadable()] == [("CUP", 9)]
    assert one.types.get("CUP").version == 1
