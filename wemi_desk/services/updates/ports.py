"""What an update needs from the outside world."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from wemi_desk.domain.releases import Release, UpdateStatus, Version


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
        """Bring the archive below ``updates/ready`` and verify it; *told* hears the bytes that are here.

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
        """The release that waits for the next start."""
        ...

    def make_ready(self, release: Release) -> None:
        """Written last, when the archive is whole: from here on the next start installs it."""
        ...

    def hold(self) -> None:
        """It waits, but not for the next start: see domain.errors.ReleaseRefusedError, carries."""
        ...

    def drop(self) -> None:
        """Nothing waits any more; what was fetched is let go."""
        ...

    def free_bytes(self) -> int: ...


class Installation(Protocol):
    """Where programs are put: see ``wemi_desk/installation.py``."""

    def allowed(self) -> bool:
        """May this desk update itself, or do packages?"""
        ...

    def running(self) -> Version: ...

    def pending(self) -> Release | None:
        """Put in place, not confirmed yet."""
        ...

    def stage(self, archive: Path, release: Release) -> None:
        """Unpack and check beside what runs. Raises ReleaseRefusedError, StorageError, DiskFullError."""
        ...

    def give_up(self, version: Version) -> None:
        """Never start this version again."""
        ...

    def is_bad(self, version: Version) -> bool:
        """Was it given up here?"""
        ...
