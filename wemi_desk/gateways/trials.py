"""The end of a trial: confirmed, or the version before with the data as they were.

Every step that must not fail is a rename or a deletion, so it works on a full disk, and goes on where a power cut
stopped it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event

from wemi_desk import trees
from wemi_desk.domain.errors import ReleaseLockedError
from wemi_desk.gateways import store_copies
from wemi_desk.gateways.program_folder import DAMAGED, UNCONFIRMED, ProgramFolder, in_our_words

_ROUNDS, _WAIT_S, _STEP_S = 4, 30.0, 0.2


def confirm(here: ProgramFolder) -> None:
    """From now on there is no way back: called before the newer version writes its first record.

    A rename decides it, which a full disk does not prevent. Raises StorageError: then nothing may be written.
    """
    trial = here.trial()
    if trial:
        with in_our_words():
            here.disk.rename(here.path / (trees.TRIAL + trial), here.path / (trees.DONE + trial))
        tidy(here)


def tidy(here: ProgramFolder) -> None:
    """Throw away what no version needs any more; nothing while one is on trial. What cannot go now goes later."""
    with suppress(OSError, ReleaseLockedError), here.locked():
        if here.trial() or here.is_half_way():
            return
        for profile in here.profiles:
            store_copies.forget(profile, here.disk)
        here.disk.unlink(here.path / trees.BEFORE)
        here.clear(trees.TRIAL, trees.DONE)
        for one in list(here.path.iterdir()):
            if one.is_dir() and _is_left_over(here, one.name):
                here.disk.remove_tree(one)


def _is_left_over(here: ProgramFolder, name: str) -> bool:
    """A tree that neither runs, nor is to run, nor waits for its turn; or what became of half a one."""
    version = name.removesuffix(".gone").removesuffix(trees.PART)
    if not trees.number_of(version):
        return False
    current = here.current()
    newest = max(trees.number_of(here.running), trees.number_of(current.version if current is not None else ""))
    waits = trees.number_of(version) > newest and not here.bad(version).exists()
    return name != version or not (waits or version in {here.running, current.version if current is not None else ""})


def mended(here: ProgramFolder, words: Sequence[str]) -> trees.Choice:
    """Put right what the choice found wrong, then choose again; in doubt the program of the package."""
    for _round in range(_ROUNDS):
        choice = trees.choose(str(here.path), here.running, words)
        try:
            if not choice.first:
                return choice
            if choice.first == "back":
                _go_back_in_turn(here)
            elif _check(here):
                trees.note_start(str(here.path))
                return trees.Choice(choice.program)
        except ReleaseLockedError:
            return _as_it_is(here)  # a console is open: nothing is put right under it
        except OSError:
            break
    return trees.Choice()


def _go_back_in_turn(here: ProgramFolder) -> None:
    """Another start may be at it: then this one waits until the data are in their place."""
    waited = 0.0
    while True:
        try:
            return go_back(here)
        except ReleaseLockedError:
            if waited >= _WAIT_S or not here.is_half_way():
                raise
        Event().wait(_STEP_S)
        waited += _STEP_S


def go_back(here: ProgramFolder) -> None:
    """End the trial: data first, then the name of the version before. Raises ReleaseLockedError, OSError."""
    with here.locked(), here.alone():
        trial = here.trial()
        if trial:
            tried = here.path / (trees.TRIAL + trial)
            unused = all((tried / name).exists() for name in trees.CHANCES)
            if unused and trees.is_old(str(here.path / trees.CURRENT)):
                here.note_failure(UNCONFIRMED)  # nobody entered for weeks: no fault of the version's
            here.disk.rename(tried, here.path / (trees.GOING_BACK + trial))
        for back in sorted(here.path.glob(trees.GOING_BACK + "*")):
            _finish(here, back)
        here.clear(trees.TRIAL)


def _finish(here: ProgramFolder, back: Path) -> None:
    disk, trial = here.disk, back.name.removeprefix(trees.GOING_BACK)
    for profile in here.profiles:
        store_copies.put_back(profile, trial, disk)
    current = here.current()
    if current is not None and current.trial == trial:
        disk.rename(here.path / trees.CURRENT, back / trees.CURRENT)
    gone = trees.read_current(str(back))
    if gone is not None and gone.before and not (here.path / trees.CURRENT).exists():
        with suppress(FileNotFoundError):
            disk.rename(here.path / trees.BEFORE, here.path / trees.CURRENT)
    bad = here.bad(gone.version if gone is not None else "0.0.0")
    disk.remove_tree(bad)
    disk.rename(back, bad)
    if gone is not None:
        disk.remove_tree(here.tree(gone.version))


def _check(here: ProgramFolder) -> bool:
    """Is every file of the confirmed version as it was? Otherwise its name goes, and the package's program runs."""
    from wemi_desk.gateways.unpacking import is_whole

    with here.locked():
        current = here.current()
        if current is None:
            return False
        program = here.program(current.version)
        try:
            whole = here.disk.change(lambda: is_whole(here.tree(current.version)))
        except OSError:
            whole = program.exists()  # what cannot be read now says nothing
        if whole and os.access(program, os.X_OK):
            return True
        here.note_bad(current.version, DAMAGED)
        here.disk.unlink(here.path / trees.CURRENT)
        trees.came_through(str(here.path))
        return False


def _as_it_is(here: ProgramFolder) -> trees.Choice:
    """What runs in the other window; with data that are half way, the program that says so."""
    current = here.current()
    if current is None or here.is_half_way():
        return trees.Choice()
    program = here.program(current.version)
    return trees.Choice(str(program)) if program.exists() else trees.Choice()
