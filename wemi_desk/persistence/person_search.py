"""One search of the box: codes, telephones, birth dates and names, together or alone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from wemi_desk.domain.fiscal_code import PROVISIONAL_LENGTH
from wemi_desk.persistence import search_sql as sql
from wemi_desk.persistence.name_matching import cost_of
from wemi_desk.persistence.name_search import REACH, Found, Limits, NameSearch
from wemi_desk.persistence.search_keys import TOP, phone_range
from wemi_desk.persistence.search_query import Query

_MOST = 60
_MAX_BORN_ON = 600  # beyond that (first of January, declared years) the names lead
_FORWARD_DIGITS = 5
_MAX_COST = 3.5


class PersonSearch:
    """One search: the part of the query that tells people apart best leads, the others must agree."""

    def __init__(self, store: Any, query: Query, minors: int, limit: int) -> None:
        self._store = store
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
        for row in self._store.execute(statement, parameters):
            self._found.add(row[0], cost, row[3])

    def _by_phone(self, digits: str) -> None:
        for forward in (False, True):
            if not forward or (len(digits) >= _FORWARD_DIGITS and len(self._found.people) < self._limit):
                low, high = phone_range(digits, forward)
                self._range(sql.PHONE_START if forward else sql.PHONE_END, low, high, cost=float(forward) / 2)
        if len(digits) == PROVISIONAL_LENGTH:
            self._range(sql.CODE_START, digits, digits + TOP)
        if self._query.words:
            self._agree_with_words()

    def _agree_with_words(self) -> None:
        ids = json.dumps(list(self._found.people))
        rows = self._store.execute(sql.NAMES, {"ids": ids}).fetchall()
        self._found.people.clear()
        self._keep_similar(rows)

    def _by_birth(self, births: tuple[int, ...]) -> None:
        for birth in births:
            parameters = {"birth": birth, "minors": self._minors, "most": _MAX_BORN_ON}
            rows = self._store.execute(sql.BORN_ON, parameters).fetchall()
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
        found = NameSearch(self._store, self._query.words, limits, self._limit).run()
        for person, (cost, recency) in found.people.items():
            self._found.add(person, cost, -recency)

    def _limits(self) -> Limits:
        year = self._query.year
        if year is None:
            return Limits(minors=self._minors)
        return Limits(year * 10_000, year * 10_000 + 1231, self._minors)
