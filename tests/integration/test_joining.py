"""A desk gets to know its centre, over HTTP, and works with it through its own doors."""


import shutil
import ssl
from dataclasses import replace
from types import SimpleNamespace
from uuid import UUID

import msgspec
import pytest
import trustme
from sqlalchemy import select

from tests.central_people import TENANT
from tests.connect_proxy import connect_proxy
from tests.live_centre import live, live_office
from wemi_desk import bootstrap, centre_line, practice_centre
from wemi_desk.central.auth.keys import new_keys, read_keys, replace_keys, write_keys
from wemi_desk.central.places import known_place
from wemi_desk.central.serve import build
from wemi_desk.central.watching import audit_heads
from wemi_desk.config import Profile
from wemi_desk.domain.access import KeyRenewal
from wemi_desk.domain.centres import CentrePlace, MetCentre, centre_url
from wemi_desk.domain.errors import (
    CentreNotReachedError,
    CentreRefusedError,
    InvalidFieldError,
    NoLineError,
    StateDamagedError,
    StorageError,
)
from wemi_desk.domain.first_desk import FirstDesk
from wemi_desk.domain.shared_services import GIVEN
from wemi_desk.gateways.authority_files import keep_authority
from wemi_desk.gateways.centre_file import CentreFile
from wemi_desk.gateways.data_folder import prepare
from wemi_desk.gateways.grants import is_signed
from wemi_desk.gateways.reference_lists import load_spaces
from wemi_desk.gateways.sealing import AesGcmSealer
from wemi_desk.persistence.inspection import inspect
from wemi_desk.persistence.tables import AUDIT, OUTBOX
from wemi_desk.services import practice
from wemi_desk.sync.admission import KeyChange, OperatorSheet
from wemi_desk.sync.trust import CentreTrust, followed

AUTHORITY = b"""-----BEGIN CERTIFICATE-----
MIHjMIGWoAMCAQICAQEwBQYDK2VwMBAxDjAMBgNVBAMMBVByb3ZhMCAXDTI2MDEw
MTAwMDAwMFoYDzIxMjYwMTAxMDAwMDAwWjAQMQ4wDAYDVQQDDAVQcm92YTAqMAUG
AytlcAMhAHCdzPgf+cPqjxPSHepPTIiT5jDoZtKCL583jMI9TD2joxMwETAPBgNV
HRMBAf8EBTADAQH/MAUGAytlcANBAHL+JVHmiPvsBMJhimf/nBIlSsGtnyroLaHF
ydJpwzQZgV3dn6OwBKMstu5stgCHvsH2y1icdVLE1K7I2erggwo=
-----END CERTIFICATE-----
"""


@pytest.fixture
def office(tmp_path):
    with live_office(tmp_path / "centre", TENANT) as office:
        yield office


@pytest.fixture
def profile(made_palestra, tmp_path):
    """A palestra without its own centre."""
    shutil.copytree(made_palestra, tmp_path / "desk")
    return Profile(tmp_path / "desk", practice=True)


@pytest.fixture(scope="module")
def with_centre(made_palestra, tmp_path_factory):
    """A palestra whose own centre was made, once."""
    profile = Profile(tmp_path_factory.mktemp("centred") / "desk", practice=True)
    shutil.copytree(made_palestra, profile.folder)
    assert practice_centre.prepare(profile)
    return profile.folder


@pytest.fixture
def centred(with_centre, tmp_path):
    shutil.copytree(with_centre, tmp_path / "desk")
    return Profile(tmp_path / "desk", practice=True)


@pytest.fixture
def opened(profile):
    opened = practice_centre._unlocked(profile)
    yield opened
    opened.close()


def test_a_desk_joins_with_a_code_and_its_operators_enter_by_the_centres_grants(office, profile, opened):
    joined = bootstrap.join_centre(profile, opened, CentrePlace(url=office.url), office.make_code("VEN").code.lower())
    assert (joined.place.tenant, joined.centre_key) == (TENANT, office.keys.public)
    assert {one.id for one in office.operators()} == {one.id for one in practice.OPERATORS}
    access = bootstrap.access_service(profile)
    again = access.unlock(practice.OPERATORS[0].id, practice.PASSPHRASE)
    assert centre_line.met_centre(profile, again) == joined
    desk = bootstrap.open_desk(profile, again)
    news = desk.exchange.exchange()
    assert (news.order, desk.exchange.state().in_contact) == ("", True)
    assert desk.exchange.state().digest_agreed
    desk.close()
    assert [(one.space_code, one.status) for one in office.devices()] == [("VEN", "active")]


