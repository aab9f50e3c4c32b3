"""Kill the window two seconds after the last key: the draft holds every letter (interface.md 13)."""

import subprocess
import sys

import pytest

from tests.counter_window import KEY
from tests.end_to_end.killing import ROOT
from wemi_desk.config import Profile
from wemi_desk.gateways.clock import SystemClock
from wemi_desk.persistence import opening, tables

TEXT = "chiede della domanda di rinnovo, porta la dichiarazione del padre venerdi alle dieci"


@pytest.mark.parametrize("form", ["contact", "registration"])
def test_a_kill_two_seconds_after_the_last_key_loses_nothing(tmp_path, form):
    command = [sys.executable, "-m", "tests.end_to_end.window_typist", str(tmp_path), form, TEXT]
    typist = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    try:
        assert typist.stdout.readline() == b"typed\n"
        with pytest.raises(subprocess.TimeoutExpired):
            typist.wait(timeout=2)
    finally:
        typist.kill()
        typist.wait()
        typist.stdout.close()
    (draft,) = drafts(Profile(tmp_path, practice=True))
    assert TEXT in draft.content.casefold()


def drafts(profile):
    engine = opening.open_store(profile.store, KEY, profile.backups, SystemClock().now())
    try:
        with engine.connect() as connection:
            return connection.execute(tables.DRAFT.select()).all()
    finally:
        engine.dispose()
