"""A scan or photograph that a measure asks for: what is recorded of it, and what is not taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

from wemi_desk.domain.applications import ApplicationId
from wemi_desk.domain.citizens import CitizenId

AttachmentId = NewType("AttachmentId", UUID)
MOST_BYTES = 10 * 1024 * 1024
MOST_PAGES = 60
JPEG, PDF = "image/jpeg", "application/pdf"
REFUSALS = (
    "empty", "too_large", "unreadable", "wrong_kind", "not_what_it_says", "encrypted", "active_content",
    "too_many_pages", "too_many_pixels", "damaged", "gone",
)  # fmt: skip
"""Why a file is not taken; the *reason* of an InvalidFieldError on the field ``attachment``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One file of one application. Its name is not kept: people write names into it."""

    id: AttachmentId
    application_id: ApplicationId
    citizen_id: CitizenId
    space_code: str
    code: str
    """Which of the attachments that the measure asks for."""
    media_type: str
    size: int
    pages: int
    sha256: str
    """Of the content as it was made anew, in hexadecimal."""
    created_at: datetime
    created_by: UUID


@dataclass(frozen=True, slots=True)
class Scan:
    """A file made anew: only what is seen of it, nothing it brought along."""

    content: bytes
    media_type: str
    pages: int
