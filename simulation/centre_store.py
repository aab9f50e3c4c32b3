"""Where the simulated centre keeps what it knows: the program's SQL, in memory or on a real PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any, Protocol

from simulation.stores import Place
from simulation.traps import Trap, open_trapped
from wemi_desk.central.store.database import CentreDatabase


class CentreStore(Protocol):
    """A store whose process may end at any statement; what it holds can be taken out and put back."""

    database: CentreDatabase
    heard: Callable[[str], None]
    """Told of each ``begin`` and ``committed``, where units may run again."""

    def rows(self, query: str, *values: Any) -> list[Any]:
        """Rows, read past the program and its trap; placeholders are question marks."""

    def write(self, statement: str, *values: Any) -> None:
        """Past the program and its trap."""

    def access(self) -> Any:
        """The centre's own way to the tables of who may speak: see central.store.access.AccessStore."""

    def changes(self) -> Any:
        """Equal as long as nothing can have been written."""

    def image(self) -> Any:
        """All that it holds, as a backup."""

    def put_back(self, image: Any) -> None:
        """Hold what an image holds."""

    def meet(self, after: int, meanwhile: Callable[[], None]) -> None:
        """So many statements on, *meanwhile* happens, in transactions of its own; where only one can write, never."""

    def alone(self) -> None:
        """Nobody is met any more."""

    def died(self) -> None:
        """The process is gone: what it had not committed is undone. It is started again."""

    def pages(self) -> bytes:
        """All the bytes that are kept."""

    def packed(self) -> bytes:
        """The same, without what the database leaves between them."""

    def end(self) -> None:
        """The history is over."""


@cache
def _place() -> Place:
    return Place(paramstyle="named")


@dataclass(frozen=True, slots=True)
class _Lent:
    """The one connection, as a pool would give it."""

    driver_connection: Any

    def close(self) -> None:
        """It stays."""

    def invalidate(self) -> None:
        """It stays."""


class MemoryDatabase(CentreDatabase):
    """The centre's database on the connection of this history."""

    def __init__(self) -> None:
        self._place = _place()
        self._lent = _Lent(self._place.connection)
        self.engine = self._place.engine
        self.step = None
        self._turn = nullcontext()

    def _borrowed(self) -> Any:
        return self._lent


@cache
def _empty() -> bytes:
    place = _place()
    place.on(open_trapped(b"", Trap()))
    MemoryDatabase().create_all()
    content = bytes(place.connection.serialize())
    place.connection.end()
    return content


class MemoryStore:
    """SQLite in memory: see :class:`CentreStore`."""

    def __init__(self, trap: Trap) -> None:
        self._trap = trap
        self.heard: Callable[[str], None] = str
        self._connection = _place().fresh(_empty(), trap)
        self._start()

    def rows(self, query: str, *values: Any) -> list[Any]:
        return sqlite3.Connection.execute(self._connection, query, values).fetchall()

    def write(self, statement: str, *values: Any) -> None:
        sqlite3.Connection.execute(self._connection, statement, values)

    def access(self) -> Any:
        @contextmanager
        def work() -> Iterator[Any]:
            with self.database.engine.begin() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection

        return SimpleNamespace(work=work, quick=work)

    def changes(self) -> Any:
        return self._connection, self._connection.total_changes

    def image(self) -> bytes:
        return bytes(self._connection.serialize())

    def put_back(self, image: bytes) -> None:
        self._connection.end()
        self._connection = open_trapped(image, self._trap)
        self._start()

    def meet(self, after: int, meanwhile: Callable[[], None]) -> None:
        """Whoever writes here has locked everybody else out."""

    def alone(self) -> None:
        """As always."""

    def died(self) -> None:
        self._connection.rollback()
        self._start()

    def pages(self) -> bytes:
        return self.image()

    def packed(self) -> bytes:
        """All of it, indexes included, without what SQLite leaves between the cells of a page."""
        place = sqlite3.connect(":memory:", isolation_level=None)
        place.deserialize(self.image())
        place.execute("VACUUM")
        packed = bytes(place.serialize())
        place.close()
        return packed

    def end(self) -> None:
        self._connection.end()

    def _start(self) -> None:
        _place().on(self._connection)
        self.database: CentreDatabase = MemoryDatabase()


_MADE: list[Callable[[Trap], CentreStore]] = [MemoryStore]
"""What makes the store of the next history: the last one."""


def made(trap: Trap) -> CentreStore:
    """An empty store for one history."""
    return _MADE[-1](trap)


@contextmanager
def made_with(maker: Callable[[Trap], CentreStore]) -> Iterator[None]:
    """Meanwhile histories have their centre on stores of *maker*, in this process and in those it forks."""
    _MADE.append(maker)
    try:
        yield
    finally:
        _MADE.pop()
