"""A desk under another data key: with everything in it, for one operator, and whole wherever it is cut."""

import shutil

import pytest

from wemi_desk import bootstrap, rekeying
from wemi_desk.config import Profile
from wemi_desk.domain.centres import CentrePlace, MetCentre
from wemi_desk.domain.errors import NotAllowedError, SecretError, StorageError, WrongSecretError
from wemi_desk.gateways.centre_file import CentreFile
from wemi_desk.gateways.sealing import AesGcmSealer
from wemi_desk.persistence.backup import counts
from wemi_desk.persistence.copying import check_integrity, rekeyed_name
from wemi_desk.persistence.inspection import inspect
from wemi_desk.services import practice

LEAD = next(one for one in practice.OPERATORS if "network_coordinator" in one.roles)
OTHER = next(one for one in practice.OPERATORS if one.id != LEAD.id and "reader" not in one.roles)
CARD = "STP0301511234567"


@pytest.fixture(scope="module")
def prepared(made_palestra, tmp_path_factory):
    """A palestra with a card in it, and a file of a centre."""
    profile = Profile(tmp_path_factory.mktemp("rekeying") / "desk", practice=True)
    shutil.copytree(made_palestra, profile.folder)
    opened = bootstrap.access_service(profile).unlock(LEAD.id, practice.PASSPHRASE)
    desk = bootstrap.open_desk(profile, opened)
    person = desk.citizens.page(0, 1)[0].citizen
    desk.special_data.keep_health_code(person.id, CARD)
    desk.close()
    met = MetCentre(place=CentrePlace(url="https://centro.example"), sign_seed=b"s" * 32)
    again = bootstrap.access_service(profile).unlock(LEAD.id, practice.PASSPHRASE)
    CentreFile(profile.centre, again.device_id).write(met, bytes(again.device_key))
    return profile


@pytest.fixture
def profile(prepared, tmp_path):
    shutil.copytree(prepared.folder, tmp_path / "desk")
    return Profile(tmp_path / "desk", practice=True)


def unlocked(profile, operator=LEAD):
    return bootstrap.access_service(profile).unlock(operator.id, practice.PASSPHRASE)


def whole(profile):
    """The desk opens by the usual way, with its people, its card, its log and its centre."""
    opened = unlocked(profile)
    desk = bootstrap.open_desk(profile, opened)
    assert desk.citizens.count() > 0
    assert len(desk.citizens.by_health_code(CARD)) == 1
    desk.contacts.quick("1")
    desk.close()
    opened = unlocked(profile)
    engine = bootstrap.store_engine(profile, opened)
    assert inspect(engine, AesGcmSealer(bytes(opened.audit_wrap))).first_bad_entry is None
    engine.dispose()
    assert CentreFile(profile.centre, opened.device_id).read(bytes(opened.device_key)).sign_seed == b"s" * 32
    assert not rekeyed_name(profile.store).exists()
    assert not profile.centre_rekeyed.exists()


def test_everything_is_there_under_the_new_key_and_the_old_one_opens_nothing(profile):
    old = unlocked(profile)
    before = counts(profile.store, bytes(old.db))
    new = rekeying.rekey(profile, LEAD.id, practice.PASSPHRASE)
    assert bytes(new.db) != bytes(old.db)
    assert counts(profile.store, bytes(new.db)) == before
    with pytest.raises(StorageError):
        check_integrity(profile.store, bytes(old.db))
    whole(profile)


def test_the_others_enter_again_once_they_are_given_a_new_pass_phrase(profile):
    rekeying.rekey(profile, LEAD.id, practice.PASSPHRASE)
    with pytest.raises(SecretError):
        unlocked(profile, OTHER)
    access = bootstrap.access_service(profile)
    access.add_operator(LEAD.id, practice.PASSPHRASE, bootstrap._practice_operator(OTHER), practice.PASSPHRASE)
    bootstrap.open_desk(profile, unlocked(profile, OTHER)).close()


def test_only_who_leads_and_knows_the_pass_phrase_may(profile):
    with pytest.raises(NotAllowedError):
        rekeying.rekey(profile, OTHER.id, practice.PASSPHRASE)
    with pytest.raises(WrongSecretError):
        rekeying.rekey(profile, LEAD.id, "tutt'altra frase lunga")


def test_cut_before_the_state_changed_the_old_key_counts(profile, monkeypatch):
    carry = rekeying._carry_store

    def dies(*arguments):
        carry(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(rekeying, "_carry_store", dies)
    with pytest.raises(KeyboardInterrupt):
        rekeying.rekey(profile, LEAD.id, practice.PASSPHRASE)
    assert rekeyed_name(profile.store).exists()
    whole(profile)
    bootstrap.open_desk(profile, unlocked(profile, OTHER)).close()


def test_cut_after_the_state_changed_the_next_start_puts_everything_in_its_place(profile, monkeypatch):
    finish, calls = rekeying.finish, []

    def dies_later(*arguments):
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        finish(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(rekeying, "finish", dies_later)
        with pytest.raises(KeyboardInterrupt):
            rekeying.rekey(profile, LEAD.id, practice.PASSPHRASE)
    assert rekeyed_name(profile.store).exists()
    whole(profile)
