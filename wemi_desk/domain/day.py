"""The day at a glance: counts, never names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from wemi_desk.domain.contacts import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAside:
    """What the space did beside its contacts: meetings that were held, who was there, hours given, appointments."""

    meetings: int = 0
    attendances: int = 0
    volunteers: int = 0
    volunteer_minutes: int = 0
    booked: int = 0
    missed: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.meetings or self.volunteers or self.booked)


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySummary:
    """What happened today and what is still open; contacts, people and notices are never summed (wemi.md 12)."""

    day: date
    contacts: int
    anonymous: int
    people: int
    by_reason: tuple[tuple[str, int], ...]
    by_channel: tuple[tuple[str, int], ...]
    entered_later: int
    registered: int
    notices: int
    drafts: int
    call_backs_due: int
    to_verify: int
    waiting: int
    unsent: int
    oldest_unsent_at: datetime | None
    last_backup_at: datetime | None = None
    incomplete: int = 0
    closed_at: datetime | None = None
    aside: DayAside = DayAside()


def is_incomplete(contact: Contact) -> bool:
    """A contact with a person of whom neither "first time" nor Municipio was written down."""
    return contact.citizen_id is not None and contact.first_time == "unknown" and contact.municipio == "unknown"


def counted(contacts: Sequence[Contact]) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    """Contacts by reason (the shortcut, else the first need) and by channel, the commonest first."""
    reasons = Counter(contact.reason or contact.needs[0] for contact in contacts)
    channels = Counter(contact.channel for contact in contacts)
    return tuple(reasons.most_common()), tuple(channels.most_common())
