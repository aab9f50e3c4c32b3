"""Figures: speed, memory, recall. Run by dev.py bench."""

from __future__ import annotations


def share(scale: str | float) -> float:
    """The part of the full size to measure; the small scale only shows that a benchmark runs."""
    return {"small": 0.02, "full": 1.0}[scale] if isinstance(scale, str) else scale
