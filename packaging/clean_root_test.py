"""A newcomer on a clean Debian: installs the .deb, works, updates with unsent work aboard, goes back, removes it.

An administrator's file in /etc is obeyed and joins a second, real desk to a centre; see administered_trial.py.

*NEWER* may have a newer schema (``dev.py package --newer`` makes one): then the older program has to stay away from the
store and say in one sentence what to do, and with the newer one everything is there again.

    python packaging/clean_root_test.py OLDER.deb NEWER.deb [--root FOLDER]

Needs root and ``mmdebstrap`` (Debian's packages are fetched); *FOLDER* is a minimal root made before, and is copied.
Nothing but what the package declares is installed: a library that it forgot is missing here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from administered_trial import POLICY, Administered

RELEASE = "bookworm"
USER = "operatore"
HOME = f"/home/{USER}"
PEOPLE = 20
DATA = f"home/{USER}/.local/share/wemi-desk/practice"
KEPT = re.compile(r"store|files/|backups/")
TOO_NEW = "L'archivio è di una versione più nuova di WeMi Desk e non l'ho toccato"


def main() -> int:
    """0 when every step did what it should; stops at the first that did not."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="wemi-root-") as folder:
        root = Root(Path(folder) / "root")
        story = Story(root, asked.older.resolve(), asked.newer.resolve())
        root.make(asked.root)
        for step in (
            story.installs, story.is_whole, story.starts, story.works, story.obeys, story.joins, story.updates,
            story.goes_back, story.updates_again, story.removes,
        ):  # fmt: skip
            began = time.monotonic()
            try:
                said = step()
            except (AssertionError, subprocess.SubprocessError, OSError, ValueError) as error:
                output = getattr(error, "stdout", None) or ""
                print(f"{step.__name__}: FAILED: {error} {output[-1500:]}", flush=True)
                return 1
            print(f"{step.__name__}: {said} ({time.monotonic() - began:.1f} s)", flush=True)
    print("clean root: all green", flush=True)
    return 0


