"""What two desks said differently becomes one question per field, for the person who knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

import msgspec

from wemi_desk.central.exchange.turns import Turn, as_text, space_scope
from wemi_desk.central.exchange.workspace import Held, Workspace
from wemi_desk.domain.questions import ANSWERED, KEPT, OPEN, VOID
from wemi_desk.sync.canonical import canonical
from wemi_desk.sync.merge import Doubt, Merged, Stamp
from wemi_desk.sync.policies import policy_of

QUESTION = "question"
ASKED = "?"
"""Beside the stamps of a record's fields: something was asked about it once. Most records never are, and who changes
them need not look."""
NOTHING: Mapping[str, Any] = MappingProxyType({})
_EVER = Stamp(0, "")
_MARKS = frozenset({
    "tries", "state", "changed_at", "changed_by", "to_verify", "citizen_id", "fiscal_code_provenance",
    "birth_date_provenance", "undone_at", "undone_by", "withdrawn_at", "cancelled_at",
})  # fmt: skip
"""Written by the program, not by a person: the word that did not stand is not worth keeping."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What is asked: one field of one record; *act_id* and *stamp* say through which act it arose."""

    record: Held
    field: str
    act_id: UUID
    stamp: Stamp


def take_doubts(turn: Turn, record: Held, result: Merged, changes: Mapping[str, list[Any]]) -> bool:
    """Ask what *result* left open, keep what did not stand, close what was settled; is anything asked?"""
    for doubt in result.doubts:
        if doubt.asked or doubt.field not in _MARKS:
            take(turn.work, Topic(record, doubt.field, turn.act.id, turn.stamp), doubt)
    if result.settled:
        _settle(turn, record, result.settled, changes)
    return any(doubt.asked for doubt in result.doubts)


def put_off(turn: Turn, record: Held, result: Merged) -> None:
    """As :func:`take_doubts`, of a record that leads to another: what is asked about that one now is asked about this
    one if they part."""
    for doubt in result.doubts:
        if doubt.asked or doubt.field not in _MARKS:
            topic = Topic(record, doubt.field, turn.act.id, turn.stamp)
            opened(turn.work, topic, [said(doubt, True), said(doubt, False)], VOID if doubt.asked else KEPT)


def take(work: Workspace, topic: Topic, doubt: Doubt) -> Held:
    """Ask about *doubt*. Where nobody need be asked, the word that did not stand is kept to be read."""
    candidates = [said(doubt, True), said(doubt, False)]
    if doubt.asked or open_question(work, topic.record.id, topic.field) is not None:
        return ask(work, topic, candidates, doubt)
    return opened(work, topic, candidates, KEPT)


def said(doubt: Doubt, stands: bool) -> str:
    """One candidate, as a question holds it."""
    if stands:
        return candidate(doubt.standing, doubt.standing_stamp, {f: two[0] for f, two in doubt.beside.items()})
    return candidate(doubt.other, doubt.other_stamp, {f: two[1] for f, two in doubt.beside.items()})


def candidate(value: Any, stamp: Stamp, beside: Mapping[str, Any] = NOTHING) -> str:
    """A value and who said it, as a question holds it."""
    who = {"value": value, "operator_id": stamp.operator_id, "space_code": stamp.space_code, "act_id": stamp.act_id}
    who["made_at"] = as_text(stamp.made_at)
    return canonical(who | {"with": dict(beside)} if beside else who).decode()


def open_questions(work: Workspace, record_id: UUID) -> list[Held]:
    """What is still asked about a record."""
    return [held for held in work.pointing("record_id", record_id, (QUESTION,)) if held.content["state"] == OPEN]


def open_question(work: Workspace, record_id: UUID, field: str) -> Held | None:
    """The one open question about a field."""
    found = (held for held in open_questions(work, record_id) if held.content["field"] == field)
    return next(found, None)


def holds(work: Workspace, record_id: UUID, field: str, value: Any, beside: Mapping[str, Any] = NOTHING) -> bool:
    """Is this word, with what was said along with it, to be read in what is, or was, asked about a field?"""
    asked = work.pointing("record_id", record_id, (QUESTION,))
    about = (one.content for one in asked if one.content["field"] == field)
    return any(
        value_of(word) == value and _among(typed(content["kind"], beside), _along(content["kind"], word))
        for content in about for word in content["values"]
    )  # fmt: skip


