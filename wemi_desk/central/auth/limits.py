"""How often one caller may come: a bucket of tries that fills again. A cache with a short life, one per worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

_MOST_BUCKETS = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """*burst* at once, then *per_second*."""

    burst: float
    per_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a desk, an operator's name and an address may ask of one worker."""

    device: Rate = Rate(200, 50)
    account: Rate = Rate(20, 0.2)
    address: Rate = Rate(60, 2)
    requests_at_once: int = 64


class Buckets:
    """One bucket per caller."""

    def __init__(self, rate: Rate, seconds: Callable[[], float]) -> None:
        self._rate = rate
        self._seconds = seconds
        self._lock = Lock()
        self._buckets: dict[object, tuple[float, float]] = {}

    def wait(self, caller: object) -> float:
        """Zero: come in (and one try is taken). Otherwise the seconds until the next try."""
        now = self._seconds()
        with self._lock:
            left, at = self._buckets.get(caller, (self._rate.burst, now))
            left = min(self._rate.burst, left + (now - at) * self._rate.per_second)
            if left < 1:
                return (1 - left) / self._rate.per_second
            if len(self._buckets) >= _MOST_BUCKETS:
                self._buckets.clear()  # forgetting is kinder than growing
            self._buckets[caller] = (left - 1, now)
            return 0.0
