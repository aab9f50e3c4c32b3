"""A palestra as each earlier version of its schema left it, rows and all, and what each of its tables holds.

    python packaging/earlier_stores.py make PRACTICE OUT     OUT/0001 … , each a whole data folder; prints the rows
    python packaging/earlier_stores.py count OUT/0001 …      the rows of each

The migrations themselves lead back, so that the stores are those of the versions before and not somebody's idea of
them. Runs with the libraries of the program, from the checkout; the frozen program then opens what is made here.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import Engine

from wemi_desk import bootstrap
from wemi_desk.config import Profile
from wemi_desk.persistence import upgrade
from wemi_desk.persistence.database import open_engine
from wemi_desk.persistence.migrations import LATEST
from wemi_desk.services import practice


def main() -> int:
    """Print JSON: schema → table → rows."""
    what, folder = sys.argv[1], Path(sys.argv[2])
    if what == "count":
        print(json.dumps({one.name: _counted(one) for one in map(Path, sys.argv[2:])}))
        return 0
    found = {}
    for number in range(1, int(LATEST)):
        revision = f"{number:04}"
        there = Path(sys.argv[3]) / revision
        shutil.copytree(folder, there)
        with _opened(there) as engine:
            upgrade.downgrade(engine, revision)
            found[revision] = _rows(engine)
    print(json.dumps(found))
    return 0


def _counted(folder: Path) -> dict[str, int]:
    with _opened(folder) as engine:
        return _rows(engine)


@contextmanager
def _opened(folder: Path) -> Iterator[Engine]:
    profile = Profile(folder, practice=True)
    opened = bootstrap.access_service(profile).unlock(practice.OPERATORS[0].id, practice.PASSPHRASE)
    engine = open_engine(profile.store, bytes(opened.db))
    try:
        yield engine
    finally:
        engine.dispose()
        opened.close()


def _rows(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        names = connection.exec_driver_sql(query).scalars().all()
        return {name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one() for name in names}


if __name__ == "__main__":
    sys.exit(main())
