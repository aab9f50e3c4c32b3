"""The hybrid logical clock: milliseconds × 65,536 + a counter; it never runs backwards and never far ahead."""

from __future__ import annotations

COUNTER_BITS = 16
FAR_AHEAD_MS = 5 * 60 * 1000


def ticked(last: int, now_ms: int) -> int:
    """The value of a new act."""
    return max(last + 1, now_ms << COUNTER_BITS)


def bounded(hlc: int, centre_now_ms: int) -> int:
    """*hlc* as the centre orders by it: a clock years ahead does not win for years."""
    return min(hlc, (centre_now_ms + FAR_AHEAD_MS) << COUNTER_BITS)
