"""Where this desk keeps its files."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wemi_desk.trees import data_root


@dataclass(frozen=True, slots=True)
class Profile:
    """One data folder: a real desk, or the palestra with invented people."""

    folder: Path
    practice: bool = False

    @property
    def store(self) -> Path:
        return self.folder / "store.db"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def slots(self) -> Path:
        return self.folder / "slots"

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def settings(self) -> Path:
        return self.folder / "settings.json"

    @property
    def lock(self) -> Path:
        return self.folder / "lock"

    @property
    def branding(self) -> Path:
        """Emblems that an organisation puts on its papers (``emblems.json`` and its pictures)."""
        return self.folder / "branding"

    @property
    def centre(self) -> Path:
        """Which central system this desk belongs to."""
        return self.folder / "centre"

    @property
    def centre_rekeyed(self) -> Path:
        """The same under a new data key, until that key counts."""
        return self.folder / "centre.rekeyed"

    @property
    def authority(self) -> Path:
        """Whose certificate the central system shows, where it is the Comune's own."""
        return self.folder / "centre-authority.pem"

    @property
    def mark(self) -> Path:
        """How far the log of this desk had come, beside the store."""
        return self.folder / "mark"

    @property
    def updates(self) -> Path:
        """What is known of newer versions, and the one that waits for the next start."""
        return self.folder / "updates"

    @property
    def versions(self) -> Path:
        """Programs newer than the installed one; without this folder that one starts."""
        return self.folder / "versions"

    @property
    def standing(self) -> Path:
        """How this desk stands with its work, in numbers."""
        return self.folder / "standing.json"

    @property
    def practice_centre(self) -> Path:
        """The palestra's own central system."""
        return self.folder / "practice-centre"

    @property
    def practice_mark(self) -> Path:
        return self.folder / "PALESTRA"

    @property
    def practice_unfinished(self) -> Path:
        """There while the palestra is being made: what a program that was stopped meanwhile leaves is no palestra."""
        return self.folder / "palestra-unfinished"

    @property
    def practice_secrets(self) -> Path:
        return self.folder / "practice-secrets.json"


def own_command() -> list[str]:
    """The words that start this program once more, from a checkout or frozen."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "wemi_desk"]


def default_profile(
    *, practice: bool = False, environ: Mapping[str, str] | None = None, platform: str = sys.platform
) -> Profile:
    """The profile of this account: XDG on Linux, %LOCALAPPDATA% on Windows, Application Support on macOS."""
    base = Path(data_root(os.environ if environ is None else environ, platform))
    return Profile(base / ("practice" if practice else "desk"), practice)

