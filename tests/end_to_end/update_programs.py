"""Two programs of two versions for real processes: the code of this checkout, the newer with one migration more.

A tree is small: a launcher that says it is frozen, what its build calls itself, its own migrations, and ballast that
takes time to unpack. ``run`` opens the palestra as the console does, without a window, and says what it found.
"""

import json
import random
import shutil
import sys

from tests.update_world import BASE, ROOT, SYSTEM, tool
from wemi_desk import trees
from wemi_desk.domain.releases import archive_name, release_facts, release_from
from wemi_desk.persistence.migrations import LATEST

NEXT = f"{int(LATEST) + 1:04}"
_LAUNCHER = """#!{python}
import json, os, sys, time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.frozen, sys.executable = True, str(HERE / "wemi-desk")
sys.path[:0] = [{root!r}, {packages!r}]
sys.argv[0] = sys.executable
import importlib.util
spec = importlib.util.spec_from_file_location("choose_tree", {root!r} + "/packaging/choose_tree.py")
spec.loader.exec_module(importlib.util.module_from_spec(spec))

if {newer}:
    import wemi_desk.persistence.migrations as migrations
    migrations.LATEST = {next!r}
    import wemi_desk.persistence.upgrade as upgrade
    upgrade.files = lambda _package: HERE

from wemi_desk import rehearsal, self_test, trees, updating
from wemi_desk.config import default_profile

words = sys.argv[1:]
if words[:1] == ["self-test"]:
    kept = {{"secrets"}} if {quick} else {{one[0] for one in self_test._TRIALS}} - {{"manual"}}  # a build has pictures
    self_test._TRIALS = tuple(one for one in self_test._TRIALS if one[0] in kept)
if words[:1] != ["run"]:
    from wemi_desk.cli import main
    sys.exit(main(words))

from wemi_desk import bootstrap, installing
from wemi_desk.cli import _Alone, _opened
from wemi_desk.domain.errors import SecretWaitError
from wemi_desk.gateways.sealing import AesGcmSealer
from wemi_desk.persistence.copying import check_integrity
from wemi_desk.persistence.inspection import inspect

profile = default_profile(practice=True)


def entered():
    if len(words) > 1:
        rehearsal.work(profile, int(words[1]))
    return _opened(profile)


with _Alone(profile):
    try:
        opened = entered()
    except SecretWaitError as soon:  # killed while a secret was judged: it counts as a failed try, and who tries waits
        time.sleep(soon.wait_seconds)
        opened = entered()
    engine = bootstrap.store_engine(profile, opened)
    trees.came_through(trees.versions_folder())
    installing.tidy(profile)
    found = inspect(engine, AesGcmSealer(bytes(opened.audit_wrap)))
    with engine.connect() as connection:
        people = connection.exec_driver_sql("SELECT count(*) FROM citizen").scalar()
        schema = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    engine.dispose()
    check_integrity(profile.store, bytes(opened.db))
    said = {{"people": people, "unsent": found.unsent, "log": found.first_bad_entry is None, "schema": schema}}
trees.left_well(trees.versions_folder())
print(json.dumps(said | {{"version": updating.running_version()}}), flush=True)
"""
_MIGRATION = '''"""What the next version needs."""

from alembic import op

revision = "{next}"
down_revision = "{latest}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE TABLE of_the_newer (id BLOB NOT NULL PRIMARY KEY, words TEXT NOT NULL)")
    op.execute("INSERT INTO of_the_newer SELECT id, 'x' FROM citizen")
    {fault}


def downgrade() -> None:
    op.drop_table("of_the_newer")
'''
FAULTS = {"": "pass", "raises": 'raise RuntimeError("no")', "dies": "import os; os._exit(9)"}


def make_tree(folder, version, fault="", ballast=20_000_000, quick=True):
    """The program of *version*; newer than the package's: with a migration, which may have a *fault*.

    A *quick* one tries only one of its parts.
    """
    newer = version != BASE
    folder.mkdir(parents=True)
    packages = next(one for one in sys.path if one.endswith("site-packages"))
    words = _LAUNCHER.format(
        python=sys.executable, root=str(ROOT), packages=packages, newer=newer, next=NEXT, quick=quick
    )
    (folder / trees.PROGRAM).write_text(words)
    (folder / trees.PROGRAM).chmod(0o755)
    (folder / trees.BUILD).write_text(json.dumps({"version": version}))
    if newer:
        kept = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "wemi_desk" / "persistence" / "migrations", folder / "migrations", ignore=kept)
        migration = _MIGRATION.format(next=NEXT, latest=LATEST, fault=FAULTS[fault])
        (folder / "migrations" / "versions" / f"{NEXT}_newer.py").write_text(migration)
        (folder / "ballast").write_bytes(random.Random(7).randbytes(ballast))
    return folder / trees.PROGRAM


def make_ready(updates, tree, version):
    """As the download leaves it below ``updates``."""
    ready = updates / "ready"
    ready.mkdir(parents=True)
    archive = ready / archive_name(version, SYSTEM)
    facts = tool("release_archive").pack(tree, archive, 1_760_000_000)
    facts |= {"version": version, "system": SYSTEM, "schema": int(NEXT)}
    (updates / "ready.json").write_text(json.dumps(release_facts(release_from(facts))))