def test_the_centre_countersigns_a_desks_own_log_and_whoever_cuts_it_is_found(office, profile, opened):
    bootstrap.join_centre(profile, opened, CentrePlace(url=office.url), office.make_code("VEN").code)
    desk = bootstrap.open_desk(profile, practice_centre._unlocked(profile))
    desk.exchange.exchange()
    desk.exchange.exchange()
    (head,) = audit_heads(office)
    desk.close()
    engine = bootstrap.store_engine(profile, opened)
    sealer = AesGcmSealer(bytes(opened.audit_wrap))
    found = inspect(engine, sealer)
    assert (found.first_bad_entry, found.signed_up_to, head.broken_seq) == (None, head.seq, None)
    assert 0 < head.seq <= found.entries
    with engine.begin() as connection:
        assert connection.execute(select(AUDIT.c.tag).where(AUDIT.c.seq == head.seq)).scalar() == head.tag
        connection.execute(AUDIT.delete().where(AUDIT.c.seq >= head.seq))
    assert inspect(engine, sealer).first_bad_entry == head.seq
    engine.dispose()


def test_a_centre_that_replaced_its_keys_is_believed_because_the_old_one_signed_it(office, profile, opened, tmp_path):
    bootstrap.join_centre(profile, opened, CentrePlace(url=office.url), office.make_code("VEN").code)
    before = centre_line.met_centre(profile, opened)
    keys = replace_keys(office.place.keys, 1)
    assert (read_keys(office.place.keys), keys.first) == (keys, before.centre_key)
    with live(build(f"sqlite:///{office.place.database}", office.place)) as url:
        desk = bootstrap.open_desk(profile, practice_centre._unlocked(profile), url)
        desk.contacts.quick("1")
        desk.exchange.exchange()
        desk.exchange.exchange()
        state = desk.exchange.state()
        assert (state.waiting, state.unacknowledged, state.digest_agreed) == (0, 0, True)
        desk.close()
    now = centre_line.met_centre(profile, opened)
    assert (now.centre_key, now.box_key) == (keys.public, keys.box_public)
    assert bootstrap.access_service(profile).unlock(practice.OPERATORS[0].id, practice.PASSPHRASE)


def test_a_key_that_the_known_one_did_not_sign_leads_nowhere():
    ours, theirs = new_keys(), new_keys()
    bare = KeyChange(number=1, centre_key=theirs.public, box_key=theirs.box_public, at=1)
    forged = msgspec.structs.replace(bare, signature=theirs.sign(bare.signed_part()))
    second = msgspec.structs.replace(bare, number=2, signature=theirs.sign(b""))
    assert followed(ours.public, [second, forged, bare], is_signed) is None
    right = msgspec.structs.replace(bare, signature=ours.sign(bare.signed_part()))
    assert followed(ours.public, [forged, right], is_signed) == right


def test_a_replacement_that_is_over_or_told_again_leads_nowhere_and_the_last_one_stands(tmp_path):
    """Whoever kept the old key, or what it once signed, brings nobody back who has gone on; an old answer neither."""
    path = tmp_path / "centre.keys"
    first = new_keys()
    write_keys(path, first)
    replace_keys(path, 1)
    now = replace_keys(path, 2)
    met, kept = MetCentre(place=CentrePlace(url=""), sign_seed=b"", centre_key=first.public), []
    trust, access = CentreTrust(met, kept.append, is_signed), SimpleNamespace(join_centre=lambda *_said: None)
    assert trust.follow(now.changes, [], access)
    assert trust.centre_key == now.public
    for replayed in (now.changes, now.changes[:1], now.changes[1:], tuple(reversed(now.changes))):
        assert not trust.follow(replayed, [], access)
    thief = new_keys()
    bare = KeyChange(number=3, centre_key=thief.public, box_key=thief.box_public, at=3)
    for signer in (first, thief):
        forged = msgspec.structs.replace(bare, signature=signer.sign(bare.signed_part()))
        assert not trust.follow([*now.changes, forged], [], access)
    right = msgspec.structs.replace(bare, signature=now.sign(bare.signed_part()))
    for changed in ({"number": 4}, {"at": 4}, {"box_key": bytes(32)}, {"centre_key": bytes(32)}, {"signature": b""}):
        assert not trust.follow([*now.changes, msgspec.structs.replace(right, **changed)], [], access)
    assert (trust.centre_key, len(kept)) == (now.public, 1)


