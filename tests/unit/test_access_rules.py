"""The rules of opening a desk, without files and without keys."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.access import (
    DeviceId,
    EnrolledOperator,
    FailureCount,
    Grant,
    KeptPin,
    SlotAddress,
    SlotKind,
    TileState,
    tile_of,
)
from wemi_desk.domain.operators import OperatorId
from wemi_desk.services.trusted_time import TrustedTime

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DEVICE, GIULIA = DeviceId(UUID(int=1)), OperatorId(UUID(int=2))
GRANT = Grant("standalone", UUID(int=3), GIULIA, "Ente", DEVICE, ("operator",), ("CAP",), NOW, None)
OPERATOR = EnrolledOperator(GIULIA, "Giulia R.", "GR", GRANT, "aa", pin_slot="bb", passphrase_login_at=NOW)


class Clock:
    def __init__(self):
        self.at, self.ms = NOW, 0

    def now(self):
        return self.at

    def monotonic_ms(self):
        return self.ms


def tile(operator=OPERATOR, counts=None, now=NOW, centre=False):
    return tile_of(operator, counts or {}, now, centre_known=centre)


@pytest.mark.parametrize(("count", "seconds"), [(0, 0), (1, 1), (2, 2), (3, 4), (9, 256), (10, 300), (60, 300)])
def test_waits_double_from_one_second_to_five_minutes(count, seconds):
    assert FailureCount(count, NOW).wait_seconds(NOW) == seconds
    assert FailureCount(count, NOW).wait_seconds(NOW + timedelta(seconds=300)) == 0


def test_a_started_second_is_a_whole_second_of_waiting():
    assert FailureCount(3, NOW).wait_seconds(NOW + timedelta(seconds=3.2)) == 1


@pytest.mark.parametrize(
    ("changes", "counts", "state"),
    [
        ({}, {}, TileState.PIN_ACCEPTED),
        ({"passphrase_login_at": NOW - timedelta(hours=12)}, {}, TileState.PASSPHRASE_NEEDED),
        ({"passphrase_login_at": NOW + timedelta(seconds=1)}, {}, TileState.PASSPHRASE_NEEDED),
        ({"pin_slot": None}, {}, TileState.PASSPHRASE_NEEDED),
        ({}, {SlotKind.PIN: FailureCount(2, NOW)}, TileState.WAITING),
        ({}, {SlotKind.PASSPHRASE: FailureCount(10)}, TileState.PIN_ACCEPTED),
        ({"pin_slot": None}, {SlotKind.PASSPHRASE: FailureCount(10)}, TileState.SUSPENDED),
        ({"pin_slot": None}, {SlotKind.PASSPHRASE: FailureCount(1, NOW)}, TileState.WAITING),
        ({"grant": replace(GRANT, kind="grant", valid_to=NOW)}, {}, TileState.GRANT_EXPIRED),
    ],
)
def test_each_state_of_a_tile(changes, counts, state):
    assert tile(replace(OPERATOR, **changes), counts).state is state


def test_the_numbers_are_those_of_the_secret_that_is_asked():
    counts = {SlotKind.PIN: FailureCount(2, NOW), SlotKind.PASSPHRASE: FailureCount(7, NOW)}
    assert (tile(counts=counts).failures, tile(counts=counts).remaining) == (2, 3)
    asleep = replace(OPERATOR, pin_slot=None)
    assert (tile(asleep, counts).failures, tile(asleep, counts).remaining) == (7, 3)


def test_a_sleeping_pin_is_still_one_of_the_operators_ways():
    asleep = replace(OPERATOR, pin_slot=None, kept_pin=KeptPin(None, b"", b""))
    assert tile(asleep).kinds == {SlotKind.PASSPHRASE, SlotKind.PIN}
    assert not tile(asleep).pin_usable


def test_only_a_grant_of_the_centre_has_an_end_to_show():
    granted = replace(OPERATOR, grant=replace(GRANT, kind="grant", valid_to=NOW + timedelta(days=2)))
    assert tile(granted, centre=True).grant_ends_at == NOW + timedelta(days=2)
    assert tile().grant_ends_at is None


def test_the_signed_bytes_cover_every_field_but_the_signature():
    base = GRANT.payload()
    other = UUID(int=9)
    changes = {"kind": "x", "id": other, "operator": other, "organisation": "x", "device": other, "policy_version": 1}
    changes |= {"roles": (), "spaces": (), "issued_at": NOW + timedelta(1), "valid_to": NOW}
    assert all(replace(GRANT, **{name: value}).payload() != base for name, value in changes.items())
    assert replace(GRANT, signature=b"x").payload() == base


def test_the_address_is_bound_to_pc_operator_and_kind():
    assert SlotAddress(DEVICE, GIULIA, SlotKind.PIN, "aa").info == f"wemi|1|{DEVICE}|{GIULIA}|pin".encode()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 10**6)), max_size=20))
def test_trusted_time_never_goes_back_whatever_the_clock_does(jumps):
    clock = Clock()
    time = TrustedTime(clock)
    before = time.now()
    for seconds, elapsed in jumps:
        clock.at = NOW + timedelta(seconds=seconds)
        clock.ms += elapsed
        assert time.now() >= before
        assert time.now() >= clock.at
        before = time.now()
        time.anchor(None, NOW)
        assert time.now() >= before


def test_trusted_time_goes_on_while_the_system_clock_is_behind():
    clock = Clock()
    time = TrustedTime(clock)
    time.anchor(NOW + timedelta(hours=1))
    clock.ms += 90_000
    assert time.now() == NOW + timedelta(hours=1, seconds=90)
    assert time.clock_behind() == timedelta(hours=1, seconds=90)


def test_a_clock_five_minutes_behind_is_not_worth_a_word():
    clock = Clock()
    time = TrustedTime(clock)
    time.anchor(NOW + timedelta(minutes=5))
    assert time.clock_behind() == timedelta(0)
