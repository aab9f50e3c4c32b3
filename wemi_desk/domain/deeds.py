"""What an operator did, as far as it can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

DeedId = NewType("DeedId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One undoable act: *kind* says which service undoes it, *objects* the records it made, *detail* what it needs.

    *form_id* is the form (and draft) it was recorded from.
    """

    id: DeedId
    kind: str
    operator_id: UUID
    space_code: str
    objects: tuple[str, ...]
    detail: str = ""
    done_at: datetime
    form_id: UUID | None = None
    undone_at: datetime | None = None
