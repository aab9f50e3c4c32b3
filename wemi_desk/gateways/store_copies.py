"""The data of a profile as they were before a newer version opened them: copied closed, put back by renaming.

A copy lies beside what it is a copy of and bears its name: who takes a PC out of service deletes it along, and putting
it back needs no room. What opens a desk (state, slots) is never put back: attempts that were counted stay counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from wemi_desk.config import Profile
from wemi_desk.gateways.patient_disk import Disk

SUFFIX = ".before-update"
_BESIDE = ("-wal", "-shm", "-journal")
_UNFINISHED = ("store.db.restored", "store.db.rekeyed", "centre.rekeyed", "palestra-unfinished")


def is_settled(profile: Profile) -> bool:
    """Nothing waits to be finished by the version that began it: a restore, a new key, half a palestra."""
    return not any((profile.folder / name).exists() for name in _UNFINISHED)


def bytes_of(profile: Profile) -> int:
    """How much there is to copy."""
    size = sum(one.stat().st_size for one in _files(profile))
    centre = profile.practice_centre
    return size + sum(one.stat().st_size for one in centre.rglob("*") if one.is_file()) if centre.is_dir() else size


def copy(profile: Profile, trial: str, disk: Disk) -> None:
    """Copies of the closed store, for the way back of *trial*; those of an earlier one go. Raises OSError."""
    forget(profile, disk)
    if not profile.store.exists():
        return
    files = list(_files(profile))
    for one in files:
        disk.copy(one, _copied(one))
    if profile.practice_centre.is_dir():
        disk.copy_tree(profile.practice_centre, _copied(profile.practice_centre))
    said = {"trial": trial, "files": [one.name for one in files]}
    disk.write(_list(profile), json.dumps(said).encode())


def put_back(profile: Profile, trial: str, disk: Disk) -> None:
    """The data are as they were when copy() was called for *trial*. Interrupted, it goes on when called again.

    The log of the newer store goes, durably, before the older store bears its name: they never lie side by side.
    """
    if _trial_of(profile) != trial:
        return
    store, log = profile.store, profile.store.with_name(profile.store.name + _BESIDE[0])
    wiped = not store.exists() and (profile.folder / "disabled.json").exists()
    if _copied(store).exists() and not wiped:
        for suffix in _BESIDE:
            disk.unlink(store.with_name(store.name + suffix))
        disk.settle(profile.folder)
        disk.rename(_copied(store), store)
    if _copied(log).exists() and not _copied(store).exists():
        disk.rename(_copied(log), log)
    centre = profile.practice_centre
    if _copied(centre).is_dir():
        disk.remove_tree(centre)
        disk.rename(_copied(centre), centre)
    forget(profile, disk)


def forget(profile: Profile, disk: Disk) -> None:
    """The newer version works, or the older one again: the list goes first, so that half a copy never counts."""
    if not profile.folder.is_dir():
        return
    disk.unlink(_list(profile))
    for path in (profile.store, profile.store.with_name(profile.store.name + _BESIDE[0])):
        for left in (_copied(path), _copied(path).with_name(_copied(path).name + ".new")):
            disk.unlink(left)
    for folder in (profile.practice_centre,):
        for name in (SUFFIX, SUFFIX + ".new", SUFFIX + ".gone", SUFFIX + ".new.gone", ".gone"):
            disk.remove_tree(folder.with_name(folder.name + name))


def is_kept(profile: Profile) -> bool:
    """Is there a copy?"""
    return _list(profile).exists()


def copied_store(profile: Profile, trial: str) -> Path | None:
    """The store as it was before *trial*; what lies beside it bears the same ending. None where there was none."""
    found = _copied(profile.store)
    return found if _trial_of(profile) == trial and found.exists() else None


def copied_log(profile: Profile) -> Path:
    """What lay beside that store."""
    return _copied(profile.store.with_name(profile.store.name + _BESIDE[0]))


def _trial_of(profile: Profile) -> str:
    try:
        return str(json.loads(_list(profile).read_bytes())["trial"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _files(profile: Profile) -> Iterator[Path]:
    """The store and the log beside it; the shared memory is made anew."""
    for path in (profile.store, profile.store.with_name(profile.store.name + _BESIDE[0])):
        if path.exists():
            yield path


def _list(profile: Profile) -> Path:
    return profile.store.with_name(profile.store.name + SUFFIX + ".json")


def _copied(path: Path) -> Path:
    return path.with_name(path.name + SUFFIX)
