"""The desk's state together with the device secret that opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from threading import RLock
from typing import ParamSpec, TypeVar

from wemi_desk.domain.access import (
    KEPT_EVENTS,
    ClosedEvent,
    DeskState,
    DeviceId,
    EnrolledOperator,
    SlotKind,
    StateHeader,
    find_operator,
    wipe,
)
from wemi_desk.domain.errors import (
    KeyringChangedError,
    NotEnrolledError,
    RecordMissingError,
    StateDamagedError,
)
from wemi_desk.domain.operators import OperatorId
from wemi_desk.services.access_ports import (
    AccessClock,
    CommonSecrets,
    DeskFiles,
    GrantVerifier,
    KeyDerivation,
    RecoveryBox,
    ReleaseBox,
    SecretStore,
    Slots,
    StateFile,
)
from wemi_desk.services.trusted_time import TrustedTime

P = ParamSpec("P")
T = TypeVar("T")
_TURN = RLock()


def in_turn(change: Callable[P, T]) -> Callable[P, T]:
    """Between reading the state and writing it nobody else of this program changes it: a slot that were lost in
    between would shut an operator out, and after another data key everybody."""

    @wraps(change)
    def alone(*arguments: P.args, **named: P.kwargs) -> T:
        with _TURN:
            return change(*arguments, **named)

    return alone


@dataclass(frozen=True, slots=True)
class AccessPorts:
    """Everything the use cases of access are given."""

    clock: AccessClock
    secrets: SecretStore
    slots: Slots
    derivation: KeyDerivation
    state_file: StateFile
    recovery: RecoveryBox
    release: ReleaseBox
    grants: GrantVerifier
    files: DeskFiles
    common: CommonSecrets
    random: Callable[[int], bytes]
    practice: bool = False


def secret_name(device: DeviceId, *parts: object) -> str:
    """Names of keyring entries (security.md 3.4)."""
    return "/".join([str(device), *map(str, parts)])


class DeskRecord:
    """Loads and saves the state; refuses another keyring, another PC's file and an old copy."""

    def __init__(self, ports: AccessPorts) -> None:
        self._ports = ports
        self._secret: bytearray | None = None
        self.time = TrustedTime(ports.clock)

    def load(self) -> DeskState:
        """Raises NotEnrolledError, StateDamagedError, KeyringMissingError, KeyringChangedError."""
        if self._secret is not None:
            return self._anchored(self._ports.state_file.load(self.secret))
        header = self._header()
        secret = self._ports.secrets.find(secret_name(header.device_id, "device-secret"))
        if secret is None:
            raise KeyringChangedError("missing")
        state = self._ports.state_file.load(secret)
        self._refuse_old(state)
        self._secret = bytearray(secret)
        return self._anchored(state)

    @property
    def secret(self) -> bytes:
        """The device secret; load() or adopt() comes first."""
        if self._secret is None:
            raise KeyringChangedError("not loaded")
        return bytes(self._secret)

    def save(self, state: DeskState) -> DeskState:
        """Write what may be lost with an older copy: times, events."""
        now = self.time.now()
        state = replace(state, highest_seen_at=max(state.highest_seen_at, now), events=state.events[-KEPT_EVENTS:])
        self._ports.state_file.save(state, self.secret, self._ports.secrets.backend_name)
        return state

    def change(self, state: DeskState) -> DeskState:
        """Write what must not come back from an older copy: operators, slots, grants. The file goes first."""
        state = self.save(replace(state, generation=state.generation + 1))
        name = secret_name(state.device_id, "state")
        self._ports.secrets.put(name, state.generation.to_bytes(8, "big"))
        return state

    def adopt(self, device: DeviceId, secret: bytes) -> None:
        """Put a new device secret in the keyring and work with it; change() writes the first state."""
        self._ports.secrets.put(secret_name(device, "state"), bytes(8))  # no older desk's count stands in the way
        self._ports.secrets.put(secret_name(device, "device-secret"), secret)
        self._secret = bytearray(secret)

    def forget(self) -> None:
        """Drop the device secret; the next load() asks the keyring again."""
        if self._secret is not None:
            wipe(self._secret)
        self._secret = None

    def _anchored(self, state: DeskState) -> DeskState:
        self.time.anchor(state.highest_seen_at, state.last_server_at)
        return state

    def _header(self) -> StateHeader:
        header = self._ports.state_file.header()
        if header is None:
            raise StateDamagedError if self._ports.state_file.orphaned() else NotEnrolledError
        if header.backend != self._ports.secrets.backend_name:
            raise KeyringChangedError("backend")
        return header

    def _refuse_old(self, state: DeskState) -> None:
        held = self._ports.secrets.find(secret_name(state.device_id, "state"))
        if held is None:
            raise KeyringChangedError("generation")
        if state.generation < int.from_bytes(held, "big"):
            raise StateDamagedError


def operator_of(state: DeskState, operator_id: OperatorId) -> EnrolledOperator:
    """Raises RecordMissingError."""
    operator = find_operator(state.operators, operator_id)
    if operator is None:
        raise RecordMissingError
    return operator


def with_operator(state: DeskState, operator: EnrolledOperator) -> DeskState:
    """*state* with *operator* in the place of the one with the same id, or added at the end."""
    known = find_operator(state.operators, operator.operator_id) is not None
    same = tuple(operator if one.operator_id == operator.operator_id else one for one in state.operators)
    return replace(state, operators=same if known else (*state.operators, operator))


def with_event(state: DeskState, record: DeskRecord, operator: OperatorId, method: SlotKind, result: str) -> DeskState:
    return replace(state, events=(*state.events, ClosedEvent(record.time.now(), operator, method, result)))
