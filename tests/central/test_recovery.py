"""A centre that lost its last hours notices, takes back what desks kept, and erases again what was erased."""

import shutil
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import update

from tests.central_exchange import KEYS, NOW, TENANT, Centre
from tests.fake_workspace import call_back
from wemi_desk.central.exchange import applying
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.central.exchange.ledger import FileErasureLedger, MemoryErasureLedger
from wemi_desk.central.exchange.ports import LedgerEntry
from wemi_desk.central.exchange.recovery import WINDOW, end
from wemi_desk.central.exchange.workspace import Emptied, TakenWords
from wemi_desk.central.store.database import CentreDatabase
from wemi_desk.central.store.tables import RECORD, SCOPE_HEAD
from wemi_desk.sync.wire import BEHIND, ERASURES_FIRST, TAKEN, ErasedRequest, GiveBackRequest, GivenRow

DAY = 86_400_000_000


class Restorable(Centre):
    """A centre on a file that can be put back to an earlier state; the ledger is elsewhere."""

    def __init__(self, folder, **options):
        self.path, self.kept = folder / "centre.db", folder / "kept.db"
        database = CentreDatabase(f"sqlite:///{self.path}", lasting=False)
        database.create_all()
        super().__init__(database, **options)

    def back_up(self):
        with self.database.engine.begin() as connection:
            self.kept.unlink(missing_ok=True)
            connection.connection.driver_connection.execute("COMMIT")
            connection.connection.driver_connection.execute(f"VACUUM INTO '{self.kept}'")
            connection.connection.driver_connection.execute("BEGIN")

    def restore(self):
        self.database.close()
        for end_of_name in ("-wal", "-shm"):
            self.path.with_name(self.path.name + end_of_name).unlink(missing_ok=True)
        shutil.copy(self.kept, self.path)


@pytest.fixture
def restorable(tmp_path):
    centre = Restorable(tmp_path)
    yield centre
    centre.database.close()


def given(desk, scope="space:VEN"):
    return [GivenRow(scope, row.kind, row.id, row.data, row.version, row.mac) for row in desk.rows[scope].values()]


def citizen(desk, surname="Rossi", **fields):
    record_id = desk.new_id()
    blank = {
        "id": str(record_id), "surname": surname, "given_name": "", "birth_date": None, "space_code": desk.space,
        "created_at": "2026-11-22T05:00:00Z", "created_by": str(UUID(int=7)),
    }  # fmt: skip
    return desk.act("new", "citizen", record_id, record_id, **blank | fields)


def test_a_centre_behind_the_desk_says_so_and_takes_the_acts_again(restorable):
    desk = restorable.desk()
    desk.act()
    desk.push()
    restorable.back_up()
    desk.act()
    desk.push()
    restorable.restore()
    desk.act()
    answer = desk.push(3)
    assert (answer.state, answer.last, answer.chain) == (BEHIND, 1, desk.chains[1])
    assert desk.push(2).last == 3


def test_a_receipt_from_beyond_opens_a_recovery(restorable):
    desk = restorable.desk()
    desk.act()
    restorable.back_up()
    receipt = desk.push().receipt
    restorable.restore()
    before = desk.pull().notice.epoch
    answer = restorable.exchange.give_back(
        desk.caller, GiveBackRequest(incarnation=desk.incarnation, rows=[], receipt=receipt)
    )
    assert answer.notice.recovering
    assert answer.notice.epoch != before


@pytest.mark.parametrize("change", [{"signature": bytes(64)}, {"last": 9}, {"device": UUID(int=9)}])
def test_a_receipt_that_is_not_ours_opens_nothing(restorable, change):
    desk = restorable.desk()
    desk.act()
    restorable.back_up()
    receipt = msgspec.structs.replace(desk.push().receipt, **change)
    restorable.restore()
    request = GiveBackRequest(incarnation=desk.incarnation, rows=[], receipt=receipt)
    assert not restorable.exchange.give_back(desk.caller, request).notice.recovering


