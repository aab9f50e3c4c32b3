"""The person search of the box, answered by the encrypted store itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, MetaData, Table

from wemi_desk.domain.person_index import Candidate, Hit, IndexedPerson
from wemi_desk.persistence import search_sql as sql
from wemi_desk.persistence.search_keys import (
    NEAR_LETTERS,
    TOP,
    Keys,
    aliases,
    further_phones,
    keys_of,
    near_distance,
    near_keys,
)
from wemi_desk.persistence.search_query import Query, read
from wemi_desk.persistence.search_tables import search_tables

_MOST = 60
_MAX_BORN_ON = 600  # beyond that (first of January, declared years) the names lead
_FORWARD_DIGITS = 5
_MAX_COST = 3.5


class SqlPersonSearch:
    """Index and search of people; every method works inside the caller's transaction."""

    def __init__(self, metadata: MetaData) -> None:
        self._tables = search_tables(metadata)

    def index(self, connection: Connection, person: IndexedPerson) -> None:
        """Write or replace everything that is searchable of *person*; cheap when only `seen_at` is new."""
        keys, old = keys_of(person), self._row(connection, person.citizen_id)
        if old is not None and old.keys._replace(seen=keys.seen) == keys:
            self._touch(connection, old, keys.seen)
            return
        table = self._tables.person
        if old is None:
            number = connection.execute(table.insert(), keys._asdict()).lastrowid
        else:
            number = old.number
            self._drop_parts(connection, old)
            connection.execute(table.update().where(table.c.id == number), keys._asdict())
        new = _Row(number, keys)
        self._write_parts(connection, new)
        self._settle_words(connection, new.names() | (old.names() if old else set()))

    def remove(self, connection: Connection, citizen_id: UUID) -> None:
        """Take a person out, and every name that nobody else has."""
        old = self._row(connection, citizen_id)
        if old is not None:
            self._drop_parts(connection, old)
            table = self._tables.person
            connection.execute(table.delete().where(table.c.id == old.number))
            self._settle_words(connection, old.names())

    def find(
        self, connection: Connection, text: str, limit: int = 8, *, include_minors: bool = False
    ) -> list[Hit]:
        """The people that *text* may mean, the most likely first; ties by when they were last seen.

        *include_minors* only for operators who may look for a child (privacy.md 5).
        """
        query = read(text)
        if query.is_empty or limit < 1:
            return []
        from wemi_desk.persistence.person_search import PersonSearch

        store = connection.connection.driver_connection
        found = PersonSearch(store, query, int(include_minors), limit).run()
        return self._hits(store, found.best(limit), query)

    def candidates(
        self, connection: Connection, draft: IndexedPerson, limit: int = 5
    ) -> list[Candidate]:
        """People who may be the one being registered; never the person of *draft* itself."""
        from wemi_desk.persistence.duplicates import candidates

        return candidates(connection, draft, limit)

    def rebuild(self, connection: Connection, persons: Iterable[IndexedPerson]) -> None:
        """Make the whole index again from *persons*."""
        from wemi_desk.persistence.search_build import rebuild

        rebuild(connection, self._tables, persons)

    def _hits(self, store: Any, best: list[tuple[int, float]], query: Query) -> list[Hit]:
        ids = json.dumps([person for person, _ in best])
        identities = dict(store.execute(sql.IDENTITIES, {"ids": ids}).fetchall())
        size = max(sum(map(len, query.words)), 1)
        return [
            Hit(UUID(bytes=identities[person]), round(max(1 - cost / (size + 1), 0.0), 4)) for person, cost in best
        ]

    def _row(self, connection: Connection, citizen_id: UUID) -> _Row | None:
        row = connection.exec_driver_sql(sql.ROW_OF, {"citizen_id": citizen_id.bytes}).one_or_none()
        return _Row(row[0], Keys(*row[1:])) if row else None

    def _touch(self, connection: Connection, row: _Row, seen: int) -> None:
        tables = self._tables
        if row.keys.seen == seen:
            return
        connection.execute(tables.person.update().where(tables.person.c.id == row.number), {"seen": seen})
        for table, where in self._parts(row):
            connection.execute(table.update().where(where), {"seen": seen})

    def _drop_parts(self, connection: Connection, row: _Row) -> None:
        for table, where in self._parts(row):
            connection.execute(table.delete().where(where))

    def _parts(self, row: _Row) -> Iterator[tuple[Table, ColumnElement[bool]]]:
        alias, phone = self._tables.alias, self._tables.phone
        for word, other in aliases(row.keys.words):
            yield alias, (alias.c.word == word) & (alias.c.other == other) & (alias.c.person == row.number)
        for number in further_phones(row.keys.phones):
            yield phone, (phone.c.number == number) & (phone.c.person == row.number)

    def _write_parts(self, connection: Connection, row: _Row) -> None:
        keys = row.keys
        common = {"person": row.number, "seen": keys.seen, "minor": keys.minor}
        words = [{"word": word, "other": other, "birth": keys.birth, **common} for word, other in aliases(keys.words)]
        numbers = [{"number": number, **common} for number in further_phones(keys.phones)]
        for table, rows in ((self._tables.alias, words), (self._tables.phone, numbers)):
            if rows:
                connection.execute(table.insert(), rows)

    def _settle_words(self, connection: Connection, words: set[str]) -> None:
        """Write down whose names *words* are by now, and forget those that are nobody's."""
        for word in words:
            known = connection.exec_driver_sql(sql.ROLES_OF, {"word": word}).scalar() or 0
            roles = connection.exec_driver_sql(sql.ROLES, {"word": word}).scalar_one()
            if roles and roles != known:
                connection.exec_driver_sql(sql.SET_ROLES, {"word": word, "roles": roles})
            if roles and not known:
                start = word[:NEAR_LETTERS]
                near = [(key, start) for key in near_keys(start, near_distance(start))]
                connection.exec_driver_sql(sql.ADD_NEAR_TO, near)
            elif known and not roles:
                self._remove_word(connection, word)

    def _remove_word(self, connection: Connection, word: str) -> None:
        word_table, near = self._tables.word, self._tables.near
        connection.execute(word_table.delete().where(word_table.c.word == word))
        start = word[:NEAR_LETTERS]
        bounds = {"low": start, "high": start + TOP if len(start) == NEAR_LETTERS else start + "\0"}
        if connection.exec_driver_sql(sql.HAS_WORD, bounds).first() is None:
            keys = near_keys(start, near_distance(start))
            connection.execute(near.delete().where(near.c.key.in_(keys) & (near.c.start == start)))


class _Row(NamedTuple):
    number: int
    keys: Keys

    def names(self) -> set[str]:
        keys = self.keys
        return ({keys.surname, keys.given} | {word for word, _ in aliases(keys.words)}) - {""}
