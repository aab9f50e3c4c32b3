"""The person search of the box, answered by the encrypted store itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, MetaData

from wemi_desk.domain.person_index import Candidate, Hit, IndexedPerson
from wemi_desk.persistence import search_sql as sql
from wemi_desk.persistence.name_matching import cost_of
from wemi_desk.persistence.name_search import REACH, Found, Limits, NameSearch
from wemi_desk.persistence.search_keys import (
    TOP,
    aliases,
    keys_of,
    near_distance,
    near_keys,
    phone_keys,
    phone_range,
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
        number = added.inserted_primary_key[0]
        pairs = aliases(keys.words)
        common = {"person": number, "seen": keys.seen, "birth": keys.birth, "minor": keys.minor}
        rows = [{"word": word, "other": other, **common} for word, other in pairs]
        if rows:
            connection.execute(self._tables.alias.insert(), rows)
        numbers = [{"number": each, **common} for each in phone_keys(keys.phones)]
        if numbers:
            connection.execute(self._tables.phone.insert(), numbers)
        self._add_near(connection, {keys.surname, keys.given} | {word for word, _ in pairs})

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
        for number in phone_keys(row.phones):
            same = (phone.number == number) & (phone.person == row.id)
            connection.execute(self._tables.phone.delete().where(same))
        connection.execute(self._tables.person.delete().where(person.id == row.id))
        for word in {row.surname, row.given} | {word for word, _ in pairs}:
            if not connection.exec_driver_sql(sql.IN_USE, {"word": word}).scalar():
                self._remove_near(connection, word)

    def find(
        self, connection: Connection, text: str, limit: int = 8, *, include_minors: bool = False
    ) -> list[Hit]:
        """The people that *text* may mean, the most likely first; ties by when they were last seen.

        *include_minors* only for operators who may look for a child (privacy.md 5).
        """
        query = read(text)
        if query.is_empty or limit < 1:
            return []
        found = _Search(connection, query, int(include_minors), limit).run()
        return self._hits(connection, found.best(limit), query)

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

    def _hits(self, connection: Connection, best: list[tuple[int, float]], query: Query) -> list[Hit]:
        ids = json.dumps([person for person, _ in best])
        identities = dict(connection.exec_driver_sql(sql.IDENTITIES, {"ids": ids}).tuples().all())
        size = max(sum(map(len, query.words)), 1)
        return [
            Hit(UUID(bytes=identities[person]), round(max(1 - cost / (size + 1), 0.0), 4)) for person, cost in best
        ]

    def _add_near(self, connection: Connection, words: set[str]) -> None:
        rows = [(key, word) for word in words for key in set(near_keys(word, near_distance(word)))]
        if rows:
            connection.exec_driver_sql("INSERT OR IGNORE INTO search_near (key, word) VALUES (?, ?)", rows)

    def _remove_near(self, connection: Connection, word: str) -> None:
        near = self._tables.near
        for key in set(near_keys(word, near_distance(word))):
            connection.execute(near.delete().where((near.c.key == key) & (near.c.word == word)))


class _Search:
    """One search: the part of the query that tells people apart best leads, the others must agree."""

    def __init__(self, connection: Connection, query: Query, minors: int, limit: int) -> None:
        self._connection = connection
        self._query = query
        self._minors = minors
        self._limit = limit
        self._found = Found()

    def run(self) -> Found:
        query = self._query
        if query.code_start is not None:
            self._by_code(query.code_start)
        elif query.code_end is not None:
            self._range(sql.CODE_END, query.code_end, query.code_end + TOP)
        elif query.digits is not None:
            self._by_phone(query.digits)
        if query.births and not (query.words and self._found.people):
            self._by_birth(query.births)
        if query.words and not self._found.people:
            self._by_name()
        return self._found

    def _by_code(self, code: str) -> None:
        self._range(sql.CODE_START, code, code + TOP)
        if not self._found.people and len(code) > 11:
            self._range(sql.CODE_START, code[:11], code[:11] + TOP, cost=1.0)

    def _range(self, statement: str, low: Any, high: Any, cost: float = 0.0) -> None:
        parameters = {"low": low, "high": high, "most": _MOST, **self._limits().parameters(), "reach": REACH}
        for row in self._connection.exec_driver_sql(statement, parameters):
            self._found.add(row[0], cost, row[3])

    def _by_phone(self, digits: str) -> None:
        for forward in (False, True):
            if not forward or (len(digits) >= _FORWARD_DIGITS and len(self._found.people) < self._limit):
                low, high = phone_range(digits, forward)
                self._range(sql.PHONE, low, high, cost=float(forward) / 2)
        if self._query.words:
            self._agree_with_words()

    def _agree_with_words(self) -> None:
        ids = json.dumps(list(self._found.people))
        rows = self._connection.exec_driver_sql(sql.NAMES, {"ids": ids}).all()
        self._found.people.clear()
        self._keep_similar(rows)

    def _by_birth(self, births: tuple[int, ...]) -> None:
        for birth in births:
            parameters = {"birth": birth, "minors": self._minors, "most": _MAX_BORN_ON}
            rows = self._connection.exec_driver_sql(sql.BORN_ON, parameters).all()
            if not self._query.words:
                for row in rows:
                    self._found.add(row[0], 0.0, row[3])
            else:
                self._keep_similar(rows)
                if len(rows) == _MAX_BORN_ON:
                    self._names(Limits(birth, birth, self._minors))

    def _keep_similar(self, rows: Iterable[Any]) -> None:
        words = self._query.words
        for person, surname, given, seen, _ in rows:
            costs = (
                cost_of("".join(words[:end]), "".join(words[end:]), *names, swapped)
                for end in range(1, len(words) + 1)
                for swapped, names in enumerate(((surname, given), (given, surname)))
            )
            cost = min(costs)
            if cost <= _MAX_COST:
                self._found.add(person, cost, seen)

    def _by_name(self) -> None:
        self._names(self._limits())
        words = self._query.words
        if len(words) == 1 and len(self._found.people) < self._limit and words[0].isascii():
            start = words[0].upper()
            self._range(sql.CODE_START, start, start + TOP, cost=2.5)

    def _names(self, limits: Limits) -> None:
        for person, (cost, seen) in NameSearch(self._connection, self._query.words, limits, self._limit).run().people.items():
            self._found.add(person, cost, -seen)

    def _limits(self) -> Limits:
        year = self._query.year
        if year is None:
            return Limits(minors=self._minors)
        return Limits(year * 10_000, year * 10_000 + 1231, self._minors)
