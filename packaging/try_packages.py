"""The packages, installed into a root of their own and removed again: ``python packaging/try_packages.py FOLDER``.

*FOLDER* holds what ``dev.py package`` made. dpkg and rpm do the work, into an empty place: what they write is compared
with what was packed, the installed program tries each of its parts, and after the removal nothing is left. The Windows
installer is compiled against a stand-in tree. What this machine has no tool for is named at the end, never passed over.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from trials import NotTriedError, needs, play

HERE = Path(__file__).resolve().parent
PROGRAM = "opt/wemi-desk"
BESIDE = {
    "usr/bin/wemi-desk", "usr/share/applications/wemi-desk.desktop", "usr/share/mime/packages/wemi-desk.xml",
    "usr/share/icons/hicolor/scalable/apps/wemi-desk.svg", "usr/share/man/man1/wemi-desk.1.gz",
    "usr/share/doc/wemi-desk/copyright", "usr/share/doc/wemi-desk/wemi-desk.sbom.json",
    "usr/share/doc/wemi-desk/licences",
}  # fmt: skip
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}


def main() -> int:
    """0 when nothing that could be tried failed."""
    built = Path(sys.argv[1]).resolve()
    found = {"deb": _deb, "rpm": _rpm, "declared": _declared, "windows": _windows}
    return play([(name, partial(trial, built)) for name, trial in found.items()])


def _deb(built: Path) -> str:
    """dpkg in a root of its own; what the package depends on is clean_root_test.py's affair."""
    needs("dpkg")
    package = _newest(built, "deb")

    def command(root: Path) -> list[str]:
        for name in ("updates", "info", "triggers"):
            (root / "var/lib/dpkg" / name).mkdir(parents=True)
        for name in ("status", "available"):
            (root / "var/lib/dpkg" / name).touch()
        return ["dpkg", f"--root={root}", "--log=/dev/null", "--force-depends", "--force-not-root"]

    packed = _run("dpkg-deb", "--contents", str(package))
    names = {re.sub(r" -> .*", "", line.split(None, 5)[5]).strip("./") for line in packed.splitlines()}
    with _root() as root:
        words = command(root)
        return _there_and_back(
            root, names, [*words, "--install", str(package)], [*words, "--purge", "wemi-desk"], "var/lib/dpkg"
        )


def _rpm(built: Path) -> str:
    """rpm in a root of its own; the names of Fedora's libraries cannot be tried on another system."""
    needs("rpm")
    package = _newest(built, "rpm")
    names = {line.strip("/") for line in _run("rpm", "-qpl", "--nosignature", str(package)).splitlines()}
    with _root() as root:
        words = ["rpm", "--root", str(root), "--dbpath", "/var/lib/rpm", "--nodeps"]
        install = [*words, "--nosignature", "--ignoreos", "-i", str(package)]
        return _there_and_back(root, names, install, [*words, "-e", "wemi-desk"], "var/lib/rpm")


def _there_and_back(root: Path, packed: set[str], install: list[str], remove: list[str], own: str) -> str:
    """Install, look, use, remove, look."""
    _run(*install)
    found = _files(root, own)
    missing = {name for name in packed if not (root / name).is_symlink() and not (root / name).exists()}
    assert not missing, f"packed, not installed: {sorted(missing)[:5]}"
    assert found <= packed, f"installed, not packed: {sorted(found - packed)[:5]}"
    assert found >= BESIDE, f"missing: {sorted(BESIDE - found)}"
    said = _used(root)
    _run(*remove)
    left = _files(root, own)
    assert not left, f"left behind: {sorted(left)[:5]}"
    return f"{len(found)} files installed, {said}, and removed again without a trace"


def _used(root: Path) -> str:
    """The link on the path leads to the program; it works from where the package put it, and writes nothing there."""
    link = root / "usr/bin/wemi-desk"
    assert link.readlink() == Path("/") / PROGRAM / "wemi-desk", link.readlink()
    with tempfile.TemporaryDirectory(prefix="wemi-home-") as home:
        own = ENVIRONMENT | {"HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        program = str(root / PROGRAM / "wemi-desk")
        version = _run(program, "--version", **own).strip()
        _run(program, "self-test", "--json", **own)
    return f"version {version} works in every part"


def _declared(built: Path) -> str:
    """Each package that the .deb asks for is one that this Debian knows."""
    needs("dpkg-deb", "apt-cache")
    known = set(_run("apt-cache", "pkgnames").split())
    if len(known) < 10_000:
        raise NotTriedError("apt has no lists here (apt-get update)")
    asked = _run("dpkg-deb", "--field", str(_newest(built, "deb")), "Depends")
    names = [re.sub(r"[ (].*", "", one.strip()) for one in asked.split(",")]
    unknown = [name for name in names if name not in known]
    assert not unknown, f"no such package: {unknown}"
    return f"{len(names)} packages asked for, all known here"


def _windows(_built: Path) -> str:
    """The installer's script compiles; the program it would carry is built on a Windows machine."""
    needs("makensis")
    return _run(sys.executable, str(HERE / "windows" / "check_installer.py")).strip().splitlines()[-1]


def _newest(built: Path, kind: str) -> Path:
    """The package of this version; with --newer there is a second one."""
    found = sorted(built.glob(f"wemi-desk_*.{kind}"))
    if not found:
        raise NotTriedError(f"no .{kind} was built")
    return found[0]


@contextmanager
def _root() -> Iterator[Path]:
    """An empty place that only root can make a system's."""
    if os.geteuid() != 0:
        raise NotTriedError("only root can install, even into a folder")
    with tempfile.TemporaryDirectory(prefix="wemi-root-") as folder:
        yield Path(folder)


def _files(root: Path, own: str) -> set[str]:
    """Everything but folders and the package tool's own books."""
    found = {one.relative_to(root).as_posix() for one in root.rglob("*") if one.is_symlink() or not one.is_dir()}
    return {name for name in found if not name.startswith(own)}


def _run(*words: str, **environment: str) -> str:
    done = subprocess.run(
        words, env=environment or ENVIRONMENT, check=True, text=True, timeout=300, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
