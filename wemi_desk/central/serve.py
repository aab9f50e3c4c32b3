"""Run the centre: one process, or several side by side on one port."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wemi_desk.central.auth.keys import CentreKeys, read_keys
from wemi_desk.central.auth.limits import Limits
from wemi_desk.domain.identifiers import uuid7
from wemi_desk.shapes import decoder_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from fastapi import FastAPI

    from wemi_desk.central.exchange.exchange import DeskExchange
    from wemi_desk.central.store.database import CentreDatabase

_DATABASE, _FOLDER, _RELEASES = "WEMI_CENTRE_DATABASE", "WEMI_CENTRE_FOLDER", "WEMI_CENTRE_RELEASES"
_APPLICATION = "wemi_desk.central.serve:application"
_BACKLOG = 512
_TURN_S = 0.0005
"""Who receives and answers waits no longer than this for who judges; 5 ms, as Python has it, is a whole question."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a centre keeps what is not in its database: keys, erasure ledger, attachments."""

    folder: Path
    releases: Path | None = None
    """Programs for desks, as their publisher signed them; nothing here writes into it."""

    @property
    def keys(self) -> Path:
        return self.folder / "centre.keys"

    @property
    def database(self) -> Path:
        """For a centre without PostgreSQL."""
        return self.folder / "centre.db"

    @property
    def ledger(self) -> Path:
        """Better on another medium than the database: a link is followed."""
        return self.folder / "erasures.ledger"

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def sealed(self) -> Path:
        """Unsent work of desks that had to be emptied."""
        return self.folder / "received"


def serve(url: str, place: Place, *, host: str, port: int, workers: int = 1) -> None:
    """Stay until stopped. TLS is the business of the proxy in front; the port is not for the open network."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    os.environ[_DATABASE], os.environ[_FOLDER] = url, str(place.folder)  # what a new process knows
    os.environ[_RELEASES] = str(place.releases or "")
    config = uvicorn.Config(
        _APPLICATION, factory=True, host=host, port=port, workers=workers, log_level="warning", access_log=False,
        server_header=False, lifespan="on", timeout_keep_alive=75, backlog=_BACKLOG,
    )  # fmt: skip
    listener, server = listening(host, port), uvicorn.Server(config)
    try:
        if workers > 1:
            Multiprocess(config, sockets=[listener]).run()
        else:
            server.run(sockets=[listener])
    finally:
        listener.close()


def serve_leashed(url: str, place: Place, *, host: str, port: int) -> None:
    """For the palestra: say the port, and end when whoever started this one is gone."""
    import uvicorn

    listener = listening(host, port)
    config = uvicorn.Config(build(url, place), log_level="error", access_log=False, server_header=False)
    server = uvicorn.Server(config)

    async def leashed() -> None:
        gone = asyncio.get_running_loop().run_in_executor(None, sys.stdin.buffer.read)
        gone.add_done_callback(lambda _read: setattr(server, "should_exit", True))
        await server.serve(sockets=[listener])

    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    asyncio.run(leashed())
    listener.close()


def listening(host: str, port: int) -> socket.socket:
    """A listening socket whose connections send at once: otherwise each answer waits 40 ms for an acknowledgement."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind((host, port))
    listener.listen(_BACKLOG)
    listener.set_inheritable(True)
    return listener


def application() -> FastAPI:
    """The application of one worker, from what its environment says."""
    from wemi_desk.central.store.upgrade import require_latest

    url = os.environ[_DATABASE]
    require_latest(url)
    releases = os.environ.get(_RELEASES, "")
    made = build(url, Place(Path(os.environ[_FOLDER]), Path(releases) if releases else None))
    gc.freeze()  # a push makes many objects and no cycles: looking for them after each 700 took a tenth of its time
    gc.set_threshold(50_000, 20, 50)
    sys.setswitchinterval(_TURN_S)
    return made


def build(url: str, place: Place, *, clock: Callable[[], int] | None = None, limits: Limits | None = None) -> FastAPI:
    """The application on a database; *clock* gives microseconds."""
    from wemi_desk.central.app import Parts, create_app
    from wemi_desk.central.store.access import AccessStore
    from wemi_desk.central.store.database import CentreDatabase

    clock, keys = clock or microseconds, read_keys(place.keys)
    database, store = CentreDatabase(url), AccessStore(url)

    def close() -> None:
        store.close()
        database.close()

    return create_app(
        Parts(
            store=store, keys=keys, exchange=exchange_on(database, place, keys, clock), files=place.files, clock=clock,
            releases=place.releases, ids=new_id, limits=limits or Limits(), close=close,
        )
    )  # fmt: skip


def _know_shapes() -> None:
    """Of everything that the exchange reads: its threads may meet a class for the first time at the same moment."""
    from wemi_desk.central.exchange.contents import SHAPES
    from wemi_desk.central.exchange.ports import LedgerEntry
    from wemi_desk.domain.applications import Group, ReceiptNoted
    from wemi_desk.domain.catalogue import CatalogueEdition, CatalogueService, Provider

    for kind in (*SHAPES.values(), LedgerEntry, Group, ReceiptNoted, CatalogueEdition, CatalogueService, Provider):
        decoder_of(kind)


def exchange_on(
    database: CentreDatabase, place: Place, keys: CentreKeys, clock: Callable[[], int] | None = None
) -> DeskExchange:
    """The exchange with its ledger of erasures."""
    from wemi_desk.central.exchange.exchange import DeskExchange
    from wemi_desk.central.exchange.ledger import FileErasureLedger

    _know_shapes()
    ledger = FileErasureLedger(place.ledger)
    return DeskExchange(database, clock=clock or microseconds, keys=keys, ids=new_id, ledger=ledger)


def microseconds() -> int:
    """The centre's clock."""
    return time.time_ns() // 1000


def new_id() -> UUID:
    """A UUIDv7."""
    return uuid7(time.time_ns() // 1_000_000, os.urandom(10))
