"""A person answered a question at a desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec

from wemi_desk.central.exchange import applications, births, contents, joining, membership, passed_on, people, questions
from wemi_desk.central.exchange.contents import UnfitError
from wemi_desk.central.exchange.redirects import CITIZEN, living
from wemi_desk.central.exchange.turns import DONE, IN_CONFLICT, Outcome, Turn, already, refused
from wemi_desk.central.exchange.workspace import Held
from wemi_desk.domain.questions import ANSWERED, DOUBLE_APPLICATION, KEPT, OPEN, OTHER, SAME_PERSON, VOID
from wemi_desk.sync.merge import doubt_about
from wemi_desk.sync.policies import POLICIES


def answered(turn: Turn) -> Outcome:
    """The verb ``answer`` (or a ``set`` of *answer*) on a question: the first answer holds, a later one is told so."""
    if turn.act.kind != questions.QUESTION:
        return refused("verb", "unknown")
    value = _chosen(turn.payload)
    question = membership.find_known(turn, questions.QUESTION, turn.act.record_id)
    if question is None:
        return births.wait(turn, questions.QUESTION, turn.act.record_id)
    if question.content["state"] != OPEN:
        return already(question.content["state"])
    return _ANSWERS.get(question.content["field"], _field)(turn, question, value)


def _chosen(payload: dict[str, Any]) -> Any:
    said: Any = payload.get("answer")
    text = said[1] if isinstance(said, list) and len(said) == 2 else said
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, TypeError):
        raise UnfitError("answer", "unreadable") from None


def _field(turn: Turn, question: Held, value: Any) -> Outcome:
    candidates = [msgspec.json.decode(one) for one in question.content["values"]]
    offered = [one for one in candidates if one["value"] == value]
    if not offered:
        raise UnfitError("answer", "not_offered")
    chosen = next((one for one in offered if one["act_id"] == turn.payload.get("said_by")), offered[0])
    record = _record(turn, question)
    if record is None:
        questions.close(turn.work, question, VOID)
        return already(VOID)
    field, along = question.content["field"], chosen.get("with", {})
    if record.content.get(field) not in (None, "", *(one["value"] for one in candidates)):
        return _beside_newer(turn, question, record, (value, along))
    _keep_along(turn, record, along, candidates)
    _write(turn, record, {field: value, **along})
    questions.close(turn.work, question, ANSWERED, value, turn.stamp)
    return DONE


def _beside_newer(turn: Turn, question: Held, record: Held, chosen: tuple[Any, Mapping[str, Any]]) -> Outcome:
    """What stands is no word of the question: somebody spoke while it was lost with a restore. Neither had heard the
    other: the later stands, as between two edits."""
    field, (value, along) = question.content["field"], chosen
    said = record.content.get(field), joining.said_at(record, field)
    doubt = doubt_about(field, said, (value, turn.stamp), None, POLICIES.get(record.kind, turn.policy))
    beside = {name: (record.content.get(name), word) for name, word in along.items()}
    if stands := doubt.standing_stamp == turn.stamp:
        beside = {name: (coming, current) for name, (current, coming) in beside.items()}
    questions.close(turn.work, question, ANSWERED, value, turn.stamp)
    if stands:
        _write(turn, record, {field: value, **along})
    questions.take(turn.work, questions.Topic(record, field, turn.act.id, turn.stamp), replace(doubt, beside=beside))
    return IN_CONFLICT if doubt.asked else DONE


def _keep_along(turn: Turn, record: Held, along: Mapping[str, Any], candidates: Iterable[Mapping[str, Any]]) -> None:
    """What goes because another word was chosen beside it, and stands in no candidate, is kept to be read."""
    offered = [one.get("with", {}) for one in candidates]
    for name in [one for one in along if questions.is_typed(record.kind, one)]:
        word = record.content.get(name)
        if not word or word == along[name] or any(o.get(name) == word for o in offered):
            continue
        if not questions.holds(turn.work, record.id, name, word):
            topic = questions.Topic(record, name, turn.act.id, turn.stamp)
            words = [(along[name], turn.stamp), (word, joining.said_at(record, name))]
            questions.opened(turn.work, topic, [questions.candidate(*said) for said in words], KEPT)


def _record(turn: Turn, question: Held) -> Held | None:
    kind, record_id = question.content["kind"], UUID(question.content["record_id"])
    return living(turn.work, record_id) if kind == CITIZEN else turn.work.find(kind, record_id)


def _write(turn: Turn, record: Held, said: dict[str, Any]) -> None:
    """The answer stands over everything said before it."""
    work, before = turn.work, record.content
    contents.fit(record.kind, before | said, turn.act.kind_version)
    place = applications.person_place(work, record, record.id) if record.kind == CITIZEN else b""
    stamps = record.stamps | {name: turn.stamp.above(record.stamps.get(name, record.birth)) for name in said}
    work.put(record.kind, record.id, before | said, subject_id=record.subject_id, stamps=stamps)
    if record.kind == CITIZEN:
        joining.said_again(work, record.id, said)
        people.rewritten(turn, record.id, before, place)


def _same_or_other(turn: Turn, question: Held, value: Any) -> Outcome:
    outcome = people.answered_same(turn, question, value)
    if outcome is DONE and value == OTHER:
        passed_on.take_back_between(turn, people.pair_of(question))
    return outcome


_ANSWERS: dict[str, Callable[[Turn, Held, Any], Outcome]] = {
    SAME_PERSON: _same_or_other,
    DOUBLE_APPLICATION: applications.chosen,
}
