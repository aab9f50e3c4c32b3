"""Whose work is inside and under which licence: the list of parts (CycloneDX) and every licence's text beside it."""

from __future__ import annotations

import json
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXTS = Path(__file__).resolve().parent / "licences"
PYTHON = "Python"
SYSTEM = "Debian"


@dataclass(frozen=True, slots=True)
class Carried:
    """What comes inside something else, unseen by the tool that lists Python packages."""

    name: str
    licence: str
    inside: str
    texts: tuple[str, ...] = ()  # ours; where there is none, those of the wheel tell it
    files: str = ""  # which native files of the frozen program are its


QT = ("QT.txt", "LGPL-3.0.txt", "GPL-3.0.txt")
CARRIED = (
    Carried("Qt", "LGPL-3.0-only", "PySide6-Essentials", QT, r"libQt6|PySide6/Qt/"),
    Carried("ICU", "Unicode-DFS-2016", "PySide6-Essentials", ("ICU.txt",), r"libicu"),
    Carried("PDFium", "BSD-3-Clause", "pypdfium2", (), r"pypdfium2_raw/"),
    Carried("SQLCipher", "BSD-3-Clause", "sqlcipher3", ("SQLCIPHER.txt",)),
    Carried("OpenSSL", "Apache-2.0", "cryptography", ("Apache-2.0.txt",), r"lib(crypto|ssl)\.so"),
    Carried("HarfBuzz", "MIT-Modern-Variant", "uharfbuzz", ("HARFBUZZ.txt",)),
    Carried("qpdf", "Apache-2.0", "pikepdf", (), r"pikepdf\.libs/|libqpdf|libjpeg"),
    Carried("HiGHS", "MIT", "highsbox", (), r"highsbox/"),
    Carried("libxml2", "MIT", "lxml"),
    Carried("libjpeg-turbo, libtiff, OpenJPEG, FreeType", "IJG AND libtiff AND BSD-2-Clause AND FTL", "Pillow", (),
            r"pillow\.libs/|lib(jpeg|tiff|openjp2|lzma|zstd|xcb|Xau)-[0-9a-f]{8}"),
    Carried("CPython", "PSF-2.0", PYTHON, ("CPYTHON.txt",), r"libpython3|/lib-dynload/"),
    Carried("PyInstaller's bootloader", "GPL-2.0-or-later WITH Bootloader-exception", "PyInstaller"),
    Carried("libffi", "MIT", SYSTEM, ("LIBFFI.txt",), r"libffi\.so"),
    Carried("bzip2", "bzip2-1.0.6", SYSTEM, ("BZIP2.txt",), r"libbz2\.so"),
    Carried("liblzma", "LicenseRef-public-domain", SYSTEM, ("LIBLZMA.txt",), r"liblzma\.so"),
    Carried("SQLite", "blessing", SYSTEM, ("SQLITE.txt",), r"libsqlite3\.so"),
    Carried("Expat", "MIT", SYSTEM, ("EXPAT.txt",), r"libexpat\.so"),
    Carried("zlib", "Zlib", SYSTEM, ("ZLIB.txt",), r"libz\.so"),
    Carried("libuuid", "BSD-3-Clause", SYSTEM, ("LIBUUID.txt",), r"libuuid\.so"),
    Carried("XCB", "X11", SYSTEM, ("XCB.txt",), r"libxcb-[a-z-]+\.so"),
    Carried("Zstandard", "BSD-3-Clause", "backports-zstd", (), r"libzstd\.so"),
    Carried("Titillium Web", "OFL-1.1", "resources", ("../../resources/fonts/TITILLIUM-OFL.txt",)),
    Carried("Noto", "OFL-1.1", "resources", ("../../resources/fonts/noto/OFL.txt",)),
    Carried("Roboto Mono", "Apache-2.0", "resources", ("../../resources/fonts/ROBOTO-MONO-LICENSE.txt",)),
    Carried("Icons of Bootstrap Italia", "BSD-3-Clause", "resources", ("../../resources/icons/LICENSE",)),
    Carried("Places of python-codicefiscale", "MIT", "resources", ("../../resources/reference/PLACES-LICENSE.txt",)),
)  # fmt: skip
# Where a wheel names its licence in words, or not at all.
NAMED = {
    "babel": "BSD-3-Clause", "backports-tarfile": "MIT", "certifi": "MPL-2.0", "email-validator": "Unlicense",
    "h11": "MIT", "jaraco-classes": "MIT", "python-dateutil": "Apache-2.0 AND BSD-3-Clause",
    "reportlab": "BSD-3-Clause", "pypdfium2": "BSD-3-Clause AND Apache-2.0", "requests": "Apache-2.0",
    "six": "MIT", "sqlcipher3": "Zlib", "uharfbuzz": "Apache-2.0",
}  # fmt: skip
OURS = {"pyside6-essentials": QT, "shiboken6": QT, "psycopg": QT[1:], "psycopg-binary": QT[1:]}
EXPRESSION = re.compile(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*")
IS_TEXT = re.compile(r"licen[cs]e|copying|notice|authors|copyright|third[-_.]party", re.I)
NOT_FROZEN = {"psycopg", "psycopg-binary"}


def list_parts(tool: Path, path: Path) -> dict[str, object]:
    """Write the list: what the lock names and this system gets, and what it carries; the same for the same lock."""
    listed = subprocess.run(
        [str(tool), "requirements", str(ROOT / "requirements" / "central.txt"), "--pyproject",
         str(ROOT / "pyproject.toml"), "--output-reproducible", "--of", "JSON"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    bill: dict[str, object] = json.loads(listed)
    bill["components"] = [_named(one) for one in bill["components"] if _found(one["name"])] + list(map(_row, CARRIED))
    here = {one["bom-ref"] for one in bill["components"]} | {"root-component"}
    bill["dependencies"] = [
        one | {"dependsOn": sorted(here.intersection(one["dependsOn"]))} if "dependsOn" in one else one
        for one in bill.get("dependencies", [])
        if one["ref"] in here
    ]
    path.write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return bill


def gather(bill: dict[str, object], folder: Path) -> None:
    """Every text into *folder*, and INDEX.txt that says which part is under which. Raises SystemExit for a gap."""
    folder.mkdir()
    shutil.copy(ROOT / "LICENSE", folder / "WEMI-DESK.txt")
    lines = ["WeMi Desk: EUPL-1.2, see WEMI-DESK.txt. Inside it, with thanks:", ""]
    for part in bill["components"]:
        names = [_copied(text, label, folder) for label, text in texts_of(part["name"])]
        if not names:
            raise SystemExit(f"{part['name']}: no text of its licence")
        lines.append(f"{part['name']} {part.get('version', '')}: {_licence(part)}".replace(" :", ":"))
        lines += [f"    {name}" for name in names]
    (folder / "INDEX.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def texts_of(name: str) -> list[tuple[str, Path]]:
    """The texts that come with a part, each with the label it is filed under."""
    carried = next((one for one in CARRIED if one.name == name), None)
    if carried is not None and carried.texts:
        return [(Path(text).name, TEXTS / text) for text in carried.texts]
    wheel = carried.inside if carried is not None else name
    ours = [(text, TEXTS / text) for text in OURS.get(wheel.lower(), ())]
    return ours + [(f"{wheel.lower()}/{label}", path) for label, path in _shipped(wheel)]


def licence_of(name: str) -> str:
    """The licence of a Python package as SPDX writes it. Raises SystemExit where nobody says it."""
    told = metadata.metadata(name)
    said = NAMED.get(name) or told.get("License-Expression") or told.get("License") or ""
    if not EXPRESSION.fullmatch(said):
        raise SystemExit(f"{name}: which licence? Say it in packaging/licences.py")
    return said


def unaccounted(program: Path, bill: dict[str, object]) -> list[str]:
    """Native files of the frozen program that belong to no part of the list."""
    known = re.compile("|".join(one.files for one in CARRIED if one.files))
    wheels = {one["name"] for one in bill["components"]}
    native = [one.relative_to(program).as_posix() for one in program.rglob("*.so*") if not one.is_symlink()]
    owners = {name: _owners(name) for name in native if not known.search(name)}
    return sorted(name for name, ours in owners.items() if not ours & wheels)


def _owners(name: str) -> set[str]:
    """The wheels that bring a native file of this name, or another one beside it."""
    first = name.removeprefix("_internal/").split("/")[0]
    module = first.split(".")[0]
    return {one.lower().replace("_", "-").replace(".", "-") for one in _modules().get(module, ())}


def _modules() -> dict[str, list[str]]:
    return dict(metadata.packages_distributions())


def _found(name: str) -> bool:
    """Whether this system gets it: the lock names those of every system."""
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _named(part: dict[str, object]) -> dict[str, object]:
    name = str(part["name"])
    said = licence_of(name)
    kept = {"scope": "optional", "description": "the central system alone"} if name in NOT_FROZEN else {}
    return part | {"licenses": _choice(said)} | kept


def _row(carried: Carried) -> dict[str, object]:
    version = platform.python_version() if carried.inside == PYTHON else _version(carried.inside)
    return {
        "bom-ref": f"carried:{carried.name}", "type": "library", "name": carried.name,
        "description": f"inside {carried.inside} {version}".strip(), "licenses": _choice(carried.licence),
    }  # fmt: skip


def _choice(said: str) -> list[dict[str, object]]:
    if " " in said:
        return [{"expression": said}]
    return [{"license": {"name": said} if said.startswith("LicenseRef") else {"id": said}}]


def _licence(part: dict[str, object]) -> str:
    (said,) = part["licenses"]
    return said.get("expression") or said["license"].get("id") or said["license"]["name"]


def _version(inside: str) -> str:
    try:
        return metadata.version(inside)
    except metadata.PackageNotFoundError:
        return ""


def _shipped(wheel: str) -> list[tuple[str, Path]]:
    """The texts inside a wheel; of a folder of licences, every file."""
    found = []
    for one in metadata.files(wheel) or []:
        path = Path(one.locate())
        if IS_TEXT.search(one.as_posix()) and path.suffix not in {".py", ".pyc"} and path.is_file():
            label = re.sub(r"^.*dist-info/(licenses/)?", "", one.as_posix())
            found.append((label, path))
    return sorted(found)


def _copied(text: Path, label: str, folder: Path) -> str:
    there = folder / label
    there.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(text, there)
    return label
