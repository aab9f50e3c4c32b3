"""The encrypted store of the desk: one SQLCipher file, opened with a raw 256-bit key."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from wemi_desk.domain.errors import DiskFullError, StorageError, StoreDamagedError, WrongStoreKeyError

KEY_BYTES = 32
CACHE_KIB = 1_000
"""Each connection has its own; the index is read here and there, and more brings the search nothing."""
_PRAGMAS = (
    "cipher_memory_security = OFF",  # zeroing every page costs half the speed and proves nothing (security.md 10)
    "foreign_keys = ON",
    "journal_mode = WAL",
    "synchronous = FULL",
    "wal_autocheckpoint = 4000",  # pages, 16 MB: what a download writes again and again goes to the store once
    "busy_timeout = 5000",
    "secure_delete = ON",
    "temp_store = MEMORY",
    f"cache_size = -{CACHE_KIB}",
)
_FULL, _CORRUPT, _NOTADB = 13, 11, 26
_NOTHING = {None: None}.get
"""None for None, without a frame of Python."""


def open_engine(path: Path, key: bytes) -> Engine:
    """Open the store at *path*; *key* is 32 raw bytes, already derived. Neither ever stands in a URL."""
    if len(key) != KEY_BYTES:
        raise ValueError("the store key has 32 bytes")
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, key),
        poolclass=QueuePool,
        pool_size=3,
        pool_use_lifo=True,  # what one connection has read of the store, another would have to decrypt anew
        max_overflow=3,
        hide_parameters=True,  # personal data stay out of exception texts
    )
    event.listen(engine, "begin", _begin)
    return engine


def connect(path: Path, key: bytes) -> Any:
    """One plain driver connection, for copies and integrity checks; raises WrongStoreKeyError, StorageError."""
    bind_plainly(sqlcipher)
    try:
        connection = sqlcipher.connect(str(path), timeout=5.0, check_same_thread=False, isolation_level=None)
    except sqlcipher.DatabaseError as error:
        raise StorageError(type(error).__name__) from None
    try:
        connection.execute("PRAGMA cipher_log_level = NONE").fetchall()  # first: it would write to stderr
        connection.execute(f"""PRAGMA key = "x'{key.hex()}'" """).fetchall()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except sqlcipher.DatabaseError as error:
        connection.close()
        raise translated(error) from None
    return connection


def settle_log(engine: Engine) -> None:
    """Bring the log beside the store into it as far as no reader is at work: for an engine that is about to go."""
    if not isinstance(engine.pool, QueuePool) or not engine.pool.checkedin():
        return  # nothing was read or written through it
    with storage_errors(), engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA busy_timeout = 0").fetchall()
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def bind_plainly(driver: Any) -> None:
    """Bytes, None and truth values are bound as they are: a driver that knows no adapter for them asks their types for
    one, in vain, at every single value, and that takes longer than to write it."""
    driver.register_adapter(bytes, bytes)
    driver.register_adapter(type(None), _NOTHING)
    driver.register_adapter(bool, int)


def translated(error: Exception) -> StorageError:
    """Turn a driver error into one of ours; the driver's text is dropped because it may quote values."""
    original = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    code = getattr(original, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    text = str(original)
    if primary == _NOTADB or "not a database" in text:
        return WrongStoreKeyError()
    if primary == _FULL or "disk is full" in text:
        return DiskFullError()
    if primary == _CORRUPT or "malformed" in text:
        return StoreDamagedError()
    return StorageError(type(original).__name__)


class _StorageErrors:
    """Has no state: one for all blocks."""

    __slots__ = ()

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: Any, error: BaseException | None, _trace: Any) -> None:
        if isinstance(error, (DBAPIError, sqlcipher.DatabaseError)):
            raise translated(error) from error


_STORAGE_ERRORS = _StorageErrors()


def storage_errors() -> AbstractContextManager[None]:
    """Translate whatever the driver raises inside the block."""
    return _STORAGE_ERRORS


def reading(engine: Engine) -> Engine:
    """The same store for readers: they never block the writer."""
    return engine.execution_options(read_only=True)


def _begin(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    cursor_of(connection).execute("BEGIN" if read_only else "BEGIN IMMEDIATE")


def cursor_of(connection: Connection) -> Any:
    """The driver's own cursor, in the transaction that *connection* has begun: for statements that are run often."""
    driver: Any = connection.connection.driver_connection
    return driver.cursor()
