"""What the rules of the centre work on: one transaction's records in memory, written in bulk at its end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from wemi_desk.sync.merge import Stamp
from wemi_desk.sync.wire import SentAct

AFTER_RECOVERY = UUID("00000000-0000-8000-8000-5265636f7665")
"""What an act waits for that a centre in recovery may not judge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who speaks: an enrolled desk, with what its token allows."""

    tenant: str
    device_id: UUID
    scopes: frozenset[str]
    """``space:<code>`` …, ``ref``, ``desk:<device id>``."""
    spaces: frozenset[str]
    """Codes of the spaces in whose name it may act."""


@dataclass(slots=True, kw_only=True)
class Held:
    """A record as the centre holds it. *content* is the whole JSON object, unknown fields included."""

    kind: str
    id: UUID
    content: dict[str, Any]
    version: int
    subject_id: UUID | None
    birth: Stamp
    stamps: dict[str, Stamp] = field(default_factory=dict)


class Records(Protocol):
    """One transaction's records. Reads see its own writes; nothing is written before it ends."""

    @property
    def tenant(self) -> str: ...
    @property
    def now(self) -> int:
        """The centre's time, in microseconds: the only clock deadlines are judged by."""
        ...

    @property
    def faulty(self) -> Collection[UUID]:
        """Acts on which the rules broke in this transaction's earlier tries."""
        ...

    @property
    def recovering(self) -> bool:
        """After a restore: nothing is decided under a fund, nothing deleted."""
        ...

    def prefetch(self, wanted: Iterable[tuple[str, UUID]]) -> None:
        """Read many records at once; a hint, never needed for correctness."""
        ...

    def find(self, kind: str, record_id: UUID) -> Held | None: ...

    def put(
        self,
        kind: str,
        record_id: UUID,
        content: Mapping[str, Any],
        *,
        subject_id: UUID | None,
        birth: Stamp | None = None,
        stamps: Mapping[str, Stamp] | None = None,
    ) -> Held:
        """Write a record, new (then *birth* is required) or changed; every scope that shows it has news.

        *stamps* replace those held; left out, they stay.
        """
        ...

    def scopes_of(self, kind: str, record_id: UUID) -> frozenset[str]:
        """Scopes in which it is shown now."""
        ...

    def show(self, kind: str, record_id: UUID, scopes: Collection[str]) -> None:
        """Make it a member of these scopes too."""
        ...

    def hide(self, kind: str, record_id: UUID, scopes: Collection[str]) -> None:
        """Take it out of these scopes; desks let it go (evict)."""
        ...

    def about(self, subject_id: UUID) -> Collection[Held]:
        """Every record whose subject is this person, the person's own included."""
        ...

    def pointing(self, field_name: str, target: UUID, kinds: Collection[str]) -> Collection[Held]:
        """Records of *kinds* whose *field_name* names *target*."""
        ...


class People(Protocol):
    """Persons by keyed hashes, so that the index says nothing by itself."""

    def persons_by_key(self, key: bytes) -> Collection[UUID]: ...

    def set_person_keys(self, citizen_id: UUID, keys: Collection[bytes]) -> None: ...

    def blind(self, text: str) -> bytes:
        """The keyed hash of *text* under the tenant's key."""
        ...


