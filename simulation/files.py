"""Stores in real SQLCipher files, for a share of the histories: what is copied, put back or killed is a file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2 as sqlcipher

from simulation.traps import Trap, _Cursor, _Store, _Trapped
from wemi_desk.persistence import database

KEY = bytes(range(32))
_connect = sqlcipher.connect
_BESIDE = ("", "-wal")
"""What a process that is killed leaves on the disk; the index of the log is made anew."""


class FileCursor(_Cursor, sqlcipher.Cursor):
    """On a store in a file."""


class FileStore(_Store, sqlcipher.Connection):
    """In a file of its own, under a key."""

    failure = sqlcipher.OperationalError
    path: Path

    def read(self, query: str, *values: Any) -> Any:
        """Past the trap."""
        return sqlcipher.Connection.cursor(self).execute(query, values)

    def serialize(self) -> bytes:
        """The file, with all that was committed."""
        self.rollback()
        self.read("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return self.path.read_bytes()

    def killed(self, trap: Trap) -> FileStore:
        """The process is gone in the middle of what it did; another opens what the disk has."""
        left = _fresh_path()
        for suffix in _BESIDE:
            if (part := Path(f"{self.path}{suffix}")).exists():
                shutil.copyfile(part, f"{left}{suffix}")
        self.end()
        return _opened(left, trap)

    def end(self) -> None:
        super().end()
        for part in self.path.parent.glob(f"{self.path.name}*"):
            part.unlink()

    def pages(self) -> bytes:
        """Every row of every table, one after the other."""
        tables = [name for (name,) in self.read("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
        return b"\n".join(_texts(self.read(f"SELECT * FROM {name}").fetchall()) for name in tables)


class WatchedFileStore(_Trapped, FileStore):
    """In a file, watched."""

    watchful = FileCursor


FileStore.plain, FileStore.trapped = FileStore, WatchedFileStore


def _texts(rows: list[Any]) -> bytes:
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Gone with the process."""
    return tempfile.TemporaryDirectory(prefix="histories-")


_NUMBERS: Iterator[int] = count()


def _fresh_path() -> Path:
    return Path(_folder().name) / f"{next(_NUMBERS)}.db"


def open_file(content: bytes, trap: Trap) -> FileStore:
    """A store with this content (an encrypted file, or nothing), opened as the program does."""
    path = _fresh_path()
    if content:
        path.write_bytes(content)
    return _opened(path, trap)


def _opened(path: Path, trap: Trap) -> FileStore:
    with patch.object(sqlcipher, "connect", partial(_connect, factory=FileStore)):
        store: FileStore = database.connect(path, KEY)
    store.path = path
    store.quiet(trap)
    return store


class FilePlace:
    """An engine, and the store in a file it is on now."""

    def __init__(self) -> None:
        self.connection: Any = None
        self.engine = create_engine(
            "sqlite://", module=sqlcipher, creator=lambda: self.connection, poolclass=StaticPool, hide_parameters=True
        )
        event.listen(self.engine, "begin", database._begin)

    def on(self, connection: Any) -> Engine:
        """The engine, on this connection."""
        if connection is not self.connection:
            self.connection = connection
            self.engine.dispose()
        return self.engine
