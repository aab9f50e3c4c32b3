"""Two desks and the real centre: the same person, the same application, questions, erasures, verified on both."""

import json
from dataclasses import asdict, replace
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.central_exchange import KEYS
from tests.factories import CODE, make_citizen, make_contact, person, visit
from tests.joined_desks import World
from wemi_desk.central.exchange import applications as central_applications
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.central.store.tables import ACT
from wemi_desk.domain.centres import CentrePlace, MetCentre
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.contacts import Contact
from wemi_desk.domain.listed_people import Standing
from wemi_desk.gateways.grants import is_signed
from wemi_desk.persistence import tables
from wemi_desk.persistence.indexing import sort_key
from wemi_desk.persistence.journal import Author
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.sync_adopting import adopt
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.sync.ports import LineError
from wemi_desk.sync.trust import CentreTrust
from wemi_desk.wiring import KnownCentre, doors_to


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    yield world
    world.close()


def _register(desk, surname="Fumagalli", **values):
    return desk.giulia.citizens.register(RegisterCitizen(form=person(surname, **values))).citizen


def test_a_day_at_two_desks_ends_verified_on_both(world):
    one, two = world.desks
    citizen = _register(one, code=CODE, phone="333 1234567")
    one.giulia.contacts.record(visit(citizen_id=citizen.id, destinations=("caf",), note="Torna giovedì"))
    two.giulia.contacts.quick("1")
    two.giulia.queue.arrive("1", "Ada")
    two.giulia.queue.call_next()
    assert world.settle().verified
    assert one.sync().verified
    for desk in world.desks:
        assert len(desk.rows(tables.CONTACT)) == 2
        assert {act.verdict for act in desk.desk.acts()} == {"ok"}
        with desk.reading() as work:
            assert [found.id for found in work.citizens.search("fumagalli", 3)] == [citizen.id]


def test_somebody_recorded_a_second_ago_is_found_as_not_sent_yet_and_afterwards_as_everybody(world):  # S70
    one, two = world.desks
    citizen = _register(one, code=CODE, phone="333 1234567")
    asked = ("fumagalli", CODE, "3331234567")
    assert {found.standing for text in asked for found in one.giulia.citizens.search(text)} == {Standing.WAITING}
    with one.reading() as work:
        assert [each.standing for each in work.citizens.page_after(None, 0, 5)] == [Standing.WAITING]
    world.settle()
    for desk in world.desks:
        for text in asked:
            (found,) = desk.giulia.citizens.search(text)
            assert (found.citizen.id, found.standing) == (citizen.id, Standing.SENT)
    two.giulia.citizens.change(citizen.id, person("Fumagalli", code=CODE, phone="333 7654321"))
    assert two.giulia.citizens.search("fumagalli")[0].standing is Standing.WAITING
    two.desk.execute(tables.OUTBOX.update().where(tables.OUTBOX.c.acked_at.is_(None)).values(verdict="refused"))
    assert two.giulia.citizens.search("fumagalli")[0].standing is Standing.TO_CHECK


def test_two_words_on_one_field_become_a_question_that_one_answer_settles(world):
    one, two = world.desks
    citizen = _register(one, phone="333 1234567", birth="03/05/1961")
    world.settle()
    one.giulia.citizens.change(citizen.id, person("Fumagalli", phone="333 7654321", birth="03/05/1961"))
    world.pass_by(hours=1)
    two.giulia.citizens.change(citizen.id, person("Fumagalli", phone="333 9999999", birth="03/05/1961"))
    world.settle()
    (question,) = one.questions.about(citizen.id)
    assert [each.id for each in two.questions.open()] == [question.id]
    assert question.field == "phone"
    chosen = next(i for i, value in enumerate(question.values) if "7654321" in value)
    two.questions.answer(question.id, chosen)
    world.settle()
    for desk in world.desks:
        assert desk.questions.open() == []
        with desk.reading() as work:
            assert work.citizens.get(citizen.id).phone.endswith("7654321")
    assert one.sync().verified


def test_the_same_person_at_two_desks_is_one_person_afterwards_with_both_histories(world):  # S44
    one, two = world.desks
    card = {"code": CODE, "code_provenance": "card_scan"}
    first = _register(one, **card)
    second = _register(two, **card)
    one.giulia.contacts.record(visit(citizen_id=first.id, note="da una parte"))
    two.giulia.contacts.record(visit(citizen_id=second.id, note="dall'altra"))
    world.settle()
    if one.questions.open():  # the birth date was not typed: a person must say
        one.questions.answer(one.questions.open()[0].id, 0)
        world.settle()
    for desk in world.desks:
        with desk.reading() as work:
            assert len(work.citizens.search("fumagalli", 5)) == 1
            kept = work.citizens.search("fumagalli", 5)[0]
            assert len([entry for entry in work.timeline(kept.id, 20) if entry.kind == "contact"]) == 2
        assert desk.sync().verified


