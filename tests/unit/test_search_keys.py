"""From a person to the rows of the index."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from wemi_desk.domain.fiscal_code import parse
from wemi_desk.domain.person_index import IndexedPerson
from wemi_desk.persistence.likeness import birth_likeness, name_likeness
from wemi_desk.persistence.name_matching import cost_of, possible_starts
from wemi_desk.persistence.search_keys import (
    NEAR_LETTERS,
    aliases,
    birth_key,
    canonical_code,
    canonical_end,
    keys_of,
    near_keys,
    phone_range,
)

CODE = "RSSMRA58C52F205N"
letters = st.text("abc", min_size=5, max_size=10)


def person(surname, given, **more):
    plain = {"birth_date": None, "birth_year": None, "fiscal_code": None, "phones": (), "is_minor": False}
    seen_at = datetime(2000, 1, 1, 0, 3, tzinfo=UTC)
    return IndexedPerson(UUID(int=1), surname, given, **(plain | {"seen_at": seen_at} | more))


def test_names_are_folded_and_joined():
    keys = keys_of(person("De Luca", "Maria-Grazia", birth_date=date(1958, 3, 12)))
    assert (keys.surname, keys.given, keys.words) == ("deluca", "mariagrazia", "de luca|maria grazia")
    assert (keys.birth, keys.seen) == (19580312, 3)


def test_a_name_of_several_words_is_found_by_each():
    pairs = aliases("de luca|maria grazia")
    assert {("luca", "mariagrazia"), ("deluca", "grazia"), ("grazia", "deluca"), ("luca", "grazia")} <= pairs
    assert ("deluca", "mariagrazia") not in pairs


@pytest.mark.parametrize(
    ("born", "year", "key"), [(None, None, 0), (None, 1960, 19600000), (date(1960, 5, 4), 1960, 19600504)]
)
def test_a_birth_is_a_number_that_sorts(born, year, key):
    assert birth_key(born, year) == key


def test_every_omocodia_form_has_one_key():
    forms = parse(CODE).omocodia_forms()
    assert {canonical_code(form) for form in forms} == {CODE[:15]}


@pytest.mark.parametrize("size", range(4, 16))
def test_the_end_of_a_code_is_a_beginning_of_the_reversed_one(size):
    assert CODE[::-1].startswith(canonical_end(CODE[-size:]))


@given(st.from_regex(r"[1-9][0-9]{5,13}", fullmatch=True), st.integers(4, 14))
def test_a_number_lies_in_the_range_of_its_own_digits(digits, size):
    keys = keys_of(person("Rossi", "", phones=(f"+{digits}",)))
    low, high = phone_range(digits[-size:], forward=False)
    assert low <= keys.phone_end < high
    low, high = phone_range(digits.removeprefix("39")[:size], forward=True)
    assert low <= keys.phone_start < high


@given(letters, letters)
@settings(max_examples=300)
def test_names_two_differences_apart_share_a_neighbour_and_a_possible_start(name, typed):
    if OSA.distance(name, typed) <= 2:
        start = name[:NEAR_LETTERS]
        assert near_keys(start, 2) & near_keys(typed[:NEAR_LETTERS], 2)
        assert start in possible_starts(typed, [start], NEAR_LETTERS, 2)


def test_a_finished_name_costs_less_than_a_beginning_and_a_beginning_less_than_a_typo():
    exact = cost_of("rossi", "maria", "rossi", "maria", 0)
    begun = cost_of("rossi", "mari", "rossi", "maria", 0)
    typo = cost_of("rossi", "mraia", "rossi", "maria", 0)
    assert exact < cost_of("rossi", "maria", "rossi", "maria", 1) < begun < typo == 1


@pytest.mark.parametrize(
    ("birth", "other", "reason"),
    [
        (19580312, 19580312, "birth_date"),
        (19580312, 19580313, "birth_date_similar"),
        (19580312, 19581203, "birth_date_similar"),
        (19580312, 19580321, "birth_date_similar"),
        (19580312, 19850312, "birth_date_similar"),
        (19580312, 19580000, "birth_year"),
        (19580312, 19580725, "birth_year"),
        (19580312, 19910725, ""),
        (19580312, 0, ""),
    ],
)
def test_births_are_compared_by_the_slips_people_make(birth, other, reason):
    assert birth_likeness(birth, other)[1] == reason
    assert birth_likeness(birth, other) == birth_likeness(other, birth)


def test_a_common_name_speaks_less_than_a_rare_one():
    rare, _ = name_likeness("colnaghi", "ersilia", "colnaghi", "ersilia", 1)
    common, _ = name_likeness("rossi", "maria", "rossi", "maria", 300)
    assert common < rare
