"""The few choices of this PC that are nobody's secret: a small file beside the store."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wemi_desk.config import Profile
from wemi_desk.domain.desk_settings import DeskSettings
from wemi_desk.domain.machine_policy import MachinePolicy
from wemi_desk.gateways.machine_policy import load_policy
from wemi_desk.gateways.whole_files import write_whole


@dataclass(frozen=True, slots=True)
class Settings:
    """*backup_folder*: a second disk or medium; None means the profile's own folder, which dies with its disk."""

    backup_folder: Path | None = None


class FileSettings:
    """See services.settings.SettingsStore."""

    def __init__(self, profile: Profile, policy: Callable[[], MachinePolicy] = load_policy) -> None:
        self._profile = profile
        self._policy = policy

    def load(self) -> DeskSettings:
        """What the administration decided, then what was chosen here."""
        return replace(self._chosen(), **self._policy().desk_settings())  # type: ignore[arg-type]

    def save(self, settings: DeskSettings) -> None:
        """Write the choices whole; raises StorageError. What is decided for us does not become our own choice."""
        chosen = self._chosen().written()
        ours = settings.written() | {name: chosen[name] for name in self.decided()}
        _write(self._profile, desk=ours)

    def decided(self) -> frozenset[str]:
        return frozenset(self._policy().desk_settings())

    def _chosen(self) -> DeskSettings:
        said = _read(self._profile).get("desk")
        return DeskSettings.read(said if isinstance(said, dict) else {})


def load_settings(profile: Profile) -> Settings:
    """What was chosen; a missing or unreadable file chooses nothing."""
    folder = _read(profile).get("backup_folder")
    return Settings(Path(folder) if isinstance(folder, str) and folder else None)


def save_settings(profile: Profile, settings: Settings) -> None:
    """Write the choices whole; raises StorageError."""
    _write(profile, backup_folder=None if settings.backup_folder is None else str(settings.backup_folder))


def backup_folder(profile: Profile) -> Path:
    """Where this desk's backups go."""
    return load_settings(profile).backup_folder or profile.backups


def _read(profile: Profile) -> dict[str, Any]:
    try:
        content = json.loads(profile.settings.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write(profile: Profile, **changed: object) -> None:
    """What is not changed stays: several parts of the program keep their choices here."""
    write_whole(profile.settings, json.dumps(_read(profile) | changed, indent=1).encode())
