"""A release's archive becomes a tree: nothing is written outside it, nothing that its list does not name.

The archive is a zstd tar whose first member, ``manifest.json``, lists every file with size and SHA-256 and every link
with its target. The hash of the whole archive, which its publisher signed, is taken from the bytes that were unpacked:
who swaps the file after it was verified gains nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from wemi_desk.domain.errors import ReleaseRefusedError
from wemi_desk.domain.releases import Release
from wemi_desk.gateways.patient_disk import Disk

MANIFEST = "manifest.json"
FORMAT = 1
MOST_MEMBERS, MOST_MANIFEST = 20_000, 8_000_000
_CHUNK = 1 << 20
_NAME = re.compile(r"[^\\:*?\"<>|\x00-\x1f\x7f]{1,240}")


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of a tree."""

    size: int
    sha256: str
    runs: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a tree consists of."""

    files: Mapping[str, Listed]
    links: Mapping[str, str]

    @property
    def bytes(self) -> int:
        return sum(one.size for one in self.files.values())


def unpack(archive: Path, folder: Path, release: Release, disk: Disk) -> None:
    """Make the new *folder* out of *archive*, durable. Raises ReleaseRefusedError, OSError, and leaves waste."""
    disk.make_folder(folder)
    with archive.open("rb") as file:
        source = _Hashed(file, release.bytes)
        try:
            _unpack(source, folder, release, disk)
            source.drain()
        except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError, UnicodeError, RecursionError):
            raise ReleaseRefusedError("archive") from None
        except zstd_error():
            raise ReleaseRefusedError("archive") from None
    if source.digest() != release.sha256:
        raise ReleaseRefusedError("hash")
    for one in (*(path for path in sorted(folder.rglob("*")) if not path.is_symlink()), folder):
        disk.flush(one)


def read_manifest(tree: Path) -> Manifest:
    """Raises OSError, ValueError."""
    return _manifest((tree / MANIFEST).read_bytes())


def is_whole(tree: Path) -> bool:
    """Every file there, with the bytes it was listed with. Raises OSError for one that cannot be read now."""
    try:
        manifest = read_manifest(tree)
        linked = all(os.readlink(tree / name) == target for name, target in manifest.links.items())
        return linked and all(_is_same(tree / name, listed) for name, listed in manifest.files.items())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, ValueError, KeyError, TypeError):
        return False


def _is_same(path: Path, listed: Listed) -> bool:
    if path.is_symlink() or path.stat().st_size != listed.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == listed.sha256


def _unpack(source: _Hashed, folder: Path, release: Release, disk: Disk) -> None:
    with _plain(source) as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
        members = iter(tar)
        manifest = _first(next(members, None), tar, folder, disk)
        _refuse(too_large=manifest.bytes > release.unpacked_bytes)
        missing = {*manifest.files, *manifest.links}
        for member in members:
            missing.remove(member.name)  # listed, and once
            if member.name in manifest.links:
                _link(folder / member.name, member, manifest.links[member.name])
            else:
                _file(folder / member.name, member, tar, manifest.files[member.name], disk)
    if missing:
        raise ReleaseRefusedError("archive")


def _first(member: tarfile.TarInfo | None, tar: tarfile.TarFile, folder: Path, disk: Disk) -> Manifest:
    if member is None or member.name != MANIFEST or member.type != tarfile.REGTYPE or member.size > MOST_MANIFEST:
        raise ReleaseRefusedError("archive")
    said = _content(member, tar).read()
    disk.change(lambda: disk.fill(folder / MANIFEST, [said]))
    return _manifest(said)


def _file(path: Path, member: tarfile.TarInfo, tar: tarfile.TarFile, listed: Listed, disk: Disk) -> None:
    if member.type != tarfile.REGTYPE or member.size != listed.size:
        raise ReleaseRefusedError("archive")
    if not path.parent.is_dir():
        disk.make_folder(path.parent)
    content, digest = _content(member, tar), hashlib.sha256()
    # a stream cannot be read twice: only the opening is tried again
    disk.change(lambda: disk.fill(path, (), 0o700 if listed.runs else 0o600))
    with path.open("ab") as file:
        for chunk in iter(lambda: content.read(_CHUNK), b""):
            digest.update(chunk)
            disk.change(lambda chunk=chunk: file.write(chunk))  # type: ignore[misc]
    if digest.hexdigest() != listed.sha256:
        raise ReleaseRefusedError("archive")


def _link(path: Path, member: tarfile.TarInfo, target: str) -> None:
    if member.type != tarfile.SYMTYPE or member.linkname != target:
        raise ReleaseRefusedError("archive")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.symlink_to(target)


def _content(member: tarfile.TarInfo, tar: tarfile.TarFile) -> IO[bytes]:
    content = tar.extractfile(member)
    if content is None:
        raise ReleaseRefusedError("archive")
    return content


def _manifest(said: bytes) -> Manifest:
    """Raises ValueError, KeyError, TypeError for whatever is wrong with it."""
    facts = json.loads(said)
    if facts["format"] != FORMAT or len(facts["files"]) + len(facts["links"]) > MOST_MEMBERS:
        raise ValueError("format")
    files = {str(name): _listed(one) for name, one in facts["files"].items()}
    links = {str(name): str(target) for name, target in facts["links"].items()}
    _check_names(files, links)
    return Manifest(files, links)


def _listed(said: list[Any]) -> Listed:
    size, sha256, runs = said
    if not isinstance(size, int) or size < 0 or not isinstance(runs, bool):
        raise ValueError("size")
    return Listed(size, str(sha256), runs)


def _check_names(files: Mapping[str, Listed], links: Mapping[str, str]) -> None:
    names = [*files, *links]
    if MANIFEST in names or len({name.casefold() for name in names}) != len(names):
        raise ValueError("twice")
    for name in names:
        path = PurePosixPath(name)
        whole = _NAME.fullmatch(name) and not path.is_absolute() and str(path) == name and ".." not in path.parts
        if not whole or any(str(one) in links or str(one) in files for one in path.parents):
            raise ValueError("name")
    if links and sys.platform == "win32":
        raise ValueError("link")
    for name, target in links.items():
        inside = os.path.normpath(PurePosixPath(name).parent / target)
        if inside.startswith("..") or os.path.isabs(target) or inside not in files:
            raise ValueError("link")


def _refuse(*, too_large: bool) -> None:
    if too_large:
        raise ReleaseRefusedError("too_large")


class _Hashed:
    """The archive's bytes, hashed on their way and never more than were signed for."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file = file
        self._left = most
        self._sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """As a file."""
        found = self._file.read(min(size, _CHUNK) if size >= 0 else _CHUNK)
        self._left -= len(found)
        if self._left < 0:
            raise ReleaseRefusedError("too_large")
        self._sha256.update(found)
        return found

    def drain(self) -> None:
        """What stands behind the last member belongs to the hash too."""
        while self.read(_CHUNK):
            pass

    def digest(self) -> str:
        return self._sha256.hexdigest()


def _plain(source: _Hashed) -> Any:
    return _zstd().ZstdFile(source, "rb")


def zstd_error() -> type[Exception]:
    """What the library raises for what is no zstd."""
    error: type[Exception] = _zstd().ZstdError
    return error


def _zstd() -> Any:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd


def names_of(tree: Path) -> Iterator[str]:
    """Every file below *tree*, for whoever makes an archive."""
    for path in sorted(tree.rglob("*")):
        if path.is_symlink() or path.is_file():
            yield path.relative_to(tree).as_posix()
