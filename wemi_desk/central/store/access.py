"""Connections for who may speak: the same database as the records, with a cheaper way for what is used once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import TimeoutError as SqlTimeout

from wemi_desk.central.store.admissions import Admissions, keep_head, let_in
from wemi_desk.central.store.devices import Device, Devices
from wemi_desk.domain.errors import StorageError

_NO_WAIT = "-c synchronous_commit=off"
_PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "busy_timeout = 5000", "secure_delete = ON")


class AccessStore:
    """*quick* connections commit each statement, and do not wait for the disk where the database lets them."""

    def __init__(self, url: str | URL) -> None:
        url = make_url(url)
        self._on_sqlite = url.get_backend_name() == "sqlite"
        self._engines = [_sqlite(url)] if self._on_sqlite else [_postgresql(url), _postgresql(url, quick=True)]

    @contextmanager
    def work(self) -> Iterator[Connection]:
        """One transaction."""
        with self._engines[0].begin() as connection:
            if self._on_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def quick(self) -> Iterator[Connection]:
        """Each statement by itself: a nonce that a crash forgets costs one repeat that changes nothing."""
        with self._engines[-1].connect() as connection:
            yield connection

    def let_in(self, tenant: str, device_id: UUID, nonce: str, at: int) -> tuple[Device | None, bool]:
        """Remember a nonce and read the device that used it, on PostgreSQL in one statement; was it the first time?"""
        if self._on_sqlite:
            with self.quick() as connection:
                is_first = Admissions(connection).first_use(tenant, device_id, nonce, at)
                return Devices(connection).find(tenant, device_id), is_first
        lent = self._engines[-1].raw_connection()
        try:
            return let_in(lent.driver_connection, self._engines[-1].dialect, tenant, device_id, nonce, at)
        finally:
            lent.close()

    def keep_head(self, tenant: str, device_id: UUID, seq: int, tag: bytes, asked_at: int) -> None:
        """Remember the head of a device's own log, unless another request brought a newer one meanwhile. A crash may
        forget the last one: the next one is further on."""
        if self._on_sqlite:
            with self.quick() as connection:
                Devices(connection).keep_head(tenant, device_id, seq, tag, asked_at)
            return
        lent = self._engines[-1].raw_connection()
        try:
            keep_head(lent.driver_connection, self._engines[-1].dialect, tenant, device_id, seq, tag, asked_at)
        finally:
            lent.close()

    def close(self) -> None:
        """Give every connection back."""
        for engine in self._engines:
            engine.dispose()


def is_unavailable(error: Exception) -> bool:
    """The database is away, full or too busy: the same request may work in a moment."""
    names = {kind.__name__ for kind in type(error).__mro__}
    return isinstance(error, StorageError | SqlTimeout) or bool(names & {"OperationalError", "InterfaceError"})


def _postgresql(url: URL, *, quick: bool = False) -> Engine:
    if not quick:
        return create_engine(url, pool_size=2, max_overflow=14, hide_parameters=True)
    settings = {} if "options" in url.query else {"connect_args": {"options": _NO_WAIT}}
    pool: dict[str, Any] = {"pool_size": 8, "max_overflow": 32, "pool_reset_on_return": None}
    return create_engine(url, isolation_level="AUTOCOMMIT", hide_parameters=True, **pool, **settings)


def _sqlite(url: URL) -> Engine:
    """The driver begins nothing by itself: a statement alone is a transaction."""
    engine = create_engine(
        url, hide_parameters=True, pool_size=4, max_overflow=36,
        connect_args={"isolation_level": None, "check_same_thread": False},
    )  # fmt: skip
    event.listen(engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: Any, _record: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
