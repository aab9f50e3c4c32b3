"""Which program runs: the one that a package put in its place, or a newer one beside the data of this account.

Read at every start before anything heavy, so only what costs nothing is imported. An update never touches the program
of the package: it puts a whole tree into ``versions/<version>`` and names it in ``versions/current.json``. Each step
that must not fail on a full disk is a rename or a deletion; see docs/decisions/0035.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple, NoReturn

FORMAT = 1
PROGRAM = "wemi-desk.exe" if os.name == "nt" else "wemi-desk"
CURRENT, BEFORE, STARTING, BUILD = "current.json", "before.json", "starting", "build.json"
TRIAL, GOING_BACK, BAD, DONE, PART = "trial-", "back-", "bad-", "done-", ".part"
CHANCES = ("start-1", "start-2")
FAILED = "failed-"
LONGEST_TRIAL_S = 28 * 86_400
"""As long as the oldest backup is kept: no copy of the data outlives it."""
BASE_VARIABLE = "WEMI_DESK_BASE"
_NO_CONSOLE = ("--version", "--help")
_OF_THE_LOADER = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LIBPATH")


class Current(NamedTuple):
    """What ``current.json`` says; *before* is empty where the package's program ran, *trial* once it is confirmed."""

    version: str
    before: str
    trial: str


class Choice(NamedTuple):
    """The *program* to start (empty: this one), or what has to be put right first: ``back`` or ``check``."""

    program: str = ""
    first: str = ""


