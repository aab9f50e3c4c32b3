"""The publisher's side of an update: keys, the signed folder of releases, and its yearly care. See docs/operations.md.

    release.py init REPO --keys DIR                 new keys, and a folder of releases without any
    release.py add REPO ARCHIVE FACTS --keys DIR    one more release; FACTS is the release.json of the build
    release.py withdraw REPO VERSION --keys DIR     no desk begins to fetch this version any more
    release.py sign REPO --keys DIR [--all]         new dates, before the old ones are over
    release.py rotate REPO ROLE --keys DIR          other keys for a role, told by a new root
    release.py oldest REPO [VERSION]                from older programs the centre takes acts and answers nothing else
    release.py check REPO                           what is offered and what ends when; 1 when something ends soon

The private keys of root and targets belong on sticks in a safe, each with another person, and never on the centre;
DIR may be given several times. A pass-phrase protects each of them (asked for, or the file after --passphrase-file).
"""

from __future__ import annotations

import argparse
import getpass
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Signed, Snapshot, TargetFile, Targets, Timestamp

ROOT_FOLDER = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT_FOLDER))

from wemi_desk.domain.releases import Version, release_from  # noqa: E402
from wemi_desk.gateways.release_repository import MADE_AT  # noqa: E402

ROLES = ("root", "targets", "snapshot", "timestamp")
DAYS = {"root": 730, "targets": 365, "snapshot": 60, "timestamp": 30}
"""How long each is good for. A desk whose timestamp ended goes on working, and installs nothing."""
WARN_DAYS = {"root": 90, "targets": 60, "snapshot": 14, "timestamp": 10}
KEYS = {"root": (3, 2), "targets": (1, 1), "snapshot": (1, 1), "timestamp": (1, 1)}
"""How many keys, and how many of them have to sign."""


class ReleaseFaultError(SystemExit):
    """Said in one line, and nothing was written."""


class KeyRing:
    """The private keys at hand, by their key id."""

    def __init__(self, folders: Sequence[Path], passphrase: bytes = b"") -> None:
        self._folders = folders
        self._passphrase = passphrase
        self._signers: dict[str, CryptoSigner] = {}
        for folder in folders:
            for path in sorted(folder.glob("*.pem")):
                private = load_pem_private_key(path.read_bytes(), passphrase or None)
                signer = CryptoSigner(private)
                self._signers[signer.public_key.keyid] = signer

    def make(self, role: str, number: int) -> CryptoSigner:
        """A new key, kept in the first folder."""
        folder, signer = self._folders[0], CryptoSigner.generate_ed25519()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        private = load_pem_private_key(signer.private_bytes, None)
        kept: Any = serialization.NoEncryption()
        if self._passphrase:
            kept = serialization.BestAvailableEncryption(self._passphrase)
        pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, kept)
        path = folder / f"{role}-{number}-{signer.public_key.keyid[:8]}.pem"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
        self._signers[signer.public_key.keyid] = signer
        return signer

    def sign(self, metadata: Metadata[Any], *roots: Root) -> bytes:
        """With every key at hand that *roots* name for this role; raises ReleaseFaultError when these are too few."""
        role = metadata.signed.type
        metadata.signatures.clear()
        for keyid in dict.fromkeys(keyid for root in roots for keyid in root.roles[role].keyids):
            if keyid in self._signers:
                metadata.sign(self._signers[keyid], append=True)
        for root in roots:
            known = root.get_verification_result(role, metadata.signed_bytes, metadata.signatures)
            if not known:
                raise ReleaseFaultError(f"{role}: {len(known.signed)} of {known.threshold} keys at hand")
        return metadata.to_bytes()


