"""Figures: speed, memory, recall. Run by dev.py bench."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

PASSES = 3  # the least time of a query over three passes: the rest is what other programs took


def share(scale: str | float) -> float:
    """The part of the full size to measure; the small scale only shows that a benchmark runs."""
    return {"small": 0.02, "full": 1.0}[scale] if isinstance(scale, str) else scale


def part_of(values: Sequence[float], part: float) -> float:
    """The value that *part* of the *values* do not exceed."""
    return round(sorted(values)[min(int(len(values) * part), len(values) - 1)], 2)


def memory_mb() -> float:
    """What this process holds in memory now; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1024, 1)
