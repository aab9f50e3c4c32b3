"""A second start on the same data folder asks the console that is there to come forward, through a small file.

The folder is this account's alone, and the system lets go of the lock of a process that died: no socket that could
lead to nobody, nothing of the network. The first line is the console's process; each that calls adds one of its own,
and the console adds its answer. Nothing is ever taken away while the console is there: a call that comes meanwhile
would go with it. And who looks and finds nobody writes nothing: the file is watched, each writing is a reason to look.
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
from threading import Event, Lock
from typing import BinaryIO

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
        self._turn = Lock()
        self._read = 0
        """How far the file was read, in bytes."""

    def listen(self) -> Path:
        """From now on callers are heard; those of an earlier console are forgotten. Raises OSError."""
        own = f"{os.getpid()}\n".encode()
        with open(self._path, "wb", opener=_for_us_only) as file:
            file.write(own)
        self._read = len(own)
        return self._path

    def heard(self) -> str | None:
        """What the last caller brought along, perhaps nothing; None when nobody called. Whoever called is answered."""
        with suppress(OSError), self._turn, open(self._path, "a+b", opener=_only_if_there) as file:
            called = [found for line in self._new_lines(file) if (found := _LINE.fullmatch(line))]
            if called:
                file.write(b"".join(map(_answer_to, called)))
                return called[-1][2]
        return None

    def _new_lines(self, file: BinaryIO) -> list[str]:
        if file.seek(0, os.SEEK_END) < self._read:
            self._read = 0  # somebody else wrote it anew
        file.seek(self._read)
        content = file.read(_MOST)
        whole = content if len(content) == _MOST else content[: content.rfind(b"\n") + 1]
        self._read += len(whole)
        return whole.decode("ascii", "replace").splitlines()

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
            file.write(f"\n{line if _LINE.fullmatch(line) else name + ' '}\n".encode())
            file.flush()
            after = file.tell()
        return _is_answered(path, name, after, time.monotonic() + patience)
    except OSError:
        return False


def call_file(profile: Profile) -> Path:
    """Beside the lock, and of use only while somebody holds it."""
    return profile.lock.with_name("lock.call")


def _is_answered(path: Path, name: str, after: int, until: float) -> bool:
    while time.monotonic() < until:
        with path.open("rb") as file:
            file.seek(after)
            if name.encode() in file.read(_MOST):
                return True
        Event().wait(_POLL_S)
    return False


def _answer_to(call: re.Match[str]) -> bytes:
    return f"heard {call[1]}\n".encode()


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
