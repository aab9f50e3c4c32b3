"""What the services need from the outside world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from wemi_desk.domain.audit import AuditEntry
from wemi_desk.domain.call_backs import CallBack
from wemi_desk.domain.citizens import Citizen, CitizenId, CitizenMerge
from wemi_desk.domain.contacts import Contact, ContactCancellation
from wemi_desk.domain.day_ledgers import DayLedger
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.drafts import Draft
from wemi_desk.domain.households import HouseholdMember
from wemi_desk.domain.listed_people import ListedPerson, Standing
from wemi_desk.domain.operators import Operator
from wemi_desk.domain.outbox_rows import OutboxCounts, OutboxList, OutboxRow
from wemi_desk.domain.privacy_notices import PrivacyNoticeRecord
from wemi_desk.domain.queue import QueueTicket
from wemi_desk.domain.referrals import Referral
from wemi_desk.domain.spaces import Space
from wemi_desk.domain.special_data import CardExpiry, PersonKey, SpecialDatum
from wemi_desk.domain.timeline import TimelineEntry
from wemi_desk.services.act_ports import SharedWork
from wemi_desk.services.agenda.ports import AgendaWork
from wemi_desk.services.catalogue.ports import CatalogueWork
from wemi_desk.services.courses.ports import CourseWork
from wemi_desk.services.shared_services.ports import SharedServiceWork

T = TypeVar("T")
Fence = tuple[str, UUID]
"""Where a block of the alphabetical list ends: the sort key and id of its last row."""


class Clock(Protocol):
    """Trusted time: never behind the highest time ever seen (security.md 3.8)."""

    def now(self) -> datetime: ...

    def today(self) -> date:
        """The day in Europe/Rome."""
        ...

    def monotonic_ms(self) -> int: ...

    def behind(self) -> timedelta:
        """By how much the computer's own clock is behind this one; zero within the tolerance."""
        ...


class Ids(Protocol):
    """Makes identifiers: UUIDv7, in time order."""

    def __call__(self) -> UUID: ...


class Sealer(Protocol):
    """Seals small secrets under one key (AES-256-GCM); *about* binds the sealed text to its place."""

    def seal(self, plain: bytes, about: bytes) -> bytes: ...

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """Raises ValueError when the text was changed, moved or sealed under another key."""
        ...


class Records(Protocol[T]):
    """Records of one kind. Every change writes its outbox row and its audit entry in the same transaction."""

    def add(self, record: T) -> None: ...

    def replace(self, record: T) -> None:
        """Write the changed fields of a record that exists; nothing changed, nothing written."""
        ...

    def get(self, record_id: UUID) -> T:
        """Raises RecordMissingError."""
        ...

    def find(self, record_id: UUID) -> T | None: ...


@dataclass(frozen=True, slots=True)
class Likeness:
    """A person who may be the one being registered, and why."""

    citizen: Citizen
    score: float
    reasons: tuple[str, ...]


class CitizenRecords(Records[Citizen], Protocol):
    """People, with the search index kept in the same transaction."""

    def search(self, text: str, limit: int) -> Sequence[Citizen]: ...

    def alike(self, draft: Citizen, limit: int) -> Sequence[Likeness]: ...

    def by_fiscal_code(self, code: str) -> Sequence[Citizen]:
        """Living people with this code in any omocodia form."""
        ...

    def by_ids(self, ids: Sequence[UUID]) -> Sequence[Citizen]: ...

    def page(self, offset: int, limit: int, born_by: date | None = None) -> Sequence[Citizen]:
        """A page of the living people in alphabetical order; with *born_by* only those born until that day."""
        ...

    def page_after(
        self, fence: Fence | None, skip: int, limit: int, born_by: date | None = None
    ) -> Sequence[ListedPerson]:
        """A page of the same list that begins *skip* rows after *fence*."""
        ...

    def waiting_for_check(self, limit: int, born_by: date | None = None) -> Sequence[ListedPerson]:
        """Living people whose data somebody should check, in alphabetical order."""
        ...

    def standings(self, ids: Sequence[UUID]) -> Mapping[UUID, Standing]:
        """Those of *ids* that the centre does not know as they are here."""
        ...

    def fences_after(
        self, fence: Fence | None, step: int, most: int, born_by: date | None = None
    ) -> tuple[Sequence[Fence], int]:
        """The last row of each of the next *most* blocks of *step*; when the list ends here, also the rows left."""
        ...

    def count(self, born_by: date | None = None) -> int: ...

    def registered_between(self, begin: datetime, end: datetime) -> int: ...

    def to_verify(self) -> int:
        """How many living people wait for somebody to check what was typed."""
        ...

    def merges_of(self, citizen_id: UUID) -> Sequence[CitizenMerge]: ...


