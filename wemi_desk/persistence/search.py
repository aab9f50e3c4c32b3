"""The person search of the box, answered by the encrypted store itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, MetaData

from wemi_desk.domain.person_index import Candidate, Hit, IndexedPerson
from wemi_desk.persistence import search_sql as sql
from wemi_desk.persistence.search_keys import (
    NEAR_LETTERS,
    TOP,
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
        """Write or replace everything that is searchable of *person*."""
        self.remove(connection, person.citizen_id)
        keys = keys_of(person)
        added = connection.execute(self._tables.person.insert(), keys._asdict())
        number = added.lastrowid
        pairs = aliases(keys.words)
        common = {"person": number, "seen": keys.seen, "birth": keys.birth, "minor": keys.minor}
        rows = [{"word": word, "other": other, **common} for word, other in pairs]
        if rows:
            connection.execute(self._tables.alias.insert(), rows)
        del common["birth"]
        numbers = [{"number": each, **common} for each in further_phones(keys.phones)]
        if numbers:
            connection.execute(self._tables.phone.insert(), numbers)
        self._settle_words(connection, {keys.surname, keys.given} | {word for word, _ in pairs})

    def remove(self, connection: Connection, citizen_id: UUID) -> None:
        """Take a person out, and every name that nobody else has."""
        row = connection.exec_driver_sql(sql.ROW_OF, {"citizen_id": citizen_id.bytes}).one_or_none()
        if row is None:
            return
        pairs = aliases(row.words)
        alias, phone, person = self._tables.alias.c, self._tables.phone.c, self._tables.person.c
        for word, other in pairs:
            same = (alias.word == word) & (alias.other == other) & (alias.person == row.id)
            connection.execute(self._tables.alias.delete().where(same))
        for number in further_phones(row.phones):
            same = (phone.number == number) & (phone.person == row.id)
            connection.execute(self._tables.phone.delete().where(same))
        connection.execute(self._tables.person.delete().where(person.id == row.id))
        self._settle_words(connection, {row.surname, row.given} | {word for word, _ in pairs})

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

    def _settle_words(self, connection: Connection, words: set[str]) -> None:
        """Write down whose names *words* are by now, and forget those that are nobody's."""
        for word in words:
            roles = connection.exec_driver_sql(sql.ROLES, {"word": word}).scalar_one() if word else 0
            if roles:
                connection.exec_driver_sql(sql.SET_ROLES, {"word": word, "roles": roles})
                start = word[:NEAR_LETTERS]
                near = [(key, start) for key in near_keys(start, near_distance(start))]
                connection.exec_driver_sql("INSERT OR IGNORE INTO search_near (key, start) VALUES (?, ?)", near)
            elif word:
                self._remove_word(connection, word)

    def _remove_word(self, connection: Connection, word: str) -> None:
        tables = self._tables
        connection.execute(tables.word.delete().where(tables.word.c.word == word))
        start = word[:NEAR_LETTERS]
        bounds = {"low": start, "high": start + TOP if len(start) == NEAR_LETTERS else start + "\0"}
        if connection.exec_driver_sql(sql.HAS_WORD, bounds).first():
            return
        for key in near_keys(start, near_distance(start)):
            near = tables.near.c
            connection.execute(tables.near.delete().where((near.key == key) & (near.start == start)))
