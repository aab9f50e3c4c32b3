"""One desk and a centre: whatever the line does, both end with the same records and know it."""

from uuid import UUID

import msgspec
import pytest

from tests.factories import CODE, make_citizen, make_contact, person, visit
from tests.sync_desk import Line
from wemi_desk.persistence import tables
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.sync.messages import plain
from wemi_desk.sync.ports import LineError


@pytest.fixture
def line(desk):
    return Line(desk)


def _register(line, surname="Fumagalli", **values):
    return line.desk.giulia.citizens.register(RegisterCitizen(form=person(surname, **values))).citizen


def _wire(record):
    return msgspec.to_builtins(record)


def test_a_mornings_work_arrives_once_and_comes_back_verified(line):
    citizen = _register(line, code=CODE, phone="333 1234567")
    line.desk.giulia.contacts.record(visit(citizen_id=citizen.id, destinations=("caf",)))
    told = line.sync()
    assert (told.verified, told.complete, told.healed) == (True, True, [])
    assert [act.id for act in line.centre.applied()] == [act.id for act in line.desk.acts()]
    assert all(act.verdict == "ok" and act.acked_at for act in line.desk.acts())
    position = line.position()
    assert position.acked_number == position.absorbed_number == position.last_number
    assert line.store.last_receipt().last == position.last_number


def test_with_nothing_to_do_it_is_one_question(line):
    _register(line)
    line.sync()
    line.centre.calls.clear()
    assert line.sync().verified
    assert [name for name, _ in line.centre.calls] == ["pull"]


def test_what_others_did_is_shown_and_found(line):
    citizen = make_citizen(7, surname="De Luca", given_name="Àda")
    contact = make_contact(8, citizen_id=citizen.id)
    line.centre.put("citizen", citizen.id, _wire(citizen))
    line.centre.put("contact", contact.id, _wire(contact))
    assert line.sync().verified
    with line.desk.giulia.store.reading() as work:
        assert work.citizens.get(citizen.id) == citizen
        assert work.contacts.get(contact.id) == contact
        assert [one.id for one in work.citizens.search("luca ada", 5)] == [citizen.id]
    changed = _wire(citizen) | {"surname": "Zanetti"}
    line.centre.put("citizen", citizen.id, changed)
    line.sync()
    with line.desk.giulia.store.reading() as work:
        assert work.citizens.search("luca", 5) == []
        assert [one.id for one in work.citizens.search("zanet", 5)] == [citizen.id]


def test_the_first_download_comes_page_by_page_and_goes_on_where_it_was_cut(line):
    line.centre.rows = 7
    for number in range(40):
        contact = make_contact(number)
        line.centre.put("contact", contact.id, _wire(contact))
    line.centre.failing = [("pull", False, LineError()), ("pull", True, LineError())]
    calls = 0
    while True:
        calls += 1
        try:
            told = line.sync()
        except LineError:
            continue
        break
    assert told.verified
    assert len(line.desk.rows(tables.CONTACT)) == 40
    limits = [request.cursors for name, request in line.centre.calls if name == "pull"]
    assert any(cursors and cursors[0].after for cursors in limits)


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("name", ["push", "pull"])
def test_a_question_or_an_answer_that_is_lost_changes_nothing(line, name, late):
    _register(line)
    line.centre.failing = [(name, late, LineError())]
    with pytest.raises(LineError):
        line.sync()
    assert line.sync().verified
    ids = [act.id for act in line.centre.applied()]
    assert len(ids) == len(set(ids)) == len(line.desk.acts())


def test_a_refused_act_waits_to_be_mended_and_blocks_nothing(line):
    first, second = _register(line), _register(line, "Rossi")
    line.centre.refuse[first.id] = "foreign_space"
    told = line.sync()
    assert told.verified
    verdicts = {act.record_id: act.verdict for act in line.desk.acts() if act.kind == "citizen"}
    assert verdicts == {first.id: "refused", second.id: "ok"}
    assert line.centre.content("citizen", second.id)
    with line.desk.giulia.store.reading() as work:
        assert work.citizens.get(first.id)
        assert not work.outbox.is_received(first.id)


def test_a_record_of_a_newer_centre_is_kept_as_it_is_and_its_unknown_fields_too(line):
    citizen = _wire(make_citizen(3)) | {"shoe_size": 43}
    line.centre.put("citizen", UUID(citizen["id"]), citizen)
    line.centre.put("tram_ticket", UUID(int=5), {"id": str(UUID(int=5)), "line": 14})
    line.centre.put("citizen", UUID(int=6), {"id": str(UUID(int=6)), "nonsense": True})
    assert line.sync().verified
    kept = {row.kind: plain(row.data) for row in line.desk.rows(tables.SHADOW) if "nonsense" not in str(row.data)}
    assert kept["citizen"]["shoe_size"] == 43
    assert kept["tram_ticket"]["line"] == 14
    assert len(line.desk.rows(tables.CITIZEN)) == 1


def test_an_edit_made_while_the_page_comes_in_stays_on_top(line):
    citizen = _register(line)
    line.sync()
    line.desk.giulia.citizens.change(citizen.id, person(phone="333 7654321"))
    line.centre.put("citizen", citizen.id, _wire(citizen) | {"email": "x@y.it"})
    line.centre.failing = [("push", False, LineError())]
    with pytest.raises(LineError):
        line.sync()
    line.sync()
    with line.desk.giulia.store.reading() as work:
        now = work.citizens.get(citizen.id)
    assert (now.phone[-4:], now.email) == ("4321", "x@y.it")
