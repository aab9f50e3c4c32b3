"""Finding people by the words of a name: first as typed, then with more and more differences."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wemi_desk.persistence import search_sql as sql
from wemi_desk.persistence.name_matching import cost_of, nearest, nearest_beginnings, possible_starts
from wemi_desk.persistence.search_keys import NEAR_LETTERS, TOP, near_distance, near_keys

REACH = 2_500  # people looked at one by one; more than that, and the most recent are looked at instead
_REACH_SIMILAR = 300
_RECENT = 5_000
_REACH_BEGINNINGS = 1_200
_REACH_PART = 300
_REACH_BESIDE = 600
_REACH_COMMON = 8_000
_ENOUGH = 1
_SPARE = 4
_MANY_FIRST, _MANY_LAST = 64, 120
_WORDS_ALONE = 6  # similar names followed when only one half was typed
_SHORTEST_JOINED = 2
_LONGEST_LIFE = 99_999_999
_SURNAME, _GIVEN, _PART, _EVERYWHERE = 1, 2, 4, 7
_HALVES = (
    (_SURNAME, sql.MANY_SURNAME, sql.HALF_SURNAME, sql.RECENT_SURNAME),
    (_GIVEN, sql.MANY_GIVEN, sql.HALF_GIVEN, sql.RECENT_GIVEN),
    (_PART, "", sql.HALF_PART, ""),
)


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


class Similar(NamedTuple):
    """A name like the one typed, and the places where it stands."""

    word: str
    roles: int


class NameSearch:
    """One search for the *words* of a name; the last word may still be half typed.

    *store* is the driver's connection: at a dozen statements a key, SQLAlchemy's result objects cost more than SQLite.
    """

    def __init__(self, store: Any, words: tuple[str, ...], limits: Limits, limit: int) -> None:
        self._store = store
        self._most = limit + _SPARE
        self._words = words
        self._joined = "".join(words)
        self._splits = [("".join(words[:end]), "".join(words[end:])) for end in range(1, len(words))]
        self._limits = limits.parameters() | {"most": self._most}
        self._limit = limit
        self._found = Found()
        self._near: dict[tuple[str, int], list[Similar]] = {}
        self._known: dict[tuple[str, str], bool] = {}
        self._beside_names: dict[str, dict[str, int] | None] = {}

    def run(self) -> Found:
        """Widen step by step, and stop when a wider step could only add worse answers."""
        if not self._joined:
            return self._found
        self._as_typed()
        if self._found.count(0.5) < self._limit:
            self._one_difference()
        if not self._found.count(0.3):
            self._missing_space()
            if not self._found.count(1.5):
                self._two_differences()
        return self._found

    def _as_typed(self) -> None:
        for first, last in self._splits:
            if self._is_name(first) and self._begins_name(last):
                self._pairs(first, last, [Similar(first, _EVERYWHERE)])
        self._half(self._joined, self._joined + TOP)
        if self._found.count(0.5) < self._limit:
            for first, last in self._splits:
                if self._begins_name(first) and self._begins_name(last):
                    self._beginnings(first, last)

    def _one_difference(self) -> None:
        for first, last in self._splits:
            if self._begins_name(last):
                self._pairs(first, last, self._similar(first, 1))
            if self._is_name(first):
                self._pairs(first, last, [Similar(first, _EVERYWHERE)], self._beside(first, last, 1))
        self._similar_half(1)

    def _two_differences(self) -> None:
        for first, last in self._splits:
            near_last = self._similar(last, 1, beginnings=True)
            if near_last:
                self._pairs(first, last, self._similar(first, 1), near_last)
            if self._is_name(last) and self._others(last) is not None:
                self._pairs(first, last, self._beside(last, first, 2), [Similar(last, _EVERYWHERE)])
            elif self._begins_name(last):
                self._pairs(first, last, self._similar(first, 2))
            if self._is_name(first):
                self._pairs(first, last, [Similar(first, _EVERYWHERE)], self._beside(first, last, 2))
        if not self._splits:
            self._similar_half(2)
        if not self._found.people:
            self._common_surname()

    def _common_surname(self) -> None:
        """A given name too short for its neighbourhood, beside a surname of thousands."""
        for first, last in self._splits:
            for surname, typed in ((first, last), (last, first)):
                if self._is_name(surname) and self._others(surname) is None:
                    reach = {"name": surname, "reach": _REACH_COMMON}
                    givens = {row[0]: _GIVEN for row in self._store.execute(sql.GIVEN_NAMES, reach)}
                    close = _at_distance(typed, givens, 2, beginnings=True) if len(typed) > 2 else []
                    self._pairs(surname, typed, [Similar(surname, _SURNAME)], close)

    def _beside(self, name: str, typed: str, distance: int) -> list[Similar]:
        """Names like *typed* that stand beside *name*: read from its people, when they are not too many."""
        others = self._others(name)
        if others is None:
            return self._similar(typed, distance, beginnings=True)
        if distance > max(near_distance(typed), len(typed) // 2):
            return []
        return _at_distance(typed, others, distance, beginnings=True)

    def _others(self, name: str) -> dict[str, int] | None:
        """The other halves that stand beside *name* and their roles, None when too many people have it."""
        if name not in self._beside_names:
            rows = self._store.execute(sql.OTHERS, {"name": name, "reach": _REACH_BESIDE}).fetchall()
            roles: dict[str, int] = {}
            for word, role, _count in rows:
                roles[word] = roles.get(word, 0) | role
            counts = (sum(row[2] for row in rows if row[1] == role) for role in (_SURNAME, _GIVEN, _PART))
            self._beside_names[name] = roles if max(counts) < _REACH_BESIDE else None
        return self._beside_names[name]

    def _is_name(self, typed: str) -> bool:
        return self._has_name(typed, typed + "\0")

    def _begins_name(self, typed: str) -> bool:
        return self._has_name(typed, typed + TOP)

    def _has_name(self, low: str, high: str) -> bool:
        if (low, high) not in self._known:
            row = self._store.execute(sql.HAS_WORD, {"low": low, "high": high}).fetchone()
            self._known[low, high] = row is not None
        return self._known[low, high]

    def _pairs(self, first: str, last: str, firsts: list[Similar], lasts: list[Similar] | None = None) -> None:
        if not firsts or lasts == []:
            return
        firsts, lasts = firsts[:_MANY_FIRST], lasts and lasts[:_MANY_LAST]
        names = {"surnames": _having(firsts, _SURNAME), "givens": _having(firsts, _GIVEN)}
        names["parts"] = _having(firsts, _PART)
        if lasts is None:
            rows = self._rows(sql.LIST_PREFIX, low=last, high=last + TOP, **names)
        else:
            others = {"last_surnames": _having(lasts, _SURNAME), "last_givens": _having(lasts, _GIVEN)}
            rows = self._rows(sql.LIST_LIST, last_all=_having(lasts, _EVERYWHERE), **others, **names)
        self._keep(first, last, rows)

    def _beginnings(self, first: str, last: str) -> None:
        bounds = {"first_low": first, "first_high": first + TOP, "low": last, "high": last + TOP}
        self._keep(first, last, self._rows(sql.PREFIX_PREFIX, reach=_REACH_BEGINNINGS, **bounds))

    def _half(self, low: str, high: str, roles: int = _EVERYWHERE, reach: int = REACH) -> None:
        bounds = {"low": low, "high": high, "reach": reach}
        for role, many, statement, recent in _HALVES:
            if not roles & role:
                continue
            if role == _PART:
                bounds["reach"] = min(reach, _REACH_PART)
            if many and self._store.execute(many, bounds).fetchone():
                self._keep(self._joined, "", self._rows(recent, recent=_RECENT, **bounds))
                if self._found.count(0.5) >= self._limit:
                    continue
            self._keep(self._joined, "", self._rows(statement, **bounds))

    def _similar_half(self, distance: int) -> None:
        for name in self._similar(self._joined, distance)[:_WORDS_ALONE]:
            self._half(name.word, name.word + "\0", name.roles, _REACH_SIMILAR)

    def _missing_space(self) -> None:
        typed = self._joined
        tried = {first for first, _ in self._splits}
        starts = [typed[:end] for end in range(_SHORTEST_JOINED, len(typed) - 1) if typed[:end] not in tried]
        known = self._store.execute(sql.KNOWN, {"words": json.dumps(starts)}).fetchall()
        for start in sorted((Similar(*row) for row in known), key=lambda name: -len(name.word)):
            rest = typed[len(start.word) :]
            if self._begins_name(rest):
                self._pairs(start.word, rest, [start])

    def _similar(self, typed: str, distance: int, *, beginnings: bool = False) -> list[Similar]:
        """Names at exactly *distance* differences, none when the word is too short to tell."""
        if near_distance(typed) < distance:
            return []
        if (typed, distance) not in self._near:
            self._near[typed, distance] = self._neighbourhood(typed, distance, beginnings)
        return self._near[typed, distance]

    def _neighbourhood(self, typed: str, distance: int, beginnings: bool) -> list[Similar]:
        keys = json.dumps(list(near_keys(typed[:NEAR_LETTERS], distance)))
        starts = [row[0] for row in self._store.execute(sql.NEAR, {"keys": keys}).fetchall()]
        possible = json.dumps(possible_starts(typed, starts, NEAR_LETTERS, distance))
        words = dict(self._store.execute(sql.WORDS, {"starts": possible}).fetchall())
        beginnings = beginnings and len(typed) >= NEAR_LETTERS
        return _at_distance(typed, words, distance, beginnings=beginnings)

    def _rows(self, statement: str, **parameters: Any) -> Iterable[Any]:
        return self._store.execute(statement, self._limits | parameters).fetchall()  # type: ignore[no-any-return]

    def _keep(self, first: str, last: str, rows: Iterable[Any]) -> None:
        for row in rows:
            self._found.add(row[0], cost_of(first, last, row[1], row[2], row[4]), row[3])


def _having(names: list[Similar], roles: int) -> str:
    return json.dumps([name.word for name in names if name.roles & roles])


def _at_distance(typed: str, roles: dict[str, int], distance: int, *, beginnings: bool) -> list[Similar]:
    """The likeliest first: whole names, the first letter right, of like length."""
    whole = nearest(typed, roles, distance)
    found = whole | (nearest_beginnings(typed, roles, distance) if beginnings else {})
    names = [Similar(word, roles[word]) for word, cost in found.items() if cost == distance]
    names.sort(key=lambda name: (name.word not in whole, name.word[:1] != typed[0], abs(len(name.word) - len(typed))))
    return names
