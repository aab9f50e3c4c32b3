"""The search index of people, kept right for a save, or for a whole page of the feed at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.contacts import Contact
from wemi_desk.domain.person_index import IndexedPerson
from wemi_desk.persistence import search_sql as sql
from wemi_desk.persistence.indexing import indexed
from wemi_desk.persistence.search_keys import (
    NEAR_LETTERS,
    TOP,
    Keys,
    aliases,
    further_phones,
    keys_of,
    near_distance,
    near_keys,
    seen_key,
)
from wemi_desk.persistence.sync_sql import in_list

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_SEEN = "SELECT max(started_at) FROM contact INDEXED BY ix_contact_citizen_id WHERE citizen_id = ?"
_NEXT = "SELECT coalesce(max(id), 0) FROM search_person"
_ROW_OF = sql.ROW_OF.replace(":citizen_id", "?")
_ADD_ALIAS = "INSERT OR IGNORE INTO search_alias (word, other, person, seen, birth, minor) VALUES (?, ?, ?, ?, ?, ?)"
_DROP_ALIAS = "DELETE FROM search_alias WHERE word = ? AND other = ? AND person = ?"
_DROP_PHONE = "DELETE FROM search_phone WHERE number = ? AND person = ?"
_DROP_PERSON = "DELETE FROM search_person WHERE id = ?"
_SEEN_PERSON = "UPDATE search_person SET seen = ? WHERE id = ?"
_SEEN_ALIAS = "UPDATE search_alias SET seen = ? WHERE word = ? AND other = ? AND person = ?"
_SEEN_PHONE = "UPDATE search_phone SET seen = ? WHERE number = ? AND person = ?"
_ADD_ROLES = """
INSERT INTO search_word (word, roles) VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET roles = roles | excluded.roles
"""
_ROLES = sql.ROLES.replace(":word", "?1")
_SET_ROLES = sql.SET_ROLES.replace(":word", "?").replace(":roles", "?")
_ROW_AND_LAST_SEEN = f"""
SELECT found.*, (SELECT max(started_at) FROM contact INDEXED BY ix_contact_citizen_id WHERE citizen_id = ?1)
FROM ({sql.ROW_OF.replace(":citizen_id", "?1")}) AS found
"""  # noqa: S608 (texts of our own)
_REWRITE = f"UPDATE search_person SET {', '.join(f'{name} = ?' for name in Keys._fields)} WHERE id = ?"  # noqa: S608
_REWRITE_ALIAS = "UPDATE search_alias SET seen = ?, birth = ?, minor = ? WHERE word = ? AND other = ? AND person = ?"
_HAS_WORD = "SELECT 1 FROM search_word WHERE word >= ? AND word < ? LIMIT 1"
_SURNAME, _GIVEN, _PART = 1, 2, 4
_Entry = tuple[int, Keys]


class _Known(dict[int, str]):
    def __missing__(self, marks: int) -> str:
        self[marks] = text = f"SELECT word, roles FROM search_word WHERE word IN ({', '.join('?' * marks)})"  # noqa: S608
        return text


_KNOWN = _Known()


class PeopleIndex:
    """Works inside the caller's transaction."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._left: set[str] = set()

    def settle(self, people: Sequence[Citizen], gone: Iterable[bytes]) -> None:
        """Make these people findable as they are now, and those that went or were merged away not any more."""
        fresh: list[Keys] = []
        for citizen_id in gone:
            self._drop(citizen_id)
        for person in people:
            if person.is_living:
                old, last = self._with_last_seen(person.id.bytes)
                self._put(keys_of(indexed(person, _seen_at(person, last))), old, fresh)
            else:
                self._drop(person.id.bytes)
        self._insert(fresh)
        self._forget_words()

    def index(self, person: IndexedPerson) -> None:
        """Write or replace everything that is searchable of *person*; cheap when only `seen_at` is new."""
        fresh: list[Keys] = []
        self._put(keys_of(person), self._row(person.citizen_id.bytes), fresh)
        self._insert(fresh)
        self._forget_words()

    def remove(self, citizen_id: bytes) -> None:
        """Take a person out, and every name that nobody else has."""
        self._drop(citizen_id)
        self._forget_words()

    def seen(self, contacts: Iterable[Contact]) -> None:
        """Somebody was here: namesakes who were here later come first."""
        newest: dict[bytes, datetime] = {}
        for contact in contacts:
            if contact.citizen_id is not None:
                who = contact.citizen_id.bytes
                newest[who] = max(newest.get(who, contact.started_at), contact.started_at)
        for who, at in newest.items():
            row = self._row(who)
            if row is not None and row[1].seen < seen_key(at):
                self._touch(*row, seen_key(at))

    def _row(self, citizen_id: bytes) -> _Entry | None:
        row = self._cursor.execute(_ROW_OF, (citizen_id,)).fetchone()
        return None if row is None else (row[0], Keys(*row[1:]))

    def _with_last_seen(self, citizen_id: bytes) -> tuple[_Entry | None, int | None]:
        row = self._cursor.execute(_ROW_AND_LAST_SEEN, (citizen_id,)).fetchone()
        if row is None:
            return None, self._cursor.execute(_LAST_SEEN, (citizen_id,)).fetchone()[0]
        return (row[0], Keys(*row[1:-1])), row[-1]

    def _put(self, keys: Keys, old: _Entry | None, fresh: list[Keys]) -> None:
        if old is None:
            fresh.append(keys)
        elif old[1]._replace(seen=keys.seen) == keys:
            self._touch(*old, keys.seen)
        elif (old[1].surname, old[1].given, old[1].words) == (keys.surname, keys.given, keys.words):
            self._rewrite(*old, keys)
        else:
            self._take_out(*old)
            fresh.append(keys)

    def _insert(self, people: Sequence[Keys]) -> None:
        if not people:
            return
        first = self._cursor.execute(_NEXT).fetchone()[0] + 1
        rows, parts, phones = [], [], []
        roles: dict[str, int] = {}
        for number, keys in enumerate(people, start=first):
            rows.append((number, *keys))
            parts += [(word, other, number, keys.seen, keys.birth, keys.minor) for word, other in aliases(keys.words)]
            phones += _phones(number, keys)
            for word, role in ((keys.surname, _SURNAME), (keys.given, _GIVEN)):
                roles[word] = roles.get(word, 0) | role
        for word, *_ in parts:
            roles[word] = roles.get(word, 0) | _PART
        roles.pop("", None)
        self._cursor.executemany(sql.ADD_PEOPLE, rows)
        self._many(_ADD_ALIAS, parts)
        self._many(sql.ADD_PHONES, phones)
        self._add_words(roles)

    def _add_words(self, roles: dict[str, int]) -> None:
        known: dict[str, int] = {}
        for part, marks in in_list(list(roles)):
            known.update(self._cursor.execute(_KNOWN[marks], part))
        more = [(word, role) for word, role in roles.items() if known.get(word, 0) | role != known.get(word)]
        self._many(_ADD_ROLES, more)
        starts = {word[:NEAR_LETTERS] for word in roles if word not in known}
        near = [(key, start) for start in sorted(starts) for key in near_keys(start, near_distance(start))]
        self._many(sql.ADD_NEAR_TO, near)

    def _rewrite(self, number: int, old: Keys, keys: Keys) -> None:
        """Everything but the names."""
        self._cursor.execute(_REWRITE, (*keys, number))
        parts = [(keys.seen, keys.birth, keys.minor, *pair, number) for pair in aliases(keys.words)]
        self._many(_REWRITE_ALIAS, parts)
        self._many(_DROP_PHONE, [(phone, number) for phone in further_phones(old.phones)])
        self._many(sql.ADD_PHONES, _phones(number, keys))

    def _many(self, statement: str, rows: Sequence[Any]) -> None:
        if rows:
            self._cursor.executemany(statement, rows)

    def _touch(self, number: int, keys: Keys, seen: int) -> None:
        if keys.seen == seen:
            return
        self._cursor.execute(_SEEN_PERSON, (seen, number))
        self._many(_SEEN_ALIAS, [(seen, *pair, number) for pair in aliases(keys.words)])
        self._many(_SEEN_PHONE, [(seen, phone, number) for phone in further_phones(keys.phones)])

    def _drop(self, citizen_id: bytes) -> None:
        old = self._row(citizen_id)
        if old is not None:
            self._take_out(*old)

    def _take_out(self, number: int, keys: Keys) -> None:
        pairs = aliases(keys.words)
        self._many(_DROP_ALIAS, [(*pair, number) for pair in pairs])
        self._many(_DROP_PHONE, [(phone, number) for phone in further_phones(keys.phones)])
        self._cursor.execute(_DROP_PERSON, (number,))
        self._left |= {keys.surname, keys.given} | {word for word, _ in pairs}

    def _forget_words(self) -> None:
        """Names that somebody bore until now: whose are they still?"""
        for word in sorted(self._left - {""}):
            roles = self._cursor.execute(_ROLES, (word,)).fetchone()[0]
            if roles:
                self._cursor.execute(_SET_ROLES, (word, roles))
            else:
                self._remove_word(word)
        self._left.clear()

    def _remove_word(self, word: str) -> None:
        self._cursor.execute("DELETE FROM search_word WHERE word = ?", (word,))
        start = word[:NEAR_LETTERS]
        high = start + TOP if len(start) == NEAR_LETTERS else start + "\0"
        if self._cursor.execute(_HAS_WORD, (start, high)).fetchone():
            return
        keys = [(key, start) for key in near_keys(start, near_distance(start))]
        self._cursor.executemany("DELETE FROM search_near WHERE key = ? AND start = ?", keys)


def _seen_at(person: Citizen, last: int | None) -> datetime:
    return person.created_at if last is None else max(_EPOCH + timedelta(microseconds=last), person.created_at)


def _phones(number: int, keys: Keys) -> list[tuple[int, int, int, int]]:
    return [(one, number, keys.seen, keys.minor) for one in further_phones(keys.phones)]