class ContactRecords(Records[Contact], Protocol):
    """Contacts; those cancelled or corrected stay, and do not count."""

    def between(self, begin: datetime, end: datetime, operator_id: UUID | None = None) -> Sequence[Contact]:
        """Contacts that count, newest first."""
        ...

    def cancellation_of(self, contact_id: UUID) -> ContactCancellation | None: ...

    def begun_between(self, begin: datetime, end: datetime) -> Sequence[Contact]:
        """All contacts that began in a period, also those that no longer count."""
        ...

    def correction_of(self, contact_id: UUID) -> Contact | None:
        """The contact that took its place, if any did."""
        ...


class HouseholdMemberRecords(Records[HouseholdMember], Protocol):
    """Who belongs with whom."""

    def of_citizen(self, citizen_id: UUID) -> Sequence[HouseholdMember]: ...

    def of_household(self, household_id: UUID) -> Sequence[HouseholdMember]: ...


class CallBackRecords(Records[CallBack], Protocol):
    """Promises."""

    def open_until(self, day: date | None = None) -> Sequence[CallBack]: ...

    def of_contact(self, contact_id: UUID) -> Sequence[CallBack]: ...


class ReferralRecords(Records[Referral], Protocol):
    """People sent on to other services."""

    def waiting_until(self, day: date) -> Sequence[Referral]:
        """Those without an answer whose day has come, the oldest first."""
        ...

    def of_space(self, space_code: str, limit: int) -> Sequence[Referral]:
        """Newest first, those taken back left out."""
        ...

    def feedback_until(self, day: date) -> Sequence[Referral]:
        """Those whose person should be asked by *day* how it went, the oldest first."""
        ...


class QueueTicketRecords(Records[QueueTicket], Protocol):
    """Today's tickets."""

    def of_day(self, day: date) -> Sequence[QueueTicket]: ...


class PrivacyNoticeRecords(Records[PrivacyNoticeRecord], Protocol):
    """Informative handed over."""

    def of_citizen(self, citizen_id: UUID) -> Sequence[PrivacyNoticeRecord]: ...

    def between(self, begin: datetime, end: datetime) -> Sequence[PrivacyNoticeRecord]: ...


class DraftRecords(Protocol):
    """Drafts: on this PC only, no outbox, no audit."""

    def put(self, draft: Draft) -> None: ...

    def find(self, draft_id: UUID) -> Draft | None: ...

    def of_space(self, space_code: str) -> Sequence[Draft]: ...

    def remove(self, draft_id: UUID) -> None: ...


class DeedRecords(Protocol):
    """What can be undone."""

    def add(self, deed: Deed) -> None: ...

    def find(self, deed_id: UUID) -> Deed | None: ...

    def last(self, operator_id: UUID, since: datetime) -> Deed | None:
        """The newest deed of this operator that is not undone."""
        ...

    def since(self, operator_id: UUID, since: datetime) -> Sequence[Deed]: ...

    def of_form(self, form_id: UUID) -> Deed | None:
        """The deed that recorded this form and was not undone."""
        ...

    def mark_undone(self, deed_id: UUID, at: datetime) -> None: ...


class SpecialDataRecords(Protocol):
    """Special data: on this PC only, no outbox."""

    def key_of(self, citizen_id: UUID) -> PersonKey | None: ...

    def add_key(self, key: PersonKey) -> None: ...

    def add(self, datum: SpecialDatum) -> None: ...

    def of_citizens(self, citizen_ids: Sequence[UUID]) -> Sequence[SpecialDatum]:
        """Newest first."""
        ...

    def by_blind_index(self, blind_index: bytes) -> Sequence[SpecialDatum]: ...

    def expiring(self, kind: str, until: date) -> Sequence[CardExpiry]:
        """People whose last datum of this kind ends by *until*, soonest first."""
        ...

    def erase(self, citizen_id: UUID) -> None:
        """The person's key and everything under it."""
        ...


