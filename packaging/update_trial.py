"""The frozen program updates itself, as a newcomer has it: real trees, real processes, unsent work aboard.

The newer versions are this build under another number; what they lack or cannot is done to them here.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import release_archive

PEOPLE = 5
STARTS = 3
_DUMB = """#!/bin/sh
case "$1" in self-test) echo '{"ok": true}';; *) exit 7;; esac
"""


class Updates:
    """One account: what the package put in its place, and what comes after."""

    def __init__(self, program: Path, home: dict[str, str]) -> None:
        self._program = program
        self._home = home
        self._data = Path(home["HOME"]) / ".local" / "share" / "wemi-desk"
        self._number = release_archive.facts_of("0.0.0", "")
        self._first = str(json.loads((program.parent / "build.json").read_text(encoding="utf-8"))["version"])

    def told(self) -> str:
        """The whole story; raises AssertionError."""
        before = self._work(PEOPLE)
        second, third, fourth = (self._next(more) for more in (1, 2, 3))
        seconds = self._installs(second, before)
        self._refuses_what_is_not_whole(third, second, before)
        self._goes_back(fourth, second, before)
        started = ", ".join(f"{self._painted():.2f}" for _time in range(STARTS))
        return f"{second} installed in {seconds:.1f} s, {before['unsent']} unsent acts kept; started after {started} s"

    def _installs(self, version: str, before: dict[str, int]) -> float:
        self._offer(version, lambda _tree: None)
        began = time.monotonic()
        assert version in self._run("install-update", "--practice"), "not installed"
        seconds = time.monotonic() - began
        assert self._trials(), "not on trial"
        self._painted()
        assert self._work(0) == before
        assert not self._trials(), "not confirmed"
        assert self._running() == version
        return seconds

    def _refuses_what_is_not_whole(self, version: str, running: str, before: dict[str, int]) -> None:
        """Signed, and yet it lacks a library: it finds that out itself, and this version goes on."""
        self._offer(version, lambda tree: next(tree.rglob("libQt6Core.so.6*")).write_bytes(b"nothing"))
        for _morning in range(2):
            assert self._status("install-update", "--practice") == 1
            assert (self._running(), self._work(0)) == (running, before)
        assert (self._data / "versions" / f"bad-{version}").is_dir(), "not given up"

    def _goes_back(self, version: str, running: str, before: dict[str, int]) -> None:
        """It passes its test and never shows a window: after two starts the version before is there again."""
        self._offer(version, _made_dumb)
        assert version in self._run("install-update", "--practice")
        assert [self._status("run", "--practice") for _start in range(2)] == [7, 7]
        self._painted()
        assert (self._running(), self._work(0)) == (running, before)

    # --- the account ---------------------------------------------------------------------------------------------

    def _offer(self, version: str, spoil: Any) -> None:
        """As a download that was verified leaves it."""
        tree, ready = Path(self._home["HOME"]) / "newer", self._data / "practice" / "updates" / "ready"
        shutil.rmtree(tree, ignore_errors=True)
        shutil.copytree(self._program.parent, tree, symlinks=True)
        told = json.loads((tree / "build.json").read_text(encoding="utf-8")) | {"version": version}
        (tree / "build.json").write_text(json.dumps(told), encoding="utf-8")
        spoil(tree)
        shutil.rmtree(ready, ignore_errors=True)
        ready.mkdir(parents=True)
        system = f"{platform.system().lower()}-{platform.machine().lower()}"
        facts = self._number | {"version": version, "system": system}
        facts |= release_archive.pack(tree, ready / f"wemi-desk-{version}-{system}.tar.zst", 0, level=1)
        (ready.parent / "ready.json").write_text(json.dumps(facts), encoding="utf-8")
        shutil.rmtree(tree)

    def _next(self, more: int) -> str:
        *first, last = self._first.split(".")
        return ".".join([*first, str(int(last) + more)])

    def _trials(self) -> list[Path]:
        return list((self._data / "versions").glob("trial-*"))

    def _running(self) -> str:
        facts = json.loads(self._run("doctor", "--practice", "--json"))["facts"]
        return str(next(one["value"] for one in facts if one["name"] == "version")).partition(" ")[0]

    def _work(self, people: int) -> dict[str, int]:
        found: dict[str, int] = json.loads(self._run("self-test", "--practice", "--work", str(people)).splitlines()[-1])
        return found

    def _painted(self) -> float:
        began = time.monotonic()
        words = [str(self._program), "run", "--practice", "--until-painted"]
        with subprocess.Popen(words, env=self._home, stdout=subprocess.PIPE, text=True) as running:
            line = running.stdout.readline() if running.stdout else ""
            seconds = time.monotonic() - began
        assert "painted" in line, line
        return seconds

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            [str(self._program), *words], env=self._home, capture_output=True, text=True, timeout=600, check=False
        )
        said = (done.stdout + done.stderr)[-600:]
        assert done.returncode == 0 or words[0] == "doctor", (words, done.returncode, said)
        return done.stdout

    def _status(self, *words: str) -> int:
        command = [str(self._program), *words]
        return subprocess.run(command, env=self._home, capture_output=True, timeout=600, check=False).returncode


def _made_dumb(tree: Path) -> None:
    program = tree / "wemi-desk"
    program.write_text(_DUMB, encoding="ascii")
    os.chmod(program, 0o755)
