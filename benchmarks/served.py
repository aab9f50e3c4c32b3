"""A real centre in processes of its own, on a real PostgreSQL that syncs its disk, and desks that know it."""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks import raw_pipe
from tests.central_people import SigningDesk
from tests.desk import Desk
from tests.postgres import private_postgres
from wemi_desk.central.auth.keys import read_keys
from wemi_desk.central.auth.reception import FrontDesk, make_code
from wemi_desk.central.serve import Place, microseconds, new_id
from wemi_desk.central.store.access import AccessStore
from wemi_desk.central.store.directory import Directory, KnownSpace
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
        self.process: subprocess.Popen[bytes]
        self.start: Callable[[], subprocess.Popen[bytes]]

    def say(self, *words: str) -> str:
        """One command of `wemi-desk central`."""
        command = [sys.executable, "-m", "wemi_desk", "central", *words, *self._place()]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout

    def codes(self, *spaces: str) -> list[str]:
        """One enrolment code for each."""
        store = AccessStore(self.url)
        try:
            desk = FrontDesk(store, read_keys(Place(self.folder).keys), microseconds, new_id)
            return [make_code(desk, TENANT, space, "benchmark", "").code for space in spaces]
        finally:
            store.close()

    def put_spaces(self, *codes: str) -> None:
        """Spaces of one network."""
        store = AccessStore(self.url)
        try:
            with store.work() as connection:
                for code in codes:
                    Directory(connection, TENANT).put_space(KnownSpace(code=code, id=new_id(), name=code, network="N"))
        finally:
            store.close()

    def processor_seconds(self) -> float:
        """What the centre's processes and its database's have used so far."""
        return sum(self.processors())

    def processors(self) -> tuple[float, float]:
        """The same apart: the centre's, its database's."""
        return _used(self.process.pid), sum(_used(pid) for pid in _postmasters(self.url))

    def _place(self) -> list[str]:
        return ["--database", self.url, "--folder", str(self.folder), "--tenant", TENANT]


@contextmanager
def served_centre(folder: Path, *, workers: int = 1, spaces: tuple[str, ...] = ("VEN",)):
    """The centre on PostgreSQL; and, on the same server, the table of the raw pipe and its own process."""
    with ExitStack() as stack:
        url = stack.enter_context(private_postgres(durable=True))
        centre = ServedCentre(url, folder / "centre", f"http://127.0.0.1:{_free_port()}")
        centre.say("init")
        centre.put_spaces(*spaces)
        port = centre.base.rpartition(":")[2]
        serve = ["central", "serve", "--port", port, "--workers", str(workers), *centre._place()]
        centre.start = lambda: _run(stack, [sys.executable, "-m", "wemi_desk", *serve], centre.base + "/v1/hello")
        centre.process = centre.start()
        yield centre


@contextmanager
def served_raw_pipe(url: str):
    """The raw pipe on the same server."""
    dsn, port = url.replace("postgresql+psycopg", "postgresql"), _free_port()
    raw_pipe.make_table(dsn)
    with ExitStack() as stack:
        serve = ["uvicorn", "benchmarks.raw_pipe:app", "--port", str(port), "--log-level", "error"]
        base = f"http://127.0.0.1:{port}"
        _run(stack, [sys.executable, "-m", *serve], f"{base}/pull?after={1 << 40}", WEMI_RAW_PG=dsn)
        yield base


class CountingHttp(CentreHttp):
    """Knows how often it was used."""

    calls = 0

    def call(self, *arguments, **options):
        self.calls += 1
        return super().call(*arguments, **options)


class ServedDesk:
    """One PC: real store, real engine, real line. Its keys lie beside its store: it can be started again."""

    def __init__(self, base: str, folder: Path, keys: SigningDesk) -> None:
        self.http = CountingHttp(LineSettings(url=base))
        self.line = HttpCentreLine(
            self.http,
            DeskName(tenant=TENANT, device=keys.id, sign=keys.sign.sign, version="0.1.0"),
        )
        self.clock, self.ids = SystemClock(), TimeOrderedIds()
        self.desk = Desk(folder, clock=self.clock, ids=self.ids, sealer=AesGcmSealer(b"w" * 32))
        self.store = SqlSyncStore(pooled(self.desk.engine), self.now)
        self.engine = SyncEngine(self.store, self.line, self.now, self.ids, _Mark(), genuine=lambda _receipt: True)

    @classmethod
    def enrolled(cls, centre: ServedCentre, folder: Path, space: str = "VEN") -> ServedDesk:
        """A new PC."""
        folder.mkdir(parents=True, exist_ok=True)
        keys = SigningDesk()
        enrol(CentreHttp(LineSettings(url=centre.base)), keys.enrol_request(centre.codes(space)[0]))
        (folder / "keys").write_bytes(keys.id.bytes + keys.sign.private_bytes_raw())
        made = cls(centre.base, folder, keys)
        found_store(
            made.desk.engine, device_id=keys.id, incarnation=made.ids(), space_code=space, is_practice=False,
            sealer=made.desk.sealer, audit_key=b"\x07" * 32, at=made.clock.now(),
        )  # fmt: skip
        return made

    @classmethod
    def again(cls, base: str, folder: Path) -> ServedDesk:
        """The same PC, after whatever happened."""
        kept = (folder / "keys").read_bytes()
        return cls(base, folder, SigningDesk(UUID(bytes=kept[:16]), Ed25519PrivateKey.from_private_bytes(kept[16:])))

    def now(self) -> int:
        return int(self.clock.now().timestamp() * 1_000_000)

    def exchange(self):
        return self.engine.exchange()


@contextmanager
def collecting_as_in_the_program():
    """Cycles are looked for once a second, when there may be enough of them (ui/garbage.py), and not by who works."""
    ended, due = Event(), gc.get_threshold()[0]

    def look() -> None:
        while not ended.wait(1.0):
            if gc.get_count()[0] >= due:
                gc.collect(1)

    gc.collect()
    gc.freeze()
    gc.disable()
    looking = Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        ended.set()
        looking.join()
        gc.enable()
        gc.unfreeze()


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


def _run(stack: ExitStack, command: list[str], answers_at: str, **environment: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    for _ in range(300):
        try:
            requests.get(answers_at, timeout=5)
            return process
        except (requests.ConnectionError, requests.Timeout):
            Event().wait(0.1)
    raise RuntimeError("the server did not start")


def children_of(pid: int) -> list[int]:
    """Processes that *pid* started and that still run; Linux only."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
    return found


def _used(pid: int) -> float:
    """Processor seconds of a process and its children, living and dead; Linux only, 0 elsewhere."""
    children: dict[int, list[int]] = {}
    spent: dict[int, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        one = int(stat.parent.name)
        spent[one] = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
        children.setdefault(int(fields[1]), []).append(one)
    waiting, total = [pid], 0.0
    while waiting:
        one = waiting.pop()
        total += spent.get(one, 0.0)
        waiting += children.get(one, [])
    return total


def _postmasters(url: str) -> list[int]:
    """The server behind a private PostgreSQL's socket."""
    folder = Path(url.rpartition("host=")[2])
    pid_file = folder.parent / "data" / "postmaster.pid"
    return [int(pid_file.read_text().split()[0])] if pid_file.exists() else []
