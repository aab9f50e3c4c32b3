"""An update that waits is installed before the window opens; whatever prevents it, this version goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from wemi_desk import trees, updating
from wemi_desk.config import Profile
from wemi_desk.domain.errors import ReleaseLockedError, ReleaseRefusedError, StorageError, WemiError
from wemi_desk.domain.releases import Release, UpdateState
from wemi_desk.gateways import trials
from wemi_desk.gateways.installation import TreeInstallation
from wemi_desk.gateways.machine_policy import load_policy
from wemi_desk.gateways.update_files import FolderUpdateFiles
from wemi_desk.logs import log

SELF_TEST_S = 180.0
_STAYS = frozenset(("space", "self_test"))
"""What may go well another morning, with the same archive."""


def waiting(profile: Profile) -> Release | None:
    """The release that this start installs: whole, newer than this program, and not one that failed here."""
    if not updating.is_frozen():
        return None
    files = FolderUpdateFiles(profile.updates)
    if not files.ready_facts.exists():
        return None
    release, programs = files.ready(), installation()
    if release is None or release.version <= programs.running() or programs.pending() is not None:
        return None
    return release if programs.allowed() and not programs.is_bad(release.version) else None


def installation() -> TreeInstallation:
    """The programs of this account, as the rest of the desk sees them."""
    return TreeInstallation(updating.here(), lambda: load_policy().may_update_itself)


def install(profile: Profile, release: Release) -> WemiError | None:
    """Everything up to the switch, while the caller holds the lock of *profile*; what prevented it, None for nothing.

    What was downloaded stays: another start tries again, unless the version is given up.
    """
    files, programs = FolderUpdateFiles(profile.updates), installation()
    try:
        programs.install(files.archive(release), release, finds_itself_whole, profile)
    except WemiError as error:
        log("update_not_installed", error=type(error).__name__, version=str(release.version), code=reason_of(error))
        if isinstance(error, ReleaseRefusedError):
            _tell_refused(files, release, error.reason)
        return None if isinstance(error, ReleaseLockedError) else error
    log("update_installed", version=str(release.version))
    return None


def _tell_refused(files: FolderUpdateFiles, release: Release, reason: str) -> None:
    """For the page of the updates; what is not what was signed for is fetched anew."""
    status = replace(files.status().about(release, UpdateState.REFUSED, datetime.now(UTC)), reason=reason)
    try:
        files.tell(status)
        if reason not in _STAYS:
            files.drop()
    except StorageError as error:
        log("update_not_told", error=type(error).__name__)


def is_switched(release: Release) -> bool:
    """Does the next start begin with it?"""
    current = updating.here().current()
    return current is not None and current.version == str(release.version)


def reason_of(error: Exception) -> str:
    """A code for the log."""
    return str(getattr(error, "reason", "")) or type(error).__name__


def finds_itself_whole(program: Path, seconds: float = SELF_TEST_S) -> bool:
    """Ask the new program to try each of its parts; what takes too long is ended with all that it started."""
    environ = trees.clean_environment(os.environ, getattr(sys, "_MEIPASS", ""))
    words = [str(program), "self-test", "--json"]
    try:
        with subprocess.Popen(  # noqa: S603 (the tree whose every file was just compared with what was signed)
            words, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as trial:
            try:
                said, _none = trial.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                _end(trial)
                return False
        return trial.returncode == 0 and json.loads(said)["ok"] is True
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _end(trial: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        trial.kill()
    else:
        os.killpg(trial.pid, signal.SIGKILL)
    trial.wait()


def tidy(profile: Profile) -> None:
    """What no version needs any more goes; in the background of a start."""
    if not updating.is_frozen():
        return
    programs, files = updating.here(), FolderUpdateFiles(profile.updates)
    if programs.path.is_dir():
        trials.tidy(programs)
    release = files.ready() if not programs.trial() else None
    if release is not None and (str(release.version) == programs.running or programs.is_bad(str(release.version))):
        _drop(files)


def _drop(files: FolderUpdateFiles) -> None:
    try:
        files.drop()
    except StorageError as error:
        log("update_not_dropped", error=type(error).__name__)