def test_two_people_with_five_hundred_acts_each_become_one_and_two_again(world):  # S51
    """Contacts name who was meant and are read under the one that stands; what has to move is moved in one act."""
    one, two = world.desks
    card = {"code": CODE, "code_provenance": "card_scan", "birth": "03/05/1961"}
    people = []
    for desk, street in ((one, "a"), (two, "b")):
        people.append(_register(desk, address=f"via {street} 1", **card))
        with desk.desk.engine.begin() as connection:
            rows = [make_contact(_number(street, at), citizen_id=people[-1].id) for at in range(499)]
            connection.execute(tables.CONTACT.insert(), [RecordMapping(Contact).to_row(each) for each in rows])
        adopt(desk.desk.engine, Author(desk.giulia.operator.id, "VEN"), world.clock, desk.desk.ids)
    world.settle()
    kept, other = sorted(one.id for one in people)
    for desk in world.desks:
        assert desk.sync().verified
        with desk.reading() as work:
            assert len([entry for entry in work.timeline(kept, 2000) if entry.kind == "contact"]) == 998
    (merge,) = one.rows(tables.CITIZEN_MERGE)
    one.desk.lead.merging.unmerge(merge.id)
    world.settle()
    for desk in world.desks:
        assert desk.sync().verified
        with desk.reading() as work:
            for person_id in (kept, other):
                assert len([entry for entry in work.timeline(person_id, 2000) if entry.kind == "contact"]) == 499


def _number(street, at):
    return 10_000 * (1 + "ab".index(street)) + at


def test_an_application_is_received_exactly_once_whatever_the_line_does(world):
    one, two = world.desks
    citizen = _register(one)
    begun = one.applications.start(citizen.id, citizen.id, "wish-mi", 40_000)
    one.applications.submit(begun.id)
    one.line.failing = [("push", True, LineError())]
    with pytest.raises(LineError):
        one.sync()
    world.settle()
    (mine,) = one.applications.of(citizen.id)
    (theirs,) = two.applications.of(citizen.id)
    assert mine == theirs
    assert mine.state == "submitted"
    assert mine.receipt_number
    submit = next(act for act in one.desk.acts() if act.verb == "submit")
    assert (submit.verdict, submit.verdict_reason) in (("ok", mine.receipt_number), ("ok", None))
    again = two.applications.start(citizen.id, citizen.id, "wish-mi", 10_000)
    two.applications.submit(again.id)
    world.settle()
    states = {shown.id: shown.state for shown in one.applications.of(citizen.id)}
    assert states == {begun.id: "submitted", again.id: "duplicate"}


def test_a_decision_of_the_centre_comes_down_and_a_late_edit_is_locked(world):
    one, two = world.desks
    citizen = _register(one)
    begun = one.applications.start(citizen.id, citizen.id, "wish-mi", 40_000)
    world.settle()
    one.applications.submit(begun.id)
    two.applications.make_ready(begun.id)
    world.settle()
    late = next(act for act in two.desk.acts() if act.kind == "application")
    assert late.verdict in ("locked", "already")
    world.within(lambda work: central_applications.decide(work, begun.id, None, "fuori termine"))
    world.settle()
    assert one.applications.of(citizen.id)[0].state == "rejected"
    assert all(desk.sync().verified for desk in world.desks)


def test_an_erasure_reaches_the_other_desk_and_a_late_act_does_not_bring_the_person_back(world):  # S41
    one, two = world.desks
    citizen = _register(one, code=CODE, phone="333 1234567")
    one.giulia.contacts.record(visit(citizen_id=citizen.id, note="Torna giovedì"))
    world.settle()
    two.giulia.citizens.change(citizen.id, person("Fumagalli", phone="333 9999999"))
    two.giulia.contacts.record(visit(citizen_id=citizen.id, note="è tornata"))
    world.within(lambda work: erase_person(work, citizen.id))
    world.settle()
    for desk in world.desks:
        assert desk.rows(tables.CITIZEN) == []
        held = " ".join(str(row) for table in tables.METADATA.sorted_tables for row in desk.rows(table))
        assert "333" not in held
        assert "giovedì" not in held
        assert "tornata" not in held
        assert desk.sync().verified
    assert {act.verdict for act in two.desk.acts()} == {"erased"}


def _content(desk):
    return " ".join(str(row) for table in tables.METADATA.sorted_tables for row in desk.rows(table))


