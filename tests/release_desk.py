"""A publisher with keys of the moment, its folder of releases, and a desk that trusts its first root."""

from __future__ import annotations

import importlib.util
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tuf.api.metadata import Metadata

from wemi_desk.domain.releases import Version, archive_name
from wemi_desk.gateways.release_carriers import FolderCarrier
from wemi_desk.gateways.release_repository import SignedReleases
from wemi_desk.gateways.update_files import FolderUpdateFiles

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SYSTEM = "linux-x86_64"
PIECE = 64


def publishers_tool():
    """packaging/release.py, which is no package."""
    if "publishers_tool" not in sys.modules:
        path = Path(__file__).resolve().parents[1] / "packaging" / "release.py"
        spec = importlib.util.spec_from_file_location("publishers_tool", path)
        sys.modules["publishers_tool"] = made = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(made)
    return sys.modules["publishers_tool"]


def facts_of(version, system=SYSTEM, **other):
    return {
        "version": version, "system": system, "unpacked_bytes": 9, "schema": 13,
        "carries": ["citizen", "contact"], "wire": [1, 1], "note": "Si scrive più in fretta.",
        "note_en": "Typing is faster.",
    } | other  # fmt: skip


class Publisher:
    """The folder of releases and the keys, at a day of one's choice."""

    def __init__(self, folder: Path, now: datetime = NOW):
        self.folder, self.keys_folder, self._work = folder / "releases", folder / "keys", folder / "work"
        self._work.mkdir(parents=True)
        self.at(now).init()
        self.first_root = (self.folder / "metadata" / "1.root.json").read_bytes()

    def at(self, now: datetime = NOW):
        tool = publishers_tool()
        return tool.Repository(self.folder, tool.KeyRing([self.keys_folder]), now)

    def add(self, version, content=b"", now=NOW, system=SYSTEM, **other):
        archive = self._work / archive_name(Version.parse(version), system)
        archive.write_bytes(content or f"program {version} ".encode() * 30)
        self.at(now).add(archive, facts_of(version, system, **other))

    def name(self, role):
        """The newest file of a role."""
        if role == "timestamp":
            return "timestamp.json"
        numbers = [int(one.name.split(".")[0]) for one in (self.folder / "metadata").glob(f"*.{role}.json")]
        return f"{max(numbers)}.{role}.json"

    def file(self, role):
        return self.folder / "metadata" / self.name(role)

    def signed_by(self, role, change, *, keys=None):
        """Change what is signed of a role and sign it anew, as whoever holds the keys could."""
        tool, path = publishers_tool(), self.file(role)
        metadata = Metadata.from_file(str(path))
        change(metadata.signed)
        root = Metadata.from_file(str(self.file("root"))).signed
        path.write_bytes((keys or tool.KeyRing([self.keys_folder])).sign(metadata, root))

    def archive(self, version):
        return next((self.folder / "targets").glob(f"*wemi-desk-{version}-*"))


class TrustingDesk:
    """Where an update comes to; every look is a new client, as after a restart."""

    def __init__(self, folder: Path, root: bytes):
        self.files = FolderUpdateFiles(folder / "updates")
        self.root = root

    def source(self, carrier):
        carrier = FolderCarrier(carrier) if isinstance(carrier, Path) else carrier
        return SignedReleases(carrier, self.files, self.root, SYSTEM, PIECE)

    def look(self, carrier, now=NOW):
        return self.source(carrier).newest(now)

    def take(self, carrier, now=NOW, told=lambda _bytes: None):
        source = self.source(carrier)
        release = source.newest(now)
        source.fetch(release, told)
        self.files.make_ready(release)
        return release


class Interposer:
    """Somebody on the way: *answers* take the place of files, by name; *spoilt* changes parts of archives."""

    def __init__(self, folder: Path):
        self._true = FolderCarrier(folder)
        self.answers: dict[str, bytes] = {}
        self.spoilt = lambda _first, part: part
        self.asked: list[str] = []

    def metadata(self, name, most):
        self.asked.append(name)
        return self.answers[name] if name in self.answers else self._true.metadata(name, most)

    def part(self, name, first, most):
        return self.spoilt(first, self._true.part(name, first, most))

    def close(self):
        pass


def later(**spell):
    return NOW + timedelta(**spell)
