"""Whether a folder lies on a disk of this computer, or on a share of another one."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

_REMOTE = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "coda", "davfs", "fuse.sshfs", "fuse.davfs2",
    "fuse.gvfsd-fuse", "fuse.rclone",
})  # fmt: skip
_MOUNTS = Path("/proc/self/mountinfo")
_DRIVE_REMOTE = 4


def is_remote(folder: Path) -> bool:
    """True for a share; what the system does not tell counts as a disk of ours. *folder* need not be there yet."""
    there = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    if sys.platform == "win32":
        return _is_remote_drive(there)
    try:
        return kind_in(_MOUNTS.read_text(encoding="utf-8", errors="replace"), there.resolve().as_posix()) in _REMOTE
    except OSError:
        return False


def kind_in(mounts: str, path: str) -> str:
    """The kind of file system *path* lies in, by the system's own list; of mounts over each other the last counts."""
    found, length = "", -1
    for line in mounts.splitlines():
        before, _dash, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = PurePosixPath(_plain(fields[4]))
        if len(point.parts) >= length and PurePosixPath(path).is_relative_to(point):
            found, length = after.split(" ")[0], len(point.parts)
    return found


def _plain(point: str) -> str:
    """Spaces and the like are written in octal there."""
    return point.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\")


def _is_remote_drive(folder: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    anchor = folder.resolve().anchor
    return anchor.startswith("\\\\") or bool(ctypes.windll.kernel32.GetDriveTypeW(anchor) == _DRIVE_REMOTE)
