"""The version before, with the data as they were: what the program of the package does before it chooses.

Every step is a rename or a deletion, so it works on a full disk, and goes on where a power cut stopped it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event

from wemi_desk import trees
from wemi_desk.config import default_profile
from wemi_desk.domain.errors import ReleaseLockedError
from wemi_desk.gateways import store_copies
from wemi_desk.gateways.installation import DAMAGED, UNCONFIRMED, TreeInstallation
from wemi_desk.gateways.unpacking import is_whole

_ROUNDS, _WAIT_S, _STEP_S = 4, 30.0, 0.2


def installation(running: str) -> TreeInstallation:
    """That of this account, with its real desk and its palestra."""
    profiles = (default_profile(), default_profile(practice=True))
    return TreeInstallation(Path(trees.versions_folder()), running, profiles)


def mended(here: TreeInstallation, own_version: str, words: Sequence[str]) -> trees.Choice:
    """Put right what the choice found wrong, then choose again; in doubt the program of the package."""
    folder = str(here.folder)
    for _round in range(_ROUNDS):
        choice = trees.choose(folder, own_version, words)
        try:
            if not choice.first:
                return choice
            if choice.first == "back":
                _go_back_in_turn(here)
            elif _check(here):
                trees.note_start(folder)
                return trees.Choice(choice.program)
        except ReleaseLockedError:
            return _as_it_is(here)  # a console is open: nothing is put right under it
        except OSError:
            break
    return trees.Choice()


def is_half_way(here: TreeInstallation) -> bool:
    """Are the data of the version before not wholly in their place again? Then no program may open them."""
    return any(here.folder.glob(trees.GOING_BACK + "*"))


def _go_back_in_turn(here: TreeInstallation) -> None:
    """Another start may be at it: then this one waits until the data are in their place."""
    waited = 0.0
    while True:
        try:
            return go_back(here)
        except ReleaseLockedError:
            if waited >= _WAIT_S or not is_half_way(here):
                raise
        Event().wait(_STEP_S)
        waited += _STEP_S


def go_back(here: TreeInstallation) -> None:
    """End the trial: data first, then the name of the version before. Raises ReleaseLockedError, OSError."""
    with here.locked(), here.alone(None):
        current, disk = here.current(), here.disk
        trial = here.trial()
        if trial and current is not None:
            _note_age(here, here.folder / (trees.TRIAL + trial))
            disk.rename(here.folder / (trees.TRIAL + trial), here.folder / (trees.GOING_BACK + trial))
        for back in sorted(here.folder.glob(trees.GOING_BACK + "*")):
            _finish(here, back)
        here.clear(trees.TRIAL)


def _note_age(here: TreeInstallation, trial: Path) -> None:
    """Nobody entered for weeks: no fault of the version's."""
    unused = all((trial / name).exists() for name in trees.CHANCES)
    if unused and trees.is_old(str(here.folder / trees.CURRENT)):
        here.note_failure(UNCONFIRMED)


def _finish(here: TreeInstallation, back: Path) -> None:
    disk, trial, folder = here.disk, back.name.removeprefix(trees.GOING_BACK), here.folder
    for profile in here.profiles:
        store_copies.put_back(profile, trial, disk)
    current = here.current()
    if current is not None and current.trial == trial:
        disk.rename(folder / trees.CURRENT, back / trees.CURRENT)
    gone = trees.read_current(str(back))
    if gone is not None and gone.before and not (folder / trees.CURRENT).exists():
        with suppress(FileNotFoundError):
            disk.rename(folder / trees.BEFORE, folder / trees.CURRENT)
    bad = folder / (trees.BAD + (gone.version if gone is not None else "0.0.0"))
    disk.remove_tree(bad)
    disk.rename(back, bad)
    if gone is not None:
        disk.remove_tree(folder / gone.version)


def _check(here: TreeInstallation) -> bool:
    """Is every file of the confirmed version as it was? Otherwise its name goes, and the package's program runs."""
    with here.locked():
        current = here.current()
        if current is None:
            return False
        program = here.folder / current.version / trees.PROGRAM
        try:
            whole = here.disk.change(lambda: is_whole(here.folder / current.version))
        except OSError:
            whole = program.exists()  # what cannot be read now says nothing
        if whole and os.access(program, os.X_OK):
            return True
        set_aside = here.folder / (trees.BAD + current.version)
        here.disk.make_folder(set_aside)
        here.disk.touch(set_aside / (trees.FAILED + DAMAGED))
        here.disk.unlink(here.folder / trees.CURRENT)
        trees.came_through(str(here.folder))
        return False


def _as_it_is(here: TreeInstallation) -> trees.Choice:
    """What runs in the other window; with data that are half way, the program that says so."""
    current = here.current()
    if current is None or is_half_way(here):
        return trees.Choice()
    program = here.folder / current.version / trees.PROGRAM
    return trees.Choice(str(program)) if program.exists() else trees.Choice()
