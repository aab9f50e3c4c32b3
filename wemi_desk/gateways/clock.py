"""Trusted time and identifiers in time order."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from uuid import UUID
from zoneinfo import ZoneInfo

from wemi_desk.domain.identifiers import uuid7
from wemi_desk.services.trusted_time import TrustedTime

ROME = "Europe/Rome"


class RawClock:
    """The computer's own idea of the time, to be mistrusted by TrustedTime and nobody else."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000


class SystemClock:
    """max(system clock, highest time ever seen); set back meanwhile, it goes on with the monotonic count."""

    def __init__(self, highest: datetime | None = None) -> None:
        self._raw = RawClock()
        self._trusted = TrustedTime(self._raw)
        self._trusted.anchor(highest)

    def now(self) -> datetime:
        """The present, aware and in UTC."""
        return self._trusted.now()

    def today(self) -> date:
        """The day in Europe/Rome."""
        return self.now().astimezone(ZoneInfo(ROME)).date()

    def monotonic_ms(self) -> int:
        """Milliseconds of a clock nobody can set."""
        return self._raw.monotonic_ms()

    def behind(self) -> timedelta:
        """By how much the computer's clock is behind this one; zero within five minutes."""
        return self._trusted.clock_behind()


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