class Waiting(Protocol):
    """Acts that wait for a record which is not here yet."""

    def park(self, act: SentAct, waits_for: UUID, caller: Caller) -> None:
        """Keep *act* until a record appears; *caller* (device, scopes, spaces) says what it may touch then."""
        ...

    def parked_on(self, record_id: UUID) -> Collection[tuple[Caller, SentAct]]:
        """Take the acts that wait for this record, oldest first; they are parked no longer."""
        ...

    def waiting_with_less(self, caller: Caller) -> Collection[UUID]:
        """The records that acts of this desk wait for which it brought when it was allowed less than now."""
        ...

    def waiting_of(self, device_id: UUID) -> Sequence[UUID]:
        """The acts of this desk that wait."""
        ...

    def said_of(self, act_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
        """Of which record those of the acts spoke that the log knows; a restore may have lost some."""
        ...

    def settle(self, act_id: UUID, code: str, detail: str = "") -> None:
        """The final verdict on an act that had been parked."""
        ...


class Funds(Protocol):
    """Money and the one live application per measure and beneficiary."""

    def fund(self, measure_code: str) -> Fund | None:
        """The measure's fund, locked until the transaction ends; None when nobody set one."""
        ...

    def book(self, application_id: UUID, measure_code: str, entry: str, cents: int) -> bool:
        """One line of the fund's ledger, once per application and *entry*; False when it is there already."""
        ...

    def live_application(self, measure_code: str, beneficiary_key: bytes) -> UUID | None: ...

    def set_live_application(self, measure_code: str, beneficiary_key: bytes, application_id: UUID | None) -> None:
        """Take (or free) the one place of this beneficiary under this measure; unique in the store."""
        ...

    def next_receipt_number(self, measure_code: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Emptied:
    """A sheet from which an order took words: what bears an earlier version still holds them."""

    id: UUID
    version: int
    names: tuple[str, ...]
    own: tuple[str, ...] = ()
    """Of the words that are the sheet's own under another's."""


@dataclass(frozen=True, slots=True)
class TakenWords:
    """From where an order took words of the erased, beside what it erased; the words themselves are nowhere in it."""

    sheets: tuple[Emptied, ...] = ()
    acts: tuple[UUID, ...] = ()
    """Which had brought them there: their words left questions too."""


NO_WORDS = TakenWords()


class Erasures(Protocol):
    """Orders to erase, and what they reach."""

    def is_erased(self, record_id: UUID) -> bool: ...

    def erase_no(self) -> int:
        """The last erasure order given."""
        ...

    def erased_key_nos(self, key: bytes) -> Collection[int]:
        """The erasure orders about this person key."""
        ...

    def spared_by(self, number: int) -> Mapping[UUID, bool | None]:
        """Whom this order left alone, who bore one of its keys as a record of their own; was the code seen then? None:
        the order does not say."""
        ...

    def taken_words(self) -> TakenWords:
        """What all orders together took from sheets and questions of others."""
        ...

    def order_erasure(
        self, ids: Collection[UUID], keys: Collection[bytes], scopes: Collection[str],
        seen: Collection[UUID] = (), taken: TakenWords = NO_WORDS,
    ) -> int:
        """Write the order (before the commit also in the ledger outside the database), drop rows, payloads, questions,
        stamps and parked acts of *ids*, leave tombstones in *scopes*; the order's number. *seen*: of those left alone,
        whose code somebody saw; *taken*: from whom else it took words."""
        ...

    def forget_words(self, citizen_id: UUID, words: Mapping[str, Collection[str]]) -> Collection[UUID]:
        """Drop the payload of the acts about a person by which making one of two filled fields with *words* of another,
        or took them back; which. Of *words* that somebody saw and changed, drop what they saw."""
        ...

    def words_of(self, ids: Collection[UUID]) -> Mapping[str, Collection[str]]:
        """What was ever said of these persons, per field by which they are known, as the log of acts has it."""
        ...

    def exposed(self, ids: Collection[UUID]) -> frozenset[str]:
        """Every scope that ever showed one of *ids*."""
        ...


class Workspace(Records, People, Waiting, Funds, Erasures, Protocol):
    """Everything the rules of the centre work on, in one transaction."""


@dataclass(frozen=True, slots=True)
class Fund:
    """What a measure may spend and what its ledger says is spent, in cents."""

    measure_code: str
    total_cents: int
    booked_cents: int

    @property
    def left_cents(self) -> int:
        """Never below zero."""
        return self.total_cents - self.booked_cents
