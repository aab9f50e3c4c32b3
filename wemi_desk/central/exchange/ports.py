"""What the exchange needs from its store and from whoever holds the centre's keys."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from wemi_desk.central.exchange.workspace import NO_WORDS, Caller, Held, TakenWords, Workspace
from wemi_desk.domain.errors import OperatorError
from wemi_desk.sync.wire import Entry, Erasure, Order, Row, SentAct

T = TypeVar("T")

ACTIVE, LOCKED, FLUSHING, REVOKED = "active", "locked", "flushing", "revoked"
"""What a device is: FLUSHING may still hand over what it has not sent, and gets nothing any more."""


class UnfitMessageError(OperatorError):
    """A request that no honest desk of any version sends; *reason* is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LedgerAheadError(Exception):
    """The ledger knows orders that the database does not: they are carried out before anything is answered."""


class CentreKeys(Protocol):
    """What the centre signs and marks with (central.auth.keys)."""

    def sign(self, message: bytes) -> bytes: ...

    def signed(self, signature: bytes, message: bytes) -> bool: ...

    def row_key(self, tenant: str) -> bytes:
        """Marks the rows that were sent."""
        ...

    def blind_key(self, tenant: str) -> bytes:
        """Hashes what people are known by."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One erasure order as the ledger outside the database keeps it."""

    tenant: str
    number: int
    ids: Sequence[UUID]
    keys: Sequence[bytes]
    scopes: Sequence[str]
    at: int
    spared: Sequence[UUID] = field(default_factory=list)
    """Who bore one of the keys then, as another record: not erased, nor are they when it is carried out again."""
    seen: Sequence[UUID] | None = None
    """Those of them whose code somebody had seen: they may be lost with a backup, or bear another's words, when who is
    one with them comes again. None: a line of before, which does not say."""
    taken: TakenWords = NO_WORDS
    """From whom else words of the erased were taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryReport:
    """How a recovery stands, or ended. *missing*: devices of the last week that have not spoken since."""

    epoch: UUID
    began_at: int
    ended_at: int | None
    rows_taken: int
    spoken: Sequence[UUID]
    missing: Sequence[UUID]
    decided: bool = False
    """Ended by a person's decision, not because every device had spoken."""


class ErasureLedger(Protocol):
    """Erasure orders on a medium that no restore of the database takes back."""

    def append(self, order: LedgerEntry) -> None:
        """Safe on the medium when it returns. The same order twice is one order."""
        ...

    def after(self, tenant: str, number: int) -> Sequence[LedgerEntry]:
        """The orders that follow *number*, in order."""
        ...

    def last(self, tenant: str) -> int:
        """The number of the last order."""
        ...


