"""Words that making one of two put before an operator's eyes on another's sheet: in the outbox they go with whom they
were said of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from wemi_desk.persistence.sync_log import say_again
from wemi_desk.sync.policies import SHOWN, TELLING, carries, unseen
from wemi_desk.sync.wire import REFUSED

_SAID = "SELECT data FROM shadow WHERE kind = 'citizen' AND id = ? AND data IS NOT NULL"
_ASKED = "SELECT data FROM shadow WHERE kind = 'question' AND id = ? AND data IS NOT NULL"
_SAID_HERE = "SELECT payload FROM outbox WHERE kind = 'citizen' AND record_id = ? AND payload IS NOT NULL"
# What a person was made one with or told apart from here: the act just before filled, or emptied, the other's sheet.
_LED = """
SELECT b.incarnation, b.number, b.record_id, b.payload FROM outbox a
JOIN outbox b ON b.incarnation = a.incarnation AND b.number = a.number - 1 AND b.kind = 'citizen' AND b.verb = 'set'
  AND b.record_id <> a.record_id AND b.payload IS NOT NULL AND b.operator_id = a.operator_id AND b.made_at = a.made_at
WHERE a.kind = 'citizen' AND a.verb = 'set' AND a.record_id = ? AND instr(a.payload, '"merged_into"')
"""
_TAKE = "UPDATE outbox SET payload = NULL WHERE incarnation = ? AND number = ?"
_MERGES = "SELECT kept_id, merged_id FROM citizen_merge WHERE kept_id = ?1 OR merged_id = ?1"
# A merge whose record is shown no more, because the order came first.
_LED_TO = """
SELECT payload FROM outbox
WHERE kind = 'citizen' AND verb = 'set' AND record_id = ? AND instr(payload, '"merged_into"')
"""
_CHANGED = """
SELECT incarnation, number, id, verdict, payload FROM outbox
WHERE record_id = ? AND kind = 'citizen' AND verb = 'set' AND payload IS NOT NULL AND withdrawn_at IS NULL
ORDER BY number
"""
_IS_OF_DEED = """
SELECT 1 FROM outbox a JOIN outbox b ON b.incarnation = a.incarnation AND b.number = a.number + 1 AND b.kind = 'citizen'
  AND b.verb = 'set' AND b.record_id <> a.record_id AND b.operator_id = a.operator_id AND b.made_at = a.made_at
  AND (b.payload IS NULL OR instr(b.payload, '"merged_into"'))
