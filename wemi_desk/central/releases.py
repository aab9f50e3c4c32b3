"""The folder of releases as their publisher signed it: served as it is, in parts; nothing of it is believed here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wemi_desk.domain.releases import Version
from wemi_desk.sync.admission import ProgramHint

MOST_METADATA = 5_000_000
METADATA = re.compile(r"(?:[1-9][0-9]{0,8}\.(?:root|snapshot|targets)|timestamp)\.json")
TARGET = re.compile(r"[0-9a-f]{64}\.wemi-desk-[0-9.]{5,20}-[a-z0-9]+-[a-z0-9_]+\.tar\.zst")
_HINT = "offered.json"
_MOST_HINT = 4096


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes of a file, and how long the whole file is."""

    content: bytes
    total: int


class ReleaseFolder:
    """``metadata/`` and ``targets/`` below one folder; without it there is nothing to fetch."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._read: tuple[int, ProgramHint | None] = (0, None)

    def metadata(self, name: str) -> bytes:
        """Raises FileNotFoundError."""
        if not METADATA.fullmatch(name):
            raise FileNotFoundError
        with self._place("metadata", name).open("rb") as file:
            return file.read(MOST_METADATA)

    def piece(self, name: str, first: int, most: int) -> Piece:
        """Raises FileNotFoundError."""
        if not TARGET.fullmatch(name):
            raise FileNotFoundError
        path = self._place("targets", name)
        with path.open("rb") as file:
            total = path.stat().st_size
            file.seek(min(first, total))
            return Piece(file.read(most), total)

    def hint(self) -> ProgramHint | None:
        """What is offered, and the oldest program that is answered; read again when the file is another."""
        with suppress(OSError):
            path = self._place(_HINT)
            changed = path.stat().st_mtime_ns
            if changed != self._read[0]:
                self._read = (changed, _hint(path.read_bytes()[:_MOST_HINT]))
            return self._read[1]
        return None

    def _place(self, *names: str) -> Path:
        if self._folder is None:
            raise FileNotFoundError
        return self._folder.joinpath(*names)

    def oldest(self) -> Version | None:
        """No program before this one is answered."""
        hint = self.hint()
        return Version.parse(hint.oldest) if hint is not None and hint.oldest else None


def _hint(content: bytes) -> ProgramHint | None:
    """A hint that cannot be read is none."""
    with suppress(ValueError, LookupError, TypeError, AttributeError, RecursionError):
        said = json.loads(content)
        offers = {str(system): str(Version.parse(version)) for system, version in said["offers"].items()}
        oldest = str(said.get("oldest", ""))
        return ProgramHint(offers=offers, oldest=str(Version.parse(oldest)) if oldest else "")
    return None


Oldest = Callable[[], Version | None]


def too_old(version: str, oldest: Version | None) -> bool:
    """A version that says nothing readable of itself is let be: what it may not do, its protocol says."""
    if oldest is None:
        return False
    with suppress(ValueError):
        return Version.parse(version) < oldest
    return False
