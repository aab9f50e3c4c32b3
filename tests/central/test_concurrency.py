"""Many desks at once on real PostgreSQL: no row is passed over, no change lost, nobody waits for ever."""

import itertools
import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Event
from uuid import UUID

import msgspec
import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from tests.central_exchange import KEYS, TENANT, Centre, plain_rules
from tests.factories import make_contact
from tests.fake_workspace import application, uid
from tests.runners import at_once
from wemi_desk.central.exchange import recovery
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.central.exchange.ledger import MemoryErasureLedger
from wemi_desk.central.store import database as databases_module
from wemi_desk.central.store.access import AccessStore
from wemi_desk.central.store.database import CentreBusyError, CentreDatabase
from wemi_desk.central.store.file_list import FileList
from wemi_desk.central.store.slots import IdentityMap
from wemi_desk.central.store.tables import ACT, RECORD
from wemi_desk.sync.messages import encoded
from wemi_desk.sync.wire import ERASURES_FIRST, TAKEN

WRITERS, SCOPES, READERS = 24, 20, 4
SECRET = "segretissimo"
CODES = [f"RSSMRA85T{day}A562S" for day in range(10, 20)]


@pytest.fixture
def url(databases):
    url = databases.filled("centre", _make_tables)
    yield url
    databases.drop(url)


@pytest.fixture
def workers(url):
    """Two workers' pools on one database; what they did again, by SQLSTATE."""
    made = [CentreDatabase(url, pool_size=14) for _ in range(2)]
    yield made
    for one in made:
        one.close()


def _make_tables(url):
    database = CentreDatabase(url)
    database.create_all()
    database.close()


@contextmanager
def repeats():
    """The SQLSTATEs for which units ran again."""
    found, judge = [], databases_module._may_repeat

    def noted(error):
        again = judge(error)
        if again:
            found.append(getattr(error, "sqlstate", None))
        return again

    databases_module._may_repeat = noted
    try:
        yield found
    finally:
        databases_module._may_repeat = judge


def side_by_side(workers, rules=plain_rules):
    """A centre on each worker's database; their desks have names of their own."""
    marks, ledger = itertools.count(1000), MemoryErasureLedger()
    return [Centre(database, apply_act=rules, ledger=ledger, marks=marks) for database in workers]


def lingering(step):
    """A little time between the head's number and the commit, in which a reader may look."""
    if step == "commit":
        Event().wait(random.random() * 0.004)


def test_no_reader_passes_over_a_row_whatever_commits_while_it_reads(workers):
    spaces = [f"S{number:02}" for number in range(SCOPES)]
    centres = side_by_side(workers)
    for database in workers:
        database.step = lingering
    writers = [centres[number % 2].desk(*spaces) for number in range(WRITERS)]
    readers = [centres[number % 2].desk(*spaces) for number in range(READERS)]
    is_over = Event()
    with ThreadPoolExecutor(READERS) as pool:
        reading = [pool.submit(_read, desk, is_over) for desk in readers]
        try:
            at_once(lambda desk=desk: _write(desk, spaces) for desk in writers)
        finally:
            is_over.set()
        assert [one.result(60) for one in reading] == [None] * READERS
    written = {act.record_id for desk in writers for act in desk.outbox}
    for desk in readers:
        assert {one for rows in desk.rows.values() for one in rows} == written


def _write(desk, spaces):
    for turn in range(14):
        desk.space = spaces[(desk.mark * 7 + turn * 11) % SCOPES]
        act = desk.act(note=str(turn))
        assert desk.push(act.number).state == TAKEN


def _read(desk, is_over):
    desk.pull(limit=7)
    while not is_over.is_set():
        desk.pull(limit=50)
    desk.pull()


