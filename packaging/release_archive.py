"""A built tree becomes the archive of a release: the same bytes for the same tree, its own list first.

Read by ``wemi_desk/gateways/unpacking.py``, which refuses whatever this list does not name.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import tarfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MANIFEST, FORMAT, LEVEL = "manifest.json", 1, 10


def pack(tree: Path, archive: Path, when: int, level: int = LEVEL) -> dict[str, object]:
    """Write *archive* and return what its publisher signs of it; every time in it is *when*."""
    files, links = _listed(tree)
    said = {"format": FORMAT, "files": files, "links": links}
    manifest = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    with _zstd().ZstdFile(archive, "wb", level=level) as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        _add(tar, MANIFEST, when, io.BytesIO(manifest), len(manifest), runs=False)
        for name in sorted([*files, *links]):
            if name in links:
                _link(tar, name, links[name], when)
                continue
            with (tree / name).open("rb") as content:
                _add(tar, name, when, content, files[name][0], runs=files[name][2])
    os.utime(archive, (when, when))
    with archive.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    unpacked = sum(one[0] for one in files.values())
    return {"archive": archive.name, "sha256": sha256, "bytes": archive.stat().st_size, "unpacked_bytes": unpacked}


def facts_of(version: str, system: str) -> dict[str, object]:
    """The rest of what is signed, as this source says it."""
    sys.path.insert(0, str(ROOT))
    try:
        from wemi_desk.persistence.migrations import LATEST
        from wemi_desk.persistence.tables import SYNCHRONISED
        from wemi_desk.sync.wire import OLDEST_PROTOCOL, PROTOCOL
    finally:
        sys.path.pop(0)
    return {
        "version": version, "system": system, "schema": int(LATEST),
        "carries": sorted(SYNCHRONISED), "wire": [OLDEST_PROTOCOL, PROTOCOL],
    }  # fmt: skip


def _listed(tree: Path) -> tuple[dict[str, tuple[int, str, bool]], dict[str, str]]:
    files, links = {}, {}
    for path in sorted(tree.rglob("*")):
        name = path.relative_to(tree).as_posix()
        if path.is_symlink():
            links[name] = os.readlink(path)
        elif path.is_file() and name != MANIFEST:
            with path.open("rb") as content:
                sha256 = hashlib.file_digest(content, "sha256").hexdigest()
            files[name] = (path.stat().st_size, sha256, os.access(path, os.X_OK))
    return files, links


def _add(tar: tarfile.TarFile, name: str, when: int, content: Any, size: int, *, runs: bool) -> None:
    one = tarfile.TarInfo(name)
    one.size, one.mtime, one.mode = size, when, 0o755 if runs else 0o644
    tar.addfile(one, content)


def _link(tar: tarfile.TarFile, name: str, target: str, when: int) -> None:
    one = tarfile.TarInfo(name)
    one.type, one.linkname, one.mtime, one.mode = tarfile.SYMTYPE, target, when, 0o777
    tar.addfile(one)


def _zstd() -> Any:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd
