"""A newer program is unpacked beside the data, tried, and put in its place; one rename decides."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from wemi_desk import trees
from wemi_desk.config import Profile
from wemi_desk.domain.errors import ReleaseLockedError, ReleaseRefusedError
from wemi_desk.domain.releases import Release, Version, release_facts
from wemi_desk.gateways import store_copies
from wemi_desk.gateways.program_folder import FACTS, GIVEN_UP, SELF_TEST, ProgramFolder, in_our_words
from wemi_desk.gateways.unpacking import is_whole, unpack

MARGIN = 200_000_000
"""What a desk needs besides, in bytes: its log, what is sent, the system's own."""
SHARES = 3
"""The store once for the way back, once for the copy before a migration, once for what a migration writes."""
_TRIED = "tried-"

SelfTest = Callable[[Path], bool]
"""Does the program at this path find itself whole? Gives up by itself after a while."""


class TreeInstallation:
    """See services.updates.ports.Installation."""

    def __init__(self, programs: ProgramFolder, may_update: Callable[[], bool] = lambda: True) -> None:
        self._programs = programs
        self._disk = programs.disk
        self._may_update = may_update

    def allowed(self) -> bool:
        """Only a frozen program can be replaced by another one, and only where the administrator lets it."""
        return bool(getattr(sys, "frozen", False)) and self._may_update()

    def running(self) -> Version:
        return Version.parse(self._programs.running)

    def pending(self) -> Release | None:
        """Put in its place, not confirmed yet."""
        current = self._programs.current()
        return self._programs.facts(current.version) if current is not None and self._programs.trial() else None

    def is_bad(self, version: Version) -> bool:
        """Was it given up here, for a fault of its own?"""
        return self._programs.is_bad(str(version))

    def undone(self) -> tuple[Version, str] | None:
        """The version that did not work here and a code of why; until somebody who entered was told."""
        return self._programs.undone()

    def give_up(self, version: Version) -> None:
        """Never start this version again; one on trial goes back at the next start."""
        programs = self._programs
        with in_our_words():
            current = programs.current()
            if current is not None and current.version == str(version) and programs.note_failure(GIVEN_UP):
                return
            programs.note_bad(str(version), GIVEN_UP)
            if current is None or current.version != str(version):
                self._disk.remove_tree(programs.tree(str(version)))

    def stage(self, archive: Path, release: Release) -> None:
        """Unpack and check beside what runs. Raises ReleaseRefusedError, ReleaseLockedError, StorageError."""
        with in_our_words(), self._programs.locked():
            if not self._is_staged(release):
                self._stage(archive, release)

    def install(self, archive: Path, release: Release, self_test: SelfTest, held: Profile | None = None) -> None:
        """Everything up to the switch; the next start is the new program's. *held*: the caller has its lock already.

        Raises ReleaseRefusedError, ReleaseLockedError, StorageError: this version goes on, with everything as it was.
        """
        programs = self._programs
        with in_our_words(), programs.locked(), programs.alone(held):
            if programs.trial() or programs.is_half_way() or not all(map(store_copies.is_settled, programs.profiles)):
                raise ReleaseLockedError  # what an earlier start left half done is finished first
            if self.is_bad(release.version):
                raise ReleaseRefusedError(GIVEN_UP)
            if not self._is_staged(release):
                self._stage(archive, release)
            if not self_test(programs.program(str(release.version))):
                self._failed_its_test(str(release.version))
                raise ReleaseRefusedError(SELF_TEST)
            self._refuse_little_space(0)
            self._switch(release)

    def _stage(self, archive: Path, release: Release) -> None:
        if release.version <= self.running():
            raise ReleaseRefusedError("rollback")
        tree = self._programs.tree(str(release.version))
        part = tree.with_name(tree.name + trees.PART)
        for left in (part, tree):
            self._disk.remove_tree(left)
        self._refuse_little_space(release.unpacked_bytes)
        try:
            unpack(archive, part, release, self._disk)
            _refuse_foreign(part, release)
            self._disk.write(part / FACTS, json.dumps(release_facts(release)).encode())
            self._disk.rename(part, tree)
        except BaseException:
            with suppress(OSError):
                self._disk.remove_tree(part)
            raise

    def _is_staged(self, release: Release) -> bool:
        version = str(release.version)
        return self._programs.facts(version) == release and is_whole(self._programs.tree(version))

    def _refuse_little_space(self, more: int) -> None:
        needed = more + SHARES * sum(map(store_copies.bytes_of, self._programs.profiles)) + MARGIN
        free = self._disk.free_bytes(self._programs.path)
        if free < needed:
            raise ReleaseRefusedError("space", needed=needed, free=free)

    def _failed_its_test(self, version: str) -> None:
        """Once may be a slow morning; twice is the program."""
        once = self._programs.path / (_TRIED + version)
        if not once.exists():
            self._disk.touch(once)
            return
        self._programs.note_bad(version, SELF_TEST)
        self._disk.remove_tree(self._programs.tree(version))
        self._disk.unlink(once)

    def _switch(self, release: Release) -> None:
        """Copies, chances, the way back, and at last the one rename that counts."""
        programs, disk, trial = self._programs, self._disk, secrets.token_hex(8)
        for profile in programs.profiles:
            store_copies.copy(profile, trial, disk)
        programs.clear(trees.TRIAL, trees.DONE, _TRIED)
        chances = programs.path / (trees.TRIAL + trial)
        part = chances.with_name(chances.name + trees.PART)
        disk.make_folder(part)
        for name in trees.CHANCES:
            disk.touch(part / name)
        disk.rename(part, chances)
        disk.remove_tree(programs.bad(str(release.version)))
        said = {"format": trees.FORMAT, "version": str(release.version), "before": self._way_back(), "trial": trial}
        disk.write(programs.path / trees.CURRENT, json.dumps(said).encode())

    def _way_back(self) -> str:
        """Keep the name of the tree that runs; empty where it is the program of the package."""
        programs, current = self._programs, self._programs.current()
        if current is None or current.version != programs.running:
            self._disk.unlink(programs.path / trees.BEFORE)
            return ""
        self._disk.write(programs.path / trees.BEFORE, (programs.path / trees.CURRENT).read_bytes())
        return current.version


def _refuse_foreign(tree: Path, release: Release) -> None:
    """What is inside has to be what was signed for."""
    if trees.version_of(str(tree)) != str(release.version) or not os.access(tree / trees.PROGRAM, os.X_OK):
        raise ReleaseRefusedError("archive")
