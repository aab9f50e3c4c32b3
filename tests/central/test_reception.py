import msgspec
import pytest

from tests.central_people import NOON, TENANT, CentreClock, SigningDesk
from tests.fakes import CountedIds
from wemi_desk.central.auth import reception as r
from wemi_desk.central.auth.gate import NONCE_LIFE, SKEW, Gate
from wemi_desk.central.auth.keys import new_keys
from wemi_desk.central.auth.limits import Limits, Rate
from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.central.auth.tokens import TOKEN_LIFE
from wemi_desk.central.store import access_tables
from wemi_desk.central.store.access import AccessStore
from wemi_desk.central.store.admissions import Admissions
from wemi_desk.central.store.devices import Devices
from wemi_desk.central.store.directory import CentreLog, Directory, KnownSpace
from wemi_desk.central.store.tables import METADATA
from wemi_desk.domain.access import Grant
from wemi_desk.sync import admission as a
from wemi_desk.sync.wire import Order

OPERATOR = a.OperatorSheet(
    id=CountedIds()(), given_name="Anna", surname="Neri", organisation_id=CountedIds()(), organisation="Coop",
    space_codes=["VEN"], roles=["operator", "organisation_lead"],
)  # fmt: skip


class Centre:
    def __init__(self, url):
        self.clock, self.keys = CentreClock(), new_keys()
        self.store = AccessStore(url)
        METADATA.create_all(self.store._engines[0])
        self.desk = r.FrontDesk(self.store, self.keys, self.clock, CountedIds())
        self.gate = Gate(self.store, self.keys, self.clock)
        with self.store.work() as connection:
            directory = Directory(connection, TENANT)
            for code, network in (("VEN", "NORD"), ("GAL", "NORD"), ("LOR", "SUD")):
                directory.put_space(KnownSpace(code=code, id=self.desk.ids(), name=code.title(), network=network))
            directory.put_operator(OPERATOR)

    def code(self, **how):
        return r.make_code(self.desk, TENANT, "VEN", "test", **how).code

    def enrolled(self, **how):
        desk = SigningDesk()
        answer = r.enrol(self.desk, desk.enrol_request(self.code(**how)), "192.0.2.1")
        return desk, answer

    def with_token(self, **how):
        desk, answer = self.enrolled(**how)
        head = desk.head("/v1/token", b"{}", at=self.clock.now)
        device = self.gate.admit_key(head, b"{}", TENANT)
        desk.token = r.token(self.desk, device, a.TokenRequest(tenant=TENANT, version="0.1.0")).token
        return desk, answer

    def device(self, desk):
        with self.store.quick() as connection:
            return Devices(connection).find(TENANT, desk.id)

    def everything(self):
        with self.store.quick() as connection:
            return {
                table.name: [tuple(row) for row in connection.execute(table.select())]
                for table in METADATA.sorted_tables
                if table is not access_tables.NONCE
            }


@pytest.fixture
def centre(centre_url):
    centre = Centre(centre_url)
    yield centre
    centre.store.close()


def refused(call):
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.status, caught.value.error


def test_a_code_brings_a_desk_in_once(centre):
    code = centre.code()
    first, second = SigningDesk(), SigningDesk()
    answer = r.enrol(centre.desk, first.enrol_request(code), "x")
    assert (answer.space_code, answer.tenant) == ("VEN", TENANT)
    assert [one.id for one in answer.operators] == [OPERATOR.id]
    assert refused(lambda: r.enrol(centre.desk, second.enrol_request(code), "x")) == (403, a.USED_CODE)


def test_a_code_is_over_after_a_quarter_of_an_hour(centre):
    code = centre.code()
    centre.clock.now += r.PERIOD
    assert refused(lambda: r.enrol(centre.desk, SigningDesk().enrol_request(code), "x")) == (403, a.OLD_CODE)
    centre.clock.now += r.REMEMBERED
    assert refused(lambda: r.look_at_code(centre.desk, code, "x")) == (403, a.WRONG_CODE)


