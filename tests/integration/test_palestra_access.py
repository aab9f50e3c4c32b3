"""The palestra with everything real: derivation, files, secrets without a keyring; and nothing loaded too early."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.access_desk import DEVICE, GIULIA, PASSPHRASE, giulia
from wemi_desk import bootstrap, rehearsal
from wemi_desk.config import Profile
from wemi_desk.domain.access import DeskCondition, Enrolment
from wemi_desk.gateways.clock import RawClock, SystemClock
from wemi_desk.gateways.data_folder import empty_unfinished, prepare
from wemi_desk.gateways.desk_access import access_ports
from wemi_desk.services.access import AccessService

ROOT = Path(__file__).resolve().parents[2]


def service(profile):
    return AccessService(access_ports(profile))


def test_the_palestra_opens_on_a_pc_without_a_keyring(tmp_path):
    profile = Profile(tmp_path / "practice", practice=True)
    prepare(profile)
    enrolment = Enrolment(DEVICE, "CAP", "Spazio di prova", giulia(practice_hint=PASSPHRASE))
    key = service(profile).enrol_standalone(enrolment, PASSPHRASE).db
    screen = service(profile).lock_screen()
    assert (screen.condition, screen.practice) == (DeskCondition.READY, True)
    assert service(profile).unlock(GIULIA, screen.tiles[0].practice_hint).db == key


def test_the_time_kept_while_somebody_worked_is_known_at_the_next_start(tmp_path, monkeypatch):
    profile = Profile(tmp_path / "practice", practice=True)
    prepare(profile)
    service(profile).enrol_standalone(Enrolment(DEVICE, "CAP", "Spazio di prova", giulia()), PASSPHRASE)
    worked_until = datetime.now(UTC) + timedelta(hours=3)
    bootstrap._keep_time(profile, SystemClock(worked_until))
    assert service(profile).lock_screen().clock_behind > timedelta(hours=2, minutes=59)
    monkeypatch.setattr(RawClock, "now", lambda _clock: worked_until + timedelta(minutes=1))
    assert not service(profile).lock_screen().clock_behind


def test_a_real_desk_without_a_keyring_says_so_and_writes_nothing(tmp_path):
    code = (
        "import sys; from pathlib import Path\n"
        "from wemi_desk.config import Profile\n"
        "from wemi_desk.gateways.data_folder import prepare\n"
        "from wemi_desk.gateways.desk_access import access_ports\n"
        "from wemi_desk.domain.access import *\n"
        "from wemi_desk.domain.errors import KeyringMissingError\n"
        "from wemi_desk.services.access import AccessService\n"
        "from tests.access_desk import *\n"
        "profile = Profile(Path(sys.argv[1])); prepare(profile)\n"
        "service = AccessService(access_ports(profile))\n"
        "enrolment = Enrolment(DEVICE, 'CAP', 'x', giulia(), recovery_key=bytes([9] * 32))\n"
        "try: service.enrol_standalone(enrolment, PASSPHRASE)\n"
        "except KeyringMissingError: print('refused', [p.name for p in profile.folder.rglob('*') if p.is_file()])\n"
    )
    environment = {"PATH": "", "HOME": str(tmp_path)}  # no session bus
    command = [sys.executable, "-c", code, str(tmp_path / "desk")]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "refused []\n"


def test_nothing_heavy_is_loaded_before_the_lock_screen_is_painted():
    code = (
        "import sys, wemi_desk.services.access, wemi_desk.gateways.desk_access\n"
        "loaded = {name.split('.')[0] for name in sys.modules}\n"
        "print(*loaded & {'keyring', 'argon2', 'cryptography', 'msgspec', 'ctypes'})"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_palestra_that_was_stopped_while_being_made_is_made_anew(tmp_path, monkeypatch):
    profile = Profile(tmp_path / "practice", practice=True)
    whole = bootstrap._fill_practice

    def stopped(*_what):
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "_fill_practice", stopped)
    with pytest.raises(KeyboardInterrupt):
        bootstrap.prepare_practice(profile)
    assert profile.state.exists()
    monkeypatch.setattr(bootstrap, "_fill_practice", whole)
    left = iter(range(1))
    with pytest.raises(StopIteration):  # the window was closed meanwhile
        bootstrap.prepare_practice(profile, lambda: next(left))
    assert profile.practice_unfinished.exists()
    found = rehearsal.work(profile, 1)
    assert (found.written, found.people > 1000) == (1, True)
    assert rehearsal.work(profile, 0) == found


def test_a_real_desk_is_never_emptied(tmp_path):
    profile = Profile(tmp_path / "desk")
    prepare(profile)
    for one in (profile.practice_unfinished, profile.practice_mark, profile.state):
        one.write_bytes(b"x")
    empty_unfinished(profile)
    assert profile.state.read_bytes() == b"x"