def test_what_was_sealed_and_signed_before_a_replacement_still_counts_at_the_centre(tmp_path):
    path = tmp_path / "centre.keys"
    write_keys(path, new_keys())
    kept = [read_keys(path)]
    for at in (1, 2):
        kept.append(replace_keys(path, at))
    now = read_keys(path)
    assert [now.signed(one.sign(b"x"), b"x") for one in kept] == [True] * 3
    assert now.boxes == tuple(one.box for one in reversed(kept))
    assert len({one.master for one in kept}) == 1
    assert followed(kept[0].public, now.changes, is_signed).centre_key == now.public
    assert not now.signed(new_keys().sign(b"x"), b"x")
    assert path.stat().st_mode & 0o077 == 0


def known_to(office):
    """The centre knows who works at the palestra, with all their rights."""
    for sheet in centre_line.sheets(practice.OPERATORS, [practice.ORGANISATION]):
        office.add_operator(sheet)


def test_another_data_key_by_order_is_made_at_the_next_pass_phrase_and_told_to_the_centre(office, profile, opened):
    known_to(office)
    bootstrap.join_centre(profile, opened, CentrePlace(url=office.url), office.make_code("VEN").code)
    office.order(opened.device_id, "rekey", "")
    desk = bootstrap.open_desk(profile, practice_centre._unlocked(profile))
    desk.contacts.quick("1")
    news = desk.exchange.exchange()
    assert (news.order, news.new_key > 0, desk.exchange.state().waiting) == ("", True, 0)
    assert desk.exchange.exchange().new_key == 0
    desk.close()
    assert bootstrap.ask_centre_while_locked(profile) == ""
    assert office.devices()[0].orders == ["rekey"]
    again = bootstrap.access_service(profile).unlock(opened.operator_id, practice.PASSPHRASE, may_renew=True)
    assert again.renewal is KeyRenewal.DONE
    desk = bootstrap.open_desk(profile, again)
    desk.exchange.exchange()
    assert desk.exchange.state().in_contact
    desk.close()
    assert (office.devices()[0].orders, office.devices()[0].status) == ([], "active")
    office.order(opened.device_id, "rekey", "")
    assert [bootstrap.ask_centre_while_locked(profile) for _ask in range(2)] == ["rekey", ""]
    assert bootstrap.access_service(profile).lock_screen().new_key


def test_a_locked_desk_hears_of_an_order(office, profile, opened):
    assert bootstrap.ask_centre_while_locked(profile) == ""
    bootstrap.join_centre(profile, opened, CentrePlace(url=office.url), office.make_code("VEN").code)
    assert bootstrap.ask_centre_while_locked(profile) == ""
    office.order(opened.device_id, "lock", "controllo")
    assert [bootstrap.ask_centre_while_locked(profile) for _ask in range(2)] == ["lock", ""]
    office.release(opened.device_id)
    office.order(opened.device_id, "wipe_now", "rubato")
    assert [bootstrap.ask_centre_while_locked(profile) for _ask in range(2)] == ["wipe_now"] * 2
    assert bootstrap.ask_centre_while_locked(profile, "http://127.0.0.1:9") == ""


def test_an_operator_who_ended_gets_no_new_grant(office, profile, opened):
    bootstrap.join_centre(profile, opened, CentrePlace(url=office.url), office.make_code("VEN").code)
    reader = practice.OPERATORS[2]
    office.end_operator(reader.id)
    joined = centre_line.met_centre(profile, opened)
    line = centre_line.line_to(joined, opened)
    trust = centre_line.trust_in(profile, joined, opened)
    renewed = centre_line.renew_grants(line, bootstrap.centre_access(profile), trust)
    assert renewed == {one.id for one in practice.OPERATORS} - {reader.id}


def test_a_bare_pc_becomes_a_desk_of_the_centre_that_knows_who_works_there(office, tmp_path):
    profile = Profile(tmp_path / "bare", practice=True)
    prepare(profile)
    start = bootstrap.first_start(profile, bootstrap.access_service(profile))
    anna, place, code = add_anna(office), CentrePlace(url=office.url), office.make_code("VEN").code
    welcome = start.welcome(place, code)
    assert (welcome.space.id, welcome.bodies[0].name) == (known_place("VEN", "Ven").id, "Coop Uno")
    known = welcome.colleague_named("ANNA", "neri", welcome.bodies[0])
    first = FirstDesk(space=welcome.space, organisation=welcome.bodies[0], operator=known)
    opened = start.enrol(first, practice.PASSPHRASE)
    start.join(opened, place, code)
    for again, reason in ((code, "used_code"), ("AAAAAAAAAA", "wrong_code")):
        with pytest.raises(CentreRefusedError, match=reason):
            start.welcome(place, again)
    assert [one.id for one in office.operators()] == [known.id] == [anna.id]
    desk = bootstrap.open_desk(profile, opened)
    desk.exchange.exchange()
    assert desk.exchange.state().digest_agreed
    with desk.store.reading() as work:
        assert [one.id for one in work.directory.operators()] == [anna.id]
    desk.close()


