"""A second start on the same data folder asks the console that is there to come forward, through a small file.

The folder is this account's alone, and the system lets go of the lock of a process that died: no socket that could
lead to nobody, nothing of the network. The first line is the console's process; each that calls adds one of its own,
and taking it away is the answer.
"""

from __future__ import annotations

import os
import re
import secrets
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event

from wemi_desk.config import Profile

PATIENCE_S = 3.0
ACTIVATION = "XDG_ACTIVATION_TOKEN"
"""By this word the system lets a window come forward that somebody asked for with the mouse."""
_POLL_S = 0.02
_LINE = re.compile(r"([0-9a-f]{16}) ([\x21-\x7e]{0,200})")
_MOST = 1 << 16


class Callers:
    """The side of the console that is there; every call blocks for a moment."""

    def __init__(self, profile: Profile) -> None:
        self._path = call_file(profile)
        self._own = b""

    def listen(self) -> Path:
        """From now on callers are heard; those of an earlier console are forgotten. Raises OSError."""
        self._own = f"{os.getpid()}\n".encode()
        with open(self._path, "wb", opener=_for_us_only) as file:
            file.write(self._own)
        return self._path

    def heard(self) -> str | None:
        """What the last caller brought along, perhaps nothing; None when nobody called. Whoever called is answered."""
        with suppress(OSError), self._path.open("r+b") as file:
            called = [_LINE.fullmatch(line) for line in _lines(file.read(_MOST)[len(self._own) :])]
            file.truncate(len(self._own))
            words = [line[2] for line in called if line is not None]
            return words[-1] if words else None
        return None

    def close(self) -> None:
        """Nobody is heard any more; while the lock of the folder is still held."""
        with suppress(OSError):
            self._path.unlink()


def call(profile: Profile, patience: float = PATIENCE_S, environ: Mapping[str, str] = os.environ) -> bool:
    """Ask the console of *profile* to come forward; False when none answers."""
    path, name = call_file(profile), secrets.token_hex(8)
    brought = environ.get(ACTIVATION, "")
    line = f"{name} {brought}"
    try:
        _let_forward(path)
        with open(path, "ab", opener=_only_if_there) as file:
            file.write(f"{line if _LINE.fullmatch(line) else name + ' '}\n".encode())
        return _is_answered(path, name, time.monotonic() + patience)
    except OSError:
        return False


def call_file(profile: Profile) -> Path:
    """Beside the lock, and of use only while somebody holds it."""
    return profile.lock.with_name("lock.call")


def _is_answered(path: Path, name: str, until: float) -> bool:
    while time.monotonic() < until:
        with path.open("rb") as file:
            if name.encode() not in file.read(_MOST):
                return True
        Event().wait(_POLL_S)
    return False


def _lines(content: bytes) -> list[str]:
    return content.decode("ascii", "replace").splitlines()


def _for_us_only(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def _only_if_there(path: str, flags: int) -> int:
    return os.open(path, (flags & ~os.O_CREAT) | getattr(os, "O_NOFOLLOW", 0))


def _let_forward(path: Path) -> None:
    """Windows lets only who was clicked put a window before the others: that right is passed on."""
    if sys.platform == "win32":
        import ctypes

        with path.open("rb") as file, suppress(ValueError):
            ctypes.windll.user32.AllowSetForegroundWindow(int(file.readline(20)))