def test_a_code_says_what_it_is_for_and_stays_unused(centre):
    code = centre.code()
    with centre.store.work() as connection:
        leads = msgspec.structs.replace(OPERATOR, id=centre.desk.ids(), roles=["operator", "network_coordinator"])
        Directory(connection, TENANT).put_operator(leads)
    sheet = r.look_at_code(centre.desk, code.lower(), "x")
    assert (sheet.tenant, sheet.space_code, sheet.space_name) == (TENANT, "VEN", "Ven")
    assert [one.id for one in sheet.operators] == [OPERATOR.id]
    assert r.enrol(centre.desk, SigningDesk().enrol_request(code), "x").space_code == "VEN"


def test_a_desk_of_another_tenant_does_not_use_a_code_up(centre):
    code = centre.code()
    foreign = SigningDesk().enrol_request(code, tenant="altrove")
    assert refused(lambda: r.enrol(centre.desk, foreign, "x")) == (409, a.OTHER_TENANT)
    assert r.enrol(centre.desk, SigningDesk().enrol_request(code, tenant=TENANT), "x").tenant == TENANT


def test_codes_are_ten_letters_and_digits_and_nowhere_in_the_database(centre):
    code = centre.code()
    assert len(code) == 10
    assert set(code) <= set(a.CODE_ALPHABET)
    assert code not in str(centre.everything())


def test_who_guesses_codes_waits_and_others_do_not(centre):
    for _guess in range(r.WRONG_CODES):
        assert refused(lambda: r.enrol(centre.desk, SigningDesk().enrol_request("A" * 10), "x"))[0] == 403
    good = centre.code()
    assert refused(lambda: r.enrol(centre.desk, SigningDesk().enrol_request(good), "x")) == (429, a.TOO_MANY)
    assert r.enrol(centre.desk, SigningDesk().enrol_request(good), "y").space_code == "VEN"


@pytest.mark.parametrize("change", [{"sign_proof": bytes(64)}, {"check_proof": bytes(64)}, {"check_key": bytes(32)}])
def test_a_desk_must_hold_the_keys_it_names(centre, change):
    request = SigningDesk().enrol_request(centre.code(), **change)
    before = centre.everything()
    assert refused(lambda: r.enrol(centre.desk, request, "x")) == (403, a.NOT_ADMITTED)
    assert centre.everything() == before


def test_an_id_that_is_taken_is_not_given_twice(centre):
    desk, first = centre.enrolled()
    other = SigningDesk(id=desk.id)
    assert refused(lambda: r.enrol(centre.desk, other.enrol_request(centre.code()), "x")) == (409, a.CONFLICT)
    again = r.enrol(centre.desk, desk.enrol_request(centre.code()), "x")
    assert (again.device, again.space_code) == (first.device, first.space_code)
    assert len(r.listed(centre.desk, TENANT)) == 1


def test_a_code_for_another_space_is_not_for_a_desk_that_knows_where_it_stands(centre):
    request = SigningDesk().enrol_request(centre.code(), space_code="LOR")
    assert refused(lambda: r.enrol(centre.desk, request, "x")) == (409, a.OTHER_SPACE)


def test_operators_a_desk_brings_keep_no_more_than_its_space_and_lead_nothing_else(centre):
    brought = a.OperatorSheet(
        id=centre.desk.ids(), given_name="Ugo", surname="Blu", organisation_id=centre.desk.ids(),
        space_codes=["VEN", "LOR"], roles=["operator", "city_staff", "network_coordinator"],
    )  # fmt: skip
    other = msgspec.structs.replace(OPERATOR, surname="Altro", roles=["city_staff"])
    answer = r.enrol(centre.desk, SigningDesk().enrol_request(centre.code(), operators=[brought, other]), "x")
    known = {one.id: one for one in answer.operators}
    assert (known[brought.id].space_codes, known[brought.id].roles) == (["VEN"], ["operator"])
    assert known[OPERATOR.id] == OPERATOR


