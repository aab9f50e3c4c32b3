"""Whatever somebody does to files, keyring counts and clock, no more secrets are judged than the limit."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.access_desk import DEVICE, GIULIA, OTHER, PASSPHRASE, PIN, Desk
from wemi_desk.domain.access import SlotKind
from wemi_desk.domain.errors import SecretError, StateDamagedError, UnavailableError

GUESS = {SlotKind.PIN: "838271", SlotKind.PASSPHRASE: OTHER}
ACTS = ("guess", "guess", "guess", "later", "back", "restart", "old slots", "old state", "forget count", "zero count")


class Attacker:
    """Has copies of everything from the beginning, and one kind of secret to guess."""

    def __init__(self, folder, kind):
        self.desk = Desk(folder)
        self.kind = kind
        self.desk.enrol()
        self.desk.access.set_pin(GIULIA, PASSPHRASE, PIN)
        self.slots, self.states = self.desk.slot_files(), self.desk.state_files()
        self.count = f"{DEVICE}/fail/{GIULIA}/{kind}"
        self.judged = 0
        self.restart()

    def restart(self):
        self.desk.restart()
        open_slot = self.desk.ports.slots.open

        def counted(*args):
            self.judged += 1
            return open_slot(*args)

        self.desk.ports.slots.open = counted

    def guess(self):
        try:
            self.desk.access.unlock(GIULIA, GUESS[self.kind])
        except (SecretError, UnavailableError):
            return
        raise AssertionError("a wrong secret opened the desk")

    def old_state(self):
        for path, content in self.states.items():
            path.write_bytes(content)

    def do(self, act):
        desk = self.desk
        acts = {
            "guess": self.guess,
            "later": lambda: desk.clock.advance(minutes=6),
            "back": lambda: desk.clock.set_back(minutes=3),
            "restart": self.restart,
            "old slots": lambda: desk.put_back(self.slots),
            "old state": self.old_state,
            "forget count": lambda: desk.secrets.values.pop(self.count, None),
            "zero count": lambda: desk.secrets.values.update({self.count: bytes(8)}),
        }
        acts[act]()


def attacked(kind, acts):
    with tempfile.TemporaryDirectory() as folder:
        attacker = Attacker(Path(folder), kind)
        for act in acts:
            attacker.do(act)
        return attacker


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([act for act in ACTS if act != "old slots"]), max_size=40))
def test_without_the_old_slot_file_at_most_five_pins_are_judged(acts):
    assert attacked(SlotKind.PIN, acts).judged <= 5


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([act for act in ACTS if act != "zero count"]), max_size=40))
def test_without_writing_to_the_keyring_at_most_five_pins_are_judged(acts):
    assert attacked(SlotKind.PIN, acts).judged <= 5


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([act for act in ACTS if act != "zero count"]), max_size=40))
def test_and_at_most_ten_passphrases(acts):
    assert attacked(SlotKind.PASSPHRASE, acts).judged <= 10


def test_once_a_pin_is_destroyed_not_even_every_copy_put_back_brings_it_to_life():
    acts = ["guess", "later"] * 5 + ["old slots", "old state", "zero count", "restart"]
    with tempfile.TemporaryDirectory() as folder:
        attacker = Attacker(Path(folder), SlotKind.PIN)
        for act in acts:
            attacker.do(act)
        for secret in (PIN, PASSPHRASE):
            try:
                attacker.desk.access.unlock(GIULIA, secret)
            except StateDamagedError:
                continue
            raise AssertionError("an old copy was believed")
