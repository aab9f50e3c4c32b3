"""A desk with real slots and state in a scratch folder, cheap derivation, and secrets kept in memory."""

import os
from datetime import UTC, datetime, timedelta
from uuid import UUID

from wemi_desk.config import Profile
from wemi_desk.domain.access import Cost, DeviceId, Enrolment, NewOperator
from wemi_desk.domain.errors import KeyringMissingError
from wemi_desk.domain.operators import OperatorId
from wemi_desk.gateways.data_folder import prepare
from wemi_desk.gateways.derivation import Derivation, HkdfKeys
from wemi_desk.gateways.desk_files import ProfileFiles
from wemi_desk.gateways.grants import Ed25519Grants
from wemi_desk.gateways.recovery import X25519Recovery
from wemi_desk.gateways.release_boxes import CentreRelease
from wemi_desk.gateways.slots import FileSlots
from wemi_desk.gateways.state_file import EncryptedStateFile
from wemi_desk.services.access import AccessService
from wemi_desk.services.desk_record import AccessPorts

DEVICE = DeviceId(UUID(int=1))
GIULIA = OperatorId(UUID(int=10))
AMIR = OperatorId(UUID(int=11))
PASSPHRASE = "quattro sedie verdi"
OTHER = "il tram numero nove"
PIN = "274916"
CHEAP = Cost(passes=1, memory_kib=16, lanes=1)
START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class FakeClock:
    """Moves only when told; the system clock may jump, the count may not."""

    def __init__(self, at=START):
        self.at = at
        self.ms = 0

    def now(self):
        return self.at

    def monotonic_ms(self):
        return self.ms

    def advance(self, **span):
        step = timedelta(**span)
        self.at += step
        self.ms += int(step.total_seconds() * 1000)

    def set_back(self, **span):
        self.at -= timedelta(**span)


class MemorySecrets:
    """A keyring of this process; may be missing, and counts what is asked."""

    def __init__(self):
        self.values = {}
        self.backend_name = "tests.MemorySecrets"
        self.missing = False

    def _asked(self):
        if self.missing:
            raise KeyringMissingError("NoKeyringError")

    def find(self, name):
        self._asked()
        return self.values.get(name)

    def put(self, name, value):
        self._asked()
        assert len(value) <= 640, "the Windows store takes 2560 bytes: hexadecimal digits in UTF-16"
        self.values[name] = value

    def delete(self, name):
        self._asked()
        self.values.pop(name, None)


class FewCommonSecrets:
    def passphrases(self):
        return frozenset({"passwordpassword"})

    def pins(self):
        return frozenset({"100200"})


def giulia(**changes):
    values = {
        "operator_id": GIULIA,
        "shown_name": "Giulia R.",
        "initials": "GR",
        "roles": ("operator", "network_coordinator"),
        "organisation": "Cooperativa Prova",
    }
    return NewOperator(**{**values, **changes})


def amir(**changes):
    return giulia(**{"operator_id": AMIR, "shown_name": "Amir K.", "initials": "AK", "roles": ("operator",), **changes})


class Desk:
    """Everything one PC has, and a service over it; restart() is a new process."""

    def __init__(self, folder, *, practice=False, cost=CHEAP):
        self.profile = Profile(folder / "desk", practice)
        prepare(self.profile)
        self.clock = FakeClock()
        self.secrets = MemorySecrets()
        self.cost = cost
        self.recovery = X25519Recovery(self.profile.slots)
        self.restart()

    def restart(self):
        slots = FileSlots(self.profile.slots, Derivation(self.cost, floor=CHEAP))
        state_file = EncryptedStateFile(self.profile.state, self.profile.store)
        ports = AccessPorts(
            clock=self.clock,
            secrets=self.secrets,
            slots=slots,
            derivation=HkdfKeys(),
            state_file=state_file,
            recovery=self.recovery,
            release=CentreRelease(),
            grants=Ed25519Grants(),
            files=ProfileFiles(self.profile),
            common=FewCommonSecrets(),
            random=os.urandom,
            practice=self.profile.practice,
        )
        self.ports = ports
        self.access = AccessService(ports)
        return self

    def enrol(self, recovery_key=None, **changes):
        enrolment = Enrolment(DEVICE, "CAP", "Spazio di prova", giulia(**changes), recovery_key)
        return self.access.enrol_standalone(enrolment, PASSPHRASE)

    def tile(self, operator_id=GIULIA):
        return next(tile for tile in self.access.operators() if tile.operator_id == operator_id)

    def slot_files(self):
        return {path.name: path.read_bytes() for path in self.profile.slots.glob("*.slot")}

    def put_back(self, files):
        for name, content in files.items():
            (self.profile.slots / name).write_bytes(content)

    def state_files(self):
        paths = (self.profile.state, self.profile.state.with_name("state.twin"))
        return {path: path.read_bytes() for path in paths}