def test_the_control_a_sequence_passes_rows_over(url):
    """What most programs do: if this lost nothing, the test above would prove nothing."""
    plain = url.replace("postgresql+psycopg:", "postgresql:", 1)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("CREATE TABLE naive (cn BIGSERIAL PRIMARY KEY, writer INT)")
    is_over, seen = Event(), set()

    def write(number):
        with psycopg.connect(plain) as connection:
            for _ in range(25):
                connection.execute("INSERT INTO naive (writer) VALUES (%s)", (number,))
                connection.execute("SELECT pg_sleep(random() * 0.004)")
                connection.commit()

    def read():
        last = 0
        with psycopg.connect(plain, autocommit=True) as connection:
            while True:
                ending = is_over.is_set()
                rows = [row[0] for row in connection.execute("SELECT cn FROM naive WHERE cn > %s", (last,))]
                seen.update(rows)
                last = max([last, *rows])
                if ending:
                    return

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        at_once(lambda number=number: write(number) for number in range(12))
        is_over.set()
        reading.result(60)
    assert len(seen) < 12 * 25


def _edit_together(workers):
    centres = side_by_side(workers)
    author = centres[0].desk()
    record = author.act(note="x").record_id
    author.push()
    desks = [centres[number % 2].desk() for number in range(8)]

    def edit(desk):
        for turn in range(6):
            act = desk.act("set", record_id=record, **{f"field_{desk.mark}_{turn}": turn})
            assert desk.push(act.number).verdicts[0].code == "ok"

    at_once(lambda desk=desk: edit(desk) for desk in desks)
    content = centres[0].within(lambda work: work.find("contact", record)).content
    return [name for name in content if name.startswith("field_")]


def test_changes_of_one_record_by_many_desks_are_all_kept(workers):
    assert len(_edit_together(workers)) == 48


def test_the_control_without_looking_again_changes_are_lost(workers, monkeypatch):
    monkeypatch.setattr(IdentityMap, "lock", lambda self, ids: None)
    assert len(_edit_together(workers)) < 48


def test_transactions_over_the_same_records_and_scopes_never_wait_in_a_circle(workers):
    centres = side_by_side(workers)
    spaces = ("A", "B", "C", "D")
    author = centres[0].desk(*spaces)
    records = []
    for number in range(24):
        author.space = spaces[number % 4]
        records.append(author.act(note="x").record_id)
    author.push()
    desks = [centres[number % 2].desk(*spaces) for number in range(10)]

    def edit(desk):
        dice = random.Random(desk.mark)
        for turn in range(5):
            first = len(desk.outbox) + 1
            for record in dice.sample(records, 8):
                desk.act("set", record_id=record, **{f"f{desk.mark}": turn})
            desk.space = dice.choice(spaces)
            desk.act(note="y")
            assert desk.push(first).state == TAKEN

    with repeats() as found:
        at_once(lambda desk=desk: edit(desk) for desk in desks)
    assert "40P01" not in found


def test_an_act_never_waits_for_a_record_that_came_at_the_same_moment(workers):
    centres = side_by_side(workers)
    for _turn in range(20):
        maker, editor = centres[0].desk(), centres[1].desk()
        record = maker.new_id()
        maker.act(record_id=record, note="x")
        editor.act("set", record_id=record, colour="blu")
        at_once([maker.push, editor.push])
        assert editor.codes() == ["ok"]
        maker.pull()
        assert maker.held(record).get("colour") == "blu"


def test_what_is_brought_at_the_moment_in_which_a_recovery_ends_does_not_wait_for_the_next(workers):
    centres = side_by_side(workers, apply_act)
    desk = centres[0].desk("A")
    asker = _register(desk, CODES[0], 0)
    desk.act("new", "application", uid(2), asker, **_asked_by(asker))
    desk.push()
    centres[0].within(lambda work: work.open_epoch(centres[0].new_id()))
    submission = desk.act("submit", "application", uid(2), asker)
    steps = itertools.count()

    def end_meanwhile(step):
        if step == "statement" and next(steps) == 3:
            centres[1].within(lambda work: recovery.end(work, decided=True))

    workers[0].step = end_meanwhile
    desk.push(submission.number)
    workers[0].step = None
    assert centres[1].within(lambda work: work.find("application", uid(2)).content["state"]) == "submitted"


