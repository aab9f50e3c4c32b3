"""The centre's database: PostgreSQL 14 and newer, or SQLite for the practice space and for one person trying it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from itertools import count
from random import SystemRandom
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import QueuePool, StaticPool

from wemi_desk.central.store.arrays import register
from wemi_desk.central.store.statements import POSTGRES, Bulk, Lookup, Statement, Text, chunks
from wemi_desk.central.store.tables import METADATA
from wemi_desk.domain.errors import StorageError

if TYPE_CHECKING:
    from wemi_desk.central.exchange.ports import CentreKeys, ErasureLedger, Exchanged

T = TypeVar("T")
MOST_TRIES = 12
_RETRY_STATES = {"40001", "40P01", "55P03", "23505"}
"""Serialisation, deadlock, lock not available; and a key somebody else wrote first, which the next try will see."""
_BUSY = {5, 6}
_PRAGMAS = (
    "journal_mode = WAL", "synchronous = FULL", "busy_timeout = 5000", "secure_delete = ON", "temp_store = MEMORY",
)  # fmt: skip
Row = tuple[Any, ...]


class AgainError(StorageError):
    """Somebody else changed what this unit had read: it runs again from its beginning."""


class CentreBusyError(StorageError):
    """Others were in the way at every try."""


class Transaction:
    """One transaction on the driver's cursor. Statements are texts compiled once; parameters are plain values."""

    __slots__ = ("_cursor", "_step", "_writer", "dialect", "on_postgres", "pipelined")

    def __init__(self, cursor: Any, writer: Any, dialect: Any, step: Callable[[str], None] | None) -> None:
        self._cursor = cursor
        self._writer = writer
        self._step = step
        self.dialect = dialect
        self.on_postgres = dialect.name == POSTGRES
        self.pipelined = ExitStack()

    def rows(self, statement: Statement, **values: Any) -> list[Row]:
        """All rows of a SELECT."""
        self._run(statement.text(self.dialect), values)
        found: list[Row] = self._cursor.fetchall()
        return found

    def all_of(self, *questions: tuple[Statement | Lookup, dict[str, Any]]) -> list[list[Row]]:
        """The rows of several SELECTs, none of which needs another's answer: PostgreSQL is waited for once.

        It executes them in their order. A Lookup's identifiers stand under ``among``.
        """
        if not self.on_postgres:
            return [self._answered(asked, values) for asked, values in questions]
        connection, answers = self._cursor.connection, []
        with connection.pipeline():
            for asked, values in questions:
                cursor = connection.cursor(binary=True)
                if isinstance(asked, Lookup):
                    values = values | {"among": asked.array(values["among"])}
                    self._run(asked.text(self.dialect, 0), values, cursor)
                else:
                    self._run(asked.text(self.dialect), values, cursor)
                answers.append(cursor)
        return [cursor.fetchall() for cursor in answers]

    def _answered(self, asked: Statement | Lookup, values: dict[str, Any]) -> list[Row]:
        if isinstance(asked, Statement):
            return self.rows(asked, **values)
        rest = {name: value for name, value in values.items() if name != "among"}
        return self.among(asked, values["among"], **rest)

    def row(self, statement: Statement, **values: Any) -> Row | None:
        """The first row, or None."""
        self._run(statement.text(self.dialect), values)
        found: Row | None = self._cursor.fetchone()
        return found

    def run(self, statement: Statement, **values: Any) -> int:
        """Execute; the number of rows it touched (unknown after :meth:`to_the_end`)."""
        self._run(statement.text(self.dialect), values, self._writer)
        touched: int = self._writer.rowcount
        return touched

    def among(self, lookup: Lookup, identifiers: Sequence[bytes] | Sequence[str], **values: Any) -> list[Row]:
        """The rows of a lookup whose column is one of *identifiers*."""
        return self.asked(lookup, identifiers, **values)()

    def asked(
        self, lookup: Lookup, identifiers: Sequence[bytes] | Sequence[str], **values: Any
    ) -> Callable[[], list[Row]]:
        """The same, to be fetched later; nothing else may be read before."""
        found: list[Row] = []
        if not identifiers:
            return lambda: found
        if self.on_postgres:
            self._run(lookup.text(self.dialect, 0), values | {"among": lookup.array(identifiers)})
            fetch: Callable[[], list[Row]] = self._cursor.fetchall
            return fetch
        for size, parameters in chunks(identifiers):
            self._run(lookup.text(self.dialect, size), values | parameters)
            found += self._cursor.fetchall()
        return lambda: found

    def write(self, bulk: Bulk, tenant: str, rows: Sequence[Sequence[Any]]) -> None:
        """Insert (or replace) many rows, given in the order of the table's columns without the tenant."""
        if not rows:
            return
        if self._step:
            self._step("statement")
        if self.on_postgres:
            self._writer.execute(bulk.text(self.dialect), [tenant, *bulk.arrays(rows)])
            return
        self._writer.executemany(bulk.text(self.dialect), [(tenant, *row) for row in rows])

    def to_the_end(self) -> None:
        """From here PostgreSQL is not waited for until something is read, or has to last: it writes meanwhile.

        What goes wrong is heard at the end, and then nothing was committed: it does no more after the first fault.
        """
        if self.on_postgres:
            self.pipelined.enter_context(self._cursor.connection.pipeline())

    def _run(self, text: Text, values: dict[str, Any], cursor: Any = None) -> None:
        if self._step:
            self._step("statement")
        sql, constants = text
        (cursor or self._cursor).execute(sql, constants | values if constants else values)


