"""One account with a desk, a palestra and an update that waits, on a disk that does what a test wants."""

import errno
import importlib.util
import json
from functools import cache
from pathlib import Path

from wemi_desk import trees
from wemi_desk.config import Profile
from wemi_desk.domain.releases import archive_name, release_from
from wemi_desk.gateways import trials
from wemi_desk.gateways.installation import TreeInstallation
from wemi_desk.gateways.patient_disk import Disk
from wemi_desk.gateways.program_folder import ProgramFolder

ROOT = Path(__file__).resolve().parent.parent
BASE, NEWER, NEWEST = "0.1.9", "0.1.10", "0.2.0"
SYSTEM = "linux-x86_64"
WORDS = ["run"]
_PACKED = {}


@cache
def tool(name):
    """A script of the folder packaging, which is no package."""
    spec = importlib.util.spec_from_file_location(f"wemi_{name}", ROOT / "packaging" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class PowerCutError(BaseException):
    """Nothing that runs notices it."""


class QuickDisk(Disk):
    """As the real one, but nobody pulls the plug of this machine: nothing is waited for."""

    def __init__(self, **words):
        super().__init__(**words)
        self.changes = 0

    def change(self, act):
        self.changes += 1
        return super().change(act)

    def flush(self, path):
        self.change(lambda: None)

    def settle(self, folder):
        self.change(lambda: None)


class FailingDisk(QuickDisk):
    """The current goes before the n-th change and stays away."""

    def __init__(self, last, error=PowerCutError):
        super().__init__()
        self.last, self.error = last, error

    def change(self, act):
        if self.changes >= self.last:
            raise self.error
        return super().change(act)


class FullDisk(QuickDisk):
    """Names can be changed and taken away, and nothing more is written."""

    def fill(self, path, chunks, mode=0o600):
        raise OSError(errno.ENOSPC, "full")

    def touch(self, path):
        raise OSError(errno.ENOSPC, "full")

    def make_folder(self, folder):
        if not folder.is_dir():
            raise OSError(errno.ENOSPC, "full")

    def copy(self, source, target):
        raise OSError(errno.ENOSPC, "full")


class HeldDisk(QuickDisk):
    """A scanner holds whatever was written for *seconds*; nobody waits really."""

    def __init__(self, seconds, every=7):
        super().__init__(wait=self._pass_by)
        self.seconds, self.every, self.waited, self._since = seconds, every, 0.0, 0.0

    def _pass_by(self, seconds):
        self.waited += seconds
        self._since += seconds

    def change(self, act):
        number = self.changes

        def held():
            if number % self.every == 0 and self._since < self.seconds:
                error = PermissionError(errno.EACCES, "held")
                error.winerror = 32
                raise error
            return act()

        self._since = 0.0
        return super().change(held)


class World:
    """The data are words: ``old`` or ``new`` for the schema, and the records behind it."""

    def __init__(self, folder):
        self.folder = folder
        self.desk = Profile(folder / "desk")
        self.palestra = Profile(folder / "practice", practice=True)
        for profile in (self.desk, self.palestra):
            profile.folder.mkdir(parents=True)
        self.desk.state.write_text("who enters")
        self.desk.store.write_text("old: Anna")
        self.log.write_text("old: Bruno")
        self.palestra.store.write_text("old: Carla")
        self.palestra.practice_centre.mkdir()
        (self.palestra.practice_centre / "centre.db").write_text("old centre")

    @property
    def log(self):
        return self.desk.store.with_name("store.db-wal")

    def programs(self, running=BASE, disk=None):
        return ProgramFolder(self.folder / "versions", running, (self.desk, self.palestra), disk or QuickDisk())

    def installation(self, running=BASE, disk=None):
        return TreeInstallation(self.programs(running, disk))

    def release(self, version=NEWER, spoil=None):
        """(archive, Release) of a small tree; *spoil* changes its folder before it is packed."""
        tree = self.folder / "built" / version
        inside = tree / "_internal"
        inside.mkdir(parents=True, exist_ok=True)
        (tree / trees.PROGRAM).write_text("#!/bin/sh\nexit 0\n")
        (tree / trees.PROGRAM).chmod(0o755)
        (tree / trees.BUILD).write_text(json.dumps({"version": version}))
        (inside / "libQt.so.6.1").write_bytes(b"library " * 5000)
        if not (inside / "libQt.so.6").is_symlink():
            (inside / "libQt.so.6").symlink_to("libQt.so.6.1")
        if spoil is not None:
            spoil(tree)
        return self.pack(tree, version)

    def pack(self, tree, version, **other):
        archive = self.folder / archive_name(version, SYSTEM)
        facts = tool("release_archive").pack(tree, archive, 1_760_000_000)
        facts |= {"version": version, "system": SYSTEM, "schema": 14} | other
        return archive, release_from(facts)

    def install(self, version=NEWER, running=BASE, disk=None, self_test=lambda _program: True):
        self.installation(running, disk).install(*self.waiting(version), self_test)

    def waiting(self, version=NEWER):
        """(archive, Release): packed once for all worlds."""
        if version not in _PACKED:
            archive, release = self.release(version)
            _PACKED[version] = (archive.read_bytes(), release)
        content, release = _PACKED[version]
        archive = self.folder / release.archive
        archive.write_bytes(content)
        return archive, release

    def start(self, disk=None, base=BASE):
        """Who runs: the version of the tree, or that of the package's program."""
        program = trials.mended(self.programs(base, disk), WORDS).program
        return Path(program).parent.name if program else base

    def migrate(self):
        """What a newer program does to the data before it is confirmed."""
        records = self.desk.store.read_text().removeprefix("old: ")
        if self.log.exists():
            records += ", " + self.log.read_text().removeprefix("old: ")
        self.log.write_text("half")
        self.desk.store.write_text(f"new: {records}")
        self.log.unlink()
        (self.palestra.practice_centre / "centre.db").write_text("new centre")

    def records(self):
        words = self.desk.store.read_text()
        return words + (" + " + self.log.read_text() if self.log.exists() else "")

    def names(self):
        """What stands in the folder of the programs."""
        found = self.folder / "versions"
        return {one.name for one in found.iterdir()} - {"lock"} if found.is_dir() else set()
