"""The frozen program, its packages, and the list of what is inside: ``python3 dev.py package``.

    --out DIR      where everything goes (out/package)
    --smoke        try what was built: every part, then the tour, by the frozen program alone
    --twice        build again beside it and compare file by file
    --no-packages  the program only
    --newer        also a .deb of the next version, for whoever tries an update

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
# Inside the wheels, unseen by the tool that lists Python packages.
CARRIED = (
    ("Qt", "LGPL-3.0-only", "PySide6-Essentials"), ("ICU", "Unicode-3.0", "PySide6-Essentials"),
    ("PDFium", "BSD-3-Clause", "pypdfium2"), ("SQLCipher", "BSD-3-Clause", "sqlcipher3"),
    ("OpenSSL", "Apache-2.0", "cryptography"), ("HarfBuzz", "MIT", "uharfbuzz"), ("qpdf", "Apache-2.0", "pikepdf"),
    ("HiGHS", "MIT", "highsbox"), ("libxml2", "MIT", "lxml"), ("CPython", "PSF-2.0", ""),
)  # fmt: skip


def main() -> int:
    """Build what was asked for; returns 1 when something is too large, differs or does not work."""
    asked = _asked()
    out = asked.out.resolve()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    begun = time.monotonic()
    program = freeze(out / "wemi-desk", out / "work")
    size = sum(one.stat().st_size for one in program.rglob("*") if one.is_file() and not one.is_symlink())
    print(f"frozen: {size / 1e6:.1f} MB in {time.monotonic() - begun:.0f} s", flush=True)
    faults = [] if size <= MOST_BYTES else [f"larger than {MOST_BYTES / 1e6:.0f} MB"]
    if asked.twice:
        faults += _different(program, freeze(out / "again" / "wemi-desk", out / "work-again"))
    print(f"{make_wheel(out).name}: for a central system, with [central]", flush=True)
    bill = list_parts(asked.sbom_tool, out / "wemi-desk.sbom.json")
    if ON_LINUX and not asked.no_packages:
        made = pack(program, bill, out, _facts())
        if asked.newer:
            made += pack(program, bill, out, _facts() | {"version": _next(_facts()["version"])}, ("deb",))
        for one in made:
            print(f"{one.name}: {one.stat().st_size / 1e6:.1f} MB {_sha256(one)}", flush=True)
    print(f"built in {time.monotonic() - begun:.0f} s", flush=True)
    if asked.smoke:
        faults += _smoke(program)
        faults += _wheel_is_whole(next(out.glob("*.whl")), out / "wheel")
    print("package: " + ("; ".join(faults) if faults else "all green"), flush=True)
    return 1 if faults else 0


def freeze(program: Path, work: Path) -> Path:
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
    for one in [program, *program.rglob("*")]:
        os.utime(one, (_commit_time(), _commit_time()), follow_symlinks=False)
    return program


def make_wheel(out: Path) -> Path:
    """The whole program as a wheel: a server installs it, libraries from ``requirements/central.txt``."""
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(out),
         str(ROOT)],
        check=True, env=dict(os.environ, SOURCE_DATE_EPOCH=str(_commit_time())),
    )  # fmt: skip
    (wheel,) = out.glob("*.whl")
    return wheel


def list_parts(tool: Path | None, path: Path) -> Path:
    """CycloneDX: Python packages with their hashes from the lock, and what the wheels carry inside."""
    if tool is None:
        raise SystemExit("--sbom-tool is missing: run python3 dev.py package")
    listed = subprocess.run(
        [str(tool), "requirements", str(ROOT / "requirements" / "central.txt"), "--pyproject",
         str(ROOT / "pyproject.toml"), "--output-reproducible", "--of", "JSON"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    bill = json.loads(listed)
    versions = {one["name"].lower().replace("_", "-"): one.get("version", "") for one in bill["components"]}
    for name, licence, wheel in CARRIED:
        version = versions.get(wheel.lower(), "") if wheel else platform.python_version()
        bill["components"].append({
            "bom-ref": f"carried:{name}", "type": "library", "name": name,
            "description": f"inside {wheel} {version}" if wheel else f"Python {version}",
            "licenses": [{"license": {"id": licence}}],
        })  # fmt: skip
    path.write_text(json.dumps(bill, indent=1, sort_keys=True), encoding="utf-8")
    return path


def pack(
    program: Path, bill: Path, out: Path, facts: dict[str, str], kinds: tuple[str, ...] = ("deb", "rpm")
) -> list[Path]:
    """The packages of *program*, their version and times filled in."""
    _stamp(program, facts)
    manual = out / "wemi-desk.1.gz"
    words = (ROOT / "packaging" / "linux" / "wemi-desk.1").read_text(encoding="utf-8")
    words = words.replace("@VERSION@", facts["version"]).replace("@DATE@", facts["built_from"][:10])
    manual.write_bytes(gzip.compress(words.encode(), mtime=0))
    recipe = (ROOT / "packaging" / "nfpm.yaml").read_text(encoding="utf-8")
    for name, value in {
        "VERSION": facts["version"], "TIME": facts["built_from"], "PROGRAM": program, "MANUAL": manual, "SBOM": bill,
    }.items():
        recipe = recipe.replace(f"@{name}@", str(value))
    filled = out / "nfpm.yaml"
    filled.write_text(recipe, encoding="utf-8")
    os.utime(bill, (_commit_time(), _commit_time()))
    os.utime(manual, (_commit_time(), _commit_time()))
    made = []
    for kind in kinds:
        path = out / f"wemi-desk_{facts['version']}_amd64.{kind}"
        nfpm = Path(sys.executable).parent / "nfpm"
        subprocess.run(
            [str(nfpm), "package", "-f", str(filled), "-p", kind, "-t", str(path)], check=True, cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        made.append(path)
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


def _next(version: str) -> str:
    *first, last = version.split(".")
    return ".".join([*first, str(int(last) + 1)])


def _commit_time() -> int:
    return int(os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct"))


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def _different(one: Path, other: Path) -> list[str]:
    ours, theirs = _sums(one), _sums(other)
    names = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
    print(f"two builds: {len(ours)} files, {len(names)} differ", flush=True)
    return [f"differs: {name}" for name in names[:10]]


def _sums(folder: Path) -> dict[str, str]:
    return {str(one.relative_to(folder)): _sha256(one) for one in folder.rglob("*") if one.is_file()}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _smoke(program: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "smoke_test.py"), str(program / "wemi-desk")], check=False
    )
    return [] if done.returncode == 0 else ["the smoke test failed"]


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
    parser.add_argument("--twice", action="store_true")
    parser.add_argument("--no-packages", action="store_true")
    parser.add_argument("--newer", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
