"""What the outbox holds: one operator deed on one record, numbered and chained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

NEW, SET = "new", "set"
SUBMIT, WITHDRAW = "submit", "withdraw"
"""On an application; their payload is ``{}`` (``{"reason": …}`` for a withdrawal)."""
RECEIPT = "receipt"
"""On an application: evidence copied from a paper; the payload is a ``ReceiptNoted``."""

PUBLISH = "publish"
"""On a measure: a version for every desk; the payload is its document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One row of the outbox. *payload* is JSON: the record of a ``new``, ``{field: [before, after]}`` of a ``set``.

    *number* counts 1, 2, 3 … within the *incarnation*; *body* stands for envelope and payload, and stays when an
    erasure took the payload; *chain* is SHA-256 over the chain before, the act's id and *body* (sync.md 2); *hlc* is a
    hybrid logical clock: milliseconds × 65,536 + counter; *erase_no* is the last erasure the desk had carried out.
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
    erase_no: int = 0
    payload: bytes | None
    body: bytes
    chain: bytes
    acked_at: datetime | None = None
    """When the centre's word came; None while unsent or refused."""
    verdict: str | None = None
    verdict_reason: str | None = None
    set_aside_at: datetime | None = None
    set_aside_by: UUID | None = None
    withdrawn_at: datetime | None = None
    """A refused act that nobody pursues: withdrawn, or replaced by one that mends it."""
    withdrawn_by: UUID | None = None
    note: str = ""
    """Why it was set aside or withdrawn."""
    mends: UUID | None = None
    """The refused act this one replaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActWithdrawal:
    """A refused act that nobody pursues any more; why stays on the desk, it may name people."""

    id: UUID
    act_id: UUID
    kind: str
    record_id: UUID
    space_code: str
    withdrawn_at: datetime
    withdrawn_by: UUID
