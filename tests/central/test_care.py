"""Who may hold what, what stands out, and what goes by age: on both databases, over HTTP where desks are concerned."""

from hashlib import sha256
from uuid import UUID

import msgspec
import pytest

from tests.central.test_line import push_of
from tests.central_people import TENANT
from tests.fake_workspace import citizen, contact, uid
from tests.office_desks import pulled, rows
from wemi_desk import cli
from wemi_desk.central.exchange.erasure import erase_person
from wemi_desk.central.files import FileStore
from wemi_desk.central.places import known_place
from wemi_desk.central.pruning import DAY, Ages, prune
from wemi_desk.central.registry import Registry
from wemi_desk.central.serve import microseconds, new_id
from wemi_desk.central.store.access_tables import LOG
from wemi_desk.central.store.directory import KnownSpace
from wemi_desk.central.store.file_list import FileList, StoredFile
from wemi_desk.central.watching import MOST_AN_HOUR, NO_VISIT, OFTEN, audit_heads, look_up_marks
from wemi_desk.domain.errors import RecordMissingError
from wemi_desk.sync import wire

PERSON = uid(10)
REASON = "other:è allo sportello"
LOOKED = wire.LookUpRequest(reason=REASON, surname="Rossi", given_name="Maria", birth_date="1958-05-01")
AGES = Ages(log=730, feed=400)


def act(number, kind, verb="new", record_id=None, subject=None, space="VEN", **content):
    record_id = record_id or new_id()
    body = {**content, "id": str(record_id)} if verb == "new" else content
    return wire.SentAct(
        number=number, id=new_id(), kind=kind, verb=verb, record_id=record_id, subject_id=subject,
        operator_id=UUID(int=0x0BE8), space_code=space, made_at=microseconds(), hlc=microseconds() << 6,
        kind_version=1, erase_no=0, payload=msgspec.Raw(msgspec.json.encode(body)),
    )  # fmt: skip


def registered(desk, space="VEN"):
    content = citizen(10, space, birth_date="1958-05-01", birth_date_provenance="document")
    content.pop("id")
    answer = desk.line.push(push_of(act(1, "citizen", record_id=PERSON, subject=PERSON, space=space, **content)))
    assert [one.code for one in answer.verdicts] == ["ok"]


def visit(space="VEN", about=PERSON, note=""):
    record_id = new_id()
    content = contact(1, space, citizen_id=str(about) if about else None, note=note) | {"id": str(record_id)}
    return act(1, "contact", record_id=record_id, subject=about, space=space, **content)


def place_of(code, network=""):
    known = known_place(code, code.title())
    return KnownSpace(code=code, id=known.id, name=known.name, network=network), known.content


def test_a_space_that_leaves_its_network_leaves_the_desks_of_the_network_at_once(office, served):
    for code in ("VEN", "LOR"):
        office.add_space(*place_of(code, "NORD"))
    own, wide = served("LOR"), served("VEN", "network:NORD")
    registered(own, "LOR")
    assert ("citizen", PERSON) in rows(wide, "space:LOR")
    office.add_space(*place_of("LOR"))
    assert "space:LOR" not in pulled(wide).scopes
    assert ("citizen", PERSON) in rows(own, "space:LOR")
    late = act(1, "citizen", "set", PERSON, PERSON, phone=[None, "+3902555"])
    answer = wide.line.push(push_of(late))  # made before it knew
    assert [one.code for one in answer.verdicts] == ["parked"]
    office.add_space(*place_of("LOR", "NORD"))
    assert "space:LOR" in pulled(wide).scopes


def test_a_desk_that_may_hold_less_lets_it_go_with_its_next_question_and_can_be_given_it_again(office, served):
    office.add_space(*place_of("LOR", "NORD"))
    wide = served("VEN", "city")
    assert {"space:VEN", "space:LOR"} <= set(pulled(wide).scopes)
    office.set_reach(wide.desk.id, "")
    assert "space:LOR" not in pulled(wide).scopes
    office.set_reach(wide.desk.id, "network:NORD")
    assert "space:LOR" in pulled(wide).scopes
    with pytest.raises(RecordMissingError):
        office.set_reach(new_id(), "city")


