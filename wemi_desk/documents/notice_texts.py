"""The informativa's texts as shipped: one folder per version, one file per language."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from wemi_desk.domain.errors import PrivacyNoticeMissingError
from wemi_desk.domain.privacy_notices import NoticeText
from wemi_desk.guards import forbid_on_ui_thread
from wemi_desk.resources import resource_folder

_ORDER = ("it", "en", "ar", "es", "zh", "uk", "bn", "fr", "ro", "ru", "sq", "pt")
_NAME = re.compile(r"[a-z0-9-]{2,40}")


class ShippedPrivacyNotices:
    """Reads the files anew at each call: the digest is always of what would be printed now."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def current_version(self) -> str:
        """Versions begin with year and month, so the last name is the latest."""
        return max(entry.name for entry in self._root().iterdir() if entry.is_dir())

    def offered(self) -> tuple[NoticeText, ...]:
        version = self.current_version()
        languages = [file.stem for file in (self._root() / version).glob("*.json")]
        return tuple(self.get(language, version) for language in sorted(languages, key=_place))

    def get(self, language: str, version: str) -> NoticeText:
        if not (_NAME.fullmatch(language) and _NAME.fullmatch(version)):
            raise PrivacyNoticeMissingError(language, version)
        try:
            content = (self._root() / version / f"{language}.json").read_bytes()
        except FileNotFoundError:
            raise PrivacyNoticeMissingError(language, version) from None
        return _parsed(content, language, version)

    def _root(self) -> Path:
        forbid_on_ui_thread("disk")
        return self._folder or resource_folder("documents", "informativa")


def _place(language: str) -> tuple[int, str]:
    return (_ORDER.index(language) if language in _ORDER else len(_ORDER), language)


def _parsed(content: bytes, language: str, version: str) -> NoticeText:
    data = json.loads(content)
    return NoticeText(
        version=version,
        language=language,
        sha256=hashlib.sha256(content).hexdigest(),
        title=data["title"],
        paragraphs=tuple(data["paragraphs"]),
        is_draft=data["is_draft"],
        draft_note=data["draft_note"],
        public_address=data["public_address"],
    )
