"""What the people who run a centre do with it, on both databases."""

import os
from functools import partial
from uuid import uuid4

import msgspec
import pytest

from tests.central.test_line import act, push_of
from tests.central_people import TENANT
from tests.measure_documents import document
from tests.office_desks import operator, pulled, rows
from wemi_desk import cli
from wemi_desk.central.auth.keys import KeyFileError, new_keys, read_keys, write_keys
from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.central.exchange.published import published_id
from wemi_desk.central.publications import Publications
from wemi_desk.central.registry import Registry
from wemi_desk.central.saying import sentence
from wemi_desk.central.serve import new_id
from wemi_desk.central.upkeep import back_up, begin_recovery, end_recovery, put_back, recovery, tenants_of, wrong_scopes
from wemi_desk.domain.errors import InvalidFieldError, MeasureRefusedError, PaperworkRefusedError, RecordMissingError
from wemi_desk.domain.measure_documents import write_measure
from wemi_desk.domain.operators import Operator
from wemi_desk.domain.paperwork import PAPERWORK_TYPE
from wemi_desk.domain.paperwork_documents import write_type
from wemi_desk.domain.spaces import Organisation, Space
from wemi_desk.gateways.parcels import sealed_to_centre
from wemi_desk.gateways.reference_lists import load_paperwork_catalogue
from wemi_desk.sync import wire
from wemi_desk.sync.carrying import CarriedWork, Sender
from wemi_desk.sync.messages import EMPTY_CHAIN
from wemi_desk.sync.ports import Position


def test_founding_again_changes_nothing(office):
    assert office.found() is False


def test_spaces_go_to_every_desk_and_operators_to_the_desks_of_their_spaces(office, served):
    anna = operator()
    office.add_operator(anna)
    here, there = served("VEN"), served("LOR")
    spaces = [msgspec.json.decode(row.data, type=Space) for (kind, _id), row in rows(there, "ref").items()]
    assert {space.code for space in spaces} == {"VEN", "LOR"}
    shown = rows(here, "space:VEN")
    assert msgspec.json.decode(shown["operator", anna.id].data, type=Operator).badge_code == "OP1"
    assert msgspec.json.decode(shown["organisation", anna.organisation_id].data, type=Organisation).name == "Coop"
    assert rows(there, "space:LOR") == {}


def test_an_operator_who_moves_leaves_the_desks_of_the_space_before(office, served):
    anna = operator()
    office.add_operator(anna)
    here = served("VEN")
    assert rows(here, "space:VEN")["operator", anna.id].state == wire.PUT
    office.add_operator(msgspec.structs.replace(anna, space_codes=["LOR"]))
    assert rows(here, "space:VEN")["operator", anna.id].state == wire.EVICT


def test_an_operator_of_no_known_space_is_refused(office):
    with pytest.raises(InvalidFieldError):
        office.add_operator(operator(space_codes=["XXX"]))
    with pytest.raises(RecordMissingError):
        office.end_operator(uuid4())


def test_publishing_the_same_again_is_no_news(office):
    entries = [{"code": "a", "title": "Uno"}, {"code": "b", "title": "Due"}]
    assert Publications(office).publish("catalogue", entries) == 2
    assert Publications(office).publish("catalogue", entries) == 0
    assert Publications(office).publish("catalogue", [{"code": "a", "title": "Tre"}]) == 1
    with pytest.raises(InvalidFieldError):
        Publications(office).publish("lists", [{"title": "senza codice"}])


def test_versions_of_a_measure_stand_beside_each_other_and_one_that_stands_is_never_edited(office):
    published = Publications(office)
    assert published.publish("measures", [document(), document(version=2)]) == 2
    assert published.publish("measures", [document(extra={"later": 1}, version=3), document()]) == 1
    with pytest.raises(MeasureRefusedError) as refused:
        published.publish("measures", [document(version=4), document(title="Altro")])
    assert [one.code for one in refused.value.problems] == ["version_taken"]
    held = [measure_held(office, version) for version in (1, 2, 3, 4)]
    assert [one.content["title"] if one else None for one in held] == ["Voucher di prova"] * 3 + [None]
    assert held[2].content["extra"] == {"later": 1}
    assert published.publish("measures", [document(status="ended")]) == 1  # how it stands is no rule


def test_a_measure_with_a_red_test_is_published_to_nobody(office):
    wrong = document(eligibility_tests__0__expected={"eligible": False})
    with pytest.raises(MeasureRefusedError) as refused:
        Publications(office).publish("measures", [document(version=9), wrong])
    assert "tutto in regola" in sentence(refused.value)
    assert measure_held(office, 9) is None


