"""Open the store of this desk: copied before any migration, looked at afterwards, put back when it failed."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, insert, select

from wemi_desk.domain.errors import MigrationFailedError, StorageError, StoreMissingError, StoreTooNewError
from wemi_desk.persistence import upgrade
from wemi_desk.persistence.audit import begin_chain
from wemi_desk.persistence.copying import check_integrity, copy_store, file_errors, finish_restore, move_store
from wemi_desk.persistence.database import open_engine, storage_errors
from wemi_desk.persistence.migrations import LATEST
from wemi_desk.persistence.tables import DESK
from wemi_desk.services.ports import Sealer
from wemi_desk.sync.messages import EMPTY_CHAIN


def open_store(path: Path, key: bytes, copies: Path, at: datetime) -> Engine:
    """The store on today's schema; *copies* is where the file is kept before a migration changes it.

    A store that needs no migration opens at once: its integrity is looked at in the background (``check_integrity``).
    Raises WrongStoreKeyError, StoreDamagedError, DiskFullError, StoreTooNewError, MigrationFailedError.
    """
    finish_restore(path)
    _only_ours(path)
    engine = open_engine(path, key)
    try:
        with storage_errors():
            revision = upgrade.current(engine)
        if revision is None:
            _make(engine)
        elif revision > LATEST:
            raise StoreTooNewError(revision)
        elif revision != LATEST:
            engine.dispose()
            _migrate(path, key, copies / copy_name(revision, at), revision)
    except BaseException:
        engine.dispose()
        raise
    return engine


def refuse_lost(path: Path) -> None:
    """Raise StoreMissingError when there was a store here and it is gone: an empty one must not take its place."""
    finish_restore(path)
    gone = not path.exists() or path.stat().st_size == 0
    if gone and _mark(path).exists():
        raise StoreMissingError


def remember_made(path: Path) -> None:
    """From now on a store that is not there is missed."""
    with file_errors():
        _mark(path).touch(mode=0o600)


def _mark(path: Path) -> Path:
    return path.with_name(path.name + ".made")


def found_store(
    engine: Engine,
    *,
    device_id: UUID,
    incarnation: UUID,
    space_code: str,
    is_practice: bool,
    sealer: Sealer,
    audit_key: bytes,
    at: datetime,
) -> None:
    """Write who a new store is and begin its chains; *audit_key* is random and known to the centre."""
    with storage_errors(), engine.begin() as connection:
        connection.execute(
            insert(DESK).values(
                device_id=device_id, incarnation=incarnation, last_number=0, chain=EMPTY_CHAIN, hlc=0,
                highest_time=at, space_code=space_code, is_practice=int(is_practice),
            )
        )  # fmt: skip
        begin_chain(connection, sealer, audit_key, at)


def is_founded(engine: Engine) -> bool:
    """Does the store know whose it is?"""
    with storage_errors(), engine.execution_options(read_only=True).connect() as connection:
        return connection.execute(DESK.select()).first() is not None


def highest_time(engine: Engine) -> datetime:
    """The latest instant this store has seen: its clock never goes behind it."""
    with storage_errors(), engine.execution_options(read_only=True).connect() as connection:
        seen: datetime = connection.execute(select(DESK.c.highest_time)).scalar_one()
        return seen


def copy_name(revision: str, at: datetime) -> str:
    """Name of the copy kept before a migration from *revision*."""
    return f"before-migration-{revision}-{at:%Y%m%dT%H%M%SZ}.db"


def _only_ours(path: Path) -> None:
    """A new file is closed to other accounts before anything is in it; what lies beside it takes its mode over."""
    if not path.exists():
        with file_errors():
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def _make(engine: Engine) -> None:
    with storage_errors():
        upgrade.upgrade(engine)


def _migrate(path: Path, key: bytes, copy: Path, revision: str) -> None:
    check_integrity(path, key)
    copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy_store(path, key, copy)
    engine = open_engine(path, key)
    try:
        upgrade.upgrade(engine)
        engine.dispose()
        check_integrity(path, key)
    except Exception as error:
        engine.dispose()
        _put_back(path, key, copy, revision)
        raise MigrationFailedError(revision, type(error).__name__) from error


def _put_back(path: Path, key: bytes, copy: Path, revision: str) -> None:
    """A migration is one transaction, so the old store should still be there; if it is not, the copy is."""
    try:
        check_integrity(path, key)
        engine = open_engine(path, key)
        try:
            if upgrade.current(engine) == revision:
                return
        finally:
            engine.dispose()
    except StorageError:
        pass  # the reason to put the copy back
    move_store(path, path.with_name(path.name + ".failed"))
    copy_store(copy, key, path)
