"""The person search of the box, answered by the encrypted store itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, MetaData

from wemi_desk.domain.person_index import Candidate, Hit, IndexedPerson
from wemi_desk.persistence import search_sql as sql
from wemi_desk.persistence.database import cursor_of
from wemi_desk.persistence.search_query import Query, read
from wemi_desk.persistence.search_tables import search_tables
from wemi_desk.persistence.sync_people import PeopleIndex

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
        PeopleIndex(cursor_of(connection)).index(person)

    def remove(self, connection: Connection, citizen_id: UUID) -> None:
        """Take a person out, and every name that nobody else has."""
        PeopleIndex(cursor_of(connection)).remove(citizen_id.bytes)

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
