"""Prepare a PC once, or bring it back: keys first, then the store, then who works where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from wemi_desk.domain.access import DeviceId, OpenedDesk, RecoveryRequest
from wemi_desk.domain.centres import CentrePlace, CodeWelcome
from wemi_desk.domain.errors import CentreRefusedError
from wemi_desk.domain.first_desk import FirstDesk
from wemi_desk.domain.machine_policy import NOTHING_DECIDED, MachinePolicy
from wemi_desk.domain.operators import OperatorId
from wemi_desk.domain.recovery_text import read_answer, read_public_key
from wemi_desk.domain.spaces import Space
from wemi_desk.services.access import AccessService
from wemi_desk.services.access_ports import SecretStore

_PROBE = "check"


class TextFiles(Protocol):
    """Files that people carry: requests, answers, public keys."""

    def write(self, path: str, text: str) -> None:
        """Raises StorageError, DataFolderError."""
        ...

    def read(self, path: str) -> str:
        """Raises RecoveryRefusedError for what is no short text."""
        ...


class CentreDoor(Protocol):
    """The central system, before and after there is a desk."""

    def keep_authority(self, path: str) -> str:
        """Where the certificate is kept from now on. Raises InvalidFieldError, StorageError."""
        ...

    def welcome(self, place: CentrePlace, code: str) -> CodeWelcome:
        """What a code is for; it stays unused. Raises CentreRefusedError, CentreNotReachedError."""
        ...

    def join(self, opened: OpenedDesk, place: CentrePlace, code: str) -> None:
        """Use the code. Raises CentreRefusedError, CentreNotReachedError, StorageError."""
        ...


@dataclass(frozen=True, slots=True)
class FirstStartPorts:
    """What the first start is given."""

    access: AccessService
    secrets: SecretStore
    spaces: Callable[[], Sequence[Space]]
    found: Callable[[OpenedDesk, FirstDesk], None]
    files: TextFiles
    new_id: Callable[[], UUID]
    centre: Callable[[], CentreDoor]
    policy: Callable[[], MachinePolicy] = lambda: NOTHING_DECIDED


class FirstStartService:
    """Everything screen 1 may do; every call but *new_id* blocks."""

    def __init__(self, ports: FirstStartPorts) -> None:
        self._ports = ports
        self._unfounded: OpenedDesk | None = None

    def new_id(self) -> UUID:
        """An identifier for a record that is about to be born."""
        return self._ports.new_id()

    def check(self) -> Sequence[Space]:
        """The spaces to choose from. Raises KeyringMissingError when nothing could be kept safe here."""
        self._ports.secrets.find(_PROBE)
        return sorted(self._ports.spaces(), key=lambda space: space.name)

    def decided(self) -> MachinePolicy:
        """What the administration says about this PC."""
        return self._ports.policy()

    def enrol(self, first: FirstDesk, passphrase: str) -> OpenedDesk:
        """Raises WeakSecretError, KeyringError, StorageError; after the last one it may simply be tried again."""
        if self._unfounded is None:
            device_id = DeviceId(self._ports.new_id())
            self._unfounded = self._ports.access.enrol_standalone(first.enrolment(device_id), passphrase)
        return self._founded(first)

    def recover(self, answer: str, first: FirstDesk, passphrase: str) -> OpenedDesk:
        """New keys around the old data. Raises RecoveryRefusedError, WeakSecretError, KeyringError, StorageError."""
        if self._unfounded is None:
            device_id, resealed = read_answer(answer)
            self._unfounded = self._ports.access.recover(resealed, first.enrolment(device_id), passphrase)
        return self._founded(first)

    def keep_authority(self, path: str) -> str:
        """The certificate of the Comune's authority, where it is kept. Raises InvalidFieldError, StorageError."""
        return self._ports.centre().keep_authority(path)

    def welcome(self, place: CentrePlace, code: str) -> CodeWelcome:
        """What a code is for; it stays unused. Raises CentreRefusedError, CentreNotReachedError, InvalidFieldError."""
        welcome = self._ports.centre().welcome(place, code)
        if self.decided().space not in {"", welcome.space.code}:
            raise CentreRefusedError("other_space")
        return welcome

    def join(self, opened: OpenedDesk, place: CentrePlace, code: str) -> None:
        """Make the new desk known. Raises CentreRefusedError, CentreNotReachedError, StorageError."""
        self._ports.centre().join(opened, place, code)

    def recovery_request(self) -> RecoveryRequest:
        """Raises NoRecoveryError, KeyringMissingError."""
        return self._ports.access.recovery_request()

    def recovery_key(self, path: str) -> bytes:
        """The Comune's public key from its file. Raises RecoveryRefusedError."""
        return read_public_key(self._ports.files.read(path))

    def write_text(self, path: str, text: str) -> None:
        """Raises StorageError, DataFolderError."""
        self._ports.files.write(path, text)

    def read_text(self, path: str) -> str:
        """Raises RecoveryRefusedError."""
        return self._ports.files.read(path)

    def set_pin(self, operator_id: OperatorId, passphrase: str, pin: str, context: tuple[str, ...] = ()) -> None:
        """Raises WeakSecretError, SecretError."""
        self._ports.access.set_pin(operator_id, passphrase, pin, context)

    def _founded(self, first: FirstDesk) -> OpenedDesk:
        """The keys exist by now: a disk that was full is no reason to lose them."""
        opened = self._unfounded
        assert opened is not None
        self._ports.found(opened, _as_enrolled(first, opened))
        self._unfounded = None
        return opened


def _as_enrolled(first: FirstDesk, opened: OpenedDesk) -> FirstDesk:
    """A second try comes with new identifiers; the operator who holds the keys stays the first one's."""
    operator_id = OperatorId(opened.operator_id)
    return replace(first, operator=replace(first.operator, id=operator_id))
