"""What the outbox holds: one operator deed on one record, numbered and chained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

NEW, SET = "new", "set"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One row of the outbox. *payload* is JSON: the record of a ``new``, ``{field: [before, after]}`` of a ``set``.

    *number* counts 1, 2, 3 … within the *incarnation*; *chain* is SHA-256 over the chain before, the act's id and
    the payload's hash (sync.md 2); *hlc* is a hybrid logical clock: milliseconds × 65,536 + counter.
    """

    incarnation: UUID
    number: int
    id: UUID
    kind: str
    verb: str
    record_id: UUID
    subject_id: UUID | None
    operator_id: UUID
    space_code: str
    made_at: datetime
    hlc: int
    kind_version: int
    payload: bytes
    chain: bytes
    acked_at: datetime | None = None
    verdict: str | None = None
    verdict_reason: str | None = None
