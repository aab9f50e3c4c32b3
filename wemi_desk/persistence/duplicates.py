"""People who may be the one being registered: a few blocks read from the index, weighed as evidence.

Each agreement or difference adds its log odds (Fellegi and Sunter), so that a rare name, a birth date and a telephone
can make up for one another, and a common name alone proves nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import exp, log
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from wemi_desk.domain.person_index import Candidate, IndexedPerson
from wemi_desk.persistence import search_sql as sql
from wemi_desk.persistence.likeness import PART_OF, birth_likeness, may_be_part, name_likeness
from wemi_desk.persistence.name_search import Limits, NameSearch
from wemi_desk.persistence.search_keys import TOP, Keys, keys_of, phone_range

_FEWEST = 2_000  # a young store says little about how rare a name is
_CODE_SAME, _CODE_OTHER = 17.0, -10.0
_CODE_ALONE = 2.2  # the same code is always worth a question, whatever the names
_PHONE_SAME, _PHONE_OTHER = 11.0, -0.7
_SHOWN = 0.4
_SHOWN_BY_NAME_ALONE = 0.003  # only the name was typed so far: namesakes are worth a look
_MOST_WEIGHED = 40
_MAX_BORN_ON = 2_000
_MAX_NAMESAKES = 300
_CODE_LETTERS = 15


class _Row(NamedTuple):
    id: int
    citizen_id: bytes
    surname: str
    given: str
    birth: int
    fiscal_code: str | None
    words: str | None
    phones: str | None


@dataclass(frozen=True, slots=True)
class _Weighed:
    row: _Row
    odds: float
    reasons: tuple[str, ...]

    @property
    def probability(self) -> float:
        return 1 / (1 + exp(-self.odds))


def candidates(connection: Connection, draft: IndexedPerson, limit: int = 5) -> list[Candidate]:
    """The likeliest first; minors are offered only while a minor is being registered."""
    search = _DuplicateSearch(connection.connection.driver_connection, draft)
    shown = [one for one in search.run() if one.probability >= search.threshold]
    return [
        Candidate(UUID(bytes=one.row.citizen_id), round(one.probability, 4), one.reasons) for one in shown[:limit]
    ]


class _DuplicateSearch:
    def __init__(self, store: Any, draft: IndexedPerson) -> None:
        self._store = store
        self._keys: Keys = keys_of(draft)
        self._minors = int(draft.is_minor)
        self._likely: dict[int, float] = {}
        self._namesakes = 1
        people = store.execute(sql.HIGHEST).fetchone()[0] or 0
        self._against = log(max(people, _FEWEST))  # the odds against anybody in particular
        keys = self._keys
        self.threshold = _SHOWN if keys.birth or keys.phones or keys.fiscal_code else _SHOWN_BY_NAME_ALONE

    def run(self) -> list[_Weighed]:
        """Everybody in a block, weighed; the likeliest first."""
        self._same_code()
        self._same_phone()
        self._same_name()
        if self._keys.birth % 10_000:
            self._born_on()
        else:
            self._similar_name()
        return self._weighed()

    def _same_code(self) -> None:
        code = self._keys.fiscal_code
        if code and len(code) >= _CODE_LETTERS:
            self._certain(sql.CODE_START, low=code, high=code + TOP, reach=_MOST_WEIGHED, most=_MOST_WEIGHED)

    def _same_phone(self) -> None:
        for digits in (self._keys.phones or "").split():
            low, _ = phone_range(digits, forward=False)
            self._certain(sql.PHONE_END, low=low, high=low + 1, reach=_MAX_NAMESAKES, most=_MOST_WEIGHED)

    def _certain(self, statement: str, **parameters: Any) -> None:
        for row in self._store.execute(statement, {"minors": 1} | parameters):
            self._likely[row[0]] = _CODE_SAME

    def _same_name(self) -> None:
        keys = self._keys
        if not keys.surname:
            return
        names = {"surname": keys.surname, "given": keys.given, "most": _MAX_NAMESAKES}
        rows = self._store.execute(sql.NAMESAKES, names).fetchall()
        self._namesakes = max(len(rows), 1)
        self._weigh_lightly(rows)

    def _born_on(self) -> None:
        """On that day, or in that year when no more is known of them."""
        for birth in (self._keys.birth, self._keys.birth // 10_000 * 10_000):
            most = {"birth": birth, "minors": 1, "most": _MAX_BORN_ON}
            self._weigh_lightly([(*row[:3], birth) for row in self._store.execute(sql.BORN_ON, most)])

    def _similar_name(self) -> None:
        """Without a birth date to gather people by, those whose names are alike."""
        words = tuple(word for word in (self._keys.surname, self._keys.given) if word)
        year = self._keys.birth
        limits = Limits(year, year + 1231, minors=1) if year else Limits(minors=1)
        found = NameSearch(self._store, words, limits, _MOST_WEIGHED // 4).run()
        for person, _cost in found.best(_MOST_WEIGHED // 2):
            self._likely.setdefault(person, 0.0)

    def _weigh_lightly(self, rows: list[Any]) -> None:
        """By name and birth, which the covering index gives for nothing."""
        keys = self._keys
        for person, surname, given, birth in rows:
            odds, _ = name_likeness(keys.surname, keys.given, surname, given, self._namesakes)
            if odds < PART_OF and may_be_part(keys.surname, surname) and may_be_part(keys.given, given):
                odds = PART_OF
            if odds > 0:
                odds += birth_likeness(keys.birth, birth)[0]
                self._likely[person] = max(self._likely.get(person, odds), odds)

    def _weighed(self) -> list[_Weighed]:
        best = sorted(self._likely, key=lambda person: -self._likely[person])[:_MOST_WEIGHED]
        rows = self._store.execute(sql.FULL_ROWS, {"ids": json.dumps(best), "minors": self._minors}).fetchall()
        weighed = (self._weigh(_Row(*row)) for row in rows if row[1] != self._keys.citizen_id)
        return sorted(weighed, key=lambda one: -one.odds)

    def _weigh(self, row: _Row) -> _Weighed:
        keys = self._keys
        evidence = [
            self._code_evidence(row),
            name_likeness(keys.surname, keys.given, row.surname, row.given, self._namesakes, keys.words, row.words),
            birth_likeness(keys.birth, row.birth),
            self._phone_evidence(row),
        ]
        reasons = sorted(((odds, reason) for odds, reason in evidence if reason), key=lambda pair: -pair[0])
        odds = sum(odds for odds, _ in evidence) - self._against
        if evidence[0][1]:
            odds = max(odds, _CODE_ALONE)
        return _Weighed(row, odds, tuple(reason for _, reason in reasons))

    def _code_evidence(self, row: _Row) -> tuple[float, str]:
        mine, other = self._keys.fiscal_code, row.fiscal_code
        if not mine or not other:
            return 0.0, ""
        return (_CODE_SAME, "fiscal_code") if mine == other else (_CODE_OTHER, "")

    def _phone_evidence(self, row: _Row) -> tuple[float, str]:
        mine, other = set((self._keys.phones or "").split()), set((row.phones or "").split())
        if not mine or not other:
            return 0.0, ""
        return (_PHONE_SAME, "phone") if mine & other else (_PHONE_OTHER, "")


