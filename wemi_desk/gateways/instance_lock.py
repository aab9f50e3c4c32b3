"""One console per data folder; the lock passes to the next process on a change of operator."""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from pathlib import Path
from threading import Event
from typing import IO

from wemi_desk.config import Profile
from wemi_desk.domain.errors import AnotherConsoleError

HANDOVER_SECONDS = 15.0
_POLL_SECONDS = 0.02


class InstanceLock:
    """Held by the system on an open file: a process that dies lets it go, whatever it left in the folder."""

    def __init__(self, file: IO[bytes], note: Path) -> None:
        self._file = file
        self._note = note

    def hand_over(self) -> str:
        """Announce the next process; start it with this word, then release() or end."""
        word = secrets.token_hex(16)
        said = json.dumps({"word": word, "until": time.time() + HANDOVER_SECONDS})
        with open(self._note, "w", opener=_for_us_only) as note:
            note.write(said)
        return word

    def withdraw(self) -> None:
        """The next process did not start after all."""
        self._note.unlink(missing_ok=True)

    def release(self) -> None:
        self._file.close()


def acquire(profile: Profile, word: str | None = None, patience: float = 0.0) -> InstanceLock:
    """Take the lock at once or within *patience*; with *word* wait for the process that gave it.

    Raises AnotherConsoleError.
    """
    note = profile.lock.with_name("lock.next")
    announced = _announced(note)
    if announced is not None and announced != word:
        raise AnotherConsoleError
    until = time.monotonic() + (HANDOVER_SECONDS if word is not None and word == announced else patience)
    file = open(profile.lock, "ab", opener=_for_us_only)  # noqa: SIM115 (held as long as the lock)
    while not _try_lock(file):
        if time.monotonic() >= until:
            file.close()
            raise AnotherConsoleError
        Event().wait(_POLL_SECONDS)
    note.unlink(missing_ok=True)
    return InstanceLock(file, note)


def hold(path: Path) -> IO[bytes] | None:
    """Take the lock on *path* at once, until the file is closed; None when another process has it. Raises OSError."""
    file = path.open("ab")
    if _try_lock(file):
        return file
    file.close()
    return None


def _for_us_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _announced(note: Path) -> str | None:
    """The word of a process that is about to come; a forgotten announcement runs out."""
    try:
        content = json.loads(note.read_bytes())
        left = float(content["until"]) - time.time()
        return str(content["word"]) if 0 < left <= HANDOVER_SECONDS else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            os.lseek(file.fileno(), 0, os.SEEK_SET)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