def test_a_person_leaves_one_space_with_what_hangs_there_and_work_not_sent_is_still_taken(office, served):
    here, there = served("VEN"), served("LOR")
    registered(here)
    there.line.look_up(LOOKED)
    there.line.look_up(wire.LookUpRequest(reason=REASON, record_id=PERSON))
    assert [one.code for one in there.line.push(push_of(visit("LOR"))).verdicts] == ["ok"]
    assert ("citizen", PERSON) in rows(there, "space:LOR")
    Registry(office).leave(PERSON, "LOR")
    assert {row.state for row in rows(there, "space:LOR").values()} == {wire.EVICT}
    assert {row.state for row in rows(here, "space:VEN").values()} == {wire.PUT}
    late = act(1, "citizen", "set", PERSON, PERSON, space="LOR", email=[None, "a@example.org"])
    assert [one.code for one in there.line.push(push_of(late)).verdicts] == ["ok"]
    with pytest.raises(RecordMissingError):
        Registry(office).leave(PERSON, "LOR")


def test_look_ups_that_stand_out_are_marked_by_hour_and_by_day_without_a_visit(office, served):
    here, there = served("VEN"), served("LOR")
    registered(here)
    for _time in range(MOST_AN_HOUR):
        there.line.look_up(LOOKED)
    there.line.look_up(wire.LookUpRequest(reason=REASON, record_id=PERSON))
    marks = look_up_marks(office)
    assert {(one.why, one.space_code, one.device, one.person) for one in marks} >= {
        (NO_VISIT, "LOR", there.desk.id, PERSON)
    }
    often = [one.count for one in marks if one.why == OFTEN]
    assert not often or sum(often) == MOST_AN_HOUR + 1  # at a full hour they may fall into two
    there.line.push(push_of(visit("LOR")))
    assert [one.why for one in look_up_marks(office) if one.why == NO_VISIT] == []
    assert look_up_marks(office, now=microseconds() + 8 * DAY) == []


def test_heads_that_do_not_follow_and_desks_that_are_silent_are_on_the_list(office, served):
    desk, silent = served("VEN"), served("LOR")
    for head in ((7, b"a" * 32), (9, b"b" * 32), (8, b"c" * 32)):
        desk.line.pull(wire.PullRequest(cursors=[], erase_no=0, incarnation=new_id(), audit_head=head))
    heads = {one.device: one for one in audit_heads(office, microseconds() + 8 * DAY)}
    assert (heads[desk.desk.id].seq, heads[desk.desk.id].tag, heads[desk.desk.id].broken_seq) == (9, b"b" * 32, 8)
    assert heads[silent.desk.id].broken_seq is None
    assert all(one.silent for one in heads.values())
    assert not any(one.silent for one in audit_heads(office))


def test_upkeep_lets_go_by_age_what_nobody_needs_and_desks_that_were_away_still_agree(office, served):
    here, there = served("VEN"), served("LOR")
    registered(here)
    there.line.look_up(LOOKED)
    office.make_code("VEN")
    assert sum(msgspec.to_builtins(_as_dict(prune(office, AGES))).values()) == 0
    Registry(office).erase(PERSON)
    here.line.erased(wire.ErasedRequest(number=1))
    for number in (1, 2):
        request = msgspec.structs.replace(push_of(visit(about=None, note=str(number))), erase_no=1)
        assert [one.code for one in here.line.push(request).verdicts] == ["ok"]
    later = microseconds() + 800 * DAY
    gone = prune(office, AGES, later)
    assert gone.tombstones >= 1
    assert min(gone.commits, gone.log_entries, gone.codes, gone.nonces) > 0
    assert office.first_broken() is None
    again = prune(office, AGES, later)
    assert (again.commits, again.tombstones, again.look_ups, again.codes) == (0, 0, 0, 0)
    feeds = {feed.scope: feed for feed in pulled_with(here, erase_no=1).feeds}
    assert feeds["space:VEN"].count == sum(row.state == wire.PUT for row in feeds["space:VEN"].rows)
    old = wire.Cursor(scope="space:VEN", cn=1, chain=b"x" * 32)
    (feed,) = (one for one in pulled_with(here, old, erase_no=1).feeds if one.scope == "space:VEN")
    assert feed.diverged


def test_the_files_of_somebody_whose_erasure_nobody_saw_to_its_end_go_with_the_next_upkeep(office, served):
    registered(served("VEN"))
    files, digest = FileStore(office.place.files), sha256(b"sealed").digest()
    files.add(TENANT, digest, 0, b"sealed")
    assert files.finish(TENANT, digest)
    with office.store.work() as connection:
        offered = {"size": 6, "record_id": PERSON, "device_id": new_id(), "offered_at": microseconds()}
        FileList(connection, TENANT).add(StoredFile(sha256=digest, sealed_key=b"k", **offered))
    assert prune(office, AGES).erased_files == 0
    office.within(lambda work: erase_person(work, PERSON))
    assert files.is_whole(TENANT, digest)
    assert prune(office, AGES).erased_files == 1
    assert not files.is_whole(TENANT, digest)
    with office.store.quick() as connection:
        assert FileList(connection, TENANT).find(digest) is None


def test_a_file_of_which_no_list_has_the_key_goes_after_the_month_in_which_its_desk_would_offer_it_again(office):
    files, digest = FileStore(office.place.files), sha256(b"sealed").digest()
    files.add(TENANT, digest, 0, b"sealed")
    assert files.finish(TENANT, digest)
    assert prune(office, AGES).half_files == 0
    assert prune(office, AGES, microseconds() + 30 * DAY).half_files == 0
    assert files.is_whole(TENANT, digest)
    assert prune(office, AGES, microseconds() + 41 * DAY).half_files == 1
    assert not files.is_whole(TENANT, digest)


def test_a_look_up_record_of_two_years_ago_is_gone_and_a_younger_one_stays(office, served):
    here, there = served("VEN"), served("LOR")
    registered(here)
    there.line.look_up(LOOKED)
    assert prune(office, AGES, microseconds() + 700 * DAY).look_ups == 0
    assert prune(office, AGES, microseconds() + 800 * DAY).look_ups == 2


def test_a_log_that_begins_late_is_whole_only_if_a_cut_says_so(office):
    for number in range(5):
        office.note("something", str(number))
    with office.store.work() as connection:
        assert office.log(connection).cut(microseconds() + DAY, microseconds(), "test") > 3
    assert office.first_broken() is None
    with office.store.work() as connection:
        first = min(one.seq for one in office.log(connection).entries())
        connection.execute(LOG.delete().where(LOG.c.tenant == TENANT, LOG.c.seq == first))
    assert office.first_broken() is not None


def test_the_commands_say_it(tmp_path, capsys):
    where = ["--folder", str(tmp_path / "centre")]

    def said(*words, status=0):
        assert cli.main(["central", *words, *where]) == status
        return capsys.readouterr().out

    said("init")
    said("space", "add", "VEN", "Palestra Venini")
    assert said("look-ups") == "0 ricerche da guardare.\n"
    assert said("audit", "heads") == ""
    assert "0 posizioni" in said("upkeep")
    policy = tmp_path / "policy.json"
    policy.write_text("{}")
    said("policy", str(policy))
    assert "Chiavi nuove" in said("keys", "replace", "--yes")
    assert "Registro intero" in said("audit", "verify")
    assert len(said("code", "make", "VEN").split()[0]) == 10
    said("device", "reach", str(new_id()), "--city", status=1)
    said("leave", str(new_id()), "VEN", status=1)


def test_a_centre_without_keys_says_so_and_does_not_say_that_it_answers(tmp_path, capsys):
    where = ["--folder", str(tmp_path / "centre")]
    (tmp_path / "centre").mkdir(mode=0o700)
    assert cli.main(["central", "upgrade", *where]) == 0
    capsys.readouterr()
    assert cli.main(["central", "serve", "--port", "0", *where]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "Il file delle chiavi non c'è: wemi-desk central init.\n"


def pulled_with(desk, *cursors, erase_no=0):
    request = wire.PullRequest(cursors=list(cursors), erase_no=erase_no, incarnation=new_id())
    return desk.line.pull(request)


def _as_dict(pruned):
    return {name: getattr(pruned, name) for name in type(pruned).__slots__ if name not in {"nonces"}}
