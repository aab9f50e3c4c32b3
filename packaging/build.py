"""The frozen program, its packages, and the list of what is inside: ``python3 dev.py package``.

    --out DIR      where everything goes (out/package)
    --smoke        try what was built: every part, every earlier schema, a window, the tour, by the frozen program alone
    --try          install the packages into a root of their own and remove them; compile the Windows installer
    --twice        build again elsewhere and compare: program, .deb, .rpm, wheel, list of parts
    --no-packages  the program only
    --newer        also a .deb of the next version with a newer schema, for whoever tries an update
    --release      also the archive that desks fetch, and release.json, which its publisher signs
    --note TEXT    with it: one sentence for the operators, in Italian; --note-en TEXT in English
    --trusted-root FILE   the root.json that this program believes its publisher by

Two builds of one commit are the same to the byte: one seed for the order of sets, one time for every file.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ON_LINUX = sys.platform.startswith("linux")
MOST_BYTES = 185_000_000


def main() -> int:
    """Build what was asked for; returns 1 when something is too large, differs or does not work."""
    asked = _asked()
    os.umask(0o022)
    out = asked.out.resolve()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    begun = time.monotonic()
    drawing = begin_figures(out / "figures")
    program = freeze(out / "wemi-desk", out / "work", asked.trusted_root)
    print(f"{add_figures(drawing, out / 'figures', program)} in {time.monotonic() - begun:.0f} s", flush=True)
    print(f"{make_wheel(out).name}: for a central system, with [central]", flush=True)
    bill, unknown = describe(program, asked.sbom_tool, out / "wemi-desk.sbom.json")
    size = sum(one.stat().st_size for one in program.rglob("*") if one.is_file() and not one.is_symlink())
    print(f"frozen: {size / 1e6:.1f} MB in {time.monotonic() - begun:.0f} s", flush=True)
    faults = [f"of nobody: {one}" for one in unknown]
    faults += [f"larger than {MOST_BYTES / 1e6:.0f} MB"] if size > MOST_BYTES else []
    if asked.release:
        print(release(program, out, asked), flush=True)
    if ON_LINUX and not asked.no_packages:
        made = pack(program, bill, out, _facts())
        for one in made:
            print(f"{one.name}: {one.stat().st_size / 1e6:.1f} MB {_sha256(one)}", flush=True)
    print(f"built in {time.monotonic() - begun:.0f} s", flush=True)
    if asked.newer:
        from newer_schema import build_newer
        from same_twice import same_words

        print(f"newer: {build_newer(out, same_words())}", flush=True)
    if asked.twice:
        from same_twice import built_elsewhere, different

        faults += different(out, built_elsewhere(out))
    if asked.smoke:
        faults += _played("smoke_test.py", program / "wemi-desk")
        faults += _wheel_is_whole(next(out.glob("*.whl")), out / "wheel")
    if asked.tried:
        faults += _played("try_packages.py", out)
    print("package: " + ("; ".join(faults) if faults else "all green"), flush=True)
    return 1 if faults else 0


def release(program: Path, out: Path, asked: argparse.Namespace) -> str:
    """The archive of *program* as it stands, and beside it the facts that packaging/release.py signs."""
    from release_archive import facts_of, pack

    version = _facts()["version"]
    system = system_name()
    facts = facts_of(version, system) | {"note": asked.note, "note_en": asked.note_en}
    facts |= pack(program, out / f"wemi-desk-{version}-{system}.tar.zst", _commit_time())
    (out / "release.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    return f"{facts['archive']}: {int(str(facts['bytes'])) / 1e6:.1f} MB {facts['sha256']}"


def system_name() -> str:
    """As desks ask for it; Windows calls the same processor AMD64."""
    sys.path.insert(0, str(ROOT))
    try:
        from wemi_desk.gateways.release_repository import this_system
    finally:
        sys.path.pop(0)
    return this_system()


def freeze(program: Path, work: Path, trusted_root: Path | None = None) -> Path:
    """PyInstaller's folder at *program*, trimmed, every file with the time of the commit."""
    environment = dict(os.environ, PYTHONHASHSEED="0", SOURCE_DATE_EPOCH=str(_commit_time()))
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR", "--distpath",
         str(program.parent), "--workpath", str(work), str(ROOT / "packaging" / "wemi-desk.spec")],
        check=True, env=environment, cwd=ROOT,
    )  # fmt: skip
    shutil.rmtree(work, ignore_errors=True)
    if ON_LINUX:
        from trim_icu import trim

        for library in program.rglob("libicudata.so.*"):
            if not library.is_symlink():
                trim(library)
    _stamp(program, _facts())
    if trusted_root is not None:
        shutil.copyfile(trusted_root, program / "releases-root.json")
    return program


def begin_figures(out: Path) -> subprocess.Popen[bytes]:
    """The tour makes the pictures of the manual while the program is frozen: each takes one core."""
    environment = dict(os.environ, PYTHONHASHSEED="0", QT_QPA_PLATFORM="offscreen")
    return subprocess.Popen(
        [sys.executable, str(ROOT / "packaging" / "figures.py"), str(out)], env=environment, stdout=subprocess.DEVNULL,
        cwd=ROOT,
    )  # fmt: skip


