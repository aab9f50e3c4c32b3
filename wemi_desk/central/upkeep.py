"""Backups of a centre, putting one back, and whether its books are right."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sqlalchemy import create_engine, select
from sqlalchemy.engine import URL, make_url

from wemi_desk.central.exchange.ports import RecoveryReport
from wemi_desk.central.exchange.recovery import WINDOW, end
from wemi_desk.central.office import Office
from wemi_desk.central.registry import Registry
from wemi_desk.central.serve import new_id
from wemi_desk.central.store.tables import CENTRE
from wemi_desk.central.store.upkeep import Mended
from wemi_desk.domain.errors import BackupMissingError, InvalidFieldError, StorageError, StoreDamagedError

if TYPE_CHECKING:
    from wemi_desk.central.store.workspace import SqlWorkspace

_SQLITE_NAME, _POSTGRES_NAME, _FILES = "centre.db", "centre.dump", "files"


class ProgramFailedError(StorageError):
    """One of PostgreSQL's own programs gave up; *said*: its last line."""

    def __init__(self, program: str, said: str) -> None:
        super().__init__(program)
        self.program = program
        self.said = (said.strip().splitlines() or [""])[-1][:300]


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """Where a backup is, and how many desks may let go of what it covers."""

    place: Path
    logs_moved_on: int


def back_up(office: Office, url: str, folder: Path) -> MadeBackup:
    """A backup that was read back; keys and erasure ledger do not go with it: they live elsewhere. StorageError."""
    place = folder / f"centre-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    part = place.with_name(place.name + ".part")
    part.mkdir(parents=True, mode=0o700)
    backup_id = new_id()
    office.within(lambda work: cast("SqlWorkspace", work).begin_backup(backup_id))
    try:
        _copy(url, part, office.place.files)
        part.replace(place)
    except BaseException:  # half a copy never bears the name of one
        shutil.rmtree(part, ignore_errors=True)
        raise
    moved = office.within(lambda work: cast("SqlWorkspace", work).finish_backup(backup_id))
    office.note("backup", place.name)
    return MadeBackup(place, moved)


def _copy(url: str, place: Path, files: Path) -> None:
    if make_url(url).get_backend_name() == "sqlite":
        _copy_sqlite(Path(make_url(url).database or ""), place / _SQLITE_NAME)
    else:
        _pg(url, "pg_dump", "--format=custom", "--no-owner", f"--file={place / _POSTGRES_NAME}")
        _pg(url, "pg_restore", "--list", str(place / _POSTGRES_NAME), connected=False)
    if files.exists():
        shutil.copytree(files, place / _FILES, ignore=shutil.ignore_patterns("*.part"))


def put_back(url: str, place: Path, files: Path) -> None:
    """The database as it was; nobody may be served meanwhile. :func:`begin_recovery` follows. Raises StorageError."""
    if make_url(url).get_backend_name() == "sqlite":
        source, target = place / _SQLITE_NAME, Path(make_url(url).database or "")
        _refuse_missing(source)
        try:
            _copy_sqlite(source, target)  # in place: whoever has it open sees the copy
        except StorageError:  # what was there is damaged
            for name in (target, target.with_name(target.name + "-wal"), target.with_name(target.name + "-shm")):
                name.unlink(missing_ok=True)
            _copy_sqlite(source, target)
    else:
        _refuse_missing(place / _POSTGRES_NAME)
        _pg(url, "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--dbname={}",
            str(place / _POSTGRES_NAME))  # fmt: skip
        _analyse(url)
    if (place / _FILES).exists():
        shutil.copytree(place / _FILES, files, dirs_exist_ok=True)


def tenants_of(url: str) -> Sequence[str]:
    """Every tenant of a database."""
    engine = create_engine(url, hide_parameters=True)
    try:
        with engine.connect() as connection:
            return sorted(connection.execute(select(CENTRE.c.tenant)).scalars())
    finally:
        engine.dispose()


def begin_recovery(office: Office) -> int:
    """A new epoch: everything is taken, nothing decided. Erasures first; the number of the last one."""
    epoch = new_id()
    office.exchange.replay(office.tenant)
    office.within(lambda work: work.open_epoch(epoch))
    known = office.within(lambda work: work.erase_no())
    Registry(office).forget_files()
    office.note("restored")
    return known


def recovery(office: Office) -> RecoveryReport:
    """Who has spoken since the restore, and who has not."""
    return office.within(lambda work: work.recovery(WINDOW))


def end_recovery(office: Office) -> RecoveryReport:
    """By decision, although desks are missing."""
    report = office.within(lambda work: end(work, decided=True))
    office.note("recovery_ended", str(len(report.missing)))
    return report


def wrong_scopes(office: Office) -> Sequence[str]:
    """Scopes whose count and digest did not say what is there; they do now, and desks that differ heal."""
    scopes = office.within(lambda work: cast("SqlWorkspace", work).scopes())
    mended = [office.within(partial(_mended, scope=scope)) for scope in scopes]  # one transaction each: none waits long
    wrong = [one.scope for one in mended if one]
    for scope in wrong:
        office.note("books_mended", scope)
    return wrong


def _mended(work: object, *, scope: str) -> Mended:
    return cast("SqlWorkspace", work).mend(scope)


def _copy_sqlite(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
            if new.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise StoreDamagedError
    except sqlite3.Error as error:
        raise StorageError(type(error).__name__) from None


def _pg(url: str, program: str, *arguments: str, connected: bool = True) -> None:
    """One of PostgreSQL's own programs; the password goes by the environment, where nobody else reads it."""
    found = shutil.which(program)
    if found is None:
        raise InvalidFieldError("program", "missing", name=program)
    made = make_url(url)
    plain = _plain(made)
    environment = dict(os.environ) | ({"PGPASSWORD": str(made.password)} if made.password else {})
    words = [word.format(plain) if word == "--dbname={}" else word for word in arguments]
    if connected and not any(word.startswith("--dbname=") for word in words):
        words.append(f"--dbname={plain}")
    done = subprocess.run([found, *words], env=environment, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise ProgramFailedError(program, done.stderr.decode(errors="replace"))


def _plain(url: URL) -> str:
    return url.set(drivername="postgresql", password=None).render_as_string()


def _analyse(url: str) -> None:
    """Without it a restored database plans its first day badly (sync-details 5.3)."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", hide_parameters=True)
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def _refuse_missing(path: Path) -> None:
    if not path.exists():
        raise BackupMissingError
