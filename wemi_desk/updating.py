"""An update around the opening of the store: confirmed before the first record, undone when the store resists."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from wemi_desk import __version__, trees
from wemi_desk.config import Profile
from wemi_desk.domain.errors import HalfWayBackError, MigrationFailedError, NewVersionFailedError, StorageError
from wemi_desk.gateways import store_copies, trials
from wemi_desk.gateways.program_folder import LOG, MIGRATION, SPACE, ProgramFolder, folder_of_this_account

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from wemi_desk.domain.access import OpenedDesk

_FULL = "DiskFullError"


def here() -> ProgramFolder:
    """The programs of this account."""
    return folder_of_this_account(running_version())


def running_version() -> str:
    """Of this program, as its build says."""
    return trees.version_of(os.path.dirname(sys.executable), __version__) if is_frozen() else __version__


def told_version() -> str:
    """What the centre is told: the version that runs and, where a newer one did not work here, which and why."""
    running = running_version()
    if not is_frozen():
        return running
    programs, found = here(), []
    for one in programs.path.glob(trees.BAD + "*"):
        version = one.name.removeprefix(trees.BAD)
        if trees.number_of(version) > trees.number_of(running):
            found.append((trees.number_of(version), f"{running} ({version}: {programs.why(version)})"))
    return max(found)[1] if found else running


def is_frozen() -> bool:
    """From a checkout nothing is ever updated."""
    return trees.is_frozen()


@contextmanager
def opening(profile: Profile) -> Iterator[None]:
    """Around the migration: what fails in a version on trial ends the trial. Raises HalfWayBackError too."""
    if not is_frozen():
        yield
        return
    programs = here()
    if programs.is_half_way():
        raise HalfWayBackError
    try:
        yield
    except MigrationFailedError as error:
        reason = SPACE if error.cause == _FULL else MIGRATION
        if programs.is_tried_here() and programs.counts(profile) and programs.note_failure(reason):
            raise NewVersionFailedError(error.revision, error.cause) from error
        raise


def confirm(profile: Profile, engine: Engine, opened: OpenedDesk) -> None:
    """The store is open and migrated, nothing was written yet: where its log is whole, this version stays.

    Raises NewVersionFailedError, and StorageError when it cannot be noted: then nothing may be written.
    """
    if not is_frozen():
        return
    programs = here()
    if not programs.is_tried_here() or not programs.counts(profile):
        return
    if _log_is_whole(engine, opened) or not _was_whole(profile, programs.trial(), opened):
        trials.confirm(programs)
        return
    programs.note_failure(LOG)
    raise NewVersionFailedError("", LOG)


def settle() -> None:
    """A command puts another store in the place of the one that was copied: there is no way back to that."""
    if is_frozen() and (programs := here()).is_tried_here():
        trials.confirm(programs)


def _log_is_whole(engine: Engine, opened: OpenedDesk) -> bool:
    from wemi_desk.gateways.sealing import AesGcmSealer
    from wemi_desk.persistence.inspection import inspect

    return inspect(engine, AesGcmSealer(bytes(opened.audit_wrap))).first_bad_entry is None


def _was_whole(profile: Profile, trial: str, opened: OpenedDesk) -> bool:
    """A log that was broken before is not the newer version's fault; what cannot be read is taken for whole."""
    from wemi_desk.persistence.copying import remove_store
    from wemi_desk.persistence.database import open_engine

    copied = store_copies.copied_store(profile, trial)
    if copied is None:
        return True
    looked_at = profile.folder / "store.db.look"
    try:
        _lay(copied, looked_at)
        _lay(store_copies.copied_log(profile), looked_at.with_name(looked_at.name + "-wal"))
        engine = open_engine(looked_at, bytes(opened.db))
        try:
            return _log_is_whole(engine, opened)
        finally:
            engine.dispose()
    except (OSError, StorageError):
        return True
    finally:
        remove_store(looked_at)


def _lay(source: Path, target: Path) -> None:
    if source.exists():
        shutil.copyfile(source, target)