def add_figures(drawing: subprocess.Popen[bytes], drawn: Path, program: Path) -> str:
    """Put them beside the pages they belong to; a manual with a picture missing is no release."""
    if drawing.wait() != 0:
        raise SystemExit("the pictures of the manual were not made: python packaging/figures.py says why")
    (manual,) = program.rglob("resources/manuale")
    shutil.copytree(drawn / "manuale", manual / "figure")
    shutil.rmtree(drawn)
    figures = list((manual / "figure").iterdir())
    size = sum(one.stat().st_size for one in figures)
    return f"{len(figures)} pictures of the manual, {size / 1e6:.2f} MB"


def describe(program: Path, tool: Path | None, path: Path) -> tuple[Path, list[str]]:
    """The list of parts at *path* and inside the program with every licence; and what belongs to no part."""
    import licences

    if tool is None:
        raise SystemExit("--sbom-tool is missing: run python3 dev.py package")
    bill = licences.list_parts(tool, path)
    licences.gather(bill, program / "licences")
    shutil.copy(path, program / path.name)
    settle(program)
    return path, licences.unaccounted(program, bill)


def settle(folder: Path) -> None:
    """The same rights and the time of the commit, whoever builds and with whatever umask."""
    when = (_commit_time(), _commit_time())
    for one in sorted([folder, *folder.rglob("*")]):
        if not one.is_symlink():
            one.chmod(0o755 if one.is_dir() or _is_native(one) else 0o644)
        if os.utime in os.supports_follow_symlinks:
            os.utime(one, when, follow_symlinks=False)
        elif not one.is_symlink():  # Windows touches no link itself
            os.utime(one, when)


def make_wheel(out: Path) -> Path:
    """The whole program as a wheel: a server installs it, libraries from ``requirements/central.txt``."""
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(out),
         str(ROOT)],
        check=True, env=dict(os.environ, SOURCE_DATE_EPOCH=str(_commit_time())),
    )  # fmt: skip
    (wheel,) = out.glob("*.whl")
    return wheel


def _is_native(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"


def pack(
    program: Path, bill: Path, out: Path, facts: dict[str, str], kinds: tuple[str, ...] = ("deb", "rpm")
) -> list[Path]:
    """The packages of *program*, their version and times filled in."""
    _stamp(program, facts)
    work = out / "work"
    shutil.copytree(ROOT / "packaging" / "linux", work / "linux", ignore=shutil.ignore_patterns("*.1"))
    words = (ROOT / "packaging" / "linux" / "wemi-desk.1").read_text(encoding="utf-8")
    words = words.replace("@VERSION@", facts["version"]).replace("@DATE@", facts["built_from"][:10])
    (work / "linux" / "wemi-desk.1.gz").write_bytes(gzip.compress(words.encode(), mtime=0))
    shutil.copy(ROOT / "LICENSE", work / "copyright")
    shutil.copy(bill, work / bill.name)
    settle(work)
    recipe = (ROOT / "packaging" / "nfpm.yaml").read_text(encoding="utf-8")
    for name, value in {
        "VERSION": facts["version"], "TIME": facts["built_from"], "PROGRAM": program, "WORK": work,
    }.items():
        recipe = recipe.replace(f"@{name}@", str(value))
    filled = work / "nfpm.yaml"
    filled.write_text(recipe, encoding="utf-8")
    made = []
    for kind in kinds:
        path = out / f"wemi-desk_{facts['version']}_amd64.{kind}"
        nfpm = Path(sys.executable).parent / "nfpm"
        subprocess.run(
            [str(nfpm), "package", "-f", str(filled), "-p", kind, "-t", str(path)], check=True, cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        made.append(path)
    shutil.rmtree(work)
    return made


def _facts() -> dict[str, str]:
    words = (ROOT / "wemi_desk" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', words)
    if found is None:
        raise SystemExit("wemi_desk/__init__.py: no version")
    return {
        "version": found[1], "commit": _git("rev-parse", "HEAD"), "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "built_from": datetime.fromtimestamp(_commit_time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _stamp(program: Path, facts: dict[str, str]) -> None:
    """What it was built from, for ``doctor`` and for whoever asks which program this is."""
    told = program / "build.json"
    told.write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for one in (told, program):
        os.utime(one, (_commit_time(), _commit_time()))


def _commit_time() -> int:
    return int(os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct"))


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _played(script: str, what: Path) -> list[str]:
    done = subprocess.run([sys.executable, str(ROOT / "packaging" / script), str(what)], check=False)
    return [] if done.returncode == 0 else [f"{script} failed"]


def _wheel_is_whole(wheel: Path, folder: Path) -> list[str]:
    """Out of the wheel alone: every part, and a central system that begins."""
    shutil.unpack_archive(wheel, folder, "zip")
    away = dict(os.environ, PYTHONPATH=str(folder), PYTHONSAFEPATH="1", QT_QPA_PLATFORM="offscreen")
    database = f"sqlite:///{folder / 'centre.db'}"
    ours = [sys.executable, "-m", "wemi_desk"]
    init = [*ours, "central", "init", "--database", database, "--folder", str(folder / "centre")]
    done = [subprocess.run(words, cwd=folder, env=away, check=False) for words in ([*ours, "self-test"], init)]
    return [] if not any(one.returncode for one in done) else ["the wheel is not whole"]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "package")
    parser.add_argument("--sbom-tool", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--try", action="store_true", dest="tried")
    parser.add_argument("--twice", action="store_true")
    parser.add_argument("--no-packages", action="store_true")
    parser.add_argument("--newer", action="store_true")
    parser.add_argument("--release", action="store_true")
    parser.add_argument("--note", default="")
    parser.add_argument("--note-en", default="")
    parser.add_argument("--trusted-root", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
