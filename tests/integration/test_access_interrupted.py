"""Killed at any moment, a desk still opens: with the old secret or with the new one, and with no attempt given back."""

import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.access_desk import AMIR, DEVICE, GIULIA, OTHER, PASSPHRASE, PIN, START, Desk, amir, giulia
from wemi_desk.domain.access import (
    GRANT_LIFE,
    DeskCondition,
    Enrolment,
    Grant,
    Newcomer,
    OnlineSlot,
    Released,
    SlotAddress,
    SlotKind,
)
from wemi_desk.domain.errors import SecretError
from wemi_desk.domain.operators import Operator
from wemi_desk.domain.spaces import Organisation
from wemi_desk.services.attempts import Attempts
from wemi_desk.services.centre_access import CentreAccess
from wemi_desk.services.online_access import OnlineAccess

ROOT = Path(__file__).resolve().parents[2]
NEW = "un gatto sul davanzale"


class Killed(BaseException):
    """The process ends here: nothing catches it."""


class Centre:
    """Signs grants, and has what opens one desk."""

    def __init__(self, desk):
        self.desk = desk
        self.half = Ed25519PrivateKey.generate()
        self.amir = Newcomer(
            Operator(id=AMIR, given_name="Amir", surname="K", organisation_id=UUID(int=9), space_codes=(), roles=()),
            Organisation(id=UUID(int=9), name="Coop"),
        )
        access, secret = desk.access, os.urandom(32)
        grants = [self._grant(one) for one in (GIULIA, AMIR)]
        CentreAccess(desk.ports).join_centre(self.half.public_key().public_bytes_raw(), grants, bytes(32))
        state, _method, data_key = access._unlocking.judge(access._record.load(), GIULIA, PASSPHRASE)
        box = desk.ports.release.shut(bytes(data_key), secret, access._record.secret, DEVICE, "a1")
        access._record.change(replace(state, box_key=None, online=OnlineSlot("a1", box, desk.clock.now())))
        self.released = Released(self.amir, grants[1], "a1", secret)

    def log_in(self, *_said):
        return self.released

    def access(self):
        return OnlineAccess(self.desk.ports, self, lambda _opened, _newcomer: None)

    def _grant(self, operator):
        bare = Grant("grant", uuid4(), operator, "Coop", DEVICE, ("operator",), ("CAP",), START, START + GRANT_LIFE)
        return replace(bare, signature=self.half.sign(bare.payload()))


class Countdown:
    """Lets some durable steps happen and dies before the next."""

    def __init__(self, monkeypatch, desk):
        self.left = None
        for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "unlink")):
            monkeypatch.setattr(owner, name, self._counted(getattr(owner, name)))
        for name in ("put", "delete"):
            setattr(desk.secrets, name, self._counted(getattr(desk.secrets, name)))

    def _counted(self, act):
        def counted(*args, **kwargs):
            if self.left is not None:
                if self.left == 0:
                    raise Killed
                self.left -= 1
            return act(*args, **kwargs)

        return counted


def each_death(tmp_path, monkeypatch, prepare, act):
    """Yield a restarted desk for every step of *act* at which it was killed; the last one was not killed."""
    for steps in range(200):
        desk = Desk(tmp_path / str(steps))
        prepare(desk)
        with monkeypatch.context() as patch:
            countdown = Countdown(patch, desk)
            countdown.left = steps
            try:
                act(desk)
                dead = False
            except Killed:
                dead = True
            countdown.left = None
        desk.restart()
        desk.clock.advance(minutes=10)
        yield desk
        if not dead:
            assert steps > 3, "nothing durable happened"
            return
    raise AssertionError("never finished")


def opens(desk, operator, secret):
    try:
        return desk.access.unlock(operator, secret).db
    except SecretError:
        desk.clock.advance(minutes=10)
        return None


def test_enrolment(tmp_path, monkeypatch):
    for desk in each_death(tmp_path, monkeypatch, lambda desk: None, lambda desk: desk.enrol()):
        if desk.access.lock_screen().condition is DeskCondition.NOT_ENROLLED:
            desk.enrol()
        assert opens(desk, GIULIA, PASSPHRASE)


def test_change_of_passphrase(tmp_path, monkeypatch):
    act = lambda desk: desk.access.change_passphrase(GIULIA, PASSPHRASE, NEW)  # noqa: E731
    for desk in each_death(tmp_path, monkeypatch, lambda desk: desk.enrol(), act):
        assert bool(opens(desk, GIULIA, PASSPHRASE)) != bool(opens(desk, GIULIA, NEW))


