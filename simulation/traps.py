"""Connections that fail where they are told to: a crash or a full disk at the n-th statement or commit."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any, ClassVar, NoReturn

from sqlcipher3 import dbapi2 as sqlcipher

from wemi_desk.persistence.database import bind_plainly


class CrashError(BaseException):
    """The process is gone. Nothing in the program may catch it."""


_FAILED = (sqlite3.OperationalError, sqlcipher.OperationalError)
_SMALL_PAGES = "PRAGMA page_size = 1024"
"""A table of a history holds a few rows; what a transaction touches is kept aside page by page."""
_WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE", "COMMIT")


class Trap:
    """Counts what a store does; springs at the number it is set to, once."""

    __slots__ = ("count", "dead", "kind", "sprung", "store", "when")

    def __init__(self) -> None:
        self.store: Any = None
        """The store it is in: asked at each statement only while there is something to happen."""
        self.count = 0
        self.when = -1
        self.kind = ""
        self.sprung = False
        self.dead = False

    def set(self, kind: str, after: int) -> None:
        """Spring at the event *after* so many more."""
        self.kind, self.when, self.sprung = kind, self.count + after, False
        self._watch(True)

    def disarm(self) -> bool:
        """No more; did it spring?"""
        self.when, sprung = -1, self.sprung
        self.sprung = self.dead = False
        self._watch(False)
        return sprung

    def die(self) -> NoReturn:
        """The process is gone: what its code still tries to do does not happen."""
        self.dead = True
        self._watch(True)
        raise CrashError

    def step(self, statement: str = "") -> None:
        """A statement is about to run, or a commit begins or has ended."""
        if self.dead:
            raise CrashError
        count = self.count
        self.count = count + 1
        if self.when < 0 or count < self.when:
            return
        if self.kind == "full" and not statement.lstrip().startswith(_WRITING):
            return  # a full disk is noticed by who writes
        self.when, self.sprung = -1, True
        if self.kind == "full":
            raise self.store.failure("database or disk is full")
        self.die()

    def _watch(self, closely: bool) -> None:
        if self.store is not None:
            self.store.__class__ = self.store.trapped if closely else self.store.plain


class _Cursor:
    """A cursor that asks the trap before each statement."""

    connection: Any

    def execute(self, *statement: Any) -> Any:
        trap = self.connection.trap
        try:
            trap.step(statement[0])
        except _FAILED:
            if statement[0] == "COMMIT":
                self.connection.rollback()  # as SQLite does by itself
            raise
        done = super().execute(*statement)
        if statement[0] == "COMMIT" and trap.kind != "full":
            trap.step()
        return done

    def executemany(self, *statement: Any) -> Any:
        self.connection.trap.step(statement[0])
        return super().executemany(*statement)


class _Store:
    """A store whose process may end at any statement; what it holds can be taken out and put back as bytes."""

    trap: Trap
    failure: ClassVar[type[Exception]]
    plain: ClassVar[type]
    trapped: ClassVar[type]
    stays = False
    """It outlives its history."""
    rollback: Callable[[], None]

    def quiet(self, trap: Trap) -> None:
        """Another history begins on it."""
        self.rollback()
        self.trap, trap.store = trap, self
        self.__class__ = self.plain

    def close(self) -> None:
        """Pools may close it at will; only :meth:`end` ends it."""

    def end(self) -> None:
        if self.trap.store is self:
            self.trap.store = None
        self.__class__ = self.plain
        if self.stays:
            self.rollback()
        else:
            super().close()


class _Trapped:
    """The same while its trap is set."""

    trap: Trap
    in_transaction: bool
    watchful: ClassVar[type]

    def cursor(self, *_: Any) -> Any:
        return super().cursor(self.watchful)

    def execute(self, *statement: Any) -> Any:
        return self.cursor().execute(*statement)

    def executemany(self, *statement: Any) -> Any:
        return self.cursor().executemany(*statement)

    def commit(self) -> None:
        if self.in_transaction:
            try:
                self.trap.step("COMMIT")
            except _FAILED:
                super().rollback()  # as SQLite does by itself
                raise
            super().commit()
            self._crash_after_commit()

    def _crash_after_commit(self) -> None:
        if self.trap.kind != "full":
            self.trap.step()


class TrappedCursor(_Cursor, sqlite3.Cursor):
    """On a store in memory."""


class StoreConnection(_Store, sqlite3.Connection):
    """In memory."""

    failure = sqlite3.OperationalError

    def read(self, query: str, *values: Any) -> sqlite3.Cursor:
        """Past the trap."""
        return sqlite3.Connection.execute(self, query, values)

    def killed(self, trap: Trap) -> StoreConnection:
        """The process is gone; what it had not committed is undone."""
        self.rollback()
        self.quiet(trap)
        return self

    def pages(self) -> bytes:
        """As they are, free ones included."""
        return bytes(self.serialize())


class TrappedConnection(_Trapped, StoreConnection):
    """In memory, watched."""

    watchful = TrappedCursor


StoreConnection.plain, StoreConnection.trapped = StoreConnection, TrappedConnection


def _copy(content: bytes, connection: sqlite3.Connection) -> None:
    """Page by page: a store that was deserialised keeps them twice, and copies each at every commit."""
    with closing(sqlite3.connect(":memory:")) as there:
        there.deserialize(content)
        there.backup(connection)


def open_trapped(content: bytes, trap: Trap) -> StoreConnection:
    """A store with this content, in memory."""
    bind_plainly(sqlite3)
    connection = sqlite3.connect(
        ":memory:", isolation_level=None, check_same_thread=False, factory=StoreConnection, cached_statements=512
    )
    connection.quiet(trap)
    if content:
        _copy(content, connection)
    else:
        sqlite3.Connection.execute(connection, _SMALL_PAGES)
    for pragma in ("secure_delete = ON", "foreign_keys = ON", "temp_store = MEMORY"):
        sqlite3.Connection.execute(connection, f"PRAGMA {pragma}")
    return connection