WHERE a.incarnation = ? AND a.number = ?
"""
_REPLACED = "UPDATE outbox SET withdrawn_at = made_at, withdrawn_by = operator_id WHERE id = ? AND verdict = ?"
_DEEDS = "SELECT id, detail FROM deed WHERE instr(objects, ?)"
_DRAFTS = "SELECT id, content FROM draft WHERE citizen_id = ?"
Words = dict[str, set[str]]
Records = set[tuple[str, bytes]]


def take_passed_on(cursor: Any, ids: Iterable[UUID]) -> Records:
    """Before *ids* are erased: take their words out of acts about others; whom those acts are about."""
    persons = [one.bytes for one in ids]
    led = [act for person in persons for act in cursor.execute(_LED, (person,)).fetchall()]
    others = _once_one(cursor, persons)
    words = _words_of(cursor, persons) if led or others else {}
    touched = _take_filled(cursor, led, words)
    for other in others:
        if _take_seen(cursor, other, words):
            touched.add(("citizen", other))
        _take_back_ways(cursor, other, words)
        _take_typed(cursor, other, words)
    return touched


def _take_filled(cursor: Any, led: Iterable[Any], words: Words) -> Records:
    """Making one of two filled the other's sheet with words of a person, telling them apart took them back: those acts
    go with the words."""
    touched: Records = set()
    for incarnation, number, record_id, payload in led:
        if carries(msgspec.json.decode(payload), words):
            cursor.execute(_TAKE, (incarnation, number))
            touched.add(("citizen", record_id))
    return touched


def _take_seen(cursor: Any, other: bytes, words: Words) -> bool:
    """Who changed such a word had it before their eyes. From the first such act on, what the centre has not answered
    is said again without it, in its order; what is answered stands at the centre, and what only passes such a word on
    is said no more."""
    begun = False
    for incarnation, number, act_id, verdict, payload in cursor.execute(_CHANGED, (other,)).fetchall():
        said, place = msgspec.json.decode(payload), (incarnation, number)
        rest, is_of_deed = unseen(said, words), cursor.execute(_IS_OF_DEED, place).fetchone() is not None
        is_said_again = verdict in (None, REFUSED) and not is_of_deed  # a deed's acts stand together
        if rest is None and not (begun and is_said_again) and not (is_of_deed and carries(said, words)):
            continue
        cursor.execute(_TAKE, place)
        if is_said_again:
            say_again(cursor, UUID(bytes=act_id), msgspec.json.encode(said if rest is None else rest))
            cursor.execute(_REPLACED, (act_id, REFUSED))
        begun = True
    return begun


def _take_back_ways(cursor: Any, other: bytes, words: Words) -> None:
    """Undoing such a change would bring the word back."""
    for deed_id, detail in cursor.execute(_DEEDS, (str(UUID(bytes=other)),)).fetchall():
        if unseen(_read(detail), words) is not None:
            cursor.execute("DELETE FROM deed WHERE id = ?", (deed_id,))


def _take_typed(cursor: Any, other: bytes, words: Words) -> None:
    """A form left open stands as it was shown: the word is empty in it."""
    theirs = set[str]().union(*(words[name] for name in TELLING))
    for draft_id, text in cursor.execute(_DRAFTS, (other,)).fetchall():
        typed = _read(text)
        left = {name: "" if isinstance(word, str) and word in theirs else word for name, word in typed.items()}
        if left != typed:
            cursor.execute("UPDATE draft SET content = ? WHERE id = ?", (msgspec.json.encode(left).decode(), draft_id))


def _read(text: str) -> dict[str, Any]:
    try:
        content = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return {}
    return content if isinstance(content, dict) else {}


def _once_one(cursor: Any, persons: Collection[bytes]) -> list[bytes]:
    """Who was one with them ever, and with those in their turn: a word is passed on as it stands."""
    found = list(persons)
    known = set(found)
    for one in found:
        fresh = {side for merge in cursor.execute(_MERGES, (one,)) for side in merge}
        told = [msgspec.json.decode(payload)["merged_into"] for (payload,) in cursor.execute(_LED_TO, (one,))]
        fresh = (fresh | {UUID(text).bytes for change in told for text in change if text}) - known
        found += sorted(fresh)
        known |= fresh
    return found[len(persons) :]


def _words_of(cursor: Any, persons: Iterable[bytes]) -> Words:
    """What centre and desk said of somebody, and what is asked about them; *persons* are all who go with an order."""
    words: Words = {name: set() for name in SHOWN}
    for person in persons:
        rows = cursor.execute(_SAID, (person,)).fetchall() + cursor.execute(_SAID_HERE, (person,)).fetchall()
        for content in [msgspec.json.decode(data) for (data,) in rows]:
            for sheet in (content, content.get("own_words") or {}):
                _gather(words, {name: sheet.get(name) for name in SHOWN})
        for question in [msgspec.json.decode(data) for (data,) in cursor.execute(_ASKED, (person,))]:
            _gather(words, {question["field"]: [msgspec.json.decode(one)["value"] for one in question["values"]]})
    return words


def _gather(words: Words, said: Mapping[str, Any]) -> None:
    for name in words.keys() & said.keys():
        several = said[name] if isinstance(said[name], list) else [said[name]]
        words[name].update(word for word in several if word and isinstance(word, str))
