"""The folder ``updates`` of a desk: what is known of newer versions, and the one that waits for the next start.

``metadata/`` what was trusted last, ``download/<archive>.part``, ``ready/<archive>``; ``ready.json`` is written last,
and only what it names counts. ``state.json`` is for the screen.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from pathlib import Path

from wemi_desk.domain.errors import ReleaseRefusedError
from wemi_desk.domain.releases import (
    Release,
    UpdateStatus,
    release_facts,
    release_from,
    status_facts,
    status_from,
)
from wemi_desk.gateways.whole_files import sync_folder, translated, write_whole

MOST_FACTS = 1 << 20


class FolderUpdateFiles:
    """See services.updates.ports.UpdateFiles."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.metadata = folder / "metadata"
        self.download = folder / "download"
        self.waiting = folder / "ready"
        self.ready_facts = folder / "ready.json"
        self.state = folder / "state.json"

    def prepare(self) -> None:
        """Raises StorageError, DataFolderError."""
        try:
            for one in (self.folder, self.metadata, self.download, self.waiting):
                one.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise translated(error) from None

    def status(self) -> UpdateStatus:
        """Nothing, when the file is not there or not whole: it only tells."""
        try:
            return status_from(_facts(self.state))
        except (OSError, ValueError):
            return UpdateStatus()

    def tell(self, status: UpdateStatus) -> None:
        """Raises StorageError."""
        self.prepare()
        write_whole(self.state, _text(status_facts(status)))

    def ready(self) -> Release | None:
        """None too when the archive is not there, or has another size."""
        try:
            release = release_from(_facts(self.ready_facts))
            whole = (self.waiting / release.archive).stat().st_size == release.bytes
        except (OSError, ValueError):
            return None
        return release if whole else None

    def part(self, release: Release) -> Path:
        """What came of an archive so far. The hash in the name: another archive never goes on with these bytes."""
        return self.download / f"{release.sha256[:16]}-{release.archive}.part"

    def archive(self, release: Release) -> Path:
        """Where the whole archive waits."""
        return self.waiting / release.archive

    def verified(self, release: Release) -> Path:
        """The archive, read whole once more: between the verification and now somebody may have put another there.

        Raises ReleaseRefusedError("hash"), StorageError.
        """
        path = self.archive(release)
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
                whole = file.tell() == release.bytes
        except OSError as error:
            raise translated(error) from None
        if not whole or found != release.sha256:
            raise ReleaseRefusedError("hash")
        return path

    def make_ready(self, release: Release) -> None:
        """Raises StorageError. The archive is in its place and on the disk before it is named."""
        write_whole(self.ready_facts, _text(release_facts(release)))

    def hold(self) -> None:
        """Not installed for now: the archive stays."""
        with suppress(FileNotFoundError):
            self.ready_facts.unlink()
            sync_folder(self.folder)

    def drop(self) -> None:
        """The facts go first: an archive without them is never installed. Raises StorageError."""
        try:
            self.hold()
            for one in (self.download, self.waiting):
                shutil.rmtree(one, ignore_errors=True)
        except OSError as error:
            raise translated(error) from None

    def keep_only(self, release: Release) -> None:
        """What is left of other archives goes."""
        kept = {self.part(release), self.archive(release)}
        for folder in (self.download, self.waiting):
            for one in folder.glob("*"):
                if one not in kept:
                    one.unlink(missing_ok=True)

    def here_bytes(self, release: Release) -> int:
        """How much of it was fetched already."""
        for path in (self.archive(release), self.part(release)):
            with suppress(OSError):
                return path.stat().st_size
        return 0

    def free_bytes(self) -> int:
        """On the disk of this folder."""
        self.prepare()
        return shutil.disk_usage(self.folder).free


def _facts(path: Path) -> dict[str, object]:
    if path.stat().st_size > MOST_FACTS:
        raise ValueError(path.name)
    with suppress(RecursionError):
        found = json.loads(path.read_bytes())
        if isinstance(found, dict):
            return found
    raise ValueError(path.name)


def _text(facts: dict[str, object]) -> bytes:
    return (json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + os.linesep).encode()
