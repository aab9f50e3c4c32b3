"""A real centre in processes of its own, on a real PostgreSQL that syncs its disk, and desks that know it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event

import requests

from benchmarks import raw_pipe
from tests.central_people import SigningDesk
from tests.desk import Desk
from tests.postgres import private_postgres
from wemi_desk.gateways.central_api import DeskName, HttpCentreLine, enrol
from wemi_desk.gateways.centre_http import CentreHttp, LineSettings
from wemi_desk.gateways.clock import SystemClock, TimeOrderedIds
from wemi_desk.gateways.sealing import AesGcmSealer
from wemi_desk.persistence.driver import pooled
from wemi_desk.persistence.opening import found_store
from wemi_desk.persistence.sync_store import SqlSyncStore
from wemi_desk.sync.engine import SyncEngine

TENANT = "milano"


class ServedCentre:
    """Where it answers, where its database is, and its commands."""

    def __init__(self, url: str, folder: Path, base: str) -> None:
        self.url = url
        self.folder = folder
        self.base = base

    def say(self, *words: str) -> str:
        """One command of `wemi-desk central`."""
        command = [sys.executable, "-m", "wemi_desk", "central", *words, *self._place()]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout

    def code(self, space: str) -> str:
        found = re.search(r"\b[A-Z0-9]{5}[ -]?[A-Z0-9]{5}\b", self.say("code", "make", space))
        assert found, "no code"
        return re.sub("[ -]", "", found.group())

    def _place(self) -> list[str]:
        return ["--database", self.url, "--folder", str(self.folder), "--tenant", TENANT]


@contextmanager
def served_centre(folder: Path, *, workers: int = 1, spaces: tuple[str, ...] = ("VEN",)):
    """The centre on PostgreSQL; and, on the same server, the table of the raw pipe and its own process."""
    with ExitStack() as stack:
        url = stack.enter_context(private_postgres(durable=True))
        centre = ServedCentre(url, folder / "centre", f"http://127.0.0.1:{_free_port()}")
        centre.say("init")
        for space in spaces:
            centre.say("space", "add", space)
        port = centre.base.rpartition(":")[2]
        serve = ["central", "serve", "--port", port, "--workers", str(workers), *centre._place()]
        _run(stack, [sys.executable, "-m", "wemi_desk", *serve], centre.base + "/v1/hello")
        yield centre


@contextmanager
def served_raw_pipe(url: str):
    """The raw pipe on the same server."""
    dsn, port = url.replace("postgresql+psycopg", "postgresql"), _free_port()
    raw_pipe.make_table(dsn)
    with ExitStack() as stack:
        command = [sys.executable, "-m", "uvicorn", "benchmarks.raw_pipe:app", "--port", str(port), "--log-level", "error"]
        base = f"http://127.0.0.1:{port}"
        _run(stack, command, f"{base}/pull?after={1 << 40}", WEMI_RAW_PG=dsn)
        yield base


class ServedDesk:
    """One PC: real store, real engine, real line."""

    def __init__(self, centre: ServedCentre, folder: Path, space: str = "VEN", code: str = "") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        keys = SigningDesk()
        http = CentreHttp(LineSettings(url=centre.base))
        enrol(http, keys.enrol_request(code or centre.code(space)))
        self.line = HttpCentreLine(http, DeskName(tenant=TENANT, device=keys.id, sign=keys.sign.sign, version="0.1.0"))
        self.clock, self.ids = SystemClock(), TimeOrderedIds()
        self.desk = Desk(folder, clock=self.clock, ids=self.ids, sealer=AesGcmSealer(b"w" * 32))
        found_store(
            self.desk.engine, device_id=keys.id, incarnation=self.ids(), space_code=space, is_practice=False,
            sealer=self.desk.sealer, audit_key=b"\x07" * 32, at=self.clock.now(),
        )  # fmt: skip
        self.store = SqlSyncStore(pooled(self.desk.engine), self.now)
        self.engine = SyncEngine(self.store, self.line, self.now, self.ids, _Mark(), genuine=lambda _receipt: True)

    def now(self) -> int:
        return int(self.clock.now().timestamp() * 1_000_000)

    def exchange(self):
        return self.engine.exchange()


class _Mark:
    def __init__(self) -> None:
        self.mark = None

    def read(self):
        return self.mark

    def write(self, mark) -> None:
        self.mark = mark


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _run(stack: ExitStack, command: list[str], answers_at: str, **environment: str) -> None:
    process = subprocess.Popen(command, env=os.environ | environment)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    for _ in range(300):
        try:
            requests.get(answers_at, timeout=5)
            return
        except requests.ConnectionError:
            Event().wait(0.1)
    raise RuntimeError("the server did not start")
