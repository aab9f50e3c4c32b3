"""What the sync engine needs from the outside world."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from wemi_desk.sync.known_elsewhere import KnownElsewhere
from wemi_desk.sync.wire import (
    CompareAnswer,
    CompareRequest,
    Cursor,
    Entry,
    ErasedRequest,
    Erasure,
    Feed,
    GiveBackAnswer,
    GiveBackRequest,
    GivenRow,
    LookUpAnswer,
    LookUpRequest,
    Notice,
    Order,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    Receipt,
    Row,
    SentAct,
    Verdict,
)


class LineError(Exception):
    """The centre could not be asked, or did not answer in time. What was sent may or may not have arrived."""

    def __init__(self, reason: str = "down", retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class TooOldError(LineError):
    """The centre does not answer this version's question any more."""


class RevokedError(LineError):
    """The centre does not know this device (any more)."""


class TooLargeError(LineError):
    """The centre takes smaller batches (413)."""


class CentreLine(Protocol):
    """The centre as a desk sees it. Every method raises LineError; none changes anything when repeated.

    What is asked ahead goes out after everything asked before it, and not at all when that fails meanwhile. Whoever
    asks goes on working until it calls for the answer (which raises then), or never calls for it.
    """

    def push_ahead(self, request: PushRequest) -> Callable[[], PushAnswer]: ...

    def pull_ahead(self, request: PullRequest) -> Callable[[], PullAnswer]: ...

    def push(self, request: PushRequest) -> PushAnswer: ...

    def pull(self, request: PullRequest) -> PullAnswer: ...

    def compare(self, request: CompareRequest) -> CompareAnswer: ...

    def give_back(self, request: GiveBackRequest) -> GiveBackAnswer: ...

    def erased(self, request: ErasedRequest) -> Notice: ...

    def look_up(self, request: LookUpRequest) -> LookUpAnswer: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where this desk's log stands."""

    device_id: UUID
    incarnation: UUID
    last_number: int
    chain: bytes
    acked_number: int
    """Everything up to here was answered."""
    absorbed_number: int
    """Everything up to here is contained in what was pulled."""
    epoch: UUID | None
    erase_no: int
    order_no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far this desk's log had come, kept outside its database: a store behind it is an old copy."""

    incarnation: UUID
    number: int
    chain: bytes


class Marker(Protocol):
    """One small place outside the database: the keyring, or a second file."""

    def read(self) -> Mark | None: ...

    def write(self, mark: Mark) -> None: ...


class ActLog(Protocol):
    """This desk's own acts. Each method is one transaction; raises StorageError."""

    def position(self) -> Position: ...

    def outgoing(self, after: int, most: int, most_bytes: int) -> tuple[bytes, Sequence[SentAct]]:
        """The chain value after number *after*, and the acts that follow it; raises LookupError when it is not kept."""
        ...

    def chain_at(self, number: int) -> bytes | None:
        """The chain value after an act of this incarnation; None when it is not kept any more."""
        ...

    def take_verdicts(self, verdicts: Sequence[Verdict], last: int, receipt: Receipt | None) -> None:
        """Note the centre's answers, keep its receipt, and show what they changed."""
        ...

    def un_acknowledge(self, after: int) -> None:
        """The centre lost everything after this number: it goes again."""
        ...

    def new_incarnation(self, incarnation: UUID) -> None:
        """Number every act that is still kept anew, from 1, under the same act ids; drop none."""
        ...

    def enter_epoch(self, epoch: UUID) -> None:
        """The centre lives another life: what no backup covered, by the last receipt, waits to be said again."""
        ...

    def obey(self, order: Order) -> None:
        """Note an order; carrying it out is the desk's, not the store's."""
        ...

    def last_receipt(self) -> Receipt | None: ...

    def keep_receipt(self, receipt: Receipt) -> None: ...

    def unsigned_head(self) -> tuple[int, bytes] | None:
        """Number and tag of the last entry of this desk's access log; None when the centre has signed it already."""
        ...

    def keep_head(self, head: tuple[int, bytes], receipt: bytes) -> None:
        """The centre has signed it."""
        ...

    def parked(self, most: int, after: int = 0) -> Sequence[int]:
        """Numbers, greater than *after*, of acts that wait at the centre for another record."""
        ...

    def wait_again(self, act_ids: Sequence[UUID]) -> bool:
        """The centre says that these wait: is one of them here as answered otherwise? It was put back meanwhile."""
        ...

    def prune(self) -> int:
        """Let go of old acts that a backup of the centre covers; how many."""
        ...


class SyncStore(ActLog, Protocol):
    """The desk's side of the exchange. Each method is one transaction; raises StorageError."""

    def at_work(self) -> AbstractContextManager[None]:
        """Around an exchange: what its many short transactions need in common is at hand."""
        ...

    def cursors(self) -> Sequence[Cursor]: ...

    def apply_feed(self, feed: Feed) -> bool:
        """Take one page: shadow, digest, cursor and what the screens show, at once. At the end of a scope: does the
        count and digest agree with the centre's? (True while there is more.)"""
        ...

    def absorbed(self, number: int, verified: bool, at: int) -> None:
        """Every scope was pulled to its end after *number* was answered."""
        ...

    def keep_only(self, scopes: Iterable[str]) -> None:
        """Let go of scopes this desk may not hold any more; never of an act that was not taken."""
        ...

    def erase(self, erasures: Sequence[Erasure]) -> None:
        """Carry out erasure orders everywhere: shadow, views, payloads, drafts, questions."""
        ...

    def buckets(self, scope: str) -> Sequence[bytes]:
        """256 digests, computed from what is really there."""
        ...

    def entries(self, scope: str, buckets: Sequence[int]) -> Sequence[Entry]: ...

    def apply_comparison(self, scope: str, answer: CompareAnswer, base: Cursor) -> None:
        """Take the rows that were lacking, put aside (limbo) those the centre lacks, set the cursor to *base*."""
        ...

    def limbo(self, most: int, skip: int = 0) -> Sequence[GivenRow]:
        """Rows the centre no longer shows, with its own mark on them."""
        ...

    def forget_known(self, ids: Sequence[UUID]) -> None:
        """Desk and centre agree, and the centre holds these at least as advanced: nothing is to be given back."""
        ...

    def forget_offered(self, persons: Sequence[UUID]) -> None:
        """The centre will never take back what it once said of these persons: they were erased."""
        ...

    def offered(self) -> None:
        """All of limbo was offered to a centre that is whole."""
        ...

    def disagreeing(self) -> Sequence[str]:
        """Scopes whose count or digest was not the centre's when their feed last ended."""
        ...

    def agreed(self) -> bool:
        """Is there any scope, and none that disagrees?"""
        ...

    def recounted(self, scope: str) -> bool:
        """Is what is really there what was counted while it came in? If not, the scope is not agreed any more."""
        ...

    def end_copies(self) -> None:
        """Let go of the persons looked up whose time here is over."""
        ...


class CopyStore(Protocol):
    """Where the sheet of a person of another space is kept for a while."""

    def keep_copy(self, rows: Sequence[Row], expires_at: int) -> None: ...

    def known_elsewhere(self) -> KnownElsewhere | None:
        """What tells offline who may be known at another space; None where it is not here, or not whole."""
        ...
