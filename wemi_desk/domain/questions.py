"""What two desks said differently of one person and nobody but the person can decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

QuestionId = NewType("QuestionId", UUID)
SAME_PERSON = "same_person"
"""The *field* of the question whether two records are one person."""
DOUBLE_APPLICATION = "double_application"
"""The *field* of the question which of two live applications stands, after a merge."""
SAME, OTHER = "same", "other"
"""The two answers to SAME_PERSON, as JSON texts in *answer*; the *values* are the ids of the two records."""
OPEN, ANSWERED, VOID, KEPT = "open", "answered", "void", "kept"
"""States: *void* when its record is gone or one with another; *kept* is never asked: a word that did not stand."""
ANSWER = "answer"
"""The verb of the act that answers; its payload is ``{"answer": <the JSON text of the chosen value>}`` and *said_by*,
the act that said it: two may say the same value, each with words of their own along with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question about one field of one record; made by the centre, shown when *subject_id* is next at the desk.

    *values* are JSON objects as text: ``{"value", "operator_id", "space_code", "made_at", "act_id"}`` and, where fields
    are said together, ``"with"``; the standing one first. *answer* is the JSON text of the chosen value; for
    DOUBLE_APPLICATION that of the id of the application that stands.
    """

    id: QuestionId
    subject_id: UUID
    kind: str
    record_id: UUID
    field: str
    values: tuple[str, ...]
    state: str = OPEN
    answer: str | None = None
    space_code: str
    asked_at: datetime
    answered_at: datetime | None = None
    answered_by: UUID | None = None

    @property
    def is_open(self) -> bool:
        """Nobody has decided yet."""
        return self.state == OPEN
