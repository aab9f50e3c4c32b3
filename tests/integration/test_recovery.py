"""A lost keyring is never a loss: two people of the Comune give the data key back."""

import pytest

from tests.access_desk import DEVICE, GIULIA, OTHER, PASSPHRASE, PIN, Desk, giulia
from wemi_desk.domain.access import DeskCondition, Enrolment
from wemi_desk.domain.errors import NoRecoveryError, PinNotReadyError, RecoveryRefusedError, WrongSecretError


@pytest.fixture
def comune(tmp_path):
    """The private and public half kept by the Comune."""
    return Desk(tmp_path / "comune").recovery.new_pair()


@pytest.fixture
def desk(tmp_path, comune):
    desk = Desk(tmp_path)
    desk.enrol(comune[1])
    desk.access.set_pin(GIULIA, PASSPHRASE, PIN)
    return desk


def reseal(desk, comune, request):
    data_key = desk.recovery.open(request.sealed, comune[0], request.device_id)
    return desk.recovery.seal(bytes(data_key), request.public_key, request.device_id)


def again(**changes):
    return Enrolment(**{
        "device_id": DEVICE, "space_code": "CAP", "space_name": "Spazio di prova", "first_operator": giulia(), **changes
    })  # fmt: skip


def test_a_wiped_keyring_is_recovered_with_the_same_data_key(desk, comune):
    before = desk.access.unlock(GIULIA, PASSPHRASE)
    desk.secrets.values.clear()
    screen = desk.restart().access.lock_screen()
    assert (screen.condition, screen.recovery_possible) == (DeskCondition.KEYRING_CHANGED, True)
    request = desk.access.recovery_request()
    assert len(request.sealed) == 92
    desk.restart()
    opened = desk.access.recover(reseal(desk, comune, request), again(), OTHER)
    assert opened.db == before.db
    assert desk.restart().access.unlock(GIULIA, OTHER).persons == before.persons
    assert [event.result for event in opened.events] == ["recovered"]


def test_after_recovery_the_old_slots_are_gone(desk, comune):
    old = desk.slot_files()
    desk.secrets.values.clear()
    request = desk.restart().access.recovery_request()
    desk.access.recover(reseal(desk, comune, request), again(), OTHER)
    desk.put_back(old)
    with pytest.raises(WrongSecretError):
        desk.access.unlock(GIULIA, PASSPHRASE)
    with pytest.raises(PinNotReadyError):
        desk.access.unlock(GIULIA, PIN)
    assert f"{DEVICE}/recovery" not in desk.secrets.values


def test_recovery_works_again_after_a_second_loss(desk, comune):
    keys = []
    for _ in range(2):
        desk.secrets.values.clear()
        request = desk.restart().access.recovery_request()
        keys.append(desk.access.recover(reseal(desk, comune, request), again(recovery_key=comune[1]), OTHER).db)
    assert keys[0] == keys[1]


@pytest.mark.parametrize("answer", [b"", b"x" * 92, b"x" * 500])
def test_an_answer_that_does_not_fit_is_refused_and_changes_nothing(desk, answer):
    desk.access.recovery_request()
    with pytest.raises(RecoveryRefusedError):
        desk.access.recover(answer, again(), OTHER)
    assert desk.restart().access.unlock(GIULIA, PASSPHRASE)


def test_another_data_key_sealed_to_the_right_request_is_refused(desk):
    request = desk.access.recovery_request()
    forged = desk.recovery.seal(bytes(32), request.public_key, DEVICE)
    with pytest.raises(RecoveryRefusedError):
        desk.access.recover(forged, again(), OTHER)


def test_an_answer_to_an_older_request_is_refused(desk, comune):
    old = desk.access.recovery_request()
    desk.access.recovery_request()
    with pytest.raises(RecoveryRefusedError):
        desk.access.recover(reseal(desk, comune, old), again(), OTHER)


def test_a_slot_of_another_pc_does_not_open(desk, comune):
    from uuid import UUID

    request = desk.access.recovery_request()
    with pytest.raises(RecoveryRefusedError):
        desk.recovery.open(request.sealed, comune[0], UUID(int=77))


def test_every_flipped_bit_of_the_sealed_key_is_found(desk, comune):
    sealed = desk.access.recovery_request().sealed
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 0x10]) + sealed[at + 1 :]
        with pytest.raises(RecoveryRefusedError):
            desk.recovery.open(changed, comune[0], DEVICE)


def test_without_a_recovery_key_the_desk_says_that_recovery_is_impossible(tmp_path):
    desk = Desk(tmp_path)
    desk.enrol()
    assert not desk.access.lock_screen().recovery_possible
    with pytest.raises(NoRecoveryError):
        desk.access.recovery_request()


def test_strange_files_beside_the_recovery_slot_do_not_matter(desk):
    (desk.profile.slots / "000.recovery").write_bytes(b"x" * 124)
    (desk.profile.slots / f"{GIULIA}.recovery").write_bytes(b"short")
    assert desk.access.recovery_request().device_id == DEVICE
