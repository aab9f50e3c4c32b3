"""The central system as a server gets it: ``.venv/bin/python packaging/try_central.py out/package/wemi_desk-*.whl``.

A fresh environment from ``requirements/central.txt`` alone, the wheel with ``[central]`` into it, a real PostgreSQL,
the commands of docs/operations.md, two workers that answer and stop, and the units and the container file as far as
this machine can look at them. Runs with the developers' interpreter, which brings the PostgreSQL.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from trials import NotTriedError, needs, play

ROOT = Path(__file__).resolve().parent.parent
UNITS = ROOT / "packaging" / "central"
MOST_EXPOSED = 2.0
PATIENCE_SECONDS = 60
INDEX = re.compile(r"PIP_(INDEX|EXTRA|TRUSTED|CERT|CONFIG|FIND|NO_INDEX)|https?_proxy|SSL_CERT", re.I)


def main() -> int:
    """0 when everything that could be tried did what it should."""
    sys.path.insert(0, str(ROOT))
    from tests.postgres import private_postgres

    wheel = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="wemi-central-") as folder, private_postgres() as database:
        server = Server(Path(folder), wheel, database)
        found = {
            "installed": server.installs, "whole": server.is_whole, "prepared": server.prepares,
            "answers": server.answers, "nightly": server.cares, "units": _units,
            "container": partial(_container, wheel),
        }  # fmt: skip
        return play(list(found.items()))


class Server:
    """One server of the Comune, from an empty folder."""

    def __init__(self, folder: Path, wheel: Path, database: str) -> None:
        self._folder, self._wheel = folder, wheel
        self._program = folder / "env" / "bin" / "wemi-desk"
        kept = {name: value for name, value in os.environ.items() if INDEX.match(name)}
        self._own = {
            "HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "WEMI_CENTRE_DATABASE": database, **kept,
            "QT_QPA_PLATFORM": "offscreen",
        }  # fmt: skip

    def installs(self) -> str:
        """The lock says which libraries; the wheel, with [central], finds nothing missing."""
        venv.create(self._folder / "env", with_pip=True)
        pip = [self._folder / "env" / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-input"]
        lock = ROOT / "requirements" / "central.txt"
        self._say(*pip, "--only-binary", ":all:", "--require-hashes", "-r", lock)
        self._say(*pip, "--no-index", f"{self._wheel}[central]")
        return self._say(self._program, "--version").strip()

    def is_whole(self) -> str:
        """Every part, without a checkout beside it."""
        parts = json.loads(self._say(self._program, "self-test", "--json"))["parts"]
        return f"{len(parts)} parts"

    def prepares(self) -> str:
        """Keys and tables; again changes nothing; a space and a code for a desk."""
        self._central("init")
        self._central("upgrade")
        self._central("space", "add", "LOR", "Spazio di prova")
        made = self._central("code", "make", "LOR")
        assert re.search(r"\b[A-Z0-9]{10}\b", made), made
        return "PostgreSQL, one space, one code"

    def answers(self) -> str:
        """Two workers say hello, and stop when the system tells them to."""
        with self._serving() as (serving, url):
            said = _hello(serving, url)
            began = time.monotonic()
            serving.send_signal(signal.SIGTERM)
            status = serving.wait(30)
        assert status in {0, -signal.SIGTERM}, status
        return f"hello, protocol {said['newest_protocol']}; stopped in {time.monotonic() - began:.1f} s"

    def cares(self) -> str:
        """What the two timers start."""
        self._central("upkeep")
        self._central("audit", "verify")
        return "upkeep, audit verify"

    @contextmanager
    def _serving(self) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        words = ["central", "serve", "--folder", self._folder / "srv", "--port", port, "--workers", 2]
        with subprocess.Popen([str(one) for one in (self._program, *words)], env=self._own, cwd="/") as serving:
            try:
                yield serving, f"http://127.0.0.1:{port}/v1/hello"
            finally:
                if serving.poll() is None:
                    serving.kill()

    def _central(self, *words: str) -> str:
        return self._say(self._program, "central", *words, "--folder", self._folder / "srv")

    def _say(self, *words: object) -> str:
        done = subprocess.run(
            [str(one) for one in words], env=self._own, cwd="/", check=True, text=True, timeout=900,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.stdout


def _hello(serving: subprocess.Popen[bytes], url: str) -> dict[str, object]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        assert serving.poll() is None, f"it ended: {serving.returncode}"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                said: dict[str, object] = json.load(answer)
                return said
        except OSError:
            assert time.monotonic() < deadline, "no answer"
            time.sleep(0.2)  # noqa: TID251 (a foreign process gives no signal)


def _units() -> str:
    """systemd understands every line, and finds little to fear."""
    needs("systemd-analyze")
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(shutil.copy(one, folder)) for one in sorted(UNITS.glob("wemi-central*"))]
        for one in copies:  # a program that exists here stands for ours
            one.write_text(one.read_text("utf-8").replace("/opt/wemi-central/bin/wemi-desk", "/bin/true"), "utf-8")
        verify = ["systemd-analyze", "verify", "--man=no", *map(str, copies)]
        said = subprocess.run(verify, check=True, capture_output=True, text=True).stderr
        assert not said.strip(), said
        exposed = {one.stem: _exposure(one) for one in copies if one.suffix == ".service"}
    assert max(exposed.values()) <= MOST_EXPOSED, exposed
    return "verified; exposure " + ", ".join(f"{name} {figure}" for name, figure in exposed.items())


def _exposure(unit: Path) -> float:
    words = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return float(re.findall(r"exposure level for .*: ([0-9.]+)", said)[-1])


def _container(wheel: Path) -> str:
    """Built, where there is a builder and the base image can be had."""
    tool = shutil.which("podman") or shutil.which("buildah")
    if tool is None:
        raise NotTriedError("neither podman nor buildah is here")
    words = [tool, "build", "--isolation=chroot", "-f", str(UNITS / "Containerfile"), str(wheel.parents[2])]
    done = subprocess.run(words, check=False, text=True, timeout=900, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode and re.search(r"pull|registry|manifest|resolve|dial|x509", done.stdout):
        raise NotTriedError(f"the base image cannot be had: {done.stdout.strip().splitlines()[-1][:200]}")
    assert done.returncode == 0, done.stdout[-600:]
    return done.stdout.strip().splitlines()[-1]


if __name__ == "__main__":
    sys.exit(main())