def ask(work: Workspace, topic: Topic, candidates: Iterable[str], doubt: Doubt | None = None) -> Held:
    """Open a question, or add to the open one; what the author in *doubt* had seen nobody stands by any more."""
    known, kind = open_question(work, topic.record.id, topic.field), topic.record.kind
    if known is None:
        return opened(work, topic, list(candidates))
    still = known.content["values"]
    if doubt is not None:
        still = _without(kind, still, doubt.replaces, doubt.seen)
    values = _distinct(kind, [*candidates, *still])
    if values == known.content["values"]:
        return known
    return _written(work, known, values=values)


def said_beside(here: Mapping[str, Any], brought: Mapping[str, Any]) -> dict[str, Any]:
    """A question that a row brings back after a restore, and what was said here of the same since: the words of both
    lives stand in it."""
    values = _distinct(str(here["kind"]), [*brought["values"], *here["values"]])
    return {} if values == brought["values"] else {"values": values}


def close(work: Workspace, question: Held, state: str, answer: Any = None, stamp: Stamp | None = None) -> None:
    """*state* is ANSWERED (with what, and by whom) or VOID."""
    if state == VOID:
        _written(work, question, state=VOID)
        return
    by = stamp.operator_id if stamp else None
    text = canonical(answer).decode()
    _written(work, question, state=state, answer=text, answered_at=as_text(work.now), answered_by=by or None)


def reopen(work: Workspace, question: Held) -> None:
    """After an un-merge: what was asked before is asked again, once about each field."""
    about, words = question.content, question.content["values"]
    if about["state"] != VOID:
        return
    asked = open_question(work, UUID(about["record_id"]), about["field"])
    if asked is None:
        _written(work, question, state=OPEN)
    else:
        _written(work, asked, values=_distinct(about["kind"], [*asked.content["values"], *words]))


def void_about(work: Workspace, record_id: UUID) -> list[Held]:
    """Nothing is asked about this record any more; returns what was."""
    found = open_questions(work, record_id)
    for question in found:
        close(work, question, VOID)
    return found


def value_of(candidate: str) -> Any:
    """What a candidate says."""
    return msgspec.json.decode(candidate)["value"]


def act_of(candidate: str) -> str:
    """By which act it was said."""
    return str(msgspec.json.decode(candidate)["act_id"])


def keep_only(work: Workspace, question: Held, values: list[str]) -> None:
    """The other words were said of somebody else; nothing is left to ask where fewer than two remain."""
    state = VOID if question.content["state"] == OPEN and len(values) < 2 else question.content["state"]
    text = question.content.get("answer")
    was_theirs = text is not None and msgspec.json.decode(text) not in [value_of(one) for one in values]
    _written(work, question, values=values, state=state, answer=None if was_theirs else text)


def leave_words(work: Workspace, question: Held, acts: Collection[str]) -> None:
    """The words of *acts* leave a question."""
    values = question.content["values"]
    left = [word for word in values if act_of(word) not in acts]
    if left != values:
        keep_only(work, question, left)


def take_answer_back(work: Workspace, question: Held, words: Collection[Any]) -> None:
    """An answer that is one of *words*, which go, and no candidate: it is asked again, if there is anything to ask."""
    about, values = question.content, question.content["values"]
    answer = msgspec.json.decode(about.get("answer") or "null")
    if answer is not None and answer in words and answer not in map(value_of, values):
        state = about["state"] if about["state"] != ANSWERED else OPEN if len(values) > 1 else VOID
        _written(work, question, state=state, answer=None, answered_at=None, answered_by=None)


def _settle(turn: Turn, record: Held, settled: Iterable[str], changes: Mapping[str, list[Any]]) -> None:
    """An edit made after the question arose answers it; one made before only says the author's newer word."""
    if ASKED not in record.stamps and record.birth.hlc:  # else given back after a restore: see turns.came_back
        return
    for question in open_questions(turn.work, record.id):
        field = question.content["field"]
        followers = [name for name, leader in turn.policy.follows.items() if leader == field and name in changes]
        along = {name: changes[name] for name in followers}
        if field in settled and turn.stamp > question.birth:
            close(turn.work, question, ANSWERED, changes[field][1], turn.stamp)
        elif field in settled:
            _say_newer(turn, question, changes[field], along)
        elif along and field not in changes:
            values = [_said_along(one, record.content.get(field), along) for one in question.content["values"]]
            _written(turn.work, question, values=values)