def data_root(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """Where the data of this account are: XDG on Linux, %LOCALAPPDATA% on Windows, Application Support on macOS."""
    home = environ.get("HOME") or environ.get("USERPROFILE") or os.path.expanduser("~")
    if platform == "win32":
        return os.path.join(environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local"), "WeMi Desk")
    if platform == "darwin":
        return os.path.join(home, "Library", "Application Support", "WeMi Desk")
    given = environ.get("XDG_DATA_HOME", "")
    return os.path.join(given if given.startswith("/") else os.path.join(home, ".local", "share"), "wemi-desk")


def is_frozen() -> bool:
    """A built program; from a checkout nothing is ever updated."""
    return bool(getattr(sys, "frozen", False))


def versions_folder() -> str:
    """Where the newer programs of this account stand."""
    return os.path.join(data_root(), "versions")


def version_of(tree: str, otherwise: str = "") -> str:
    """What the build in the folder *tree* calls itself."""
    path = os.path.join(tree, BUILD)
    with suppress(OSError, ValueError, TypeError, KeyError), open(path, encoding="utf-8") as file:
        return str(json.load(file)["version"])
    return otherwise


def number_of(version: str) -> tuple[int, ...]:
    """For comparing; nothing comes before what is no version."""
    parts = version.split(".")
    return tuple(int(part) for part in parts) if len(parts) == 3 and all(map(str.isdecimal, parts)) else ()


def read_current(folder: str) -> Current | None:
    """Which version was put in place last; None where there is none, or any doubt."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        with open(os.path.join(folder, CURRENT), encoding="utf-8") as file:
            said = json.load(file)
        found = Current(str(said["version"]), str(said["before"]), str(said["trial"]))
        if said["format"] == FORMAT and number_of(found.version):
            return found
    return None


def on_trial(folder: str, current: Current) -> bool:
    """Not confirmed yet: no record was written by it, and the way back is open."""
    return bool(current.trial) and os.path.isdir(os.path.join(folder, TRIAL + current.trial))


def is_tree(program: str, folder: str) -> bool:
    """Is *program* one of those that an update put there?"""
    return os.path.dirname(os.path.dirname(os.path.realpath(program))) == os.path.realpath(folder)


def choose(folder: str, own_version: str, words: Sequence[str]) -> Choice:
    """For the program of the package, started with *words*: any doubt, and it runs itself."""
    try:
        names = set(os.listdir(folder))
    except OSError:
        return Choice()
    if any(name.startswith(GOING_BACK) for name in names):
        return Choice(first="back")
    current = read_current(folder)
    if current is None or number_of(current.version) <= number_of(own_version) or not _is_ours(folder, current):
        return Choice()
    program = os.path.join(folder, current.version, PROGRAM)
    tried = TRIAL + current.trial in names if current.trial else False
    if not os.access(program, os.X_OK):
        return Choice(first="back" if tried else "check")
    if tried and is_old(os.path.join(folder, CURRENT)):
        return Choice(first="back")
    if tried:
        lost = _opens_console(words) and not _takes_chance(os.path.join(folder, TRIAL + current.trial))
        return Choice(first="back") if lost else Choice(program)
    return _confirmed(folder, program, names, words)


def _confirmed(folder: str, program: str, names: Iterable[str], words: Sequence[str]) -> Choice:
    """A start that did not come through makes the next one look at every file."""
    if _opens_console(words):
        if STARTING in names:
            return Choice(program, "check")
        note_start(folder)
    return Choice(program)


def note_start(folder: str) -> None:
    """A console begins; came_through() takes it back."""
    with suppress(OSError):
        os.close(os.open(os.path.join(folder, STARTING), os.O_WRONLY | os.O_CREAT, 0o600))


def came_through(folder: str) -> None:
    """The first picture is there."""
    with suppress(OSError):
        os.unlink(os.path.join(folder, STARTING))


def left_well(folder: str) -> None:
    """A console of a version on trial ended as it should: its start does not count."""
    current = read_current(folder)
    if current is None or not on_trial(folder, current):
        return
    for name in CHANCES:
        with suppress(OSError):
            os.close(os.open(os.path.join(folder, TRIAL + current.trial, name), os.O_CREAT | os.O_EXCL, 0o600))
            return


def is_old(path: str) -> bool:
    """Longer ago than a copy of the data may be kept."""
    with suppress(OSError):
        return time.time() - os.stat(path).st_mtime > LONGEST_TRIAL_S
    return False


def ended_well() -> None:
    """A console of this program was left by who sat before it, even before its first picture."""
    if is_frozen():
        came_through(versions_folder())
        left_well(versions_folder())


def _takes_chance(trial: str) -> bool:
    """One of the starts without a confirmation is used up; deleting needs no room on a disk."""
    with suppress(OSError):
        names = os.listdir(trial)
        if any(name.startswith(FAILED) for name in names):
            return False
        for name in sorted(CHANCES, reverse=True):
            if name in names:
                os.unlink(os.path.join(trial, name))
                return True
    return False


def _opens_console(words: Sequence[str]) -> bool:
    """As ``cli`` reads them: nothing, ``run``, or options alone."""
    said = list(words)
    if "--language" in said:
        place = said.index("--language")
        del said[place : place + 2]
    first = said[0] if said else "run"
    return "--handed-over" not in said and (first == "run" or first.startswith("--")) and first not in _NO_CONSOLE


def _is_ours(folder: str, current: Current) -> bool:
    """No other account may have put it there: with ``sudo`` a home may be somebody else's."""
    if os.name == "nt":
        return True
    with suppress(OSError):
        found = [os.stat(one) for one in (folder, os.path.join(folder, current.version))]
        return all(one.st_uid == os.geteuid() and not one.st_mode & 0o022 for one in found)
    return not os.path.exists(os.path.join(folder, current.version))  # gone: looked into by whoever puts right


def clean_environment(environ: Mapping[str, str], inside: str) -> dict[str, str]:
    """Without what the loader of this frozen program said to itself: another one follows."""
    clean = {name: value for name, value in environ.items() if not (inside and value.startswith(inside))}
    for name in _OF_THE_LOADER:
        clean.pop(name, None)
        if f"{name}_ORIG" in environ:
            clean[name] = environ[f"{name}_ORIG"]
            clean.pop(f"{name}_ORIG", None)
    return clean | {"PYINSTALLER_RESET_ENVIRONMENT": "1"}


def start(program: str, words: Sequence[str], base: str) -> NoReturn:
    """Become *program*; it knows by *base* where to go back to. Raises OSError."""
    environ = clean_environment(os.environ, getattr(sys, "_MEIPASS", "")) | {BASE_VARIABLE: base}
    if os.name == "nt":
        import subprocess

        sys.exit(subprocess.call([program, *words], env=environ))  # noqa: S603 (our own program)
    os.execve(program, [program, *words], environ)  # noqa: S606


def start_again(words: Sequence[str]) -> NoReturn:
    """Let the program of the package choose once more. Raises OSError."""
    base = os.environ.get(BASE_VARIABLE, "") or sys.executable
    start(base, words, base)
