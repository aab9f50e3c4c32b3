"""Work in progress that must survive a lock, a crash and a change of operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

DraftId = NewType("DraftId", UUID)
KEPT_DAYS = 30  # policy (privacy.md 6)
MEASURE_DRAFT = "measure"
PAPERWORK_TYPE_DRAFT = "paperwork_type"
CATALOGUE_MAPPING = "catalogue_mapping"
SHARED_REQUEST_DRAFT = "shared_request"
ELSEWHERE = frozenset({MEASURE_DRAFT, PAPERWORK_TYPE_DRAFT, CATALOGUE_MAPPING, SHARED_REQUEST_DRAFT})
"""Kinds that other places keep and resume: Misure, Catalogo pratiche and Catalogo, which name nobody; Condivisi, when
the same family is at the desk again."""
FORMS = frozenset({
    "appointment", "opening_hours", "closing", "leave", "shift", "handover", "activity", "activity_log", "workstation",
    "meeting", "volunteer", "orientation", "referral", "outcome", "group_terms",
})  # fmt: skip
"""Kinds of the forms of Agenda, Attività, Catalogo and Condivisi: only what was typed by hand, by name of field."""
OF_PERSON = frozenset({"appointment", "workstation", "orientation", "referral"})
"""Those of them that are about who is at the desk."""
LASTING = frozenset({CATALOGUE_MAPPING})
"""No work in progress: what was said once of files of one shape, however long ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One form as it stood at the last key; *content* is JSON text of the form's fields. Stays on this PC."""

    id: DraftId
    kind: str  # "contact" | "citizen" | one of ELSEWHERE or FORMS
    author_id: UUID
    space_code: str
    citizen_id: UUID | None = None
    initials: str = ""
    content: str
    begun_at: datetime
    saved_at: datetime
