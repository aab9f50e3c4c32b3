"""Compile the Windows installer against a stand-in tree, wherever there is ``makensis`` (Debian: ``apt install nsis``).

    python packaging/windows/check_installer.py [PROGRAM_FOLDER OUT.exe]

Without arguments the tree is made up and the result thrown away: that the script compiles without a warning, and
carries every file, is what a Linux machine can say. With arguments it makes the real installer.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
STAND_IN = ("wemi-desk.exe", "build.json", "_internal/python313.dll", "_internal/resources/fonts/carattere è.ttf")


def main() -> int:
    """0 when it compiles without a warning."""
    if len(sys.argv) > 2:
        return compiled(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        for name in STAND_IN:
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_text(name, encoding="utf-8")
        return compiled(tree, Path(folder) / "wemi-desk-stand-in.exe")


def compiled(program: Path, out: Path) -> int:
    """Run the compiler; a warning counts as a failure."""
    compiler = _compiler()
    if compiler is None:
        sys.exit("makensis is missing: apt install nsis, or NSIS 3 on Windows")
    version = re.search(r'__version__ = "([^"]+)"', (HERE.parents[1] / "wemi_desk" / "__init__.py").read_text("utf-8"))
    if version is None:
        sys.exit("no version")
    words = [compiler, "-V2", "-WX", f"-DVERSION={version[1]}", f"-DPROGRAM={program}", f"-DOUT={out}"]
    status = subprocess.run([*words, str(HERE / "wemi-desk.nsi")], cwd=HERE, check=False).returncode
    if status == 0:
        print(f"{out.name}: {out.stat().st_size / 1e6:.2f} MB")
    return status


def _compiler() -> str | None:
    """NSIS's own installer for Windows does not put itself on the PATH."""
    folders = [os.environ.get(name, "") for name in ("ProgramFiles(x86)", "ProgramFiles")]
    usual = [Path(one) / "NSIS" / "makensis.exe" for one in folders if one]
    return shutil.which("makensis") or next((str(one) for one in usual if one.is_file()), None)


if __name__ == "__main__":
    sys.exit(main())