class OutboxReader(Protocol):
    """Counts of what has not reached the centre."""

    def unsent(self) -> int: ...

    def oldest_unsent_at(self) -> datetime | None: ...

    def counts(self, today: datetime) -> OutboxCounts:
        """How many acts stand in each list; *today* is when the day began."""
        ...

    def page(self, which: OutboxList, today: datetime, offset: int, limit: int) -> Sequence[OutboxRow]:
        """Acts of one list, newest first."""
        ...

    def day_ledger(self, day: date, begin: datetime, end: datetime) -> DayLedger:
        """What became of the acts made between two instants, with the centre's last receipt."""
        ...

    def refusal(self, record_id: UUID) -> str | None:
        """Why the centre did not take an act about one record, as a code; None when nothing came back."""
        ...

    def is_received(self, record_id: UUID) -> bool:
        """Whether the centre has acknowledged everything about one record."""
        ...


class Directory(Protocol):
    """Spaces and operators, which come from the centre."""

    def spaces(self) -> Sequence[Space]: ...

    def operators(self) -> Sequence[Operator]: ...

    def put_space(self, space: Space) -> None: ...

    def put_operator(self, operator: Operator) -> None: ...


class UnitOfWork(SharedWork, CourseWork, CatalogueWork, AgendaWork, SharedServiceWork, Protocol):
    """One transaction over the store. Without commit() nothing happened."""

    @property
    def citizens(self) -> CitizenRecords: ...
    @property
    def household_members(self) -> HouseholdMemberRecords: ...
    @property
    def contacts(self) -> ContactRecords: ...
    @property
    def call_backs(self) -> CallBackRecords: ...
    @property
    def referrals(self) -> ReferralRecords: ...
    @property
    def queue(self) -> QueueTicketRecords: ...
    @property
    def notices(self) -> PrivacyNoticeRecords: ...
    @property
    def drafts(self) -> DraftRecords: ...
    @property
    def deeds(self) -> DeedRecords: ...
    @property
    def special_data(self) -> SpecialDataRecords: ...
    @property
    def outbox(self) -> OutboxReader: ...
    @property
    def directory(self) -> Directory: ...

    def records(self, record_type: type[T]) -> Records[T]:
        """Records of a kind that needs no query of its own."""
        ...

    def timeline(self, citizen_id: UUID, limit: int, kinds: frozenset[str] | None = None) -> Sequence[TimelineEntry]:
        """What happened to this person (and to records merged into it), newest first."""
        ...

    def move_belongings(self, from_id: CitizenId, to_id: CitizenId) -> tuple[str, ...]:
        """Point what belongs to one person to another; returns ``table:id`` of what was moved."""
        ...

    def move_back(self, moved: Sequence[str], to_id: CitizenId) -> None:
        """Undo :meth:`move_belongings`."""
        ...

    def log(
        self, action: str, object_kind: str = "", object_id: UUID | None = None, *, reason: str = "", result: str = "ok"
    ) -> None:
        """One entry of the access log, in this transaction."""
        ...

    def log_past(self, action: str, at: datetime, operator_id: UUID, *, reason: str = "", result: str = "ok") -> bool:
        """Enter what happened at *at*, before this transaction, by somebody; False when the log holds it already."""
        ...

    def accesses(self, object_id: UUID) -> Sequence[AuditEntry]:
        """Who looked at, or changed, one record: newest first."""
        ...

    def commit(self) -> None: ...


class Store(Protocol):
    """Opens units of work."""

    def work(self) -> AbstractContextManager[UnitOfWork]:
        """A transaction that writes."""
        ...

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """A snapshot to read from; never blocks the writer."""
        ...


class ContactDetails(Protocol):
    """Telephone numbers and e-mail addresses."""

    def normalised_phone(self, text: str) -> str | None:
        """International form (E.164); None when it is not a personal number."""
        ...

    def shown_phone(self, number: str | None) -> str:
        """Grouped as people say it: 333 123 4567."""
        ...

    def normalised_email(self, text: str) -> str | None:
        """The address with its domain in lower case; None when it is not one. Never asks the network."""
        ...