def measure_held(office, version):
    record_id = published_id(office.tenant, "measure", "PROVA-2026", version)
    return office.within(lambda work: work.find("measure", record_id))


def test_a_policy_is_signed_and_numbered(office):
    published = Publications(office)
    assert [published.set_policy('{"idle": 3}').version, published.set_policy("{}").version] == [1, 2]
    policy = published.set_policy("{}")
    assert office.keys.signed(policy.signature, policy.signed_part())
    with pytest.raises(InvalidFieldError):
        Publications(office).set_policy("{")


def test_a_code_for_a_space_nobody_knows_is_refused(office):
    with pytest.raises(Refusal):
        office.make_code("XXX")


def test_a_fund_is_never_set_below_what_was_granted(office):
    registry = Registry(office)
    assert registry.set_fund("M", 10_000).left_cents == 10_000
    office.within(lambda work: work.book(new_id(), "M", "grant", 4_000))
    with pytest.raises(InvalidFieldError):
        registry.set_fund("M", 3_999)
    assert [fund.booked_cents for fund in registry.funds()] == [4_000]


def test_unsent_work_comes_by_hand_once_and_the_line_finds_it_there(office, served, tmp_path):
    desk = served()
    request = push_of(act(1), act(2))
    file = tmp_path / "lavoro.wemi"
    assert carried(desk.desk.id, desk.desk, request, desk.answer.box_key).export(file) == 2
    assert b"note" not in file.read_bytes()
    registry = Registry(office)
    first, again = registry.receive(file.read_bytes()), registry.receive(file.read_bytes())
    assert (first.acts, first.verdicts) == (again.acts, again.verdicts)
    answer = desk.line.push(request)
    assert (answer.state, answer.last) == (wire.TAKEN, 2)
    codes = [one.code for one in answer.verdicts]
    assert {code: codes.count(code) for code in codes} == first.verdicts


def test_a_file_that_was_changed_or_is_another_desks_is_refused(office, served, tmp_path):
    desk, other = served(), served()
    carried(desk.desk.id, other.desk, push_of(act(1)), desk.answer.box_key).export(tmp_path / "forged")
    content = (tmp_path / "forged").read_bytes()
    for bad in (content, content[:-1], b"", content[:40] + b"x" + content[41:], b"WEMI-CARRIED-1\n"):
        with pytest.raises(InvalidFieldError):
            Registry(office).receive(bad)


def test_a_centre_that_was_put_back_begins_a_new_epoch_and_takes_everything_again(
    office, served, centre_url, place, tmp_path, postgres_programs
):
    desk = served()
    request = push_of(act(1))
    desk.line.push(request)
    made = back_up(office, centre_url, tmp_path / "copies")
    assert made.logs_moved_on == 1
    before = pulled(desk)
    later = wire.PushRequest(
        incarnation=request.incarnation, first=2, chain=desk.line.push(request).chain, acts=[act(2)], erase_no=0
    )
    assert desk.line.push(later).last == 2
    office.close()
    put_back(centre_url, made.place, place.files)
    assert list(tenants_of(centre_url)) == [TENANT]
    office.__init__(centre_url, place, TENANT, "test", office.keys)
    begin_recovery(office)
    assert recovery(office).began_at
    after = pulled(desk)
    assert after.notice.recovering
    assert after.notice.epoch != before.notice.epoch
    assert desk.line.push(later).state in {wire.TAKEN, wire.BEHIND}
    end_recovery(office)
    assert not pulled(desk).notice.recovering
    assert wrong_scopes(office) == []
    assert office.first_broken() is None


def test_keys_are_never_replaced_nor_read_when_others_may_read_them(place):
    with pytest.raises(KeyFileError, match="exists"):
        write_keys(place.keys, new_keys())
    place.keys.chmod(0o644)
    with pytest.raises(KeyFileError, match="readable_by_others"):
        read_keys(place.keys)
    place.keys.chmod(0o600)
    place.keys.write_text("signing 00\n")
    with pytest.raises(KeyFileError, match="damaged"):
        read_keys(place.keys)


