"""Backups as folders named by their instant: the store, and the slots and state file that go along."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, func, select
from sqlcipher3 import dbapi2 as sqlcipher

from wemi_desk.domain.errors import BackupMissingError, StorageError
from wemi_desk.persistence.copying import (
    check_integrity,
    copy_store,
    file_errors,
    finish_restore,
    flush_folder,
    move_store,
    remove_store,
    restored_name,
)
from wemi_desk.persistence.database import connect, storage_errors
from wemi_desk.persistence.driver import Driver, pooled
from wemi_desk.persistence.opening import open_store
from wemi_desk.persistence.rewriting import Rewriting
from wemi_desk.persistence.sync_erasure import carried_out, erase_all
from wemi_desk.persistence.sync_log import new_incarnation
from wemi_desk.persistence.tables import METADATA
from wemi_desk.services.backups import Backup
from wemi_desk.sync.wire import Erasure

STORE_NAME = "store.db"
_NAME = "wemi-%Y%m%dT%H%M%S.%fZ"
_PART = ".part"


class FolderBackups:
    """See services.backups.BackupPlace; *companions* are the files that open the store: small, sealed, copied as is."""

    def __init__(self, store: Path, key: bytes, folder: Path, companions: Callable[[], Sequence[Path]]) -> None:
        self._store = store
        self._key = key
        self._folder = folder
        self._companions = companions

    def make(self, at: datetime) -> Backup:
        """A whole, checked copy, or none."""
        target = self._folder / at.strftime(_NAME)
        part = target.with_name(target.name + _PART)
        try:
            with file_errors():
                self._clear_leftovers()
                part.mkdir(mode=0o700, parents=True)
                copy_store(self._store, self._key, part / STORE_NAME)
                self._take_along(part)
                flush_folder(part)
                part.rename(target)
                flush_folder(self._folder)
        except StorageError:
            shutil.rmtree(part, ignore_errors=True)
            raise
        return Backup(target, at, _size(target))

    def listed(self) -> Sequence[Backup]:
        """Whole copies, newest first."""
        return listed(self._folder)

    def remove(self, backup: Backup) -> None:
        """Let one copy go; its name goes first, so that half a copy is never listed."""
        gone = backup.place.with_name(backup.place.name + _PART)
        with file_errors():
            backup.place.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def check_store(self) -> None:
        """Look at every page of the store itself."""
        check_integrity(self._store, self._key)

    def counts(self, backup: Backup) -> Mapping[str, int]:
        """Rows in each table of a copy."""
        return counts(backup.place / STORE_NAME, self._key)

    def _take_along(self, part: Path) -> None:
        for file in self._companions():
            if file.is_file():
                target = part / file.relative_to(self._store.parent)
                target.parent.mkdir(mode=0o700, exist_ok=True)
                shutil.copyfile(file, target)
                target.chmod(0o600)

    def _clear_leftovers(self) -> None:
        for left in self._folder.glob("wemi-*" + _PART):
            shutil.rmtree(left, ignore_errors=True)


def listed(folder: Path) -> Sequence[Backup]:
    """Whole copies in *folder*, newest first; no key is needed to see them."""
    found = []
    for place in folder.glob("wemi-*Z"):
        made_at = _instant(place.name)
        if made_at is not None and (place / STORE_NAME).is_file():
            found.append(Backup(place, made_at, _size(place)))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def counts(store: Path, key: bytes) -> Mapping[str, int]:
    """Check a store file whole, then count the rows of each table of the day's work."""
    check_integrity(store, key)
    with storage_errors(), closing(connect(store, key)) as connection:
        known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        queries = {name: str(select(func.count()).select_from(table)) for name, table in METADATA.tables.items()}
        return {name: connection.execute(queries[name]).fetchone()[0] for name in sorted(known & queries.keys())}


def restore(
    backup: Path, store: Path, key: bytes, *, at: datetime, incarnation: UUID, after: Callable[[Engine], None]
) -> Path | None:
    """Put a copy in the place of *store*, which nobody has open; returns where the replaced store was put.

    The copy is checked, migrated, given a new *incarnation* (the centre may know acts that it does not hold) and
    handed to *after* (tombstones, log entry) before it takes the place: until the last step nothing has changed.
    Raises BackupMissingError, WrongStoreKeyError, StoreDamagedError, DiskFullError.
    """
    source = backup / STORE_NAME if backup.is_dir() else backup
    if not source.is_file():
        raise BackupMissingError
    fresh = store.with_name(store.name + ".restoring")
    with file_errors():
        remove_store(fresh)
        check_integrity(source, key)
        copy_store(source, key, fresh)
        _begin_again(fresh, key, at, incarnation, _orders_of(store, key), after)
        check_integrity(fresh, key)
        move_store(fresh, restored_name(store))
        replaced = _set_aside(store, at)
        finish_restore(store)
    return replaced


def _orders_of(store: Path, key: bytes) -> Sequence[Erasure]:
    """Orders to erase that the store in use has carried out: they hold for the copy too. Nothing from a broken one;
    the centre gives them again."""
    if not store.exists():
        return []
    try:
        with closing(connect(store, key)) as connection:
            return carried_out(connection.cursor())
    except (StorageError, sqlcipher.DatabaseError):
        return []


def _begin_again(
    fresh: Path,
    key: bytes,
    at: datetime,
    incarnation: UUID,
    orders: Sequence[Erasure],
    after: Callable[[Engine], None],
) -> None:
    engine = open_store(fresh, key, fresh.with_name("copies"), at)
    try:
        with Driver(pooled(engine)).writing() as cursor:
            new_incarnation(cursor, incarnation)
            erase_all(cursor, orders)
        Rewriting(pooled(engine)).rewrite_if_due()
        after(engine)
    finally:
        engine.dispose()


def _set_aside(store: Path, at: datetime) -> Path | None:
    if not store.exists():
        return None
    replaced = store.with_name(f"store-replaced-{at:%Y%m%dT%H%M%SZ}.db")
    move_store(store, replaced)
    return replaced


def _instant(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def _size(place: Path) -> int:
    return sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