def test_the_certificate_of_a_comune_is_copied_and_what_is_none_is_refused(tmp_path):
    kept = tmp_path / "kept.pem"
    for name, content in (("pem", AUTHORITY), ("der", ssl.PEM_cert_to_DER_cert(AUTHORITY.decode()))):
        chosen = tmp_path / name
        chosen.write_bytes(content)
        keep_authority(chosen, kept)
        assert "BEGIN CERTIFICATE" in kept.read_text()
        chosen.unlink()
    for content in (b"", b"buongiorno", AUTHORITY[:200], bytes(300_000)):
        chosen.write_bytes(content)
        with pytest.raises(InvalidFieldError, match="ca_file"):
            keep_authority(chosen, kept)
    with pytest.raises(StorageError):
        keep_authority(tmp_path / "none", kept)


def test_a_desk_that_has_a_centre_keeps_it_whatever_another_code_says(office, profile, opened):
    joined = bootstrap.join_centre(profile, opened, CentrePlace(url=office.url), office.make_code("VEN").code)

    def another(place, request):
        assert request.tenant == TENANT
        answer = centre_line._enrol(place, request)
        return msgspec.structs.replace(answer, centre_key=bytes(32))

    with pytest.raises(CentreRefusedError, match="other_centre"):
        bootstrap.join_centre(profile, opened, CentrePlace(url=office.url), office.make_code("VEN").code, another)
    with pytest.raises(CentreRefusedError, match="wrong_code"):
        bootstrap.join_centre(profile, opened, CentrePlace(url=office.url), "AAAAAAAAAA")
    assert centre_line.met_centre(profile, opened) == joined


def test_a_line_that_leads_elsewhere_says_which_way_it_failed(tmp_path):
    first_centre = centre_line.FirstCentre(Profile(tmp_path), load_spaces, lambda *_all: None)
    with pytest.raises(CentreNotReachedError) as caught:
        first_centre.welcome(CentrePlace(url="http://127.0.0.1:9"), "AAAAAAAAAA")
    assert caught.value.reason == "down"


def add_anna(office):
    sheet = OperatorSheet(
        id=UUID(int=77), given_name="Anna", surname="Neri", organisation_id=UUID(int=78), organisation="Coop Uno",
        space_codes=["VEN"], roles=["operator", "organisation_lead"],
    )  # fmt: skip
    office.add_operator(sheet)
    return sheet


def test_a_wrong_code_or_one_for_another_space_or_no_line_leaves_the_desk_as_it_was(office, profile, opened):
    for code, reason in (("AAAAAAAAAA", "wrong_code"), (office.make_code("LOR").code, "other_space")):
        with pytest.raises(CentreRefusedError, match=reason):
            bootstrap.join_centre(profile, opened, CentrePlace(url=office.url), code)
    with pytest.raises(NoLineError):
        bootstrap.join_centre(profile, opened, CentrePlace(url="http://127.0.0.1:9"), "AAAAAAAAAA")
    assert centre_line.met_centre(profile, opened) is None
    assert bootstrap.access_service(profile).unlock(practice.OPERATORS[0].id, practice.PASSPHRASE)


def test_an_answer_that_was_lost_costs_a_new_code_and_nothing_else(office, profile, opened):
    from wemi_desk.sync.ports import LineError

    def lost(place, request):
        centre_line._enrol(place, request)
        raise LineError("timeout")

    place = CentrePlace(url=office.url)
    with pytest.raises(NoLineError):
        bootstrap.join_centre(profile, opened, place, office.make_code("VEN").code, lost)
    assert bootstrap.join_centre(profile, opened, place, office.make_code("VEN").code).centre_key
    assert len(office.devices()) == 1


def test_the_file_of_the_centre_shows_its_address_and_no_key_and_does_not_bear_a_change(office, profile, opened):
    bootstrap.join_centre(profile, opened, CentrePlace(url=office.url), office.make_code("VEN").code)
    content = profile.centre.read_bytes()
    met_one = centre_line.met_centre(profile, opened)
    assert met_one.sign_seed not in content
    assert met_one.box_key not in content
    assert CentreFile(profile.centre, opened.device_id).place().url == office.url
    profile.centre.write_bytes(content.replace(b"127.0.0.1", b"127.0.0.2"))
    with pytest.raises(StateDamagedError):
        centre_line.met_centre(profile, opened)