def _say_newer(turn: Turn, question: Held, change: list[Any], along: Mapping[str, list[Any]]) -> None:
    kind, (before, after) = question.content["kind"], change
    if before != after:
        said_now = candidate(after, turn.stamp, {name: two[1] for name, two in along.items()})
        still = _without(kind, question.content["values"], before, {name: two[0] for name, two in along.items()})
        _written(turn.work, question, values=_distinct(kind, [said_now, *still]))


def _said_along(word: str, standing: Any, along: Mapping[str, list[Any]]) -> str:
    """A candidate whose author, or who saw it, says something else along with it."""
    said = msgspec.json.decode(word)
    beside = said.get("with", {})
    newer = {name: two[1] for name, two in along.items() if name in beside and beside[name] == two[0]}
    if said["value"] != standing or not newer:
        return word
    return canonical(said | {"with": beside | newer}).decode()


def opened(work: Workspace, topic: Topic, candidates: Iterable[str], state: str = OPEN, about: str = "") -> Held:
    """A question of its own, named by the act through which it arose and by what it is *about*."""
    record, stamp = topic.record, topic.stamp
    question_id = uuid5(topic.act_id, f"{about or record.id}:{topic.field}")
    known = work.find(QUESTION, question_id)
    if known is not None:
        values = _distinct(record.kind, [*candidates, *known.content["values"]])
        return _written(work, known, values=values, state=state)
    content = {
        "id": str(question_id), "subject_id": str(record.subject_id or record.id), "kind": record.kind,
        "record_id": str(record.id), "field": topic.field, "values": _distinct(record.kind, candidates), "state": state,
        "answer": None, "space_code": stamp.space_code, "asked_at": as_text(work.now), "answered_at": None,
        "answered_by": None,
    }  # fmt: skip
    birth = Stamp((work.now // 1000) << 16, str(topic.act_id), stamp.operator_id, stamp.space_code, work.now)
    held = work.put(QUESTION, question_id, content, subject_id=record.subject_id, birth=birth)
    work.show(QUESTION, question_id, work.scopes_of(record.kind, record.id) or {space_scope(stamp.space_code)})
    mark(work, record.kind, record.id)
    return held


def mark(work: Workspace, kind: str, record_id: UUID) -> None:
    """Something is asked about this record (see ASKED)."""
    record = work.find(kind, record_id)
    if record is not None and ASKED not in record.stamps:
        stamps = record.stamps | {ASKED: _EVER}
        work.put(record.kind, record.id, record.content, subject_id=record.subject_id, stamps=stamps)


def _written(work: Workspace, question: Held, **changes: Any) -> Held:
    return work.put(QUESTION, question.id, question.content | changes, subject_id=question.subject_id)


def along_with(record: Held, field: str) -> dict[str, Any]:
    """What stands in a record along with a word: a candidate with it loses nothing."""
    policy = policy_of(record.kind)
    followers = [name for name, leader in policy.follows.items() if leader == field] if policy else []
    return {name: record.content[name] for name in followers if record.content.get(name)}


def typed(kind: str, along: Mapping[str, Any]) -> dict[str, Any]:
    """Words of a person, and not what the program notes beside one."""
    return {name: word for name, word in along.items() if word and is_typed(kind, name)}


def is_typed(kind: str, field: str) -> bool:
    """Does a person say it?"""
    policy = policy_of(kind)
    return policy is None or field not in policy.silent


def _along(kind: str, candidate: str) -> dict[str, Any]:
    return typed(kind, msgspec.json.decode(candidate).get("with", {}))


def _among(few: Mapping[str, Any], many: Mapping[str, Any]) -> bool:
    return all(many.get(name) == word for name, word in few.items())


def _without(kind: str, values: Iterable[str], replaced: Any, seen: Mapping[str, Any]) -> list[str]:
    """What is left when nobody stands by *replaced* any more; another reason for the same does not go with it."""
    return [one for one in values if value_of(one) != replaced or not _among(_along(kind, one), seen)]


def _distinct(kind: str, candidates: Iterable[str]) -> list[str]:
    """The first word for each value: who said the same later adds only what they said along with it."""
    kept: list[str] = []
    for one in candidates:
        value, along = value_of(one), _along(kind, one)
        same = [place for place, other in enumerate(kept) if value_of(other) == value]
        if any(_among(along, _along(kind, kept[place])) for place in same):
            continue
        poorer = next((place for place in same if _among(_along(kind, kept[place]), along)), None)
        if poorer is None:
            kept.append(one)
        else:
            kept[poorer] = one
    return kept