class Repository:
    """The folder that the centre serves and a stick carries. Everything is written beside, the timestamp last."""

    def __init__(self, folder: Path, keys: KeyRing, now: datetime | None = None) -> None:
        self.folder = folder
        self.metadata = folder / "metadata"
        self.targets = folder / "targets"
        self._keys = keys
        self._now = (now or datetime.now(UTC)).replace(microsecond=0)

    def init(self) -> None:
        """New keys, first root, no release."""
        if self.metadata.exists():
            raise ReleaseFaultError(f"{self.metadata}: there already")
        root = Root(version=1, expires=self._end("root"), consistent_snapshot=True)
        for role, (many, threshold) in KEYS.items():
            for number in range(1, many + 1):
                root.add_key(self._keys.make(role, number).public_key, role)
            root.roles[role].threshold = threshold
        self.metadata.mkdir(parents=True)
        self.targets.mkdir()
        self._write_root(Metadata(root), root)
        self._publish(Targets(version=1, expires=self._end("targets")), 1)

    def add(self, archive: Path, facts: dict[str, object]) -> None:
        """One more release; the same version again takes the place of the one before."""
        targets = self._load("targets").signed
        target = TargetFile.from_file(archive.name, str(archive), ["sha256"])
        if facts.get("sha256", target.hashes["sha256"]) != target.hashes["sha256"]:
            raise ReleaseFaultError(f"{archive}: not the archive that these facts are about")
        said = {name: value for name, value in facts.items() if name not in {"archive", "sha256", "bytes"}}
        release = release_from(
            {**said, "archive": archive.name, "sha256": target.hashes["sha256"], "bytes": target.length}
        )
        target.unrecognized_fields["custom"] = said
        place = self.targets / f"{release.sha256}.{archive.name}"
        shutil.copyfile(archive, place)
        if hashlib.sha256(place.read_bytes()).hexdigest() != release.sha256:
            raise ReleaseFaultError(f"{archive}: changed meanwhile")
        targets.targets[archive.name] = target
        self._publish(targets, targets.version + 1)

    def withdraw(self, version: str) -> None:
        """Its archives stay, for a desk that is fetching one."""
        targets = self._load("targets").signed
        gone = [path for path, one in targets.targets.items() if _custom(one).get("version") == version]
        if not gone:
            raise ReleaseFaultError(f"{version}: not offered")
        for path in gone:
            del targets.targets[path]
        self._publish(targets, targets.version + 1)

    def sign(self, *, everything: bool = False) -> None:
        """New dates; *everything* also for root and targets, whose keys lie in the safe."""
        if everything:
            root = self._load("root").signed
            root.version, root.expires = root.version + 1, self._end("root")
            self._write_root(Metadata(root), root, self._load("root").signed)
            targets = self._load("targets").signed
            self._publish(targets, targets.version + 1)
        else:
            self._seal(self._load("targets"))

    def rotate(self, role: str) -> None:
        """Other keys for *role*: the next root names them, signed by enough of those that were trusted before."""
        before, root = self._load("root").signed, self._load("root").signed
        for keyid in list(root.roles[role].keyids):
            root.revoke_key(keyid, role)
        for number in range(1, KEYS[role][0] + 1):
            root.add_key(self._keys.make(role, number).public_key, role)
        root.version, root.expires = root.version + 1, self._end("root")
        self._write_root(Metadata(root), before, root)
        targets = self._load("targets").signed
        if role == "targets":
            self._publish(targets, targets.version + 1)
        else:
            self._seal(self._load("targets"))

    def set_oldest(self, version: str) -> None:
        """What the centre says beside; empty: it answers every version."""
        self._hint(str(Version.parse(version)) if version else "")

    def report(self) -> tuple[list[str], bool]:
        """Lines for whoever looks after the releases, and whether something ends soon."""
        lines, soon = [], False
        for role in ROLES:
            signed = self._load(role).signed
            left = (signed.expires - self._now).days
            soon = soon or left <= WARN_DAYS[role]
            lines.append(f"{role:10} v{signed.version:<4} {left:4} days left{' !' if left <= WARN_DAYS[role] else ''}")
        for path, target in sorted(self._load("targets").signed.targets.items()):
            lines.append(f"{path} {target.length / 1e6:.1f} MB {target.hashes['sha256'][:16]}")
        return lines, soon

    def _publish(self, targets: Targets, version: int) -> None:
        targets.version, targets.expires = version, self._end("targets")
        made = Metadata(targets)
        content = self._keys.sign(made, self._load("root").signed)
        self._seal(made, content, version)

    def _seal(self, targets: Metadata[Any], content: bytes = b"", version: int = 0) -> None:
        """Snapshot and timestamp of these targets; all is signed before anything is written."""
        root, version = self._load("root").signed, version or targets.signed.version
        content = content or (self.metadata / f"{version}.targets.json").read_bytes()
        snapshot = Snapshot(version=self._next("snapshot"), expires=self._end("snapshot"))
        snapshot.meta["targets.json"] = MetaFile.from_data(version, content, ["sha256"])
        sealed = self._keys.sign(Metadata(snapshot), root)
        timestamp = Timestamp(
            version=self._next("timestamp"), expires=self._end("timestamp"),
            snapshot_meta=MetaFile.from_data(snapshot.version, sealed, ["sha256"]),
            unrecognized_fields={MADE_AT: self._now.isoformat()},
        )  # fmt: skip
        stamped = self._keys.sign(Metadata(timestamp), root)
        _write(self.metadata / f"{version}.targets.json", content)
        _write(self.metadata / f"{snapshot.version}.snapshot.json", sealed)
        _write(self.metadata / "timestamp.json", stamped)
        self._hint()

    def _write_root(self, root: Metadata[Any], *roots: Root) -> None:
        _write(self.metadata / f"{root.signed.version}.root.json", self._keys.sign(root, *roots))
        _write(self.folder / "root.json", root.to_bytes())  # for packaging/build.py --trusted-root

    def _hint(self, oldest: str | None = None) -> None:
        path, said = self.folder / "offered.json", {}
        if path.exists():
            said = json.loads(path.read_bytes())
        offers: dict[str, str] = {}
        for target in self._load("targets").signed.targets.values():
            system, version = str(_custom(target)["system"]), str(_custom(target)["version"])
            if system not in offers or Version.parse(offers[system]) < Version.parse(version):
                offers[system] = version
        oldest = said.get("oldest", "") if oldest is None else oldest
        _write(path, json.dumps({"offers": offers, "oldest": oldest}, indent=1, sort_keys=True).encode())

    def _load(self, role: str) -> Metadata[Any]:
        path = self.metadata / "timestamp.json"
        if role != "timestamp":
            path = self.metadata / f"{self._newest(role)}.{role}.json"
        return Metadata.from_file(str(path))

    def _newest(self, role: str) -> int:
        return max((int(one.name.partition(".")[0]) for one in self.metadata.glob(f"*.{role}.json")), default=0)

    def _next(self, role: str) -> int:
        if role == "timestamp" and not (self.metadata / "timestamp.json").exists():
            return 1
        signed: Signed | None = self._load("timestamp").signed if role == "timestamp" else None
        return (signed.version if signed is not None else self._newest(role)) + 1

    def _end(self, role: str) -> datetime:
        return self._now + timedelta(days=DAYS[role])


