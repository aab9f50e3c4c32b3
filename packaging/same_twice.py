"""Built again as somebody else would: another folder, umask, time zone, language, order of files; then compared.

What a build may depend on without saying so is changed on purpose. The libraries come from the same environment, whose
lock has their hashes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BACKWARDS = '''
import os

_list, _scan = os.listdir, os.scandir


class Scanned:
    def __init__(self, path):
        with _scan(path) as found:
            self._found = iter(sorted(found, key=lambda one: one.name, reverse=True))

    def __iter__(self):
        return self._found

    def __next__(self):
        return next(self._found)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()

    def close(self):
        self._found = iter(())


os.listdir = lambda path=".": sorted(_list(path), reverse=True)
os.scandir = lambda path=".": Scanned(path)
'''
"""For the second build the folders list their files backwards."""
OTHER = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "tr_TR.UTF-8", "USER": "somebody-else"}
ONCE = {"--twice", "--smoke", "--try", "--newer"}


def built_elsewhere(out: Path) -> Path:
    """The same command in a copy of this checkout; where its results are."""
    away = out.parent / f"{out.name}, once more"
    shutil.rmtree(away, ignore_errors=True)
    copy, again, order = away / "an elsewhere that is longer", away / "out", away / "order"
    copy_checkout(copy)
    order.mkdir()
    (order / "sitecustomize.py").write_text(BACKWARDS, encoding="utf-8")
    own = OTHER | {
        "PYTHONPATH": str(order), "GIT_DIR": git_folder(),
        "PYINSTALLER_CONFIG_DIR": str(away / "cache"),
    }  # fmt: skip
    command = [sys.executable, str(copy / "packaging" / "build.py"), *same_words(), "--out", str(again)]
    subprocess.run(command, cwd=copy, check=True, umask=0o077, stdout=subprocess.DEVNULL, env=os.environ | own)
    return again


def same_words() -> list[str]:
    """What this build was asked for, without its own place and its trials."""
    words = [one for one in sys.argv[1:] if one not in ONCE]
    if "--out" in words:
        del words[words.index("--out") : words.index("--out") + 2]
    return words


def git_folder() -> str:
    """A copy of the checkout says with it which commit it is."""
    return _git("rev-parse", "--absolute-git-dir")


def different(one: Path, other: Path) -> list[str]:
    """Names of what is not the same, to the byte, the rights and the time; the sums of what somebody downloads."""
    ours, theirs = _facts(one), _facts(other)
    names = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
    for name, fact in sorted(ours.items()):
        if "/" not in name and fact.startswith("-"):
            print(f"{'differs' if name in names else 'same'}: {name} {fact.split()[-1]}", flush=True)
    print(f"two builds: {len(ours)} files and folders, {len(names)} differ", flush=True)
    for name in names[:10]:
        print(f"  {name}\n    {ours.get(name)}\n    {theirs.get(name)}", flush=True)
    return [f"differs: {name}" for name in names]


def _facts(folder: Path) -> dict[str, str]:
    """Rights, time where it is part of a package, and sum or target of everything in the folder."""
    return {one.relative_to(folder).as_posix(): _fact(one, deep=one.parent != folder) for one in folder.rglob("*")}


def _fact(path: Path, *, deep: bool) -> str:
    state = path.lstat()
    when = f" {state.st_mtime:.0f}" if deep else ""
    if path.is_symlink():
        return f"{stat.filemode(state.st_mode)} {path.readlink()}"
    if path.is_dir():
        return stat.filemode(state.st_mode) if deep else "a folder"
    with path.open("rb") as stream:
        return f"-{oct(state.st_mode & 0o777)}{when} {hashlib.file_digest(stream, 'sha256').hexdigest()}"


def copy_checkout(there: Path) -> None:
    """What git knows or would take, last file first, with the time of now."""
    listed = _git("ls-files", "--cached", "--others", "--exclude-standard", "-z")
    for name in sorted(filter(None, listed.split("\0")), reverse=True):
        if (ROOT / name).is_file():
            (there / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, there / name)
            (there / name).chmod(0o700 if os.access(ROOT / name, os.X_OK) else 0o600)  # all that git keeps of it


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
