"""Stores in memory that outlive the histories: emptied, not made again, so that what is prepared on them stays."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from simulation.traps import StoreConnection, Trap, open_trapped


class Place:
    """An engine, the store it is on now, and the one that each history begins with."""

    def __init__(self, **options: Any) -> None:
        self.connection: Any = None
        self._home: StoreConnection | None = None
        self._emptying: list[str] = []
        self._filling: list[tuple[str, list[Any]]] = []
        self.engine = create_engine(
            "sqlite://", module=sqlite3, creator=lambda: self.connection, poolclass=StaticPool, **options
        )

    def on(self, connection: Any) -> Engine:
        """The engine, on this connection."""
        if connection is not self.connection:
            self.connection = connection
            self.engine.dispose()
        return self.engine

    def fresh(self, template: bytes, trap: Trap) -> StoreConnection:
        """A store that holds what *template* holds; the one before it is not used any more."""
        home = self._home
        if home is None:
            home = self._home = open_trapped(template, trap)
            home.stays = True
            self._learn(home)
            return home
        home.quiet(trap)
        run = home.execute
        for statement in self._emptying:
            run(statement)
        for statement, rows in self._filling:
            home.executemany(statement, rows)
        run("PRAGMA user_version = 0")
        return home

    def _learn(self, store: sqlite3.Connection) -> None:
        """How the template is had again: which tables there are, and what stands in them."""
        for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
            self._emptying.append(f"DELETE FROM {name}")
            rows = store.execute(f"SELECT * FROM {name}").fetchall()
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                self._filling.append((f"INSERT INTO {name} VALUES ({marks})", rows))
