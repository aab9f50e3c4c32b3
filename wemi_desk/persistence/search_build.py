"""Making the search index of many people at once: plain rows first, then each index sorted by the store itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy import Connection

from wemi_desk.domain.person_index import IndexedPerson
from wemi_desk.persistence import search_sql as sql
from wemi_desk.persistence.database import CACHE_KIB
from wemi_desk.persistence.search_keys import NEAR_LETTERS, aliases, further_phones, keys_of
from wemi_desk.persistence.search_tables import SearchTables

_BATCH = 20_000
_ROOMY_CACHE_KIB = 200_000  # the store sorts and re-reads inside it


def rebuild(connection: Connection, tables: SearchTables, persons: Iterable[IndexedPerson]) -> None:
    """Replace the whole index; the caller's transaction keeps the old one visible to readers until its end."""
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_ROOMY_CACHE_KIB}")
    try:
        _rebuild(connection, tables, persons)
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KIB}")


def _rebuild(connection: Connection, tables: SearchTables, persons: Iterable[IndexedPerson]) -> None:
    for table in tables.all:
        connection.execute(table.delete())
    indexes = sorted(tables.person.indexes, key=lambda index: str(index.name))
    for index in indexes:
        index.drop(connection)
    connection.exec_driver_sql(sql.NEW_ALIASES)
    _write_people(connection, persons)
    for index in indexes:
        index.create(connection)
    connection.exec_driver_sql(sql.SORT_ALIASES)
    connection.exec_driver_sql("DROP TABLE temp.new_alias")
    connection.exec_driver_sql(sql.ADD_WORDS)
    connection.exec_driver_sql(sql.ADD_NEAR, {"letters": NEAR_LETTERS})


def _write_people(connection: Connection, persons: Iterable[IndexedPerson]) -> None:
    number = 0
    for batch in _batches(persons):
        rows, alias_rows, phone_rows = [], [], []
        for person in batch:
            number += 1
            keys = keys_of(person)
            rows.append((number, *keys))
            if keys.words:
                common = (number, keys.seen, keys.birth, keys.minor)
                alias_rows += [(word, other, *common) for word, other in aliases(keys.words)]
            phone_rows += [(each, number, keys.seen, keys.minor) for each in further_phones(keys.phones)]
        connection.exec_driver_sql(sql.ADD_PEOPLE, rows)
        for statement, more in ((sql.ADD_NEW_ALIASES, alias_rows), (sql.ADD_PHONES, phone_rows)):
            if more:
                connection.exec_driver_sql(statement, more)


def _batches(persons: Iterable[IndexedPerson]) -> Iterator[list[IndexedPerson]]:
    remaining = iter(persons)
    while batch := list(islice(remaining, _BATCH)):
        yield batch
