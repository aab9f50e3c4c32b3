"""A desk changes fields of a record: three-way merge, and nothing said is lost."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wemi_desk.central.exchange import answers, applications, births, contents, credit, membership, people
from wemi_desk.central.exchange.merging import Edits, merge_into
from wemi_desk.central.exchange.redirects import CITIZEN, ORIGIN, root_of
from wemi_desk.central.exchange.turns import IN_CONFLICT, Outcome, Turn, refused
from wemi_desk.central.exchange.workspace import Held
from wemi_desk.sync.policies import MOVED_FIELDS, MOVING, Rule


def changed(turn: Turn) -> Outcome:
    """The verb ``set``."""
    rule = turn.policy.rule
    if rule is Rule.APPEND_ONLY or rule is Rule.DOWN:
        return refused("kind", rule.value)
    if rule is Rule.QUESTION:
        return answers.answered(turn)
    edits = contents.changes_of(turn.payload)
    if "space_code" in edits:
        births.check_space(turn, edits["space_code"][1])
    record = membership.find_known(turn, turn.act.kind, turn.act.record_id)
    if record is None:
        return births.wait(turn, turn.act.kind, turn.act.record_id)
    verdict = births.lacking(turn, {name: change[1] for name, change in edits.items()})
    return verdict or _edit(turn, record, edits)


def _edit(turn: Turn, record: Held, edits: Edits) -> Outcome:
    if record.kind == CITIZEN:
        return people.changed(turn, record, edits)
    if record.kind == "application" and (verdict := applications.closed_to_desks(record, edits)):
        return verdict
    if record.kind == credit.VOUCHER and (verdict := credit.closed_to_desks(record)):
        return verdict
    if record.kind not in MOVING:
        return merge_into(turn, record, edits)
    edits, former = _resolved(turn, edits), record.content.get("citizen_id")
    stays = _goes_with_people(record, edits.get("citizen_id"))
    if stays:
        edits = {name: change for name, change in edits.items() if name != "citizen_id"}
    verdict = merge_into(turn, record, edits)
    after = turn.work.find(record.kind, record.id)
    if after is not None and after.content.get("citizen_id") != former:
        _moved(turn, after, former)
    return IN_CONFLICT if stays else verdict


def _goes_with_people(record: Held, change: list[Any] | None) -> bool:
    """A desk moved it because it made one person of two, or two of one; here they are not. What belongs to somebody
    goes where they go: it stays until it is known whether the two are one."""
    before, after = change or (None, None)
    return bool(before and after and before != after and record.content.get("citizen_id") != after)


def _resolved(turn: Turn, edits: Edits) -> Edits:
    """Persons named in *edits*, by the records that stand for them now: a move the centre made already is no change."""
    names = [name for name in MOVED_FIELDS if name in edits]
    return edits | {name: [_root_text(turn, text) for text in edits[name]] for name in names}


def _root_text(turn: Turn, text: Any) -> Any:
    return str(root_of(turn.work, contents.as_id("citizen_id", text))) if text else text


def _moved(turn: Turn, record: Held, former: Any) -> None:
    """The record names somebody else now: that person is shown where it is; the former only where still named."""
    named = record.content.get("citizen_id")
    subject = UUID(named) if named else None
    content = {name: value for name, value in record.content.items() if name != ORIGIN + "citizen_id"}
    record = turn.work.put(record.kind, record.id, content, subject_id=subject)
    turn.appeared += membership.show_named(turn.work, record, turn.work.scopes_of(record.kind, record.id))
    if former:
        turn.appeared += membership.settle_person(turn.work, UUID(former))