def test_the_word_of_a_proxy_goes_into_the_keyring_alone_and_every_line_uses_it(profile, opened, tmp_path):
    authority, ca_file = trustme.CA(), tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    certificate = authority.issue_cert("localhost")
    proxy = connect_proxy("desk", "geheim")
    with live_office(tmp_path / "centre", TENANT, certificate) as office, proxy as (at, reached):
        place = CentrePlace(url=office.url, ca_file=str(ca_file), proxy=f"http://desk:geheim@{at}")
        bootstrap.join_centre(profile, opened, place, office.make_code("VEN").code)
        assert CentreFile(profile.centre, opened.device_id).place().proxy == f"http://{at}"
        keyring = profile.practice_secrets
        files = [one for one in profile.folder.rglob("*") if one.is_file() and one != keyring]
        assert [one for one in files if b"geheim" in one.read_bytes()] == []
        assert b"geheim".hex() in keyring.read_text()
        desk, before = bootstrap.open_desk(profile, practice_centre._unlocked(profile)), len(reached)
        desk.exchange.exchange()
        assert desk.exchange.state().in_contact
        assert len(reached) > before
        before = len(reached)
        assert bootstrap.ask_centre_while_locked(profile) == ""
        assert len(reached) > before
        connection = desk.connection
        assert connection.proxy() == f"http://{at}"
        connection.keep_proxy(at, "", "")
        assert b"geheim".hex() in keyring.read_text(), "the same proxy: what was known stays"
        with pytest.raises(InvalidFieldError):
            connection.keep_proxy("socks://p", "", "")
        connection.keep_proxy("", "", "")
        assert b"geheim".hex() not in keyring.read_text()
        desk.close()
        met_one = centre_line.met_centre(profile, opened)
        assert (met_one.place.proxy, met_one.centre_key) == ("", office.keys.public)


def test_how_the_centre_is_reached_today_is_not_written_when_its_key_changes(office, profile, opened):
    bootstrap.join_centre(profile, opened, CentrePlace(url=office.url), office.make_code("VEN").code)
    kept = CentreFile(profile.centre, opened.device_id)
    today = replace(kept.read(bytes(opened.device_key)), place=CentrePlace(url="http://127.0.0.1:9", proxy="http://a:b@p"))
    trust = centre_line.trust_in(profile, today, opened)
    trust._keep(replace(today, box_key=b"new"))
    again = centre_line.met_centre(profile, opened)
    assert (again.place.url, again.place.proxy, again.box_key) == (office.url, "", b"new")


@pytest.mark.parametrize("text", ["http://centro.example", "ftp://x", "https://u:p@x", "https://x/y", "", "https://x:y"])
def test_an_address_without_privacy_or_sense_is_refused(text):
    with pytest.raises(InvalidFieldError):
        centre_url(text)


def test_an_address_is_taken_as_people_type_it():
    assert centre_url(" centro.example/ ") == "https://centro.example"
    assert centre_url("http://127.0.0.1:8440") == "http://127.0.0.1:8440"


def test_the_palestra_starts_its_own_centre_and_holds_exactly_what_it_thinks(centred):
    centre = practice_centre.PracticeCentre(centred)
    centre.start()
    try:
        assert centre.url.startswith("http://127.0.0.1:")
        desk = bootstrap.open_desk(centred, practice_centre._unlocked(centred), centre.url)
        desk.exchange.exchange()
        state = desk.exchange.state()
        assert (state.in_contact, state.digest_agreed, state.waiting) == (True, True, 0)
        desk.close()
    finally:
        centre.stop()
    centre.start()
    centre.stop()




def test_whatever_the_palestra_holds_can_be_changed_because_its_centre_knows_it(centred):
    """A shared request, an appointment, a shift: a change of what the centre never saw would wait for ever."""
    centre = practice_centre.PracticeCentre(centred)
    centre.start()
    try:
        desk = bootstrap.open_desk(centred, practice_centre._unlocked(centred), centre.url)
        request = next(one.request for one in desk.shared().requests.open_ones() if one.request.consent != GIVEN)
        desk.shared().requests.consent(request.id, GIVEN)
        desk.exchange.exchange()
        desk.exchange.exchange()
        state = desk.exchange.state()
        assert (state.digest_agreed, state.waiting) == (True, 0)
        desk.close()
        engine = bootstrap.store_engine(centred, practice_centre._unlocked(centred))
        with engine.connect() as connection:
            assert connection.execute(select(OUTBOX.c.kind, OUTBOX.c.verdict)).all() == [("shared_request", "ok")]
        engine.dispose()
    finally:
        centre.stop()
