"""What is wrong in a measure document: where, why, with which values; never a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: *path* as in ``amount.bands[2].to_cents``, *line* of the text where there is one (from 1)."""

    path: str
    code: str
    line: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
