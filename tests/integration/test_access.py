"""How an operator opens the desk: slots, counters, PIN, grants and time, on real files."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from tests.access_desk import AMIR, DEVICE, GIULIA, OTHER, PASSPHRASE, PIN, Desk, amir
from wemi_desk.domain.access import Cost, DeskCondition, Grant, SlotKind, TileState
from wemi_desk.domain.errors import (
    AlreadyEnrolledError,
    GrantExpiredError,
    KeyringChangedError,
    NotAllowedError,
    NotEnrolledError,
    PinNotReadyError,
    RecordMissingError,
    SecretWaitError,
    SlotDestroyedError,
    SlotSuspendedError,
    StateDamagedError,
    WeakSecretError,
    WrongSecretError,
)
from wemi_desk.domain.operators import OperatorId

KEYS = ("db", "files", "drafts", "persons", "audit_wrap", "device_key")


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    desk.enrol().close()
    return desk


@pytest.fixture
def pin_desk(desk):
    desk.access.set_pin(GIULIA, PASSPHRASE, PIN)
    return desk


def fail(desk, secret, times, operator=GIULIA):
    """*times* wrong attempts, each after its wait; the last error is returned."""
    error = None
    for _ in range(times):
        desk.clock.advance(minutes=6)
        with pytest.raises((WrongSecretError, SlotDestroyedError, SlotSuspendedError)) as caught:
            desk.access.unlock(operator, secret)
        error = caught.value
    return error


def test_a_new_desk_says_that_it_belongs_to_nobody(tmp_path):
    desk = Desk(tmp_path)
    assert desk.access.lock_screen().condition is DeskCondition.NOT_ENROLLED
    with pytest.raises(NotEnrolledError):
        desk.access.operators()


def test_the_passphrase_opens_the_same_keys_in_another_process(tmp_path):
    desk = Desk(tmp_path)
    first = desk.enrol()
    second = desk.restart().access.unlock(GIULIA, PASSPHRASE)
    assert [getattr(first, name) for name in KEYS] == [getattr(second, name) for name in KEYS]
    assert len({bytes(getattr(first, name)) for name in KEYS}) == len(KEYS)
    assert all(len(getattr(first, name)) == 32 for name in KEYS)
    assert (second.space_code, second.device_id, second.method) == ("CAP", DEVICE, SlotKind.PASSPHRASE)
    assert second.roles == {"operator", "network_coordinator"}


def test_closing_wipes_every_key_and_none_is_shown_in_texts(desk):
    opened = desk.access.unlock(GIULIA, PASSPHRASE)
    assert bytes(opened.db).hex() not in repr(opened)
    assert "db=" not in repr(opened)
    opened.close()
    assert all(getattr(opened, name) == bytearray(32) for name in KEYS)


def test_a_composed_accent_and_a_typed_one_are_the_same_secret(tmp_path):
    desk = Desk(tmp_path)
    desk.enrol()
    desk.access.change_passphrase(GIULIA, PASSPHRASE, "perché le rane cantano")
    assert desk.access.unlock(GIULIA, "perche\u0301 le rane cantano").operator_id == GIULIA


def test_a_desk_is_enrolled_once(desk):
    with pytest.raises(AlreadyEnrolledError):
        desk.enrol()


def test_a_lost_state_beside_a_store_is_not_taken_for_a_new_desk(desk):
    desk.profile.store.write_bytes(b"x")
    for path in desk.state_files():
        path.unlink()
    assert desk.restart().access.lock_screen().condition is DeskCondition.STATE_DAMAGED
    with pytest.raises(AlreadyEnrolledError):
        desk.enrol()


def test_wrong_passphrases_wait_longer_each_time_and_suspend_at_ten(desk):
    with pytest.raises(WrongSecretError) as caught:
        desk.access.unlock(GIULIA, OTHER)
    assert (caught.value.remaining, caught.value.wait_seconds) == (9, 1)
    with pytest.raises(SecretWaitError):
        desk.access.unlock(GIULIA, PASSPHRASE)
    desk.clock.advance(seconds=1)
    with pytest.raises(WrongSecretError) as caught:
        desk.access.unlock(GIULIA, OTHER)
    assert (caught.value.remaining, caught.value.wait_seconds) == (8, 2)
    assert isinstance(fail(desk, OTHER, 8), SlotSuspendedError)
    desk.clock.advance(hours=1)
    with pytest.raises(SlotSuspendedError):
        desk.access.unlock(GIULIA, PASSPHRASE)
    tile = desk.tile()
    assert (tile.state, tile.suspended, tile.remaining) == (TileState.SUSPENDED, True, 0)


def test_the_wait_is_never_longer_than_five_minutes(desk):
    error = fail(desk, OTHER, 9)
    assert (error.remaining, error.wait_seconds) == (1, 256)
    assert desk.tile().wait_seconds == 256


def test_success_puts_the_count_back_to_zero(desk):
    fail(desk, OTHER, 3)
    desk.clock.advance(minutes=5)
    desk.access.unlock(GIULIA, PASSPHRASE)
    assert desk.tile().failures == 0
    assert set(desk.secrets.values[f"{DEVICE}/fail/{GIULIA}/passphrase"]) == {0}


def test_an_empty_field_costs_no_attempt(desk):
    with pytest.raises(WrongSecretError):
        desk.access.unlock(GIULIA, "")
    assert desk.tile().failures == 0


def test_an_unknown_operator_is_missing(desk):
    with pytest.raises(RecordMissingError):
        desk.access.unlock(OperatorId(UUID(int=99)), PASSPHRASE)


@pytest.mark.parametrize("secret", ["x" * 20_000, "\ud800 mezzo carattere", "<b>grassetto</b> e più", "\u202e" * 12])
def test_strange_secrets_are_only_wrong(desk, secret):
    with pytest.raises(WrongSecretError):
        desk.access.unlock(GIULIA, secret)


# PIN


def test_the_pin_opens_the_desk_after_a_passphrase(pin_desk):
    opened = pin_desk.restart().access.unlock(GIULIA, PIN)
    assert opened.method is SlotKind.PIN
    assert opened.db == pin_desk.access.unlock(GIULIA, PASSPHRASE).db
    assert pin_desk.tile().state is TileState.PIN_ACCEPTED


def test_a_pin_that_was_never_chosen_is_not_an_attempt(desk):
    with pytest.raises(PinNotReadyError):
        desk.access.unlock(GIULIA, PIN)
    assert desk.tile().failures == 0


def test_five_wrong_pins_destroy_the_slot_and_its_pepper(pin_desk):
    before = pin_desk.slot_files()
    assert fail(pin_desk, "838271", 4).remaining == 1
    assert isinstance(fail(pin_desk, "838271", 1), SlotDestroyedError)
    assert f"{DEVICE}/pin/{GIULIA}" not in pin_desk.secrets.values
    assert len(pin_desk.slot_files()) == 1
    pin_desk.put_back(before)
    with pytest.raises(PinNotReadyError):
        pin_desk.restart().access.unlock(GIULIA, PIN)
    pin_desk.access.unlock(GIULIA, PASSPHRASE)
    assert SlotKind.PIN not in pin_desk.tile().kinds


def test_a_copy_of_slot_and_state_put_back_after_destruction_opens_nothing(pin_desk):
    slots, states = pin_desk.slot_files(), pin_desk.state_files()
    fail(pin_desk, "838271", 5)
    pin_desk.put_back(slots)
    for path, content in states.items():
        path.write_bytes(content)
    with pytest.raises(StateDamagedError):
        pin_desk.restart().access.unlock(GIULIA, PIN)


def test_after_twelve_hours_the_pin_sleeps_and_the_same_pin_wakes_with_the_passphrase(pin_desk):
    files = pin_desk.slot_files()
    pin_desk.clock.advance(hours=12)
    assert pin_desk.tile().state is TileState.PASSPHRASE_NEEDED
    assert SlotKind.PIN in pin_desk.tile().kinds
    assert f"{DEVICE}/pin/{GIULIA}" not in pin_desk.secrets.values
    pin_desk.put_back(files)
    with pytest.raises(PinNotReadyError):
        pin_desk.access.unlock(GIULIA, PIN)
    pin_desk.access.unlock(GIULIA, PASSPHRASE)
    assert pin_desk.access.unlock(GIULIA, PIN).method is SlotKind.PIN


def test_leaving_puts_the_pin_to_sleep(pin_desk):
    pin_desk.access.leave(GIULIA)
    with pytest.raises(PinNotReadyError):
        pin_desk.access.unlock(GIULIA, PIN)


def test_a_session_ends_twelve_hours_after_the_passphrase_also_when_opened_by_pin(pin_desk):
    pin_desk.clock.advance(hours=3)
    opened = pin_desk.access.unlock(GIULIA, PIN)
    assert opened.session_ends_at - opened.opened_at == timedelta(hours=9)


def test_a_weak_pin_or_passphrase_is_refused_before_anything_is_asked(desk):
    with pytest.raises(WeakSecretError) as caught:
        desk.access.set_pin(GIULIA, "not even right", "123456")
    assert caught.value.reason == "run"
    with pytest.raises(WeakSecretError) as caught:
        desk.access.change_passphrase(GIULIA, "not even right", "passwordpassword")
    assert caught.value.reason == "repeated"
    with pytest.raises(WeakSecretError) as caught:
        desk.access.change_passphrase(GIULIA, "not even right", "giulia prova 1958")
    assert caught.value.reason == "context"
    assert desk.tile().failures == 0


def test_changing_the_passphrase_retires_the_old_one_and_a_copy_of_its_slot(desk):
    old = desk.slot_files()
    desk.access.change_passphrase(GIULIA, PASSPHRASE, OTHER)
    desk.put_back(old)
    with pytest.raises(WrongSecretError):
        desk.restart().access.unlock(GIULIA, PASSPHRASE)
    desk.clock.advance(seconds=2)
    desk.access.unlock(GIULIA, OTHER)
    assert not old.keys() & desk.slot_files().keys() or desk.access.unlock(GIULIA, OTHER)


def test_a_slot_is_made_again_when_new_ones_cost_more(tmp_path):
    desk = Desk(tmp_path)
    desk.enrol()
    before = set(desk.slot_files())
    desk.cost = Cost(passes=2, memory_kib=32, lanes=1)
    desk.restart().access.unlock(GIULIA, PASSPHRASE)
    after = set(desk.slot_files())
    assert len(after) == 1
    assert before != after
    desk.access.unlock(GIULIA, PASSPHRASE)
    assert set(desk.slot_files()) == after


# Attacks


@pytest.mark.parametrize("position", range(0, 400, 23))
def test_a_flipped_byte_in_the_slot_counts_as_exhausted(desk, position):
    name, content = next(iter(desk.slot_files().items()))
    position %= len(content)
    changed = content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :]
    desk.put_back({name: changed})
    with pytest.raises(SlotSuspendedError):
        desk.access.unlock(GIULIA, PASSPHRASE)


def test_an_old_copy_of_the_slot_does_not_give_attempts_back(desk):
    fresh = desk.slot_files()
    fail(desk, OTHER, 4)
    desk.put_back(fresh)
    assert fail(desk, OTHER, 1).remaining == 5


def test_lowering_the_count_in_the_keyring_does_not_give_attempts_back(desk):
    fail(desk, OTHER, 4)
    desk.secrets.values[f"{DEVICE}/fail/{GIULIA}/passphrase"] = bytes(8)
    assert fail(desk, OTHER, 1).remaining == 5


def test_deleting_the_keyrings_count_exhausts_the_slot(pin_desk):
    del pin_desk.secrets.values[f"{DEVICE}/fail/{GIULIA}/pin"]
    with pytest.raises(SlotDestroyedError):
        pin_desk.access.unlock(GIULIA, PIN)


def test_a_slot_moved_to_another_operator_is_refused(desk):
    mine = desk.slot_files()
    desk.access.add_operator(GIULIA, PASSPHRASE, amir(), OTHER)
    theirs = next(name for name in desk.slot_files() if name not in mine)
    desk.put_back({theirs: next(iter(mine.values()))})
    with pytest.raises(SlotSuspendedError):
        desk.access.unlock(AMIR, PASSPHRASE)


def test_files_of_another_pc_are_refused(tmp_path):
    here, there = Desk(tmp_path / "a"), Desk(tmp_path / "b")
    here.enrol(), there.enrol()
    for name in ("state", "state.twin"):
        (here.profile.folder / name).write_bytes((there.profile.folder / name).read_bytes())
    here.put_back(there.slot_files())
    with pytest.raises(KeyringChangedError):
        here.restart().access.unlock(GIULIA, PASSPHRASE)


@pytest.mark.parametrize("entry", ["device-secret", "state"])
def test_a_deleted_keyring_entry_is_said_and_costs_nothing(desk, entry):
    kept = desk.secrets.values.pop(f"{DEVICE}/{entry}")
    assert desk.restart().access.lock_screen().condition is DeskCondition.KEYRING_CHANGED
    with pytest.raises(KeyringChangedError):
        desk.access.unlock(GIULIA, PASSPHRASE)
    desk.secrets.values[f"{DEVICE}/{entry}"] = kept
    assert desk.access.unlock(GIULIA, PASSPHRASE)


def test_a_changed_device_secret_is_said(desk):
    desk.secrets.values[f"{DEVICE}/device-secret"] = bytes(32)
    assert desk.restart().access.lock_screen().condition is DeskCondition.KEYRING_CHANGED


def test_a_keyring_emptied_while_locked_is_noticed_before_an_attempt_is_counted(desk):
    desk.access.operators()
    desk.secrets.values.clear()
    with pytest.raises(KeyringChangedError):
        desk.access.unlock(GIULIA, PASSPHRASE)


def test_another_backend_than_the_pinned_one_is_refused(desk):
    desk.secrets.backend_name = "keyring.backends.null.Keyring"
    assert desk.restart().access.lock_screen().condition is DeskCondition.KEYRING_CHANGED


def test_a_missing_keyring_is_said(desk):
    desk.secrets.missing = True
    assert desk.restart().access.lock_screen().condition is DeskCondition.KEYRING_MISSING


@pytest.mark.parametrize("place", [0, 20, 120, 400, -1])
def test_a_damaged_state_has_a_twin_and_both_damaged_are_said(desk, place):
    def flip(path):
        content = bytearray(path.read_bytes())
        content[place] ^= 1
        path.write_bytes(bytes(content))

    first, second = desk.state_files()
    flip(first)
    assert desk.restart().access.unlock(GIULIA, PASSPHRASE)
    flip(first), flip(second)
    condition = desk.restart().access.lock_screen().condition
    assert condition in {DeskCondition.STATE_DAMAGED, DeskCondition.KEYRING_CHANGED}


def test_an_old_copy_of_the_state_does_not_bring_back_a_removed_operator(desk):
    desk.access.add_operator(GIULIA, PASSPHRASE, amir(), OTHER)
    states, slots = desk.state_files(), desk.slot_files()
    desk.access.remove_operator(GIULIA, PASSPHRASE, AMIR)
    for path, content in states.items():
        path.write_bytes(content)
    desk.put_back(slots)
    with pytest.raises(StateDamagedError):
        desk.restart().access.unlock(AMIR, OTHER)


def test_a_clock_set_back_neither_stops_a_wait_nor_makes_it_longer(desk):
    fail(desk, OTHER, 4)
    desk.clock.set_back(minutes=40)
    screen = desk.restart().access.lock_screen()
    assert screen.clock_behind >= timedelta(minutes=39)
    with pytest.raises(SecretWaitError) as caught:
        desk.access.unlock(GIULIA, PASSPHRASE)
    assert caught.value.wait_seconds <= 8
    desk.clock.advance(seconds=9)
    assert desk.access.unlock(GIULIA, PASSPHRASE)


def test_a_clock_set_back_does_not_wake_a_sleeping_pin(pin_desk):
    pin_desk.clock.advance(hours=13)
    pin_desk.access.lock_screen()
    pin_desk.access.note_time()
    pin_desk.clock.set_back(hours=13)
    with pytest.raises(PinNotReadyError):
        pin_desk.restart().access.unlock(GIULIA, PIN)


def test_trusted_time_never_runs_backwards_and_learns_from_the_store(desk):
    later = desk.clock.now() + timedelta(days=2)
    desk.access.note_time(later)
    assert desk.restart().access.lock_screen().clock_behind > timedelta(days=1)
    assert desk.access.now() >= later


def test_a_leap_of_the_clock_is_shown_before_it_is_believed(pin_desk):
    pin_desk.clock.advance(days=900)
    screen = pin_desk.restart().access.lock_screen()
    assert screen.clock_ahead > timedelta(days=899)
    pin_desk.clock.set_back(days=900)
    screen = pin_desk.restart().access.lock_screen()
    assert (screen.clock_ahead, screen.clock_behind) == (timedelta(0), timedelta(0))
    assert screen.tiles[0].pin_usable


# Who may enter


def test_only_who_leads_changes_who_enters_and_never_for_oneself(desk):
    desk.access.add_operator(GIULIA, PASSPHRASE, amir(), OTHER)
    with pytest.raises(NotAllowedError):
        desk.access.remove_operator(AMIR, OTHER, GIULIA)
    with pytest.raises(NotAllowedError):
        desk.access.remove_operator(GIULIA, PASSPHRASE, GIULIA)
    assert desk.access.unlock(AMIR, OTHER).db == desk.access.unlock(GIULIA, PASSPHRASE).db
    desk.access.remove_operator(GIULIA, PASSPHRASE, AMIR)
    assert [tile.operator_id for tile in desk.access.operators()] == [GIULIA]
    assert len(desk.slot_files()) == 1
    assert not any(str(AMIR) in name for name in desk.secrets.values)


def test_a_suspended_colleague_is_given_a_new_passphrase(desk):
    desk.access.add_operator(GIULIA, PASSPHRASE, amir(), OTHER)
    fail(desk, PASSPHRASE, 10, AMIR)
    desk.access.add_operator(GIULIA, PASSPHRASE, amir(), "un gatto sul davanzale")
    assert desk.access.unlock(AMIR, "un gatto sul davanzale").operator_id == AMIR


def test_confirming_a_secret_counts_like_unlocking(desk):
    desk.access.confirm(GIULIA, PASSPHRASE)
    with pytest.raises(WrongSecretError):
        desk.access.confirm(GIULIA, OTHER)
    assert desk.tile().failures == 1


def test_hints_exist_in_the_palestra_only(tmp_path):
    with pytest.raises(NotAllowedError):
        Desk(tmp_path / "real").enrol(practice_hint=PASSPHRASE)
    practice = Desk(tmp_path / "palestra", practice=True)
    practice.enrol(practice_hint=PASSPHRASE, badge="OPGIULIA")
    assert (practice.tile().practice_hint, practice.tile().badge) == (PASSPHRASE, "OPGIULIA")
    assert practice.access.lock_screen().practice


def test_attempts_at_the_closed_desk_are_kept_for_the_audit_log(desk):
    fail(desk, OTHER, 2)
    desk.clock.advance(minutes=1)
    opened = desk.restart().access.unlock(GIULIA, PASSPHRASE)
    assert [event.result for event in opened.events] == ["enrolled", "refused", "refused", "accepted"]
    assert [event.at for event in opened.events] == sorted(event.at for event in opened.events)
    desk.access.events_entered(len(opened.events))
    assert [event.result for event in desk.access.unlock(GIULIA, PASSPHRASE).events] == ["accepted"]


# Grants


@pytest.fixture
def centre():
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate()


@pytest.fixture
def granted(desk, centre):
    """A desk that knows its centre, and a function that makes grants signed by it."""

    def grant(**changes):
        now = desk.clock.now()
        values = {
            "kind": "grant", "id": UUID(int=5), "operator": GIULIA, "organisation": "x", "device": DEVICE,
            "roles": ("operator",), "spaces": ("CAP",), "issued_at": now, "valid_to": now + timedelta(days=7),
        }  # fmt: skip
        unsigned = Grant(**{**values, **changes})
        return replace(unsigned, signature=centre.sign(unsigned.payload()))

    state = desk.access._record.load()
    desk.access._record.change(replace(state, server_key=centre.public_key().public_bytes_raw()))
    return desk, grant


def test_a_signed_grant_lets_in_until_its_end_and_the_store_stays_closed_afterwards(granted):
    desk, grant = granted
    desk.access.renew_grant(grant())
    assert desk.access.unlock(GIULIA, PASSPHRASE).roles == {"operator"}
    desk.clock.advance(days=7)
    with pytest.raises(GrantExpiredError):
        desk.access.unlock(GIULIA, PASSPHRASE)
    assert desk.tile().state is TileState.GRANT_EXPIRED


def test_a_desk_with_a_centre_refuses_its_own_unsigned_grants(granted):
    with pytest.raises(GrantExpiredError):
        granted[0].access.unlock(GIULIA, PASSPHRASE)


def test_a_clock_set_back_does_not_revive_a_grant(granted):
    desk, grant = granted
    desk.access.renew_grant(grant())
    desk.clock.advance(days=8)
    desk.access.note_time()
    desk.clock.set_back(days=8)
    with pytest.raises(GrantExpiredError):
        desk.restart().access.unlock(GIULIA, PASSPHRASE)


def test_no_grant_lives_longer_than_seven_days(granted):
    desk, grant = granted
    desk.access.renew_grant(grant(valid_to=desk.clock.now() + timedelta(days=300)))
    desk.clock.advance(days=7)
    with pytest.raises(GrantExpiredError):
        desk.access.unlock(GIULIA, PASSPHRASE)


@pytest.mark.parametrize(
    "change", [{"device": UUID(int=2)}, {"kind": "standalone"}, {"kind": "policy"}, {"operator": AMIR}]
)
def test_a_grant_for_something_else_is_refused(granted, change):
    desk, grant = granted
    with pytest.raises((NotAllowedError, RecordMissingError)):
        desk.access.renew_grant(grant(**change))


def test_a_grant_changed_after_signing_is_refused(granted):
    desk, grant = granted
    with pytest.raises(NotAllowedError):
        desk.access.renew_grant(replace(grant(), roles=("city_staff",)))
