"""Every name in the store as a dictionary: is it one, does it begin one, which are like it, which stand beside it."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from wemi_desk.persistence import search_sql as sql
from wemi_desk.persistence.name_matching import nearest, nearest_beginnings, possible_starts
from wemi_desk.persistence.search_keys import NEAR_LETTERS, TOP, near_distance, near_keys

SURNAME, GIVEN, PART = 1, 2, 4
_LONGEST = 1_000
_REACH_BESIDE = 600
_REACH_COMMON = 8_000


class Similar(NamedTuple):
    """A name like the one typed, and the places where it stands."""

    word: str
    roles: int


class NameLexicon:
    """The names of the store, remembered for the length of one search.

    *store* is the driver's connection: at a dozen statements a key, SQLAlchemy's result objects cost more than SQLite.
    """

    def __init__(self, store: Any) -> None:
        self._store = store
        self._names: dict[str, Similar] = {}
        self._begun: dict[str, bool] = {}
        self._near: dict[tuple[str, int], list[Similar]] = {}
        self._others: dict[str, dict[str, int] | None] = {}

    def as_name(self, typed: str) -> Similar:
        """*typed* with the places where it stands as it is; no place when nobody has it."""
        if typed not in self._names:
            row = self._store.execute(sql.ROLES_OF, {"word": typed}).fetchone()
            self._names[typed] = Similar(typed, row[0] if row else 0)
        return self._names[typed]

    def is_name(self, typed: str) -> bool:
        return self.as_name(typed).roles > 0

    def begins_name(self, typed: str) -> bool:
        if typed not in self._begun:
            row = self._store.execute(sql.HAS_WORD, {"low": typed, "high": typed + TOP}).fetchone()
            self._begun[typed] = row is not None
        return self._begun[typed]

    def known(self, words: list[str]) -> list[Similar]:
        """Those of *words* that are names, the longest first."""
        rows = self._store.execute(sql.KNOWN, {"words": json.dumps(words)}).fetchall()
        return sorted((Similar(*row) for row in rows), key=lambda name: -len(name.word))

    def similar(self, typed: str, distance: int, *, beginnings: bool = False) -> list[Similar]:
        """Names at exactly *distance* differences, none when *typed* is too short to tell.

        *beginnings* also gives the longer names that begin like it.
        """
        if near_distance(typed) < distance:
            return []
        if (typed, distance) not in self._near:
            self._near[typed, distance] = self._neighbourhood(typed, distance, beginnings)
        return self._near[typed, distance]

    def is_rare(self, name: str) -> bool:
        """Whether few enough people have *name* to read all that stands beside it."""
        return self._beside(name) is not None

    def beside(self, name: str, typed: str, distance: int) -> list[Similar]:
        """Names like *typed* that stand beside *name*; also short ones, where *name* is rare."""
        others = self._beside(name)
        if others is None:
            return self.similar(typed, distance, beginnings=True)
        if distance > max(near_distance(typed), len(typed) // 2):
            return []
        return _at_distance(typed, others, distance, beginnings=True)

    def given_names_beside(self, surname: str, typed: str) -> list[Similar]:
        """The same for a short given name beside a surname of thousands."""
        if len(typed) < 3 or self.is_rare(surname):
            return []
        rows = self._store.execute(sql.GIVEN_NAMES, {"name": surname, "reach": _REACH_COMMON}).fetchall()
        return _at_distance(typed, {row[0]: GIVEN for row in rows}, 2, beginnings=True)

    def _beside(self, name: str) -> dict[str, int] | None:
        if name not in self._others:
            rows = self._store.execute(sql.OTHERS, {"name": name, "reach": _REACH_BESIDE}).fetchall()
            roles: dict[str, int] = {}
            for word, role, _count in rows:
                roles[word] = roles.get(word, 0) | role
            counts = (sum(row[2] for row in rows if row[1] == role) for role in (SURNAME, GIVEN, PART))
            self._others[name] = roles if max(counts) < _REACH_BESIDE else None
        return self._others[name]

    def _neighbourhood(self, typed: str, distance: int, beginnings: bool) -> list[Similar]:
        keys = json.dumps(list(near_keys(typed[:NEAR_LETTERS], distance)))
        starts = [row[0] for row in self._store.execute(sql.NEAR, {"keys": keys}).fetchall()]
        possible = json.dumps(possible_starts(typed, starts, NEAR_LETTERS, distance))
        beginnings = beginnings and len(typed) >= NEAR_LETTERS
        lengths = {"shortest": len(typed) - distance, "longest": _LONGEST if beginnings else len(typed) + distance}
        found = self._store.execute(sql.WORDS, {"starts": possible, "letters": NEAR_LETTERS, **lengths})
        return _at_distance(typed, dict(found.fetchall()), distance, beginnings=beginnings)


def _at_distance(typed: str, roles: dict[str, int], distance: int, *, beginnings: bool) -> list[Similar]:
    """The likeliest first: whole names, the first letter right, of like length."""
    whole = nearest(typed, roles, distance)
    found = whole | (nearest_beginnings(typed, roles, distance) if beginnings else {})
    names = [Similar(word, roles[word]) for word, cost in found.items() if cost == distance]
    names.sort(key=lambda name: (name.word not in whole, name.word[:1] != typed[0], abs(len(name.word) - len(typed))))
    return names
