"""The informativa as it is handed over: one exact text, in one version and language."""

from __future__ import annotations

from dataclasses import dataclass


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
