"""A PC taken out of service loses its keys first, and only then its files."""

import pytest

from tests.access_desk import DEVICE, GIULIA, OTHER, PASSPHRASE, PIN, Desk, giulia
from wemi_desk.domain.access import DeskCondition, Enrolment
from wemi_desk.domain.errors import AlreadyEnrolledError, KeyringMissingError, NotEnrolledError, StateDamagedError


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    desk.office = desk.recovery.new_pair()
    desk.enrol(desk.office[1])
    desk.access.set_pin(GIULIA, PASSPHRASE, PIN)
    desk.profile.store.write_bytes(b"encrypted")
    return desk


def test_without_unsent_work_nothing_is_left(desk):
    desk.access.disable(unsent_work=False)
    assert desk.secrets.values == {}
    left = {path.name for path in desk.profile.folder.rglob("*") if path.is_file()}
    assert left == {"disabled.json"}
    assert desk.restart().access.lock_screen().condition is DeskCondition.DISABLED
    with pytest.raises(NotEnrolledError):
        desk.access.unlock(GIULIA, PASSPHRASE)


def test_with_unsent_work_the_closed_store_waits_for_two_people_of_the_comune(desk):
    key = desk.access.unlock(GIULIA, PASSPHRASE).db
    desk.access.disable(unsent_work=True)
    screen = desk.restart().access.lock_screen()
    assert (screen.condition, screen.recovery_possible) == (DeskCondition.DISABLED, True)
    assert desk.profile.store.exists()
    assert desk.slot_files() == {}
    with pytest.raises(StateDamagedError):
        desk.access.unlock(GIULIA, PASSPHRASE)
    with pytest.raises(AlreadyEnrolledError):
        desk.enrol()
    request = desk.access.recovery_request()
    assert desk.restart().access.lock_screen().condition is DeskCondition.DISABLED
    data_key = desk.recovery.open(request.sealed, desk.office[0], DEVICE)
    answer = desk.recovery.seal(bytes(data_key), request.public_key, DEVICE)
    again = Enrolment(DEVICE, "CAP", "Spazio di prova", giulia())
    assert desk.access.recover(answer, again, OTHER).db == key
    assert desk.restart().access.lock_screen().condition is DeskCondition.READY


def test_an_interrupted_wipe_goes_on_at_the_next_start(desk, monkeypatch):
    desk.secrets.delete, whole = lambda name: (_ for _ in ()).throw(KeyringMissingError()), desk.secrets.delete
    with pytest.raises(KeyringMissingError):
        desk.access.disable(unsent_work=False)
    assert desk.restart().access.lock_screen().condition is DeskCondition.KEYRING_MISSING
    desk.secrets.delete = whole
    assert desk.restart().access.lock_screen().condition is DeskCondition.DISABLED
    assert (desk.secrets.values, desk.slot_files(), desk.profile.store.exists()) == ({}, {}, False)


def test_a_disabled_pc_without_a_store_can_be_set_up_again(desk):
    desk.access.disable(unsent_work=False)
    desk.restart().enrol()
    assert desk.access.unlock(GIULIA, PASSPHRASE)
    assert desk.access.lock_screen().condition is DeskCondition.READY
