"""Bring a store to the current schema: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import as_file, files
from io import StringIO
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

if TYPE_CHECKING:
    from alembic.config import Config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the missing migrations in one transaction; an interrupted update leaves the old schema."""
    from alembic import command

    _run(engine, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Go back to *revision*; used by tests and by a roll-back of a failed update."""
    from alembic import command

    _run(engine, lambda config: command.downgrade(config, revision))


def check(engine: Engine) -> None:
    """Raise when the tables and the migrations disagree (a test calls it)."""
    from alembic import command

    _run(engine, command.check)


def write_revision(engine: Engine, message: str) -> None:
    """Developers only: draft a migration from the difference."""
    from alembic import command

    _run(engine, lambda config: command.revision(config, message, autogenerate=True))


def current(engine: Engine) -> str | None:
    """The schema revision the store has, None when it is empty."""
    with engine.execution_options(read_only=True).connect() as connection:
        table = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first()
        row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first() if table else None
        return str(row[0]) if row else None


def _run(engine: Engine, action: Callable[[Config], object]) -> None:
    from alembic.config import Config

    source = files("wemi_desk.persistence") / "migrations"
    with as_file(source) as folder, engine.connect() as connection:
        config = Config(stdout=StringIO())  # no alembic.ini on a desk, no word on its terminal
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")  # without effect inside a transaction
        try:
            with connection.begin():
                action(config)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError("the migration breaks a foreign key")
        finally:
            driver.execute("PRAGMA foreign_keys = ON")
