"""Who may open this desk, with what, until when: the rules of security.md 3 without any cryptography."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType
from uuid import UUID

from wemi_desk.domain.operators import Operator, OperatorId
from wemi_desk.domain.spaces import Organisation

DeviceId = NewType("DeviceId", UUID)

FORMAT = 1
KEY_BYTES = 32
PIN_LIFE = timedelta(hours=12)
SESSION_LIFE = timedelta(hours=12)
GRANT_LIFE = timedelta(days=7)
ONLINE_SLOT_LIFE = timedelta(days=30)
CLOCK_TOLERANCE = timedelta(minutes=5)
CLOCK_LEAP = timedelta(days=60)
LONGEST_WAIT_SECONDS = 300
KEPT_EVENTS = 1000
PURPOSES = ("db", "files", "drafts", "persons", "audit-wrap", "device-key")
CHECK_PURPOSE = "recovery-check"
CHECK_IN_PURPOSE = "check-in"
LEADING_ROLES = frozenset({"network_coordinator", "organisation_lead"})


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: passes, memory in KiB, lanes (argon2id)."""

    passes: int
    memory_kib: int
    lanes: int

    def reaches(self, floor: Cost) -> bool:
        return self.passes >= floor.passes and self.memory_kib >= floor.memory_kib and self.lanes >= floor.lanes


CENTRE_COST = Cost(passes=3, memory_kib=64 * 1024, lanes=1)
"""Of a pass-phrase that the centre checks; many may come at once."""


class SlotKind(StrEnum):
    """The ways to open the data key with a personal secret."""

    PASSPHRASE = "passphrase"  # noqa: S105 (a kind, not a secret)
    PIN = "pin"


FAILURE_LIMIT = {SlotKind.PASSPHRASE: 10, SlotKind.PIN: 5}


@dataclass(frozen=True, slots=True)
class SlotAddress:
    """Which slot of which operator on which PC; *slot_id* is new each time the slot is made again."""

    device_id: DeviceId
    operator_id: OperatorId
    kind: SlotKind
    slot_id: str

    @property
    def info(self) -> bytes:
        return f"wemi|{FORMAT}|{self.device_id}|{self.operator_id}|{self.kind}".encode()