def test_the_commands_of_a_centre_from_the_first_to_a_code(tmp_path, capsys):
    where = ["--folder", str(tmp_path / "centre")]

    def said(*words):
        assert cli.main(["central", *words, *where]) == 0
        return capsys.readouterr().out

    said("init")
    said("space", "add", "ven", "Palestra Venini", "--network", "NORD")
    number = said("operator", "add", "--name", "Anna", "--surname", "Neri", "--organisation", "Coop", "--space", "VEN")
    assert number.strip() in said("operator", "list")
    assert len(said("code", "make", "VEN").split()[0]) == 10
    assert "25000,50" in said("fund", "set", "M", "25.000,50")
    assert said("devices") == ""
    measures = tmp_path / "measures.json"
    measures.write_text(write_measure(document()))
    assert "nuove o cambiate: 1" in said("publish", "measures", str(measures))
    measures.write_text(f'{{"measures": [{write_measure(document())}, {write_measure(document(version=2))}]}}')
    assert "nuove o cambiate: 1" in said("publish", "measures", str(measures))
    measures.write_text(write_measure(document(holder="zio")))
    assert cli.main(["central", "publish", "measures", str(measures), *where]) == 1
    assert "riga 11, holder: «zio»" in capsys.readouterr().err
    assert said("known-elsewhere") == "1 parte aggiornata.\n"
    said("backup", str(tmp_path / "copies"))
    (copy,) = (tmp_path / "copies").iterdir()
    assert "milano" in said("restore", str(copy), "--yes")
    said("recovery", "--end")
    assert "Registro intero" in said("audit", "verify")
    said("operator", "end", number.strip())
    assert said("operator", "list") == ""


def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path, capsys):
    where = ["--folder", str(tmp_path / "centre")]
    assert cli.main(["central", "code", "make", "VEN", *where]) == 1
    assert "central init" in capsys.readouterr().err
    assert cli.main(["central", "serve", *where]) == 1
    assert "database" in capsys.readouterr().err
    (tmp_path / "centre").mkdir()
    assert cli.main(["central", "serve", *where]) == 1
    assert "central upgrade" in capsys.readouterr().err
    assert cli.main(["central", "init", *where]) == 0
    for words in (["code", "make", "VEN"], ["erase", str(uuid4()), "--yes"], ["device", "lock", str(uuid4())]):
        assert cli.main(["central", *words, *where]) == 1
        assert capsys.readouterr().err.strip().endswith(".")


def carried(device_id, signing, request, box_key):
    sender = Sender(
        tenant=TENANT, device=device_id, sign=signing.sign.sign, seal=partial(sealed_to_centre, box_key),
        write=lambda path, content: path.write_bytes(content),
    )  # fmt: skip
    return CarriedWork(Outbox(device_id, request), sender, lambda: 1)


class Outbox:
    """As much of a desk's store as its hand-over asks."""

    def __init__(self, device_id, request):
        self.request = request
        self.at = Position(
            device_id=device_id, incarnation=request.incarnation, last_number=len(request.acts), chain=EMPTY_CHAIN,
            acked_number=0, absorbed_number=0, epoch=None, erase_no=0, order_no=0,
        )  # fmt: skip

    def position(self):
        return self.at

    def outgoing(self, after, most, most_bytes):
        return self.request.chain, self.request.acts[after : after + most]


@pytest.fixture
def postgres_programs(monkeypatch):
    """pg_dump and pg_restore of the server the tests run on; for one started by somebody else, those on the PATH."""
    from tests.postgres import programs

    if "WEMI_TEST_PG" not in os.environ:
        monkeypatch.setenv("PATH", f"{programs()}{os.pathsep}{os.environ['PATH']}")


def test_types_of_paperwork_are_published_by_versions_whole_or_not_at_all(office, served):
    kind = load_paperwork_catalogue().newest("CUP")
    second = write_type(kind) | {"version": 2, "title_it": "Visite ed esami"}
    published = Publications(office)
    assert [published.publish("paperwork", [second]) for _ in range(2)] == [1, 0]
    shown = rows(served("VEN"), "ref")
    record_id = published_id(office.tenant, PAPERWORK_TYPE, "CUP", 2)
    assert msgspec.json.decode(shown[PAPERWORK_TYPE, record_id].data)["title_it"] == "Visite ed esami"
    wrong = second | {"version": 3, "outcomes": [{"code": "completed", "label_it": "Fatto"}]}
    with pytest.raises(PaperworkRefusedError) as refused:
        published.publish("paperwork", [second | {"version": 4}, wrong])
    assert sentence(refused.value) == "outcomes: Manca l'esito «Non possibile»: ci vuole sempre."
    fourth = published_id(office.tenant, PAPERWORK_TYPE, "CUP", 4)
    assert office.within(lambda work: work.find(PAPERWORK_TYPE, fourth)) is None
    assert published.publish("paperwork", [second | {"valid_to": "2026-12-31"}]) == 1  # withdrawn, not edited
    with pytest.raises(PaperworkRefusedError):
        published.publish("paperwork", [second | {"title_it": "Altro"}])