def test_what_a_merge_put_on_anothers_sheet_goes_with_whom_it_was_said_of(world):
    one, two = world.desks
    kept, other = _register(one), _register(one, phone="333 1234567", email="canarina@esempio.it")
    world.settle()
    merge = two.giulia.merging.merge(kept.id, other.id)
    world.settle()
    two.desk.lead.merging.unmerge(merge.id)
    world.settle()
    two.giulia.merging.merge(kept.id, other.id)
    world.within(lambda work: erase_person(work, other.id))
    world.settle()
    for desk in world.desks:
        [stands] = desk.rows(tables.CITIZEN)
        assert (stands.id, stands.phone) == (kept.id, None)
        assert "1234567" not in _content(desk)
        assert "canarina" not in _content(desk)
        assert desk.sync().verified
    with world.database.engine.connect() as connection:
        told = connection.execute(select(ACT.c.payload)).scalars().all()
    assert not any(b"canarina" in (payload or b"") for payload in told)


def test_a_word_that_was_theirs_once_and_was_passed_on_goes_too(world):
    one, two = world.desks
    kept, other = _register(one), _register(one, phone="333 1234567")
    world.settle()
    merge = two.giulia.merging.merge(kept.id, other.id)
    world.settle()
    two.desk.lead.merging.unmerge(merge.id)
    two.giulia.citizens.change(other.id, person("Fumagalli", phone="347 1111111"))
    world.settle()
    world.within(lambda work: erase_person(work, other.id))
    world.settle()
    with world.database.engine.connect() as connection:
        told = connection.execute(select(ACT.c.payload)).scalars().all()
    assert not any(b"1234567" in (payload or b"") for payload in told)
    assert not any("1234567" in _content(desk) for desk in world.desks)


def test_what_an_operator_saw_of_the_erased_and_changed_goes_and_what_they_said_stays(world):
    one, two = world.desks
    kept, other = _register(one), _register(one, phone="333 1234567", email="canarina@esempio.it")
    world.settle()
    merge = two.giulia.merging.merge(kept.id, other.id)
    world.settle()
    one.giulia.citizens.change(kept.id, person("Fumagalli", phone="333 1234567", email="ada@esempio.it"))
    world.settle()
    two.giulia.citizens.change(kept.id, person("Fumagalli", phone="347 1111111", email="ada@esempio.it"))
    two.giulia.citizens.change(kept.id, person("Fumagalli", phone="347 2222222", email="ada@esempio.it"))
    left = PersonForm(surname="Fumagalli", phone="333 1234567", address="via Torino 7")
    one.giulia.drafts.save(one.giulia.drafts.begin(), "citizen", asdict(left), citizen_id=kept.id)
    one.desk.lead.merging.unmerge(merge.id)
    one.sync()
    world.within(lambda work: erase_person(work, other.id))
    world.settle()
    [draft] = one.desk.rows(tables.DRAFT)
    assert json.loads(draft.content) == asdict(replace(left, phone=""))
    for desk in world.desks:
        [stands] = desk.rows(tables.CITIZEN)
        assert (stands.id, stands.phone, stands.email) == (kept.id, "+393472222222", "ada@esempio.it")
        assert "1234567" not in _content(desk)
        assert "canarina" not in _content(desk)
        assert desk.rows(tables.QUESTION) == []
        assert desk.sync().verified
    with world.database.engine.connect() as connection:
        told = connection.execute(select(ACT.c.payload)).scalars().all()
    assert not any(word in (payload or b"") for payload in told for word in (b"canarina", b"1234567"))
    assert sum(b"3471111111" in (payload or b"") for payload in told) == 1


def test_a_desk_of_another_space_sees_nothing_and_its_edit_waits(world):
    one, _ = world.desks
    far = world.add(3, "CAP")
    world.desks.append(far)
    _register(one)
    world.settle()
    assert far.rows(tables.CITIZEN) == []
    assert far.rows(tables.SHADOW) == []


def test_leaving_a_space_takes_its_records_and_coming_back_brings_them(world):
    one, two = world.desks
    for number in range(5):
        _register(one, f"Prova{number}")
    world.settle()
    assert len(two.rows(tables.CITIZEN)) == 5
    two.line.caller = two.caller("CAP")
    two.sync()
    assert two.rows(tables.CITIZEN) == two.rows(tables.SHADOW) == []
    two.line.caller = two.caller("VEN")
    assert two.sync().verified
    assert len(two.rows(tables.CITIZEN)) == 5


def test_whatever_is_lost_on_the_line_both_end_with_the_same(world):
    one, two = world.desks
    citizen = _register(one)
    for late in (False, True, True):
        one.giulia.contacts.record(visit(citizen_id=citizen.id))
        _loses(one, "push", late)
        world.settle()
        two.giulia.contacts.record(visit(citizen_id=citizen.id))
        two.sync()
        _loses(one, "pull", late)  # with nothing of its own to say it only asks
    world.settle()
    assert len(two.rows(tables.CONTACT)) == 6
    ids = [row.id for row in two.rows(tables.CONTACT)]
    assert sorted(ids) == sorted(row.id for row in one.rows(tables.CONTACT))


