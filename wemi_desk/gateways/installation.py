"""Newer programs of this account: unpacked beside the data, tried, put in their place, confirmed.

``versions/`` holds a whole tree per version, ``current.json`` (the one to start), ``before.json`` (the one to go back
to), ``trial-<id>/`` while nothing was confirmed, and ``bad-<version>/`` of what did not work here. Whatever an
interruption leaves is finished or thrown away by the next call; see docs/decisions/0035.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from wemi_desk import trees
from wemi_desk.config import Profile
from wemi_desk.domain.errors import AnotherConsoleError, ReleaseLockedError, ReleaseRefusedError
from wemi_desk.domain.releases import Release, Version, release_facts, release_from
from wemi_desk.gateways import instance_lock, store_copies
from wemi_desk.gateways.patient_disk import Disk
from wemi_desk.gateways.unpacking import is_whole, unpack
from wemi_desk.gateways.whole_files import translated

MARGIN = 200_000_000
"""What a desk needs besides, in bytes: its log, a backup's list, the system's own."""
SHARES = 3
"""The store once for the way back, once for the copy before a migration, once for what a migration writes."""
FACTS = "release.json"
SELF_TEST, NO_START, MIGRATION, LOG, GIVEN_UP = "self_test", "no_start", "migration", "log", "given_up"
DAMAGED, UNCONFIRMED, SPACE = "damaged", "unconfirmed", "space"
_MAY_COME_AGAIN = frozenset((DAMAGED, UNCONFIRMED, SPACE))
"""No fault of the version's."""
TRIED = "tried-"

SelfTest = Callable[[Path], bool]
"""Does the program at this path find itself whole? Gives up by itself after a while."""