def test_a_person_registered_at_two_spaces_at_the_same_moment_is_one_person(workers):
    centres = side_by_side(workers, apply_act)
    for turn in range(10):
        code = CODES[turn]
        desks = [centre.desk(f"S{turn}{number}") for number, centre in enumerate(centres)]
        people = [_register(desk, code, turn) for desk in desks]
        at_once(desk.push for desk in desks)
        with_key = centres[0].within(lambda work, people=people: [work.find("citizen", one).content for one in people])
        assert sum(content["merged_into"] is not None for content in with_key) == 1


def _register(desk, code, turn):
    record = desk.new_id()
    desk.act(
        "new", "citizen", record, record, surname="Rossi", given_name="Maria", birth_date=f"1985-12-{10 + turn}",
        fiscal_code=code, fiscal_code_provenance="card_scan", birth_date_provenance="card_scan",
        created_at="2026-11-22T05:00:00Z", created_by=str(UUID(int=7)),
    )  # fmt: skip
    return record


def _asked_by(asker):
    content = application(2, 1, citizen_id=str(asker), beneficiary_id=str(asker))
    return {name: value for name, value in content.items() if name != "id"}


def test_an_act_brought_by_two_devices_at_the_same_moment_happens_once(workers):
    centres = side_by_side(workers)
    for _turn in range(10):
        one, clone = centres[0].desk(), centres[1].desk()
        act = one.act(note="x")
        clone.keep(act)
        at_once([one.push, clone.push])
        one.pull()
        assert one.rows["space:VEN"][act.record_id].version == 1


def test_nobody_is_erased_between_the_look_at_an_attachment_and_the_offer_of_its_file(workers, url, monkeypatch):
    monkeypatch.setattr(databases_module, "MOST_TRIES", 1)
    centre, hurried = Centre(workers[0]), make_url(url).update_query_dict({"options": "-c lock_timeout=20ms"})
    desk, person = centre.desk("A"), centre.new_id()
    desk.act("new", "citizen", person, person, surname="Rossi")
    attachment = desk.act("new", "attachment", None, person, citizen_id=str(person))
    desk.push()
    eraser, offers = CentreDatabase(hurried, pool_size=1), AccessStore(url)
    office = Centre(eraser, ledger=centre.ledger)
    with offers.work() as connection:
        assert FileList(connection, TENANT).is_shown(attachment.record_id, ["space:A"])
        with pytest.raises(CentreBusyError):
            office.exchange.within(TENANT, partial(erase_person, citizen_id=person))
    office.exchange.within(TENANT, partial(erase_person, citizen_id=person))
    with offers.work() as connection:
        assert not FileList(connection, TENANT).is_shown(attachment.record_id, ["space:A"])
    eraser.close()
    offers.close()


def test_a_fund_is_never_passed_by_decisions_at_the_same_moment(workers):
    centre = Centre(workers[0])
    applications = [centre.new_id() for _ in range(8)]
    centre.within(lambda work: work.set_fund("bonus", 500_00))

    def grant(database, application):
        def unit(work):
            fund = work.fund("bonus")
            return fund.left_cents >= 100_00 and work.book(application, "bonus", "grant", 100_00)

        return database.exchanged(TENANT, unit, now=1, keys=KEYS, ledger=centre.ledger)

    pairs = zip(applications, itertools.cycle(workers), strict=False)
    granted = at_once(lambda one=one, database=database: grant(database, one) for one, database in pairs)
    assert sum(granted) == 5
    assert centre.within(lambda work: work.fund("bonus")).booked_cents == 500_00


class SerialisationError(Exception):
    """As the driver says it."""

    sqlstate = "40001"
    sqlite_errorcode = 5


@pytest.mark.parametrize("at", ["statement", "commit"])
def test_a_unit_that_met_another_runs_again_whole(database, at):
    centre = Centre(database)
    desk = centre.desk()
    desk.act()
    steps = itertools.count()

    def trip(step):
        if step == at and next(steps) in (0, 2):
            raise SerialisationError

    database.step = trip
    assert desk.codes() == ["ok"]
    database.step = None
    desk.pull()
    assert len(desk.rows["space:VEN"]) == 1


