"""The few choices of this PC that are nobody's secret: a small file beside the store."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from wemi_desk.config import Profile
from wemi_desk.gateways.whole_files import write_whole


@dataclass(frozen=True, slots=True)
class Settings:
    """*backup_folder*: a second disk or medium; None means the profile's own folder, which dies with its disk."""

    backup_folder: Path | None = None


def load_settings(profile: Profile) -> Settings:
    """What was chosen; a missing or unreadable file chooses nothing."""
    try:
        content = json.loads(profile.settings.read_bytes())
        folder = content.get("backup_folder")
    except (OSError, ValueError, AttributeError):
        return Settings()
    return Settings(Path(folder) if isinstance(folder, str) and folder else None)


def save_settings(profile: Profile, settings: Settings) -> None:
    """Write the choices whole; raises StorageError."""
    folder = None if settings.backup_folder is None else str(settings.backup_folder)
    write_whole(profile.settings, json.dumps({"backup_folder": folder}, indent=1).encode())


def backup_folder(profile: Profile) -> Path:
    """Where this desk's backups go."""
    return load_settings(profile).backup_folder or profile.backups