@pytest.mark.parametrize(
    ("reach", "spaces"), [("space:VEN", {"VEN"}), ("network:NORD", {"VEN", "GAL"}), ("city", {"VEN", "GAL", "LOR"})]
)
def test_a_token_says_what_the_desk_may_hold(centre, reach, spaces):
    desk, _answer = centre.with_token(reach=reach)
    caller = centre.gate.admit(desk.head("/v1/pull", b"x"), b"x").caller
    assert caller.spaces == spaces
    assert caller.scopes == {"ref", f"desk:{desk.id}", *(f"space:{code}" for code in spaces)}


def test_a_token_ends_after_a_quarter_of_an_hour_and_when_the_reach_changes(centre):
    desk, _answer = centre.with_token(reach="city")
    with centre.store.work() as connection:
        devices = Devices(connection)
        devices.set_reach(devices.find(TENANT, desk.id), "space:VEN")
    assert refused(lambda: centre.gate.admit(desk.head("/v1/pull"), b"")) == (401, a.TOKEN)
    other, _answer = centre.with_token()
    centre.clock.now += TOKEN_LIFE
    assert refused(lambda: centre.gate.admit(other.head("/v1/pull", at=centre.clock.now), b"")) == (401, a.TOKEN)


def test_a_token_is_worth_nothing_under_another_key(centre):
    desk, _answer = centre.with_token()
    thief, _answer = centre.enrolled()
    thief.token = desk.token
    assert refused(lambda: centre.gate.admit(thief.head("/v1/pull"), b"")) == (401, a.NOT_ADMITTED)
    thief.id = desk.id
    assert refused(lambda: centre.gate.admit(thief.head("/v1/pull"), b"")) == (401, a.NOT_ADMITTED)


def test_a_request_counts_once(centre):
    desk, _answer = centre.with_token()
    head = desk.head("/v1/pull", b"x")
    assert centre.gate.admit(head, b"x").device.id == desk.id
    assert refused(lambda: centre.gate.admit(head, b"x")) == (401, a.NOT_ADMITTED)


