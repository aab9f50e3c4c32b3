"""Make the data folder of a profile, readable by this account only."""

from __future__ import annotations

import os
import shutil

from wemi_desk.config import Profile
from wemi_desk.domain.errors import DataFolderError
from wemi_desk.gateways.file_systems import is_remote
from wemi_desk.gateways.whole_files import translated, write_whole


def prepare(profile: Profile) -> None:
    """Create what is missing. Raises DataFolderError (read_only, not_a_folder, mixed, remote) or StorageError."""
    _refuse_mixture(profile)
    _refuse_remote(profile)
    try:
        for folder in (profile.folder, profile.slots, profile.files, profile.backups, profile.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
    except (FileExistsError, NotADirectoryError):
        raise DataFolderError("not_a_folder") from None
    except OSError as error:
        raise translated(error) from None
    if not os.access(profile.folder, os.W_OK | os.X_OK):
        raise DataFolderError("read_only")
    if profile.practice and not profile.practice_mark.exists():
        write_whole(profile.practice_mark, b"Persone inventate: qui non si scrivono dati veri.\n")


def empty_unfinished(profile: Profile) -> None:
    """Take away what is left of a palestra that was never finished; a real desk has no such mark and keeps all."""
    if not (profile.practice and profile.practice_mark.exists() and profile.practice_unfinished.exists()):
        return
    kept = {profile.practice_mark, profile.practice_unfinished, profile.lock}
    try:
        for one in profile.folder.iterdir():
            if one.is_dir():
                shutil.rmtree(one)
            elif one not in kept:
                one.unlink()
    except OSError as error:
        raise translated(error) from None


def _refuse_remote(profile: Profile) -> None:
    """No desk begins on a share: locks and shared memory of a database do not hold there. One that stands is told by
    the doctor, and goes on: to shut it would lose more."""
    if not profile.state.exists() and is_remote(profile.folder):
        raise DataFolderError("remote")


def _refuse_mixture(profile: Profile) -> None:
    """A real desk never becomes a palestra, nor the other way round."""
    marked = profile.practice_mark.exists()
    used = profile.state.exists() or profile.store.exists()
    if (marked and not profile.practice) or (used and profile.practice and not marked):
        raise DataFolderError("mixed")