def test_choice_of_a_pin_its_sleep_and_its_waking(tmp_path, monkeypatch):
    def act(desk):
        desk.access.set_pin(GIULIA, PASSPHRASE, PIN)
        desk.access.leave(GIULIA)
        desk.access.unlock(GIULIA, PASSPHRASE)

    for desk in each_death(tmp_path, monkeypatch, lambda desk: desk.enrol(), act):
        assert opens(desk, GIULIA, PASSPHRASE)


def test_a_new_colleague_and_one_who_leaves(tmp_path, monkeypatch):
    def act(desk):
        desk.access.add_operator(GIULIA, PASSPHRASE, amir(), OTHER)
        desk.access.remove_operator(GIULIA, PASSPHRASE, AMIR)

    for desk in each_death(tmp_path, monkeypatch, lambda desk: desk.enrol(), act):
        assert opens(desk, GIULIA, PASSPHRASE)


def test_entering_by_the_centre(tmp_path, monkeypatch):
    """The slot of before opens until the new one does; the centre is asked again, and answers again."""

    def prepare(desk):
        desk.enrol()
        desk.access.add_operator(GIULIA, PASSPHRASE, amir(), OTHER)
        desk.centre = Centre(desk)

    act = lambda desk: desk.centre.access().enter(desk.centre.amir, NEW)  # noqa: E731
    for desk in each_death(tmp_path, monkeypatch, prepare, act):
        assert bool(opens(desk, AMIR, OTHER)) != bool(opens(desk, AMIR, NEW))
        assert opens(desk, GIULIA, PASSPHRASE)
        assert desk.centre.access().enter(desk.centre.amir, NEW).db == opens(desk, AMIR, NEW)


def test_recovery(tmp_path, monkeypatch):
    keys = {}

    def prepare(desk):
        keys["private"], public = desk.recovery.new_pair()
        keys["db"] = desk.enrol(public).db
        desk.secrets.values.clear()
        desk.restart()

    def recover(desk):
        request = desk.access.recovery_request()
        data_key = desk.recovery.open(request.sealed, keys["private"], DEVICE)
        answer = desk.recovery.seal(bytes(data_key), request.public_key, DEVICE)
        desk.access.recover(answer, Enrolment(DEVICE, "CAP", "Spazio di prova", giulia()), NEW)

    for desk in each_death(tmp_path, monkeypatch, prepare, recover):
        if desk.access.lock_screen().condition is not DeskCondition.READY:
            recover(desk)
        assert opens(desk, GIULIA, NEW) == keys["db"]


COUNTING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tests.access_desk import CHEAP
from wemi_desk.config import Profile
from wemi_desk.domain.access import DeviceId, SlotAddress, SlotKind
from wemi_desk.gateways.derivation import Derivation
from wemi_desk.gateways.practice_secrets import PracticeSecretStore
from wemi_desk.gateways.slots import FileSlots
from wemi_desk.services.attempts import Attempts
from tests.access_desk import DEVICE, GIULIA

profile = Profile(Path(sys.argv[1]), practice=True)
attempts = Attempts(FileSlots(profile.slots, Derivation(CHEAP, floor=CHEAP)), PracticeSecretStore(profile))
address = SlotAddress(DEVICE, GIULIA, SlotKind.PASSPHRASE, sys.argv[2])
secret = bytes.fromhex(sys.argv[3])
while True:
    before = attempts.count(address, secret)
    print(attempts.begin(address, secret, before, datetime.now(UTC)).count, flush=True)
"""


@pytest.mark.parametrize("trial", range(6))
def test_no_counted_failure_is_lost_to_kill_9(tmp_path, trial):
    from wemi_desk.gateways.practice_secrets import PracticeSecretStore

    desk = Desk(tmp_path, practice=True)
    desk.secrets = PracticeSecretStore(desk.profile)
    desk.restart().enrol()
    slot = next(desk.profile.slots.glob("*.slot")).stem
    secret = desk.secrets.find(f"{DEVICE}/device-secret")
    command = [sys.executable, "-c", COUNTING, str(desk.profile.folder), slot, secret.hex()]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        stop = random.Random(trial).randrange(2, 40)
        seen = [int(child.stdout.readline()) for _ in range(stop)]
        child.send_signal(signal.SIGKILL)
        seen += [int(line) for line in child.stdout.read().splitlines()]
    address = SlotAddress(DEVICE, GIULIA, SlotKind.PASSPHRASE, slot)
    counted = Attempts(desk.ports.slots, desk.secrets).count(address, secret)
    assert seen == list(range(1, len(seen) + 1))
    assert counted.count in {len(seen), len(seen) + 1}
    assert counted.last_at is not None, "the file is whole"