@pytest.mark.parametrize("off", [-SKEW - 1, SKEW + 1])
def test_a_request_of_another_time_is_told_the_time(centre, off):
    desk, _answer = centre.with_token()
    assert refused(lambda: centre.gate.admit(desk.head("/v1/pull", at=NOON + off), b"")) == (401, a.CLOCK)
    centre.gate.admit(desk.head("/v1/pull", at=NOON + off - off // abs(off)), b"")


@pytest.mark.parametrize(
    "change",
    [
        {"path": "/v1/push"}, {"method": "GET"}, {"nonce": "another-nonce-of-22-ch"}, {"signature": ""},
        {"signature": "é"}, {"time": "٣"}, {"time": "-1"}, {"device": "x"}, {"nonce": ""}, {"token": "x"},
        {"token": "a.b"}, {"token": "é"}, {"time": str(NOON + 1)}, {"device": "urn:uuid:"},
    ],
)  # fmt: skip
def test_what_was_changed_on_the_way_is_not_admitted(centre, change):
    from dataclasses import replace

    desk, _answer = centre.with_token()
    assert refused(lambda: centre.gate.admit(replace(desk.head("/v1/pull", b"x"), **change), b"x"))[0] == 401
    assert refused(lambda: centre.gate.admit(desk.head("/v1/pull", b"x"), b"y"))[0] == 401


def test_an_old_version_pushes_and_is_told_so_otherwise(centre):
    desk, _answer = centre.with_token()
    assert refused(lambda: centre.gate.admit(desk.head("/v1/pull", protocol="0"), b"")) == (426, a.TOO_OLD)
    assert centre.gate.admit(desk.head("/v1/push", protocol="0"), b"", takes_old=True)


def test_a_revoked_desk_hears_its_order_at_every_door_until_it_is_done(centre):
    desk, _answer = centre.with_token()
    order = r.give_order(centre.desk, TENANT, desk.id, "wipe_now", "rubato", "test")
    with pytest.raises(Refusal) as caught:
        centre.gate.admit(desk.head("/v1/pull"), b"")
    assert (caught.value.error, list(caught.value.orders)) == (a.HALTED, [order])
    head = desk.head("/v1/check-in", b"", check=True)
    device = centre.gate.admit_key(head, b"", TENANT, check=True)
    assert r.check_in(centre.desk, device, a.CheckInRequest(tenant=TENANT)).orders == [order]
    assert r.check_in(centre.desk, device, a.CheckInRequest(tenant=TENANT, done=order.number)).orders == []
    again = r.give_order(centre.desk, TENANT, desk.id, "lock", "", "test")
    assert again.number >= order.number


def test_a_desk_in_service_is_asked_for_another_data_key_and_works_on_until_it_tells(centre):
    desk, _answer = centre.with_token()
    wanted = r.give_order(centre.desk, TENANT, desk.id, "rekey", "", "test")
    assert centre.gate.admit(desk.head("/v1/pull", b""), b"").device.status == "active"
    locked = r.give_order(centre.desk, TENANT, desk.id, "lock", "", "test")
    assert refused(lambda: r.give_order(centre.desk, TENANT, desk.id, "rekey", "", "test")) == (409, a.CONFLICT)
    device, ask = centre.device(desk), lambda **said: a.CheckInRequest(tenant=TENANT, **said)
    assert r.check_in(centre.desk, device, ask(done=locked.number)).orders == [wanted]
    assert r.listed(centre.desk, TENANT)[0].orders == ["rekey"]
    r.release(centre.desk, TENANT, desk.id, "test")
    assert r.check_in(centre.desk, device, ask()).orders == [wanted]
    assert r.check_in(centre.desk, device, ask(new_key=wanted.number - 1)).orders == [wanted]
    assert r.check_in(centre.desk, device, ask(new_key=wanted.number)).orders == []


def test_the_check_in_key_opens_nothing_else(centre):
    desk, _answer = centre.with_token()
    assert refused(lambda: centre.gate.admit(desk.head("/v1/pull", check=True, token=desk.token), b""))[0] == 401
    assert refused(lambda: centre.gate.admit_key(desk.head("/v1/token", check=True), b"", TENANT))[0] == 401


def test_grants_are_signed_for_this_desk_and_end_in_a_week(centre):
    desk, answer = centre.enrolled()
    (grant,) = answer.grants
    assert centre.keys.signed(grant.signature, grant.payload())
    assert (grant.device, grant.operator, (grant.valid_to - grant.issued_at).days) == (desk.id, OPERATOR.id, 7)
    assert r.leader(centre.desk, centre.device(desk), grant) == str(OPERATOR.id)


def test_who_has_ended_gets_no_grant_and_leads_nothing(centre):
    desk, answer = centre.enrolled()
    with centre.store.work() as connection:
        assert Directory(connection, TENANT).end_operator(OPERATOR.id, NOON)
    assert r.grants(centre.desk, centre.device(desk), a.GrantsRequest()).grants == []
    assert refused(lambda: r.leader(centre.desk, centre.device(desk), answer.grants[0])) == (403, a.NOT_ALLOWED)


def test_a_grant_of_another_desk_or_with_more_roles_leads_nothing(centre):
    from dataclasses import replace

    _desk, answer = centre.enrolled()
    other, _answer = centre.enrolled()
    (grant,) = answer.grants
    for forged in (grant, replace(grant, device=other.id), replace(grant, kind="standalone", device=other.id)):
        assert isinstance(forged, Grant)
        assert refused(lambda forged=forged: r.leader(centre.desk, centre.device(other), forged))[0] == 403


def test_an_order_reaches_only_desks_of_the_spaces_of_who_gives_it(centre):
    desk, answer = centre.enrolled()
    request = a.OrderRequest(grant=answer.grants[0], device=desk.id, kind="lock")
    assert refused(lambda: r.order_from_desk(centre.desk, TENANT, ["LOR"], request, "x")) == (404, a.UNKNOWN)
    assert isinstance(r.order_from_desk(centre.desk, TENANT, ["VEN"], request, "x"), Order)


def test_a_head_that_does_not_follow_the_last_one_marks_the_desk(centre):
    desk, _answer = centre.enrolled()
    receipt = r.countersigned(centre.desk, centre.device(desk), (5, b"a" * 32), NOON)
    at = int.from_bytes(receipt[:8])
    assert centre.keys.signed(receipt[8:], a.audit_text(desk.id, 5, b"a" * 32, at))
    assert r.countersigned(centre.desk, centre.device(desk), (5, b"a" * 32), NOON + 1)
    assert not r.listed(centre.desk, TENANT)[0].audit_marked
    assert r.countersigned(centre.desk, centre.device(desk), (5, b"b" * 32), NOON) == b""
    assert r.listed(centre.desk, TENANT)[0].audit_marked


def test_a_head_that_was_held_back_on_the_line_marks_nobody_and_a_log_that_was_cut_does(centre):
    desk, _answer = centre.enrolled()
    assert r.countersigned(centre.desk, centre.device(desk), (5, b"e" * 32), NOON + 5)
    assert r.countersigned(centre.desk, centre.device(desk), (4, b"d" * 32), NOON + 4) == b""
    found = centre.device(desk)
    assert (found.audit_seq, found.audit_tag, found.audit_marked_at) == (5, b"e" * 32, None)
    assert r.countersigned(centre.desk, centre.device(desk), (4, b"d" * 32), NOON + 6) == b""
    assert centre.device(desk).audit_marked_seq == 4


def test_of_two_heads_that_are_looked_at_in_the_same_moment_the_further_one_is_kept(centre):
    desk, _answer = centre.enrolled()
    both = centre.device(desk)
    assert r.countersigned(centre.desk, both, (7, b"g" * 32), NOON + 2)
    assert r.countersigned(centre.desk, both, (6, b"f" * 32), NOON + 1)
    found = centre.device(desk)
    assert (found.audit_seq, found.audit_tag, found.audit_marked_at) == (7, b"g" * 32, None)


def test_a_desk_takes_the_place_of_one_in_its_own_space_only(centre):
    old, _answer = centre.enrolled()
    new = SigningDesk()
    r.enrol(centre.desk, new.enrol_request(centre.code(), replaces=old.id), "x")
    assert centre.device(old).status == "revoked"
    elsewhere = r.make_code(centre.desk, TENANT, "LOR", "test").code
    r.enrol(centre.desk, SigningDesk().enrol_request(elsewhere, replaces=new.id), "x")
    assert centre.device(new).status == "active"


def test_too_many_requests_of_one_desk_wait_and_another_desk_does_not(centre):
    desk, _answer = centre.with_token()
    other, _answer = centre.with_token()
    centre.gate = Gate(centre.store, centre.keys, centre.clock, Limits(device=Rate(2, 1)))
    for _request in range(2):
        centre.gate.admit(desk.head("/v1/pull"), b"")
    with pytest.raises(Refusal) as caught:
        centre.gate.admit(desk.head("/v1/pull"), b"")
    assert (caught.value.status, caught.value.retry_after) == (429, 1)
    assert centre.gate.admit(other.head("/v1/pull"), b"")


def test_nonces_are_forgotten_when_their_time_would_be_refused_anyway(centre):
    desk, _answer = centre.with_token()
    centre.gate.admit(desk.head("/v1/pull"), b"")
    centre.clock.now += NONCE_LIFE + 1
    with centre.store.quick() as connection:
        Admissions(connection).forget_nonces(TENANT, centre.clock.now - NONCE_LIFE)
        assert connection.execute(access_tables.NONCE.select()).all() == []


def test_what_is_cut_from_or_changed_in_the_centres_log_shows(centre):
    for number in range(5):
        r.note(centre.desk, TENANT, "test", "look_up", str(number))
    with centre.store.work() as connection:
        log = CentreLog(connection, TENANT, centre.keys.audit_key(TENANT))
        assert (log.first_broken(), len(log.entries())) == (None, 5)
        connection.execute(access_tables.LOG.update().where(access_tables.LOG.c.seq == 3).values(reason="x"))
        assert log.first_broken() == 3
