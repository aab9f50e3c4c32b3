"""A PC that an administrator looks after: one file in /etc decides, a code joins the desk to a centre.

The centre is the installed program too, on this computer's loopback; the keyring is a real Secret Service without a
desktop. Part of clean_root_test.py.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

POLICY = "etc/wemi-desk/policy.json"
PHRASE = "una prova di quattro parole"
DISPLAY, SCREEN = ":77", "Xvfb_screen0"
PATIENCE_SECONDS = 60
SPACE, OTHER = "VEN", "LOR"
IN_KEYRING = (
    'eval "$(printf %s parola | gnome-keyring-daemon --unlock --components=secrets | sed "s/^/export /")"; "$@"'
)


class Root(Protocol):
    """See clean_root_test.Root."""

    folder: Path

    def run(self, *words: str, user: str = "root", **environment: str) -> str: ...

    def begin(self, *words: str, user: str = "root", **environment: str) -> subprocess.Popen[bytes]: ...


class Administered:
    """*user* works here; nobody but root writes below /etc."""

    def __init__(self, root: Root, user: str) -> None:
        self._root, self._user = root, user
        self._home = f"/home/{user}"
        self._file = root.folder / POLICY
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._decided = {
            "centre_url": f"http://127.0.0.1:{self._port}", "space": SPACE, "theme": "contrast", "idle_minutes": 1,
            "bytes_a_second": 250_000,
        }  # fmt: skip

    def obeys(self) -> str:
        """Address, space, theme and the rest are in force, on the screen too; a file of anybody's is not believed."""
        before = self._brightness()
        self._file.parent.mkdir(mode=0o755)
        self._write(self._decided)
        self.is_obeyed()
        after = self._brightness()
        assert before > 150 > 50 > after, (before, after)
        os.chmod(self._file, 0o666)
        told = self._told()
        assert [one["reason"] for one in told["policy"]["faults"]] == ["not_trusted"], told["policy"]
        assert told["policy"]["values"]["theme"]["from"] == "default", told["policy"]
        self._write(self._decided | {"theme": "pink", "kiosk": True})
        told = self._told()
        assert [one["key"] for one in told["policy"]["faults"]] == ["theme"], told["policy"]
        assert told["policy"]["unknown"] == ["kiosk"], told["policy"]
        self._write(self._decided)
        return f"{len(self._decided)} keys; the first screen's light {before}, with the contrast asked for {after}"

    def is_obeyed(self) -> str:
        """As ``doctor --json`` says it."""
        values = self._told()["policy"]["values"]
        found = {key: values[key]["value"] for key in self._decided}
        assert found == self._decided, found
        assert {values[key]["from"] for key in self._decided} == {"policy"}, values
        return "the administration's file is obeyed"

    def joins(self) -> str:
        """A code for another space makes no desk; the right one does, without an address typed."""
        words = ["apt-get", "-qq", "-y", "--no-install-recommends", "install", "gnome-keyring", "dbus"]
        self._root.run(*words)
        state = self._root.folder / self._home[1:] / ".local/share/wemi-desk/desk/state"
        with self._centre():
            for one in (SPACE, OTHER):
                self._central("space", "add", one, f"Spazio {one}")
            try:
                said = self._enrol(OTHER)
            except subprocess.CalledProcessError as refused:
                said = refused.output.strip()
            else:
                raise AssertionError("a code for another space was taken")
            assert not state.exists(), "a code for another space made a desk"
            self._enrol(SPACE)
            devices = self._central("devices")
        assert state.exists(), "no desk"
        told = self._told()
        assert (told["enrolled"], told["centre"]) == (True, {"url": self._decided["centre_url"], "joined": True}), told
        assert SPACE in devices, devices
        return f"refused for {OTHER} («{said.splitlines()[-1]}»), joined {SPACE} by the file's address"

    def is_still_joined(self) -> str:
        """Whatever version is installed."""
        self.is_obeyed()
        assert self._told()["centre"]["joined"], "not joined any more"
        return "the desk is joined, by the file's address"

    # --- the places ------------------------------------------------------------------------------------------------

    def _write(self, said: dict[str, object]) -> None:
        self._file.write_text(json.dumps(said), encoding="utf-8")
        os.chmod(self._file, 0o644)

    def _told(self) -> dict[str, dict[str, dict[str, dict[str, object]]]]:
        """The desk is not set up, or nobody has unlocked it: exit status 1 may be."""
        out = self._root.folder / self._home[1:] / "told.json"
        words = ["sh", "-c", 'wemi-desk doctor --real --json --out "$HOME/told.json" >/dev/null || true']
        self._root.run(*words, user=self._user, QT_QPA_PLATFORM="offscreen")
        told: dict[str, dict[str, dict[str, dict[str, object]]]] = json.loads(out.read_text(encoding="utf-8"))
        out.unlink()
        return told

    def _enrol(self, space: str) -> str:
        code = re.findall(r"\b[A-Z0-9]{10}\b", self._central("code", "make", space))[-1]
        for name, content in (("code", code), ("phrase", PHRASE)):
            path = self._root.folder / self._home[1:] / name
            path.write_text(content + "\n", encoding="utf-8")
            path.chmod(0o644)
        enrol = [
            "wemi-desk", "enrol", "--real", "--code-file", f"{self._home}/code", "--phrase-file",
            f"{self._home}/phrase", "--name", "Ada", "--surname", "Prova", "--organisation", "Cooperativa di prova",
        ]  # fmt: skip
        words = ["dbus-run-session", "--", "sh", "-c", IN_KEYRING, "enrol", *enrol]
        return self._root.run(*words, user=self._user, XDG_RUNTIME_DIR=self._home, QT_QPA_PLATFORM="offscreen")

    def _central(self, *words: str) -> str:
        return self._root.run("wemi-desk", "central", *words, "--folder", "/srv/wemi", QT_QPA_PLATFORM="offscreen")

    @contextmanager
    def _centre(self) -> Iterator[None]:
        self._central("init")
        words = ["wemi-desk", "central", "serve", "--folder", "/srv/wemi", "--port", str(self._port)]
        with self._root.begin(*words, QT_QPA_PLATFORM="offscreen") as serving:
            try:
                _until(lambda: _answers(self._port), "the centre does not answer")
                yield
            finally:
                serving.send_signal(signal.SIGTERM)

    def _brightness(self) -> int:
        """Of the first screen of a real desk, 0 to 255, when its settings are in force."""
        folder = self._root.folder / "tmp" / "screen"
        folder.mkdir(exist_ok=True)
        server = ["Xvfb", DISPLAY, "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-fbdir", "/tmp/screen"]
        with self._root.begin(*server) as screen:
            try:
                _until((folder / SCREEN).exists, "no X server")
                words = ["wemi-desk", "run", "--real"]
                with self._root.begin(*words, user=self._user, DISPLAY=DISPLAY, QT_QPA_PLATFORM="xcb") as desk:
                    try:
                        return _settled(folder / SCREEN)
                    finally:
                        desk.terminate()
            finally:
                screen.terminate()


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def _until(holds: object, words: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline, words
        time.sleep(0.2)  # noqa: TID251 (a foreign process gives no signal)


def _settled(picture: Path) -> int:
    """The mean of all bytes, once something is painted and it did not change for four seconds."""
    empty, found, since = _mean(picture), -1, time.monotonic()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() - since < 4 or found == empty:
        assert time.monotonic() < deadline, "the window never came"
        time.sleep(0.2)  # noqa: TID251 (a foreign process gives no signal)
        now = _mean(picture)
        if now != found:
            found, since = now, time.monotonic()
    return found


def _mean(picture: Path) -> int:
    """Of the red of each pixel: X writes blue, green, red and nothing."""
    content = picture.read_bytes()[-1366 * 768 * 4 :]
    red = content[2::4]
    return round(sum(red) / max(len(red), 1))
