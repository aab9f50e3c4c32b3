"""Attachments that wait to go to the centre: one encrypted file each, under a key of its own."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import msgspec

from wemi_desk.domain.errors import StorageError
from wemi_desk.gateways.boxes import seal
from wemi_desk.gateways.parcels import sealed_to_centre
from wemi_desk.gateways.whole_files import sync_folder, write_whole
from wemi_desk.shapes import decoded
from wemi_desk.sync.courier import FileRecords, OutgoingFile

PURPOSE = b"file"
_KEY_BYTES = 32
_NOTE, _COMING, _KEPT = ".note", ".coming", ".kept"
_EPOCH = "epoch"
_LEFT_SECONDS = 86_400.0
_KEPT_SECONDS = 30 * 86_400.0
"""So long what the centre has is kept for the day on which it is put back to a time before; nobody here can read it."""


class SealedSpool:
    """See sync.courier.FileSpool. What is written here, nobody but the centre can read: not even this desk."""

    def __init__(self, folder: Path, box_key: bytes) -> None:
        self._folder = folder
        self._box_key = box_key

    def put(self, record_id: UUID, content: bytes) -> OutgoingFile:
        """Encrypt and keep; safe on the disk when it returns. Raises StorageError."""
        file = self.prepare(record_id, content)
        self.release(file.sha256)
        return file

    def prepare(self, record_id: UUID, content: bytes) -> OutgoingFile:
        """Encrypt and keep aside until its record is written too: see :meth:`release`. Raises StorageError."""
        key = os.urandom(_KEY_BYTES)
        sealed = seal(key, content, record_id.bytes)
        file = OutgoingFile(
            sha256=sha256(sealed).digest(), size=len(sealed), record_id=record_id,
            sealed_key=sealed_to_centre(self._box_key, key, PURPOSE),
        )  # fmt: skip
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(self._path(file.sha256), sealed)
        write_whole(self._coming(file.sha256), msgspec.json.encode(file))  # last: without its note a file is none
        return file

    def release(self, digest: bytes) -> None:
        """Its record is written: it may go. Raises StorageError."""
        try:
            self._coming(digest).replace(self._note(digest))
            sync_folder(self._folder)
        except OSError as error:
            raise StorageError(type(error).__name__) from None

    def settle(self, records: FileRecords) -> None:
        """After a crash, and after an erasure: what has its record may go, what is of somebody erased is gone.

        One whose record was never seen may be about to be written: it is left for a day. One whose record is out of
        sight for now is left for as long as what the centre has. Raises StorageError.
        """
        for file in self._noted(_COMING):
            if records.is_known(file.record_id):
                self.release(file.sha256)
            elif _is_older(self._coming(file.sha256), _LEFT_SECONDS):
                self.forget(file.sha256)
        for file in self.waiting():
            if _is_over(file, records, self._note(file.sha256)):
                self.forget(file.sha256)
        for file in self.kept_files():
            kept = self._kept(file.sha256)
            if _is_older(kept, _KEPT_SECONDS) or _is_over(file, records, kept):
                self.forget(file.sha256)

    def enter(self, epoch: UUID) -> None:
        """What was given to the centre in a life before this one is offered again. Raises StorageError."""
        place = self._folder / _EPOCH
        if not self._folder.exists() or (place.exists() and place.read_bytes() == epoch.bytes):
            return
        try:
            for file in self.kept_files():
                self._kept(file.sha256).replace(self._note(file.sha256))
            write_whole(place, epoch.bytes)
        except OSError as error:
            raise StorageError(type(error).__name__) from None

    def doubt(self, digest: bytes) -> None:
        """The centre has it no more: it waits again. Raises StorageError."""
        try:
            self._kept(digest).replace(self._note(digest))
        except OSError as error:
            raise StorageError(type(error).__name__) from None

    def kept_files(self) -> Sequence[OutgoingFile]:
        """What the centre has, oldest first."""
        return self._noted(_KEPT)

    def waiting(self) -> Sequence[OutgoingFile]:
        """Oldest first; half a file is none."""
        return self._noted(_NOTE)

    def _noted(self, suffix: str) -> Sequence[OutgoingFile]:
        notes = sorted(self._folder.glob("*" + suffix), key=lambda note: (note.stat().st_mtime_ns, note.name))
        found = []
        for note in notes:
            try:
                found.append(decoded(note.read_bytes(), OutgoingFile))
            except (OSError, msgspec.MsgspecError) as error:
                raise StorageError(type(error).__name__) from None
        return found

    def part(self, digest: bytes, offset: int, size: int) -> bytes:
        """Bytes of the ciphertext."""
        try:
            with self._path(digest).open("rb") as file:
                file.seek(offset)
                return file.read(size)
        except OSError as error:
            raise StorageError(type(error).__name__) from None

    def delivered(self, digest: bytes) -> None:
        """Kept a while. Raises StorageError."""
        try:
            self._note(digest).replace(self._kept(digest))
            os.utime(self._kept(digest))
            sync_folder(self._folder)
        except OSError as error:
            raise StorageError(type(error).__name__) from None

    def forget(self, digest: bytes) -> None:
        """The note first: what is left after a crash is no file any more."""
        for path in (self._note(digest), self._coming(digest), self._kept(digest), self._path(digest)):
            path.unlink(missing_ok=True)
        sync_folder(self._folder)

    def _path(self, digest: bytes) -> Path:
        return self._folder / digest.hex()

    def _note(self, digest: bytes) -> Path:
        return self._folder / (digest.hex() + _NOTE)

    def _coming(self, digest: bytes) -> Path:
        return self._folder / (digest.hex() + _COMING)

    def _kept(self, digest: bytes) -> Path:
        return self._folder / (digest.hex() + _KEPT)


def _is_over(file: OutgoingFile, records: FileRecords, note: Path) -> bool:
    if records.is_known(file.record_id):
        return False
    return records.is_gone(file.record_id) or _is_older(note, _KEPT_SECONDS)


def _is_older(path: Path, seconds: float) -> bool:
    return path.exists() and time.time() - path.stat().st_mtime > seconds