def test_rows_of_the_lost_hours_come_back_from_a_desk_that_saw_them(restorable):
    author, reader = restorable.desk(), restorable.desk()
    restorable.back_up()
    act = author.act(note="preziosa")
    author.push()
    reader.pull()
    rows = given(reader)
    restorable.restore()
    answer = restorable.exchange.give_back(reader.caller, GiveBackRequest(incarnation=reader.incarnation, rows=rows))
    assert answer.taken == 1
    assert answer.notice.recovering
    other = restorable.desk()
    other.pull()
    assert other.held(act.record_id)["note"] == "preziosa"
    assert author.codes() == ["exists"]


def test_what_is_given_back_twice_or_bears_another_mark_is_not_taken(restorable):
    author, reader = restorable.desk(), restorable.desk("VEN")
    restorable.back_up()
    author.act(note="a")
    author.push()
    reader.pull()
    rows = given(reader)
    restorable.restore()
    changes = ({"data": msgspec.Raw(b'{"note":"b"}')}, {"version": 2})
    forged = [msgspec.structs.replace(rows[0], **change) for change in changes]
    foreign = [msgspec.structs.replace(rows[0], scope="space:LOR")]
    for offer, taken in ((forged, 0), (foreign, 0), (rows, 1), (rows, 0)):
        request = GiveBackRequest(incarnation=reader.incarnation, rows=offer)
        assert restorable.exchange.give_back(reader.caller, request).taken == taken


def test_a_row_given_back_lets_the_acts_that_wait_for_it_pass(restorable):
    author, reader, late = restorable.desk(), restorable.desk(), restorable.desk()
    restorable.back_up()
    act = author.act(note="a")
    author.push()
    reader.pull()
    restorable.restore()
    late.act("set", record_id=act.record_id, note="b")
    assert late.codes() == ["parked"]
    restorable.exchange.give_back(reader.caller, GiveBackRequest(incarnation=reader.incarnation, rows=given(reader)))
    assert late.codes() != ["parked"]


def test_a_recovery_ends_when_every_desk_of_the_last_week_has_spoken(restorable):
    first, second, old = (restorable.desk() for _ in range(3))
    old.pull()
    restorable.now += WINDOW + DAY
    for desk in (first, second):
        desk.pull()
    restorable.within(lambda work: work.open_epoch(restorable.new_id()))
    assert first.pull().notice.recovering
    first.pull()
    assert restorable.within(lambda work: work.recovering)
    second.pull()
    second.pull()
    assert not restorable.within(lambda work: work.recovering)
    assert restorable.within(lambda work: work.had_recovery())


def test_a_centre_that_recovers_gives_no_news_with_verdicts_and_goes_on_waiting(restorable):
    desk = restorable.desk()
    desk.pull()
    restorable.within(lambda work: work.open_epoch(restorable.new_id()))
    desk.pull()
    desk.act()
    answer = desk.push_and_ask()
    assert (answer.state, answer.notice.recovering, answer.news) == (TAKEN, True, None)
    assert restorable.within(lambda work: work.recovering)
    desk.pull()
    desk.pull()
    assert not restorable.within(lambda work: work.recovering)


def test_a_person_may_end_a_recovery_and_the_report_says_who_is_missing(restorable):
    desk = restorable.desk()
    desk.pull()
    restorable.within(lambda work: work.open_epoch(restorable.new_id()))
    report = restorable.exchange.within(TENANT, lambda work: end(work, decided=True))
    assert list(report.missing) == [desk.id]
    assert not restorable.within(lambda work: work.recovering)


