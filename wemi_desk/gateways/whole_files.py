"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from threading import Event

from wemi_desk.domain.errors import DataFolderError, DiskFullError, FileHeldError, StorageError
from wemi_desk.guards import forbid_on_ui_thread

PATIENCE_S = 40.0


def wait(seconds: float) -> None:
    """Until somebody else is done."""
    Event().wait(seconds)


def write_whole(path: Path, content: bytes) -> None:
    """Replace *path* durably: a kill or power cut leaves the old file or the new one; who holds it is waited for.

    Raises StorageError, DataFolderError.
    """
    forbid_on_ui_thread("disk")
    draft = path.with_name(path.name + ".new")
    try:
        _patiently(lambda: _write_through(draft, content))
        _patiently(lambda: draft.replace(path))
        sync_folder(path.parent)
    except OSError as error:
        raise translated(error) from None


def sync_folder(folder: Path) -> None:
    """Make a rename or deletion in *folder* durable; Windows does it with the file itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _patiently(act: Callable[[], object]) -> None:
    """On Windows a scanner of viruses keeps a new file open for a while, and nobody else may rename it."""
    try:
        act()
    except OSError as error:
        from wemi_desk.gateways.patient_disk import Disk, is_held

        if not is_held(error):
            raise
        Disk(wait, PATIENCE_S).change(act)


def translated(error: OSError) -> StorageError | DataFolderError:
    from wemi_desk.gateways.patient_disk import is_held

    if is_held(error):
        return FileHeldError()
    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
        return DiskFullError()
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return DataFolderError("read_only")
    return StorageError(type(error).__name__)


def _write_through(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