def test_a_unit_that_meets_others_every_time_gives_up(database):
    def trip(step):
        if step == "commit":
            raise SerialisationError

    database.step = trip
    with pytest.raises(CentreBusyError):
        database.transact(lambda transaction: None)


def test_nothing_of_a_person_survives_an_erasure_that_runs_while_desks_write_about_them(workers):
    centres = side_by_side(workers, apply_act)
    for turn in range(4):
        desks = [centres[number % 2].desk() for number in range(4)]
        person = _register(desks[0], CODES[turn], turn)
        _sent(desks[0], 1)
        jobs = [lambda desk=desk, person=person: _speak_of(desk, person) for desk in desks]
        erase = partial(centres[0].exchange.within, TENANT, partial(erase_person, citizen_id=person))
        at_once([*jobs, erase])
        with workers[0].engine.connect() as connection:
            live = select(RECORD.c.data).where(RECORD.c.state == "live")
            texts = [*connection.execute(live).scalars(), *connection.execute(select(ACT.c.payload)).scalars()]
        assert not any(SECRET.encode() in bytes(text) for text in texts if text)


def _speak_of(desk, person):
    first = len(desk.outbox)
    for number in range(12):
        record = desk.new_id()
        contact = make_contact(number, id=record, citizen_id=person, space_code=desk.space, note=SECRET)
        desk.act("new", "contact", record, person, **msgspec.json.decode(encoded(contact)))
        _sent(desk, first + number + 1)


def _sent(desk, first):
    """Push, obeying the orders that stand before."""
    while (answer := desk.push(first)).state == ERASURES_FIRST:
        desk.erase_no = answer.notice.erasures[-1].number
    assert answer.state == TAKEN


def test_what_is_hung_on_a_person_while_two_become_one_moves_with_the_person(workers):
    centres = side_by_side(workers, apply_act)
    for turn in range(6):
        one, two = centres[0].desk(f"A{turn}"), centres[1].desk(f"B{turn}")
        people = [_register(one, CODES[turn], turn), None]
        one.push()
        people[1] = _register(two, CODES[turn], turn)
        for _ in range(3):
            _call_back(one, people[0])
        at_once([two.push, lambda one=one: one.push(2)])
        _call_back(two, people[1])
        two.push(2)
        found = centres[0].within(lambda work, people=people: _pointed(work, people))
        assert found == {people[0]: 4, people[1]: 0}


def _call_back(desk, person):
    record = desk.new_id()
    desk.act(
        "new", "call_back", record, person, citizen_id=str(person), due_on="2026-11-30", what="Richiamare",
        created_at="2026-11-22T05:00:00Z", created_by=str(UUID(int=7)),
    )  # fmt: skip


def _pointed(work, people):
    return {one: len(work.pointing("citizen_id", one, ("call_back",))) for one in people}


def test_a_server_that_was_started_anew_is_not_noticed_by_desks(url):
    database = CentreDatabase(url, pool_size=3)
    centre = Centre(database)
    desk = centre.desk()
    desk.act()
    desk.push()
    plain = url.replace("postgresql+psycopg:", "postgresql:", 1)
    with psycopg.connect(plain, autocommit=True) as other:
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        other.execute(f"SELECT pg_terminate_backend(pid) {others}")
    desk.act()
    assert desk.push(2).state == TAKEN
    desk.pull()
    assert len(desk.rows["space:VEN"]) == 2
    database.close()


def test_an_erasure_that_meets_another_at_whichever_statement_is_ordered_once_and_says_its_number(database):
    centre = Centre(database, apply_act=apply_act)
    desk, tripped = centre.desk(), True
    while tripped:
        tripped, at, number = False, itertools.count(), centre.ledger.last(TENANT) + 1
        desk.erase_no = number - 1
        person = _register(desk, CODES[0], 0)
        desk.push(len(desk.outbox))

        def trip(step, number=number, at=at):
            nonlocal tripped
            if step == "statement" and next(at) == number:
                tripped = True
                raise SerialisationError

        database.step = trip
        assert centre.exchange.within(TENANT, partial(erase_person, citizen_id=person)) == number
        database.step = None
        assert centre.ledger.last(TENANT) == number
    assert number > 10
