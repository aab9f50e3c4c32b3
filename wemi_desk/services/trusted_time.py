"""Time that never runs backwards: the highest of system clock, centre and everything seen before."""

from __future__ import annotations

from datetime import datetime, timedelta

from wemi_desk.domain.access import CLOCK_TOLERANCE
from wemi_desk.services.access_ports import AccessClock


class TrustedTime:
    """Goes on with the monotonic count when the system clock is set back, so that waits and rights still end."""

    def __init__(self, clock: AccessClock) -> None:
        self._clock = clock
        self._base = clock.now()
        self._mark = clock.monotonic_ms()

    def anchor(self, *seen: datetime | None) -> None:
        """Never be earlier than any of *seen*."""
        self._base = max([self.now(), *(instant for instant in seen if instant is not None)])
        self._mark = self._clock.monotonic_ms()

    def now(self) -> datetime:
        elapsed = timedelta(milliseconds=self._clock.monotonic_ms() - self._mark)
        return max(self._clock.now(), self._base + elapsed)

    def clock_behind(self) -> timedelta:
        """How far the system clock is behind, zero within the tolerance."""
        behind = self.now() - self._clock.now()
        return behind if behind > CLOCK_TOLERANCE else timedelta(0)
