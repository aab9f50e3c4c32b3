"""The file by which an administrator decides for this PC: where it lies, and whether only an administrator wrote it.

Standard library only: what runs before the program reads it too.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from wemi_desk.domain.machine_policy import (
    NOTHING_DECIDED,
    MachinePolicy,
    read_policy,
    unreadable_policy,
    untrusted_policy,
    without,
)
from wemi_desk.gateways.windows_rights import only_administrators_may_change

FILE_NAME = "policy.json"
MOST_BYTES = 1 << 16
_NAMED_FILES = ("ca_file", "trusted_root")
IsTrusted = Callable[[Path], bool]


def policy_path(environ: Mapping[str, str] | None = None, platform: str = sys.platform) -> Path:
    """Where the file lies on this system; it need not be there."""
    environ = os.environ if environ is None else environ
    if platform == "win32":
        return Path(environ.get("PROGRAMDATA") or r"C:\ProgramData") / "WeMi Desk" / FILE_NAME
    if platform == "darwin":
        return Path("/Library/Application Support/WeMi Desk") / FILE_NAME
    return Path("/etc/wemi-desk") / FILE_NAME


def load_policy(path: Path | None = None, is_trusted: IsTrusted | None = None) -> MachinePolicy:
    """What is decided for this PC; nothing where there is no file. Never raises for what it finds.

    A file that others than an administrator may change is left aside whole, and so is each file it names.
    """
    path, is_trusted = path or policy_path(), is_trusted or only_an_administrator_writes
    file = str(path)
    try:
        if not is_trusted(path):
            return untrusted_policy(file) if path.exists() else NOTHING_DECIDED
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return NOTHING_DECIDED
    except OSError:
        return unreadable_policy("unreadable", file)
    if len(content) > MOST_BYTES:
        return unreadable_policy("too_large", file)
    try:
        said = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return unreadable_policy("not_json", file)
    return _with_files(read_policy(said, file), is_trusted)


def _with_files(policy: MachinePolicy, is_trusted: IsTrusted) -> MachinePolicy:
    """An authority that anybody could exchange would be no authority."""
    for key in _NAMED_FILES:
        named = getattr(policy, key)
        if not named:
            continue
        reason = _fault_of(Path(named), is_trusted)
        if reason:
            policy = without(policy, key, reason)
    return policy


def _fault_of(path: Path, is_trusted: IsTrusted) -> str:
    try:
        if not path.is_file():
            return "not_found"
        with path.open("rb"):
            return "" if is_trusted(path) else "not_trusted"
    except OSError:
        return "unreadable"


def only_an_administrator_writes(path: Path, owners: frozenset[int] = frozenset((0,))) -> bool:
    """Whether file and folders belong to an administrator, and nobody else may write them. Raises OSError."""
    if sys.platform == "win32":
        return only_administrators_may_change(path)
    real = path.resolve(strict=True)
    return _is_kept(real.stat(), owners) and all(_is_kept(folder.stat(), owners) for folder in real.parents)


def _is_kept(found: os.stat_result, owners: frozenset[int]) -> bool:
    """In a folder with the sticky bit nobody exchanges what is another's; a list of rights shows in the group's."""
    is_shared = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    keeps = stat.S_ISDIR(found.st_mode) and found.st_mode & stat.S_ISVTX
    return found.st_uid in owners and (not is_shared or bool(keeps))