class Root:
    """A Debian of its own, without this machine's libraries and without Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, ready: Path | None) -> None:
        """From *ready*, or from Debian's packages."""
        if ready is not None:
            subprocess.run(["cp", "-a", str(ready), str(self.folder)], check=True)
        else:
            subprocess.run(
                ["mmdebstrap", "--quiet", "--variant=minbase", "--mode=root", RELEASE, str(self.folder)], check=True
            )
        self.run("apt-get", "-qq", "update")
        self.run("useradd", "--create-home", USER)

    def run(self, *words: str, user: str = "root", **environment: str) -> str:
        """What the command printed; raises CalledProcessError."""
        done = subprocess.run(
            self._inside(words, user), env=_clean(user, environment), check=True, text=True, timeout=900,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.stdout

    def begin(self, *words: str, user: str = "root", **environment: str) -> subprocess.Popen[bytes]:
        """What goes on beside; whoever began it ends it."""
        return subprocess.Popen(
            self._inside(words, user), env=_clean(user, environment), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def _inside(self, words: tuple[str, ...], user: str) -> list[str]:
        return ["chroot", f"--userspec={user}", str(self.folder), *words]


def _clean(user: str, environment: dict[str, str]) -> dict[str, str]:
    home = HOME if user == USER else "/root"
    clean = {"HOME": home, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", **environment}
    return clean | {"DEBIAN_FRONTEND": "noninteractive"}


class Story:
    """One newcomer, step by step."""

    def __init__(self, root: Root, older: Path, newer: Path) -> None:
        self._root, self._older, self._newer = root, older, newer
        self._administered = Administered(root, USER)
        self._before: dict[str, int] = {}
        self._moved_on = False

    def installs(self) -> str:
        """With what the package declares, and nothing more."""
        self._install(self._older)
        assert not (self._root.folder / "usr/bin/python3").exists(), "the package brings Python along"
        return self._desk("--version").strip()

    def is_whole(self) -> str:
        """Every part works with the libraries that the package asked for."""
        parts = json.loads(self._desk("self-test", "--json"))
        assert parts["ok"], parts
        return f"{len(parts['parts'])} parts"

    def starts(self) -> str:
        """On a real X server, which is no part of what the package needs."""
        self._root.run("apt-get", "-qq", "-y", "--no-install-recommends", "install", "xvfb", "xauth")
        words = ["xvfb-run", "-a", "wemi-desk", "run", "--practice", "--until-painted"]
        said = self._root.run(*words, user=USER, QT_QPA_PLATFORM="xcb")
        assert "painted" in said, said
        return "the unlock screen under X"

    def works(self) -> str:
        """A morning at the counter, without a line."""
        self._before = self._work(PEOPLE)
        assert self._before["written"] == PEOPLE, self._before
        assert self._before["unsent"] >= 2 * PEOPLE, self._before
        return f"{self._before['people']} people, {self._before['unsent']} acts unsent"

    def obeys(self) -> str:
        """What an administrator decided for this PC."""
        return self._administered.obeys()

    def joins(self) -> str:
        """A real desk, by a code and by the administrator's address."""
        return self._administered.joins()

    def updates(self) -> str:
        """Nothing is lost, and work goes on."""
        schema = self._schema()
        self._install(self._newer)
        said = self._same()
        self._administered.is_still_joined()
        self._moved_on = self._schema() != schema
        return f"{said}; now {self._version()}, schema {schema} → {self._schema()}"

    def goes_back(self) -> str:
        """The coordinator asks for the version of before: it works, or says why not and changes nothing."""
        self._install(self._older, "--allow-downgrades")
        if not self._moved_on:
            return f"{self._same()}; again {self._version()}"
        self._administered.is_still_joined()
        before = self._sums()
        try:
            self._work(0)
        except subprocess.CalledProcessError as refused:
            said = refused.output.strip()
        else:
            raise AssertionError("an older program opened a newer store")
        assert TOO_NEW in said, said
        assert "\n" not in said, said
        assert self._sums() == before, "the older program changed something"
        return f"again {self._version()}: «{said}» {len(before)} files as they were"

    def updates_again(self) -> str:
        """As if the older program had never been there."""
        self._install(self._newer)
        return f"{self._same()}; now {self._version()}"

    def removes(self) -> str:
        """The program goes, the work stays."""
        self._root.run("apt-get", "-qq", "-y", "purge", "wemi-desk")
        assert not (self._root.folder / "opt/wemi-desk").exists(), "something of the program stayed"
        store = self._root.folder / DATA / "store.db"
        assert store.stat().st_size > 0, "the work is gone"
        assert (self._root.folder / POLICY).exists(), "what the administrator decided is gone"
        self._install(self._newer)
        return f"the work stayed; installed again: {self._same()}"

    def _install(self, package: Path, *words: str) -> None:
        shutil.copy(package, self._root.folder / "wemi-desk.deb")
        self._root.run("apt-get", "-qq", "-y", "--no-install-recommends", *words, "install", "/wemi-desk.deb")

    def _same(self) -> str:
        now = self._work(0)
        assert now == self._before, (self._before, now)
        told = json.loads(self._desk("doctor", "--practice", "--json"))
        facts = {one["name"]: one for one in told["facts"]}
        faults = [one["value"] for one in facts.values() if one["state"] == "fault"]
        assert not faults, faults
        return f"{now['written']} people and {now['unsent']} unsent acts as before, log {facts['log']['value']}"

    def _schema(self) -> str:
        """Read in the place where it is opened."""
        facts = json.loads(self._desk("doctor", "--practice", "--json"))["facts"]
        return next(str(one["value"]) for one in facts if one["name"] == "schema")

    def _sums(self) -> dict[str, str]:
        """The store, its files and its copies; that somebody unlocked stands elsewhere."""
        data = self._root.folder / DATA
        found = [one for one in data.rglob("*") if one.is_file() and KEPT.match(str(one.relative_to(data)))]
        return {str(one.relative_to(data)): hashlib.sha256(one.read_bytes()).hexdigest() for one in found}

    def _work(self, people: int) -> dict[str, int]:
        said = self._desk("self-test", "--practice", "--work", str(people))
        found: dict[str, int] = json.loads(said.splitlines()[-1])
        return found

    def _version(self) -> str:
        return self._root.run("dpkg-query", "-W", "-f", "${Version}", "wemi-desk")

    def _desk(self, *words: str) -> str:
        return self._root.run("wemi-desk", *words, user=USER, QT_QPA_PLATFORM="offscreen")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("older", type=Path)
    parser.add_argument("newer", type=Path)
    parser.add_argument("--root", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    if os.geteuid() != 0:
        sys.exit("Only root can make another root: run it with sudo.")
    sys.exit(main())
