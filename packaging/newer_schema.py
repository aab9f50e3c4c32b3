"""A newer version to update to: this checkout, copied, with the next number and a schema one higher.

    python packaging/build.py --newer      (dev.py package --newer); the .deb is in FOLDER-newer

What the migration brings is a table that nobody uses: enough for an older program to have to stay away.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from same_twice import copy_checkout, git_folder

MIGRATION = '''"""A table that nobody uses."""
import sqlalchemy as sa
from alembic import op

revision = "{new}"
down_revision = "{old}"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("of_a_newer_version", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("of_a_newer_version")
'''


def build_newer(out: Path, words: list[str]) -> Path:
    """The .deb of a version that this one has never seen; *words* are build.py's."""
    away = out.parent / f"{out.name}-newer"
    shutil.rmtree(away, ignore_errors=True)
    copy = away / "checkout"
    copy_checkout(copy)
    _one_higher(copy)
    command = [sys.executable, str(copy / "packaging" / "build.py"), *words, "--out", str(away / "out")]
    own = os.environ | {"GIT_DIR": git_folder()}
    subprocess.run(command, cwd=copy, check=True, env=own, stdout=subprocess.DEVNULL)
    (package,) = (away / "out").glob("*.deb")
    there = away / package.name
    shutil.move(package, there)
    shutil.rmtree(away / "out")
    shutil.rmtree(copy)
    return there


def _one_higher(copy: Path) -> None:
    migrations = copy / "wemi_desk" / "persistence" / "migrations"
    old = _changed(migrations / "__init__.py", r'LATEST = "(\d+)"', lambda latest: f"{int(latest) + 1:04}")
    new = f"{int(old) + 1:04}"
    (migrations / "versions" / f"{new}_newer.py").write_text(MIGRATION.format(new=new, old=old), encoding="utf-8")
    for name, pattern in (
        ("wemi_desk/__init__.py", r'__version__ = "([^"]+)"'), ("pyproject.toml", r'^version = "([^"]+)"'),
    ):  # fmt: skip
        _changed(copy / name, pattern, _next)


def _changed(path: Path, pattern: str, new: Callable[[str], str]) -> str:
    """Replace what stands in the pattern's group; what stood there."""
    words = path.read_text(encoding="utf-8")
    found = re.search(pattern, words, re.MULTILINE)
    assert found is not None, path
    begin, end = found.span(1)
    path.write_text(words[:begin] + new(found[1]) + words[end:], encoding="utf-8")
    return found[1]


def _next(version: str) -> str:
    *first, last = version.split(".")
    return ".".join([*first, str(int(last) + 1)])
