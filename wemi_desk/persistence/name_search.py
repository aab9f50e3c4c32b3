"""Finding people by the words of a name: first as typed, then with more and more differences."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from wemi_desk.persistence import search_sql as sql
from wemi_desk.persistence.name_matching import cost_of, nearest
from wemi_desk.persistence.search_keys import TOP, near_distance, near_keys

REACH = 1_500  # people looked at one by one; more than that, and the most recent are looked at instead
RECENT = 4_000
_MOST = 40
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
    """One search for the *words* of a name; the last word may still be half typed."""

    def __init__(self, connection: Connection, words: tuple[str, ...], limits: Limits, limit: int) -> None:
        self._connection = connection
        self._words = words
        self._limits = limits.parameters()
        self._limit = limit
        self._found = Found()
        self._near: dict[str, dict[str, int]] = {}

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
            rows = self._rows(sql.LIST_PREFIX, first=json.dumps(firsts), low=last, high=last + TOP, most=_MOST)
        else:
            rows = self._rows(sql.LIST_LIST, first=json.dumps(firsts), second=json.dumps(lasts), most=_MOST)
        self._keep(first, last, rows)

    def _beginnings(self, first: str, last: str) -> None:
        bounds = {"first_low": first, "first_high": first + TOP, "low": last, "high": last + TOP}
        self._keep(first, last, self._rows(sql.PREFIX_PREFIX, reach=RECENT, most=_MOST, **bounds))

    def _one_half(self, typed: str, name: str | None = None) -> None:
        low, high = (typed, typed + TOP) if name is None else (name, name + "\0")
        bounds = {"low": low, "high": high, "reach": REACH}
        surnames, givens = self._connection.exec_driver_sql(sql.COUNT_HALF, bounds).one()
        self._keep(typed, "", self._rows(sql.ONE_HALF, most=_MOST, **bounds))
        for count, statement in ((surnames, sql.RECENT_SURNAME), (givens, sql.RECENT_GIVEN)):
            if count >= REACH:
                self._keep(typed, "", self._rows(statement, low=low, high=high, recent=RECENT, most=_MOST))

    def _similar_half(self, distance: int) -> None:
        typed = "".join(self._words)
        for name in self._similar(typed, distance)[:_WORDS_ALONE]:
            self._one_half(typed, name)

    def _missing_space(self) -> None:
        typed = "".join(self._words)
        starts = [typed[:end] for end in range(_SHORTEST_JOINED, len(typed) - 1)]
        known = self._connection.exec_driver_sql(sql.KNOWN, {"words": json.dumps(starts)}).scalars()
        for start in sorted(known, key=len, reverse=True):
            self._pairs(start, typed[len(start) :], [start])

    def _similar(self, typed: str, distance: int, *, beginnings: bool = False) -> list[str]:
        """Names at exactly *distance* differences, none when the word is too short to tell."""
        if near_distance(typed) < distance:
            return []
        if typed not in self._near:
            self._near[typed] = self._neighbourhood(typed, beginnings)
        return [word for word, cost in self._near[typed].items() if cost == distance][:_MANY_WORDS]

    def _neighbourhood(self, typed: str, beginnings: bool) -> dict[str, int]:
        distance = near_distance(typed)
        keys = json.dumps(list(near_keys(typed, distance)))
        words = self._connection.exec_driver_sql(sql.NEAR, {"keys": keys}).scalars()
        return nearest(typed, words, distance, beginnings=beginnings)

    def _rows(self, statement: str, **parameters: Any) -> Iterable[Any]:
        return self._connection.exec_driver_sql(statement, self._limits | parameters)

    def _keep(self, first: str, last: str, rows: Iterable[Any]) -> None:
        for row in rows:
            self._found.add(row[0], cost_of(first, last, row[1], row[2], row[4]), row[3])
