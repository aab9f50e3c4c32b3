"""A person answered a question at a desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from wemi_desk.central.exchange import applications, contents, joining, membership, people, questions
from wemi_desk.central.exchange.contents import UnfitError
from wemi_desk.central.exchange.redirects import CITIZEN, living
from wemi_desk.central.exchange.turns import DONE, Outcome, Turn, already, refused, waiting_for
from wemi_desk.central.exchange.workspace import Held
from wemi_desk.domain.questions import ANSWERED, DOUBLE_APPLICATION, OPEN, SAME_PERSON, VOID


def answered(turn: Turn) -> Outcome:
    """The verb ``answer`` (or a ``set`` of *answer*) on a question: the first answer holds, a later one is told so."""
    if turn.act.kind != questions.QUESTION:
        return refused("verb", "unknown")
    value = _chosen(turn.payload)
    question = membership.find_known(turn, questions.QUESTION, turn.act.record_id)
    if question is None:
        turn.work.park(turn.act, turn.act.record_id, turn.caller)
        return waiting_for(questions.QUESTION, turn.act.record_id)
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
    chosen = next((one for one in candidates if one["value"] == value), None)
    if chosen is None:
        raise UnfitError("answer", "not_offered")
    record = _record(turn, question)
    if record is None:
        questions.close(turn.work, question, VOID)
        return already(VOID)
    _write(turn, record, {question.content["field"]: value} | chosen.get("with", {}))
    questions.close(turn.work, question, ANSWERED, value, turn.stamp)
    return DONE


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


_ANSWERS: dict[str, Callable[[Turn, Held, Any], Outcome]] = {
    SAME_PERSON: people.answered_same,
    DOUBLE_APPLICATION: applications.chosen,
}
