"""Trusted time and identifiers in time order."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, date, datetime
from threading import Lock
from uuid import UUID
from zoneinfo import ZoneInfo

from wemi_desk.domain.identifiers import uuid7

ROME = "Europe/Rome"


class SystemClock:
    """max(system clock, highest time ever seen): never runs backwards (security.md 3.8)."""

    def __init__(self, highest: datetime | None = None) -> None:
        self._highest = highest or datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        """The present, aware and in UTC."""
        self._highest = max(self._highest, datetime.now(UTC))
        return self._highest

    def today(self) -> date:
        """The day in Europe/Rome."""
        return self.now().astimezone(ZoneInfo(ROME)).date()

    def monotonic_ms(self) -> int:
        """Milliseconds of a clock nobody can set."""
        return time.monotonic_ns() // 1_000_000

    def behind_seconds(self) -> float:
        """By how much the computer's clock is behind the highest time seen; 0 when it is not."""
        return max(0.0, (self._highest - datetime.now(UTC)).total_seconds())

    def advance(self, seen: datetime) -> None:
        """Learn of a later time: from the store, or from the centre."""
        self._highest = max(self._highest, seen)


class TimeOrderedIds:
    """UUIDv7 (RFC 9562), strictly increasing within the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last = 0

    def __call__(self) -> UUID:
        """A new identifier, greater than every one before it."""
        with self._lock:
            value = uuid7(time.time_ns() // 1_000_000, secrets.token_bytes(10)).int
            if value <= self._last:
                value = uuid7((self._last >> 80) + 1, secrets.token_bytes(10)).int
            self._last = value
        return UUID(int=value)
