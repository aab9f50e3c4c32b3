"""The messages between desk and centre (docs/sync-protocol.md).

Structs that travel by the thousand are arrays: a newer side may only append fields, with defaults. Answers and requests
are objects: unknown fields are ignored, missing ones take their default. Identifiers are UUIDs, instants are whole
microseconds since 1970 (UTC), hashes and keys are bytes (base64 in JSON).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import msgspec
from msgspec.structs import force_setattr

from wemi_desk.sync.identifiers import text_of

if TYPE_CHECKING:
    OptionalRaw = msgspec.Raw | None
else:
    OptionalRaw = msgspec.Raw
    """msgspec reads no union with Raw: null arrives as a Raw, and becomes None when its struct is made."""
_NULL = b"null"

SMALLEST, LARGEST = -(1 << 63), (1 << 63) - 1
Number = Annotated[int, msgspec.Meta(ge=SMALLEST, le=LARGEST)]
"""A whole number as databases hold it: JSON would bring larger ones."""

PROTOCOL = 1
OLDEST_PROTOCOL = 1
MOST_ACTS = 500
MOST_BYTES = 1 << 20
PAGE_ROWS = 1000

# Verdicts: the centre's word on an act, for ever.
OK, CONFLICT, PARKED, LOCKED = "ok", "conflict", "parked", "locked"
ALREADY, EXISTS, ERASED, REFUSED = "already", "exists", "erased", "refused"

# States of a member of a scope.
PUT, EVICT, REDIRECT, ERASE = "put", "evict", "redirect", "erase"

# What a push was answered with.
TAKEN, BEHIND, FORK, ERASURES_FIRST, HALTED = "taken", "behind", "fork", "erasures_first", "halted"


class SentAct(msgspec.Struct, array_like=True, frozen=True):
    """One act as the outbox holds it. *payload* is None where an erasure took it; then *body* stands for it."""

    number: Number
    id: UUID
    kind: str
    verb: str
    record_id: UUID
    subject_id: UUID | None
    operator_id: UUID
    space_code: str
    made_at: Number
    hlc: Number
    kind_version: Number
    erase_no: Number
    payload: OptionalRaw
    body: bytes | None = None

    def __post_init__(self) -> None:
        if self.payload is not None and bytes(self.payload) == _NULL:
            force_setattr(self, "payload", None)

    def envelope(self) -> bytes:
        """Everything but number and payload, in one fixed form: the chain covers it."""
        subject = text_of(self.subject_id) if self.subject_id else ""
        return (
            f"{self.kind}|{self.verb}|{text_of(self.record_id)}|{subject}|{text_of(self.operator_id)}|{self.space_code}|"
            f"{self.made_at}|{self.hlc}|{self.kind_version}|{self.erase_no}"
        ).encode()


class PushRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Acts *first*, *first* + 1 …; *chain* is the chain value before the first of them."""

    incarnation: UUID
    first: Number
    chain: bytes
    acts: list[SentAct]
    erase_no: Number
    """The last erasure order this desk has carried out."""
    epoch: UUID | None = None
    protocol: Number = PROTOCOL
    news: PullRequest | None = None
    """With a few acts a desk asks what is new besides: one question instead of two."""


class Verdict(msgspec.Struct, array_like=True, frozen=True):
    """The answer to one act. *detail* says what it waits for, why it was refused, or the number of a receipt."""

    number: Number
    id: UUID
    code: str
    detail: str = ""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Signed by the centre: it holds everything of this incarnation up to *last*."""

    device: UUID
    incarnation: UUID
    last: Number
    chain: bytes
    at: Number
    durable: Number
    """The last number that a backup of the centre covers: what the desk need not keep any more."""
    epoch: UUID
    signature: bytes = b""

    def signed_part(self) -> bytes:
        """The bytes under the signature."""
        device, incarnation, epoch = text_of(self.device), text_of(self.incarnation), text_of(self.epoch)
        return (
            f"receipt|{device}|{incarnation}|{self.last}|{self.chain.hex()}|{self.at}|{self.durable}|{epoch}"
        ).encode()


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What the desk must do before anything else."""

    kind: str  # lock · flush_and_wipe · wipe_now · rekey (exchanged.NEW_KEY)
    number: Number
    reason: str = ""


class Erasure(msgspec.Struct, array_like=True, frozen=True):
    """An erasure order: the ids of everything the person was."""

    number: Number
    ids: list[UUID]


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What stands at the head of every answer."""

    epoch: UUID
    now: Number
    oldest_protocol: Number = OLDEST_PROTOCOL
    newest_protocol: Number = PROTOCOL
    orders: list[Order] = []
    erasures: list[Erasure] = []
    """Orders after the request's *erase_no*, in order; not always all of them."""
    recovering: bool = False
    """The centre came back from a backup: it takes everything and decides nothing."""
    policy: Number = 0


class PushAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """*state* is TAKEN, BEHIND, FORK, ERASURES_FIRST or HALTED; *last* and *chain* are where the centre stands now."""

    notice: Notice
    state: str
    last: Number
    chain: bytes
    verdicts: list[Verdict] = []
    receipt: Receipt | None = None
    news: PullAnswer | None = None
    """What was asked besides, seen after these acts; none from a centre that is recovering, or has orders to give."""


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """Where a desk stands in a scope's feed. Within a session of pages it also carries where it stands in the pages."""

    scope: str
    cn: Number = 0
    chain: bytes = b""
    after: tuple[Number, str, UUID] | None = None
    """The last row applied: (cn, kind, id)."""
    anchor: Number = 0
    anchor_chain: bytes = b""
    """Where the scope stood when the session of pages began."""


class PullRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Where the desk stands in every scope it holds. Scopes it may hold but does not name begin from nothing.

    *acked*: how far the centre answered this desk's acts; a centre that holds less has lost them since.
    """

    cursors: list[Cursor]
    erase_no: Number
    incarnation: UUID
    limit: Number = PAGE_ROWS
    epoch: UUID | None = None
    audit_head: tuple[Number, bytes] | None = None
    unsent: Number = 0
    protocol: Number = PROTOCOL
    acked: Number = 0


class Row(msgspec.Struct, array_like=True, frozen=True):
    """One member of a scope as it stands. *data* is canonical JSON; None unless *state* is PUT."""

    cn: Number
    kind: str
    id: UUID
    state: str
    data: OptionalRaw
    version: Number
    mac: bytes = b""
    target: UUID | None = None

    def __post_init__(self) -> None:
        if self.data is not None and bytes(self.data) == _NULL:
            force_setattr(self, "data", None)


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A page of one scope. Without *more*, it ends at *cn* with *count* living members whose sum is *digest*."""

    scope: str
    rows: list[Row] = []
    more: bool = False
    diverged: bool = False
    """The centre does not know the desk's position: compare by buckets."""
    cn: Number = 0
    chain: bytes = b""
    count: Number = 0
    digest: bytes = b""


class PullAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """*scopes* are all that this desk may hold now; of the others it keeps nothing. *feeds*: those that have news."""

    notice: Notice
    scopes: list[str]
    feeds: list[Feed]
    receipt: Receipt | None = None
    audit_receipt: bytes = b""
    last: Number | None = None
    """How far the acts of this incarnation are here: less than the desk was told means that the centre lost some."""
    waiting: list[UUID] = []
    """Acts of this device that wait here for a record: one that the desk was told is taken waits again."""


class Entry(msgspec.Struct, array_like=True, frozen=True):
    """What a desk holds of one member."""

    kind: str
    id: UUID
    hash: bytes


class CompareRequest(msgspec.Struct, frozen=True, kw_only=True):
    """First round: *buckets* are 256 digests. Second: the desk's *entries* of the buckets numbered in *wanted*."""

    scope: str
    incarnation: UUID
    buckets: list[bytes] = []
    wanted: list[Number] = []
    entries: list[Entry] = []
    erase_no: Number = 0


class CompareAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Where the scope stood, then the buckets that differ, or the rows the desk lacks and those it should not have."""

    notice: Notice
    cn: Number
    chain: bytes
    count: Number
    digest: bytes
    differing: list[Number] = []
    rows: list[Row] = []
    unknown: list[Entry] = []


class GivenRow(msgspec.Struct, array_like=True, frozen=True):
    """A row the centre once sent and does not have any more."""

    scope: str
    kind: str
    id: UUID
    data: msgspec.Raw
    version: Number
    mac: bytes


class GiveBackRequest(msgspec.Struct, frozen=True, kw_only=True):
    """After a restore of the centre: what this desk saw of its lost hours."""

    incarnation: UUID
    rows: list[GivenRow]
    receipt: Receipt | None = None


class GiveBackAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows were taken back; the others were known, older, or bore no valid mark."""

    notice: Notice
    taken: Number
    gone: list[UUID] = []
    """Persons who were erased, under whatever id: rows of theirs are not to be kept either."""
    here: list[UUID] = []
    """Records that are here at least as advanced: once desk and centre agree, they need not be kept any more."""


class ErasedRequest(msgspec.Struct, frozen=True, kw_only=True):
    """This desk has carried out every erasure order up to *number*."""

    number: Number


class LookUpRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Is a person known outside this desk's scope? *reason* is a code of privacy.md 8."""

    reason: str
    fiscal_code: str = ""
    surname: str = ""
    given_name: str = ""
    birth_date: str = ""
    record_id: UUID | None = None
    """After a match was chosen: fetch the sheet itself."""


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A person of another space, as little as tells them apart."""

    id: UUID
    shown_name: str
    birth_year: Number | None
    space_code: str


class LookUpAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Matches, or one sheet that may be kept until *expires_at*."""

    notice: Notice
    matches: list[Match] = []
    rows: list[Row] = []
    expires_at: Number = 0
