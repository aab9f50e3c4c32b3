"""Making the search index of many people at once: plain rows first, then each index sorted by the store itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy import Connection

from wemi_desk.domain.person_index import IndexedPerson
from wemi_desk.persistence.search_keys import NEAR_LETTERS, aliases, keys_of, near_distance, near_keys, phone_keys
from wemi_desk.persistence.search_tables import SearchTables

_BATCH = 20_000
_ROOMY_CACHE, _USUAL_CACHE = -200_000, -16_000  # KiB; the store sorts and re-reads inside it
_NUMBER_BITS = 30
_NUMBER = (1 << _NUMBER_BITS) - 1
_STAGES = (
    "CREATE TEMP TABLE search_alias_new (word, other, person, seen, birth, minor)",
    "CREATE TEMP TABLE search_phone_new (number, person, seen, birth, minor)",
)
_PERSON = """
INSERT INTO search_person
  (id, citizen_id, surname, given, birth, seen, minor, fiscal_code, fiscal_tail, words, phones)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_WORDS = """
INSERT INTO search_word SELECT word, sum(role) FROM (
  SELECT DISTINCT surname AS word, 1 AS role FROM search_person
  UNION ALL SELECT DISTINCT given, 2 FROM search_person
  UNION ALL SELECT DISTINCT word, 4 FROM search_alias
) WHERE word <> '' GROUP BY word
"""
_BEGINNINGS = "SELECT DISTINCT substr(word, 1, :letters) FROM search_word"


def rebuild(connection: Connection, tables: SearchTables, persons: Iterable[IndexedPerson]) -> None:
    """Replace the whole index; the caller's transaction keeps the old one visible to readers until its end."""
    connection.exec_driver_sql(f"PRAGMA cache_size = {_ROOMY_CACHE}")
    try:
        _rebuild(connection, tables, persons)
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {_USUAL_CACHE}")


def _rebuild(connection: Connection, tables: SearchTables, persons: Iterable[IndexedPerson]) -> None:
    for table in tables.all:
        connection.execute(table.delete())
    for index in tables.person.indexes:
        index.drop(connection)
    for stage in _STAGES:
        connection.exec_driver_sql(stage)
    _write_people(connection, persons)
    for index in tables.person.indexes:
        index.create(connection)
    _settle(connection, "search_alias", "word, other, person")
    _settle(connection, "search_phone", "number, person")
    _write_near(connection)


def _write_people(connection: Connection, persons: Iterable[IndexedPerson]) -> None:
    number = 0
    for batch in _batches(persons):
        rows, alias_rows, phone_rows = [], [], []
        for person in batch:
            number += 1
            keys = keys_of(person)
            rows.append((number, *keys))
            common = (number, keys.seen, keys.birth, keys.minor)
            alias_rows += [(word, other, *common) for word, other in aliases(keys.words)]
            phone_rows += [(each, *common) for each in phone_keys(keys.phones)]
        connection.exec_driver_sql(_PERSON, rows)
        if alias_rows:
            connection.exec_driver_sql("INSERT INTO search_alias_new VALUES (?, ?, ?, ?, ?, ?)", alias_rows)
        if phone_rows:
            connection.exec_driver_sql("INSERT INTO search_phone_new VALUES (?, ?, ?, ?, ?)", phone_rows)


def _batches(persons: Iterable[IndexedPerson]) -> Iterator[list[IndexedPerson]]:
    remaining = iter(persons)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


def _settle(connection: Connection, table: str, order: str) -> None:
    connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM temp.{table}_new ORDER BY {order}")  # noqa: S608 our names
    connection.exec_driver_sql(f"DROP TABLE temp.{table}_new")


def _write_near(connection: Connection) -> None:
    connection.exec_driver_sql(_WORDS)
    starts = connection.exec_driver_sql(_BEGINNINGS, {"letters": NEAR_LETTERS}).scalars().all()
    # Key and number of the beginning in one integer: sorting integers is the cheapest way to write in order.
    packed = [
        key << _NUMBER_BITS | number
        for number, start in enumerate(starts)
        for key in near_keys(start, near_distance(start))
    ]
    packed.sort()
    for first in range(0, len(packed), _BATCH):
        rows = [(each >> _NUMBER_BITS, starts[each & _NUMBER]) for each in packed[first : first + _BATCH]]
        connection.exec_driver_sql("INSERT INTO search_near VALUES (?, ?)", rows)