class TreeInstallation:
    """See services.updates.ports.Installation. *profiles* are those whose data an update keeps safe."""

    def __init__(self, folder: Path, running: str, profiles: Sequence[Profile], disk: Disk | None = None) -> None:
        self.folder = folder
        self.disk = disk or Disk()
        self.profiles = profiles
        self._running = running

    # --- what is known -----------------------------------------------------------------------------------------

    def allowed(self) -> bool:
        """Only a frozen program can be replaced by another one."""
        return bool(getattr(sys, "frozen", False))

    def running(self) -> Version:
        return Version.parse(self._running)

    def current(self) -> trees.Current | None:
        """What starts next time, where that is not the program of the package."""
        return trees.read_current(str(self.folder))

    def pending(self) -> Release | None:
        """Put in its place, not confirmed yet."""
        current = self.current()
        if current is None or not trees.on_trial(str(self.folder), current):
            return None
        return self.facts(current.version)

    def facts(self, version: str) -> Release | None:
        """What was signed about the tree of *version*; None where there is none."""
        try:
            return release_from(json.loads((self.folder / version / FACTS).read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def is_bad(self, version: Version) -> bool:
        """Was it given up here, for a fault of its own?"""
        return self._bad(str(version)).is_dir() and self.why(self._bad(str(version))) not in _MAY_COME_AGAIN

    def undone(self) -> tuple[Version, str] | None:
        """The version that did not work here and why, newest first; until told()."""
        found = []
        with suppress(OSError):
            for one in self.folder.glob(trees.BAD + "*"):
                with suppress(ValueError):
                    if not (one / "told").exists():
                        found.append((Version.parse(one.name.removeprefix(trees.BAD)), self.why(one)))
        return max(found, default=None)

    def told(self) -> None:
        """Somebody who entered has read it."""
        for one in self.folder.glob(trees.BAD + "*"):
            with suppress(OSError):
                self.disk.touch(one / "told")

    @staticmethod
    def why(folder: Path) -> str:
        """The reason that was noted in a folder of a trial; none noted: it never came as far as that."""
        names = sorted(one.name for one in folder.glob(trees.FAILED + "*"))
        return names[0].removeprefix(trees.FAILED) if names else NO_START

    # --- installing --------------------------------------------------------------------------------------------

    def stage(self, archive: Path, release: Release) -> None:
        """Unpack and check beside what runs. Raises ReleaseRefusedError, ReleaseLockedError, StorageError."""
        with self._locked(), _said():
            self._stage(archive, release)

    def install(self, archive: Path, release: Release, self_test: SelfTest, held: Profile | None = None) -> None:
        """Everything up to the switch; the next start is the new program's. *held*: the caller has its lock already.

        Raises ReleaseRefusedError, ReleaseLockedError, StorageError: this version goes on, with everything as it was.
        """
        with self._locked(), _said(), self._alone(held):
            if not all(store_copies.is_settled(one) for one in self.profiles):
                raise ReleaseLockedError  # what an earlier start left half done is finished first
            if self.is_bad(release.version):
                raise ReleaseRefusedError(GIVEN_UP)
            if not self._is_staged(release):
                self._stage(archive, release)
            if not self_test(self.folder / str(release.version) / trees.PROGRAM):
                self._failed_its_test(str(release.version))
                raise ReleaseRefusedError(SELF_TEST)
            self._refuse_little_space(0)
            self._switch(release)

    def give_up(self, version: Version) -> None:
        """Never start this version again; one on trial goes back at the next start."""
        with _said():
            current = self.current()
            if current is not None and current.version == str(version) and self.note_failure(GIVEN_UP):
                return
            self._mark_bad(str(version), GIVEN_UP)

    def _stage(self, archive: Path, release: Release) -> None:
        if release.version <= self.running():
            raise ReleaseRefusedError("rollback")
        tree = self.folder / str(release.version)
        part = tree.with_name(tree.name + trees.PART)
        self.disk.make_folder(self.folder)
        for left in (part, tree):
            self.disk.remove_tree(left)
        self._refuse_little_space(release.unpacked_bytes)
        try:
            unpack(archive, part, release, self.disk)
            self._refuse_foreign(part, release)
            self.disk.write(part / FACTS, json.dumps(release_facts(release)).encode())
            self.disk.rename(part, tree)
        except BaseException:
            with suppress(OSError):
                self.disk.remove_tree(part)
            raise

    def _refuse_foreign(self, tree: Path, release: Release) -> None:
        """What is inside has to be what was signed for."""
        said, program = trees.version_of(str(tree)), tree / trees.PROGRAM
        if said != str(release.version) or not os.access(program, os.X_OK):
            raise ReleaseRefusedError("archive")

    def _is_staged(self, release: Release) -> bool:
        return self.facts(str(release.version)) == release and is_whole(self.folder / str(release.version))

    def _refuse_little_space(self, more: int) -> None:
        needed = more + SHARES * sum(store_copies.bytes_of(one) for one in self.profiles) + MARGIN
        free = self.disk.free_bytes(self.folder)
        if free < needed:
            raise ReleaseRefusedError("space", needed=needed, free=free)

    def _switch(self, release: Release) -> None:
        """Copies, chances, the way back, and at last the one rename that counts."""
        current, trial = self.current(), secrets.token_hex(8)
        for profile in self.profiles:
            store_copies.copy(profile, trial, self.disk)
        self.clear(trees.TRIAL, trees.DONE)
        chances = self.folder / (trees.TRIAL + trial)
        part = chances.with_name(chances.name + trees.PART)
        self.disk.make_folder(part)
        for name in trees.CHANCES:
            self.disk.touch(part / name)
        self.disk.rename(part, chances)
        self.disk.remove_tree(self._bad(str(release.version)))
        before = ""
        if current is None or current.version != str(self.running()):
            self.disk.unlink(self.folder / trees.BEFORE)
        else:
            before = current.version
            self.disk.write(self.folder / trees.BEFORE, (self.folder / trees.CURRENT).read_bytes())
        said = {"format": trees.FORMAT, "version": str(release.version), "before": before, "trial": trial}
        self.disk.write(self.folder / trees.CURRENT, json.dumps(said).encode())

    # --- on trial ----------------------------------------------------------------------------------------------

    def is_tried_here(self) -> bool:
        """Is this process the version that was not confirmed yet?"""
        current = self.current()
        return current is not None and current.version == self._running and trees.on_trial(str(self.folder), current)

    def trial(self) -> str:
        """The id of the trial; empty where there is none."""
        current = self.current()
        return current.trial if current is not None and trees.on_trial(str(self.folder), current) else ""

    def counts(self, profile: Profile) -> bool:
        """Does entering *profile* confirm a version? The palestra only where no real desk is."""
        return profile in self.profiles and not (profile.practice and any(one.state.exists() for one in self.real()))

    def real(self) -> Iterator[Profile]:
        return (one for one in self.profiles if not one.practice)

    def confirm(self) -> None:
        """From now on there is no way back: called before the newer version writes its first record.

        A rename decides it, which a full disk does not prevent. Raises StorageError: then nothing may be written.
        """
        trial = self.trial()
        if trial:
            with _said():
                done = self.folder / (trees.DONE + trial)
                self.disk.rename(self.folder / (trees.TRIAL + trial), done)
            self.tidy()

    def note_failure(self, reason: str) -> bool:
        """The next start goes back; a chance that is left becomes the note, for a full disk. False without a trial."""
        trial = self.trial()
        if not trial:
            return False
        folder = self.folder / (trees.TRIAL + trial)
        note = folder / (trees.FAILED + reason)
        for name in trees.CHANCES:
            if (folder / name).exists():
                self.disk.rename(folder / name, note)
                return True
        self.disk.touch(note)
        return True

    def tidy(self) -> None:
        """Throw away what no version needs any more; nothing while one is on trial. What cannot go now goes later."""
        with suppress(OSError, ReleaseLockedError), self._locked():
            if self.trial() or list(self.folder.glob(trees.GOING_BACK + "*")):
                return
            for profile in self.profiles:
                store_copies.forget(profile, self.disk)
            self.disk.unlink(self.folder / trees.BEFORE)
            self.clear(trees.TRIAL, trees.DONE)
            current = self.current()
            kept = {current.version if current else "", self._running}
            for one in self.folder.iterdir():
                name = one.name.removesuffix(".gone").removesuffix(trees.PART)
                if one.is_dir() and trees.number_of(name) and one.name not in kept and not self._waits(one.name):
                    self.disk.remove_tree(one)

    def _waits(self, version: str) -> bool:
        """Staged for the next start."""
        number = trees.number_of(version)
        return bool(number) and number > trees.number_of(self._running) and not self._bad(version).exists()

    def clear(self, *beginnings: str) -> None:
        for beginning in beginnings:
            for one in self.folder.glob(beginning + "*"):
                self.disk.remove_tree(one)

    # --- marks and locks ---------------------------------------------------------------------------------------

    def _bad(self, version: str) -> Path:
        return self.folder / (trees.BAD + version)

    def _failed_its_test(self, version: str) -> None:
        """Once may be a slow morning; twice is the program."""
        once = self.folder / (TRIED + version)
        if not once.exists():
            self.disk.touch(once)
            return
        self._mark_bad(version, SELF_TEST)
        self.disk.unlink(once)

    def _mark_bad(self, version: str, reason: str) -> None:
        self.disk.make_folder(self._bad(version))
        self.disk.touch(self._bad(version) / (trees.FAILED + reason))
        self.disk.remove_tree(self.folder / version)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One at a time on this account, whichever window or console began."""
        with _said():
            self.disk.make_folder(self.folder)
            file = instance_lock.hold(self.folder / "lock")
        if file is None:
            raise ReleaseLockedError
        with file:
            yield

    @contextmanager
    def _alone(self, held: Profile | None) -> Iterator[None]:
        """No console works on any profile meanwhile."""
        with ExitStack() as stack:
            for profile in self.profiles:
                if not profile.folder.is_dir():
                    continue
                if held is None or profile.folder != held.folder:
                    try:
                        stack.callback(instance_lock.acquire(profile).release)
                    except AnotherConsoleError:
                        raise ReleaseLockedError from None
            yield

    alone = _alone
    locked = _locked


@contextmanager
def _said() -> Iterator[None]:
    """In our words: the system's hold paths."""
    try:
        yield
    except OSError as error:
        raise translated(error) from None
