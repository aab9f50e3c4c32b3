"""Who may already be registered: the evidence that speaks for it, and the people that must not be offered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Connection, MetaData

from wemi_desk.domain.person_index import Candidate, IndexedPerson
from wemi_desk.persistence.database import open_engine
from wemi_desk.persistence.search import SqlPersonSearch

SEEN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
BORN = date(1958, 3, 12)
PHONE = ("+393331234567",)


def person(number: int, surname: str, given: str, **more: object) -> IndexedPerson:
    return replace(
        IndexedPerson(UUID(int=number), surname, given, None, None, None, (), SEEN, False),
        **{"birth_year": getattr(more.get("birth_date"), "year", None)} | more,
    )


KNOWN = person(1, "Brambilla", "Luisa", birth_date=BORN, fiscal_code="BRMLSU58C52F205X", phones=PHONE)
OTHERS = (
    person(2, "Brambilla", "Luisa", birth_date=date(1991, 7, 30)),
    person(3, "Brambilla", "Carlo", birth_date=date(1985, 1, 2), phones=PHONE),
    person(4, "Colombo", "Giulia", birth_date=BORN),
    person(5, "Galli", "Elia", birth_date=date(2018, 5, 5), is_minor=True),
    person(6, "De Luca", "Maria Grazia", birth_year=1960),
    person(7, "Hu", "Li", birth_date=date(1980, 1, 1)),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Connection]:
    metadata = MetaData()
    engine = open_engine(tmp_path / "store.db", b"k" * 32)
    with engine.begin() as connection:
        metadata_of_search = SqlPersonSearch(metadata)
        metadata.create_all(connection)
        metadata_of_search.rebuild(connection, (KNOWN, *OTHERS))
        yield connection
    engine.dispose()


def offered(store: Connection, draft: IndexedPerson) -> list[Candidate]:
    return SqlPersonSearch(MetaData()).candidates(store, draft)


def numbers(store: Connection, draft: IndexedPerson) -> list[int]:
    return [one.citizen_id.int for one in offered(store, draft)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"fiscal_code": "BRMLSURUCRNFNL5X", "surname": "Verdi", "birth_date": None}, "fiscal_code"),
        ({"surname": "Brambila"}, "name_similar"),
        ({"surname": "Barmbilla", "given_name": "Lusia"}, "name_similar"),
        ({"surname": "Luisa", "given_name": "Brambilla"}, "name_swapped"),
        ({"surname": "Luisa", "given_name": "Brambila"}, "name_swapped"),
        ({"surname": "BRAMBILLA", "given_name": "LUÌSA"}, "name"),
        ({"birth_date": date(1958, 3, 13)}, "birth_date_similar"),
        ({"birth_date": date(1958, 12, 3)}, "birth_date_similar"),
        ({"birth_date": date(1985, 3, 12)}, "birth_date_similar"),
        ({"birth_date": None, "phones": PHONE}, "phone"),
        ({"given_name": "Luisa Maria"}, "name_similar"),
    ],
)
def test_a_person_typed_again_with_mistakes_is_offered_first(store, change, reason):
    draft = replace(KNOWN, **{"citizen_id": UUID(int=99), "fiscal_code": None, "phones": ()} | change)
    found = offered(store, draft)
    assert found[0].citizen_id == KNOWN.citizen_id
    assert reason in found[0].reasons


def test_the_strongest_reason_comes_first(store):
    found = offered(store, replace(KNOWN, citizen_id=UUID(int=99)))
    assert found[0].reasons == ("fiscal_code", "name", "phone", "birth_date")
    assert found[0].score > 0.999


def test_a_name_alone_offers_every_namesake(store):
    draft = person(99, "Brambilla", "Luisa")
    assert sorted(numbers(store, draft)) == [1, 2]


def test_nobody_is_offered_to_somebody_new(store):
    draft = person(99, "Fumagalli", "Teresa", birth_date=date(1970, 2, 2), phones=("+390248001122",))
    assert numbers(store, draft) == []


def test_a_namesake_born_another_day_is_not_offered(store):
    assert numbers(store, person(99, "Brambilla", "Luisa", birth_date=date(1971, 8, 25), phones=("+39021",))) == []


def test_a_relative_with_the_same_telephone_is_not_offered(store):
    assert numbers(store, person(99, "Brambilla", "Pietro", birth_date=date(1990, 9, 9), phones=PHONE)) == []


def test_short_names_that_differ_in_half_their_letters_are_other_names(store):
    assert numbers(store, person(99, "Wu", "Bo", birth_date=date(1980, 1, 1))) == []


def test_two_different_codes_speak_against_it(store):
    twin = replace(KNOWN, citizen_id=UUID(int=99), given_name="Luigia", fiscal_code="BRMLGU58C52F205Y", phones=())
    assert numbers(store, twin) == []


def test_a_year_and_a_name_are_enough_where_the_date_is_unknown(store):
    assert numbers(store, person(99, "Deluca", "Mariagrazia", birth_year=1960)) == [6]
    assert numbers(store, person(99, "De Luca", "Maria", birth_date=date(1960, 5, 5))) == [6]


def test_minors_are_offered_only_while_a_minor_is_registered(store):
    draft = person(99, "Galli", "Elia", birth_date=date(2018, 5, 5))
    assert numbers(store, draft) == []
    assert numbers(store, replace(draft, is_minor=True)) == [5]


def test_a_person_is_never_their_own_duplicate(store):
    assert KNOWN.citizen_id not in [one.citizen_id for one in offered(store, KNOWN)]


@pytest.mark.parametrize("surname", ["", " ", "'", "😀", "x" * 20_000, "a b " * 5_000, "\ud800", "\x00", '"OR 1=1 --'])
def test_no_draft_breaks_the_search_of_duplicates(store, surname):
    for given in ("", surname):
        for born in (None, BORN):
            draft = person(99, surname, given, birth_date=born, fiscal_code=surname[:16], phones=(surname[:40],))
            offered(store, draft)
