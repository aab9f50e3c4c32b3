"""Transactions on the driver itself, for the hot paths of the sync: one statement text, prepared once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import local
from typing import Any, TypeVar

from sqlalchemy import Engine

from wemi_desk.guards import forbid_on_ui_thread
from wemi_desk.persistence.database import storage_errors
from wemi_desk.persistence.turns import turn_of

T = TypeVar("T")
Lend = Callable[[], AbstractContextManager[Any]]
"""Lends a driver connection for the length of one transaction."""


class Pooled:
    """Connections of an engine's pool, and its turn to write."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._here = local()
        self.turn = turn_of(engine)

    def __call__(self) -> AbstractContextManager[Any]:
        """Lend one."""
        kept: AbstractContextManager[Any] | None = getattr(self._here, "lent", None)
        return self._borrowed() if kept is None else kept

    @contextmanager
    def _borrowed(self) -> Iterator[Any]:
        checked_out = self._engine.raw_connection()
        try:
            yield checked_out.driver_connection
        finally:
            checked_out.close()

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Lend this thread the same one for a while: going to the pool costs more than many a SELECT, and what this one
        has read of the store it need not decrypt again."""
        with storage_errors(), self._borrowed() as connection:
            self._here.lent = nullcontext(connection)
            try:
                yield
            finally:
                self._here.lent = None


def pooled(engine: Engine) -> Lend:
    """Connections of an engine's pool."""
    return Pooled(engine)


class Kept:
    """Always the same connection: a store in memory, which nobody else can write."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self._lent = nullcontext(connection)

    def __call__(self) -> AbstractContextManager[Any]:
        """Lend it."""
        return self._lent


def kept(connection: Any) -> Lend:
    """Always the same connection: a store in memory."""
    return Kept(connection)


class _Known:
    """What was read of a store in memory, for as long as nothing is written there."""

    __slots__ = ("_answers", "_writes", "connection")

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self._writes = -1
        self._answers: dict[Any, Any] = {}

    def answers(self) -> dict[Any, Any]:
        """Those that are still true; within a transaction, which may yet be taken back, none is kept."""
        writes = self.connection.total_changes
        if self.connection.in_transaction:
            return {}
        if writes != self._writes:
            self._answers.clear()
            self._writes = writes
        return self._answers


class _Glance:
    """A connection borrowed for one SELECT; a plain class: an exchange glances a dozen times."""

    __slots__ = ("_lent",)

    def __init__(self, lent: AbstractContextManager[Any]) -> None:
        self._lent = lent

    def __enter__(self) -> Any:
        with storage_errors():
            return self._lent.__enter__().cursor()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        self._lent.__exit__(kind, error, trace)
        storage_errors().__exit__(kind, error, trace)


class _KeptWriting:
    """A transaction in a store in memory: there is nobody to wait for, and no disk."""

    __slots__ = ("_connection", "_cursor")

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __enter__(self) -> Any:
        with storage_errors():
            self._cursor = cursor = self._connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
        return cursor

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        with storage_errors():
            try:
                if error is None:
                    self._cursor.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._cursor.execute("ROLLBACK")
        storage_errors().__exit__(kind, error, trace)


class Driver:
    """Begins and ends transactions; raises StorageError."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend
        self._on_disk = isinstance(lend, Pooled)
        self._turn = lend.turn.of_the_sync if isinstance(lend, Pooled) else nullcontext
        self._kept = lend.connection if isinstance(lend, Kept) else None
        self._known = None if self._kept is None else _Known(self._kept)

    def writing(self, *, lasting: bool = True) -> AbstractContextManager[Any]:
        """A cursor inside a transaction that is committed at the end, or never was.

        One that is not *lasting* is not waited for until the disk has it (decision 17): after a power cut it may not
        have been, nor any after it; the next lasting one takes all before it along.
        """
        forbid_on_ui_thread("store")
        return self._writing(lasting) if self._kept is None else _KeptWriting(self._kept)

    @contextmanager
    def _writing(self, lasting: bool) -> Iterator[Any]:
        with storage_errors(), self._turn(), self._lend() as connection, self._haste(connection, lasting):
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    cursor.execute("ROLLBACK")
                raise

    @contextmanager
    def _haste(self, connection: Any, lasting: bool) -> Iterator[None]:
        if lasting or not self._on_disk:
            yield
            return
        connection.execute("PRAGMA synchronous = NORMAL")
        try:
            yield
        finally:
            connection.execute("PRAGMA synchronous = FULL")

    def reading(self) -> AbstractContextManager[Any]:
        """A cursor on one snapshot; what nobody else can write is one by itself."""
        forbid_on_ui_thread("store")
        return self._reading() if self._kept is None else _Glance(self._lend())

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        with storage_errors(), self._lend() as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN")
            try:
                yield cursor
            finally:
                if connection.in_transaction:
                    cursor.execute("ROLLBACK")

    def glance(self) -> AbstractContextManager[Any]:
        """A cursor for one SELECT, which is a snapshot by itself."""
        forbid_on_ui_thread("store")
        return _Glance(self._lend())

    def glanced(self, read: Callable[..., T], *values: Any) -> T:
        """What *read* finds with one SELECT; nobody changes it."""
        known = self._known
        if known is None:
            with self.glance() as cursor:
                return read(cursor, *values)
        answers, key = known.answers(), (read, values)
        if key in answers:
            found: T = answers[key]
            return found
        with storage_errors():
            found = answers[key] = read(known.connection.cursor(), *values)
        return found

    def keeping(self) -> AbstractContextManager[None]:
        """For a while this thread's transactions follow each other on one connection."""
        return self._lend.keeping() if isinstance(self._lend, Pooled) else nullcontext()

    def flush(self) -> bool:
        """Bring the log beside the store into it and empty it: nothing that was erased stays there.

        False when a reader was at work, and some had to stay.
        """
        with storage_errors(), self._lend() as connection:
            kept_back: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return not kept_back

    def rewrite(self) -> bool:
        """Write every page anew, with nothing in it but what is there, and empty the log; see flush."""
        forbid_on_ui_thread("store")
        with storage_errors(), self._turn(), self._lend() as connection:
            connection.execute("VACUUM")
        return self.flush()