def test_an_erasure_in_the_lost_hours_is_carried_out_again_before_anything_is_answered(tmp_path):
    centre = Restorable(tmp_path, apply_act=apply_act, ledger=FileErasureLedger(tmp_path / "ledger"))
    desk, other = centre.desk(), centre.desk()
    act = citizen(desk, note="segreto")
    assert desk.codes() == ["ok"]
    other.pull()
    centre.back_up()
    assert centre.exchange.within(TENANT, lambda work: erase_person(work, act.record_id)) == 1
    centre.restore()
    answer = other.pull_once()
    assert [one.number for one in answer.notice.erasures] == [1]
    assert act.record_id in answer.notice.erasures[0].ids
    assert answer.feeds == []
    other.erase_no = 1
    assert centre.exchange.erased(other.caller, ErasedRequest(number=1)).erasures == []
    other.pull()
    assert other.held(act.record_id) is None
    assert desk.push().state == ERASURES_FIRST
    desk.erase_no = 1
    assert desk.codes() == ["erased"]
    centre.database.close()


@pytest.mark.parametrize(("version", "word"), [(2, None), (1, "ada@esempio.it")])
def test_a_row_of_before_an_order_comes_back_without_what_the_order_took_from_it(tmp_path, version, word):
    centre = Restorable(tmp_path, apply_act=apply_act, ledger=FileErasureLedger(tmp_path / "ledger"))
    desk, reader = centre.desk(), centre.desk()
    centre.back_up()
    act = citizen(desk, given_name="Bruna", email="ada@esempio.it")
    desk.push()
    reader.pull()
    took = TakenWords((Emptied(act.record_id, version, ("email",)),))  # a desk had filled the word of somebody erased
    centre.exchange.within(TENANT, lambda work: work.order_erasure([UUID(int=5)], [], ["space:VEN"], taken=took))
    centre.restore()
    reader.pull_once()
    centre.exchange.erased(reader.caller, ErasedRequest(number=1))
    request = GiveBackRequest(incarnation=reader.incarnation, rows=given(reader))
    assert centre.exchange.give_back(reader.caller, request).taken == 1
    held = centre.exchange.within(TENANT, lambda work: work.find("citizen", act.record_id).content)
    assert (held["email"], held["given_name"]) == (word, "Bruna")
    centre.database.close()


def test_the_same_person_under_an_id_the_ledger_does_not_know_is_erased_by_the_key(tmp_path):
    centre = Restorable(tmp_path, apply_act=apply_act)
    desk, other = centre.desk("VEN"), centre.desk("LOR")
    seen = {"fiscal_code": "RSSMRA85T10A562S", "fiscal_code_provenance": "card_scan", "birth_date": "1985-12-10"}
    twin = citizen(other, "Rossi", given_name="Maria", **seen)
    other.push()
    centre.back_up()
    first = citizen(desk, "Rossi", given_name="Maria", **seen)
    assert desk.codes() in (["ok"], ["conflict"])
    centre.exchange.within(TENANT, lambda work: erase_person(work, first.record_id))
    entry = centre.ledger.entries[0]
    centre.ledger.entries[0] = LedgerEntry(
        tenant=TENANT, number=1, ids=[first.record_id], keys=entry.keys, scopes=entry.scopes, at=NOW
    )
    centre.restore()
    notice = other.pull_once().notice
    assert {first.record_id, twin.record_id} <= set(notice.erasures[0].ids)
    centre.database.close()


def test_a_push_behind_the_erasures_is_not_looked_at(centre):
    desk = centre.desk()
    desk.act()
    centre.exchange.within(TENANT, lambda work: work.order_erasure([UUID(int=5)], [], ["space:VEN"]))
    answer = desk.push()
    assert answer.state == ERASURES_FIRST
    assert answer.notice.erasures[0].ids == [UUID(int=5)]
    desk.pull()
    desk.erase_no = 1
    assert desk.push().state == TAKEN


def test_an_order_whose_transaction_was_lost_is_found_in_the_ledger(centre):
    desk = centre.desk()
    act = desk.act(note="a")
    desk.push()
    centre.ledger.append(
        LedgerEntry(tenant=TENANT, number=1, ids=[act.record_id], keys=[], scopes=["space:VEN"], at=NOW)
    )
    number = centre.exchange.within(TENANT, lambda work: work.order_erasure([UUID(int=6)], [], []))
    assert number == 2
    desk.erase_no = 2
    desk.pull()
    assert desk.held(act.record_id) is None
    assert desk.codes() == ["erased"]


