"""The centre's operations as the documents tell them, against a real PostgreSQL, from nothing to a revoked desk."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.command_desk import PASSPHRASE
from tests.postgres import programs
from wemi_desk import bootstrap, cli
from wemi_desk.config import Profile
from wemi_desk.services.contacts import RecordContact

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def central(databases, tmp_path, monkeypatch, capsys):
    """Run one command of the centre that has to succeed; what it said."""
    monkeypatch.setenv("WEMI_CENTRE_DATABASE", databases.fresh())
    if "WEMI_TEST_PG" not in os.environ:
        monkeypatch.setenv("PATH", f"{programs()}{os.pathsep}{os.environ['PATH']}")

    def run(*words, status=0):
        done = cli.main(["central", *map(str, words), "--folder", str(tmp_path / "srv")])
        said = capsys.readouterr()
        assert done == status, (words, said.out, said.err)
        return said.out + said.err

    return run


@contextmanager
def serving(tmp_path, port=0):
    """The address of the workers, until the block ends."""
    words = [sys.executable, "-m", "wemi_desk", "central", "serve", "--folder", tmp_path / "srv", "--leashed", "--port"]
    process = subprocess.Popen([*map(str, words), str(port)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               text=True)  # fmt: skip
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(timeout=30)


def work_on(profile, times=0):
    """A morning: so many contacts, two exchanges; what waits, what came back, whether it may go on."""
    access = bootstrap.access_service(profile)
    desk = bootstrap.open_desk(profile, access.unlock(access.operators()[0].operator_id, PASSPHRASE))
    try:
        for _ in range(times):
            desk.contacts.record(RecordContact(reason="1"))
        desk.exchange.exchange()
        desk.exchange.exchange()
        state = desk.exchange.state()
        return state.waiting, state.to_check, not state.revoked
    finally:
        desk.close()


def enrolled(wemi, central, port, folder, tmp_path):
    made = central("code", "make", "VEN")
    (tmp_path / "code").write_text(re.search(r"[A-Z0-9]{10}", made)[0])
    who = ["--name", "Anna", "--surname", "Neri"]
    assert wemi("enrol", f"http://127.0.0.1:{port}", "--code-file", tmp_path / "code", *who)[0] == 0
    return Profile(folder)


def test_from_nothing_to_a_restore_new_keys_and_a_revoked_desk(wemi, central, folder, tmp_path):
    central("init")
    central("space", "add", "VEN", "--network", "NORD")
    central("operator", "add", "--name", "Anna", "--surname", "Neri", "--organisation", "Coop Uno", "--space", "VEN",
            "--role", "operator")  # fmt: skip
    with serving(tmp_path) as port:
        desk = enrolled(wemi, central, port, folder, tmp_path)
        assert work_on(desk, 2) == (0, 0, True)
        for words in ("audit verify", "audit heads", "known-elsewhere", "look-ups --days 7", "upkeep"):
            central(*words.split())
        central("backup", tmp_path / "copies")
        assert work_on(desk, 2) == (0, 0, True), "what the copy does not have"
        device = re.search(r"[0-9a-f-]{36}", central("devices"))[0]
    (copy,) = (tmp_path / "copies").iterdir()
    central("restore", copy, "--yes")
    central("upgrade")
    with serving(tmp_path, port):
        assert [work_on(desk) for _ in range(2)][-1] == (0, 0, True)
        central("recovery")
        central("audit", "verify")
    central("keys", "replace", "--yes")
    with serving(tmp_path, port):
        assert [work_on(desk, 1) for _ in range(2)][-1][1:] == (0, True)
        central("device", "revoke", device)
        assert work_on(desk)[2] is False


def test_a_backup_that_fails_says_why_and_leaves_no_half_copy(central, tmp_path, monkeypatch):
    central("init")
    (tmp_path / "bin").mkdir()
    old = tmp_path / "bin" / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump: error: aborting because of server version mismatch' >&2\nexit 1\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    said = central("backup", tmp_path / "copies", status=1)
    assert "version mismatch" in said
    assert list((tmp_path / "copies").iterdir()) == []
