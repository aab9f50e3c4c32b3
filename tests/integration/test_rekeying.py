"""A desk under another data key: with everything in it, for one operator, and whole wherever it is cut."""

import shutil
from functools import partial

import pytest

from tests.access_desk import AMIR, DEVICE, GIULIA, PASSPHRASE, PIN, Desk, amir
from tests.access_desk import OTHER as OTHER_PHRASE
from tests.integration.test_access_interrupted import Countdown, Killed
from wemi_desk import bootstrap, rekeying
from wemi_desk.config import Profile
from wemi_desk.domain.access import KeyOrder, KeyRenewal
from wemi_desk.domain.centres import CentrePlace, MetCentre
from wemi_desk.domain.errors import DiskFullError, NotAllowedError, SecretError, StorageError, WrongSecretError
from wemi_desk.gateways import store_copies
from wemi_desk.gateways.centre_file import CentreFile
from wemi_desk.gateways.sealing import AesGcmSealer
from wemi_desk.persistence.backup import counts
from wemi_desk.persistence.copying import check_integrity, rekeyed_name
from wemi_desk.persistence.inspection import inspect
from wemi_desk.services import practice
from wemi_desk.services.access import AccessService
from wemi_desk.services.centre_access import CentreAccess

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


def ordered(profile, number=7):
    assert bootstrap.centre_access(profile).order_new_key(number)
    return bootstrap.access_service(profile)


def test_by_order_the_next_pass_phrase_of_who_leads_makes_another_key(profile):
    old = unlocked(profile)
    access = ordered(profile)
    assert not bootstrap.centre_access(profile).order_new_key(7)
    assert access.lock_screen().new_key
    assert not any(tile.pin_usable for tile in access.operators())
    new = access.unlock(LEAD.id, practice.PASSPHRASE, may_renew=True)
    assert new.renewal is KeyRenewal.DONE
    assert bytes(new.db) != bytes(old.db)
    bootstrap.open_desk(profile, new).close()
    whole(profile)
    with pytest.raises(SecretError):
        unlocked(profile, OTHER)
    assert bootstrap.centre_access(profile).key_order() == KeyOrder(heard=7, done=7)
    assert not access.lock_screen().new_key
    assert access.unlock(LEAD.id, practice.PASSPHRASE, may_renew=True).renewal is KeyRenewal.NONE


def test_an_order_waits_for_somebody_who_leads_and_keeps_nobody_from_working(profile):
    access = ordered(profile)
    opened = access.unlock(OTHER.id, practice.PASSPHRASE, may_renew=True)
    assert opened.renewal is KeyRenewal.NOT_BY_YOU
    bootstrap.open_desk(profile, opened).close()
    assert access.lock_screen().new_key


def test_without_room_or_with_a_way_back_to_an_older_version_the_old_key_goes_on(profile, monkeypatch):
    def full(*_arguments):
        raise DiskFullError

    for part, stands in ((rekeying, "_carry_store"), (store_copies, "is_kept")):
        with monkeypatch.context() as patched:
            patched.setattr(part, stands, full if part is rekeying else lambda _profile: True)
            bootstrap.centre_access(profile).order_new_key(7)
            opened = bootstrap.access_service(profile).unlock(LEAD.id, practice.PASSPHRASE, may_renew=True)
            assert opened.renewal is KeyRenewal.FAILED
            assert opened.events[-2].result == "rekey_failed" or opened.events[-1].result == "rekey_failed"
    whole(profile)
    bootstrap.open_desk(profile, unlocked(profile, OTHER)).close()


class SmallDesk(Desk):
    """A real store and a centre file, behind slots that cost nothing."""

    def restart(self):
        super().restart()
        self.access = AccessService(self.ports, partial(rekeying.carry, self.profile))
        return self

    def found(self, public):
        opened = self.enrol(public)
        self.access.add_operator(GIULIA, PASSPHRASE, amir(), OTHER_PHRASE)
        self.access.set_pin(GIULIA, PASSPHRASE, PIN)
        bootstrap.store_engine(self.profile, opened).dispose()
        met = MetCentre(place=CentrePlace(url="https://centro.example"), sign_seed=b"s" * 32)
        CentreFile(self.profile.centre, opened.device_id).write(met, bytes(opened.device_key))
        CentreAccess(self.ports).order_new_key(3)

    def is_whole(self, recovery_half):
        """One key, old or new, opens everything there is; the recovery slot holds the same one."""
        opened = self.access.unlock(GIULIA, PASSPHRASE)
        bootstrap.store_engine(self.profile, opened).dispose()
        assert CentreFile(self.profile.centre, DEVICE).read(bytes(opened.device_key)).sign_seed == b"s" * 32
        slot = self.recovery.find()
        data_key = self.recovery.open(slot.sealed, recovery_half, DEVICE)
        assert bytes(self.ports.derivation.sub_key(bytes(data_key), DEVICE, "db")) == bytes(opened.db)
        assert not [one for one in self.profile.folder.iterdir() if "rekey" in one.name]
        return opened


def test_killed_at_any_step_of_the_order_one_key_opens_everything_and_the_order_is_carried_out(tmp_path, monkeypatch):
    first = SmallDesk(tmp_path / "first")
    half, public = first.recovery.new_pair()
    first.found(public)
    before = bytes(first.access.unlock(GIULIA, PASSPHRASE).db)
    seen = set()
    for steps in range(200):
        desk = SmallDesk(tmp_path / str(steps))
        shutil.copytree(first.profile.folder, desk.profile.folder, dirs_exist_ok=True)
        desk.secrets.values.update(first.secrets.values)
        with monkeypatch.context() as patch:
            countdown = Countdown(patch, desk)
            countdown.left = steps
            try:
                opened = desk.access.unlock(GIULIA, PASSPHRASE, may_renew=True)
                rekeying.finish(desk.profile, opened)
                dead = False
            except Killed:
                dead = True
            countdown.left = None
        desk.restart().clock.advance(minutes=10)
        opened = desk.is_whole(half)
        seen.add(bytes(opened.db) == before)
        if bytes(opened.db) != before:
            assert CentreAccess(desk.ports).key_order() == KeyOrder(heard=3, done=3)
            with pytest.raises(SecretError):
                desk.access.unlock(AMIR, OTHER_PHRASE)
        else:
            assert desk.access.lock_screen().new_key
            assert desk.access.unlock(AMIR, OTHER_PHRASE)
        if bytes(opened.db) == before and steps % 5 == 0:
            again = desk.access.unlock(GIULIA, PASSPHRASE, may_renew=True)
            assert again.renewal is KeyRenewal.DONE
            desk.is_whole(half)
        if not dead:
            check_integrity(desk.profile.store, bytes(opened.db))
            assert seen == {True, False}
            return
    raise AssertionError("never finished")
