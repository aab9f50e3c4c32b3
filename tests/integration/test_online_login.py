"""Entering by the centre, with a real desk and a real centre: for who is new here, forgot, or lost the slot."""

import shutil
from dataclasses import replace

import pytest

from tests.access_desk import CHEAP
from tests.central_people import TENANT
from tests.live_centre import live_office
from wemi_desk import bootstrap, centre_line, upkeep
from wemi_desk.central.auth import logins
from wemi_desk.central.store.access_tables import RELEASE
from wemi_desk.central.store.directory import CentreLog
from wemi_desk.config import Profile
from wemi_desk.domain.access import KeyRenewal, SlotKind
from wemi_desk.domain.centres import CentrePlace
from wemi_desk.domain.errors import (
    CentreNotReachedError,
    CentreRefusedError,
    GrantExpiredError,
    SecretError,
    SlotRefusedError,
    SlotSuspendedError,
    WeakSecretError,
)
from wemi_desk.domain.operators import OperatorId
from wemi_desk.services import practice
from wemi_desk.services.desk_record import operator_of
from wemi_desk.sync.admission import OperatorSheet

LEAD = next(one for one in practice.OPERATORS if "network_coordinator" in one.roles)
OTHER = next(one for one in practice.OPERATORS if one.id != LEAD.id and "reader" not in one.roles)
SUBSTITUTE = practice.practice_id("substitute")
PHRASE = "sette barche sul naviglio"


@pytest.fixture
def office(tmp_path, monkeypatch):
    monkeypatch.setattr(logins, "COST", CHEAP)
    with live_office(tmp_path / "centre", TENANT) as office:
        for sheet in centre_line.sheets(practice.OPERATORS, [practice.ORGANISATION]):
            office.add_operator(sheet)
        yield office


@pytest.fixture
def profile(made_palestra, office, tmp_path):
    """A palestra that joined, and whose first exchange handed over what opens it."""
    shutil.copytree(made_palestra, tmp_path / "desk")
    profile = Profile(tmp_path / "desk", practice=True)
    opened = unlocked(profile)
    bootstrap.join_centre(profile, opened, CentrePlace(url=office.url), office.make_code("VEN").code)
    assert not bootstrap.access_service(profile).lock_screen().online
    worked(profile)
    return profile


def unlocked(profile, phrase=practice.PASSPHRASE, operator=LEAD.id, **how):
    return bootstrap.access_service(profile).unlock(operator, phrase, **how)


def worked(profile, **how):
    """Somebody enters and the desk exchanges."""
    opened = unlocked(profile, **how)
    desk = bootstrap.open_desk(profile, opened)
    desk.exchange.exchange()
    assert desk.exchange.state().in_contact
    desk.close()
    return opened


def newcomer(profile, operator_id):
    return next(one for one in bootstrap.online_access(profile).names() if one.operator_id == operator_id)


def entered(profile, operator_id, phrase=PHRASE, code=""):
    opened = bootstrap.online_access(profile).enter(newcomer(profile, operator_id), phrase, code)
    bootstrap.open_desk(profile, opened).close()
    return opened


def substitute(office):
    sheet = OperatorSheet(
        id=SUBSTITUTE, given_name="Nora", surname="Prova", badge_code="OPNORA1", roles=["operator"],
        organisation_id=practice.ORGANISATION.id, organisation=practice.ORGANISATION.name, space_codes=["VEN"],
    )  # fmt: skip
    office.add_operator(sheet)
    return OperatorId(SUBSTITUTE), office.make_login_code(SUBSTITUTE).code


def test_a_substitute_who_never_entered_here_comes_in_with_a_code_and_then_with_the_pass_phrase(office, profile):
    who, code = substitute(office)
    with pytest.raises(CentreRefusedError) as refused:
        entered(profile, who)
    assert refused.value.reason == "no_login"
    with pytest.raises(WeakSecretError):
        entered(profile, who, "corta", code)
    opened = entered(profile, who, PHRASE, code)
    assert (opened.shown_name, opened.roles) == ("Nora P.", {"operator"})
    assert [one.result for one in opened.events][-1] == "online"
    desk = bootstrap.open_desk(profile, unlocked(profile, PHRASE, who))
    desk.contacts.quick("1")
    desk.exchange.exchange()
    desk.exchange.exchange()
    state = desk.exchange.state()
    assert (state.waiting, state.digest_agreed) == (0, True)
    desk.close()
    assert bytes(unlocked(profile, PHRASE, who).db) == bytes(unlocked(profile).db)
    with office.store.quick() as connection:
        log = CentreLog(connection, TENANT, office.keys.audit_key(TENANT)).entries()
    assert {"login_code_made", "release_kept", "login"} <= {one.action for one in log}


