"""The informativa: its exact texts, and the fact that one was handed over (privacy.md 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId


@dataclass(frozen=True, slots=True)
class NoticeText:
    """One versioned text; *sha256* is the digest of the exact file that was read, for the record."""

    version: str
    language: str
    sha256: str
    title: str
    paragraphs: tuple[str, ...]
    is_draft: bool
    draft_note: str
    public_address: str

    @property
    def right_to_left(self) -> bool:
        return self.language in {"ar", "fa", "he", "ur"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyNoticeRecord:
    """Which text, in which language, was given to whom, how and when; *sha256* is of the exact file."""

    id: UUID
    citizen_id: CitizenId | None
    space_code: str
    version: str
    language: str
    sha256: str
    channel: str
    operator_id: UUID
    given_at: datetime
    cancelled_at: datetime | None = None