def test_a_ledger_file_is_read_by_others_and_survives_a_line_cut_short(tmp_path):
    path = tmp_path / "ledger"
    mine, theirs = FileErasureLedger(path), FileErasureLedger(path)
    one, two = (
        LedgerEntry(tenant=TENANT, number=n, ids=[UUID(int=n)], keys=[b"k"], scopes=["ref"], at=n) for n in (1, 2)
    )
    mine.append(one)
    assert (theirs.last(TENANT), theirs.last("altrove")) == (1, 0)
    with path.open("ab") as file:
        file.write(b'{"tenant":"mil')
    theirs.append(two)
    assert mine.after(TENANT, 0) == [one, two]
    assert MemoryErasureLedger().last(TENANT) == 0


def test_desks_may_let_go_of_what_a_backup_covers(centre):
    desk = centre.desk()
    desk.act()
    assert desk.push().receipt.durable == 0
    backup = centre.new_id()
    centre.within(lambda work: work.begin_backup(backup))
    desk.act()
    desk.push(2)
    assert centre.within(lambda work: work.finish_backup(backup)) == 1
    receipt = desk.pull().receipt
    assert (receipt.last, receipt.durable) == (2, 1)
    assert KEYS.signed(receipt.signature, receipt.signed_part())
    assert desk.pull_once().receipt is None


def test_the_books_are_recounted_from_what_is_really_there(centre):
    desk = centre.desk()
    desk.act()
    desk.act()
    desk.push()
    head, counted = centre.within(lambda work: work.recounted("space:VEN"))
    assert head == counted
    with centre.database.engine.begin() as connection:
        connection.execute(update(RECORD).values(data=b"{}"))
    head, counted = centre.within(lambda work: work.recounted("space:VEN"))
    assert head != counted


def test_books_that_are_wrong_are_made_right_and_what_was_wrong_travels_again(centre):
    desk, other = centre.desk(), centre.desk()
    act = desk.act(note="a")
    desk.act()
    desk.push()
    other.pull()
    with centre.database.engine.begin() as connection:
        connection.execute(update(RECORD).where(RECORD.c.id == act.record_id.bytes).values(data=b'{"note":"b"}'))
        connection.execute(update(SCOPE_HEAD).values(count=7))
    mended = centre.within(lambda work: work.mend("space:VEN"))
    assert (mended.head, mended.members) == (True, [act.record_id])
    head, counted = centre.within(lambda work: work.recounted("space:VEN"))
    assert head == counted
    assert not centre.within(lambda work: work.mend("space:VEN"))
    other.pull()
    assert other.held(act.record_id) == {"note": "b"}


