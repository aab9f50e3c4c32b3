"""Situations of docs/scenarios.md that nothing else holds: a desk and a small centre, or two desks and the real one."""

from datetime import timedelta

import msgspec
import pytest

from tests.desk import KEY
from tests.factories import CODE, make_citizen, person, visit
from tests.fakes import PlainContactDetails
from tests.joined_desks import World
from tests.sync_desk import Line
from wemi_desk.domain.outbox_rows import OutboxList
from wemi_desk.persistence import tables
from wemi_desk.persistence.opening import open_store
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.mending import MendingService
from wemi_desk.services.outbox import OutboxService
from wemi_desk.services.printing import AtTheDesk
from wemi_desk.sync.ports import LineError
from wemi_desk.ui.screens.printing.words import state_of_slip


@pytest.fixture
def line(desk):
    return Line(desk)


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    yield world
    world.close()


def register(desk, surname="Fumagalli", **values):
    return desk.giulia.citizens.register(RegisterCitizen(form=person(surname, **values))).citizen


def test_a_paper_whose_act_was_refused_says_so_when_it_comes_back(line):  # S08
    desk = line.desk
    contact = desk.giulia.contacts.record(visit()).contact
    paper = desk.giulia.printing.fitting(AtTheDesk(contact_id=contact.id))[0]
    code = paper.content.code
    assert "Da inviare" in state_of_slip(desk.giulia.printing.open_by_code(code), desk.lists)
    line.centre.refuse[contact.id] = "needs:unknown"
    line.sync()
    state = desk.giulia.printing.open_by_code(code)
    assert state.refused == "needs:unknown"
    assert "Da controllare: " in state_of_slip(state, desk.lists)
    desk.execute(tables.OUTBOX.update().values(withdrawn_at=desk.clock.now()))
    assert desk.giulia.printing.open_by_code(code).is_received  # nobody pursues it: nothing waits


def test_a_refused_act_is_there_after_a_restart_and_for_the_next_operator(line):  # S12
    desk = line.desk
    contact = desk.giulia.contacts.quick("1").contact
    line.centre.refuse[contact.id] = "needs:unknown"
    line.sync()
    desk.engine.dispose()
    desk.engine = open_store(desk.path, KEY, desk.copies, desk.clock.now())
    service = OutboxService(desk.counter(desk.marco.session.operator).store, desk.marco.session)
    (row,) = service.page(OutboxList.TO_CHECK, 0, 10)
    assert (row.record_id, row.verdict_reason) == (contact.id, "needs:unknown")


def test_of_five_acts_three_are_answered_and_two_go_on_waiting(line):  # S17
    for key in "12345":
        line.desk.giulia.contacts.quick(key)
    push = line.centre.push

    def partly(request):
        return push(msgspec.structs.replace(request, acts=request.acts[:3]))

    line.centre.push, line.centre.failing = partly, [("push", False, LineError())]
    with pytest.raises(LineError):
        line.sync()
    line.centre.failing = []
    seen = []

    def once(request):
        if seen:
            raise LineError
        seen.append(request)
        return partly(request)

    line.centre.push = once
    with pytest.raises(LineError):
        line.sync()
    acked = [act.acked_at is not None for act in line.desk.acts()]
    assert acked == [True, True, True, False, False]
    line.centre.push = push
    line.sync()
    assert all(act.acked_at for act in line.desk.acts())
    assert len(line.centre.applied()) == 5


def test_a_record_changed_while_it_is_being_sent_arrives_in_both_versions_and_in_order(line):  # S24
    citizen = register(line.desk, phone="333 1234567")
    push = line.centre.push

    def meanwhile(request):
        line.centre.push = push
        line.desk.giulia.citizens.change(citizen.id, person(phone="333 7654321"))
        return push(request)

    line.centre.push = meanwhile
    assert line.sync().verified
    phones = [msgspec.json.decode(act.payload)["phone"] for act in line.centre.applied() if act.kind == "citizen"]
    assert [phone if isinstance(phone, str) else phone[1] for phone in phones] == ["+393331234567", "+393337654321"]
    assert line.centre.content("citizen", citizen.id)["phone"] == "+393337654321"


def test_a_note_on_somebody_the_centre_refused_waits_with_its_reason_and_goes_when_that_is_mended(world):  # S25
    one = world.desks[0]
    unfit = make_citizen(7, surname="Fumagalli\u202e")
    with one.giulia.store.work() as work:
        work.citizens.add(unfit)
        work.commit()
    one.giulia.contacts.record(visit(citizen_id=unfit.id, note="Torna giovedì"))
    one.sync()
    verdicts = {act.kind: (act.verdict, act.verdict_reason) for act in one.desk.acts()}
    assert verdicts["citizen"][0] == "refused"
    assert verdicts["contact"][0] == "parked"
    refused = next(act for act in one.desk.acts() if act.verdict == "refused")
    MendingService(one.giulia.store, one.giulia.session, PlainContactDetails()).mend(refused.id, "surname", "Fumagalli")
    world.settle()
    assert {act.verdict for act in one.desk.acts() if act.withdrawn_at is None} == {"ok"}
    assert [row.note for row in world.desks[1].rows(tables.CONTACT)] == ["Torna giovedì"]