def test_who_leads_gives_a_known_colleague_another_phrase_but_who_is_new_enters_by_the_centre(profile):
    upkeep.let_in(profile, LEAD.id, practice.PASSPHRASE, OTHER.given_name, OTHER.surname, PHRASE)
    bootstrap.open_desk(profile, unlocked(profile, PHRASE, OTHER.id)).close()
    with pytest.raises(CentreRefusedError):
        upkeep.let_in(profile, LEAD.id, practice.PASSPHRASE, "Nora", "Prova", PHRASE)


def test_who_forgot_and_was_suspended_comes_in_again_by_the_centre(office, profile):
    access = bootstrap.access_service(profile)
    state, attempts = access._record.load(), access._keeping.attempts
    address = access._keeping.address(state, operator_of(state, OTHER.id), SlotKind.PASSPHRASE)
    for _try in range(10):
        attempts.begin(address, access._record.secret, attempts.count(address, access._record.secret), access.now())
    with pytest.raises(SlotSuspendedError):
        access.unlock(OTHER.id, practice.PASSPHRASE)
    assert [one.suspended for one in access.operators() if one.operator_id == OTHER.id] == [True]
    entered(profile, OTHER.id, PHRASE, office.make_login_code(OTHER.id).code)
    bootstrap.open_desk(profile, unlocked(profile, PHRASE, OTHER.id)).close()
    with pytest.raises(SecretError):
        unlocked(profile, practice.PASSPHRASE, OTHER.id)


def test_after_another_data_key_everybody_comes_in_again_by_the_centre_and_nobody_else_can(office, profile):
    code = office.make_login_code(LEAD.id).code
    entered(profile, LEAD.id, PHRASE, code)
    office.order(unlocked(profile, PHRASE).device_id, "rekey", "")
    assert bootstrap.ask_centre_while_locked(profile) == "rekey"
    before = list(_slots(office))
    opened = worked(profile, operator=OTHER.id, may_renew=True)
    assert opened.renewal is KeyRenewal.DONE
    assert len(_slots(office)) == 1
    assert list(_slots(office)) != before
    with pytest.raises(SecretError):
        unlocked(profile, PHRASE)
    entered(profile, LEAD.id, PHRASE)
    bootstrap.open_desk(profile, unlocked(profile, PHRASE)).close()


def _slots(office):
    with office.store.quick() as connection:
        return [row.slot for row in connection.execute(RELEASE.select())]


def test_the_centre_alone_the_desk_alone_and_another_desk_open_nothing(office, profile, tmp_path, monkeypatch):
    code = office.make_login_code(LEAD.id).code
    entered(profile, LEAD.id, PHRASE, code)
    online = bootstrap.online_access(profile)
    state = online._record.load()
    assert state.online.for_centre == b""
    answer = online._line.log_in(LEAD.id, PHRASE, "", [state.online.slot_id])
    ports, box = online._ports, state.online.box
    right = ports.release.open(box, answer.secret, online._record.secret, state.device_id, state.online.slot_id)
    assert len(right) == 32
    for secret, device_secret, slot in (
        (answer.secret, bytes(32), state.online.slot_id), (bytes(32), online._record.secret, state.online.slot_id),
        (answer.secret, online._record.secret, "00"),
    ):
        with pytest.raises(SlotRefusedError):
            ports.release.open(box, secret, device_secret, state.device_id, slot)
    monkeypatch.setattr(
        type(online._line), "log_in", lambda *_said: replace(answer, grant=replace(answer.grant, signature=b"x" * 64))
    )
    with pytest.raises(GrantExpiredError):
        bootstrap.online_access(profile).enter(answer.newcomer, PHRASE)


def test_a_centre_that_lost_the_secret_is_given_a_new_one_and_without_a_line_nobody_enters(office, profile):
    with office.store.work() as connection:
        connection.execute(RELEASE.delete())
    worked(profile)
    assert _slots(office) == []
    worked(profile)
    (first,) = _slots(office)
    worked(profile)
    assert _slots(office) == [first]
    entered(profile, LEAD.id, PHRASE, office.make_login_code(LEAD.id).code)
    unreachable = bootstrap.online_access(profile, "http://127.0.0.1:9")
    with pytest.raises(CentreNotReachedError):
        unreachable.names()
    office.order(unlocked(profile, PHRASE).device_id, "flush_and_wipe", "")
    assert _slots(office) == []
    with pytest.raises(CentreRefusedError) as refused:
        bootstrap.online_access(profile).names()
    assert refused.value.reason == "not_allowed"
