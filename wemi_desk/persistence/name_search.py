"""Finding people by the words of a name: first as typed, then with more and more differences."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wemi_desk.persistence import search_sql as sql
from wemi_desk.persistence.name_matching import cost_of, nearest, nearest_beginnings
from wemi_desk.persistence.search_keys import NEAR_LETTERS, TOP, near_distance, near_keys

REACH = 1_500  # people looked at one by one; more than that, and the most recent are looked at instead
RECENT = 4_000
_SPARE = 4
_MANY_WORDS = 200
_WORDS_ALONE = 4  # similar names followed when only one half was typed
_SHORTEST_JOINED = 3
_LONGEST_LIFE = 99_999_999


@dataclass(frozen=True, slots=True)
class Limits:
    """What else must hold for the people found."""

    born_from: int = 0
    born_to: int = _LONGEST_LIFE
    minors: int = 0

    def parameters(self) -> dict[str, Any]:
        return {"born_from": self.born_from, "born_to": self.born_to, "minors": self.minors}


@dataclass(slots=True)
class Found:
    """The people found so far: the lowest cost of each, and when they were seen."""

    people: dict[int, tuple[float, int]] = field(default_factory=dict)

    def add(self, person: int, cost: float, seen: int) -> None:
        known = self.people.get(person)
        if known is None or cost < known[0]:
            self.people[person] = (cost, -seen)

    def best(self, limit: int) -> list[tuple[int, float]]:
        ranked = sorted(self.people.items(), key=lambda item: item[1])
        return [(person, cost) for person, (cost, _) in ranked[:limit]]

    def count(self, cost: float) -> int:
        """How many were found at no more than *cost*."""
        return sum(1 for found, _ in self.people.values() if found <= cost)


class NameSearch:
    """One search for the *words* of a name; the last word may still be half typed.

    *store* is the driver's connection: at a dozen statements a key, SQLAlchemy's result objects cost more than SQLite.
    """

    def __init__(self, store: Any, words: tuple[str, ...], limits: Limits, limit: int) -> None:
        self._store = store
        self._most = limit + _SPARE
        self._words = words
        self._limits = limits.parameters()
        self._limit = limit
        self._found = Found()
        self._near: dict[tuple[str, int], list[str]] = {}

    def run(self) -> Found:
        """Widen step by step, and stop when a wider step could only add worse answers."""
        self._as_typed()
        if self._found.count(0.5) < self._limit:
            self._one_difference()
        if not self._found.count(0.3):
            if not self._found.count(1.0):
                self._missing_space()
            if self._found.count(1.5) < self._limit:
                self._two_differences()
        return self._found

    def _splits(self) -> Iterator[tuple[str, str]]:
        for index in range(1, len(self._words)):
            yield "".join(self._words[:index]), "".join(self._words[index:])

    def _as_typed(self) -> None:
        joined = "".join(self._words)
        for first, last in self._splits():
            self._pairs(first, last, [first])
        self._one_half(joined)
        if self._found.count(0.5) < self._limit:
            for first, last in self._splits():
                self._beginnings(first, last)

    def _one_difference(self) -> None:
        for first, last in self._splits():
            self._pairs(first, last, self._similar(first, 1))
            self._pairs(first, last, [first], self._similar(last, 1, beginnings=True))
        self._similar_half(1)

    def _two_differences(self) -> None:
        for first, last in self._splits():
            near_first, near_last = self._similar(first, 1), self._similar(last, 1, beginnings=True)
            self._pairs(first, last, near_first, near_last)
            self._pairs(first, last, self._similar(first, 2))
            self._pairs(first, last, [first], self._similar(last, 2, beginnings=True))
        self._similar_half(2)

    def _pairs(self, first: str, last: str, firsts: list[str], lasts: list[str] | None = None) -> None:
        if not firsts or lasts == []:
            return
        if lasts is None:
            rows = self._rows(sql.LIST_PREFIX, first=json.dumps(firsts), low=last, high=last + TOP, most=self._most)
        else:
            rows = self._rows(sql.LIST_LIST, first=json.dumps(firsts), second=json.dumps(lasts), most=self._most)
        self._keep(first, last, rows)

    def _beginnings(self, first: str, last: str) -> None:
        bounds = {"first_low": first, "first_high": first + TOP, "low": last, "high": last + TOP}
        self._keep(first, last, self._rows(sql.PREFIX_PREFIX, reach=RECENT, most=self._most, **bounds))

    def _one_half(self, typed: str, name: str | None = None) -> None:
        low, high = (typed, typed + TOP) if name is None else (name, name + "\0")
        bounds = {"low": low, "high": high, "reach": REACH}
        surnames, givens = self._store.execute(sql.COUNT_HALF, bounds).fetchone()
        self._keep(typed, "", self._rows(sql.ONE_HALF, most=self._most, **bounds))
        for count, statement in ((surnames, sql.RECENT_SURNAME), (givens, sql.RECENT_GIVEN)):
            if count >= REACH:
                self._keep(typed, "", self._rows(statement, low=low, high=high, recent=RECENT, most=self._most))

    def _similar_half(self, distance: int) -> None:
        typed = "".join(self._words)
        for name in self._similar(typed, distance)[:_WORDS_ALONE]:
            self._one_half(typed, name)

    def _missing_space(self) -> None:
        typed = "".join(self._words)
        starts = [typed[:end] for end in range(_SHORTEST_JOINED, len(typed) - 1)]
        known = self._store.execute(sql.KNOWN, {"words": json.dumps(starts)}).fetchall()
        for (start,) in sorted(known, key=lambda row: -len(row[0])):
            self._pairs(start, typed[len(start) :], [start])

    def _similar(self, typed: str, distance: int, *, beginnings: bool = False) -> list[str]:
        """Names at exactly *distance* differences, none when the word is too short to tell."""
        if near_distance(typed) < distance:
            return []
        if (typed, distance) not in self._near:
            self._near[typed, distance] = self._neighbourhood(typed, distance, beginnings)[:_MANY_WORDS]
        return self._near[typed, distance]

    def _neighbourhood(self, typed: str, distance: int, beginnings: bool) -> list[str]:
        start = typed[:NEAR_LETTERS]
        keys = json.dumps(list(near_keys(start, distance)))
        starts = [row[0] for row in self._store.execute(sql.NEAR, {"keys": keys})]
        close = json.dumps(list(nearest(start, starts, distance + 1)))
        words = [row[0] for row in self._store.execute(sql.WORDS, {"starts": close})]
        found = nearest(typed, words, distance)
        if beginnings:
            found |= nearest_beginnings(typed, words, distance)
        return [word for word, cost in found.items() if cost == distance]

    def _rows(self, statement: str, **parameters: Any) -> Iterable[Any]:
        return self._store.execute(statement, self._limits | parameters).fetchall()  # type: ignore[no-any-return]

    def _keep(self, first: str, last: str, rows: Iterable[Any]) -> None:
        for row in rows:
            self._found.add(row[0], cost_of(first, last, row[1], row[2], row[4]), row[3])