@dataclass(frozen=True, slots=True)
class Head:
    """Where a scope stands."""

    scope: str
    cn: int
    chain: bytes
    count: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Log:
    """How far an incarnation's acts are here; *durable*: in a backup, *told*: the durable of its last receipt."""

    last: int
    chain: bytes
    durable: int
    told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The centre, and what it knows of one device, at the beginning of a request."""

    epoch: UUID
    recovering: bool
    erase_no: int
    policy: int
    status: str
    device_erase_no: int
    seen_epoch: UUID | None
    seen_at: int
    log: Log | None = None
    """Of the incarnation that was asked about."""
    orders: Sequence[Order] = ()


class Known(NamedTuple):
    """An act that the centre has judged before."""

    code: str
    detail: str
    body: bytes


class Judged(NamedTuple):
    """A new act with its verdict; the store keeps it for ever."""

    act: SentAct
    body: bytes
    code: str
    detail: str


class Logs(Protocol):
    """What devices pushed, and what the centre knows of them."""

    def standing(self, device_id: UUID, incarnation: UUID, *, lock: bool) -> Standing: ...

    def begin_pull(self, caller: Caller, incarnation: UUID) -> None:
        """A question for news begins, on one snapshot: what each of them reads may be read at once."""
        ...

    def seen(self, device_id: UUID, *, epoch: UUID | None, erase_no: int, unsent: int | None) -> None:
        """This device spoke."""
        ...

    def erasures_after(self, number: int, most: int) -> Sequence[Erasure]: ...

    def log(self, device_id: UUID, incarnation: UUID) -> Log | None: ...

    def links(self, device_id: UUID, incarnation: UUID, first: int, last: int) -> Sequence[tuple[UUID, bytes]]:
        """Act id and chain value of the numbers *first* … *last*."""
        ...

    def known(
        self, act_ids: Collection[UUID], touching: Iterable[tuple[str, UUID]] = ()
    ) -> Mapping[UUID, Known]:
        """Which of these acts were judged before; *touching*: records that the others are about, read meanwhile."""
        ...

    def since_recovery(self, act_ids: Collection[UUID], lost_after: int) -> Collection[UUID]:
        """Those of the acts that came after the last recovery began, and after *lost_after*."""
        ...

    def take(
        self, device_id: UUID, incarnation: UUID, log: Log | None, links: Sequence[tuple[UUID, bytes]],
        judged: Sequence[Judged],
    ) -> None:
        """Write the acts that are new, with their verdicts, and move the *log* on by *links*."""  # fmt: skip
        ...

    def settled(self, act_id: UUID) -> tuple[str, str] | None:
        """The verdict on an act that had been parked, when this transaction gave it."""
        ...

    def kind_of(self, record_id: UUID) -> str | None:
        """The kind of the living record under this identifier, whatever it is."""
        ...

    def told(self, device_id: UUID, incarnation: UUID, durable: int) -> None:
        """A receipt that says *durable* was given."""
        ...


class Feeds(Protocol):
    """What scopes show."""

    def heads(self, scopes: Collection[str]) -> Sequence[Head]: ...

    def chain_of(self, scope: str, cn: int) -> bytes | None:
        """The chain value a scope had at *cn*; None when it never was there, or that is forgotten."""
        ...

    def newly_shown(self) -> Sequence[UUID]:
        """Records that acts wait for and that this transaction showed somewhere since it was last asked."""
        ...

    def page(self, scope: str, after: tuple[int, str, UUID], most: int) -> Sequence[Row]:
        """Members in the order (cn, kind, id), after a place in it."""
        ...

    def bucket_sums(self, scope: str) -> Sequence[bytes]:
        """256 digests of the living members."""
        ...

    def bucket_entries(self, scope: str, buckets: Collection[int]) -> Sequence[Entry]:
        """The living members whose bucket is among *buckets*."""
        ...

    def rows_of(self, scope: str, ids: Collection[UUID]) -> Sequence[Row]: ...


class Recoveries(Protocol):
    """After a restore."""

    def put_back(self, held: Held, data: bytes) -> None:
        """Write a record as a desk saw it before the centre lost it."""
        ...

    def carry_out(self, entry: LedgerEntry) -> None:
        """Erase what an order names, and note that it was given."""
        ...

    def open_epoch(self, epoch: UUID) -> None:
        """The centre begins another life, in recovery: it may have lost something."""
        ...

    def had_recovery(self) -> bool:
        """Was something lost and recovered before?"""
        ...

    def recovery(self, window: int) -> RecoveryReport:
        """How the recovery stands; *window*: microseconds before it in which a device must have spoken to count."""
        ...

    def end_recovery(self, report: RecoveryReport, *, decided: bool) -> None: ...

    def count_taken(self, rows: int) -> None:
        """So many rows were given back."""
        ...


class Exchanged(Workspace, Logs, Feeds, Recoveries, Protocol):
    """One transaction: the rules' workspace, and what only the exchange touches."""


class ExchangeStore(Protocol):
    """The database as the exchange sees it."""

    def exchanged(
        self, tenant: str, unit: Callable[[Exchanged], T], *, now: int, keys: CentreKeys, ledger: ErasureLedger,
        reading: bool = False, faulty: Collection[UUID] = (),
    ) -> T:
        """Run *unit* in one transaction, again from its beginning when others were in the way. *reading*: on one
        snapshot, and nothing may be written."""
        ...  # fmt: skip
