"""Where the choices of this PC are kept."""

from __future__ import annotations

from typing import Protocol

from wemi_desk.domain.desk_settings import DeskSettings


class SettingsStore(Protocol):
    """A small file beside the store."""

    def load(self) -> DeskSettings:
        """What was chosen; a missing or unreadable file chooses nothing."""
        ...

    def save(self, settings: DeskSettings) -> None:
        """Raises StorageError."""
        ...
