"""An application's whole life with the commands of the office, on both databases; and credit spent at one moment."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import msgspec
import pytest

from tests.central_exchange import TENANT, Centre
from tests.fake_workspace import Acts, application, caller_of, citizen, uid
from wemi_desk import cli
from wemi_desk.central.exchange import applications, case_steps, credit
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.ledger import MemoryErasureLedger
from wemi_desk.central.office import Office
from wemi_desk.central.serve import Place
from wemi_desk.central.store.database import CentreDatabase
from wemi_desk.domain.errors import InvalidFieldError, RecordMissingError

PAPER = {"what": "submitted", "number": "WEB-1", "at": "2026-09-20T08:00:00Z"}
CREDIT = {"number": "V-1", "amount_cents": 10_000, "issued_on": "2026-09-20", "spend_until": "2026-12-31"}


@pytest.fixture
def centre(database):
    centre = Centre(database, apply_act=apply_act)
    desk = centre.desk("A")
    desk.act("new", "citizen", uid(10), **_without_id(citizen(10)))
    desk.act("new", "application", uid(1), **_without_id(application(1, 10)))
    desk.act("receipt", "application", uid(1), **PAPER)
    assert desk.codes() == ["ok"] * 3
    centre.desk_a = desk
    return centre


def _without_id(content):
    return {name: value for name, value in content.items() if name not in ("id", "space_code")}


def stands(centre, kind="application", number=1):
    return centre.within(lambda work: work.find(kind, uid(number) if isinstance(number, int) else number)).content


def step(centre, to, **said):
    centre.now += 60_000_000
    return centre.within(lambda work: case_steps.take_step(work, uid(1), to, said))


def granted(centre, cents=10_000):
    def unit(work):
        work.set_fund("nido", 50_000)
        return applications.decide(work, uid(1), cents, "").state

    return centre.within(unit)


def test_from_the_receipt_to_the_credit_and_back(centre):
    assert stands(centre)["state"] == "submitted"
    assert step(centre, "registered", number="PG/1", on="2026-09-22") == "registered"
    assert step(centre, "under_review") == "under_review"
    assert step(centre, "integration_requested", note="pagina 2", due_on="2026-10-01") == "integration_requested"
    assert step(centre, "integrated", number="PG/2", on="2026-09-28") == "integrated"
    assert granted(centre) == "granted"
    voucher = centre.within(lambda work: credit.issue(work, uid(1), CREDIT))
    with pytest.raises(InvalidFieldError):
        centre.within(lambda work: credit.issue(work, uid(1), CREDIT))
    assert step(centre, "lapsed", number="DD 9", on="2026-10-20", note="trasferita") == "lapsed"
    assert stands(centre, "voucher", voucher)["revoked_reason"] == "trasferita"
    assert centre.within(lambda work: work.fund("nido")).left_cents == 50_000
    place = centre.within(lambda work: applications.beneficiary_key(work, uid(10)))
    assert centre.within(lambda work: work.live_application("nido", place)) is None


def test_looked_at_again_the_money_goes_back_and_may_be_granted_once_more(centre):
    assert granted(centre) == "granted"
    assert step(centre, "under_review") == "under_review"
    assert centre.within(lambda work: work.fund("nido")).left_cents == 50_000
    assert granted(centre, 4_000) == "granted"
    assert centre.within(lambda work: work.fund("nido")).left_cents == 46_000
    step(centre, "withdrawn", on="2026-10-02")
    assert step(centre, "under_review") == "under_review"
    assert granted(centre, 1_000) == "granted"
    assert centre.within(lambda work: work.fund("nido")).left_cents == 49_000


@pytest.mark.parametrize("to", ["lapsed", "integrated", "draft", "granted"])
def test_a_step_that_does_not_follow_is_refused_and_changes_nothing(centre, to):
    before = stands(centre)
    with pytest.raises(InvalidFieldError):
        step(centre, to, number="1", on="2026-09-20")
    assert stands(centre) == before


def test_reopened_when_another_has_the_place_it_is_refused(centre):
    step(centre, "withdrawn", on="2026-09-21")
    desk = centre.desk_a
    desk.act("new", "application", uid(2), **_without_id(application(2, 10)))
    desk.act("submit", "application", uid(2))
    assert desk.codes(4) == ["ok", "ok"]
    with pytest.raises(InvalidFieldError) as caught:
        step(centre, "under_review")
    assert caught.value.reason == "place_taken"


def test_a_paper_for_something_unknown_waits_and_one_for_another_kind_is_refused(centre):
    desk = centre.desk_a
    desk.act("receipt", "application", uid(77), **PAPER)
    desk.act("receipt", "citizen", uid(10), **PAPER)
    desk.act("receipt", "application", uid(1), what="submitted", number="", at=PAPER["at"])
    desk.act("receipt", "application", uid(1), what="submitted", number="W", at="2036-09-20T08:00:00Z")
    desk.act("receipt", "application", uid(1), what="submitted", number="W", at="later")
    assert desk.codes(4) == ["parked", "refused", "refused", "refused", "refused"]


def test_a_desk_makes_no_event_and_no_credit_of_the_office(centre):
    granted(centre)
    voucher = centre.within(lambda work: credit.issue(work, uid(1), CREDIT))
    desk, said = centre.desk_a, {"citizen_id": str(uid(10)), "created_at": PAPER["at"], "created_by": str(UUID(int=7))}
    event = {"application_id": str(uid(1)), "state": "granted", "at": PAPER["at"], "provenance": "centre"}
    desk.act("new", "application_event", **event, citizen_id=str(uid(10)))
    desk.act("set", "voucher", voucher, amount_cents=[10_000, 90_000])
    desk.act("new", "voucher", uid(50), number="V-9", amount_cents=5, issued_on="2026-09-20", measure_code="nido",
             provenance="centre", revoked_reason="x", **said)  # fmt: skip
    assert desk.codes(4) == ["refused", "locked", "ok"]
    noted = stands(centre, "voucher", 50)
    assert (noted["provenance"], noted["revoked_reason"]) == ("typed", "")


def test_no_more_credit_is_given_than_was_granted_and_none_stays_when_the_application_ends(centre):
    granted(centre)
    first = centre.within(lambda work: credit.issue(work, uid(1), CREDIT | {"amount_cents": 6_000}))
    with pytest.raises(InvalidFieldError) as caught:
        centre.within(lambda work: credit.issue(work, uid(1), CREDIT | {"number": "V-2", "amount_cents": 4_001}))
    assert caught.value.reason == "more_than_granted"
    second = centre.within(lambda work: credit.issue(work, uid(1), CREDIT | {"number": "V-2", "amount_cents": 4_000}))
    centre.desk_a.act("withdraw", "application", uid(1), reason="rinuncia")
    assert centre.desk_a.codes(4) == ["ok"]
    assert all(stands(centre, "voucher", one)["revoked_at"] for one in (first, second))


def test_looked_at_again_the_credit_is_revoked_and_may_be_given_anew(centre):
    granted(centre)
    first = centre.within(lambda work: credit.issue(work, uid(1), CREDIT))
    step(centre, "under_review")
    granted(centre, 5_000)
    centre.within(lambda work: credit.issue(work, uid(1), CREDIT | {"number": "V-2", "amount_cents": 5_000}))
    assert stands(centre, "voucher", first)["revoked_reason"] == "under_review"


def test_a_group_has_its_place_by_holder_and_activity_and_no_person_by_a_group(centre):
    desk, group = centre.desk_a, {"holder_kind": "school", "holder_name": "IC Venini", "activity": "Nuoto"}
    groups = (group, group | {"activity": "Teatro"}, group | {"holder_name": "ic  venini", "activity": "NUOTO"}, None)
    for number, one in enumerate(groups, 21):
        made = application(number, 10, measure_code="gruppi") | {"group": one}
        desk.act("new", "application", uid(number), **_without_id(made))
        desk.act("submit", "application", uid(number))
    assert desk.codes(4) == ["ok", "ok", "ok", "ok", "ok", "already", "ok", "ok"]
    assert [stands(centre, "application", number)["state"] for number in (21, 22, 23, 24)] == [
        "submitted", "submitted", "duplicate", "submitted",
    ]  # fmt: skip
    assert stands(centre, "application", 23)["duplicate_of"] == str(uid(21))


def test_what_the_platform_tells_twice_is_one_movement(centre):
    granted(centre)
    voucher = centre.within(lambda work: credit.issue(work, uid(1), CREDIT))
    said = {"kind": "spend", "amount_cents": 4_000, "at": PAPER["at"], "external_reference": "P-1"}
    ids = {centre.within(lambda work: credit.move(work, voucher, said)) for _twice in range(2)}
    assert len(ids) == 1
    with pytest.raises(RecordMissingError):
        centre.within(lambda work: credit.move(work, uid(99), said))


def spend(desk, **said):
    act = desk.act("new", "voucher_movement", **said)
    desk.outbox.pop(), desk.chains.pop()
    content = msgspec.json.decode(act.payload) | {"kind": "spend"}
    desk.keep(msgspec.structs.replace(act, payload=msgspec.Raw(msgspec.json.encode(content))))


def test_credit_is_never_overspent_by_desks_that_speak_at_the_same_moment(centre_url, database):
    first = Centre(database, apply_act=apply_act)
    marks, ledger = itertools.count(500), MemoryErasureLedger()
    others = [CentreDatabase(centre_url, lasting=False) for _ in range(2)]
    desk = first.desk("A")
    desk.act("new", "citizen", uid(10), **_without_id(citizen(10)))
    said = {"citizen_id": str(uid(10)), "created_at": PAPER["at"], "created_by": str(UUID(int=7))}
    credit_of = {"number": "V", "amount_cents": 10_000, "issued_on": "2026-09-20", "measure_code": "m"}
    desk.act("new", "voucher", uid(50), **credit_of, **said)
    assert desk.codes() == ["ok", "ok"]
    desks = [Centre(one, apply_act=apply_act, ledger=ledger, marks=marks).desk("A") for one in others * 3]
    for each in desks:
        spend(each, voucher_id=str(uid(50)), amount_cents=4_000, at=PAPER["at"], **said)
    gate = Barrier(len(desks))

    def push(one):
        gate.wait(20)
        return one.codes()[0]

    with ThreadPoolExecutor(len(desks)) as pool:
        codes = sorted(done.result(60) for done in [pool.submit(push, one) for one in desks])
    for one in others:
        one.close()
    assert codes == ["ok", "ok", "refused", "refused", "refused", "refused"]


def test_the_office_types_it_all(tmp_path, capsys):
    where = ["--folder", str(tmp_path / "centre")]

    def said(*words, status=0):
        assert cli.main(["central", *words, *where]) == status
        out = capsys.readouterr()
        return out.out if not status else out.err

    said("init")
    place = Place(tmp_path / "centre")
    office = Office(f"sqlite:///{place.database}", place, TENANT, "test")
    acts = Acts()
    for act in (
        acts.new("citizen", citizen(10)), acts.new("application", application(1, 10)),
        acts.act("application", "receipt", uid(1), PAPER),
    ):  # fmt: skip
        assert office.within(lambda work, act=act: apply_act(work, caller_of("A"), act))[0] == "ok"
    office.close()
    number = str(uid(1))
    assert "protocollata" in said("application", number, "registered", "--number", "PG/1", "--on", "2026-09-22")
    assert "numero" in said("application", number, "registered", "--on", "2026-09-22", status=1)
    assert "in istruttoria" in said("application", number, "review")
    assert "in istruttoria" in said("application", number, "history")
    said("fund", "set", "nido", "500")
    assert "ammessa" in said("decide", number, "--grant", "100")
    voucher = said("voucher", "issue", number, "V-1", "100", "--until", "2099-12-31").strip()
    assert "restano € 60,00" in said("voucher", "move", voucher, "spend", "40", "--reference", "P-1")
    assert "overspent" in said("voucher", "move", voucher, "spend", "70", "--reference", "P-2")
    said("voucher", "revoke", voucher, "--reason", "rinuncia")
    assert "V-1" in said("voucher", "show", voucher)
    assert "decaduta" in said("application", number, "lapse", "--number", "DD 5", "--on", "2026-10-01")
    assert "decaduta" in said("application", number, "review", status=1)
