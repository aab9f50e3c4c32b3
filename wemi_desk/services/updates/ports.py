"""What an update needs from the outside world."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from wemi_desk.domain.releases import Release, UpdateStatus


class FetchStopped(Exception):  # noqa: N818 (no fault: somebody said that it is enough for now)
    """Raised by *told* below: the bytes that came stay, and the rest comes another time."""


class ReleaseSource(Protocol):
    """Where releases come from: the centre, or a stick. Everything it gives was verified."""

    def newest(self, now: datetime) -> Release | None:
        """The newest release for this system, None where there is none.

        Raises ReleaseRefusedError, NoLineError, StorageError.
        """
        ...

    def fetch(self, release: Release, told: Callable[[int], None]) -> None:
        """After newest: bring the archive to where it waits, and verify it; *told* hears the bytes that are here.

        Goes on where an earlier call was cut. Raises as newest, DiskFullError, and what *told* raises.
        """
        ...

    def close(self) -> None: ...


class UpdateFiles(Protocol):
    """The folder ``updates`` of a desk."""

    def status(self) -> UpdateStatus:
        """What was found out last; nothing when the file is not whole."""
        ...

    def tell(self, status: UpdateStatus) -> None:
        """Raises StorageError, DiskFullError."""
        ...

    def ready(self) -> Release | None:
        """The release that the next start installs."""
        ...

    def make_ready(self, release: Release) -> None:
        """Written last, when the archive is whole: from here on the next start installs it."""
        ...

    def hold(self) -> None:
        """The archive stays, but the next start does not install it."""
        ...

    def drop(self) -> None:
        """Nothing waits any more; what was fetched is let go."""
        ...

    def here_bytes(self, release: Release) -> int:
        """How much of it was fetched already."""
        ...

    def free_bytes(self) -> int: ...
