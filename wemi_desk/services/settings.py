"""Where the choices of this PC are kept."""

from __future__ import annotations

from typing import Protocol

from wemi_desk.domain.desk_settings import DeskSettings


class SettingsStore(Protocol):
    """A small file beside the store."""

    def load(self) -> DeskSettings:
        """What counts: the administration's choices, then those made here; a missing file chooses nothing."""
        ...

    def save(self, settings: DeskSettings) -> None:
        """Raises StorageError."""
        ...

    def decided(self) -> frozenset[str]:
        """The choices, by the names of DeskSettings, that the administration made and nobody changes here."""
        ...