def test_a_week_without_a_line_arrives_whole_once_and_under_each_name(world):  # S29, S57
    one, two = world.desks
    for day in range(7):
        for number in range(8):
            operator = one.desk.giulia if number % 2 else one.desk.marco
            operator.contacts.quick(str(number % 9 + 1))
        world.pass_by(days=1 if day < 6 else 0)
    made = one.desk.acts()
    assert one.sync().verified
    assert two.sync().verified
    held = {row.id: row for row in two.rows(tables.CONTACT)}
    assert len(held) == 56 == len({act.record_id for act in made})
    for act in made:
        assert held[act.record_id].operator_id == act.operator_id
    both = {one.desk.giulia.session.operator.id, one.desk.marco.session.operator.id}
    assert {act.operator_id for act in made} == both


def test_on_a_line_that_fails_all_the_time_the_count_only_falls(line):  # S30
    for number in range(60):
        line.desk.giulia.contacts.quick(str(number % 9 + 1))
    engine, left = line.started(batch_acts=10), []
    for attempt in range(40):
        line.centre.failing = [("push", bool(attempt % 2), LineError()), ("pull", False, LineError())]
        if attempt % 3:
            line.centre.failing.insert(0, ("pull", False, LineError()))
        before = len([act for act in line.desk.acts() if act.acked_at is None])
        try:
            engine.exchange()
        except LineError:
            left.append(len([act for act in line.desk.acts() if act.acked_at is None]))
            assert left[-1] <= before
    line.centre.failing = []
    assert engine.exchange().verified
    assert left[-1] == 0
    assert len(line.centre.applied()) == 60


def test_two_notes_on_one_person_from_two_desks_stand_in_the_order_of_their_time(world):  # S34
    one, two = world.desks
    citizen = register(one)
    world.settle()
    for desk, note in ((one, "prima"), (two, "seconda"), (one, "terza")):
        desk.giulia.contacts.record(visit(citizen_id=citizen.id, note=note))
        world.pass_by(minutes=10)
    world.settle()
    for desk in world.desks:
        with desk.reading() as work:
            notes = [entry.text for entry in work.timeline(citizen.id, 50) if entry.kind == "contact"]
        assert notes == ["terza", "seconda", "prima"]


def test_a_desk_that_was_away_for_three_months_overwrites_nothing_in_silence(world):  # S37, S40
    one, two = world.desks
    citizen = register(one, phone="333 1234567", birth="03/05/1961")
    world.settle()
    two.giulia.citizens.change(citizen.id, person(phone="333 1234567", birth="13/05/1961"))
    world.pass_by(days=90)
    one.giulia.citizens.change(citizen.id, person(phone="333 7654321", birth="04/05/1961"))
    one.sync()
    two.sync()
    world.settle()
    for desk in world.desks:
        (question,) = desk.questions.about(citizen.id)
        assert question.field == "birth_date"
        assert {value["value"] if isinstance(value, dict) else value for value in map(_said, question.values)} == {
            "1961-05-04", "1961-05-13"}
        with desk.reading() as work:
            assert work.citizens.get(citizen.id).phone.endswith("7654321")
    world.pass_by(days=60)
    assert [len(desk.questions.open()) for desk in world.desks] == [1, 1]


def test_somebody_registered_anew_on_a_pc_that_holds_nothing_yet_becomes_one_person_again(world):  # S45
    one = world.desks[0]
    known = register(one, code=CODE, code_provenance="card_scan", birth="01/01/1958")
    one.sync()
    fresh = world.add(3)
    world.desks.append(fresh)
    again = register(fresh, code=CODE, code_provenance="card_scan", birth="01/01/1958")
    world.settle()
    with fresh.reading() as work:
        standing = work.citizens.search(CODE, 5)
    assert [person.id for person in standing] == [known.id]
    assert again.id != known.id


def test_a_pc_set_up_anew_gets_everything_the_centre_had_acknowledged(world):  # S63
    one = world.desks[0]
    citizen = register(one)
    one.giulia.contacts.record(visit(citizen_id=citizen.id, note="arrivata"))
    one.sync()
    lost = one.giulia.contacts.record(visit(citizen_id=citizen.id, note="mai partita")).contact
    fresh = world.add(3)
    world.desks.append(fresh)
    assert fresh.sync().verified
    notes = [row.note for row in fresh.rows(tables.CONTACT)]
    assert notes == ["arrivata"]
    assert lost.id not in {row.id for row in fresh.rows(tables.CONTACT)}


def test_a_pc_that_slept_in_the_middle_of_an_exchange_goes_on_without_doubling(line):  # S66
    for key in "123":
        line.desk.giulia.contacts.quick(key)
    push = line.centre.push

    def falls_asleep(request):
        push(request)
        line.desk.clock.pass_by(hours=9)
        raise LineError("timeout")

    line.centre.push = falls_asleep
    with pytest.raises(LineError):
        line.sync()
    line.centre.push = push
    told = line.sync()
    assert told.verified
    assert len(line.centre.applied()) == 3
    assert line.desk.clock.now() - line.desk.acts()[-1].made_at >= timedelta(hours=9)


def test_what_was_made_here_goes_before_the_first_download(line):  # S68
    line.desk.giulia.contacts.quick("1")
    line.sync()
    names = [name for name, _request in line.centre.calls]
    assert names.index("push") < names.index("pull")


def _said(text):
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text
