"""The person search on the encrypted store: each kind of query, and nothing that was taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Connection, MetaData

from wemi_desk.domain.person_index import IndexedPerson
from wemi_desk.persistence.database import open_engine
from wemi_desk.persistence.search import SqlPersonSearch

SEEN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def person(number: int, surname: str, given: str = "", **more: object) -> IndexedPerson:
    plain = IndexedPerson(UUID(int=number), surname, given, None, None, None, (), SEEN - timedelta(days=number), False)
    return replace(plain, **more)


PEOPLE = (
    person(
        1, "Rossi", "Maria", birth_date=date(1958, 3, 12), fiscal_code="RSSMRA58C52F205N", phones=("+393331234567",)
    ),
    person(2, "Rossi", "Mario", birth_date=date(1970, 7, 1), phones=("+393289876543", "+390248001122")),
    person(3, "Rossini", "Maria Grazia", birth_year=1958),
    person(4, "D'Amico", "Niccolò", birth_date=date(1981, 1, 1)),
    person(5, "De Luca", "Carla"),
    person(6, "Fo", "Dario"),
    person(7, "Li", "Wei"),
    person(8, "Ng", "Mei Ling"),
    person(9, "Łukasik", "Zofia"),
    person(10, "Брунько", "Олена"),
    person(11, "Sukarno"),
    person(12, "Rossi", "Luca", is_minor=True, fiscal_code="RSSLCU18A01F205D"),
    person(13, "Quispe Mamani", "Rosa Maria", fiscal_code="QSPRMR90E41Z611P"),
)


@pytest.fixture(scope="module")
def search() -> SqlPersonSearch:
    return SqlPersonSearch(MetaData())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Connection]:
    metadata = MetaData()
    search = SqlPersonSearch(metadata)
    engine = open_engine(tmp_path / "store.db", b"k" * 32)
    with engine.begin() as connection:
        metadata.create_all(connection)
        search.rebuild(connection, PEOPLE)
        yield connection
    engine.dispose()


def found(search: SqlPersonSearch, store: Connection, text: str, **options: bool) -> list[int]:
    return [hit.citizen_id.int for hit in search.find(store, text, **options)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("rossi maria", 1),
        ("Rossi, Maria", 1),
        ("maria rossi", 1),
        ("rosi maria", 1),
        ("rosis maria", 1),
        ("rsosi mraia", 1),
        ("rossimaria", 1),
        ("rossi mari", 1),
        ("rossi grazia", 3),
        ("rosini mariagrazia", 3),
        ("d amico", 4),
        ("damico", 4),
        ("d'amico nicolo", 4),
        ("d’amico niccolò", 4),
        ("deluca", 5),
        ("de luca carla", 5),
        ("luca carla", 5),
        ("delcua carla", 5),
        ("fo", 6),
        ("li", 7),
        ("ng", 8),
        ("ng mei", 8),
        ("lukasik", 9),
        ("брунько", 10),
        ("олена", 10),
        ("sukarno", 11),
        ("mamani rosa", 13),
        ("quispe", 13),
        ("RSSMRA58C52F205N", 1),
        ("rssmra58c52f205n", 1),
        ("RSS MRA 58C52 F205N", 1),
        ("RSSMRAR8CR2FN0RA", 1),
        ("RSSMRA58C", 1),
        ("rssmra58c52", 1),
        ("F205N", 1),
        ("58C52F205N", 1),
        ("58C52", 1),
        ("RSSMRA", 1),
        ("3331234567", 1),
        ("+39 333 1234567", 1),
        ("0039 333 123 4567", 1),
        ("4567", 1),
        ("33312", 1),
        ("8001122", 2),
        ("12/03/58", 1),
        ("12.3.1958", 1),
        ("12031958", 1),
        ("rossi 12/03/58", 1),
        ("rosssi 12-03-1958", 1),
        ("rossi 1970", 2),
        ("rossi 6543", 2),
    ],
)
def test_what_operators_type_finds_the_person_first(search, store, text, number):
    assert found(search, store, text)[:1] == [number]


def test_every_key_of_a_name_finds_the_person(search, store):
    for end in range(1, len("quispe mamani rosa") + 1):
        assert 13 in found(search, store, "quispe mamani rosa"[:end])


def test_people_seen_lately_come_first_among_namesakes(search, store):
    search.index(store, person(20, "Rossi", "Maria", seen_at=SEEN + timedelta(days=1)))
    assert found(search, store, "rossi maria")[:2] == [20, 1]


def test_minors_are_left_out_unless_asked_for(search, store):
    assert 12 not in found(search, store, "rossi luca")
    assert found(search, store, "RSSLCU18A01F205D") == []
    assert 12 in found(search, store, "rossi luca", include_minors=True)
    assert found(search, store, "RSSLCU18A01F205D", include_minors=True) == [12]


def test_health_cards_are_never_searched_as_names(search, store):
    assert found(search, store, "STP0301511234567") == []


def test_a_removed_person_leaves_no_word_behind(search, store):
    for each in PEOPLE:
        search.remove(store, each.citizen_id)
    for table in ("search_person", "search_alias", "search_phone", "search_word", "search_near"):
        assert store.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "%", "_", "'", '"', "''; DROP TABLE search_person; --", 'a" OR "b', "NEAR(a b)", "a*", "^a", "-a", "(",
        "rossi AND NOT maria", "\x00", "a\x00b", "😀", "rossi 😀 maria", "\u202eoilgim", "ı", "ß", "０３３３１２３",
        "٣٣٣١", "x" * 20_000, "9" * 20_000, "a " * 10_000, "1/" * 5_000, "\ud800", "99/99/9999", "00/00/00", "0000000",
        "-", "+", "ab1", "1", "12/13/1958", "31/02/58", "RSSMRA00A00", "12345678901", "²³¼½", "५६७८", "á" * 500,
        "e\u0301" * 50,
    ],
)  # fmt: skip
def test_no_text_breaks_the_search(search, store, text):
    search.find(store, text)
    search.find(store, text, include_minors=True)
