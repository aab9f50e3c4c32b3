"""Operators who enter by the centre: proved there, counted there, and never at a desk of another space."""

import os

import msgspec
import pytest

from tests.access_desk import CHEAP
from tests.central_people import TENANT
from tests.wire_centre import LEAD, served, wire_centre
from wemi_desk.central.auth import logins, reception
from wemi_desk.central.auth.logins import MOST_FAILURES, TRIES
from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.central.store.access_tables import LOGIN, RELEASE
from wemi_desk.central.store.devices import Devices
from wemi_desk.central.store.directory import CentreLog, Directory
from wemi_desk.gateways.parcels import sealed_to_centre
from wemi_desk.sync import admission as a
from wemi_desk.sync.ports import LineError

PHRASE = "quattro sedie verdi"
SLOT = "a1"


@pytest.fixture
def centre(centre_url, database, tmp_path, monkeypatch):
    monkeypatch.setattr(logins, "COST", CHEAP)
    with served(wire_centre(centre_url, tmp_path)) as made:
        yield made


def handed_over(desk, slot=SLOT, keeps=""):
    """A desk gives the centre what opens its slot."""
    secret = os.urandom(32)
    sealed = sealed_to_centre(desk.answer.box_key, secret, a.release_purpose(desk.desk.id, slot))
    desk.line.ask("/v1/release", a.ReleaseDeposit(slot=slot, sealed=sealed, keeps=keeps), a.ReleaseKept)
    return secret


def enter(desk, secret=PHRASE, code="", slots=(SLOT,), operator=LEAD.id):
    request = a.LoginRequest(tenant=TENANT, operator=operator, secret=secret, code=code, slots=list(slots))
    return desk.checking().ask("/v1/login", request, a.LoginAnswer)


def refused(call):
    with pytest.raises(LineError) as caught:
        call()
    return caught.value.reason


def code_of(centre, operator=LEAD.id):
    return logins.make_login_code(centre.front_desk, TENANT, operator, "test").code


def log(centre):
    with centre.store.quick() as connection:
        found = CentreLog(connection, TENANT, centre.keys.audit_key(TENANT))
        assert found.first_broken() is None
        return [(one.actor, one.action) for one in found.entries()]


def test_a_code_chooses_the_pass_phrase_that_enters_from_then_on(centre):
    desk = centre.enrolled()
    secret = handed_over(desk)
    names = desk.checking().ask("/v1/names", a.NamesRequest(tenant=TENANT), a.NamesAnswer)
    assert [one.id for one in names.operators] == [LEAD.id]
    assert refused(lambda: enter(desk)) == a.NO_LOGIN
    code = code_of(centre)
    assert refused(lambda: enter(desk)) == a.NO_LOGIN
    assert refused(lambda: enter(desk, "troppo", code)) == a.WEAK
    answer = enter(desk, code=f"{code[:5]}-{code[5:].lower()}")
    assert (answer.release, answer.slot, answer.operator.id) == (secret, SLOT, LEAD.id)
    assert centre.keys.signed(answer.grant.signature, answer.grant.payload())
    assert answer.grant.device == desk.desk.id
    assert refused(lambda: enter(desk, code=code)) == a.NO_LOGIN
    assert enter(desk).release == secret
    assert refused(lambda: enter(desk, PHRASE + "!")) == a.WRONG_LOGIN
    assert (str(LEAD.id), "login") in log(centre)
    assert (str(LEAD.id), "login_refused") in log(centre)
    with centre.store.quick() as connection:
        kept = b"|".join(bytes(str(value), "utf-8") for row in connection.execute(LOGIN.select()) for value in row)
        boxes = [bytes(row.sealed) for row in connection.execute(RELEASE.select())]
    assert PHRASE.encode() not in kept
    assert code.encode() not in kept
    assert all(secret not in box for box in boxes)


def test_a_code_that_is_wrong_over_or_replaced_opens_nothing(centre):
    desk = centre.enrolled()
    handed_over(desk)
    first, second = code_of(centre), code_of(centre)
    assert refused(lambda: enter(desk, code=first)) == a.WRONG_LOGIN
    with centre.store.work() as connection:
        connection.execute(LOGIN.update().values(code_until=1))
    assert refused(lambda: enter(desk, code=second)) == a.WRONG_LOGIN
    with pytest.raises(Refusal):
        logins.make_login_code(centre.front_desk, TENANT, desk.desk.id, "test")