def _custom(target: TargetFile) -> dict[str, Any]:
    custom: dict[str, Any] = target.unrecognized_fields["custom"]
    return custom


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(path.name + ".new")
    draft.write_bytes(content)
    draft.replace(path)


def main(words: Sequence[str]) -> int:
    """See the head of this file."""
    asked = _asked(words)
    passphrase = b""
    if asked.keys and asked.command not in {"check", "oldest"}:
        file = asked.passphrase_file
        passphrase = file.read_bytes().strip() if file else getpass.getpass("Pass-phrase of the keys: ").encode()
    repository = Repository(asked.repo, KeyRing(asked.keys, passphrase))
    if asked.command == "check":
        lines, soon = repository.report()
        print("\n".join(lines))
        return 1 if soon else 0
    _do(repository, asked)
    print(f"{asked.repo}: done")
    return 0


def _do(repository: Repository, asked: argparse.Namespace) -> None:
    if asked.command == "init":
        repository.init()
    elif asked.command == "add":
        repository.add(asked.archive, json.loads(asked.facts.read_text(encoding="utf-8")) | _notes(asked))
    elif asked.command == "withdraw":
        repository.withdraw(asked.version)
    elif asked.command == "sign":
        repository.sign(everything=asked.all)
    elif asked.command == "rotate":
        repository.rotate(asked.role)
    else:
        repository.set_oldest(asked.version)


def _notes(asked: argparse.Namespace) -> dict[str, object]:
    return {name: said for name, said in (("note", asked.note), ("note_en", asked.note_en)) if said}


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    made = {name: commands.add_parser(name) for name in
            ("init", "add", "withdraw", "sign", "rotate", "oldest", "check")}  # fmt: skip
    for name, one in made.items():
        one.add_argument("repo", type=Path)
        needs = name not in {"check", "oldest"}
        one.add_argument("--keys", type=Path, action="append", default=[] if not needs else None, required=needs)
        one.add_argument("--passphrase-file", type=Path)
    made["add"].add_argument("archive", type=Path)
    made["add"].add_argument("facts", type=Path)
    made["add"].add_argument("--note", default="", help="one sentence for the operators, in Italian")
    made["add"].add_argument("--note-en", default="")
    made["withdraw"].add_argument("version")
    made["sign"].add_argument("--all", action="store_true", help="also root and targets")
    made["rotate"].add_argument("role", choices=ROLES)
    made["oldest"].add_argument("version", nargs="?", default="")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