def test_an_act_on_which_the_rules_break_does_not_stop_whoever_wakes_it(restorable, caplog):
    author, reader, late = restorable.desk(), restorable.desk(), restorable.desk()
    restorable.exchange._apply_act = apply_act
    restorable.back_up()
    act = citizen(author)
    author.push()
    reader.pull()
    restorable.restore()
    late.act("set", "citizen", act.record_id, act.record_id, phone=[None, "333"])
    assert late.codes() == ["parked"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(applying._VERBS, "set", _breaks)
        request = GiveBackRequest(incarnation=reader.incarnation, rows=given(reader))
        assert restorable.exchange.give_back(reader.caller, request).taken == 1
    assert late.codes() == ["refused"]
    assert "broke" in caplog.text


def _breaks(turn):
    raise LookupError(turn.act.id)


MARIA = {
    "given_name": "Maria", "fiscal_code": "RSSMRA85T10A562S", "fiscal_code_provenance": "card_scan",
    "birth_date": "1985-12-10",
}  # fmt: skip


def give_back(centre, desk, scope="space:VEN"):
    request = GiveBackRequest(incarnation=desk.incarnation, rows=given(desk, scope))
    return centre.exchange.give_back(desk.caller, request).taken


def redirect(desk, record_id, before, into):
    desk.act("set", "citizen", record_id, record_id, merged_into=[before and str(before), into and str(into)])


def test_two_who_were_told_apart_in_the_lost_hours_stay_two(restorable):
    restorable.exchange._apply_act = apply_act
    desk, reader = restorable.desk(), restorable.desk()
    first, second = citizen(desk, **MARIA).record_id, citizen(desk, **MARIA).record_id
    assert desk.codes() == ["ok", "ok"]
    restorable.back_up()
    redirect(desk, second, first, None)
    assert desk.codes()[-1] == "ok"
    reader.pull()
    restorable.restore()
    assert give_back(restorable, reader) >= 2
    reader.pull()
    assert [reader.held(one)["merged_into"] for one in (first, second)] == [None, None]


@pytest.mark.parametrize("merge_comes_again", [False, True])
def test_who_was_told_apart_since_the_restore_stays_apart_when_the_merge_of_the_lost_hours_comes_back(
    restorable, merge_comes_again
):
    restorable.exchange._apply_act = apply_act
    desk, reader, other = restorable.desk(), restorable.desk(), restorable.desk()
    first, second = citizen(desk).record_id, citizen(desk).record_id
    assert desk.codes() == ["ok", "ok"]
    other.pull()
    restorable.back_up()
    redirect(desk, second, None, first)
    assert desk.codes()[-1] == "ok"
    reader.pull()
    restorable.restore()
    restorable.now += 60_000_000
    redirect(other, second, first, None)
    assert other.codes() == ["already"]
    give_back(restorable, reader)
    if merge_comes_again:
        desk.push()
    other.pull()
    people = [other.held(one) for one in (first, second)]
    assert [one["apart_from"] for one in people] == [[str(second)], [str(first)]]
    assert [one["merged_into"] for one in people] == [None, None]


@pytest.mark.parametrize("known", [0, 1])
def test_one_sheet_that_knows_of_a_parting_is_enough_when_the_other_comes_back_from_before_it(restorable, known):
    restorable.exchange._apply_act = apply_act
    desk, before, after = restorable.desk(), restorable.desk(), restorable.desk()
    restorable.back_up()
    people = [citizen(desk, phone=phone, **MARIA).record_id for phone in ("+39021111111", "+39022222222")]
    assert desk.codes() == ["ok", "ok"]
    before.pull()
    redirect(desk, people[1], people[0], None)
    assert desk.codes()[-1] == "ok"
    after.pull()
    restorable.restore()
    rows = [row for row in given(after) if row.id == people[known]]
    restorable.exchange.give_back(after.caller, GiveBackRequest(incarnation=after.incarnation, rows=rows))
    give_back(restorable, before)
    sheets = [restorable.within(lambda work, one=one: work.find("citizen", one)).content for one in people]
    assert [one["apart_from"] for one in sheets] == [[str(people[1])], [str(people[0])]]
    assert [(one["merged_into"], one["phone"]) for one in sheets] == [(None, "+39021111111"), (None, "+39022222222")]


def test_who_was_told_apart_before_the_backup_and_made_one_again_after_it_is_one_again(restorable):
    restorable.exchange._apply_act = apply_act
    desk, reader = restorable.desk(), restorable.desk()
    people = [citizen(desk).record_id for _ in range(2)]
    redirect(desk, people[1], None, people[0])
    redirect(desk, people[1], people[0], None)
    assert desk.codes() == ["ok"] * 4
    restorable.back_up()
    restorable.now += 60_000_000
    redirect(desk, people[1], None, people[0])
    assert desk.codes()[-1] == "ok"
    reader.pull()
    restorable.restore()
    rows = [row for row in given(reader) if row.id == people[1]]  # alone: a large page may part the two
    restorable.exchange.give_back(reader.caller, GiveBackRequest(incarnation=reader.incarnation, rows=rows))
    sheets = [restorable.within(lambda work, one=one: work.find("citizen", one)).content for one in people]
    assert [one["merged_into"] for one in sheets] == [None, str(people[0])]


@pytest.mark.parametrize("erased", [0, 1])
def test_an_order_repeated_where_two_are_one_again_leaves_to_who_was_told_apart_what_is_theirs(restorable, erased):
    restorable.exchange._apply_act = apply_act
    desks = [restorable.desk("VEN"), restorable.desk("CAP")]
    people, promised = [], []
    for desk, phone in zip(desks, ("+39021111111", "+39022222222"), strict=True):
        people.append(citizen(desk, phone=phone, space_code=desk.space, **MARIA).record_id)
        promised.append(desk.new_id())
        promise = call_back(0, 0, desk.space) | {"id": str(promised[-1]), "citizen_id": str(people[-1])}
        desk.act("new", "call_back", promised[-1], **promise)
        assert desk.codes() == ["ok", "ok"]
    restorable.back_up()
    redirect(desks[1], people[1], people[0], None)
    assert desks[1].codes()[-1] == "ok"
    restorable.within(lambda work: erase_person(work, people[erased]))
    restorable.restore()
    stands, theirs = people[1 - erased], promised[1 - erased]
    for desk in desks:
        desk.erase_no = 1
        desk.pull()
    person, promise = desks[1 - erased].held(stands), desks[1 - erased].held(theirs)
    assert (person["merged_into"], person["phone"]) == (None, ("+39022222222", "+39021111111")[erased])
    assert (promise["citizen_id"], "origin_citizen_id" in promise) == (str(stands), False)
    assert not [one for one in (*people, *promised) if desks[erased].held(one)]
    assert not [one for one in (people[erased], promised[erased]) if desks[1 - erased].held(one)]


def test_a_person_given_back_beside_their_twin_is_one_with_it_though_no_act_says_so_again(restorable):
    restorable.exchange._apply_act = apply_act
    desk, reader, other = restorable.desk(), restorable.desk(), restorable.desk()
    restorable.back_up()
    first = citizen(desk, **MARIA).record_id
    desk.push()
    reader.pull()
    restorable.restore()
    second = citizen(other, **MARIA).record_id
    assert other.codes() == ["ok"]
    assert give_back(restorable, reader) == 1
    other.pull()
    assert sorted([other.held(first)["merged_into"] or "", other.held(second)["merged_into"] or ""]) == [
        "", str(min(first, second)),
    ]  # fmt: skip


@pytest.mark.parametrize("is_in_backup", [True, False])
def test_who_was_seen_elsewhere_only_through_somebody_erased_since_is_not_shown_there_again(restorable, is_in_backup):
    restorable.exchange._apply_act = apply_act
    there, here, both = restorable.desk("CAP"), restorable.desk("VEN"), restorable.desk("VEN", "CAP")
    erased = citizen(there, "Bianchi").record_id
    assert there.codes() == ["ok"]
    if not is_in_backup:
        restorable.back_up()
    stands = citizen(here).record_id
    assert here.codes() == ["ok"]
    if is_in_backup:
        restorable.back_up()
    redirect(both, stands, None, erased)
    assert both.codes()[-1] == "ok"
    here.pull()
    there.pull()
    assert there.held(stands)["merged_into"] == str(erased)
    restorable.restore()
    restorable.within(lambda work: erase_person(work, erased))
    there.erase_no = here.erase_no = 1
    give_back(restorable, there, "space:CAP")
    give_back(restorable, here)
    assert restorable.within(lambda work: work.exposed([stands])) == {"space:VEN"}
    assert restorable.within(lambda work: work.find("citizen", stands)).content["merged_into"] is None


def test_a_redirect_of_the_lost_hours_closes_no_circle_with_one_made_since(restorable):
    restorable.exchange._apply_act = apply_act
    desk, reader, other = restorable.desk(), restorable.desk(), restorable.desk()
    first, second = citizen(desk).record_id, citizen(desk).record_id
    assert desk.codes() == ["ok", "ok"]
    other.pull()
    restorable.back_up()
    redirect(desk, first, None, second)
    assert desk.codes()[-1] == "ok"
    reader.pull()
    restorable.restore()
    redirect(other, second, None, first)
    assert other.codes() == ["ok"]
    give_back(restorable, reader)
    other.pull()
    assert [other.held(one)["merged_into"] for one in (first, second)] == [None, str(first)]


def test_who_was_registered_after_an_erasure_comes_back_and_who_was_before_is_gone(tmp_path):
    centre = Restorable(tmp_path, apply_act=apply_act)
    desk, reader = centre.desk("VEN"), centre.desk("VEN")
    seen = {"fiscal_code": "RSSMRA85T10A562S", "fiscal_code_provenance": "card_scan", "birth_date": "1985-12-10"}
    first = citizen(desk, "Rossi", given_name="Maria", **seen)
    desk.push()
    reader.pull()
    before = given(reader)
    centre.exchange.within(TENANT, lambda work: erase_person(work, first.record_id))
    centre.back_up()
    desk.erase_no = reader.erase_no = 1
    again = citizen(desk, "Rossi", given_name="Maria", **seen)
    assert desk.codes()[-1] == "ok"
    reader.pull()
    rows = before + [row for row in given(reader) if row.id == again.record_id]
    centre.restore()
    answer = centre.exchange.give_back(reader.caller, GiveBackRequest(incarnation=reader.incarnation, rows=rows))
    assert (answer.taken, answer.gone) == (1, [first.record_id])
    centre.database.close()


@pytest.mark.parametrize("in_backup", [True, False])
def test_who_bore_the_code_as_another_record_outlives_the_erasure_and_its_repetition(tmp_path, in_backup):
    centre = Restorable(tmp_path, apply_act=apply_act)
    desk, other = centre.desk("VEN"), centre.desk("LOR")
    code = {"fiscal_code": "RSSMRA85T10A562S", "birth_date": "1985-12-10", "given_name": "Maria"}
    if not in_backup:
        centre.back_up()
    told = citizen(other, "Rossi", **code, fiscal_code_provenance="declared")
    other.push()
    if in_backup:
        centre.back_up()
    seen = citizen(desk, "Rossi", **code, fiscal_code_provenance="card_scan")
    desk.push()
    centre.exchange.within(TENANT, lambda work: erase_person(work, seen.record_id))
    centre.restore()
    other.pull()
    other.erase_no = 1
    assert other.codes() == ["ok"]
    other.pull()
    assert other.held(told.record_id)["surname"] == "Rossi"
    centre.database.close()


def test_who_was_left_alone_with_a_code_somebody_saw_stands_for_who_comes_before_them(tmp_path):
    centre = Restorable(tmp_path, apply_act=apply_act, ledger=FileErasureLedger(tmp_path / "erasures"))
    desk, other = centre.desk("VEN"), centre.desk("VEN")
    code = {"fiscal_code": "RSSMRA85T10A562S", "birth_date": "1985-12-10", "given_name": "Maria"}
    centre.back_up()
    seen = citizen(desk, "Rossi", **code, fiscal_code_provenance="card_scan")
    told = citizen(desk, "Rossi", **code, fiscal_code_provenance="declared")
    desk.push()
    centre.exchange.within(TENANT, lambda work: erase_person(work, told.record_id))
    centre.restore()
    citizen(other, "Rossi", **code, fiscal_code_provenance="card_scan")
    other.pull()
    desk.erase_no = other.erase_no = 1
    assert other.codes() == ["ok"]
    assert desk.codes() == ["ok", "erased"]
    other.pull()
    assert other.held(seen.record_id)["surname"] == "Rossi"
    centre.database.close()