@dataclass(frozen=True, slots=True)
class FailureCount:
    """Attempts that did not succeed since the last one that did."""

    count: int
    last_at: datetime | None = None

    def wait_seconds(self, now: datetime) -> int:
        """Seconds until the next attempt is judged: 1, 2, 4 … 300 after the last failure."""
        if self.count < 1 or self.last_at is None:
            return 0
        pause = timedelta(seconds=min(2 ** (self.count - 1), LONGEST_WAIT_SECONDS))
        left = (self.last_at + pause - now).total_seconds()
        return max(0, min(LONGEST_WAIT_SECONDS, -int(-left // 1)))

    def remaining(self, kind: SlotKind) -> int:
        return max(0, FAILURE_LIMIT[kind] - self.count)


@dataclass(frozen=True, slots=True)
class Grant:
    """The right to work without the network; a desk without a centre writes its own, unsigned and without end."""

    kind: str
    id: UUID
    operator: OperatorId
    organisation: str
    device: DeviceId
    roles: tuple[str, ...]
    spaces: tuple[str, ...]
    issued_at: datetime
    valid_to: datetime | None
    policy_version: int = 0
    signature: bytes = b""

    def payload(self) -> bytes:
        """The bytes the centre signs: purpose and all fields, in one fixed order."""
        record = {f.name: _plain(getattr(self, f.name)) for f in fields(self) if f.name != "signature"}
        return json.dumps(record, sort_keys=True, separators=(",", ":")).encode()

    def expected_of(self, device: DeviceId, operator: OperatorId, centre_known: bool) -> bool:
        """Whether this grant is meant for this PC and operator, and of the kind this desk accepts."""
        kind = "grant" if centre_known else "standalone"
        return (self.kind, self.device, self.operator) == (kind, device, operator)

    def lives_at(self, now: datetime) -> bool:
        if self.kind == "standalone":
            return True
        ends = self.issued_at + GRANT_LIFE if self.valid_to is None else min(self.valid_to, self.issued_at + GRANT_LIFE)
        return now < ends


@dataclass(frozen=True, slots=True)
class KeptPin:
    """What makes the same PIN work again after the next pass-phrase: its derived key, sealed under the data key."""

    cost: Cost
    salt: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class EnrolledOperator:
    """What the closed desk knows about one operator."""

    operator_id: OperatorId
    shown_name: str
    initials: str
    grant: Grant
    passphrase_slot: str
    pin_slot: str | None = None
    kept_pin: KeptPin | None = None
    passphrase_login_at: datetime | None = None
    badge: str = ""
    practice_hint: str = ""

    def slot(self, kind: SlotKind) -> str | None:
        return self.pin_slot if kind is SlotKind.PIN else self.passphrase_slot

    @property
    def kinds(self) -> frozenset[SlotKind]:
        """What this operator has chosen, whether or not it works just now."""
        has_pin = self.pin_slot is not None or self.kept_pin is not None
        return frozenset(SlotKind) if has_pin else frozenset({SlotKind.PASSPHRASE})

    def pin_expired(self, now: datetime) -> bool:
        return self.pin_slot is not None and not self.pin_usable(now)

    def pin_usable(self, now: datetime) -> bool:
        """Whether a PIN slot exists and a pass-phrase was used here in the last 12 hours."""
        login = self.passphrase_login_at
        return self.pin_slot is not None and login is not None and login <= now < login + PIN_LIFE


@dataclass(frozen=True, slots=True)
class ClosedEvent:
    """Something that happened while the store was closed; it enters the audit log at the next unlock."""

    at: datetime
    operator_id: OperatorId
    method: SlotKind
    result: str


@dataclass(frozen=True, slots=True)
class KeyOrder:
    """The coordination's orders to change the data key: numbers of the last one heard, carried out and reported."""

    heard: int = 0
    done: int = 0
    told: int = 0

    @property
    def waits(self) -> bool:
        return self.heard > self.done

    @property
    def untold(self) -> bool:
        return self.done > self.told


@dataclass(frozen=True, slots=True)
class OnlineSlot:
    """The data key under a release secret that only the centre has; *for_centre* is that secret, sealed to it, as long
    as it was not handed over."""

    slot_id: str
    box: bytes
    made_at: datetime
    for_centre: bytes = b""

    def is_old(self, now: datetime) -> bool:
        return now >= self.made_at + ONLINE_SLOT_LIFE


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who may work at this desk, as the centre says."""

    operator: Operator
    organisation: Organisation

    @property
    def operator_id(self) -> OperatorId:
        return self.operator.id

    @property
    def initials(self) -> str:
        return self.operator.given_name[:1] + self.operator.surname[:1]

    def entrant(self) -> NewOperator:
        """As somebody who is let in here."""
        who = self.operator
        return NewOperator(
            who.id, who.shown_name, self.initials.upper(), who.roles, organisation=self.organisation.name,
            badge=who.badge_code, context=(who.given_name, who.surname),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Released:
    """What the centre gives to an operator who proved to be that one."""

    newcomer: Newcomer
    grant: Grant
    slot_id: str
    secret: bytes = field(repr=False)


class KeyRenewal(StrEnum):
    """What became of the order to change the data key at one unlock."""

    NONE = "none"
    DONE = "done"
    FAILED = "failed"
    NOT_BY_YOU = "not_by_you"


@dataclass(frozen=True, slots=True)
class DeskState:
    """The little that is readable while the desk is locked."""

    device_id: DeviceId
    space_code: str
    space_name: str
    generation: int
    highest_seen_at: datetime
    operators: tuple[EnrolledOperator, ...] = ()
    events: tuple[ClosedEvent, ...] = ()
    last_server_at: datetime | None = None
    server_key: bytes | None = None
    recovery_key: bytes | None = None
    practice: bool = False
    key_order: KeyOrder = KeyOrder()
    box_key: bytes | None = None
    """What is sealed to the centre, is sealed to this."""
    online: OnlineSlot | None = None
    online_next: OnlineSlot | None = None
    """Made, and not yet known to be at the centre."""


@dataclass(frozen=True, slots=True)
class StateHeader:
    """What the state file says in clear: enough to ask the right keyring for the right key."""

    device_id: DeviceId
    backend: str
    key_check: bytes


class TileState(StrEnum):
    """What the lock screen says about one operator."""

    PIN_ACCEPTED = "pin_accepted"
    PASSPHRASE_NEEDED = "passphrase_needed"  # noqa: S105
    WAITING = "waiting"
    SUSPENDED = "suspended"
    GRANT_EXPIRED = "grant_expired"


@dataclass(frozen=True, slots=True)
class OperatorTile:
    """One operator on the lock screen; *state* and the numbers fill the sentence."""

    operator_id: OperatorId
    shown_name: str
    initials: str
    kinds: frozenset[SlotKind]
    state: TileState
    pin_usable: bool
    failures: int
    remaining: int
    wait_seconds: int
    suspended: bool
    grant_ends_at: datetime | None
    badge: str = ""
    practice_hint: str = ""


class DeskCondition(StrEnum):
    """Whether the desk can be opened at all, and what stands in the way."""

    READY = "ready"
    NOT_ENROLLED = "not_enrolled"
    NO_OPERATORS = "no_operators"
    KEYRING_MISSING = "keyring_missing"
    KEYRING_CHANGED = "keyring_changed"
    STATE_DAMAGED = "state_damaged"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class LockScreen:
    """Everything screen 0 shows; *clock_ahead* is a leap so long that the clock is more likely wrong than right."""

    condition: DeskCondition
    space_code: str = ""
    space_name: str = ""
    tiles: tuple[OperatorTile, ...] = ()
    clock_behind: timedelta = timedelta(0)
    clock_ahead: timedelta = timedelta(0)
    practice: bool = False
    recovery_possible: bool = False
    online: bool = False
    """Operators may enter by the centre."""
    new_key: bool = False
    """The coordination wants another data key: the next pass-phrase makes it."""


@dataclass(frozen=True, slots=True)
class NewOperator:
    """An operator to be given a pass-phrase on this PC; *context* holds words the secret may not be made of."""

    operator_id: OperatorId
    shown_name: str
    initials: str
    roles: tuple[str, ...]
    organisation: str = ""
    badge: str = ""
    context: tuple[str, ...] = ()
    practice_hint: str = ""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a desk without a centre is told at its first start."""

    device_id: DeviceId
    space_code: str
    space_name: str
    first_operator: NewOperator
    recovery_key: bytes | None = None


@dataclass(frozen=True, slots=True)
class RecoverySlot:
    """The data key sealed to the Comune, and a value that tells whether a key given back is the right one."""

    device_id: DeviceId
    sealed: bytes
    check: bytes


@dataclass(frozen=True, slots=True)
class Disabling:
    """What is to be deleted on this PC by order of the coordinator; kept until it is done, and as a notice after."""

    keyring_names: tuple[str, ...]
    keep_store: bool


@dataclass(frozen=True, slots=True)
class RecoveryRequest:
    """What the PC shows to the two people of the Comune: the sealed data key and a one-time public key."""

    device_id: DeviceId
    sealed: bytes
    public_key: bytes


@dataclass(frozen=True, slots=True)
class OpenedDesk:
    """An opened desk: who, with which rights, and the keys; close() wipes them as far as Python can."""

    operator_id: OperatorId
    shown_name: str
    roles: frozenset[str]
    device_id: DeviceId
    space_code: str
    method: SlotKind
    opened_at: datetime
    session_ends_at: datetime
    db: bytearray = field(repr=False)
    files: bytearray = field(repr=False)
    drafts: bytearray = field(repr=False)
    persons: bytearray = field(repr=False)
    audit_wrap: bytearray = field(repr=False)
    device_key: bytearray = field(repr=False)
    events: tuple[ClosedEvent, ...] = ()
    renewal: KeyRenewal = KeyRenewal.NONE

    def close(self) -> None:
        for key in (self.db, self.files, self.drafts, self.persons, self.audit_wrap, self.device_key):
            wipe(key)


def wipe(secret: bytearray) -> None:
    """Overwrite; it helps and proves nothing (security.md 10)."""
    secret[:] = bytes(len(secret))


def tile_of(
    operator: EnrolledOperator, counts: dict[SlotKind, FailureCount], now: datetime, *, centre_known: bool
) -> OperatorTile:
    """What the lock screen shows of *operator*: the PIN's count while it can be used, else the pass-phrase's."""
    usable = operator.pin_usable(now)
    kind = SlotKind.PIN if usable else SlotKind.PASSPHRASE
    count = counts.get(kind, FailureCount(0))
    grant = operator.grant
    suspended = counts.get(SlotKind.PASSPHRASE, FailureCount(0)).remaining(SlotKind.PASSPHRASE) == 0
    return OperatorTile(
        operator_id=operator.operator_id,
        shown_name=operator.shown_name,
        initials=operator.initials,
        kinds=operator.kinds,
        state=_state(usable, suspended, count.wait_seconds(now), grant.lives_at(now)),
        pin_usable=usable,
        failures=count.count,
        remaining=count.remaining(kind),
        wait_seconds=count.wait_seconds(now),
        suspended=suspended,
        grant_ends_at=grant.valid_to if centre_known else None,
        badge=operator.badge,
        practice_hint=operator.practice_hint,
    )


def find_operator(operators: Iterable[EnrolledOperator], operator_id: OperatorId) -> EnrolledOperator | None:
    return next((one for one in operators if one.operator_id == operator_id), None)


def _state(pin_usable: bool, suspended: bool, wait: int, grant_lives: bool) -> TileState:
    if suspended and not pin_usable:
        return TileState.SUSPENDED
    if not grant_lives:
        return TileState.GRANT_EXPIRED
    if wait:
        return TileState.WAITING
    return TileState.PIN_ACCEPTED if pin_usable else TileState.PASSPHRASE_NEEDED


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, UUID) else value
