"""Attachments at the centre: encrypted as they came, by the hash of what came, in parts until they are whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

_CHUNK = 1 << 20
_PART = ".part"


class FileStore:
    """Files of every tenant under one folder. The names are hashes of ciphertext: they say nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def offset(self, tenant: str, digest: bytes) -> int:
        """How many bytes are here; of a whole file, all."""
        for path in (self._whole(tenant, digest), self._part(tenant, digest)):
            with suppress(FileNotFoundError):
                return path.stat().st_size
        return 0

    def is_whole(self, tenant: str, digest: bytes) -> bool:
        return self._whole(tenant, digest).exists()

    def add(self, tenant: str, digest: bytes, offset: int, part: bytes) -> int:
        """Put *part* where the file ends; a part that is here already changes nothing. The new offset."""
        path = self._part(tenant, digest)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.offset(tenant, digest) != offset or self.is_whole(tenant, digest):
            return self.offset(tenant, digest)
        try:
            handle = os.open(path, os.O_WRONLY | (0 if offset else os.O_CREAT), 0o600)
        except FileNotFoundError:  # the same part, sent again before its answer came, ended the file; or it was erased
            return self.offset(tenant, digest)
        with os.fdopen(handle, "r+b") as file:
            file.seek(offset)
            file.write(part)
            file.flush()
            os.fsync(file.fileno())
        return offset + len(part)

    def finish(self, tenant: str, digest: bytes) -> bool:
        """Compare the whole with its hash, and keep it under its name; a wrong one is thrown away."""
        path = self._part(tenant, digest)
        if not self.is_whole(tenant, digest):
            try:
                if _digest(path) == digest:
                    path.replace(self._whole(tenant, digest))
            except FileNotFoundError:  # somebody who brought the same part was quicker
                return self.is_whole(tenant, digest)
        path.unlink(missing_ok=True)
        return self.is_whole(tenant, digest)

    def read(self, tenant: str, digest: bytes) -> bytes:
        """The ciphertext of a whole file; raises FileNotFoundError."""
        return self._whole(tenant, digest).read_bytes()

    def older(self, tenant: str, before: float) -> Iterator[bytes]:
        """What is here, whole or not, and was written before this second of the disk's clock."""
        for path in (self._folder / _safe(tenant)).glob("??/*"):
            if path.stat().st_mtime < before:
                yield bytes.fromhex(path.name.removesuffix(_PART))

    def delete(self, tenant: str, digest: bytes) -> None:
        """Its person was erased, or its time is over."""
        for path in (self._whole(tenant, digest), self._part(tenant, digest)):
            path.unlink(missing_ok=True)

    def _whole(self, tenant: str, digest: bytes) -> Path:
        return self._folder / _safe(tenant) / digest.hex()[:2] / digest.hex()

    def _part(self, tenant: str, digest: bytes) -> Path:
        whole = self._whole(tenant, digest)
        return whole.with_name(whole.name + _PART)


def _digest(path: Path) -> bytes:
    found = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.digest()


def _safe(tenant: str) -> str:
    if not tenant.replace("-", "").isalnum():
        raise ValueError("tenant")
    return tenant
