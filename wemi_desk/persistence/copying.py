"""Copies of the store: made through the driver, encrypted like the store itself, looked at before they count."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from wemi_desk.domain.errors import DiskFullError, StorageError, StoreDamagedError
from wemi_desk.persistence.database import connect, storage_errors

_PAGES_A_STEP = 2_000


def copy_store(source: Path, key: bytes, target: Path) -> None:
    """Write a whole, checked copy at *target*, or nothing; writers may go on meanwhile.

    Raises StorageError (DiskFullError, StoreDamagedError, WrongStoreKeyError). A file already there is replaced
    only by a copy that passed its check.
    """
    part = target.with_name(target.name + ".part")
    try:
        with file_errors(), storage_errors():
            _write(source, key, part)
            check_integrity(part, key)
            _settle(part, target)
    finally:
        remove_store(part)


def check_integrity(path: Path, key: bytes) -> None:
    """Every page's seal, then the tables themselves; raises StoreDamagedError, WrongStoreKeyError."""
    with storage_errors(), closing(connect(path, key)) as connection:
        broken = connection.execute("PRAGMA cipher_integrity_check").fetchmany(1)
        if broken or connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise StoreDamagedError


def remove_store(path: Path) -> None:
    """Delete a store and what lies beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        _beside(path, suffix).unlink(missing_ok=True)


@contextmanager
def file_errors() -> Iterator[None]:
    """Say what the disk refused in our words; the system's text holds paths."""
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
        raise DiskFullError if full else StorageError(type(error).__name__) from None


def move_store(path: Path, target: Path) -> None:
    """Rename a store that nobody has open; its log goes first, so that it never lies beside another store."""
    for suffix in ("-wal", "-shm", ""):
        if _beside(path, suffix).exists():
            _beside(path, suffix).replace(_beside(target, suffix))
    flush_folder(target.parent)


def restored_name(store: Path) -> Path:
    """Where a restored store waits, ready, for the old one to be set aside."""
    return store.with_name(store.name + ".restored")


def finish_restore(store: Path) -> None:
    """Put a store that is ready into its place; also done at the next start, when a power cut came in between."""
    ready = restored_name(store)
    if ready.exists() and not store.exists():
        move_store(ready, store)


def rekeyed_name(store: Path) -> Path:
    """Where the store under its new key waits until the slots open it."""
    return store.with_name(store.name + ".rekeyed")


def rekeying_name(store: Path) -> Path:
    """Where it is made."""
    return store.with_name(store.name + ".rekeying")


def finish_rekeying(store: Path, key: bytes) -> None:
    """Put the store under the new key into its place, once there is nobody whom the old one opens.

    What *key* does not open was begun and never counted: it goes, like half a copy.
    """
    ready, half = rekeyed_name(store), rekeying_name(store)
    for left in (half, half.with_name(half.name + ".part")):
        remove_store(left)
    if not ready.exists():
        return
    try:
        connect(ready, key).close()
    except StorageError:
        remove_store(ready)
        return
    for suffix in ("-wal", "-shm", "-journal"):
        _beside(store, suffix).unlink(missing_ok=True)
    move_store(ready, store)


def _write(source: Path, key: bytes, part: Path) -> None:
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT, 0o600))
    with closing(connect(source, key)) as here, closing(sqlcipher.connect(str(part))) as there:
        there.execute("PRAGMA cipher_log_level = NONE").fetchall()
        there.execute(f"""PRAGMA key = "x'{key.hex()}'" """).fetchall()
        here.backup(there, pages=_PAGES_A_STEP)
        there.execute("PRAGMA journal_mode = DELETE").fetchall()  # one file, nothing beside it


def _settle(part: Path, target: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    flush_folder(target.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in *folder* durable."""
    if os.name == "nt":
        return  # a folder cannot be opened there; NTFS keeps renames in its own journal
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