class CentreDatabase:
    """Hands out transactions; a unit that meets another one runs again, whole."""

    def __init__(self, url: str | URL, *, pool_size: int = 8, lasting: bool = True) -> None:
        """*lasting* False gives durability up for speed, in simulations and on throw-away files."""
        self.url = make_url(url)
        self.engine = _engine(self.url, pool_size, lasting)
        in_memory = isinstance(self.engine.pool, StaticPool)
        self._turn: AbstractContextManager[Any] = Lock() if in_memory else nullcontext()
        self.step: Callable[[str], None] | None = None
        """Called before each ``begin``, ``statement`` and ``commit`` and after it (``committed``): what it raises
        happens there. For tests and the simulator."""

    @property
    def on_postgres(self) -> bool:
        return self.engine.dialect.name == POSTGRES

    def create_all(self) -> None:
        """The newest tables, without migrations: for throw-away databases."""
        import wemi_desk.central.store.access_tables  # noqa: F401 (who may speak is part of it)

        METADATA.create_all(self.engine)

    def close(self) -> None:
        """Give every connection back to the system."""
        self.engine.dispose()

    def transact(self, unit: Callable[[Transaction], T], *, reading: bool = False) -> T:
        """Run *unit* in a transaction, again from its beginning while others are in the way.

        *reading* gives one snapshot to all its statements. Raises CentreBusyError, StorageError.
        """
        for attempt in range(MOST_TRIES):
            try:
                with self.transaction(reading=reading) as transaction:
                    return unit(transaction)
            except AgainError:
                pass
            except Exception as error:
                if not _may_repeat(error):
                    raise
            _wait(attempt)
        raise CentreBusyError

    @contextmanager
    def transaction(self, *, reading: bool = False) -> Iterator[Transaction]:
        """One transaction, tried once."""
        with self._turn:
            pooled, is_ending = self._borrowed(), False
            connection: Any = pooled.driver_connection
            try:
                self._say("begin")
                self._begin(connection, reading)
                made = Transaction(self._cursor(connection), self._cursor(connection), self.engine.dialect, self.step)
                with made.pipelined:
                    yield made
                    self._say("commit")
                    is_ending = True
                    connection.commit()
                self._say("committed")
            except BaseException as error:
                if _is_gone(connection) and not is_ending:
                    raise AgainError from error  # the server went away before anything was promised
                raise
            finally:
                _give_back(pooled, connection)

    def exchanged(
        self, tenant: str, unit: Callable[[Exchanged], T], *, now: int, keys: CentreKeys, ledger: ErasureLedger,
        reading: bool = False, faulty: Collection[UUID] = (),
    ) -> T:
        """See exchange.ports.ExchangeStore."""  # fmt: skip
        from wemi_desk.central.store.workspace import SqlWorkspace

        tries = count()

        def one(transaction: Transaction) -> T:
            work = SqlWorkspace(transaction, tenant, now=now, keys=keys, ledger=ledger, patient=next(tries) > 0)
            work.faulty = faulty
            answer = unit(work)
            if not reading:
                work.flush()
            return answer

        return self.transact(one, reading=reading)

    def _borrowed(self) -> Any:
        """A connection of the pool, to be closed (given back) or invalidated."""
        return self.engine.raw_connection()

    def _begin(self, connection: Any, reading: bool) -> None:
        if not self.on_postgres:
            connection.execute("BEGIN" if reading else "BEGIN IMMEDIATE")
            return
        from psycopg import IsolationLevel

        if connection.read_only is not reading:  # it stays as it was for the last one; setting it takes its time
            connection.read_only = reading
            connection.isolation_level = IsolationLevel.REPEATABLE_READ if reading else IsolationLevel.READ_COMMITTED

    def _cursor(self, connection: Any) -> Any:
        return connection.cursor(binary=True) if self.on_postgres else connection.cursor()

    def _say(self, step: str) -> None:
        if self.step:
            self.step(step)


