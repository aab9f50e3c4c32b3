"""Rules of the catalogue: ages at a date, validity, prices, what a voucher pays."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.catalogue import (
    CatalogueService,
    parts_of,
    price_for_minutes,
    price_of,
    provider_id,
    service_id,
)

DAY = date(2026, 11, 22)
SITTER = CatalogueService(
    id=service_id("BS1"), code="BS1", title="Baby-sitter", price_cents=1050, accepts_voucher=True, age_from=3, age_to=6,
)  # fmt: skip


def test_a_code_makes_the_same_id_whatever_its_blanks_and_capitals_and_providers_have_their_own():
    assert service_id(" bs 1") == service_id("BS1") != service_id("BS2")
    assert provider_id("BS1") != service_id("BS1")


@pytest.mark.parametrize(("born", "day", "fits"), [
    (date(2023, 11, 22), DAY, True),  # three today
    (date(2023, 11, 23), DAY, False),  # three tomorrow
    (date(2023, 11, 23), date(2026, 11, 23), True),  # on the day of the service
    (date(2019, 11, 23), DAY, True),  # six for one day more
    (date(2019, 11, 22), DAY, False),
    (date(2026, 11, 23), DAY, False),  # not born yet
])  # fmt: skip
def test_the_age_is_taken_on_the_day_of_the_service(born, day, fits):
    assert SITTER.fits_born(born, day) is fits


def test_a_sheet_without_ages_is_for_any_age():
    assert replace(SITTER, age_from=None, age_to=None).fits_age(99)


def test_both_days_of_the_validity_belong_to_it_and_a_withdrawn_service_is_not_offered():
    dated = replace(SITTER, valid_from=DAY, valid_to=DAY)
    assert dated.is_offered_on(DAY)
    assert dated.standing_on(date(2026, 11, 21)) == "not_yet"
    assert dated.standing_on(date(2026, 11, 23)) == "ended"
    assert replace(SITTER, withdrawn_on=DAY).standing_on(DAY) == "withdrawn"
    assert replace(SITTER, withdrawn_on=date(2026, 12, 1)).is_offered_on(DAY)


def test_without_municipi_a_service_is_for_the_whole_city_and_online_is_everywhere():
    assert SITTER.is_given_in("4")
    assert not replace(SITTER, municipi=("3",)).is_given_in("4")
    assert replace(SITTER, municipi=("3",), place="online").is_given_in("4")


def test_prices_of_hours_sessions_and_what_nobody_priced():
    assert price_of(SITTER, 3) == 3150
    assert price_for_minutes(SITTER, 90) == 1575
    assert price_for_minutes(replace(SITTER, price_cents=1001), 30) == 501
    assert price_for_minutes(replace(SITTER, price_unit="session"), 60) is None
    assert price_of(replace(SITTER, price_cents=None)) is None
    assert price_of(replace(SITTER, price_cents=-5)) is None
    assert price_of(replace(SITTER, is_free=True, price_cents=None), 9) == 0


def test_a_voucher_pays_its_share_only_where_the_service_takes_vouchers():
    assert parts_of(SITTER, 3150, 2000).remainder_cents == 1150
    assert parts_of(SITTER, 3150, 2000, most_cents=500).share_cents == 500
    assert parts_of(replace(SITTER, accepts_voucher=False), 3150, 2000).share_cents == 0


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(0, 400), st.integers(0, 10**6))
def test_the_parts_make_the_price_to_the_cent(cents, quarters, left):
    price = price_of(replace(SITTER, price_cents=cents), quarters, 4)
    parts = parts_of(SITTER, price, left)
    assert parts.share_cents + parts.remainder_cents == price
    assert 0 <= parts.share_cents <= left
