"""Bring the centre's database to the current schema: all of it or nothing. Run by one command, not by the workers."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import as_file, files
from io import StringIO
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from wemi_desk.central.store.database import CentreDatabase
from wemi_desk.central.store.migrations import LATEST

if TYPE_CHECKING:
    from alembic.config import Config


class SchemaError(Exception):
    """The database is on schema *revision*, not on the one this program works on."""

    def __init__(self, revision: str | None) -> None:
        super().__init__(revision)
        self.revision = revision


def upgrade(database: CentreDatabase, revision: str = "head") -> None:
    """Run the missing migrations in one transaction; an interrupted one leaves the old schema."""
    from alembic import command

    _run(database, lambda config: command.upgrade(config, revision))


def downgrade(database: CentreDatabase, revision: str) -> None:
    """Go back to *revision*, for a roll-back."""
    from alembic import command

    _run(database, lambda config: command.downgrade(config, revision))


def check(database: CentreDatabase) -> None:
    """Raise when the tables and the migrations disagree (a test calls it)."""
    from alembic import command

    _run(database, command.check)


def write_revision(database: CentreDatabase, message: str) -> None:
    """Developers only: draft a migration from the difference."""
    from alembic import command

    _run(database, lambda config: command.revision(config, message, autogenerate=True))


def current(database: CentreDatabase) -> str | None:
    """The schema revision the database has, None when it is empty."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
        return str(row[0]) if row else None


def require_latest(url: str) -> None:
    """Raises SchemaError: a worker does not start on another schema than its own."""
    database = CentreDatabase(url)
    try:
        found = current(database)
    finally:
        database.close()
    if found != LATEST:
        raise SchemaError(found)


def _run(database: CentreDatabase, action: Callable[[Config], object]) -> None:
    from alembic.config import Config

    source = files("wemi_desk.central.store") / "migrations"
    with as_file(source) as folder, database.engine.connect() as connection:
        config = Config(stdout=StringIO())
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        with connection.begin():
            action(config)