def test_tries_are_counted_before_they_are_looked_at_and_a_hundred_in_a_row_want_a_code(centre):
    desk = centre.enrolled()
    handed_over(desk)
    enter(desk, code=code_of(centre))
    for _try in range(TRIES):
        assert refused(lambda: enter(desk, "un'altra frase lunga")) == a.WRONG_LOGIN
    assert refused(lambda: enter(desk)) == "busy"
    with centre.store.work() as connection:
        connection.execute(LOGIN.update().values(period=0, failures=MOST_FAILURES))
    assert refused(lambda: enter(desk)) == a.LOGIN_CLOSED
    code = code_of(centre)
    assert enter(desk, code=code).slot == SLOT
    assert enter(desk).slot == SLOT


def test_only_where_the_operator_works_and_only_while_both_are_in_service(centre):
    desk, other = centre.enrolled(), centre.enrolled("LOR")
    handed_over(desk), handed_over(other)
    enter(desk, code=code_of(centre))
    assert refused(lambda: enter(other)) == a.WRONG_LOGIN
    assert other.checking().ask("/v1/names", a.NamesRequest(tenant=TENANT), a.NamesAnswer).operators == []
    with centre.store.work() as connection:
        Directory(connection, TENANT).end_operator(LEAD.id, 1)
    assert refused(lambda: enter(desk)) == a.WRONG_LOGIN
    with centre.store.work() as connection:
        Directory(connection, TENANT).put_operator(LEAD)
    reception.give_order(centre.front_desk, TENANT, desk.desk.id, "lock", "", "test")
    assert refused(lambda: enter(desk)) == a.NOT_ALLOWED
    reception.release(centre.front_desk, TENANT, desk.desk.id, "test")
    assert enter(desk).slot == SLOT
    reception.give_order(centre.front_desk, TENANT, desk.desk.id, "flush_and_wipe", "", "test")
    with centre.store.quick() as connection:
        assert not connection.execute(RELEASE.select().where(RELEASE.c.device_id == desk.desk.id.bytes)).all()


def test_a_desk_has_the_newest_slot_and_the_one_before_until_it_knows(centre):
    desk = centre.enrolled()
    assert desk.line.grants(0).release == ""
    enter_code = code_of(centre)
    assert refused(lambda: enter(desk, code=enter_code)) == a.NO_RELEASE
    first = handed_over(desk, "a1")
    second = handed_over(desk, "b2", keeps="a1")
    assert desk.line.grants(0).release == "b2"
    assert enter(desk, code=enter_code, slots=["b2", "a1"]).release == second
    assert enter(desk, slots=["a1"]).release == first
    third = handed_over(desk, "c3", keeps="b2")
    assert refused(lambda: enter(desk, slots=["a1"])) == a.NO_RELEASE
    assert enter(desk, slots=["c3"]).release == third


def test_what_is_not_sealed_for_this_desk_and_slot_is_not_kept(centre):
    desk, other = centre.enrolled(), centre.enrolled()
    sealed = sealed_to_centre(desk.answer.box_key, os.urandom(32), a.release_purpose(desk.desk.id, SLOT))
    for asking, slot in ((other, SLOT), (desk, "b2")):
        deposit = a.ReleaseDeposit(slot=slot, sealed=sealed)
        assert refused(lambda asking=asking, deposit=deposit: asking.line.ask("/v1/release", deposit, a.ReleaseKept))
    short = sealed_to_centre(desk.answer.box_key, b"x", a.release_purpose(desk.desk.id, SLOT))
    with pytest.raises(LineError):
        desk.line.ask("/v1/release", a.ReleaseDeposit(slot=SLOT, sealed=short), a.ReleaseKept)


def test_the_device_key_does_not_log_in_and_the_check_in_key_deposits_nothing(centre):
    desk = centre.enrolled()
    handed_over(desk)
    request = a.LoginRequest(tenant=TENANT, operator=LEAD.id, secret=PHRASE, code=code_of(centre), slots=[SLOT])
    with pytest.raises(LineError):
        desk.line.ask("/v1/login", request, a.LoginAnswer)
    deposit = a.ReleaseDeposit(slot=SLOT, sealed=b"x")
    with pytest.raises(LineError):
        desk.checking().ask("/v1/release", deposit, a.ReleaseKept)
    assert msgspec.json.encode(deposit)
    with centre.store.quick() as connection:
        assert Devices(connection).find(TENANT, desk.desk.id).status == "active"
