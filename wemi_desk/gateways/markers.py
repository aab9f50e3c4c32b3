"""How far this desk's log had come, kept outside its database: in a file beside it, and in the keyring."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol
from uuid import UUID

from wemi_desk.gateways.whole_files import write_whole
from wemi_desk.sync.ports import Mark, Marker

_SIZE = 16 + 8 + 32
FAR_STEP = 50
"""The keyring is slow, and some ask: it is told of every so many acts, and of a new incarnation at once."""


class Secrets(Protocol):
    """The keyring."""

    def find(self, name: str) -> bytes | None: ...

    def put(self, name: str, value: bytes) -> None: ...


class FileMarker:
    """A small file; one that cannot be read is as good as none. Raises StorageError when it cannot be written."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Mark | None:
        """What the file says."""
        try:
            return _mark(self._path.read_bytes())
        except OSError:
            return None

    def write(self, mark: Mark) -> None:
        """Whole or not at all."""
        write_whole(self._path, _bytes(mark))


class KeyringMarker:
    """An entry of the keyring. Raises KeyringError."""

    def __init__(self, secrets: Secrets, name: str) -> None:
        self._secrets = secrets
        self._name = name

    def read(self) -> Mark | None:
        """What the entry says."""
        return _mark(self._secrets.find(self._name) or b"")

    def write(self, mark: Mark) -> None:
        """Replace the entry."""
        self._secrets.put(self._name, _bytes(mark))


class TwoMarkers:
    """The near one knows every act; the far one stays when the whole folder is put back."""

    def __init__(self, near: Marker, far: Marker, step: int = FAR_STEP) -> None:
        self._near = near
        self._far = far
        self._step = step
        self._told: Mark | None = None

    def read(self) -> Mark | None:
        """The far one when it is ahead, or of another incarnation: the near one was put back with the store."""
        near, far = self._near.read(), self._far.read()
        self._told = far
        if near is None or far is None:
            return near or far
        return near if near.incarnation == far.incarnation and near.number >= far.number else far

    def write(self, mark: Mark) -> None:
        """The far one first when it is due: it must never be of an incarnation that the store has left."""
        told = self._told
        if told is None or told.incarnation != mark.incarnation or mark.number >= told.number + self._step:
            self._far.write(mark)
            self._told = mark
        self._near.write(mark)


def _bytes(mark: Mark) -> bytes:
    return mark.incarnation.bytes + mark.number.to_bytes(8, "big") + mark.chain


def _mark(content: bytes) -> Mark | None:
    if len(content) != _SIZE:
        return None
    return Mark(
        incarnation=UUID(bytes=content[:16]), number=int.from_bytes(content[16:24], "big"), chain=content[24:]
    )
