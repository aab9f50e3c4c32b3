"""Copies of the store: made through the driver, encrypted like the store itself, looked at before they count."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from wemi_desk.domain.errors import StoreDamagedError
from wemi_desk.persistence.database import connect, storage_errors

_PAGES_A_STEP = 2_000


def copy_store(source: Path, key: bytes, target: Path) -> None:
    """Write a whole, checked copy at *target*, or nothing; writers may go on meanwhile.

    Raises StorageError (DiskFullError, StoreDamagedError, WrongStoreKeyError). A file already there is replaced
    only by a copy that passed its check.
    """
    part = target.with_name(target.name + ".part")
    try:
        with storage_errors():
            _write(source, key, part)
        check_integrity(part, key)
        _settle(part, target)
    finally:
        for left in (part, _beside(part, "-wal"), _beside(part, "-shm"), _beside(part, "-journal")):
            left.unlink(missing_ok=True)


def check_integrity(path: Path, key: bytes) -> None:
    """Every page's seal, then the tables themselves; raises StoreDamagedError, WrongStoreKeyError."""
    with storage_errors(), closing(connect(path, key)) as connection:
        broken = connection.execute("PRAGMA cipher_integrity_check").fetchmany(1)
        if broken or connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise StoreDamagedError


def remove_store(path: Path) -> None:
    """Delete a store and what lies beside it."""
    for one in (path, _beside(path, "-wal"), _beside(path, "-shm")):
        one.unlink(missing_ok=True)


def move_store(path: Path, target: Path) -> None:
    """Rename a store that nobody has open."""
    for suffix in ("-wal", "-shm", ""):
        if _beside(path, suffix).exists():
            _beside(path, suffix).replace(_beside(target, suffix))
    _flush(target.parent)


def _write(source: Path, key: bytes, part: Path) -> None:
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT, 0o600))
    with closing(connect(source, key)) as here, closing(sqlcipher.connect(str(part))) as there:
        there.execute("PRAGMA cipher_log_level = NONE").fetchall()
        there.execute(f"""PRAGMA key = "x'{key.hex()}'" """).fetchall()
        here.backup(there, pages=_PAGES_A_STEP)
        there.execute("PRAGMA journal_mode = DELETE").fetchall()  # one file, nothing beside it


def _settle(part: Path, target: Path) -> None:
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)
    _flush(target.parent)


def _flush(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be opened there; NTFS keeps renames in its own journal
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
