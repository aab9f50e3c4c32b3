"""What opening a desk needs from the outside world."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from wemi_desk.domain.access import (
    DeskState,
    DeviceId,
    Disabling,
    FailureCount,
    Grant,
    KeptPin,
    Newcomer,
    RecoverySlot,
    Released,
    SlotAddress,
    StateHeader,
)
from wemi_desk.domain.operators import OperatorId

Answer = TypeVar("Answer")


class AccessClock(Protocol):
    """System time (may jump) and a count of milliseconds that never goes back."""

    def now(self) -> datetime: ...

    def monotonic_ms(self) -> int: ...


class TimeLimit(Protocol):
    """Runs a call that may hang; raises TimeoutError after *seconds*. The threads behind it are the caller's."""

    def run(self, call: Callable[[], Answer], seconds: float) -> Answer: ...


class SecretStore(Protocol):
    """Small binary values outside the data folder; raises KeyringMissingError."""

    @property
    def backend_name(self) -> str:
        """The class that keeps the values; pinned at enrolment."""
        ...

    def find(self, name: str) -> bytes | None: ...

    def put(self, name: str, value: bytes) -> None: ...

    def delete(self, name: str) -> None:
        """Do nothing when *name* is not there."""
        ...


class Slots(Protocol):
    """Copies of the data key, each under a personal secret and the device secret."""

    def make(self, address: SlotAddress, secret: bytes, data_key: bytes, device_secret: bytes, pepper: bytes) -> None:
        """Write a new slot with today's cost and no failures."""
        ...

    def open(self, address: SlotAddress, secret: bytes, device_secret: bytes, pepper: bytes) -> bytearray:
        """Return the data key; raises SlotRefusedError."""
        ...

    def outdated(self, address: SlotAddress) -> bool:
        """Whether new slots cost more than this one."""
        ...

    def failures(self, address: SlotAddress, device_secret: bytes) -> FailureCount | None:
        """None when the slot is missing or its seal is broken: both count as exhausted."""
        ...

    def write_failures(self, address: SlotAddress, device_secret: bytes, count: FailureCount) -> None:
        """Durable when it returns; raises SlotRefusedError on a slot that is not whole."""
        ...

    def delete(self, slot_id: str) -> None: ...

    def keep_only(self, slot_ids: Container[str]) -> None:
        """Delete what an interrupted change left behind."""
        ...

    def keep_pin(self, pin: bytes, data_key: bytes, device_id: DeviceId) -> KeptPin: ...

    def make_again(
        self, address: SlotAddress, kept: KeptPin, data_key: bytes, device_secret: bytes, pepper: bytes
    ) -> None:
        """A new PIN slot for the PIN behind *kept*, without asking for it."""
        ...


class KeyDerivation(Protocol):
    """Keys from a data key, one per purpose."""

    def sub_key(self, data_key: bytes, device_id: DeviceId, purpose: str) -> bytearray: ...


class StateFile(Protocol):
    """The desk's state, encrypted under the device secret, written whole or not at all."""

    def header(self) -> StateHeader | None:
        """None when there is no state file; raises StateDamagedError."""
        ...

    def load(self, device_secret: bytes) -> DeskState:
        """Raises StateDamagedError, or KeyringChangedError when the secret is not the one it was written with."""
        ...

    def save(self, state: DeskState, device_secret: bytes, backend: str) -> None: ...

    def orphaned(self) -> bool:
        """Whether there is a store but no state: a desk that lost it, not a new one."""
        ...


class RecoveryBox(Protocol):
    """The data key sealed to a public key (X25519)."""

    def new_pair(self) -> tuple[bytes, bytes]:
        """Private half, public half."""
        ...

    def seal(self, data_key: bytes, public_key: bytes, device_id: DeviceId) -> bytes: ...

    def open(self, sealed: bytes, private_key: bytes, device_id: DeviceId) -> bytearray:
        """Raises RecoveryRefusedError."""
        ...

    def find(self) -> RecoverySlot | None:
        """The recovery slot of this profile, readable without any key."""
        ...

    def put(self, slot: RecoverySlot) -> None: ...


class ReleaseBox(Protocol):
    """The data key under a release secret and the device secret."""

    def shut(
        self, data_key: bytes, secret: bytes, device_secret: bytes, device_id: DeviceId, slot_id: str
    ) -> bytes: ...

    def open(
        self, box: bytes, secret: bytes, device_secret: bytes, device_id: DeviceId, slot_id: str
    ) -> bytearray:
        """Raises SlotRefusedError."""
        ...

    def for_centre(self, secret: bytes, box_key: bytes, device_id: DeviceId, slot_id: str) -> bytes:
        """Sealed: this desk cannot read it any more."""
        ...


class LoginLine(Protocol):
    """The centre, for a desk that nobody has opened; raises CentreRefusedError, CentreNotReachedError."""

    def names(self) -> Sequence[Newcomer]: ...

    def log_in(self, operator_id: OperatorId, passphrase: str, code: str, slots: Sequence[str]) -> Released:
        """With a *code*, *passphrase* is theirs from now on."""
        ...


class DeskFiles(Protocol):
    """The profile as files to be deleted."""

    def disabling(self) -> Disabling | None:
        """The order found on this PC, carried out or not."""
        ...

    def write_order(self, order: Disabling) -> None: ...

    def clear_order(self) -> None: ...

    def delete_keys(self) -> None:
        """Operators' slots and state; the recovery slot stays."""
        ...

    def delete_store(self) -> None:
        """Store, files, backups and recovery slot."""
        ...


class GrantVerifier(Protocol):
    """Signatures of the centre."""

    def signed_by(self, grant: Grant, server_key: bytes) -> bool: ...


class CommonSecrets(Protocol):
    """Lists of secrets that everybody tries first."""

    def passphrases(self) -> Container[str]: ...

    def pins(self) -> Container[str]: ...
