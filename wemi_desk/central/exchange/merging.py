"""Fields of a record change: merged against what stands, what could not be decided becomes a question."""

from __future__ import annotations

from typing import Any

from wemi_desk.central.exchange import contents, questions
from wemi_desk.central.exchange.turns import DONE, IN_CONFLICT, Outcome, Turn
from wemi_desk.central.exchange.workspace import Held
from wemi_desk.sync.merge import Merged, merged

Edits = dict[str, list[Any]]


def merge_into(turn: Turn, record: Held, edits: Edits) -> Outcome:
    """Merge *edits* into *record* and ask what could not be decided."""
    result = write_merged(turn, record, edits)
    return IN_CONFLICT if questions.take_doubts(turn, record, result, edits) else DONE


def write_merged(turn: Turn, record: Held, edits: Edits) -> Merged:
    """Merge *edits* into *record*; what could not be decided is the caller's to keep."""
    result = merged(record.content, record.stamps, record.birth, edits, turn.stamp, turn.policy)
    contents.fit(record.kind, result.content, turn.act.kind_version)
    if result.content != record.content or result.stamps != record.stamps:
        turn.work.put(record.kind, record.id, result.content, subject_id=record.subject_id, stamps=result.stamps)
    return result
