"""Changes on the disk one at a time, each durable, each tried again while a scanner holds the file.

Tests put a disk here that is full, that is held by another program, or that loses power before its n-th change.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TypeVar

from wemi_desk.gateways.whole_files import sync_folder

T = TypeVar("T")
PATIENCE_S, STEP_S = 90.0, 0.25
_HELD = {5, 32, 33, 1224}
"""Windows: access denied, sharing violation, lock violation, mapped by a user: what a scanner causes for a while."""


def is_held(error: OSError) -> bool:
    """Does another program have the file open just now?"""
    return getattr(error, "winerror", None) in _HELD


class Disk:
    """Every call raises OSError. *wait* sleeps so many seconds."""

    def __init__(self, wait: Callable[[float], object] | None = None, patience: float = PATIENCE_S) -> None:
        self._wait = wait or Event().wait
        self._patience = patience

    def change(self, act: Callable[[], T]) -> T:
        """Do *act*, again and again while somebody else holds the file."""
        waited = 0.0
        while True:
            try:
                return act()
            except OSError as error:
                if not is_held(error) or waited >= self._patience:
                    raise
            self._wait(STEP_S)
            waited += STEP_S

    def rename(self, source: Path, target: Path) -> None:
        """Both in one file system; a file that is there is replaced."""
        self.change(lambda: source.replace(target))
        self.settle(target.parent)

    def unlink(self, path: Path) -> None:
        """Gone already is as good."""
        if os.path.lexists(path):
            self.change(lambda: path.unlink(missing_ok=True))

    def remove_tree(self, folder: Path) -> None:
        """Renamed first, so that half a tree never bears its name."""
        if not folder.exists():
            return
        gone = folder.with_name(folder.name + ".gone")
        if gone != folder and not folder.name.endswith(".gone"):
            self.change(lambda: shutil.rmtree(gone, ignore_errors=True))
            self.rename(folder, gone)
        self.change(lambda: shutil.rmtree(gone, ignore_errors=True))

    def make_folder(self, folder: Path) -> None:
        self.change(lambda: folder.mkdir(mode=0o700, parents=True, exist_ok=True))

    def touch(self, path: Path) -> None:
        """An empty file: the name is what it says."""
        self.change(lambda: os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)))
        self.settle(path.parent)

    def write(self, path: Path, content: bytes) -> None:
        """Whole or not at all."""
        part = path.with_name(path.name + ".new")
        self.change(lambda: self.fill(part, [content]))
        self.flush(part)
        self.rename(part, path)

    def fill(self, path: Path, chunks: Iterable[bytes], mode: int = 0o600) -> None:
        """A file that is looked at again before it counts; flush() makes it durable."""
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                file.write(chunk)

    def copy(self, source: Path, target: Path) -> None:
        """A durable copy that has its name only when it is whole."""
        part = target.with_name(target.name + ".new")
        self.change(lambda: shutil.copyfile(source, part))
        self.change(lambda: part.chmod(0o600))
        self.flush(part)
        self.rename(part, target)

    def copy_tree(self, source: Path, target: Path) -> None:
        """As copy(), for a folder of few files."""
        part = target.with_name(target.name + ".new")
        self.remove_tree(part)
        self.change(lambda: shutil.copytree(source, part))
        for one in sorted(part.rglob("*")):
            self.flush(one)
        self.rename(part, target)

    def flush(self, path: Path) -> None:
        """Make a file or the names in a folder durable."""
        self.change(lambda: sync_folder(path) if path.is_dir() else _flush(path))

    def settle(self, folder: Path) -> None:
        """Make the names in *folder* durable."""
        self.change(lambda: sync_folder(folder))

    def free_bytes(self, folder: Path) -> int:
        return shutil.disk_usage(folder).free


def _flush(path: Path) -> None:
    if path.is_symlink():
        return
    with suppress(PermissionError), path.open("rb+") as file:  # a program that is read-only was flushed when written
        os.fsync(file.fileno())
