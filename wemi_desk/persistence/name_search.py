"""Finding people by the words of a name: first as typed, then with more and more differences."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from wemi_desk.persistence import search_sql as sql
from wemi_desk.persistence.name_lexicon import GIVEN, PART, SURNAME, NameLexicon, Similar
from wemi_desk.persistence.name_matching import cost_of
from wemi_desk.persistence.search_keys import TOP

REACH = 2_500  # people looked at one by one; more than that, and the most recent are looked at instead
_REACH_SIMILAR = 300
_RECENT = 5_000
_REACH_BEGINNINGS = 1_200
_REACH_PART = 300
_SPARE = 4
_MANY_FIRST, _MANY_LAST = 64, 120
_WORDS_ALONE = 6  # similar names followed when only one half was typed
_SHORTEST_JOINED = 2
_LONGEST_LIFE = 99_999_999
_EVERYWHERE = SURNAME | GIVEN | PART
_HALVES = (
    (SURNAME, sql.MANY_SURNAME, sql.HALF_SURNAME, sql.RECENT_SURNAME),
    (GIVEN, sql.MANY_GIVEN, sql.HALF_GIVEN, sql.RECENT_GIVEN),
    (PART, "", sql.HALF_PART, ""),
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


class NameSearch:
    """One search for the *words* of a name; the last word may still be half typed."""

    def __init__(self, store: Any, words: tuple[str, ...], limits: Limits, limit: int) -> None:
        self._store = store
        self._names = NameLexicon(store)
        self._joined = "".join(words)
        self._splits = [("".join(words[:end]), "".join(words[end:])) for end in range(1, len(words))]
        self._limits = limits.parameters() | {"most": limit + _SPARE}
        self._limit = limit
        self._found = Found()

    def run(self) -> Found:
        """Widen step by step, and stop when a wider step could only add worse answers."""
        if not self._joined:
            return self._found
        self._as_typed()
        if not self._has_enough():
            self._one_difference()
        if not self._found.count(0.3):
            self._missing_space()
            if not self._found.count(1.5):
                self._two_differences()
        return self._found

    def _has_enough(self) -> bool:
        return self._found.count(0.5) >= self._limit

    def _as_typed(self) -> None:
        names = self._names
        for first, last in self._splits:
            if names.is_name(first) and names.begins_name(last):
                self._pairs(first, last, [names.as_name(first)])
        if names.begins_name(self._joined):
            self._half()
        if not self._has_enough():
            for first, last in self._splits:
                if names.begins_name(first) and names.begins_name(last):
                    self._beginnings(first, last)

    def _one_difference(self) -> None:
        names = self._names
        for first, last in self._splits:
            if names.begins_name(last):
                self._pairs(first, last, names.similar(first, 1))
            if names.is_name(first):
                self._pairs(first, last, [names.as_name(first)], names.similar(last, 1, beginnings=True))
        if not self._splits:
            self._similar_half(1)

    def _two_differences(self) -> None:
        for first, last in self._splits:
            self._pairs_two_apart(first, last)
        self._similar_half(1 if self._splits else 2)
        if not self._found.people:
            for first, last in self._splits:
                for surname, typed in ((first, last), (last, first)):
                    if self._names.is_name(surname):
                        self._pairs(
                            surname, typed, [Similar(surname, SURNAME)], self._names.given_names_beside(surname, typed)
                        )

    def _pairs_two_apart(self, first: str, last: str) -> None:
        names = self._names
        near_last = names.similar(last, 1, beginnings=True)
        if near_last:
            self._pairs(first, last, names.similar(first, 1), near_last)
        if names.is_name(last) and names.is_rare(last):
            near_first = names.beside(last, first, 1) + names.beside(last, first, 2)
            self._pairs(first, last, near_first, [names.as_name(last)])
        elif names.begins_name(last):
            self._pairs(first, last, names.similar(first, 2))
        if names.is_name(first):
            near_last = names.beside(first, last, 1) + names.beside(first, last, 2)
            self._pairs(first, last, [names.as_name(first)], near_last)

    def _pairs(self, first: str, last: str, firsts: list[Similar], lasts: list[Similar] | None = None) -> None:
        if not firsts or lasts == []:
            return
        firsts, lasts = firsts[:_MANY_FIRST], lasts and lasts[:_MANY_LAST]
        names = {"surnames": _having(firsts, SURNAME), "givens": _having(firsts, GIVEN)}
        names["parts"] = _having(firsts, PART)
        if lasts is None:
            rows = self._rows(sql.LIST_PREFIX, low=last, high=last + TOP, **names)
        else:
            others = {"last_surnames": _having(lasts, SURNAME), "last_givens": _having(lasts, GIVEN)}
            rows = self._rows(sql.LIST_LIST, last_all=_having(lasts, _EVERYWHERE), **others, **names)
        self._keep(first, last, rows)

    def _beginnings(self, first: str, last: str) -> None:
        bounds = {"first_low": first, "first_high": first + TOP, "low": last, "high": last + TOP}
        self._keep(first, last, self._rows(sql.PREFIX_PREFIX, reach=_REACH_BEGINNINGS, **bounds))

    def _half(self) -> None:
        """People with a name that begins with what was typed; where enough were found, only those who have it whole."""
        whole = self._names.as_name(self._joined).roles
        for role, many, statement, lately in _HALVES:
            enough = self._has_enough()
            if enough and not whole & role:
                continue
            high = self._joined + ("\0" if enough else TOP)
            bounds = {"low": self._joined, "high": high, "reach": _REACH_PART if role == PART else REACH}
            if many and self._store.execute(many, bounds).fetchone():
                before = len(self._found.people)
                self._keep(self._joined, "", self._rows(lately, recent=_RECENT, **bounds))
                if len(self._found.people) - before >= self._limit:
                    continue
            self._keep(self._joined, "", self._rows(statement, **bounds))

    def _similar_half(self, distance: int) -> None:
        for name in self._names.similar(self._joined, distance)[:_WORDS_ALONE]:
            bounds = {"low": name.word, "high": name.word + "\0", "reach": _REACH_SIMILAR}
            for role, _, statement, _ in _HALVES:
                if name.roles & role:
                    self._keep(self._joined, "", self._rows(statement, **bounds))

    def _missing_space(self) -> None:
        typed = self._joined
        tried = {first for first, _ in self._splits}
        starts = [typed[:end] for end in range(_SHORTEST_JOINED, len(typed) - 1) if typed[:end] not in tried]
        for start in self._names.known(starts):
            rest = typed[len(start.word) :]
            if self._names.begins_name(rest):
                self._pairs(start.word, rest, [start])

    def _rows(self, statement: str, **parameters: Any) -> Iterable[Any]:
        return self._store.execute(statement, self._limits | parameters).fetchall()  # type: ignore[no-any-return]

    def _keep(self, first: str, last: str, rows: Iterable[Any]) -> None:
        for row in rows:
            self._found.add(row[0], cost_of(first, last, row[1], row[2], row[4]), row[3])


def _having(names: list[Similar], roles: int) -> str:
    return json.dumps([name.word for name in names if name.roles & roles])