def _engine(url: URL, pool_size: int, lasting: bool) -> Engine:
    if url.get_backend_name() == POSTGRES:
        logging.getLogger("psycopg").setLevel(logging.ERROR)  # it warns of every unit that will run again
        engine = create_engine(
            url, pool_size=pool_size, max_overflow=pool_size, hide_parameters=True,
            pool_reset_on_return=None,  # nothing begun is ever given back: see _give_back
        )  # fmt: skip
        event.listen(engine, "connect", lambda connection, _record: register(connection.adapters))
        return engine
    from sqlalchemy.dialects.sqlite import dialect as sqlite

    in_memory = url.database in (None, "", ":memory:")
    engine = create_engine(
        url, poolclass=StaticPool if in_memory else QueuePool, hide_parameters=True,
        connect_args={"isolation_level": None, "check_same_thread": False}, paramstyle="named",
        **({} if in_memory else {"pool_size": pool_size, "max_overflow": pool_size}),
    )  # fmt: skip
    assert isinstance(engine.dialect, sqlite)
    event.listen(engine, "connect", lambda connection, _record: _set_pragmas(connection, lasting))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _set_pragmas(connection: Any, lasting: bool) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    if not lasting:
        connection.execute("PRAGMA synchronous = OFF").fetchall()


def _give_back(pooled: Any, connection: Any) -> None:
    """To the pool, with nothing begun; a connection that is gone goes for good."""
    try:
        connection.rollback()
    except Exception:  # noqa: BLE001 - it cannot be used any more; what matters is the error that led here
        pooled.invalidate()
    else:
        pooled.close()


def _is_gone(connection: Any) -> bool:
    return bool(getattr(connection, "closed", False))


def _may_repeat(error: Exception) -> bool:
    state = getattr(error, "sqlstate", None)
    code = getattr(error, "sqlite_errorcode", None)
    return state in _RETRY_STATES or (isinstance(code, int) and code & 0xFF in _BUSY)


def _wait(attempt: int) -> None:
    """A little, and at random, so that two that met do not meet again."""
    Event().wait(SystemRandom().uniform(0, min(0.002 * 2**attempt, 0.25)))