def _loses(joined, name, late):
    joined.line.failing = [(name, late, LineError())]
    with pytest.raises(LineError):
        joined.sync()


def test_who_has_something_to_say_hears_the_news_in_the_same_answer(world):
    one, two = world.desks
    citizen = _register(one)
    world.settle()
    two.giulia.contacts.record(visit(citizen_id=citizen.id))
    two.sync()
    one.giulia.contacts.record(visit(citizen_id=citizen.id))
    one.line.calls.clear()
    told = one.sync()
    assert one.line.calls == ["push"]
    assert (told.sent, told.received, told.complete, told.verified) == (1, 2, True, True)


def test_what_somebody_says_while_the_acts_are_on_their_way_goes_out_before_all_is_called_sent(world, monkeypatch):
    one, two = world.desks
    citizen = _register(one)
    world.settle()
    taken = one.store.take_verdicts

    def said_meanwhile(*values):
        taken(*values)
        monkeypatch.undo()
        one.giulia.contacts.record(visit(citizen_id=citizen.id))

    monkeypatch.setattr(one.store, "take_verdicts", said_meanwhile)
    one.giulia.contacts.record(visit(citizen_id=citizen.id))
    one.line.calls.clear()
    told = one.sync()
    assert one.line.calls == ["push", "push"]
    assert (told.sent, told.complete, told.verified) == (2, True, True)
    two.sync()
    assert len(two.rows(tables.CONTACT)) == 2


def test_a_damaged_copy_is_compared_and_healed_by_the_real_centre(world):
    one, two = world.desks
    for number in range(40):
        _register(one, f"Prova{number}")
    world.settle()
    victim = two.rows(tables.SHADOW)[7]
    two.desk.execute(tables.SHADOW.delete().where(tables.SHADOW.c.id == victim.id))
    two.start()
    assert two.engine.exchange().verified
    assert len(two.rows(tables.CITIZEN)) == 40


def test_an_idle_exchange_is_one_question(world):
    _register(world.desks[0])
    world.settle()
    world.desks[0].line.calls.clear()
    assert world.desks[0].sync().verified
    assert world.desks[0].line.calls == ["pull"]


def test_an_act_of_a_kind_the_centre_does_not_know_is_kept_there(world):
    one, two = world.desks
    content = {"id": str(UUID(int=77)), "line": 14}
    with one.giulia.store.work() as work:
        work.acts.say("new", "tram_ticket", UUID(int=77), None, content)
        work.commit()
    world.settle()
    assert [row.kind for row in two.rows(tables.SHADOW)] == ["tram_ticket"]


def test_the_doors_of_a_desk_that_knows_its_centre(world, tmp_path):
    one, two = world.desks
    met = MetCentre(
        place=CentrePlace(url=""), sign_seed=b"", centre_key=KEYS.public, box_key=KEYS.box_public)
    known = KnownCentre(tenant="milano", trust=CentreTrust(met, lambda _met: None, is_signed), line=one.line,
                        sign=lambda message: b"s" * 64)
    doors = doors_to(known, one.desk.engine, world.clock, one.desk.ids, one.marker)
    citizen = _register(one)
    assert doors.hand_over.export(tmp_path / "lavoro.wemi") == len(one.desk.acts())
    assert doors.exchange.exchange().changed >= {"outbox", "citizens"}
    state = doors.exchange.state()
    assert (state.digest_agreed, state.waiting, state.in_contact) == (True, 0, True)
    doors.finish()
    _register(one, "Rossi")
    assert doors.exchange.exchange().changed == frozenset()
    assert doors.exchange.state().waiting > 0
    two.sync()
    assert {row.id for row in two.rows(tables.CITIZEN)} == {citizen.id}


def test_a_past_written_without_acts_reaches_the_centre_and_the_other_desk(world):
    one, two = world.desks
    people = [make_citizen(number) for number in range(3)]
    contacts = [make_contact(number, citizen_id=people[number].id) for number in range(3)]
    with one.desk.engine.begin() as connection:
        connection.execute(tables.CITIZEN.insert(), [
            RecordMapping(Citizen).to_row(each) | {"sort_key": sort_key(each)} for each in people])
        connection.execute(tables.CONTACT.insert(), [RecordMapping(Contact).to_row(each) for each in contacts])
    _register(one)
    assert adopt(one.desk.engine, Author(one.giulia.operator.id, "VEN"), world.clock, one.desk.ids) == 6
    assert adopt(one.desk.engine, Author(one.giulia.operator.id, "VEN"), world.clock, one.desk.ids) == 0
    world.settle()
    assert {act.verdict for act in one.desk.acts()} == {"ok"}
    assert (len(two.rows(tables.CITIZEN)), len(two.rows(tables.CONTACT))) == (4, 3)
