"""What is left of a voucher is derived from its movements and is never below zero."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.vouchers import (
    MOVEMENT_KINDS,
    Voucher,
    VoucherMovement,
    balance,
    expiry_warning,
    refusal,
    residual,
    share_and_remainder,
    state_of,
)

PERSON, NOON = UUID(int=1), datetime(2026, 11, 20, 11, tzinfo=UTC)
TODAY, LAST = date(2026, 11, 22), date(2026, 12, 31)
VOUCHER = Voucher(
    id=UUID(int=9), number="V-1", citizen_id=PERSON, space_code="VEN", measure_code="M", amount_cents=10_000,
    issued_on=date(2026, 11, 1), spend_until=LAST, created_at=NOON, created_by=PERSON,
)  # fmt: skip


def movement(number, kind, cents, *, refers_to=None, at=NOON):
    return VoucherMovement(
        id=UUID(int=100 + number), voucher_id=VOUCHER.id, citizen_id=PERSON, space_code="VEN", kind=kind,
        amount_cents=cents, at=at, refers_to=UUID(int=100 + refers_to) if refers_to is not None else None,
        created_at=NOON + timedelta(minutes=number), created_by=PERSON,
    )  # fmt: skip


moves = st.lists(
    st.tuples(
        st.sampled_from(MOVEMENT_KINDS), st.integers(-5, 12_000), st.none() | st.integers(0, 8), st.integers(-3, 60)
    ),
    max_size=10,
)


def _movements(drawn):
    return [
        movement(number, kind, cents, refers_to=refers, at=NOON + timedelta(days=day))
        for number, (kind, cents, refers, day) in enumerate(drawn)
    ]


@settings(max_examples=300)
@given(moves, st.integers(0, 60))
def test_whatever_is_told_the_rest_is_never_below_zero_nor_above_the_amount_and_all_is_accounted_for(drawn, later):
    today = TODAY + timedelta(days=later)
    stands = balance(VOUCHER, _movements(drawn), today)
    assert 0 <= stands.left_cents <= VOUCHER.amount_cents
    assert stands.spent_cents >= 0
    assert stands.held_cents >= 0
    over = sum(odd.cents for odd in stands.anomalies if odd.code == "overspent")
    assert stands.left_cents - over == VOUCHER.amount_cents - stands.spent_cents - stands.held_cents


@settings(max_examples=300)
@given(moves)
def test_what_a_desk_takes_never_overspends_and_leaves_nothing_odd(drawn):
    taken = []
    for one in _movements(drawn):
        if not refusal(VOUCHER, taken, one):
            taken.append(one)
            stands = balance(VOUCHER, taken, TODAY)
            assert stands.anomalies == ()
            assert stands.left_cents == VOUCHER.amount_cents - stands.spent_cents - stands.held_cents >= 0


@settings(max_examples=100)
@given(moves, st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_read_changes_nothing(drawn, shuffled):
    movements = _movements(drawn)
    before = balance(VOUCHER, movements, TODAY)
    shuffled.shuffle(movements)
    assert balance(VOUCHER, movements, TODAY) == before


def test_a_hold_is_used_for_less_and_the_rest_of_it_is_free_again():
    hold = movement(0, "hold", 4_000)
    assert residual(VOUCHER, [hold], TODAY) == 6_000
    assert residual(VOUCHER, [hold, movement(1, "spend", 3_000, refers_to=0)], TODAY) == 7_000
    assert residual(VOUCHER, [hold, movement(1, "release", 4_000, refers_to=0)], TODAY) == 10_000


def test_a_reversal_gives_back_no_more_than_was_spent():
    spend = movement(0, "spend", 3_000)
    back = movement(1, "reversal", 3_000, refers_to=0)
    assert residual(VOUCHER, [spend, back], TODAY) == 10_000
    assert refusal(VOUCHER, [spend], movement(1, "reversal", 3_001, refers_to=0)) == "reversal_exceeds"
    assert refusal(VOUCHER, [spend, back], movement(2, "reversal", 1, refers_to=0)) == "reversal_exceeds"


@pytest.mark.parametrize(("coming", "reason"), [
    (movement(5, "spend", 10_001), "exceeds"), (movement(5, "hold", 10_001), "exceeds"),
    (movement(5, "spend", 0), "not_positive"), (movement(5, "spend", -1), "not_positive"),
    (movement(5, "release", 5, refers_to=3), "hold_closed"), (movement(5, "reversal", 5), "unknown_reference"),
    (movement(5, "spend", 5, at=NOON + timedelta(days=60)), "after_last_day"),
    (movement(5, "gift", 5), "unknown_code"), (movement(5, "spend", 10_000), ""),
])  # fmt: skip
def test_why_a_movement_is_not_taken(coming, reason):
    assert refusal(VOUCHER, [], coming) == reason


def test_the_state_is_derived_in_its_order():
    spend, all_of_it = movement(0, "spend", 1), movement(0, "spend", 10_000)
    after = LAST + timedelta(days=1)
    assert state_of(VOUCHER, [], TODAY) == "issued"
    assert state_of(VOUCHER, [spend], TODAY) == "partly_spent"
    assert state_of(VOUCHER, [all_of_it], after) == "exhausted"
    assert state_of(VOUCHER, [movement(0, "hold", 10_000)], TODAY) == "issued"
    assert state_of(VOUCHER, [spend], LAST) == "partly_spent"
    assert state_of(VOUCHER, [spend], after) == "expired"
    assert state_of(replace(VOUCHER, revoked_at=NOON), [all_of_it], after) == "revoked"


def test_held_money_counts_as_free_when_the_last_day_is_over():
    hold = [movement(0, "hold", 10_000)]
    assert residual(VOUCHER, hold, LAST) == 0
    assert residual(VOUCHER, hold, LAST + timedelta(days=1)) == 10_000


@pytest.mark.parametrize(("price", "left", "most", "parts"), [
    (8_000, 10_000, None, (8_000, 0)), (12_000, 10_000, None, (10_000, 2_000)), (12_000, 10_000, 5_000, (5_000, 7_000)),
    (0, 10_000, None, (0, 0)), (5_000, 0, None, (0, 5_000)),
])  # fmt: skip
def test_what_the_voucher_pays_and_what_the_family_pays(price, left, most, parts):
    shown = share_and_remainder(price, left, most)
    assert (shown.share_cents, shown.remainder_cents) == parts
    assert shown.share_cents + shown.remainder_cents == shown.price_cents


@pytest.mark.parametrize(("days", "warning"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7)])
def test_somebody_is_reminded_sixty_thirty_and_seven_days_before(days, warning):
    assert expiry_warning(VOUCHER, [], LAST - timedelta(days=days)) == warning


def test_nobody_is_reminded_of_nothing():
    assert expiry_warning(VOUCHER, [movement(0, "spend", 10_000)], LAST) is None
    assert expiry_warning(VOUCHER, [], LAST + timedelta(days=1)) is None
    assert expiry_warning(replace(VOUCHER, spend_until=None), [], LAST) is None
