"""The folder ``versions`` of this account: what stands in it, what was noted, and who may change it now.

A whole tree per version, ``current.json`` (the one to start), ``before.json`` (the one to go back to), ``trial-<id>/``
while nothing was confirmed, ``bad-<version>/`` of what did not work here. Whatever an interruption leaves is finished
or thrown away by the next call; see docs/decisions/0035.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from wemi_desk import trees
from wemi_desk.config import Profile, default_profile
from wemi_desk.domain.errors import AnotherConsoleError, ReleaseLockedError, StorageError
from wemi_desk.domain.releases import Release, Version, release_from
from wemi_desk.gateways import instance_lock
from wemi_desk.gateways.patient_disk import Disk, is_held
from wemi_desk.gateways.whole_files import translated

FACTS = "release.json"
SELF_TEST, NO_START, MIGRATION, LOG, GIVEN_UP = "self_test", "no_start", "migration", "log", "given_up"
DAMAGED, UNCONFIRMED, SPACE = "damaged", "unconfirmed", "space"
_MAY_COME_AGAIN = frozenset((DAMAGED, UNCONFIRMED, SPACE))
"""No fault of the version's."""


class ProgramFolder:
    """*profiles* are those whose data an update keeps safe; *running* is the version of this process."""

    def __init__(self, path: Path, running: str, profiles: Sequence[Profile], disk: Disk | None = None) -> None:
        self.path = path
        self.running = running
        self.profiles = profiles
        self.disk = disk or Disk()

    def tree(self, version: str) -> Path:
        return self.path / version

    def program(self, version: str) -> Path:
        return self.path / version / trees.PROGRAM

    def current(self) -> trees.Current | None:
        """What starts next time, where that is not the program of the package."""
        return trees.read_current(str(self.path))

    def facts(self, version: str) -> Release | None:
        """What was signed about the tree of *version*; None where there is none."""
        try:
            return release_from(json.loads((self.path / version / FACTS).read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    # --- on trial ----------------------------------------------------------------------------------------------

    def trial(self) -> str:
        """The id of the trial; empty where there is none."""
        current = self.current()
        return current.trial if current is not None and trees.on_trial(str(self.path), current) else ""

    def is_tried_here(self) -> bool:
        """Is this process the version that was not confirmed yet?"""
        current = self.current()
        return current is not None and current.version == self.running and bool(self.trial())

    def is_half_way(self) -> bool:
        """Are the data of the version before not wholly in their place again? Then no program may open them."""
        return any(self.path.glob(trees.GOING_BACK + "*"))

    def counts(self, profile: Profile) -> bool:
        """Does entering *profile* confirm a version? The palestra only where no real desk is."""
        real = any(one.state.exists() for one in self.profiles if not one.practice)
        return profile in self.profiles and not (profile.practice and real)

    def note_failure(self, reason: str) -> bool:
        """The next start goes back; a chance that is left becomes the note, for a full disk. False without a trial."""
        trial = self.trial()
        if not trial:
            return False
        folder = self.path / (trees.TRIAL + trial)
        note = folder / (trees.FAILED + reason)
        for name in trees.CHANCES:
            if (folder / name).exists():
                self.disk.rename(folder / name, note)
                return True
        self.disk.touch(note)
        return True

    # --- what did not work here --------------------------------------------------------------------------------

    def bad(self, version: str) -> Path:
        return self.path / (trees.BAD + version)

    def is_bad(self, version: str) -> bool:
        """Was it given up here, for a fault of its own?"""
        return self.bad(version).is_dir() and self.why(version) not in _MAY_COME_AGAIN

    def why(self, version: str) -> str:
        """The reason that was noted; none noted: it never came as far as that."""
        names = sorted(one.name for one in self.bad(version).glob(trees.FAILED + "*"))
        return names[0].removeprefix(trees.FAILED) if names else NO_START

    def note_bad(self, version: str, reason: str) -> None:
        """Raises OSError."""
        self.disk.make_folder(self.bad(version))
        self.disk.touch(self.bad(version) / (trees.FAILED + reason))

    def undone(self) -> tuple[Version, str] | None:
        """The version that did not work here and why, the newest first; until told()."""
        found = []
        for one in self.path.glob(trees.BAD + "*"):
            with suppress(ValueError, OSError):
                if not (one / "told").exists():
                    version = Version.parse(one.name.removeprefix(trees.BAD))
                    found.append((version, self.why(str(version))))
        return max(found, default=None)

    def told(self) -> None:
        """Somebody who entered has read it."""
        for one in self.path.glob(trees.BAD + "*"):
            with suppress(OSError):
                self.disk.touch(one / "told")

    # --- who may change it -------------------------------------------------------------------------------------

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One at a time on this account, whichever window or console began. Raises ReleaseLockedError."""
        self.disk.make_folder(self.path)
        file = instance_lock.hold(self.path / "lock")
        if file is None:
            raise ReleaseLockedError
        with file:
            yield

    @contextmanager
    def alone(self, held: Profile | None = None) -> Iterator[None]:
        """No console works on any profile meanwhile; the caller has the lock of *held*. Raises ReleaseLockedError."""
        with ExitStack() as stack:
            for profile in self.profiles:
                if profile.folder.is_dir() and (held is None or profile.folder != held.folder):
                    try:
                        stack.callback(instance_lock.acquire(profile).release)
                    except AnotherConsoleError:
                        raise ReleaseLockedError from None
            yield

    def clear(self, *beginnings: str) -> None:
        """Raises OSError."""
        for beginning in beginnings:
            for one in self.path.glob(beginning + "*"):
                self.disk.remove_tree(one)


def folder_of_this_account(running: str) -> ProgramFolder:
    """With the real desk and the palestra."""
    profiles = (default_profile(), default_profile(practice=True))
    return ProgramFolder(Path(trees.versions_folder()), running, profiles)


@contextmanager
def in_our_words() -> Iterator[None]:
    """The system's words hold paths."""
    try:
        yield
    except OSError as error:
        raise (StorageError("held") if is_held(error) else translated(error)) from None
