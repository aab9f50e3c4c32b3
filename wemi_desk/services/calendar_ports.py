"""What calendars need from outside: days of rest, and files that other calendars read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


class Holidays(Protocol):
    """Days on which Milan rests: those of Italy, and Sant'Ambrogio."""

    def between(self, first: date, last: date) -> Mapping[date, str]:
        """Each with its Italian name, both days included."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One entry of a calendar file. *uid* is the same each time it is written, so that a calendar replaces it."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    note: str = ""
    changed_at: datetime
    is_cancelled: bool = False


class CalendarFiles(Protocol):
    """iCalendar (RFC 5545)."""

    def written(self, name: str, events: Sequence[CalendarEvent]) -> bytes:
        """A file that programs for calendars open; times are those of Europe/Rome."""
        ...

    def save(self, path: str, content: bytes) -> None:
        """Whole or not at all. Raises StorageError, DataFolderError."""
        ...
