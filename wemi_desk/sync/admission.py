"""What a desk and the centre say before and beside the exchange of records: enrolment, tokens, check-in, grants, files.

Every request of a desk is signed with its device key over :func:`signed_text`; the body is hashed as it travels.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

import msgspec

from wemi_desk.domain.access import Grant
from wemi_desk.sync.wire import Number, Order

CODE_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
CODE_LENGTH = 10
PART_BYTES = 256 * 1024
"""A file travels in parts of this size; only the last one is smaller."""
MOST_FILE_BYTES = 16 << 20
RELEASE_PART_BYTES = 1 << 20
"""No more of an archive is given at a time."""

CARRIED_MAGIC = b"WEMI-CARRIED-1\n"
"""How a file of unsent work begins; what follows is sealed to the centre's box key, compressed with zstd."""
SEALED_TO_CENTRE = b"wemi|1|sealed|"

DEVICE, TIME, NONCE, SIGNATURE = "Wemi-Device", "Wemi-Time", "Wemi-Nonce", "Wemi-Signature"
PROTOCOL_HEADER, VERSION_HEADER, REQUEST = "Wemi-Protocol", "Wemi-Version", "Wemi-Request"
OFFSET = "Wemi-Offset"

# Codes of a Problem.
UNDECODABLE, TOO_LARGE, TOO_MANY, TOO_OLD, BUSY = "undecodable", "too_large", "too_many", "too_old", "busy"
UNKNOWN, NOT_ADMITTED, CLOCK, TOKEN, HALTED = "unknown", "not_admitted", "clock", "token", "halted"
WRONG_CODE, CONFLICT, NOT_ALLOWED, OTHER_SPACE = "wrong_code", "conflict", "not_allowed", "other_space"
USED_CODE, OLD_CODE, OTHER_TENANT = "used_code", "old_code", "other_tenant"
WRONG_LOGIN, NO_LOGIN, LOGIN_CLOSED, NO_RELEASE, WEAK = "wrong_login", "no_login", "login_closed", "no_release", "weak"


def plain_code(said: str) -> str:
    """An enrolment code as people type it: any case, with blanks or hyphens."""
    return "".join(letter for letter in said.upper() if letter in CODE_ALPHABET)[: CODE_LENGTH + 1]


def signed_text(method: str, path: str, body: bytes, nonce: str, at: int, device: UUID, token: str = "") -> bytes:
    """What the device key signs: one request, once, at one time, under one token."""
    digests = f"{sha256(body).hexdigest()}|{sha256(token.encode()).hexdigest()}"
    return f"wemi|request|1|{method}|{path}|{digests}|{nonce}|{at}|{device}".encode()


def audit_text(device: UUID, seq: int, tag: bytes, at: int) -> bytes:
    """What the centre signs about the head of a desk's own log."""
    return f"audit|{device}|{seq}|{tag.hex()}|{at}".encode()


def release_purpose(device: UUID, slot: str) -> bytes:
    """What a release secret is sealed for: one slot of one desk."""
    return f"release|{device}|{slot}".encode()


def proof_text(code: str, sign_key: bytes, check_key: bytes, device: UUID) -> bytes:
    """What a new desk signs with both its keys, to show that it has the private halves."""
    hashed = sha256(b"wemi|code|" + code.encode()).hexdigest()
    return f"wemi|enrol|1|{hashed}|{sign_key.hex()}|{check_key.hex()}|{device}".encode()


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """The body of every answer that is not 2xx: a code, the request's id, the centre's time."""

    error: str
    request: str = ""
    now: Number = 0
    orders: list[Order] = []
    """With HALTED: what the desk must do."""


class Hello(msgspec.Struct, frozen=True, kw_only=True):
    """Anybody may ask: is this the centre, which versions does it speak, what time is it."""

    now: Number
    oldest_protocol: Number
    newest_protocol: Number


class OperatorSheet(msgspec.Struct, frozen=True, kw_only=True):
    """An operator, as a desk needs one."""

    id: UUID
    given_name: str
    surname: str
    badge_code: str | None = None
    organisation_id: UUID
    organisation: str = ""
    space_codes: list[str]
    roles: list[str]


class EnrolRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A desk asks to be known; *code* was given to a person. *operators*: who already works at it."""

    code: str
    device: UUID
    sign_key: bytes
    check_key: bytes
    sign_proof: bytes
    check_proof: bytes
    version: str
    space_code: str = ""
    """Where the desk stands, if it knows: a code for another space is refused."""
    machine: bytes = b""
    """A hash of what tells this PC from a clone of it."""
    replaces: UUID | None = None
    operators: list[OperatorSheet] = []
    tenant: str = ""
    """Whose desk it is, if it is somebody's: a code of another tenant is refused."""


class CodeLook(msgspec.Struct, frozen=True, kw_only=True):
    """Before anything is made on a PC: what is this code for? It stays unused."""

    code: str


class CodeSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What a code is for, and whom the space knows already; nobody who coordinates is among them."""

    tenant: str
    space_id: UUID
    space_code: str
    space_name: str
    expires_at: Number
    now: Number
    recovery_key: bytes | None = None
    operators: list[OperatorSheet] = []


class EnrolAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The centre's keys come from here only, never from a later message."""

    tenant: str
    device: UUID
    space_code: str
    space_name: str
    centre_key: bytes
    box_key: bytes
    recovery_key: bytes | None = None
    policy: SignedPolicy
    operators: list[OperatorSheet]
    grants: list[Grant]
    now: Number


class SignedPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """Rules of the Comune as JSON text; the signature covers version and text."""

    version: Number
    text: str
    signature: bytes

    def signed_part(self) -> bytes:
        """The bytes under the signature."""
        return f"policy|{self.version}|".encode() + self.text.encode()


class TokenRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Signed like every request, without a token yet."""

    tenant: str
    version: str = ""


class ProgramHint(msgspec.Struct, frozen=True, kw_only=True):
    """Versions of the desks' program. Nobody signed it: it is only a reason to look at what is signed."""

    offers: dict[str, str] = {}
    """The newest one of each system."""
    oldest: str = ""
    """From older ones than this the centre takes acts, and answers nothing else; empty: it answers all."""


class TokenAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Good for this device key until *expires_at*."""

    token: str
    expires_at: Number
    scopes: list[str]
    now: Number
    program: ProgramHint | None = None
    """Every exchange begins with a token of the last quarter of an hour: so a desk learns of a release."""


class CheckInRequest(msgspec.Struct, frozen=True, kw_only=True):
    """From the lock screen, signed with the check-in key: am I still enrolled? It carries nothing else."""

    tenant: str
    done: Number = 0
    """The last order this desk has carried out; of those to change the data key *new_key* speaks."""
    new_key: Number = 0
    """The last order to change the data key that is carried out."""


class CheckInAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Orders not carried out yet, in order."""

    now: Number
    orders: list[Order]


class KeyChange(msgspec.Struct, frozen=True, kw_only=True):
    """The centre's keys are others from now on; the signature is that of the key before, which nobody else has."""

    number: Number
    centre_key: bytes
    box_key: bytes
    at: Number
    signature: bytes = b""

    def signed_part(self) -> bytes:
        """The bytes under the signature."""
        return f"keys|{self.number}|{self.centre_key.hex()}|{self.box_key.hex()}|{self.at}".encode()


class GrantsRequest(msgspec.Struct, frozen=True, kw_only=True):
    """New grants for those who work at this desk; the policy too when the centre's is newer."""

    policy: Number = 0


class GrantsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One grant per operator who may work at this desk; who is not in it may not any more."""

    operators: list[OperatorSheet]
    grants: list[Grant]
    now: Number
    policy: SignedPolicy | None = None
    keys: list[KeyChange] = []
    """Every replacement of the centre's keys, from the first."""
    release: str | None = None
    """The slot of this desk that the centre has the release secret of; None: it knows of no such thing."""


class NamesRequest(msgspec.Struct, frozen=True, kw_only=True):
    """From the lock screen: who may work here?"""

    tenant: str


class NamesAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Operators of this desk's space."""

    operators: list[OperatorSheet]


class LoginRequest(msgspec.Struct, frozen=True, kw_only=True):
    """From the lock screen: *operator* proves to be that one. With a *code*, *secret* is theirs from now on.

    *slots*: the desk's online slots, the newest first.
    """

    tenant: str
    operator: UUID
    secret: str
    code: str = ""
    slots: list[str]


class LoginAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The right to work here, and what opens the desk's *slot*."""

    operator: OperatorSheet
    grant: Grant
    slot: str
    release: bytes
    now: Number


class ReleaseDeposit(msgspec.Struct, frozen=True, kw_only=True):
    """What opens the desk's online *slot*, sealed to the centre's box key; *keeps* is the slot before, still in use."""

    slot: str
    sealed: bytes
    keeps: str = ""


class ReleaseKept(msgspec.Struct, frozen=True, kw_only=True):
    """The centre has it."""

    slot: str


class FileOffer(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of an attachment, encrypted at the desk; *sealed_key* is their key, sealed to the centre's box key."""

    sha256: bytes
    size: Number
    record_id: UUID
    sealed_key: bytes


class FileState(msgspec.Struct, frozen=True, kw_only=True):
    """How many bytes the centre has; *whole* once their hash was compared."""

    offset: Number
    whole: bool


class CodeRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Who leads asks for an enrolment code for a space of theirs; the grant says who asks."""

    grant: Grant
    space_code: str


class CodeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Shown once."""

    code: str
    expires_at: Number


class DevicesRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Which desks are in the caller's spaces?"""

    grant: Grant


class DeviceSheet(msgspec.Struct, frozen=True, kw_only=True):
    """How one desk stands."""

    id: UUID
    space_code: str
    status: str
    last_contact_at: Number
    unsent: Number
    version: str
    audit_marked: bool = False
    orders: list[str] = []
    """Kinds of the orders it has not carried out yet."""


class DevicesAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Desks of the caller's spaces only."""

    devices: list[DeviceSheet]


class OrderRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Who leads takes a desk of theirs out of service (lock, flush_and_wipe, wipe_now), or has it change its data key
    (rekey)."""

    grant: Grant
    device: UUID
    kind: str
    reason: str = ""


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """Unsent work as it leaves by USB, before it is sealed: push requests in the wire's own form, and who made it."""

    tenant: str
    device: UUID
    made_at: Number
    pushes: Sequence[msgspec.Raw]
    signature: bytes = b""

    def signed_part(self) -> bytes:
        """The bytes under the device key's signature."""
        hashes = "".join(sha256(bytes(push)).hexdigest() for push in self.pushes)
        return f"carried|{self.tenant}|{self.device}|{self.made_at}|{hashes}".encode()
